"""Texts that a person has read and found to tell of nobody, each by the hash of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import logs
from pipeline.ingest.contract import Check, kept
from pipeline.ingest.row_kinds import NO_APPROVAL, NOT_A_HASH

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.study.schema import Consents

COLUMNS: Final = ("text_sha256", "approved_by", "approved_on", "note")
_FORM: Final = logs.Form(columns=COLUMNS, needed=COLUMNS[:3])


def read_consents(intake: Intake, name: str, source: Consents) -> None:
    """Reads the approvals into the table `approvals`: hashes and nothing else.

    Who approved, and why, stays in the raw file; without a name and a day nothing is approved.
    """
    for layout in intake.layouts(source, source.files, logs.named(source, COLUMNS)):
        log = logs.read(intake, name, source, layout, form=_FORM)
        if log is None:
            continue
        logs.add_dates(intake, log, "approved_on", source)
        nobody = "approved_by IS NULL OR iso_approved_on IS NULL"
        is_hash = "regexp_full_match(lower(text_sha256), '[0-9a-f]{64}')"
        checks = [
            Check(
                kind=NOT_A_HASH,
                when=f"NOT coalesce({is_hash}, false)",
                column=log.headers["text_sha256"],
                is_row=True,
                is_loss=False,
            ),
            Check(
                kind=NO_APPROVAL,
                when=nobody,
                column=log.headers["approved_by"],
                is_row=True,
                is_loss=False,
            ),
        ]
        intake.books.judge(log.file, log.table, checks)
        intake.session.execute(
            f"INSERT INTO approvals SELECT lower(text_sha256), row, {log.file} FROM {log.table} "
            f"WHERE {kept(checks)}"
        )
        intake.books.close(log.file)
