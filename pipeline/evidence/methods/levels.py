"""Cards of methods that say how things stood, and how many there were."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="xmr",
        title="Usual range of single values (XmR chart)",
        what="How far a level scatters from period to period by itself. A period beyond that, or "
        "many in a row on one side, says that something changed; anything less is noise.",
        formula="mean ± 2.66 · mean move from one period to the next; moves beyond 3.267 times "
        "their mean are left out once",
        source="Wheeler (2000), Understanding Variation; NHS England, Making Data Count.",
        example="The worked series of 24 months: 73.4, usual range 66.5 to 80.2.",
        fails="Fewer than eight periods; values that each carry over from the one before.",
        assumes="Periods of one length, measured alike.",
    ),
    Card(
        name="p_chart",
        title="Usual range of a share (p chart)",
        what="The same for shares: periods with few people scatter more, and the range allows for "
        "that.",
        formula="p ± 3 · √(p · (1 − p) / n), p the share of all periods together",
        source="Shewhart (1931), Economic Control of Quality of Manufactured Product.",
        example="A share of 10% and 100 people in a period: 1.0% to 19.0%.",
        fails="Many people in each period: then hardly any period stays inside.",
        assumes="Within a period people are independent.",
    ),
    Card(
        name="laney",
        title="Usual range of a share that scatters widely (Laney chart)",
        what="A p chart whose range is widened by how far periods really move, where they move "
        "more than chance alone would make them.",
        formula="p ± 3 · √(p · (1 − p) / n) · s, s the mean move of standardised shares / 1.128",
        source="Laney (2002), Quality Engineering 14(4).",
        example="A share of 10%, 100 people and s = 2: 0.0% to 28.0%.",
        fails="Fewer than eight periods.",
        assumes="Periods of one length, measured alike.",
    ),
    Card(
        name="runs",
        title="Runs about the median (run chart)",
        what="Whether the line stays too long on one side of its median, or crosses it too seldom, "
        "for chance alone: a slow drift that no single period shows.",
        formula="longest run > round(log₂ n) + 3, or crossings below the 5% point of a binomial "
        "of n − 1 and a half; points on the median do not count",
        source="Anhøj and Olesen (2014), PLoS ONE 9(11).",
        example="24 periods: runs of up to 8 and no fewer than 8 crossings are usual.",
        fails="Fewer than ten periods.",
        assumes="Periods do not carry over from the one before.",
    ),
    Card(
        name="its",
        title="Interrupted time series",
        what="Whether a series left the path that it was on when something began: a step at once, "
        "and a change of slope afterwards.",
        formula="level = a + b · time + c · after + d · after · time since, errors remember the "
        "last one (AR(1), restricted likelihood); t with Satterthwaite's degrees of freedom",
        source="Turner et al. (2021), BMC Medical Research Methodology 21; Wagner et al. (2002), "
        "Journal of Clinical Pharmacy and Therapeutics 27(4).",
        example="Eight periods at 1 to 8, then 12 to 19: the path went on, 3.0 higher.",
        fails="Fewer than eight periods on a side; something else began at the same time. With a "
        "strong memory and fewer than 60 periods 95% intervals hold the truth 90 to 94 times of "
        "100.",
        assumes="The path would have gone on.",
    ),
    Card(
        name="its_counts",
        title="Interrupted time series of a share",
        what="The same for shares of known numbers of people: ratios of rates, told as points at "
        "the level before.",
        formula="log(count / people) = a + b · time + c · after + d · after · time since; Poisson "
        "with overdispersion of at least 1, t with periods − 4 degrees of freedom",
        source="Bernal, Cummins and Gasparrini (2017), Int. J. Epidemiology 46(1).",
        example="100 of 1,000 in each of eight periods, then 80 of 1,000 in each of eight: a ratio "
        "of 0.80.",
        fails="Fewer than eight periods on a side; shares near 100%.",
        assumes="The path would have gone on; periods do not carry over.",
    ),
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
