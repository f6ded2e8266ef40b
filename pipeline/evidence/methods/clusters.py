"""Cards of methods that allow for people coming in schools or classes."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="cr2",
        title="Errors by school or class (CR2)",
        what="Students of one school share teachers, neighbourhood and weather, so a hundred of "
        "them tell less than a hundred strangers. The margin of error is reckoned from how "
        "schools differ, and is right with few schools too.",
        formula="Σ (w · A · e)² over clusters, A = (I − H)^(−1/2); t with Satterthwaite degrees "
        "of freedom",
        source="Bell and McCaffrey (2002), Survey Methodology 28(2); Pustejovsky and Tipton "
        "(2018), Journal of Business and Economic Statistics 36(4).",
        example="Project STAR, mathematics in kindergarten: small classes were 7.94 points ahead. "
        "Pupil by pupil the error would be 1.39; by the 79 schools it is 2.36.",
        fails="One school in a group can never be told apart from the programme; with two or three "
        "the interval is very wide, and rightly so. One school that has most of the students.",
        assumes="Schools are independent of one another.",
    ),
    Card(
        name="icc",
        title="Intraclass correlation",
        what="How alike people of one school are: the share of what sets people apart that lies "
        "between schools. The factor beside it says how many times as many people it takes to "
        "know as much as from strangers.",
        formula="(MSB − MSW) / (MSB + (m − 1) MSW), at least 0; factor 1 + (m − 1) · ICC; m is "
        "people a cluster",
        source="Donner and Koval (1980), Biometrics 36(1); Kish (1965), Survey Sampling.",
        example="25 students a class, ICC 0.20: a factor of 5.8, so 200 students tell as "
        "much as 34 strangers.",
        fails="Fewer than some ten clusters: the share is then very uncertain.",
        assumes="Clusters are drawn from one kind of clusters.",
    ),
    Card(
        name="cr2_level",
        title="Mean of people in schools or classes",
        what="The mean of everyone measured, with a margin of error that allows for students of "
        "one school being alike.",
        formula="mean ± t · √ Σ (A · e)² over clusters, with Satterthwaite degrees of freedom",
        source="Bell and McCaffrey (2002), Survey Methodology 28(2).",
        example="Schools with 1, 2; 3, 4; 8, 9: mean 4.5; 95% interval −4.46 to 13.46. As six "
        "strangers it would be 1.07 to 7.93.",
        fails="Two or three schools: the interval is then very wide, and rightly so.",
        assumes="Schools are independent of one another.",
    ),
    Card(
        name="wilson_clustered",
        title="Share of people in schools or classes",
        what="The share that counts, with the margin of error of as many independent people as "
        "the clustered ones are worth.",
        formula="Wilson interval at n* = p (1 − p) / error², error by CR2, n* scaled by (z / t)²",
        source="Korn and Graubard (1998), Survey Methodology 24(2); Dean and Pagano (2015), "
        "Journal of Survey Statistics and Methodology 3(4).",
        example="40% of 200 with an error of 7 points on 9 degrees of freedom: worth 37 people; "
        "95% interval 25.8% to 56.0%.",
        fails="Everyone of a school gives the same answer.",
        assumes="Schools are independent of one another.",
    ),
    Card(
        name="wwc_cluster",
        title="Correction for few schools or classes",
        what="The test that reviewers of the What Works Clearinghouse apply where people of whole "
        "schools were compared one by one: a share of the spread is supposed to lie between "
        "schools, and the test is made weaker accordingly. It stands beside the primary answer "
        "where a group has fewer than four schools, and gives no interval: what is supposed and "
        "not measured cannot be narrowed by more people.",
        formula="t · √ [ ((N − 2) − 2 (n − 1) ICC) / ((N − 2) (1 + (n − 1) ICC)) ]; ICC = 0.20 for "
        "achievement, 0.10 otherwise, or what the schools show if that is more",
        source="Hedges (2007), Journal of Educational and Behavioral Statistics 32(2); What Works "
        "Clearinghouse, Procedures Handbook, version 4.1, appendix G.",
        example="g = 0.25, 200 students in 8 schools, ICC = 0.20: t falls from 1.76 to 0.71 "
        "(p = 0.48).",
        fails="Schools differ much more than supposed. One school in a group can never be told "
        "apart from the programme.",
        assumes="Schools of alike size, and the supposed share between them.",
    ),
    Card(
        name="jackknife",
        title="Each school or class left out in turn",
        what="The same question is answered again without each school, and the margin of error "
        "comes from how far those answers are apart. It serves answers for which there is no "
        "formula by schools: the mixed model, the mean without the furthest fifths, the logistic "
        "model.",
        formula="variance = (G − 1) / G · Σ (answer without school g − their mean)²; t on G − 1 "
        "degrees of freedom, G − 2 for two groups",
        source="Miller (1974), Biometrika 61(1); Rust and Rao (1996), Statistical Methods in "
        "Medical Research 5(3).",
        example="Answers without each of four schools of 1, 2, 3 and 6: variance 3/4 · 14 = "
        "10.50, so a margin of ±10.31 on 3 degrees of freedom.",
        fails="Fewer than ten schools, with which it is left out.",
        assumes="Schools are independent of one another.",
    ),
    Card(
        name="wild_cluster",
        title="Test by drawing schools again",
        what="The errors of whole schools get new signs at random, 999 times, as if the programme "
        "did nothing. The p-value is how often that alone goes as far as the data went.",
        formula="share of draws with |t*| ≥ |t|; weights of ±1, with fewer than 12 schools "
        "Webb's six",
        source="Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90(3); "
        "Webb (2023), Canadian Journal of Economics 56(3).",
        example="Project STAR, mathematics in kindergarten, 79 schools: 7.94 points, 95% interval "
        "3.18 to 12.50, p = 0.003; the formula gives 3.23 to 12.64, p = 0.001.",
        fails="Very few of the schools are in one of the groups.",
        assumes="Schools are independent of one another.",
    ),
)
