"""Cards of how texts were read, and of goals."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="cohens_kappa",
        title="Agreement of two coders (kappa)",
        what="How far two people who read the same segments gave them the same codes, beyond what "
        "chance would give. 1 is complete agreement, 0 is chance.",
        formula="(observed − by chance) / (1 − by chance)",
        source="Cohen (1960), Educational and Psychological Measurement 20(1); Fleiss, Cohen and "
        "Everitt (1969), Psychological Bulletin 72(5).",
        example="100 segments, both say A on 40 and B on 30, they differ on 15 and 15: agreement "
        "0.70, kappa 0.39.",
        fails="Nearly all segments have one code: chance agreement is then nearly complete.",
        assumes="Both read on their own.",
    ),
    Card(
        name="krippendorff_alpha",
        title="Agreement of all coders (alpha)",
        what="The same for any number of coders, some of whom read some segments only.",
        formula="1 − disagreement observed / disagreement by chance",
        source="Krippendorff (2011), Computing Krippendorff’s Alpha-Reliability.",
        example="Ten segments, two coders, yes or no, six alike: 0.095.",
        fails="Few segments were read twice.",
        assumes="Coders read on their own; codes have no order.",
    ),
    Card(
        name="forecast",
        title="Chance of reaching a target by its deadline",
        what="A straight line through the levels of three or more periods, on a scale that suits "
        "them, drawn on to the deadline. The chance is the share of what may be expected there "
        "that meets the target.",
        formula="shares: line in log odds; means: least squares, t on points − 2; counts: line in "
        "logarithms; never surer than chance between periods allows",
        source="McCullagh and Nelder (1989), Generalized Linear Models; Draper and Smith (1998), "
        "Applied Regression Analysis.",
        example="96 of 1,200, 90 of 1,190, 85 of 1,210: 6.60% expected next (4.82% to 8.97%), "
        "57 in 100 for 6.8% or less.",
        fails="What moved the levels so far stops or starts.",
        assumes="Things go on like this.",
    ),
    Card(
        name="goal_attainment",
        title="Goal attainment scaling",
        what="Many goals in one score: each level is mapped to one of five steps that were set "
        "beforehand, and the steps are put together so that 50 is every goal just reached.",
        formula="50 + 10 Σ x / √((1 − 0.3) k + 0.3 k²), x the step of each of k goals",
        source="Kiresuk and Sherman (1968), Community Mental Health Journal 4(6).",
        example="Three goals at −1: 36.3.",
        fails="Steps were set after the result was known, or too easy.",
        assumes="Steps of different goals are worth the same.",
    ),
)
