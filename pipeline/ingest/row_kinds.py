"""What can be wrong with one record: a row or a cell that is set aside, counted and listed."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

RAGGED: Final = Kind(
    code="D010",
    found="found {value} cells",
    expected="expected {width}",
    remedy="Look for a stray delimiter or a quote that is not closed in this row.",
    explains="The row has more or fewer cells than the header, so its values may stand under the "
    "wrong headers.",
    severity="warning",
    counted="wrong number of cells",
)
TOTAL_ROW: Final = Kind(
    code="D011",
    found='found "{value}" below the data',
    expected="",
    remedy="It was read as a total or a footnote and left out.",
    explains="Exports often end with totals, averages or a source line. They are no students.",
    severity="note",
    counted="total or footnote",
)
NO_ID: Final = Kind(
    code="D013",
    found="found no ID",
    expected="expected one in every row",
    remedy="Fill it in at the source; the row cannot be linked to a person.",
    explains="A record without the person's ID cannot be compared with that person's other "
    "records.",
    severity="warning",
    counted="no ID",
)
NOT_A_NUMBER: Final = Kind(
    code="D014",
    found='found "{value}"',
    expected="expected a number{bounds}",
    remedy='If it means "no value", add it to `missing:`; if it means withheld, to `suppressed:`.',
    explains="The cell holds something else than a number. It was set aside; the rest of the row "
    "was used.",
    severity="warning",
)
OUT_OF_RANGE: Final = Kind(
    code="D015",
    found="found {value}",
    expected="expected a value{bounds}",
    remedy="Correct it at the source, or widen the outcome's `range:`.",
    explains="The value is outside what the study file declares as possible.",
    severity="warning",
)
UNKNOWN_PERIOD: Final = Kind(
    code="D016",
    found='found the period "{value}"',
    expected="expected {accepted}",
    remedy="Add the spelling to `also:` of the period that is meant, or add the period.",
    explains="Periods in files are spelled as the id of a period, as before and after, as a school "
    "year such as 2023-2024, or as `also:` of the period says. Rows of other periods are left out.",
    severity="warning",
    counted="another period",
)
UNKNOWN_ANSWER: Final = Kind(
    code="D017",
    found='found the answer "{value}"',
    expected="expected {accepted}",
    remedy="Add this spelling to the answer that it means, under `answers:`.",
    explains="The answer is none of those that the study file lists. If one wave exported labels "
    "and another numbers, list both spellings for every answer.",
    severity="warning",
)
CONFLICTING: Final = Kind(
    code="D018",
    found="found this {what} in {value} as well, with other values",
    expected="expected it once",
    remedy="Keep the right record at the source; we cannot know which it is.",
    explains="Two records of the same person and period disagree. None of them is used.",
    severity="warning",
    counted="conflicting records",
)
REPEATED: Final = Kind(
    code="D019",
    found="found this {what} in {value} already, with the same values",
    expected="expected it once",
    remedy="The first was used; nothing to mend.",
    explains="The record is there twice, letter by letter. The first was used.",
    severity="warning",
    counted="repeated record",
)
SUPPRESSED: Final = Kind(
    code="D021",
    found="found {count} withheld values, such as {value}",
    expected="",
    remedy="They were read as missing, never as numbers.",
    explains="Cells such as *, <10 or GE95 say that the source withholds the figure. They are "
    "missing and flagged.",
    severity="note",
)
ROUNDED: Final = Kind(
    code="D022",
    found="found {count} values with more than 9 decimals",
    expected="",
    remedy="They were rounded to 9.",
    explains="Measured values keep their decimals up to the ninth.",
    severity="note",
)
NOT_BINARY: Final = Kind(
    code="D023",
    found='found "{value}"',
    expected="expected 0 or 1, or yes or no",
    remedy="Write the measure as a condition, such as `{header} >= 10`.",
    explains="An outcome of type binary is yes or no for each person; the cell holds neither.",
    severity="warning",
)
NOT_ORDINAL: Final = Kind(
    code="D045",
    found='found "{value}"',
    expected="expected a whole number from 1",
    remedy="Number the levels from 1, or make the outcome continuous.",
    explains="An ordinal outcome has levels that are numbered from 1.",
    severity="warning",
)
NO_RESULT: Final = Kind(
    code="D024",
    found="found no number from the expression",
    expected="expected one; it may divide by zero",
    remedy="Look at the columns that it uses: {columns}.",
    explains="The expression of the measure gives no number for this row, mostly because it "
    "divides by zero.",
    severity="warning",
)
AMBIGUOUS_NUMBER: Final = Kind(
    code="D025",
    found='found "{value}", which may be a thousand or a decimal',
    expected="expected a number that can be read in one way",
    remedy="Say `decimal: point` or `decimal: comma` in the source.",
    explains="1,234 is one thousand in some countries and a little over one in others; nothing "
    "else in the column tells which.",
    severity="warning",
)
NOT_A_DATE: Final = Kind(
    code="D026",
    found='found "{value}"',
    expected="expected a date such as 2026-03-31",
    remedy="Write dates as year-month-day.",
    explains="The cell holds no date of the calendar.",
    severity="warning",
    counted="no date",
)
AMBIGUOUS_DATE: Final = Kind(
    code="D027",
    found='found "{value}"',
    expected="expected a date that can be read in one way",
    remedy="Say `dates: day-first` or `dates: month-first` in the source.",
    explains="Every date in this column could be read with the day or the month first, so the "
    "order must be declared.",
)
SHEET_NUMBERS: Final = Kind(
    code="D028",
    found="found IDs that the spreadsheet stored as numbers",
    expected="expected text",
    remedy="Leading zeros may be lost; format the column as text and export again if IDs have "
    "them.",
    explains="A spreadsheet that takes an ID for a number drops its leading zeros: 0012 "
    "becomes 12.",
    severity="warning",
)
NOT_KEPT: Final = Kind(
    code="D030",
    found='found "{value}"',
    expected="expected {accepted}",
    remedy="Left out as `keep:` asks; nothing to mend.",
    explains="The study file says which responses are kept, mostly finished ones. This is none.",
    severity="note",
    counted="left out by `keep:`",
)
NOT_IN_LIST: Final = Kind(
    code="D031",
    found='found "{value}"',
    expected="expected {accepted}",
    remedy="Use one of these words.",
    explains="The column takes a closed list of words, and this is none of them.",
    severity="warning",
    counted="unknown word",
)
UNKNOWN_METRIC: Final = Kind(
    code="D032",
    found="found no rows of the metric {wanted}",
    expected="expected some; the file has {found}",
    remedy="Correct its spelling under `measures:`, or in the outcome.",
    explains="A long file names the metric in each row; the one that the study uses does not "
    "occur.",
    severity="warning",
)
OTHER_METRICS: Final = Kind(
    code="D046",
    found="found metrics that no measure names: {found}",
    expected="",
    remedy="They were left out; add them under `measures:` if they are wanted.",
    explains="A long file may hold more metrics than the study uses.",
    severity="note",
)
NOT_CLEARED: Final = Kind(
    code="D047",
    found="found {value}",
    expected="",
    remedy="Its text stays in the file and is used nowhere.",
    explains="A testimonial is used only with consent, for a minor only with the guardian's, and "
    "not after it expired or was withdrawn.",
    severity="note",
    counted="not cleared for use",
)
READ_AS_MISSING: Final = Kind(
    code="D038",
    found='found "{value}" {count} times',
    expected="",
    remedy="It was read as missing; if it is a name or a category, spell it out at the source.",
    explains="NA, N/A, NULL and a few marks mean that nothing is known. Where a category is "
    "called so, spell it out.",
    severity="note",
)
NOT_A_HASH: Final = Kind(
    code="D080",
    found="found no hash of a text",
    expected="expected the 64 letters and digits that `outcomes check` shows for it",
    remedy="Copy them from there; a text that has changed since needs its new hash.",
    explains="A text that could tell who is meant is approved by the SHA-256 of exactly its words, "
    "so that no other text is approved with it.",
    severity="warning",
    counted="no hash",
)
NO_APPROVAL: Final = Kind(
    code="D081",
    found="found an approval without a person or without a day",
    expected="expected who approved the text, and when",
    remedy="Fill in `approved_by` and `approved_on`; until then the text is held back.",
    explains="Whoever approves a text that could tell who is meant answers for it. The name stays "
    "in the raw file.",
    severity="warning",
    counted="no approval",
)
