"""Cards of methods that say how things stood, and how many there were."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="alpha",
        title="Reliability of a scale",
        what="Whether the items of a scale hold together, so that their mean says one thing. "
        "Alpha supposes that all measure equally well; omega, beside it, does not. From 0.70 on "
        "a scale is usually read as one.",
        formula="k / (k − 1) · (1 − Σ item variances / variance of the sum); omega: (Σ loadings)² "
        "/ ((Σ loadings)² + Σ own parts), one factor by likelihood; of two items 2r / (1 + r)",
        source="Cronbach (1951), Psychometrika 16(3); Feldt, Woodruff and Salih (1987), Applied "
        "Psychological Measurement 11(1); McDonald (1999), Test Theory.",
        example="Thirty clerks on seven items: alpha 0.84, 95% interval 0.74 to 0.92; omega 0.84.",
        fails="Fewer than 30 people, or an item worded the other way round and not reversed.",
        assumes="The items are about one thing; people answered every one of them.",
    ),
    Card(
        name="mean_t",
        title="Mean with t interval",
        what="The average of everyone measured in one period. The interval is the range of "
        "averages that people like these could well have given.",
        formula="mean ± t(n−1) · s / √n",
        source="Student (1908), The probable error of a mean, Biometrika 6(1).",
        example="Values 2, 4, 6: mean 4, s = 2, n = 3; 95% interval −0.97 to 8.97.",
        fails="Few people with very uneven values; people who share a class or a school.",
        assumes="People were measured independently of one another.",
    ),
    Card(
        name="wilson",
        title="Share with Wilson interval",
        what="The share of people who said yes. Unlike simpler intervals it never runs below 0 "
        "or above 100 percent and holds for small groups.",
        formula="(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)",
        source="Wilson (1927), Journal of the American Statistical Association 22(158).",
        example="81 of 263: 30.8%; 95% interval 25.5% to 36.6%.",
        fails="People who share a class or a school and answer alike.",
        assumes="People answered independently of one another.",
    ),
    Card(
        name="as_given",
        title="Figure as the source gives it",
        what="A figure that arrived already worked out. Without the number of people behind it "
        "no interval can be given.",
        formula="the figure itself; a change is the later figure less the earlier",
        source="The file that the study names.",
        example="91.2 before and 92.6 after: a change of 1.4.",
        fails="The source counted differently in the two periods.",
        assumes="The source defines the figure in the same way each time.",
    ),
    Card(
        name="response",
        title="Response rate",
        what="People who gave a valid answer, out of all who were invited, with a Wilson interval.",
        formula="answered / invited",
        source="American Association for Public Opinion Research, Standard Definitions, RR1.",
        example="320 of 400 invited: 80%; 95% interval 75.8% to 83.6%.",
        fails="The list of those invited is out of date, or one person answered twice.",
        assumes="Everyone invited could have answered.",
    ),
    Card(
        name="activity",
        title="Count of the log",
        what="Entries of the activity log, or hours, people and amounts added up. Nothing is "
        "estimated.",
        formula="number of entries, or the sum over entries",
        source="The activity log that the study names.",
        example="Meetings of 1.5 and 2 hours: 2 entries, 3.5 hours.",
        fails="Things were done and not written down.",
        assumes="Each activity is logged once.",
    ),
    Card(
        name="jeffreys",
        title="Chance that the true share meets a target",
        what="How sure we can be that the true share, not only the one counted, is on the right "
        "side of the target.",
        formula="Beta(x + ½, n − x + ½) up to the target",
        source="Brown, Cai and DasGupta (2001), Statistical Science 16(2).",
        example="78 of 1,200 against a target of 6.8% or less: 66%.",
        fails="People who share a class or a school and behave alike.",
        assumes="Nothing was known beforehand about the share.",
    ),
)
