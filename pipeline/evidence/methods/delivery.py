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
)
