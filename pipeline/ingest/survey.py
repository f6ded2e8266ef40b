"""Surveys: waves of answers, kept or not, scored, linked or anonymous."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.engine.session import quoted
from pipeline.ingest import cells, scoring, typed
from pipeline.ingest.codebook import described, read_codebook, with_codes
from pipeline.ingest.codings import Asked, Codings
from pipeline.ingest.contract import Check, sound
from pipeline.ingest.entries import Entry
from pipeline.ingest.file_kinds import NO_ANSWERS, NO_RANGE
from pipeline.ingest.files import shown
from pipeline.ingest.headers import choice_of, listed
from pipeline.ingest.intake import several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.marks import add_months, marks_of, named, select
from pipeline.ingest.measures import as_outcomes_read_it
from pipeline.ingest.row_kinds import SHEET_NUMBERS, UNKNOWN_ANSWER
from pipeline.ingest.typed import NumberColumn, Tokens
from pipeline.problems import Place

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Survey, Wave


@dataclass(slots=True, kw_only=True)
class StagedSurvey:
    """A survey whose files were read and checked, but not yet linked.

    Attributes:
        name: Source in the study file.
        source: The survey.
        items: Items by name, with the measure of each; text items have one as well.
        scales: Scales by name.
        waves: Period of each wave that the study file lists.
        tables: Number of each file in the books, and its table: `row`, `id`, `period`, answers
            as given `a<i>`, values `v<i>` in the order of the items, and `s<i>` of the scales.
        codings: How each wave writes its answers.
    """

    name: str
    source: Survey
    items: dict[str, Measure] = field(default_factory=dict)
    scales: dict[str, Measure] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)
    codings: Codings = field(default_factory=Codings)


def read_survey(intake: Intake, name: str, source: Survey) -> StagedSurvey:
    """Reads and checks every wave; nobody is linked yet."""
    study = intake.study
    book = read_codebook(intake, source)
    source = with_codes(source, book) if book is not None else source
    staged = StagedSurvey(name=name, source=source)
    staged.items = {i: scoring.item_measure(study, name, i, source) for i in source.items}
    staged.scales = {s: _scale_measure(intake, name, s, source) for s in source.scales}
    _check_items(intake, staged)
    for wave in source.waves:
        for layout in intake.layouts(source, wave.files, [*_named(source), *wave.keep]):
            _read(intake, staged, wave, layout if book is None else described(layout, book))
    choices = {name: item for name, item in source.items.items() if item.answers is not None}
    staged.codings.tell(
        intake,
        {name: item.answers or "" for name, item in choices.items()},
        {
            name: source.answers[item.answers or ""][0][0]
            for name, item in choices.items()
            if item.answers in source.answers
        },
    )
    return staged


def has_number(staged: StagedSurvey, item: str) -> bool:
    """The item is a measure; texts are not."""
    return staged.source.items[item].type != "text"


def _scale_measure(intake: Intake, source: str, name: str, survey: Survey) -> Measure:
    measure = as_outcomes_read_it(intake.study, source, name)
    return replace(measure, is_linkable=survey.link is not None)


def _check_items(intake: Intake, staged: StagedSurvey) -> None:
    place = Place(file=shown(intake.folder, "study.yaml"))
    for name, item in staged.source.items.items():
        measure = staged.items[name]
        if item.answers is not None and item.answers not in staged.source.answers:
            known = listed(list(staged.source.answers)) or "no lists"
            intake.problems.add(NO_ANSWERS, place, item=name, answers=item.answers, known=known)
        elif item.answers is None and item.type == "choice":
            intake.problems.add(NO_ANSWERS, place, item=name, answers="", known="the codebook")
        is_number = scoring.options(staged.source, item, measure) is None and item.type != "text"
        if is_number and item.reverse and (measure.low is None or measure.high is None):
            intake.problems.add(NO_RANGE, place, item=name)


def _named(source: Survey) -> list[str]:
    items = [header for item in source.items.values() for header in several(item.column)]
    link = [source.link] if source.link is not None else []
    return [*items, *source.keep, *link, *named(source)]


def _read(intake: Intake, staged: StagedSurvey, wave: Wave, layout: Layout) -> None:
    source = staged.source
    link = header_of(layout, (source.link,), intake.problems) if source.link else None
    # a question about the past is asked in the last wave; before, nobody could be asked it
    optional = {name for name, item in source.items.items() if item.retrospective is not None}
    optional -= set(source.items) if wave is source.waves[-1] else set()
    found = {
        name: header_of(
            layout, several(item.column), intake.problems, is_needed=name not in optional
        )
        for name, item in source.items.items()
    }
    is_whole = all(one is not None or name in optional for name, one in found.items())
    marks = marks_of(intake, layout, source)
    if not is_whole or (source.link and link is None) or marks is None:
        return
    headers = {name: header or "" for name, header in found.items()}
    table = f"file_{len(intake.books.entries)}"
    loaded = load(
        intake.session,
        layout,
        source=source,
        ask=Ask(_select(source, layout, link, headers) | select(layout, marks), keep=wave.keep),
        into=f"{table}_text",
        problems=intake.problems,
    )
    if loaded is None:
        return
    entry = Entry(
        source=staged.name,
        layout=layout,
        key=link or "",
        period=wave.period,
        tolerate=source.tolerate,
        floor=source.match_floor,
    )
    file = intake.books.enter(entry, loaded)
    if link is not None and layout.has_numbers(link):
        intake.problems.add(SHEET_NUMBERS, Place(file=layout.file.shown, column=link))
    cell_rules, values = _items(intake, staged, loaded.table, headers)
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *{''.join(values)} FROM {loaded.table}"
    )
    dated = add_months(intake, layout, table, source, marks)
    choices = [
        Asked(at=i, name=name, header=header, spellings=_spellings(source, name))
        for i, (name, header) in enumerate(headers.items())
        if source.items[name].answers in source.answers
    ]
    odd = staged.codings.look(intake, table, layout, choices)
    # A wave in another coding is told once, not cell by cell.
    checks = [
        check
        for name, rules in zip(headers, cell_rules, strict=True)
        for check in rules
        if name not in odd
    ]
    intake.books.judge(file, table, [*checks, *dated])
    _keep_sound(intake, staged, table, cell_rules, period=intake.periods[wave.period])
    loaded.forget(intake.session)
    staged.tables[file] = table


def _spellings(source: Survey, item: str) -> tuple[str, ...]:
    listed = source.answers[source.items[item].answers or ""]
    return tuple(spelling for option in listed for spelling in option)


def _select(
    source: Survey, layout: Layout, link: str | None, headers: dict[str, str]
) -> dict[str, str]:
    is_linked = link is not None and source.link_to is not None
    identity = layout.cell(link) if link is not None else "NULL::VARCHAR"
    select = {"id": f"coalesce({identity}, '')" if is_linked else identity}
    select |= {
        f"t{i}": cells.present(layout.cell(header), source.missing) if header else "NULL::VARCHAR"
        for i, header in enumerate(headers.values())
    }
    return select


def _items(
    intake: Intake, staged: StagedSurvey, table: str, headers: dict[str, str]
) -> tuple[list[list[Check]], list[str]]:
    """The rules on each item's cells, and the SQL of its value `n<i>` and leftover `x<i>`."""
    source = staged.source
    tokens = Tokens.of(source)
    rules: list[list[Check]] = []
    values: list[str] = []
    for i, (name, header) in enumerate(headers.items()):
        item, measure = source.items[name], staged.items[name]
        choices = scoring.options(source, item, measure)
        if item.type == "text":
            rules.append([])
            values.append(f", NULL::DOUBLE AS n{i}")
        elif choices is not None:
            code = choices.value(f"t{i}", is_reversed=item.reverse)
            rules.append([_unknown_answer(i, header, staged, name)])
            values.append(f", CAST({code} AS DOUBLE) AS n{i}")
        else:
            # One choice of several is picked or not, in words or in numbers.
            has_words = measure.kind == "binary" or bool(choice_of(header)[1])
            column = NumberColumn(text=f"t{i}", header=header, has_words=has_words)
            (column,) = typed.styled(intake.session, table, [column], source)
            number = column.number(tokens)
            left = column.leftover(f"({number})", tokens)
            turned = number
            if item.reverse and measure.low is not None and measure.high is not None:
                turned = f"({measure.low + measure.high!r} - {number})"
            checks = typed.number_checks(f"x{i}", column, tokens, measure)
            checks += typed.value_checks(f"n{i}", measure, header)
            rules.append(checks)
            values.append(f", {turned} AS n{i}, {left} AS x{i}")
    return rules, values


