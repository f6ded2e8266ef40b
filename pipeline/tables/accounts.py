"""What became of every row of every file, once for the file and once for each analysis; private."""

from typing import Final

from pipeline.tables.schema import Column, Table

FATES: Final = (
    "set-aside",
    "unmatched",
    "ineligible",
    "elsewhere",
    "missing",
    "withheld",
    "outside",
    "unread",
    "unpaired",
    "between",
    "analysed",
)
"""Every row has one of these."""

ACCOUNTS = Table(
    name="accounts",
    row="the rows of one file that met one fate, as one analysis sees them",
    key=("source", "file", "period", "analysis", "fate", "code", "reason"),
    columns=(
        Column("source", "text", "Source in the study file"),
        Column("file", "text", "Path relative to the study folder"),
        Column("period", "text", "Wave's period, or empty"),
        Column("analysis", "text", "Outcome; empty for the file as a whole"),
        Column(
            "fate",
            "text",
            "set-aside; unmatched: in no roster; ineligible: in neither group; missing: no value; "
            "withheld: by the source; elsewhere: it holds another measure; outside: in no period; "
            "unread: no outcome reads it; "
            "unpaired: measured in one of the two periods only; between: in another period; "
            "analysed",
        ),
        Column("code", "text", "Problem code of the reason, where set aside"),
        Column("reason", "text", "The reason in words, where set aside"),
        Column("rows", "int64", "Rows", private=True),
    ),
)
