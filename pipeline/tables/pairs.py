"""The integer-coded pair store: the only thing that the engine scans; private.

One row is one measure of one person: before and after as scaled integers, so that sums are
exact and the same on every engine. Texts are kept once, in `CODES` and `MEASURES`.
"""

from pipeline.tables.schema import Column, Table

PAIRS = Table(
    name="pairs",
    row="one measure of one person, in the before and the after period",
    key=("measure", "person"),
    columns=(
        Column("measure", "int64", "Code in MEASURES"),
        Column("person", "int64", "Code of the person; sorted within a measure", private=True),
        Column("arm", "int64", "1 participant, 0 comparison, -1 neither or unknown"),
        Column("before", "int64", "Scaled value, or null", unit="10^-decimals, less the offset"),
        Column("after", "int64", "Scaled value, or null", unit="10^-decimals, less the offset"),
        # and one int64 column `g_<subgroup>` a breakdown: code in CODES, -1 where missing
    ),
)

BETWEEN = Table(
    name="between",
    row="one measure of one person in a period that is neither before nor after",
    key=("measure", "period", "person"),
    columns=(
        Column("measure", "int64", "Code in MEASURES"),
        Column("period", "int64", "Position of the period in the study file, from 0"),
        Column("person", "int64", "Code of the person", private=True),
        Column("arm", "int64", "1 participant, 0 comparison, -1 neither or unknown"),
        Column("value", "int64", "Scaled value", unit="10^-decimals, less the offset"),
        # and the same `g_<subgroup>` columns
    ),
)

MEASURES = Table(
    name="measures",
    row="one measure that a source holds",
    key=("code",),
    columns=(
        Column("code", "int64", "Position in this table, from 0"),
        Column("name", "text", "source.measure, as outcomes name it"),
        Column("source", "text", "Source in the study file"),
        Column("decimals", "int64", "Decimals kept: value = (x + offset) / 10^decimals"),
        Column("offset", "int64", "Added to the stored integer"),
        Column("low", "float64", "Smallest value", private=True),
        Column("high", "float64", "Largest value", private=True),
        Column("linkable", "bool", "The same person can be found in two periods"),
        Column("levels", "int64", "Answer options of an ordered item, values 1 to levels; else 0"),
    ),
)

CODES = Table(
    name="codes",
    row="one level of one breakdown",
    key=("column", "code"),
    columns=(
        Column("column", "text", "Breakdown, a roster column"),
        Column("code", "int64", "Code in `g_<column>`, in natural order of the labels, from 0"),
        Column("label", "text", "Level as the file writes it"),
    ),
)