def _unknown_answer(i: int, header: str, staged: StagedSurvey, name: str) -> Check:
    item = staged.source.items[name]
    first = [spellings[0] for spellings in staged.source.answers[item.answers or ""]]
    return Check(
        kind=UNKNOWN_ANSWER,
        when=f"t{i} IS NOT NULL AND n{i} IS NULL",
        found=f"t{i}",
        column=header,
        facts={"accepted": listed([f'"{answer}"' for answer in first])},
    )


def _keep_sound(
    intake: Intake,
    staged: StagedSurvey,
    table: str,
    rules: list[list[Check]],
    *,
    period: int,
) -> None:
    names = list(staged.items)
    sound_values = [sound(f"n{i}", checks) for i, checks in enumerate(rules)]
    values = "".join(
        f", {value} AS v{i}, CASE WHEN {quoted(staged.source.items[names[i]].type)} = 'text' "
        f"THEN CASE WHEN t{i} IS NOT NULL THEN '' END "
        f"WHEN ({value}) IS NOT NULL THEN t{i} END AS a{i}"
        for i, value in enumerate(sound_values)
    )
    scales = "".join(
        f", {scoring.scale_value(scale, [f'v{names.index(item)}' for item in scale.items])} AS s{i}"
        for i, scale in enumerate(staged.source.scales.values())
    )
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *{scales} FROM (SELECT row, id, month, side, "
        f"CAST({period} AS INTEGER) AS period{values} FROM {table}) ORDER BY row"
    )
