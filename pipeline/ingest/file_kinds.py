"""What can be wrong with a file as a whole: its path, its bytes, its header."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

NO_SUCH_FILE: Final = Kind(
    code="D001",
    found='found no file for "{pattern}"',
    expected="expected one in {folder}{near}",
    remedy="Correct `files:` in the study file, or put the export there.",
    explains="A source names a file, a list of files or a pattern; nothing in the study's folder "
    "fits it. Paths are relative to the folder of the study file.",
)
PATH_LEAVES: Final = Kind(
    code="D002",
    found='found the path "{pattern}"',
    expected="expected one inside the study's folder",
    remedy="Copy the export into the folder of the study file and name it from there.",
    explains="A study reads only what lies in its own folder, so that it can be handed on whole "
    "and nothing else on the computer is read by mistake.",
)
NOT_A_FILE: Final = Kind(
    code="D003",
    found="found {what}",
    expected="expected a plain file",
    remedy="Put a copy of the file itself there.",
    explains="Links, folders and devices are not followed: what is read must be the bytes that "
    "lie in the study's folder.",
)
FORMAT_NOT_READ: Final = Kind(
    code="D004",
    found='found a file of the kind "{suffix}"',
    expected="expected csv, tsv, txt, xlsx, zip or parquet",
    remedy="Export it as CSV or XLSX.",
    explains="Files are recognised by how their names end: csv, tsv, txt, xlsx, zip and parquet.",
)
UNREADABLE: Final = Kind(
    code="D005",
    found="found bytes that are no text in {tried}",
    expected="expected UTF-8, Windows-1252, UTF-16 or Mac Roman",
    remedy="Export it again as UTF-8, or name its `encoding:` in the source.",
    explains="A text file is read by its byte order mark, else as UTF-8, else as what its bytes "
    "make likely. Nothing fitted, or the encoding that the study file names does not fit.",
)
BROKEN: Final = Kind(
    code="D006",
    found="found {what}",
    expected="expected rows of cells",
    remedy="Export the file again; if it was edited by hand, look at this row.",
    explains="The file cannot be cut into rows and cells, so nothing that follows can be trusted.",
)
NO_HEADER: Final = Kind(
    code="D007",
    found="found no row of headers",
    expected="expected one with the names of the columns",
    remedy="Export the file with headers, or give its row as `header_row:`.",
    explains="Every file needs one row that names its columns. Title rows above it are skipped "
    "and reported.",
)
DUPLICATE_HEADER: Final = Kind(
    code="D008",
    found='found the header "{header}" {times} times',
    expected="expected each header once",
    remedy="Export the file with distinct headers; we cannot know which of them is meant.",
    explains="Two columns of one name cannot be told apart. It is an error where the study uses "
    "that column.",
)
MISSING_COLUMN: Final = Kind(
    code="D009",
    found="found no column {wanted}",
    expected="expected one{near}; the file has {headers}",
    remedy="Correct the header in the study file.",
    explains="The study file maps a name to a header that this file does not have. Headers are "
    "compared letter by letter first, then without regard to case and spaces.",
)
NOT_AS_NAMED: Final = Kind(
    code="D051",
    found="found no export of {title}",
    expected="expected {marks}",
    remedy="Leave `format:` out to have the file recognised, or export it again unchanged.",
    explains="The study file names the format of this source, and the file does not have the "
    "marks by which that format is known. An export that was opened and saved elsewhere may "
    "have lost some of its header rows.",
)
PERSONAL_COLUMNS: Final = Kind(
    code="D052",
    found="found columns that name a person: {columns}",
    expected="",
    remedy="They were not read.",
    explains="Names, addresses, birth dates and the like are never needed for a result, so that "
    "they are neither stored nor shown. A column that links a person's records is turned into a "
    "pseudonym.",
    severity="note",
)
READ_AS: Final = Kind(
    code="D063",
    found='found the header "{header}" and read it as {name}',
    expected="",
    remedy="If that is wrong, write the header that is meant under `columns:`.",
    explains="Student information systems call the same column differently. Where the study file "
    "uses our name and the file does not have it, the header that a known system uses is taken.",
    severity="note",
)
ARCHIVE_REFUSED: Final = Kind(
    code="D061",
    found="found {what}",
    expected="expected one export in it, or a package such as OneRoster",
    remedy="Unpack it, and list the files that the source means.",
    explains="A zip archive is read where it holds one export or a package that is known. "
    "Encrypted or damaged archives, and those that unpack to far more than they weigh or name "
    "paths outside themselves, are refused for safety.",
)
PACKAGE_REFUSED: Final = Kind(
    code="D062",
    found="found an export of {title} that cannot be used: {what}",
    expected="",
    remedy="Export it again, whole.",
    explains="The files are a package that is known, and lack what this source needs.",
)
NO_CODEBOOK: Final = Kind(
    code="D056",
    found="found no codebook",
    expected="expected a REDCap data dictionary, or the columns column, code and label",
    remedy="Export the data dictionary again, or correct `codebook:` in the study file.",
    explains="A codebook says what the codes of a survey mean. It is REDCap's data dictionary as "
    "a CSV file, or a CSV file with a row for each code: the column, the code and its label.",
)
TITLE_ROWS: Final = Kind(
    code="D012",
    found="found the headers in row {header}",
    expected="expected them in row 1",
    remedy="The rows above were read as titles and left out.",
    explains="Exports often begin with a title or a date. They are left out and told about.",
    severity="note",
)
NOT_UTF8: Final = Kind(
    code="D029",
    found="found text in {encoding}",
    expected="",
    remedy="If names or answers look garbled, give the `encoding:` of the source.",
    explains="The file is not UTF-8; it was read in the encoding that its bytes make likely.",
    severity="note",
)
WORKBOOK_REFUSED: Final = Kind(
    code="D041",
    found="found {what}",
    expected="expected a plain workbook",
    remedy="Save it as .xlsx without password and macros, or export the sheet as CSV.",
    explains="Encrypted workbooks cannot be read; macros and archives that unpack to far more "
    "than they weigh are refused for safety.",
)
SHEET_CHOSEN: Final = Kind(
    code="D040",
    found='found {count} sheets and read "{sheet}"',
    expected="",
    remedy="If it is not the one, name it with `sheet:`.",
    explains="A workbook with several sheets was read from the first visible one that holds "
    "anything.",
    severity="note",
)
NO_SHEET: Final = Kind(
    code="D042",
    found='found no sheet "{sheet}"',
    expected="expected one of {sheets}",
    remedy="Correct `sheet:` in the study file.",
    explains="The study file names a sheet that the workbook does not have.",
)
NO_ROWS: Final = Kind(
    code="D034",
    found="found no rows below the header",
    expected="expected at least one",
    remedy="If it has not been collected yet, leave the file out until then.",
    explains="The file has a header and nothing else. It is told about, not refused.",
    severity="warning",
)
TOO_MUCH_LOST: Final = Kind(
    code="D020",
    found="found problems in {rows} of {read} rows ({percent})",
    expected="expected at most {tolerate}",
    remedy="Mend what is listed, or raise `tolerate:` of this source if you accept the loss.",
    explains="Rows with problems are set aside and counted. Where too many are, what is left no "
    "longer stands for the whole, and the run stops. The default limit is 5 %.",
)
MORE: Final = Kind(
    code="D039",
    found="found {count} more of {code}",
    expected="",
    remedy="All of them are listed in quarantine.csv.",
    explains="At most 20 problems of a kind are told one by one.",
    severity="note",
)
NO_PERIOD: Final = Kind(
    code="D033",
    found="found no column for the period",
    expected="expected `period:` among the columns of the source, or a column for each period",
    remedy="Map `period:` to the header that holds it, or write the measure as {{period: header}}.",
    explains="A measure needs a period. Either a column says it, or each period has a column of "
    "its own.",
)
ROSTER_COLUMN: Final = Kind(
    code="D035",
    found='found no roster column "{name}"',
    expected="expected one, because the study file uses it in {used}",
    remedy="Map it under `columns:` of the roster.",
    explains="Groups and breakdowns are columns of the roster: the design, the subgroups and the "
    "goals may only name those.",
)
NOBODY: Final = Kind(
    code="D036",
    found="found nobody whose {column} is {accepted}",
    expected="expected some; the roster has {levels}",
    remedy="Correct the values under `{group}:` of the design.",
    explains="The values that make a person a participant, or part of the comparison group, do "
    "not occur in the roster.",
)
NOT_STORED: Final = Kind(
    code="D037",
    found='found the personal column "{column}"',
    expected="",
    remedy="It is never stored; take it out of `columns:` if you like.",
    explains="Names, birth dates, emails, telephone numbers and addresses are read past and never "
    "stored.",
    severity="note",
)
MIXED_LAYOUT: Final = Kind(
    code="D043",
    found='found the measure "{measure}" in another layout than the rest of its source',
    expected="expected either a column for each period, or one row for each period",
    remedy="Put it into a source of its own; two sources may read the same file.",
    explains="In one file a row is either one student, or one student in one period.",
)
TOO_LARGE: Final = Kind(
    code="D044",
    found="found values of {measure} up to {high:g} with {decimals} decimals",
    expected="expected numbers of at most 15 digits in all",
    remedy="Give the measure in a larger unit, or with fewer decimals.",
    explains="Sums are reckoned in whole numbers, so that they are exact; values that need more "
    "than 15 digits do not fit.",
)
NO_ANSWERS: Final = Kind(
    code="D048",
    found='found the item "{item}" with the list of answers "{answers}"',
    expected="expected one of {known}",
    remedy="Correct `answers:` of the item, or add the list.",
    explains="A choice item names a list of answers, in their order, under `answers:`.",
)
NO_RANGE: Final = Kind(
    code="D049",
    found='found the number item "{item}" reversed',
    expected="expected a `range:` of the outcome that reads it",
    remedy="Give the range, so that it is known what the opposite of a number is.",
    explains="Reversing a number needs its smallest and its largest possible value.",
)
TWO_USES: Final = Kind(
    code="D050",
    found='found the column "{name}" used as a number and compared with words',
    expected="expected one of the two within a source",
    remedy="Put one of the measures into a source of its own; two sources may read one file.",
    explains="A column holds numbers or words. Measures of one source must agree on which.",
)
ROLLED_UP: Final = Kind(
    code="D082",
    found="found {count} with fewer than {minimum} students each: {schools}",
    expected="",
    remedy='They are told of together, as "{label}" of the breakdown {column}; nothing to mend.',
    explains="A school of too few students would be hidden everywhere, and others with it, so that "
    "nothing can be worked out by subtraction. Two or more of them stand as one instead. Schools "
    "that decide who takes part, clusters, goals or matching are left as they are.",
    severity="note",
)
