"""Cards of what was delivered: whom it reached, and how change goes with how much they had."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="representation",
        title="Reached against enrolled",
        what="Whether those whom the log names are like everyone who is enrolled: the share of "
        "each kind of people among them, held against its share in the roster.",
        formula="share among those reached / share among those enrolled; 1 is alike",
        source="The ratio of two shares: Rothman (2012), Epidemiology: An Introduction, chapter 4.",
        example="12% of those reached against 20% of those enrolled: 0.60.",
        fails="Few people of a kind. A log that names only some of those who came.",
        assumes="The log names everyone who took part.",
    ),
    Card(
        name="dose",
        title="How much people had, and how they changed",
        what="The change of participants by how many hours or sessions they had. Who comes often "
        "differs from who comes seldom, so this is an association and says nothing about what "
        "more hours would do.",
        formula="mean change by bin with a t interval; slope of change on hours by least squares",
        source="Student (1908), Biometrika 6(1); Fisher (1925), Statistical Methods for Research "
        "Workers, section 26.",
        example="Hours 0, 10, 20 and changes 1, 2, 3: 1.0 more for ten more hours.",
        fails="People who come more are those who would have changed anyway.",
        assumes="Hours were written down for everyone alike.",
    ),
    Card(
        name="gpra",
        title="Federal measure: who did better",
        what="Of participants who started where the measure looks, the share who did better the "
        "next time. People who start low rise by themselves, so beside it stands the share that "
        "would do better if nothing happened.",
        formula="did better / all who started there, Wilson interval; by itself: "
        "(1/q) ∫ Φ(−(1 − r) x / √(1 − r²)) φ(x) dx below the cut, q the share of all who lie there",
        source="U.S. Department of Education, performance measures of 21st Century Community "
        "Learning Centers (2021); Davis (1976), American Journal of Epidemiology 104(5).",
        example="The lowest quarter, r = 0.7: 70% would do better by themselves.",
        fails="How much two measurements have in common is unknown; 0.7 is then supposed, and "
        "0.6 to 0.8 shown.",
        assumes="Values are roughly normal.",
    ),
    Card(
        name="cost",
        title="Cost of a result",
        what="Money and gifts in kind over the whole time, divided by what participants gained "
        "beyond the comparison group, or by how they changed where there is none.",
        formula="cost / (people · result); limits from the limits of the result",
        source="Levin, McEwan, Belfield, Bowden and Shand (2018), Economic Evaluation in "
        "Education, chapter 8.",
        example="$100,000, 200 people, 10 points more (5 to 15): $5,000 for one more person "
        "($3,333 to $10,000).",
        fails="The result could be nothing: no cost is told then.",
        assumes="All of the cost served this one result.",
    ),
)
