"""A study file from exports that nobody has described yet: guesses, each marked to be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.ingest import guess_periods, guess_records, guess_survey, guess_totals
from pipeline.ingest.drafting import Draft, Found, Sorted, free, label
from pipeline.ingest.headers import plain
from pipeline.ingest.proposal_survey import add_survey
from pipeline.study.draft import Checked, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.guess_periods import Guess
    from pipeline.ingest.guess_survey import Wave
    from pipeline.ingest.looks import Look

_CODEBOOK: Final = ({"variable / field name", "form name"}, {"field_name", "form_name"})
"""Heads of a data dictionary."""


def propose(looks: Sequence[Look], *, title: str) -> Draft:
    """A study file for some files.

    Args:
        looks: The files, as they were found.
        title: A name for the study.
    """
    kinds = _sorted(looks)
    draft = Draft()
    periods = _periods(kinds)
    sources: dict[str, Any] = {}
    outcomes: dict[str, Any] = {}
    program = _add_roster(draft, kinds, sources)
    for files in kinds.records:
        _add_metrics(draft, files, [p.id for p in periods], sources, outcomes)
    for look in kinds.totals:
        _add_totals(draft, look, sources, outcomes)
    for waves in kinds.surveys:
        add_survey(draft, waves, kinds, sources, outcomes)
    for kind, look in kinds.logs:
        name = free(kind, sources)
        sources[name] = Flow({"kind": kind, "files": look.file.name})
        draft.found.append(Found(look.file.name, kind, look.rows, is_sure=True))
    draft.content = {
        "version": "1",
        "study": {
            "title": Checked(title, "what the partnership is called"),
            "partners": [
                Checked(
                    Flow({"id": "district", "name": "Our district", "type": "district"}),
                    "who the partners are",
                )
            ],
        },
        "periods": [_period(p, i, len(periods)) for i, p in enumerate(periods)],
        "design": _design(program, sources),
        "sources": sources,
        "outcomes": outcomes,
    }
    return draft


def _sorted(looks: Sequence[Look]) -> Sorted:
    kinds = Sorted()
    surveys: list[Look] = []
    for look in looks:
        match _kind(look, has_roster=bool(kinds.rosters)):
            case "survey":
                surveys.append(look)
            case "codebook":
                kinds.codebooks.append(look)
            case "roster":
                kinds.rosters.append(look)
            case "totals":
                kinds.totals.append(look)
            case "records":
                _join(kinds.records, look)
            case log:
                kinds.logs.append((log, look))
    kinds.surveys = guess_survey.waves_of(surveys)
    return kinds


def _kind(look: Look, *, has_roster: bool) -> str:
    """What a file is; the first of the rules that fits."""
    own = {plain(column.name) for column in look.columns}
    is_codebook = any(own >= marks for marks in _CODEBOOK)
    rules = (
        ("survey", look.kind == "survey"),
        ("codebook", is_codebook),
        (guess_records.log_kind(look), bool(guess_records.log_kind(look))),
        ("roster", not has_roster and guess_records.is_roster(look)),
        ("survey", not look.vendor and guess_totals.is_survey(look)),
        ("records", look.kind == "metrics" or guess_records.id_column(look) is not None),
        ("totals", bool(guess_totals.totals_of(look)[0])),
    )
    return next((name for name, is_so in rules if is_so), "records")


def _join(groups: list[list[Look]], look: Look) -> None:
    """Files with the same columns are years of one extract."""
    headers = {column.name for column in look.columns}
    mine = [g for g in groups if {column.name for column in g[0].columns} == headers]
    if mine:
        mine[0].append(look)
    else:
        groups.append([look])


def _periods(kinds: Sorted) -> list[Guess]:
    records = [look for files in kinds.records for look in files] + kinds.totals
    years, lone = guess_periods.years_in(records)
    waves = [wave for survey in kinds.surveys for wave in survey]
    if not years:
        longest = max(kinds.surveys, key=len, default=[])
        found = guess_periods.of_waves([(wave.name, wave.days) for wave in longest])
        for survey in kinds.surveys:
            for wave, period in zip(survey, found, strict=False):
                wave.period = period.id
        return found or guess_periods.of_waves([("pre", None), ("post", None)])
    years |= {guess_periods.school_year(wave.days[0]) for wave in waves if wave.days}
    found = guess_periods.of_years(years, lone)
    for survey in kinds.surveys:
        _lay(survey, found)
    return found


def _lay(survey: list[Wave], periods: list[Guess]) -> None:
    """Waves to school years; two of one year, or of unknown days, to the first and the last."""
    ids = [period.id for period in periods]
    at = [guess_periods.school_year(wave.days[0]) if wave.days else None for wave in survey]
    if None in at or len(set(at)) < len(survey):
        ends = ids[: len(survey) - 1] + ids[-1:] if len(ids) >= len(survey) else ids
        for wave, period in zip(survey, ends, strict=False):
            wave.period = period
        return
    for wave, year in zip(survey, at, strict=True):
        wave.period = next((p.id for p in periods if p.starts.year == year), ids[-1])


def _period(period: Guess, at: int, count: int) -> object:
    said: dict[str, object] = {
        "id": period.id,
        "starts": period.starts.isoformat(),
        "ends": period.ends.isoformat(),
    }
    role = "before" if at == 0 else "after" if at == count - 1 else ""
    said |= {"role": role} if role else {}
    said |= {"also": list(period.also)} if period.also else {}
    why = "first and last day" if period.is_sure else "the days are a guess"
    return Checked(Flow(said), why)


def _design(program: tuple[str, list[str], list[str]] | None, sources: dict[str, Any]) -> Any:
    if program is None:
        return {"kind": Checked("one-group", "is there nobody to compare with?")}
    name, yes, no = program
    roster = next(s for s in sources.values() if isinstance(s, dict) and s["kind"] == "roster")
    groups = [g for g in ("grade", "frl", "ell") if g in roster["columns"].value]
    return {
        "kind": Checked("comparison-group", "how participants and the others came about"),
        "participants": Flow({name: yes}),
        "comparison": Flow({name: no}),
        **({"subgroups": Flow(groups)} if groups else {}),
    }


def _add_roster(
    draft: Draft, kinds: Sorted, sources: dict[str, Any]
) -> tuple[str, list[str], list[str]] | None:
    if not kinds.rosters:
        return None
    look = kinds.rosters[0]
    source, program = guess_records.roster_of(look)
    sources["roster"] = source
    what = f"roster ({look.vendor})" if look.vendor else "roster"
    draft.found.append(Found(", ".join(look.names), what, look.rows, is_sure=bool(look.vendor)))
    if program is None:
        return None
    name = next(k for k, v in source["columns"].value.items() if v == program.name)
    return name, *guess_records.yes_and_no(program)


def _add_metrics(
    draft: Draft,
    files: list[Look],
    periods: list[str],
    sources: dict[str, Any],
    outcomes: dict[str, Any],
) -> None:
    source, measures = guess_records.metrics_of(files, periods)
    named = ", ".join(name for look in files for name in look.names)
    if not measures:
        draft.left += [name for look in files for name in look.names]
        return
    name = free("attendance" if "chronic" in measures else "records", sources)
    sources[name] = source
    what = f"records ({source.get('format', 'table')})"
    rows = sum(look.rows for look in files)
    draft.found.append(Found(named, what, rows, is_sure=bool(files[0].vendor)))
    for measure in measures:
        is_share = measure == "chronic"
        said: dict[str, Any] = {
            "label": Checked(label(measure), "as readers see it"),
            "from": f"{name}.{measure}",
            "type": "binary" if is_share else "continuous",
        }
        if measure == "rate":
            said |= {"unit": "%", "range": Flow(["0", "100"])}
        said["better"] = Checked(guess_totals.better(measure), "is more or less of it better?")
        outcomes[free(measure, outcomes)] = said


def _add_totals(
    draft: Draft, look: Look, sources: dict[str, Any], outcomes: dict[str, Any]
) -> None:
    source, measures = guess_totals.totals_of(look)
    name = free("totals", sources)
    sources[name] = source
    draft.found.append(Found(look.file.name, "figures already added up", look.rows, is_sure=False))
    for measure in measures:
        is_count = isinstance(source["measures"][measure], Flow)
        outcomes[free(measure, outcomes)] = {
            "label": Checked(label(measure), "as readers see it"),
            "from": f"{name}.{measure}",
            "type": "binary" if is_count else "continuous",
            "better": Checked(guess_totals.better(measure), "is more or less of it better?"),
        }
