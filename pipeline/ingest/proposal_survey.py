"""The part of a drafted study file that is a survey: its waves, questions, scales and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.ingest import guess_records, guess_survey
from pipeline.ingest.drafting import Draft, Found, Sorted, free, label
from pipeline.study.draft import Checked, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.guess_survey import Wave


def add_survey(
    draft: Draft,
    waves: list[Wave],
    kinds: Sorted,
    sources: dict[str, Any],
    outcomes: dict[str, Any],
) -> None:
    """Adds a survey to the sources, and what it measures to the outcomes."""
    name = free("survey", sources)
    answers: dict[str, Any] = {}
    asked = guess_survey.questions(waves)
    items = {question.id: guess_survey.item_of(question, answers) for question in asked}
    scales = guess_survey.scale_of(asked, items)
    sources[name] = {
        "kind": "survey",
        "respondents": Checked("student", "student, parent, teacher, mentor, partner, ..."),
        **_link(waves, kinds),
        **({"codebook": kinds.codebooks[0].file.name} if kinds.codebooks else {}),
        "waves": [
            Checked(
                Flow({"period": wave.period, "files": wave.look.file.name}
                     | ({"keep": wave.keep} if wave.keep else {})),
                "invited: how many were asked?",
            )
            for wave in waves
        ],
        **({"answers": {k: Checked(Flow(o), why) if why else Flow(o)
                        for k, (o, why) in answers.items()}} if answers else {}),
        "items": {key: Flow(item) if not _has_check(item) else item for key, item in items.items()},
        **({"scales": {key: Checked(Flow({"items": ids}), "do these belong together?")
                       for key, ids in scales.items()}} if scales else {}),
    }  # fmt: skip
    _add_outcomes(name, asked, items, scales, outcomes)
    vendors = dict.fromkeys(wave.look.vendor or "table" for wave in waves)
    named = ", ".join(dict.fromkeys(wave.look.file.name for wave in waves))
    rows = sum(wave.look.rows for wave in waves)
    what = f"survey in {len(waves)} waves ({', '.join(vendors)})"
    draft.found.append(Found(named, what, rows, is_sure="table" not in vendors))
    if kinds.codebooks:
        book = kinds.codebooks[0]
        draft.found.append(Found(book.file.name, "codebook", book.rows, is_sure=True))


def _has_check(item: dict[str, Any]) -> bool:
    return any(isinstance(value, Checked) for value in item.values())


def _link(waves: list[Wave], kinds: Sorted) -> dict[str, Any]:
    """The column that says who answered, where every wave has one that is filled."""
    for header in waves[0].look.layout.reading.ids:
        columns = [wave.look.column(header) for wave in waves]
        if all(c is not None and c.filled and not c.is_personal for c in columns):
            linked: dict[str, Any] = {"link": Checked(header, "does it say who answered?")}
            return linked | ({"link_to": "roster"} if kinds.rosters else {})
    own = [guess_records.id_column(wave.look) for wave in waves]
    if all(column is not None for column in own) and own[0] is not None:
        linked = {"link": Checked(own[0].name, "does it say who answered?")}
        return linked | ({"link_to": "roster"} if kinds.rosters else {})
    return {}


def _add_outcomes(
    source: str,
    asked: Sequence[guess_survey.Question],
    items: dict[str, dict[str, Any]],
    scales: dict[str, list[str]],
    outcomes: dict[str, Any],
) -> None:
    in_scale = {item for ids in scales.values() for item in ids}
    for scale in scales:
        outcomes[free(scale, outcomes)] = {
            "label": Checked(label(scale.removeprefix("scale_")), "what the scale is called"),
            "from": f"{source}.{scale}",
            "type": "continuous",
            "better": "higher",
        }
    for question in asked:
        item = items[question.id]
        if item.get("type") == "text" or question.is_tick or question.id in in_scale:
            continue
        kind = "ordinal" if "answers" in item else "continuous"
        outcomes[free(question.id, outcomes)] = {
            "label": Checked(question.text[:60], "as readers see it"),
            "from": f"{source}.{question.id}",
            "type": kind,
            "better": Checked("higher", "is more or less of it better?"),
        }
