"""Cards of methods that stand beside a primary answer."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="imputed",
        title="Missing values drawn (multiple imputation)",
        what="Whoever was measured once only is given the other value that people like them had, "
        "drawn twenty times with all the uncertainty that this has. The twenty answers are put "
        "together, so the interval allows for what is not known.",
        formula="value = a + b · other value + rest, within each group, a, b and the spread drawn "
        "from what the pairs allow; variance = mean within + (1 + 1/20) · between draws. Yes or "
        "no: a beta draw of the chance for each known answer",
        source="Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin "
        "(1999), Biometrika 86(4).",
        example="Estimates 1, 2 and 4 with variances 1.0, 1.5 and 2.0: 2.33, variance "
        "1.5 + 4/3 · 7/3 = 4.61.",
        fails="Fewer than five pairs; people missing for a reason that their known value does not "
        "tell.",
        assumes="Who is missing depends on nothing but the value that is known and the group.",
    ),
    Card(
        name="imputed_clusters",
        title="Missing values filled in, within clusters",
        what="Whoever was measured once only is given the value that people of the same school or "
        "class with the same other value had. The error comes from leaving out each cluster in "
        "turn, so it allows for what people of a cluster share.",
        formula="value = a(cluster) + b · other value, by least squares; variance = "
        "(G − 1) / G · Σ (answer without cluster g − their mean)²",
        source="van Buuren (2018), Flexible Imputation of Missing Data, section 7.3; Rust and Rao "
        "(1996), Statistical Methods in Medical Research 5(3).",
        example="Answers without each of three clusters of 1, 2 and 3: variance 2/3 · 2 = 1.33.",
        fails="Fewer than ten clusters, with which it is left out.",
        assumes="Who is missing depends on nothing but the known value, the group and the cluster.",
    ),
    Card(
        name="reweighed",
        title="Weighed for those who are missing",
        what="People who were measured again stand for those like them who were not: whoever had "
        "a small chance of being measured again counts for more.",
        formula="weight = 1 / chance of a second measurement, by logistic regression on the group, "
        "the start and the roster's columns; at most 5 times the median; then the primary analysis "
        "with weights, errors by person or cluster (CR2)",
        source="Horvitz and Thompson (1952), JASA 47(260); Seaman and White (2013), Statistical "
        "Methods in Medical Research 22(3).",
        example="Weights 1, 1, 2, 2 and 4 are worth 3.85 people instead of 5.",
        fails="Some kinds of people were hardly ever measured again.",
        assumes="Given start and columns, who is missing has nothing to do with the change.",
    ),
    Card(
        name="trimmed",
        title="Trimmed mean",
        what="The average of the middle three fifths. The few who moved furthest, up or down, do "
        "not decide it; a slip in one record cannot either.",
        formula="mean without the lowest and highest 20%; error from the winsorised spread; two "
        "groups by Yuen's t",
        source="Yuen (1974), Biometrika 61(1); Tukey and McLaughlin (1963), Sankhya A 25(3).",
        example="Changes 1 to 9 and 90: the mean is 13.5, the trimmed mean 5.5.",
        fails="Most people did not change at all; those at the ends are whom the study is about.",
        assumes="The middle of the group is what the question is about.",
    ),
    Card(
        name="bootstrap",
        title="Drawing people again (bootstrap t)",
        what="As many people as there are, drawn from them with replacement, 999 times. How the "
        "average then varies, by the standards of each draw, gives an interval that is lopsided "
        "where the changes are.",
        formula="m − t*(0.975) · s/√n to m − t*(0.025) · s/√n, t* = (m* − m) / (s*/√n) of the "
        "draws; started from the id of the result",
        source="Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 12.5.",
        example="Changes 0 (18 people), 1 and 10: the average is 0.55; the t interval starts at "
        "−0.50, the bootstrap at −0.10.",
        fails="Fewer than 100 people, with whom it is left out; one person who decides everything.",
        assumes="People are like a draw from those whom the answer is about.",
    ),
    Card(
        name="permuted",
        title="Drawing the lottery again (permutation test)",
        what="If taking part changed nothing, any other outcome of the lottery would have given "
        "the same values. The lottery is drawn again 999 times; the p-value is how often chance "
        "alone sets the groups as far apart as they are.",
        formula="p = (1 + draws at least as far) / (1 + draws), of the adjusted difference; the "
        "interval holds the differences that are not contradicted",
        source="Fisher (1935), The Design of Experiments, section 21; Ernst (2004), Statistical "
        "Science 19(4).",
        example="Values 1, 2, 3 against 4, 5, 6: of 20 ways to draw three of six, 2 are as far "
        "apart: p = 0.10.",
        fails="Whole classes were drawn and not people.",
        assumes="The lottery could have come out any way.",
    ),
    Card(
        name="logistic",
        title="Logistic model of a share",
        what="How much more often the answer would be yes if everyone took part than if nobody "
        "did, at the same start and in the same columns, from a model of the odds.",
        formula="mean of P(yes | takes part, x) − P(yes | does not, x) over everyone; error by the "
        "delta method",
        source="McCullagh and Nelder (1989), Generalized Linear Models; Muller and MacLehose "
        "(2014), International Journal of Epidemiology 43(3).",
        example="30 of 50 against 20 of 50 and nothing else: +20.0 points; 95% interval 0.8 to "
        "39.2 points.",
        fails="Columns tell yes from no without exception.",
        assumes="What goes together does so on the scale of odds.",
    ),
    Card(
        name="raked",
        title="Weighed to the roster (raking)",
        what="Where some groups answered more than others, each answer counts for more or less "
        "until every breakdown has its share of the roster. The design factor says what that "
        "costs: 1.5 means that three people tell as much as two would.",
        formula="weights raked to the roster's share in every breakdown of up to 12 levels in "
        "which five answered, ended at 5 times the median; error by person or cluster (CR2); "
        "design factor = n · Σw² / (Σw)²",
        source="Deming and Stephan (1940), Annals of Mathematical Statistics 11(4); Kish (1965), "
        "Survey Sampling, section 11.7.",
        example="Weights 1, 1, 2, 2 and 4: five people worth 3.85, a design factor of 1.30.",
        fails="Those who did not answer differ within each group too.",
        assumes="Within each group, those who answered are like those who did not.",
    ),
    Card(
        name="retrospective",
        title="Asked afterwards how it was before",
        what="What people say of now, against what they say now of then. It tells how they see "
        "their change, not how much they changed: memory moves, and people like to have moved.",
        formula="mean(now − then) of the same answers, paired t; shares by Newcombe's paired "
        "interval. Where the question was truly asked before, the shift is then − truly before",
        source="Howard (1980), Evaluation Review 4(1); Hill and Betz (2005), American Journal of "
        "Evaluation 26(4).",
        example="Now 4, 4, 5, 3; then 2, 3, 3, 3: +1.25 remembered.",
        fails="Used in place of a measurement that was taken before.",
        assumes="Nothing: it is shown apart and never mixed with what was measured.",
    ),
    Card(
        name="kitagawa",
        title="Mix and rate",
        what="Where the people before and after are not the same, an average can move because "
        "other kinds of people are in it. This part of the change is what the new mix makes; "
        "the rest is what the kinds themselves changed.",
        formula="mix = Σ (share after − share before) · (mean before + mean after) / 2, over "
        "kinds; a kind there in one period only is mix",
        source="Kitagawa (1955), Journal of the American Statistical Association 50(272).",
        example="Two kinds at 60 and 80, both unchanged; the second from 50% to 70% of people: the "
        "average rises by 4.0, all of it mix.",
        fails="Kinds that matter and are in no column of the roster.",
        assumes="Each kind would be at the same level whatever its share.",
    ),
    Card(
        name="nonresponse",
        title="Who answered",
        what="Each group's share among those who answered, against its share of everyone who could "
        "have answered. Where they differ much, the answers lean towards some groups.",
        formula="share among those who answered − share of the roster; Cox index",
        source="Groves (2006), Public Opinion Quarterly 70(5); What Works Clearinghouse, "
        "Procedures Handbook, version 4.1.",
        example="30% of 200 who answered and 40% of 400 in the roster are of one school: "
        "10 points fewer, a Cox index of −0.27.",
        fails="Those who did not answer differ in what no column holds.",
        assumes="The roster holds everyone who could have answered.",
    ),
    Card(
        name="bounds",
        title="Worst and best case",
        what="What the result for everyone would be if all who did not answer were at the lowest, "
        "or all at the highest value; and how they would have to stand, on average, to undo the "
        "change since the start.",
        formula="r · m + (1 − r) · lowest or highest, r the share who answered; tipping point = "
        "(start − r · m) / (1 − r)",
        source="Manski (1989), Journal of Human Resources 24(3).",
        example="60% answered, 70% of them favourably, 55% at the start: 42% to 82%; the change is "
        "undone if 32.5% or fewer of the others are favourable.",
        fails="The start itself rests on few answers.",
        assumes="Nothing about those who did not answer; the start is taken as it is.",
    ),
    Card(
        name="detectable",
        title="Smallest change that can be found",
        what="A true change or difference of this size would be told from chance in four of five "
        "studies like this one. A smaller one may well be missed.",
        formula="(t(0.975) + t(0.80)) · standard error; before there are results, the error that "
        "people measured twice would have if both values correlate 0.7",
        source="Bloom (1995), Evaluation Review 19(5).",
        example="Many people and a standard error of 1: 2.80.",
        fails="Next year's people are fewer, or more unlike each other.",
        assumes="As many people, measured as well.",
    ),
    Card(
        name="balance",
        title="Balance of a column",
        what="How far apart the groups are in a column of the roster, in the same units as the "
        "start of an outcome: as they came, among the matched, and weighed.",
        formula="numbers: effect size g; yes or no: Cox index; people weighed as the analysis does",
        source="What Works Clearinghouse, Procedures Handbook, version 4.1; Stuart (2010), "
        "Statistical Science 25(1).",
        example="40% of 100 participants and 30% of 100 others are from low-income homes: a Cox "
        "index of 0.27, too far apart; weighed to 40% it is 0.00.",
        fails="Columns that nobody wrote down.",
        assumes="The column was known before anyone took part.",
    ),
    Card(
        name="balanced",
        title="Weighed to balance (entropy weights)",
        what="Nobody is left out: people of the comparison group count for more or less until, on "
        "average, they started where participants did and are alike in the columns of the study "
        "file. What still differs is adjusted for.",
        formula="weights closest to equal under which every mean of the comparison group is that "
        "of participants; then covariance analysis with weights, errors by person or cluster (CR2)",
        source="Hainmueller (2012), Entropy balancing, Political Analysis 20(1).",
        example="Participants all at 1; others at 0, 1 and 3: weights 1.31, 1.04 and 0.65 bring "
        "their mean from 1.33 to 1.",
        fails="Hardly anyone of the comparison group is like participants: few people then carry "
        "all the weight.",
        assumes="Nothing unmeasured sets the groups apart.",
    ),
)
