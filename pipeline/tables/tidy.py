"""The tidy row-level tables that ingest writes; private, pseudonymised."""

from pipeline.tables.schema import Column, Table

STUDENTS = Table(
    name="students",
    row="one person of the roster, or of the linked files where there is no roster",
    key=("person",),
    columns=(
        Column("person", "int64", "Code, in order of the pseudonym", private=True),
        Column("student", "text", "Pseudonym: keyed hash of the ID", private=True),
        Column("arm", "int64", "1 participant, 0 comparison, -1 neither"),
        # and every mapped roster column but the ID, as text, named by `attribute`
    ),
)


def attribute(name: str) -> str:
    """The column of STUDENTS that holds a roster column, whatever that is called.

    >>> attribute("school"), attribute("arm")
    ('school', 'arm_')
    """
    return f"{name}_" if name.rstrip("_") in STUDENTS.names else name


MEASUREMENTS = Table(
    name="measurements",
    row="one value of one measure for one person in one period",
    key=("measure", "person", "period"),
    columns=(
        Column("measure", "int64", "Code in MEASURES"),
        Column("person", "int64", "Code of the person", private=True),
        Column("period", "int64", "Position of the period in the study file, from 0"),
        Column("value", "float64", "The value, in the measure's unit", private=True),
        Column("row", "int64", "Row in the file", private=True),
        Column("file", "int64", "Position in FILES"),
    ),
)

RESPONSES = Table(
    name="responses",
    row="one answer of one respondent to one item in one wave",
    key=("source", "period", "respondent", "item"),
    columns=(
        Column("source", "text", "Survey in the study file"),
        Column("period", "text", "Period id of the wave"),
        Column("respondent", "text", "Pseudonym, or wave and row where anonymous", private=True),
        Column("item", "text", "Item in the study file"),
        Column("answer", "text", "Answer as given; text items hold none", private=True),
        Column("value", "float64", "Position of the answer from 1, after reversal", private=True),
        Column("month", "text", "Month of the answer, as 2026-03, or empty", private=True),
        Column("side", "text", "Side of the partnership, or empty"),
    ),
)

TOTALS = Table(
    name="totals",
    row="one aggregated figure of one period, by the columns that the file gives",
    key=("source", "measure", "period", "by"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("measure", "text", "source.measure"),
        Column("period", "text", "Period id"),
        Column("by", "text", "Breakdown as column=level, empty for the whole"),
        Column("count", "float64", "Count, or NaN"),
        Column("of", "float64", "Out of, or NaN"),
        Column("value", "float64", "The figure where it is no count"),
        Column("withheld", "bool", "The file withholds it"),
        Column("least", "float64", "The least that a withheld count or figure can be, or NaN"),
        Column("most", "float64", "The most that it can be, or NaN"),
    ),
)

WAVES = Table(
    name="waves",
    row="one wave of one survey",
    key=("source", "period"),
    columns=(
        Column("source", "text", "Survey in the study file"),
        Column("period", "text", "Period id"),
        Column("invited", "int64", "People invited, 0 where not given"),
        Column("answered", "int64", "Valid responses"),
        Column("linked", "int64", "Responses that were found in the roster"),
    ),
)

ACTIVITIES = Table(
    name="activities",
    row="one entry of an activity log",
    key=("source", "row"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("row", "int64", "Row in the file"),
        Column("date", "date", "ISO date"),
        Column("type", "text", "meeting, event, mentoring, ..."),
        Column("title", "text", "Title", private=True),
        Column("partner", "text", "Partner id"),
        Column("site", "text", "Where"),
        Column("person", "int64", "Code of the participant, -1 where none", private=True),
        Column("role", "text", "Role of those who took part"),
        Column("hours", "float64", "Hours", unit="hours"),
        Column("headcount", "float64", "People"),
        Column("amount", "float64", "Amount", unit="currency"),
        Column("due", "date", "ISO date"),
        Column("done", "date", "ISO date"),
        Column("notes", "text", "Notes", private=True),
        Column("count", "float64", "How many, where an entry stands for many, such as messages"),
        Column("period", "text", "Period id in which the date lies, or empty"),
        Column("is_named", "bool", "Whether the words hold a name that stands in the exports"),
        Column("is_approved", "bool", "Whether exactly these words were approved in consents.csv"),
        Column("file", "text", "Path relative to the study folder"),
    ),
)

