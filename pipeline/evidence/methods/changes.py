"""Cards of methods that say how much one group changed."""

from __future__ import annotations

from pipeline.evidence.card import Card

CARDS: tuple[Card, ...] = (
    Card(
        name="paired_t",
        title="Paired t",
        what="Each person is compared with themselves, before and after; the result is the "
        "average of those changes.",
        formula="mean(D) ± t(n−1) · s(D) / √n, where D = after − before",
        source="Student (1908), The probable error of a mean, Biometrika 6(1), section IX.",
        example="Hours of sleep gained by 10 patients on a second drug over the first: 1.58; "
        "t = 4.06, df = 9, p = 0.003; 95% interval 0.70 to 2.46.",
        fails="People who left in between differ from those who stayed; the group was chosen for "
        "extreme scores, which move to the middle by themselves.",
        assumes="People change independently of one another.",
    ),
    Card(
        name="mixed",
        title="Mixed model of two periods",
        what="Some people were measured in both periods, others in one only. Those in both are "
        "compared with themselves; those in one help to tell the level of their period. Nobody "
        "is left out.",
        formula="value = period + person + rest, person and rest normal, by restricted maximum "
        "likelihood; t with pairs − 1 + half of those measured once degrees of freedom",
        source="Laird and Ware (1982), Biometrics 38(4); Patterson and Thompson (1971), "
        "Biometrika 58(3).",
        example="Before 4, 6, 8, 10 and 20 (once); after, of the first four, 6, 7, 11, 12, and 19 "
        "of another: +1.99; 95% interval 0.86 to 3.13. The four pairs alone: +2.00; 0.70 to 3.30.",
        fails="Those who were measured once are missing for a reason that has to do with how they "
        "changed.",
        assumes="The spread is alike in both periods, and who is missing depends on nothing but "
        "the value that is known.",
    ),
    Card(
        name="regression_to_mean",
        title="Expected by itself (regression to the mean)",
        what="People who are chosen for a low start rise a little by themselves the next time, "
        "because part of a low start was a bad day. This is how far the chosen would have moved "
        "with no programme at all.",
        formula="(1 − b) · (mean of everyone − mean of the chosen), b the slope of after on before "
        "among those not chosen (30 or more), else 0.6 to 0.8",
        source="Davis (1976), American Journal of Epidemiology 104(5); Galton (1886), Journal of "
        "the Anthropological Institute 15.",
        example="The lowest quarter, two measurements that correlate 0.7, no change in anybody: "
        "up 0.38 standard deviations, and 70% score higher the second time.",
        fails="Everyone was chosen, so that nobody tells where the mean lies.",
        assumes="Without the programme, starts and ends go together among the chosen as among "
        "the others, and everyone's mean would have stayed.",
    ),
    Card(
        name="welch_t",
        title="Welch t",
        what="Two sets of people are compared: two waves whose people cannot be matched, or two "
        "groups. Their spreads may differ.",
        formula="(m₂ − m₁) ± t(df) · √(s₁²/n₁ + s₂²/n₂), df after Satterthwaite",
        source="Welch (1947), Biometrika 34(1/2).",
        example="The same hours of sleep, read as two separate groups of 10: 1.58; t = 1.86, "
        "df = 17.8, p = 0.08. Matching people is what makes the paired t sharper.",
        fails="The two sets differ in who is in them, not only in how they fare.",
        assumes="No one is in both sets, and people are independent of one another.",
    ),
    Card(
        name="newcombe_paired",
        title="Change of a share, same people",
        what="How many people moved from no to yes, less those who moved from yes to no. The "
        "p-value is McNemar's, which looks only at those who moved.",
        formula="(gained − lost) / n, with Newcombe's interval, method 10",
        source="Newcombe (1998), Statistics in Medicine 17(22); McNemar (1947), Psychometrika 12.",
        example="Of 50 people 36 stayed at yes, 12 gained, 2 lost: +20.0 points; 95% interval 5.7 "
        "to 34.0 points; p = 0.007.",
        fails="Very few people moved at all.",
        assumes="People answer independently of one another.",
    ),
    Card(
        name="newcombe",
        title="Difference of two shares",
        what="The share in one set of people less the share in another, with an interval that "
        "stays within what is possible.",
        formula="p₂ − p₁, limits squared and added from the two Wilson intervals",
        source="Newcombe (1998), Statistics in Medicine 17(8), method 10.",
        example="56 of 70 against 48 of 80: +20.0 points; 95% interval 5.2 to 33.4 points.",
        fails="The same people are in both sets: then the interval is too wide.",
        assumes="No one is in both sets, and people are independent of one another.",
    ),
    Card(
        name="mcnemar",
        title="McNemar test",
        what="Whether as many people moved from no to yes as from yes to no.",
        formula="two-sided binomial of gained out of gained + lost at ½, mid-p; from 25 who moved "
        "on, χ² = (gained − lost)² / (gained + lost)",
        source="McNemar (1947), Psychometrika 12; Fagerland and others (2013), BMC Medical "
        "Research Methodology 13.",
        example="12 gained and 2 lost: mid-p = 0.007, exact p = 0.013.",
        fails="Hardly anyone moved.",
        assumes="People answer independently of one another.",
    ),
    Card(
        name="stuart_maxwell",
        title="Stuart-Maxwell test",
        what="Whether the answers of the same people are spread differently after than before, "
        "over all answers. The number is how many steps people moved on average.",
        formula="χ² = dᵀ S⁻¹ d, df = answers − 1",
        source="Stuart (1955), Biometrika 42; Maxwell (1970), British Journal of Psychiatry 116.",
        example="Vision of 7,477 women, right against left eye, four grades: χ² = 11.96, df = 3, "
        "p = 0.008; 0.03 steps.",
        fails="Answers that almost nobody gave; it does not say in which direction people moved.",
        assumes="The answers mean the same in both periods.",
    ),
    Card(
        name="d_av",
        title="Effect size d",
        what="The change in units of the usual distance between people, so that outcomes with "
        "different units can be set side by side.",
        formula="mean(D) / √((s₁² + s₂²) / 2)",
        source="Bonett (2008), Psychological Methods 13(2).",
        example="The hours of sleep: 1.58 / 1.90 = 0.83; 95% interval 0.28 to 1.38.",
        fails="Fewer than ten people, or values that most people top out at.",
        assumes="The spread between people is a fair yardstick.",
    ),
    Card(
        name="cohens_h",
        title="Effect size h",
        what="The distance between two shares on a scale on which a step near 0 or 100 percent "
        "counts for more.",
        formula="2·asin(√p₂) − 2·asin(√p₁)",
        source="Cohen (1988), Statistical Power Analysis, chapter 6.",
        example="40% and 50%: 0.20.",
        fails="It has no meaning of its own; read the points beside it.",
        assumes="Nothing beyond the two shares.",
    ),
)
