"""Exact results of every analysis, in the columns of the contract; private."""

from pipeline.tables.schema import Column, Table

IDENTITY = (
    Column("id", "text", "outcome/analysis/group[/column=level][/model], stable between releases"),
    Column(
        "analysis",
        "text",
        "level, change, expected, baseline, impact, gap, reliability, ...",
    ),
    Column("outcome", "text", "Outcome in the study file"),
    Column("label", "text", "Its label"),
    Column("domain", "text", "Its domain"),
    Column("source", "text", "Source of the measure"),
    Column("unit", "text", "Its unit"),
    Column("group", "text", "participants, comparison, contrast, all"),
    Column("subgroup", "text", "Breakdown column, empty overall"),
    Column("level", "text", "Breakdown level, empty overall"),
    Column("period_before", "text", "Period id"),
    Column("period_after", "text", "Period id"),
    Column("model", "text", "paired, independent, difference, did, ancova, ..."),
    Column("method", "text", "Method card"),
)

NUMBERS = (
    Column("n", "float64", "People; pairs where paired"),
    Column("n_before", "float64", "People before"),
    Column("n_after", "float64", "People after"),
    Column("n_clusters", "float64", "Clusters"),
    Column("n_missing", "float64", "Eligible people not analysed"),
    Column("mean_before", "float64", "Mean or proportion before", unit="outcome's unit"),
    Column("mean_after", "float64", "Mean or proportion after", unit="outcome's unit"),
    Column("sd_before", "float64", "Standard deviation before", unit="outcome's unit"),
    Column("sd_after", "float64", "Standard deviation after", unit="outcome's unit"),
    Column("estimate", "float64", "after - before, participants - comparison"),
    Column("std_error", "float64", "Standard error of the estimate"),
    Column("statistic", "float64", "Test statistic"),
    Column("df", "float64", "Degrees of freedom"),
    Column("p_value", "float64", "Two-sided"),
    Column("p_adjusted", "float64", "Benjamini-Hochberg within the domain"),
    Column("conf_low", "float64", "Lower limit"),
    Column("conf_high", "float64", "Upper limit"),
    Column("conf_level", "float64", "Coverage of the interval"),
    Column("effect", "float64", "Effect size"),
    Column("effect_low", "float64", "Lower limit of the effect size"),
    Column("effect_high", "float64", "Upper limit of the effect size"),
)

VERDICT = (
    Column("effect_name", "text", "d_av, g_av, hedges_g, cox, cohens_h"),
    Column("evidence", "text", "descriptive, tier-4 to tier-1: the most the design could support"),
    Column("status", "text", "published, suppressed, not-estimable"),
    Column("reason", "text", "Why not published: primary, complementary, or why not estimable"),
)

ESTIMATES = Table(
    name="estimates",
    row="one analysis of one outcome in one group; contrasts: before is comparison, after "
    "is participants, where the analysis looks at one period only",
    key=("id",),
    columns=(*IDENTITY, *NUMBERS, *VERDICT),
)

RESULTS_ORDER = (
    "id", "analysis", "outcome", "label", "domain", "source", "unit", "group", "subgroup",
    "level", "period_before", "period_after", "model", "method", "n", "n_before", "n_after",
    "n_clusters", "n_missing", "mean_before", "mean_after", "sd_before", "sd_after", "estimate",
    "std_error", "statistic", "df", "p_value", "p_adjusted", "conf_low", "conf_high",
    "conf_level", "effect", "effect_name", "effect_low", "effect_high", "evidence", "status",
    "reason",
)  # fmt: skip
"""The columns of results.csv, in the order of the contract."""
