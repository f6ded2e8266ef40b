"""The texts of a study file that the pages of several languages print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.study.schema import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.study.schema import Design, Partner, Study
    from pipeline.study.schema_reports import Reports

    Say = Callable[[str], str]


def spoken(study: Study, say: Say, name: Say) -> Study:
    """The study with every text that those pages print said in another way.

    Args:
        study: The study file.
        say: From a text to the words that stand for it.
        name: The same for proper names, which need no translation.
    """
    about = study.study
    people = {"one": say(about.people.one), "many": say(about.people.many)}
    told = {
        "title": say(about.title),
        "attribution": say(about.attribution),
        "partners": tuple(_partner(one, say, name) for one in about.partners),
        "people": about.people.model_copy(update=people),
    }
    outcomes = {
        key: one.model_copy(update={"label": say(one.label), "unit": say(one.unit)})
        for key, one in study.outcomes.items()
    }
    return study.model_copy(
        update={
            "study": about.model_copy(update=told),
            "design": study.design.model_copy(update={"labels": _labels(study.design, say)}),
            "outcomes": outcomes,
            "reports": _reports(study.reports, say),
        }
    )


def _partner(partner: Partner, say: Say, name: Say) -> Partner:
    given = {"name": name(partner.name), "contributes": say(partner.contributes)}
    return partner.model_copy(update=given)


def _labels(design: Design, say: Say) -> dict[str, Label]:
    """Names of breakdowns and of their levels, also of breakdowns that have no label."""
    unnamed = {one: Label() for one in design.subgroups if one not in design.labels}
    return {
        column: label.model_copy(
            update={
                "name": say(label.name or column.replace("_", " ").capitalize()),
                "levels": {level: say(words) for level, words in label.levels.items()},
            }
        )
        for column, label in {**design.labels, **unnamed}.items()
    }


def _reports(reports: Reports, say: Say) -> Reports:
    """What the board is asked and what the meeting decides."""
    told: dict[str, object] = {}
    if reports.board is not None:
        asks = tuple(say(one) for one in reports.board.asks)
        told["board"] = reports.board.model_copy(update={"asks": asks})
    if reports.checkin is not None:
        decide = tuple(say(one) for one in reports.checkin.decide)
        told["checkin"] = reports.checkin.model_copy(update={"decide": decide})
    return reports.model_copy(update=told)