TESTIMONIALS = Table(
    name="testimonials",
    row="one testimonial that passed the consent gate",
    key=("source", "id"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("id", "text", "ID in the file"),
        Column("role", "text", "Role of the speaker"),
        Column("text", "text", "What was said", private=True),
        Column("language", "text", "Language"),
        Column("goal", "text", "Goal or outcome it speaks to"),
        Column("partner", "text", "Partner id"),
        Column("scope", "text", "internal, partners, public"),
        Column("attribution", "text", "name, role, anonymous"),
        Column("expires", "date", "ISO date, or empty"),
        Column("stance", "text", "fits, questions, or empty: how it stands to what was measured"),
        Column("row", "int64", "Row as a spreadsheet shows it"),
        Column("is_named", "bool", "Whether the words hold a name that stands in the exports"),
        Column("is_approved", "bool", "Whether exactly these words were approved in consents.csv"),
        Column("file", "text", "Path relative to the study folder"),
    ),
)

SEGMENTS = Table(
    name="segments",
    row="one coded segment of an interview or group discussion",
    key=("source", "document", "segment", "code", "coder"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("document", "text", "Document, pseudonymised", private=True),
        Column("kind", "text", "interview or group-discussion"),
        Column("role", "text", "Role of the speaker"),
        Column("segment", "text", "Segment within the document"),
        Column("code", "text", "Theme"),
        Column("coder", "text", "Coder, as coder 1, coder 2"),
        Column("text", "text", "What was said, where consent allows; else empty", private=True),
        Column("row", "int64", "Row as a spreadsheet shows it"),
        Column("is_named", "bool", "Whether the words hold a name that stands in the exports"),
        Column("is_approved", "bool", "Whether exactly these words were approved in consents.csv"),
        Column("file", "text", "Path relative to the study folder"),
    ),
)

FILES = Table(
    name="files",
    row="one file of one source: what was read and what became of its rows",
    key=("source", "file"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("file", "text", "Path relative to the study folder"),
        Column("beside", "text", "Further files of one package, with semicolons"),
        Column("format", "text", "The vendor's format, else csv, tsv, xlsx, parquet"),
        Column("encoding", "text", "Encoding that was found"),
        Column("delimiter", "text", "Delimiter that was found"),
        Column("period", "text", "Wave's period, or empty"),
        Column("rows_read", "int64", "Data rows below the header"),
        Column("rows_set_aside", "int64", "Rows that went to quarantine whole"),
        Column("cells_set_aside", "int64", "Single cells that went to quarantine"),
        Column("rows_unmatched", "int64", "Rows whose ID is not in the roster"),
        Column("rows_used", "int64", "rows_read less set aside and unmatched"),
        Column("key", "text", "ID column that was used; with the roster's where not its own"),
        Column("tried", "text", "Pairs of ID columns that were compared, with their rates"),
        Column("normalised", "text", "How IDs were made comparable: exact, trimmed, case, zeros"),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    row="one cell or row that was set aside",
    key=("file", "row", "column", "rule"),
    columns=(
        Column("file", "text", "Path relative to the study folder"),
        Column("row", "int64", "Row as a spreadsheet shows it"),
        Column("column", "text", "Header"),
        Column("rule", "text", "Problem code"),
        Column("found", "text", "What was found; masked in personal columns", private=True),
        Column("remedy", "text", "What to do"),
    ),
)

UNMATCHED = Table(
    name="unmatched",
    row="one row whose ID is not in the roster",
    key=("file", "row"),
    columns=(
        Column("file", "text", "Path relative to the study folder"),
        Column("row", "int64", "Row as a spreadsheet shows it"),
        Column("id", "text", "The ID as the file writes it", private=True),
    ),
)
