"""Problems of goals: what was promised has to be said so that a number can answer it."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

AMBIGUOUS_TARGET: Final = Kind(
    code="G001",
    found='found "{found}" as a target',
    expected="expected to know how it is meant ({readings})",
    remedy="Write {advice}.",
    explains="A bare percentage has several readings: percent of the baseline, percentage points, "
    "or a level. They can differ by years of work, so the study file says which one was promised.",
)
BARE_TARGET: Final = Kind(
    code="G002",
    found='found "{found}" as a target',
    expected="expected one of relative_change, change, level",
    remedy="Write `{{relative_change: -15}}` for percent of the baseline, `{{change: -1.5}}` for a "
    "change in the outcome's unit, or `{{level: 6.8}}` for the level to reach.",
    explains="A target says by its key how its number is meant: relative_change is percent of the "
    "baseline, change is in the outcome's unit, level is the level to reach.",
)
NOT_ONE_TARGET: Final = Kind(
    code="G003",
    found="found {found} in the target of `{goal}`",
    expected="expected exactly one of relative_change, change, level",
    remedy="Keep the one that was promised.",
    explains="A target with two readings could be met by one and missed by the other; a target "
    "with none cannot be met at all. Exactly one is needed.",
)
NOT_ONE_SUBJECT: Final = Kind(
    code="G004",
    found="the goal `{goal}` has {found}",
    expected="expected exactly one of `outcome` and `measure`",
    remedy="Name an outcome, or a figure of a log such as log.meetings.",
    explains="A goal is about one thing: an outcome of the study, or one figure of the activity "
    "log (events, meetings, hours, headcount, amount).",
)
WRONG_MEASURE: Final = Kind(
    code="G005",
    found='found "{found}" as a measure',
    expected="expected {expected}",
    remedy="{advice}",
    explains="The measure of a goal is a source of kind activities, a point, and one of events, "
    "meetings, hours, headcount, amount. For anything else use `outcome`.",
)
AGAINST_BETTER: Final = Kind(
    code="G006",
    found="the target {found} of `{goal}` asks for {direction} of {what}",
    expected="expected the direction that is better: {better}",
    remedy="Turn the sign of the target, or `better:` of the outcome if that is what is wrong.",
    explains="The outcome says by `better:` which way is an improvement. A target that asks for a "
    "change the other way is most often a sign that was forgotten.",
)
BELOW_BASELINE: Final = Kind(
    code="G007",
    found="the target {found} of `{goal}` is worse than its declared baseline {baseline}",
    expected="expected it only where the goal is to hold a level",
    remedy="Check the level, the baseline and `better:`; if the goal is to hold a level, leave it.",
    explains="The level to reach lies on the worse side of the level it starts from. That is right "
    "for a goal that promises to hold a level and wrong for every other.",
    severity="warning",
)
IMPOSSIBLE_TARGET: Final = Kind(
    code="G008",
    found="{what} of `{goal}` is {level}",
    expected="expected a level from {low} to {high}",
    remedy="{advice}",
    explains="The target lies outside of what the outcome can be: a share below 0 % or above "
    "100 %, or a value outside of the declared range. Often percent and points were mixed up.",
)
RELATIVE_WITHOUT_ZERO: Final = Kind(
    code="G009",
    found="the target of `{goal}` is a percent of {what}",
    expected="expected a change or a level: that score has no true zero",
    remedy="Write `{{change: ...}}` in points of the score, or `{{level: ...}}`.",
    explains="Percent of a mean answer depends on where the scale begins: the same shift is 10 % "
    "on a scale from 0 to 4 and 8 % on a scale from 1 to 5. So it is not accepted.",
)
NOT_ONE_BASELINE: Final = Kind(
    code="G010",
    found="the baseline of `{goal}` has {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="A goal starts either from a period of the data or from a declared value with its "
    "source. With both nobody could tell which one counts.",
)
MILESTONES: Final = Kind(
    code="G011",
    found="a milestone of `{goal}` is due {found}",
    expected="expected {expected}",
    remedy="List milestones in order of their dates; the last comes before the deadline.",
    explains="Milestones are levels on the way: they come in order of time and before the "
    "deadline of the goal.",
)
ONE_LEVEL: Final = Kind(
    code="G012",
    found="`where` of `{goal}` names {found}",
    expected="expected one column with one value",
    remedy='Write one level of a breakdown, such as `where: {{frl: ["Y"]}}`, or one goal for each.',
    explains="A goal can be about one level of one breakdown, because that is what is reported. "
    "For several levels write several goals.",
)
NOT_FOR_WHERE: Final = Kind(
    code="G013",
    found="`{goal}` has `where`, but {what} has no rows of persons to choose from",
    expected="expected a goal on records of persons",
    remedy="Remove `where`, or measure the outcome from records.",
    explains="Figures that are already added up and counts of a log cannot be split by the "
    "columns of the roster.",
)
NO_COMPARISON_GROUP: Final = Kind(
    code="G014",
    found="`{goal}` is about the comparison group",
    expected="expected a design with one",
    remedy="Write `population: participants` or `population: all`.",
    explains="The design of the study is one-group, so there is no comparison group that the goal "
    "could be about.",
)

SCALING: Final = Kind(
    code="G015",
    found="the levels of `{goal}` {found}",
    expected="expected {expected}",
    remedy="Write five levels such as `{{-2: 8.5, -1: 8.0, 0: 6.8, 1: 6.0, 2: 5.0}}`; 0 is the "
    "target.",
    explains="Goal attainment scaling maps what was measured to five steps, from much less than "
    "expected (-2) over the target (0) to much more (2). The cut points are set beforehand, one "
    "for each step, each better than the one before.",
)
REVISIONS: Final = Kind(
    code="G016",
    found="a revision of `{goal}` {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="Revisions are a log that is only ever added to: each says on which day which key "
    "was changed, and `from` holds what stood there before. They come in order of their days, so "
    "that the first promise can be told from the present one.",
)
DECISION: Final = Kind(
    code="G017",
    found="`decide` of `{goal}` asks how large the change of a count is",
    expected="expected a goal on an outcome",
    remedy="Remove `decide`; a count is either reached or not.",
    explains="A decision is answered by the chance that the true change is at least so large. A "
    "count of everything has no chance in it.",
)

GOALS: Final = (
    AMBIGUOUS_TARGET,
    BARE_TARGET,
    NOT_ONE_TARGET,
    NOT_ONE_SUBJECT,
    WRONG_MEASURE,
    AGAINST_BETTER,
    BELOW_BASELINE,
    IMPOSSIBLE_TARGET,
    RELATIVE_WITHOUT_ZERO,
    NOT_ONE_BASELINE,
    MILESTONES,
    ONE_LEVEL,
    NOT_FOR_WHERE,
    NO_COMPARISON_GROUP,
    SCALING,
    REVISIONS,
    DECISION,
)
