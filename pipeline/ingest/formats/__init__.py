"""Every vendor's export that we read as it comes. A new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest.formats import (
    google_forms,
    limesurvey,
    microsoft_forms,
    qualtrics,
    redcap,
    surveymonkey,
)

if TYPE_CHECKING:
    from pipeline.ingest.format import Format

FORMATS: Final[tuple[Format, ...]] = (
    qualtrics.FORMAT,
    surveymonkey.FORMAT,
    google_forms.FORMAT,
    microsoft_forms.FORMAT,
    limesurvey.FORMAT,
    redcap.FORMAT,
)
