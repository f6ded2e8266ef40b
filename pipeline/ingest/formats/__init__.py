"""Every vendor's export that we read as it comes. A new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest.formats import (
    asana,
    assessments,
    clever,
    google_forms,
    limesurvey,
    microsoft_forms,
    oneroster,
    qualtrics,
    redcap,
    sds,
    slack,
    surveymonkey,
)

if TYPE_CHECKING:
    from pipeline.ingest.format import Format, Package

FORMATS: Final[tuple[Format | Package, ...]] = (
    qualtrics.FORMAT,
    surveymonkey.FORMAT,
    google_forms.FORMAT,
    microsoft_forms.FORMAT,
    limesurvey.FORMAT,
    redcap.FORMAT,
    oneroster.FORMAT,
    clever.FORMAT,
    sds.FORMAT,
    *assessments.FORMATS,
    asana.FORMAT,
    slack.FORMAT,
)


def title_of(name: str) -> str:
    """What people call a format; csv, tsv, xlsx and parquet are called as they are."""
    return next((one.title for one in FORMATS if one.name == name), name.upper())
