"""The part of the study file that says where the data are and how they are to be read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from pipeline.study.parts import (
    Accepted,
    CountingNumber,
    Delimiter,
    Encoding,
    Flag,
    Format,
    Headers,
    Mapped,
    Name,
    Number,
    Part,
    Positive,
    Share,
    SomeTexts,
    Text,
    Texts,
    Tokens,
)

Missing = Field(default=(), description='More words for "no value", such as N/S.')
Suppressed = Field(default=(), description='Cells that mean withheld, such as "*" or "<10".')


def map_or_text(value: object) -> str | None:
    """Which of the two a measure is written as: a map of keys, or one text."""
    if isinstance(value, dict | Part):
        return "map"
    return "text" if isinstance(value, str) else None


class AnySource(Part):
    """What every kind of source may say about how its files are to be read."""

    format: Format = Field(default="auto", description="Recognised when left out; else its name.")
    columns: Mapped = Field(
        default={}, description="Our name: header in the file, or several; the first found wins."
    )
    missing: Tokens = Missing
    encoding: Encoding | None = Field(default=None, description="Recognised when left out.")
    delimiter: Delimiter | None = Field(
        default=None, description='",", ";", "|" or tab; recognised when left out.'
    )
    decimal: Literal["point", "comma"] | None = Field(
        default=None, description="The sign before decimals."
    )
    dates: Literal["day-first", "month-first"] | None = Field(
        default=None, description="The order in dates such as 03/04/2025."
    )
    header_row: CountingNumber | None = Field(
        default=None, description="Row that holds the headers, from 1."
    )
    sheet: Text | None = Field(default=None, description="Sheet of a workbook; the first one.")
    keep: Accepted = Field(
        default={}, description='Header: values of rows to keep, as {Finished: ["1", "True"]}.'
    )
    tolerate: Share = Field(
        default=0.05, description="Share of a file that may be set aside before the run stops."
    )
    match_floor: Share = Field(
        default=0.90, description="Share of rows that must be found in the roster."
    )


class FileSource(AnySource):
    """A source that names its files."""

    files: SomeTexts = Field(
        description="A path, a list or a pattern such as attendance_*.csv, from this folder."
    )


class Roster(FileSource):
    """Who is in the study."""

    kind: Literal["roster"] = Field(description="One row a person.")


class Days(Part):
    """What the codes of daily attendance mean."""

    absent: Texts = Field(default=(), description="Codes of a day missed.")
    half: Texts = Field(default=(), description="Codes of half a day missed.")
    present: Texts = Field(default=(), description="Codes of a day attended.")
    not_enrolled: Texts = Field(default=(), description="Codes of days that do not count.")
    blank_is_present: Flag = Field(default=False, description="yes where nothing marked is there.")
    minimum: CountingNumber = Field(
        default=10, description="Days of enrolment from which a student counts."
    )


class Metrics(FileSource):
    """Student records: wide by measure, wide by period, or long."""

    kind: Literal["metrics"] = Field(description="Records of persons.")
    measures: dict[
        Name,
        Annotated[
            Annotated[Text, Tag("text")] | Annotated[dict[str, Text], Tag("map")],
            Discriminator(map_or_text),
        ],
    ] = Field(default={}, description="Name: an expression over columns, or {period: header, ...}.")
    suppressed: Tokens = Suppressed
    days: Days = Field(default=Days(), description="What the codes of daily attendance mean.")
    marks: dict[str, Number] = Field(
        default={}, description="Points of each mark, or from each percent on: {A: 4, B: 3}."
    )
    pick: Literal["latest", "earliest", "highest", "lowest"] | None = Field(
        default=None, description="Which of several records of a student and period is taken."
    )
    minimum_days: CountingNumber | None = Field(
        default=None, description="Days in the column `enrolled` from which a row counts."
    )


class Count(Part):
    """A count out of a total, each a column."""

    count: Text = Field(description="Header of the column with the count.")
    of: Text = Field(description="Header of the column with the total.")


class Totals(FileSource):
    """Figures that are already aggregated."""

    kind: Literal["totals"] = Field(description="Figures that are already added up.")
    measures: Annotated[
        dict[
            Name,
            Annotated[
                Annotated[Count, Tag("map")] | Annotated[Text, Tag("text")],
                Discriminator(map_or_text),
            ],
        ],
        Field(min_length=1),
    ] = Field(description="Name: {count: header, of: header}, or a header.")
    suppressed: Tokens = Suppressed


class Wave(Part):
    """One round of a survey."""

    period: Text = Field(description="Id of the period in which the wave was held.")
    files: SomeTexts = Field(description="A path, a list or a pattern.")
    invited: CountingNumber | None = Field(default=None, description="How many were asked.")
    keep: Accepted = Field(
        default={}, description="Header: values of the rows of this wave, where a file has several."
    )


class Item(Part):
    """One question of a survey."""

    column: Headers = Field(description="Header of the question, or several spellings of it.")
    text: str = Field(default="", description="The question as it was asked.")
    answers: Text | None = Field(default=None, description="Name of a list under `answers`.")
    type: Literal["choice", "number", "text"] = Field(
        default="choice", description="choice, number or text."
    )
    reverse: Flag = Field(default=False, description="yes where agreeing is the worse answer.")
    retrospective: Name | None = Field(
        default=None, description="The question of now, where this one asks how it was before."
    )


class Scale(Part):
    """Several items that are scored together."""

    label: str = Field(default="", description="As readers see it.")
    items: Annotated[Texts, Field(min_length=2)] = Field(description="Names of two or more items.")
    score: Literal["mean", "sum"] = Field(default="mean", description="mean or sum of the items.")
    min_answered: CountingNumber | None = Field(
        default=None, description="Fewest items one must have answered; half of them when left out."
    )


class Survey(AnySource):
    """A survey in one or more waves."""

    kind: Literal["survey"] = Field(description="Answers of people.")
    respondents: Text = Field(
        default="student", description="student, parent, teacher, mentor, partner, ..."
    )
    waves: Annotated[tuple[Wave, ...], Field(min_length=1)] = Field(
        description="A list of {period, files, invited}."
    )
    link: Text | None = Field(
        default=None, description="Header that identifies the person; none in anonymous surveys."
    )
    link_to: Text | None = Field(
        default=None, description="The roster whose student_id the link is."
    )
    sides: Text | None = Field(
        default=None, description="Header that tells the sides of a partnership apart."
    )
    submitted: Text | None = Field(
        default=None, description="Header of the day of an answer, for the monthly check-in."
    )
    codebook: Text | None = Field(
        default=None,
        description="A file that says what codes mean: REDCap's data dictionary, or a CSV file.",
    )
    answers: dict[Text, Annotated[tuple[SomeTexts, ...], Field(min_length=2)]] = Field(
        default={}, description="Name: the options in order, each with every spelling in files."
    )
    items: Annotated[dict[Name, Item], Field(min_length=1)] = Field(description="The questions.")
    scales: dict[Name, Scale] = Field(default={}, description="Items that are scored together.")


class HourValue(Part):
    """What an hour that somebody gave is worth, and who says so."""

    amount: Positive = Field(description="Money an hour.")
    source: Text = Field(description="Where the rate comes from.")
    types: Texts = Field(
        default=("volunteering",), description="Types of entries whose hours were given."
    )


class Dose(Part):
    """How much of the programme each participant had."""

    types: Texts = Field(description="Types of entries that count, such as [mentoring].")
    per: Literal["hours", "entries"] = Field(default="hours", description="What is added up.")
    cuts: tuple[Positive, ...] = Field(
        default=(), description="Where one bin ends and the next begins; thirds when left out."
    )


class Activities(FileSource):
    """What was done: meetings, events, hours, contributions."""

    kind: Literal["activities"] = Field(description="The log of what was done.")
    agreed: dict[Name, CountingNumber] = Field(
        default={}, description="How many entries of a type were agreed on for each period."
    )
    hour_value: HourValue | None = Field(
        default=None, description="What an hour given is worth, with its source."
    )
    dose: Dose | None = Field(
        default=None, description="What counts as having taken part, and how much of it."
    )


class Testimonials(FileSource):
    """What people said, each with consent."""

    kind: Literal["testimonials"] = Field(description="What people said, with consent.")


class Theme(Part):
    """What a code of the interviews stands for, and what it says about an outcome."""

    label: str = Field(default="", description="In words; the code itself when left out.")
    about: Text | None = Field(default=None, description="Outcome or goal that it speaks to.")
    stance: Literal["fits", "questions"] = Field(
        default="fits", description="Whether it fits what was measured or questions it."
    )


class Interviews(FileSource):
    """Coded segments of interviews and group discussions."""

    kind: Literal["interviews"] = Field(description="Coded segments.")
    themes: dict[Text, Theme] = Field(
        default={}, description="Codes by the word that the file has for them."
    )


class Consents(FileSource):
    """Texts that a person has read and approved, each by its hash."""

    kind: Literal["consents"] = Field(description="Texts approved by their hash.")


Source = Annotated[
    Roster | Metrics | Totals | Survey | Activities | Testimonials | Interviews | Consents,
    Field(discriminator="kind"),
]
