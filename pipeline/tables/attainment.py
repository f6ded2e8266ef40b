"""What became of each goal, exact; private."""

from pipeline.tables.schema import Column, Table

ATTAINMENT = Table(
    name="attainment",
    row="one goal",
    key=("id",),
    columns=(
        Column("id", "text", "Goal in the study file"),
        Column("statement", "text", "As promised"),
        Column("outcome", "text", "Outcome, or measure of a log"),
        Column("population", "text", "participants, comparison, all; and column=level"),
        Column("baseline", "float64", "Where it started", unit="outcome's unit"),
        Column("target", "float64", "Where it wants to get", unit="outcome's unit"),
        Column("current", "float64", "Where it is", unit="outcome's unit"),
        Column("n", "float64", "People behind the current level"),
        Column("by", "date", "Deadline"),
        Column("met", "text", "yes, no, or empty"),
        Column("p_met", "float64", "Chance that the true level meets the target"),
        Column("confirmed", "text", "yes, no, or empty: the change is distinguishable from noise"),
        Column("verdict", "text", "met, met-within-noise, on-track, at-risk, off-track, not-met, "
               "too-early, not-measured, suppressed"),
        Column("progress", "float64", "Share of the way from baseline to target"),
        Column("elapsed", "float64", "Share of the time from baseline to deadline"),
        Column("p_attain", "float64", "Chance of attaining by the deadline"),
        Column("forecast_low", "float64", "Lower limit at the deadline"),
        Column("forecast", "float64", "Expected level at the deadline"),
        Column("forecast_high", "float64", "Upper limit at the deadline"),
        Column("gas", "float64", "Goal attainment level, -2 to 2"),
        Column("status", "text", "published, suppressed, not-estimable"),
        Column("reason", "text", "Why not"),
        # beyond goals.csv, for the pages
        Column("unit", "text", "Unit of the level"),
        Column("type", "text", "continuous, binary, ordinal, count"),
        Column("better", "text", "higher or lower"),
        Column("period_baseline", "text", "Period of the baseline, or empty when declared"),
        Column("period_current", "text", "Period of the current level"),
        Column("change", "float64", "current - baseline"),
        Column("change_low", "float64", "Lower limit of the change"),
        Column("change_high", "float64", "Upper limit of the change"),
        Column("relative", "float64", "change / baseline, NaN where it has no meaning"),
        Column("people", "float64", "People-equivalent: n x |change|, for proportions"),
        Column("change_id", "text", "Estimate that the change was taken from"),
        Column("level_ids", "text", "Estimates of the levels by period, space-separated"),
        Column("is_full_count", "bool", "A count of everything: no chance in it"),
        Column("reading", "text", "How the target was read, in one sentence"),
        Column("target_first", "float64", "Where it wanted to get at first", unit="outcome's unit"),
        Column("by_first", "date", "Deadline at first, or empty where it was never changed"),
        Column("verdict_first", "text", "Verdict against the first target and deadline, or empty"),
        Column("moved", "text", "What changes did to the goal: harder, easier, late, or empty"),
        Column("detectable", "float64", "Smallest change found four times in five"),
        Column("is_measurable", "text", "yes, no, or empty: whether what is promised is as large"),
        Column("needed", "float64", "Change a year that it still takes"),
        Column("usual", "float64", "Mean yearly change so far"),
        Column("is_stretch", "text", "yes, no, or empty: whether that pace was ever seen"),
        Column("p_earlier", "float64", "Chance as it was before the last level was known"),
        Column("p_decision", "float64", "Chance that the change is as large as declared"),
        Column("decision", "text", "then, otherwise, or empty"),
        Column("gas_start", "float64", "Goal attainment level at the baseline, -2 to 2"),
    ),
)  # fmt: skip

GOALS_ORDER = (
    "id", "statement", "outcome", "population", "baseline", "target", "current", "n", "by",
    "met", "p_met", "confirmed", "verdict", "progress", "elapsed", "p_attain", "forecast_low",
    "forecast", "forecast_high", "gas", "status", "reason",
)  # fmt: skip
"""The columns of goals.csv, in the order of the contract."""
