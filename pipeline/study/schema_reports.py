"""The part of the study file about privacy and about which reports are written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pipeline.study.parts import CountingNumber, Day, Part, Text, Texts, report_options


class Key(Part):
    """Where the pseudonym key comes from."""

    env: Text | None = Field(default=None, description="Name of an environment variable.")
    file: Text | None = Field(default=None, description="Path of a file with the key.")


class Privacy(Part):
    """How small groups and identities are protected."""

    minimum_n: CountingNumber = Field(default=10, description="Smallest group that is shown.")
    profile: Literal["standard", "strict"] = Field(
        default="standard", description="strict shows shares in bands, for what anybody may read."
    )
    authority: str = Field(default="", description="The rule that allows fewer than ten.")
    pseudonym_key: Key = Field(default=Key(), description="Where the key for IDs comes from.")
    drop: Texts = Field(default=(), description="Headers that are never read.")


class Evaluation(Part):
    """Options of the evaluation report."""

    authors: Texts = Field(default=(), description="Who wrote it.")
    funder: str = Field(default="", description="Who paid for it.")
    status: Literal["draft", "final"] = Field(default="draft", description="draft or final.")


class Board(Part):
    """Options of the annual outcome summary."""

    meeting: Day | None = Field(default=None, description="Day of the meeting.")
    asks: Annotated[Texts, Field(max_length=3)] = Field(
        default=(), description="Up to three requests, verb first."
    )


class Checkin(Part):
    """Options of the monthly check-in."""

    meeting: Day | None = Field(default=None, description="Day of the meeting.")
    decide: Annotated[Texts, Field(max_length=3)] = Field(
        default=(), description="Up to three decisions to take."
    )


class Recognition(Part):
    """Options of the recognition page."""


class Reports(Part):
    """Which reports are written."""

    evaluation: Annotated[Evaluation | None, BeforeValidator(report_options)] = Field(
        default=Evaluation(), description="The evaluation report; no leaves it out."
    )
    board: Annotated[Board | None, BeforeValidator(report_options)] = Field(
        default=Board(), description="The annual outcome summary; no leaves it out."
    )
    checkin: Annotated[Checkin | None, BeforeValidator(report_options)] = Field(
        default=None, description="The monthly check-in; it is written where this key is there."
    )
    recognition: Annotated[Recognition | None, BeforeValidator(report_options)] = Field(
        default=None, description="The page of thanks; it is written where this key is there."
    )
