"""Release notes: what changed since an earlier release and why, as a page.

It is made on request and lies beside the reports, not among them: what it says depends on what
was there before, and the reports depend on what went in alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.page import Frame, Paragraph, Row, Section, Table
from pipeline.report.prose import Stat, Text, capital, join, plain, prose
from pipeline.report.render import render
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.releases import Difference, GoalChange, Move, RowChange

TEMPLATE: Final = "notes.html.j2"
STYLES: Final = ("tokens", "base", "evaluation")
NUMBERS: Final = ("estimate", "conf_low", "conf_high", "effect", "p_value", "n", "baseline",
                  "target", "current")  # fmt: skip
"""The columns that the page sets side by side."""
MAIN: Final = 2
"""Slashes in the id of a main result of a whole group: outcome/analysis/group."""
_HIDING: Final = ("now-hidden", "now-shown", "withheld")
_ELSE: Final = ("other-periods", "reason", "new", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """The page, in its order."""

    frame: Frame
    study: str
    title: Prose
    when: Prose
    sections: tuple[Section, ...]


def notes(found: Difference, *, is_synthetic: bool) -> bytes:
    """The release notes as one page.

    Args:
        found: What changed.
        is_synthetic: Whether the study's data are invented.
    """
    return render(TEMPLATE, STYLES, build(found, ENGLISH, is_synthetic=is_synthetic), ENGLISH)


def build(found: Difference, words: Language, *, is_synthetic: bool) -> NotesPage:
    """The release notes as a view."""
    verdicts = sum(one.verdicts is not None for one in found.goals)
    restated = [one for one in found.rows if one.how == "restated"]
    if found.is_same:
        title = words.say("notes.same")
    else:
        title = join((words.count("notes.verdicts", verdicts),
                      words.count("notes.restated", len(restated))), "; ")  # fmt: skip
    sections = [
        ("why", _why(words, found)),
        ("goals", _goals(words, found)),
        ("results", _results(words, found, restated)),
        ("hidden", _rows(words, found, _HIDING)),
        ("other", _rows(words, found, _ELSE)),
    ]
    return NotesPage(
        frame=Frame(
            language=words.code,
            title=plain(words.say("notes.page_title", study=found.title)),
            description=plain(title),
            banner=words.text("frame.synthetic") if is_synthetic else "",
            skip=words.text("notes.skip"),
            foot=(words.say("notes.foot", minimum=str(max(found.minimum_n))),),
        ),
        study=found.title,
        title=capital(title),
        when=words.say(
            "notes.when", earlier=_release(found.earlier), present=_release(found.present)
        ),
        sections=tuple(
            Section(
                id=name,
                short="",
                title=words.say(f"notes.{name}.title"),
                question=words.text(f"notes.{name}.question"),
                blocks=tuple(blocks) or (_calm(words, f"notes.{name}.none"),),
            )
            for name, blocks in sections
        ),
    )


def _release(name: str) -> Text:
    return Text(words=name, role="name", is_whole=True)


def _calm(words: Language, key: str) -> Paragraph:
    return Paragraph(said=words.say(key), look="calm")


def _why(words: Language, found: Difference) -> list[Block]:
    """Every difference in what the releases were made from, a line each."""
    lines = [
        words.say(f"notes.file.{one.how}", file=_name(one.file), was=_name(one.was))
        for one in found.files
    ]
    if found.sections in {("all",), ("remarks",)}:
        lines.append(words.say(f"notes.study.{found.sections[0]}"))
    elif found.sections:
        lines.append(words.say("notes.study.sections", which=_name(", ".join(found.sections))))
    lines += [
        words.say(
            "notes.software",
            name=_name(name),
            before=_name(before) if before else words.say("notes.nothing"),
            now=_name(now) if now else words.say("notes.nothing"),
        )
        for name, before, now in found.software
    ]
    if found.as_of[0] != found.as_of[1]:
        before, now = (words.day(date.fromisoformat(day)) for day in found.as_of)
        lines.append(words.say("notes.date", before=before, now=now))
    if found.minimum_n[0] != found.minimum_n[1]:
        least, most = map(str, found.minimum_n)
        lines.append(words.say("notes.minimum", before=least, now=most))
    return [Paragraph(said=line) for line in lines]


def _name(name: str) -> Text:
    return Text(words=name, role="name")


def _goals(words: Language, found: Difference) -> list[Block]:
    """Every goal with what it read before and reads now."""
    if not found.goals:
        return []
    columns = cells.columns(words, "notes.column", ("before", "now", "because"))
    rows = [
        Row(
            head=(Text(words=goal.statement, role="promise"),),
            cells=cells.labelled(
                columns,
                (
                    cells.words_cell(_of_goal(words, found, goal, 0)),
                    cells.words_cell(_of_goal(words, found, goal, 1)),
                    cells.words_cell(_because(words, goal)),
                ),
            ),
        )
        for goal in found.goals
    ]
    return [
        Table(
            id="goals-table",
            caption=words.say("notes.goals.caption"),
            corner=words.text("notes.column.goal"),
            columns=columns,
            rows=tuple(rows),
            is_list_on_phone=True,
        )
    ]


def _of_goal(words: Language, found: Difference, goal: GoalChange, side: int) -> Prose:
    """A goal on one side: its verdicts where they differ, and its numbers that moved."""
    said = []
    if goal.verdicts is not None:
        verdict, sure = goal.verdicts[side]
        keys = (f"target.{verdict}" if verdict else "", f"clarity.{sure}" if sure else "")
        said += [words.say(key) for key in keys if key]
    if goal.is_promise_changed and side:
        said.append(words.say("notes.promise"))
    said += _numbers(words, found, goal, side)
    if goal.how != "restated" and side:
        said.append(words.say(f"notes.how.{goal.how}"))
    return join(said, "; ") or prose("–")


def _results(words: Language, found: Difference, restated: Sequence[RowChange]) -> list[Block]:
    """The main results that were restated, and how many others."""
    main = [one for one in restated if one.id.count("/") == MAIN]
    if not restated:
        return []
    columns = cells.columns(words, "notes.column", ("before", "now", "because"))
    rows = tuple(
        Row(
            head=join((prose(one.label), prose(Text(words=f"({one.where})", role="name")))),
            cells=cells.labelled(
                columns,
                (
                    *(
                        cells.words_cell(
                            join(_numbers(words, found, one, side), "; ") or prose("–")
                        )
                        for side in (0, 1)
                    ),
                    cells.words_cell(_because(words, one)),
                ),
            ),
        )
        for one in main
    )
    table = Table(
        id="results-table",
        caption=words.say("notes.results.caption"),
        corner=words.text("notes.column.result"),
        columns=columns,
        rows=rows,
        is_list_on_phone=True,
    )
    others = words.count("notes.others", len(restated) - len(main))
    return [*([table] if rows else []), Paragraph(said=capital(others), look="small")]


def _numbers(
    words: Language, found: Difference, one: RowChange | GoalChange, side: int
) -> list[Prose]:
    """The numbers of one side; of a result whose main numbers stand, that finer ones moved."""
    shown = [move for move in one.moves if move.column in NUMBERS]
    if one.moves and not shown:
        return [words.say("notes.finer")] if side else []
    return [
        words.say(f"notes.number.{move.column}", number=_stat(found, one.id, move, side))
        for move in shown
    ]


def _stat(found: Difference, identity: str, move: Move, side: int) -> Stat | Text:
    """A number with where it stands; that of the earlier release names the release."""
    shown = (move.before, move.now)[side]
    release = "" if side else f"@{found.earlier}"
    if shown == "–":
        return Text(words=shown)
    return Stat(shown=shown, source=f"{identity}#{move.column}{release}")


def _because(words: Language, one: RowChange | GoalChange) -> Prose:
    return join([words.say(f"notes.cause.{cause}") for cause in one.causes], ", ")


def _rows(words: Language, found: Difference, kinds: Sequence[str]) -> list[Block]:
    """Results that are not set side by side, a sentence a kind: how many, and of which outcomes."""
    blocks: list[Block] = []
    for how in kinds:
        of_kind = [one for one in found.rows if one.how == how]
        if of_kind:
            labels = list(dict.fromkeys(one.label for one in of_kind))
            said = words.count(f"notes.{how}", len(of_kind), labels=words.listing(labels))
            blocks.append(Paragraph(said=capital(said)))
    return blocks
