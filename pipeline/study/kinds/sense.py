"""Problems of a study file whose every value is well formed but that does not fit together."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

UNKNOWN_NAME: Final = Kind(
    code="S040",
    found='found "{name}" as {what}',
    expected="expected {choices}",
    remedy="{advice}",
    explains="The study file refers to something by a name that is given nowhere in it. Names "
    "have to match letter by letter.",
)
NOT_UNIQUE: Final = Kind(
    code="S041",
    found="the id `{id}` stands twice among {what}",
    expected="expected each id once",
    remedy="Give one of the two another id.",
    explains="Results are filed under ids. Two things with one id could not be told apart.",
)
PERIOD_DATES: Final = Kind(
    code="S042",
    found="the period {period} {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="Periods are listed in order of time, each begins before it ends, and no two overlap: "
    "otherwise a dated entry could belong to two of them.",
)
PERIOD_ROLES: Final = Kind(
    code="S043",
    found="{found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="One period plays `role: before` and a later one `role: after`; these two are "
    "compared. Where no period has a role, the first and the last are taken.",
)
PERIOD_ID: Final = Kind(
    code="S044",
    found="found the period id {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="Ids of periods become part of the ids in the results, so they hold letters, digits, "
    "spaces, points, - and _ only; before and after are words for the two roles.",
)
GROUP_MISSING: Final = Kind(
    code="S050",
    found="the design is {design} and has no `{key}`",
    expected="which it needs",
    remedy="Write `{key}: {{column: [values]}}` with a column of the roster.",
    explains="With a comparison group the file has to say who is a participant and who is in the "
    "comparison group, by a column of the roster and its values.",
)
NO_GROUP_WANTED: Final = Kind(
    code="S051",
    found="the design is one-group and has a `comparison`",
    expected="expected none",
    remedy="Remove it, or write `kind: comparison-group` (or randomized, after a lottery).",
    explains="A one-group design compares people with themselves over time. Naming a comparison "
    "group as well would leave open which comparison is meant.",
)
GROUPS_OVERLAP: Final = Kind(
    code="S052",
    found='someone with "{value}" in `{column}` is both participant and comparison',
    expected="expected no one to be in both",
    remedy="Give the two groups different values of one column.",
    explains="The participants and the comparison group have to be different people. In at least "
    "one column the values of the two must not overlap.",
)
NO_ROSTER: Final = Kind(
    code="S053",
    found="{what} names a column of the roster",
    expected="expected a source of kind roster",
    remedy="Add a source with `kind: roster` and `columns: {{student_id: ...}}`.",
    explains="Who belongs to which group is said by the roster, a file of one row a person. The "
    "study file refers to one of its columns but has no roster.",
)
UNMAPPED: Final = Kind(
    code="S054",
    found='found the column "{name}" in {where}',
    expected="expected one of {choices}",
    remedy='Did you mean "{near}"? If it is a header of the file, name it under `columns:`.',
    explains="The name is in none of the source's `columns:` but is very close to one of them, so "
    "it is most likely a typing slip.",
)
BREAKDOWN_NAME: Final = Kind(
    code="S055",
    found='found "{name}" as a breakdown',
    expected="expected a letter first, then letters, digits, - or _",
    remedy="Give the header a short name under `columns:` of the roster and use that.",
    explains="Names of breakdowns become part of the ids in the results, so they are short and "
    "plain. What readers see is said by `design.labels`.",
)
SECOND_ROSTER: Final = Kind(
    code="S056",
    found="the source `{name}` is a second roster",
    expected="expected one (`{first}` is the first)",
    remedy="List both files under `files:` of one roster.",
    explains="There is one list of who is in the study. Several files with the same columns can "
    "be listed in one roster.",
)
NEEDS_COLUMN: Final = Kind(
    code="S060",
    found="the source `{name}` has no `{column}` under `columns:`",
    expected="which {why}",
    remedy="Add `{column}: header` as it stands in the file.",
    explains="Without that column the rows of the file cannot be told apart: whose they are, or "
    "of which period.",
)
LAYOUT: Final = Kind(
    code="S061",
    found="the source `{name}` {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="A metrics file has one of three layouts: a row per student and period with "
    "expressions; a row per student with a column per period; or a row per student, period and "
    "metric. They cannot be mixed in one source.",
)
UNSAFE_PATH: Final = Kind(
    code="S062",
    found='found the path "{found}"',
    expected="expected {expected}",
    remedy="{advice}",
    explains="All files of a study lie in its folder or below. Paths are written from there with "
    "forward slashes, so that the study runs on every computer.",
)
ANSWERS: Final = Kind(
    code="S063",
    found="{found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="A list of answers gives the options of a question in order, each with every spelling "
    "that occurs in files. Questions of type choice need one.",
)
SCALE: Final = Kind(
    code="S064",
    found="the scale `{name}` {found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="A scale is the mean or the sum of several questions of the same survey that are "
    "answered by choice or by number.",
)
WAVE_TWICE: Final = Kind(
    code="S065",
    found="two waves of `{name}` are in the period {period}",
    expected="expected one wave a period",
    remedy="List both files in one wave, or give the second its own period.",
    explains="Answers are compared between periods, so each wave of a survey has its own. Several "
    "files of one wave go into one list.",
)
LINK: Final = Kind(
    code="S066",
    found="{found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="`link` names the header that identifies a person; `link_to` names the roster in "
    "which that id is looked up. Without `link` a survey is anonymous.",
)
MISFIT: Final = Kind(
    code="S080",
    found="the outcome `{outcome}` is {type}, but {fact}",
    expected="expected {expected}",
    remedy="{advice}",
    explains="The type of an outcome says how it is compared: binary is a share, ordinal an "
    "ordered answer, continuous a mean. It has to fit what the source delivers.",
)
RANGE: Final = Kind(
    code="S081",
    found="the range of `{outcome}` goes from {low:g} to {high:g}",
    expected="expected the lower number first",
    remedy="Write it as [lowest, highest].",
    explains="The range gives the smallest and the largest value that is possible. It is used to "
    "find impossible values and to choose decimals.",
)
FAVORABLE: Final = Kind(
    code="S082",
    found="`favorable` of `{outcome}` is {found}",
    expected="expected 1 to {most}, fewer than the {count} answers",
    remedy="It says how many of the top answers count as favourable.",
    explains="If all answers counted as favourable the share would always be 100 %.",
)
AUTHORITY: Final = Kind(
    code="S090",
    found="`minimum_n` is {found}",
    expected="expected 10 or more",
    remedy="Raise it, or name the rule that allows fewer under `authority:`; the report prints it.",
    explains="Groups under ten can often be recognised. A lower limit needs a rule that allows "
    "it, which the report then quotes.",
)
TWO_KEYS: Final = Kind(
    code="S091",
    found="the pseudonym key is to come from `env` and from `file`",
    expected="expected one of the two",
    remedy="Remove one.",
    explains="IDs are replaced by pseudonyms with one secret key. With two sources for it nobody "
    "could tell which one made the pseudonyms.",
)

NO_CLUSTER: Final = Kind(
    code="S057",
    found="whole clusters were assigned and no `design.cluster` says which",
    expected="expected the roster column of schools or classes",
    remedy="Add `cluster: school`, or whatever the column is called.",
    explains="Where whole schools or classes were given the programme, people of one school share "
    "more than the programme. Errors that ignore that are far too small, so the column of the "
    "clusters has to be known.",
)

ONE_CUT: Final = Kind(
    code="S058",
    found="`selected_on` has both of `below` and `above`, or neither",
    expected="expected one of them",
    remedy="Write `below: 90` where people were chosen for a low start, `above: 90` for a high "
    "one.",
    explains="Who is chosen for a low start would rise a little by themselves, and who is chosen "
    "for a high one fall. So the report has to know which it was.",
)

RETROSPECTIVE: Final = Kind(
    code="S067",
    found="{found}",
    expected="expected {expected}",
    remedy="{advice}",
    explains='A question such as "before the programme I felt ..." tells how people remember '
    "the past, which is rosier or darker than what they said then. Its answers are shown beside "
    "the question of now and are never mixed with answers that were given before.",
)

NOT_PER_PERSON: Final = Kind(
    code="S068",
    found="`{outcome}` is no measure of a person in numbers",
    expected="expected an outcome of type continuous from records of persons",
    remedy="Name such an outcome, for example a rate of attendance or a grade point average.",
    explains="The federal measures count who improved from one year to the next. That takes the "
    "value of each person in both years; a share or a figure that is already added up has none.",
)

UNTRANSLATED: Final = Kind(
    code="S092",
    found="{texts} of the pages in `{language}` have no words there: {some}",
    expected="expected them under `translations`",
    remedy="Add `translations: {{{language}: {{text: its words}}}}`; a text without is printed as "
    "it is.",
    explains="Labels, requests and what partners bring are printed on the board summary, the "
    "check-in and the page of thanks. In another language they come from `translations`. A text "
    "that is not there is printed as it is and marked for screen readers.",
    severity="note",
)
SENSE: Final = (
    UNKNOWN_NAME,
    NOT_UNIQUE,
    PERIOD_DATES,
    PERIOD_ROLES,
    PERIOD_ID,
    GROUP_MISSING,
    NO_GROUP_WANTED,
    GROUPS_OVERLAP,
    NO_CLUSTER,
    ONE_CUT,
    NO_ROSTER,
    UNMAPPED,
    BREAKDOWN_NAME,
    SECOND_ROSTER,
    NEEDS_COLUMN,
    LAYOUT,
    UNSAFE_PATH,
    ANSWERS,
    SCALE,
    WAVE_TWICE,
    LINK,
    RETROSPECTIVE,
    NOT_PER_PERSON,
    MISFIT,
    RANGE,
    FAVORABLE,
    AUTHORITY,
    TWO_KEYS,
    UNTRANSLATED,
)
