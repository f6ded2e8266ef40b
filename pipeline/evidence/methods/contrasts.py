"""Cards of methods that set one group against another, and of correcting many tests."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="hedges_g",
        title="Effect size g",
        what="The distance between two groups in units of the usual distance between people. At "
        "the start it says whether the groups were alike: up to 0.05 they are, up to 0.25 "
        "the analysis must adjust, beyond that they are not comparable.",
        formula="ω · (m₂ − m₁) / s(pooled), ω = 1 − 3 / (4N − 9)",
        source="Hedges (1981), Journal of Educational Statistics 6(2); What Works Clearinghouse, "
        "Procedures Handbook, version 4.1.",
        example="5, 6, 7 against 4, 5, 6: 1 / 1 · 0.8 = 0.80.",
        fails="Fewer than ten people in a group.",
        assumes="The spread between people is alike in both groups.",
    ),
    Card(
        name="cox",
        title="Cox index",
        what="The distance between two shares, put on the same footing as the effect size g.",
        formula="ω · (ln odds₂ − ln odds₁) / 1.65",
        source="Cox and Snell (1989), Analysis of Binary Data; What Works Clearinghouse, "
        "Procedures Handbook, version 4.1.",
        example="80% of 10 against 50% of 10: 0.80.",
        fails="A share of exactly 0 or 100%: it cannot be reckoned.",
        assumes="Both shares come from separate people.",
    ),
    Card(
        name="did_welch",
        title="Difference in differences",
        what="How much participants changed, less how much the comparison group changed. "
        "Whatever set the groups apart from the start drops out.",
        formula="mean(D₁) − mean(D₀), Welch t on the changes",
        source="Card and Krueger (1994), American Economic Review 84(4); Welch (1947), "
        "Biometrika 34(1/2).",
        example="Supported Work: participants' earnings rose by $4,817, the others' by $3,288: "
        "$1,529; 95% interval $122 to $2,936.",
        fails="The two groups were already drifting apart, or something else reached only one of "
        "them.",
        assumes="Without the programme both groups would have changed alike.",
    ),
    Card(
        name="ancova",
        title="Analysis of covariance",
        what="How far apart the groups are afterwards, among people who started at the same level.",
        formula="after = a + b · group + c · before, by least squares; the answer is b",
        source="Fisher (1932), Statistical Methods for Research Workers; What Works Clearinghouse, "
        "Procedures Handbook, version 4.1.",
        example="Supported Work: $1,750; 95% interval $508 to $2,992; p = 0.006.",
        fails="The groups started far apart, so that hardly anyone can be compared.",
        assumes="Starting level and later level go together alike in both groups.",
    ),
    Card(
        name="ancova_adjusted",
        title="Analysis of covariance with several columns",
        what="How far apart the groups are afterwards, among people who started at the same level "
        "and are alike in other ways that the study file names.",
        formula="after = a + b · group + c · before + d · other columns, by least squares; the "
        "answer is b. Groups as yes or no, many different numbers as one number, unknown as a "
        "level of its own",
        source="Fisher (1932), Statistical Methods for Research Workers; What Works Clearinghouse, "
        "Standards Handbook, version 4.1.",
        example="Supported Work, with age, schooling, origin, marriage and earnings of 1974 and "
        "1975: $1,676; standard error $639.",
        fails="Columns that the programme itself may have changed.",
        assumes="What goes together does so alike in both groups; the columns were known before.",
    ),
    Card(
        name="matched",
        title="Matched comparison",
        what="Each participant is set against the nearest person who did not take part, by the "
        "chance of taking part given the start and the columns of the study file. Those without "
        "a match are left out, so the answer is about the others. What still differs is adjusted "
        "for.",
        formula="log odds of taking part by logistic regression; nearest neighbour without "
        "replacement within a caliper (0.2 SD unless the study file says otherwise), hardest "
        "first; then covariance analysis of the matched, errors by matched set or cluster (CR2)",
        source="Stuart (2010), Statistical Science 25(1); Austin (2011), Pharmaceutical Statistics "
        "10(2); Abadie and Spiess (2022), JASA 117(538).",
        example="Log odds of 0.9 and 0.2 among participants, 0.8, 0.1 and −2 among others: 0.9 "
        "goes with 0.8, 0.2 with 0.1, and −2 with nobody.",
        fails="Many participants have no match, or something unmeasured made people take part.",
        assumes="Nothing unmeasured sets participants apart from their matches.",
    ),
    Card(
        name="wwc_attrition",
        title="Attrition",
        what="The share of people who were in a group and are missing from the analysis, for both "
        "groups together and how far apart the groups are. Where few are lost, and about as many "
        "from each group, what a lottery gave is kept.",
        formula="overall = lost / assigned; differential = |share lost of participants − share "
        "lost of the comparison group|; low if the differential is within the boundary of the "
        "table for that overall share (the stricter of two neighbouring rows)",
        source="What Works Clearinghouse, Standards Handbook, version 4.0 (2017), table II.1.",
        example="85 of 100 and 92 of 100 are left: overall 11.5%, 7.0 points apart; at most 6.2 "
        "are allowed by the cautious boundary (high), 10.9 by the optimistic one (low).",
        fails="People who joined or were moved between groups after assignment.",
        assumes="The roster holds everyone who was assigned to a group.",
    ),
    Card(
        name="improvement_index",
        title="Percentile index",
        what="How many percentiles higher (or lower) an average person of the comparison group "
        "would stand, moved by the difference between the groups.",
        formula="100 · (Φ(effect size) − 0.5)",
        source="What Works Clearinghouse, Procedures Handbook, version 4.1.",
        example="An effect size of 0.25: 9.87 percentiles.",
        fails="Values that are far from bell-shaped.",
        assumes="Values of the comparison group are roughly normal.",
    ),
    Card(
        name="e_value",
        title="E-value",
        what="How strong something unmeasured would have to be to make the whole difference by "
        "itself: how many times as likely it would have to make people both to take part and to "
        "have the better result. The larger, the harder to explain away; 1 needs nothing at all.",
        formula="R + √(R · (R − 1)), R = exp(0.91 · |effect size|) as a ratio of 1 or more; for "
        "the interval, of the limit nearer to zero",
        source="VanderWeele and Ding (2017), Annals of Internal Medicine 167(4).",
        example="An effect size of 0.50: R = 1.58, E-value 2.53.",
        fails="Several small things that are unmeasured act together.",
        assumes="What was measured is already allowed for.",
    ),
    Card(
        name="bh",
        title="Benjamini-Hochberg adjustment",
        what="Who asks many questions finds something by luck. The adjusted p-value allows for "
        "how many outcomes of one domain were tested together.",
        formula="smallest p(j)·m / j over j ≥ i, p-values in ascending order",
        source="Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1).",
        example="Their 15 p-values: the fourth, 0.0095, becomes 0.036; the fifth, 0.0201, becomes "
        "0.060.",
        fails="Outcomes are added or dropped after the results were seen.",
        assumes="The outcomes of a domain were named beforehand.",
    ),
)
