"""What the study file is made of: texts, numbers, dates, lists, each typed from text."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.study.positions import NOTHING

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FLAGS: Final = {"true": True, "yes": True, "false": False, "no": False}
DELIMITERS: Final = {",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}
PLAIN_FORMATS: Final = ("auto", "csv", "tsv", "txt", "xlsx", "parquet")
FORMATS: Final = (
    *PLAIN_FORMATS,
    "qualtrics",
    "surveymonkey",
    "google-forms",
    "microsoft-forms",
    "limesurvey",
    "redcap",
    "oneroster",
    "clever",
    "sds",
    "daily-attendance",
    "course-marks",
    "nwea-map",
    "i-ready",
    "star",
    "dibels",
    "act",
    "sat",
    "access",
    "asana",
    "slack",
)
ENCODINGS: Final = (
    "ascii",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "windows-1252",
    "cp1252",
    "latin-1",
    "iso-8859-1",
    "iso-8859-15",
    "mac-roman",
    "cp437",
    "cp850",
)


class Part(BaseModel):
    """A part of the study file: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, value: object) -> object:
        """A key that we know, written without a value, counts as left out.

        A key that we do not know stays, so that it is refused with or without a value.
        """
        if not isinstance(value, dict) or NOTHING not in value.values():
            return value
        fields = cls.model_fields.items()
        known = {name for key, field in fields for name in (key, field.alias)}
        return {key: one for key, one in value.items() if one is not NOTHING or key not in known}


def expected(what: str, advice: str = "") -> PydanticCustomError:
    """The complaint that something else was expected, in words for the reader of the file."""
    return PydanticCustomError("expected", "{what}", {"what": what, "advice": advice})


def number(value: object) -> object:
    """Digits, with a point for decimals; the true minus sign is understood too."""
    if not isinstance(value, str):
        return value
    text = value.strip().replace("\N{MINUS SIGN}", "-")
    if _NUMBER.fullmatch(text) is None or not math.isfinite(float(text)):
        raise expected("a number", _advice_on_number(text))
    return float(text)


def _advice_on_number(text: str) -> str:
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        return f"Leave out the percent sign: {text[:-1].strip()}."
    if "," in text:
        return "Write a point for decimals and nothing between thousands, such as 1200.5."
    return "Write digits, with a point for decimals, such as 0.05."


def whole(value: object) -> object:
    """Digits only."""
    if not isinstance(value, str):
        return value
    text = value.strip().replace("\N{MINUS SIGN}", "-")
    if _WHOLE.fullmatch(text) is None:
        raise expected("a whole number", "Write digits only, such as 10.")
    return int(text)


def flag(value: object) -> object:
    """The words yes and no, true and false, in any case."""
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if word not in _FLAGS:
        raise expected("yes or no", "Write yes or no (true and false are understood too).")
    return _FLAGS[word]


def day(value: object) -> object:
    """A day as year-month-day; every other order is ambiguous somewhere."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if _DAY.fullmatch(text) is None:
        raise expected("a date", "Write year-month-day, such as 2026-06-30.")
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise expected("a date that exists", "Check the month and the day.") from problem


def one_or_many(value: object) -> object:
    """A single text stands for a list of one."""
    return (value,) if isinstance(value, str) else value


def headers(value: object) -> object:
    """A header, or several of which the first that exists is used."""
    if isinstance(value, str) and value:
        return value
    several = isinstance(value, list | tuple) and len(value) > 0
    if several and all(isinstance(one, str) and one for one in value):  # type: ignore[attr-defined]
        return tuple(value)  # type: ignore[arg-type]
    raise expected("a header, or a list of headers", "Write the header as it stands in the file.")


def delimiter(value: object) -> object:
    """One of the four signs that stand between cells; `tab` may be written as a word."""
    if isinstance(value, str) and value in DELIMITERS:
        return DELIMITERS[value]
    raise expected('one of ",", ";", "|", tab', 'Put the sign in quotes, such as ";".')


def encoding(value: object) -> object:
    """The name of a way to write letters as bytes."""
    name = value.strip().lower().replace("_", "-") if isinstance(value, str) else ""
    if name in ENCODINGS:
        return name
    raise expected("one of " + ", ".join(ENCODINGS), "Leave the key out to have it recognised.")


def source_format(value: object) -> object:
    """The name of a file format, in small letters."""
    name = value.strip().lower() if isinstance(value, str) else ""
    if name in FORMATS:
        return name
    raise expected("one of " + ", ".join(FORMATS), "Leave the key out to have it recognised.")


def report_options(value: object) -> object:
    """`no` in place of a report's options leaves the report out, `yes` takes the defaults."""
    if not isinstance(value, str):
        return value
    return {} if flag(value) else None


def version_number(value: object) -> object:
    """The version of the study file's layout."""
    return 1 if value == "1" else value


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many)]
Tokens = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
SomeTexts = Annotated[tuple[Text, ...], BeforeValidator(one_or_many), Field(min_length=1)]
Headers = Annotated[str | tuple[str, ...], BeforeValidator(headers)]
Mapped = dict[str, Headers]
Accepted = dict[str, SomeTexts]

Number = Annotated[float, BeforeValidator(number)]
Share = Annotated[float, BeforeValidator(number), Field(ge=0, le=1)]
Positive = Annotated[float, BeforeValidator(number), Field(gt=0)]
Whole = Annotated[int, BeforeValidator(whole)]
CountingNumber = Annotated[int, BeforeValidator(whole), Field(ge=1)]
Flag = Annotated[bool, BeforeValidator(flag)]
Day = Annotated[date, BeforeValidator(day)]

Delimiter = Annotated[str, BeforeValidator(delimiter)]
Encoding = Annotated[str, BeforeValidator(encoding)]
Format = Annotated[str, BeforeValidator(source_format)]
Version = Annotated[Literal[1], BeforeValidator(version_number)]
