"""What vendors' exports hold besides records: previews, other roles, codings of their own."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

PREVIEW: Final = Kind(
    code="D053",
    found='found "{value}"',
    expected="expected the answers of a person",
    remedy="Left out: it is a preview, a test or spam; nothing to mend.",
    explains="Survey tools mark responses that were made while the survey was tried out, or by "
    "machines. They are left out and counted. To keep some, say so with `keep:`.",
    severity="note",
    counted="preview or test",
)
UNFINISHED: Final = Kind(
    code="D054",
    found='found "{value}"',
    expected="expected a finished response",
    remedy="Left out as unfinished; nothing to mend.",
    explains="The survey tool says that this response was never sent off. Such responses are left "
    "out and counted. To keep them, name the column under `keep:` with both of its values.",
    severity="note",
    counted="unfinished response",
)
REPEATED_INSTRUMENT: Final = Kind(
    code="D055",
    found='found the repeating instrument "{value}"',
    expected="expected the record itself",
    remedy="Left out; to read such rows instead, pick them with `keep:`.",
    explains="A project with repeating instruments has several rows for one record. The rows of "
    "the instruments are no further respondents; they are left out and counted.",
    severity="note",
    counted="row of a repeating instrument",
)
OTHER_CODING: Final = Kind(
    code="D057",
    found="found {values}, which `answers: {answers}` does not know{others}",
    expected="expected answers of that list",
    remedy='Write each of them beside the answer that it stands for, such as [{first}, "{code}"]; '
    "one that means no answer goes to `missing:`.",
    explains="This wave writes its answers differently from what the study file lists: as numbers "
    "instead of words, in another language, or as numbers that begin elsewhere. Reading it as it "
    "is would lose the wave or shift every answer, so the run stops.",
)
NOT_A_STUDENT: Final = Kind(
    code="D058",
    found='found the role "{value}"',
    expected="expected a student",
    remedy="Left out; nothing to mend.",
    explains="Rosters of learning systems hold teachers, guardians and staff as well. Only "
    "students are taken.",
    severity="note",
    counted="not a student",
)
NOT_ENROLLED: Final = Kind(
    code="D059",
    found="found {value}",
    expected="expected someone who is enrolled",
    remedy="Left out; if the person should count, correct it in the student system.",
    explains="The student system marks this person as deleted, disabled or withdrawn.",
    severity="note",
    counted="no longer enrolled",
)
NOT_GRADED: Final = Kind(
    code="D060",
    found='found the status "{value}"',
    expected="expected a result that is fully graded",
    remedy="Left out; nothing to mend.",
    explains="Results that were not handed in, are exempt or not yet graded hold no score.",
    severity="note",
    counted="not fully graded",
)
SERIAL_DATES: Final = Kind(
    code="D064",
    found="found {count} dates as the numbers in which a spreadsheet keeps them",
    expected="",
    remedy="They were read as days since the end of 1899; nothing to mend.",
    explains="A spreadsheet keeps a date as a number of days, and an export may show that number: "
    "45170 is 1 September 2023.",
    severity="note",
)
NOT_ENROLLED_DAY: Final = Kind(
    code="D065",
    found='found "{value}"',
    expected="expected a day on which the student was enrolled",
    remedy="Left out; nothing to mend.",
    explains="Attendance is reckoned over the days on which a student was enrolled.",
    severity="note",
    counted="not enrolled that day",
)
UNKNOWN_CODE: Final = Kind(
    code="D066",
    found='found the attendance code "{value}"',
    expected="expected {accepted}, or a share of the day from 0 to 1",
    remedy="Say under `days:` whether it means present, absent, half a day or not enrolled.",
    explains="Schools use codes of their own for attendance. One that nobody explained could mean "
    "either, so that its row is set aside.",
    severity="warning",
    counted="unknown attendance code",
)
TOO_FEW_DAYS: Final = Kind(
    code="D067",
    found="found {value} days of enrolment",
    expected="expected at least {minimum}",
    remedy="Left out by the minimum-days rule; `days: {{minimum: ...}}` changes it.",
    explains="A student who was enrolled for a few days only is chronically absent after one of "
    "them. Such students are left out of attendance figures and counted.",
    severity="note",
    counted="too few days enrolled",
)
NEVER_PRESENT: Final = Kind(
    code="D068",
    found="found absences only",
    expected="expected a row for each day on which a student was enrolled, attended or not",
    remedy="Export the days attended as well, or use an extract with days enrolled and absent.",
    explains="Where a file lists absences alone, nobody can tell how many days a student was "
    "enrolled, and no rate can be reckoned.",
)
UNKNOWN_MARK: Final = Kind(
    code="D069",
    found='found the mark "{value}"',
    expected="expected one of {accepted}",
    remedy="Give its points under `marks:`, or percents as cut points such as {{90: 4, 80: 3}}.",
    explains="Marks become grade points by a scale. This mark has no points on it.",
    severity="warning",
    counted="unknown mark",
)
NOT_PICKED: Final = Kind(
    code="D070",
    found="found another record of the same student and period in {value}",
    expected="",
    remedy="That one was taken, as `pick:` says; nothing to mend.",
    explains="Where a student was tested several times in a period, `pick:` says which record "
    "counts. The others are left out and counted.",
    severity="note",
    counted="another attempt was taken",
)
INVALID_TEST: Final = Kind(
    code="D071",
    found='found "{value}"',
    expected="expected a test that counts",
    remedy="Left out: {accepted}. To keep such rows, name the column under `keep:`.",
    explains="The vendor marks tests that should not be used: rushed, discontinued, invalid, not "
    "attempted or not reportable. They are left out and counted.",
    severity="note",
    counted="invalid test",
)
RAGGED_MEMBER: Final = Kind(
    code="D072",
    found="found {value} cells",
    expected="expected as many as there are headers",
    remedy="Look for a stray delimiter or a quote that is not closed in this row.",
    explains="The row of a file of a package has more or fewer cells than its header, so that its "
    "values may stand under the wrong headers. It was left out.",
    severity="warning",
    counted="wrong number of cells",
)
