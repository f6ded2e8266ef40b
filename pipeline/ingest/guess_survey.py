"""What the waves of a survey ask: questions, options, scales, who answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline.ingest.cells import fold
from pipeline.ingest.guess_periods import days_of, in_order
from pipeline.ingest.headers import choice_of, plain
from pipeline.ingest.labels import recognised
from pipeline.study.draft import Checked, Flow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from pipeline.ingest.looks import Column, Look

_NEGATIVE: Final = re.compile(
    r"\b(outsider|lonely|alone|unsafe|bored|worried|afraid|bullied|stress\w*|nobody|no one|"
    r"not|don.t|never|hard to|difficult|ignored|left out|solo|sola|nadie|aburrid[oa]|no me)\b",
    re.IGNORECASE,
)
_STOP: Final = frozenset(
    ("a", "an", "and", "are", "at", "do", "for", "how", "i", "in", "is", "it", "me", "my", "of",
     "on", "or", "that", "the", "this", "to", "was", "we", "what", "you", "your")
)  # fmt: skip
_EVENT: Final = "redcap_event_name"
_CODED: Final = re.compile(r"[A-Za-z]?\d{1,2}")
_MANY: Final = 9
_LONG: Final = 60
_HALF: Final = 0.5


@dataclass(slots=True, kw_only=True)
class Wave:
    """One round: its file, the rows of it that belong to the round, and when it was."""

    look: Look
    keep: dict[str, list[str]] = field(default_factory=dict)
    days: tuple[date, date] | None = None
    period: str = ""

    @property
    def name(self) -> str:
        """What the wave is known by: its event, else its file."""
        return next((v for values in self.keep.values() for v in values), self.look.file.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question over all waves."""

    id: str
    text: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    is_tick: bool = False


def waves_of(looks: Sequence[Look]) -> list[list[Wave]]:
    """Files that are waves of one survey, together and in order of time."""
    groups: list[list[Look]] = []
    for look in looks:
        own = _asked(look)
        mine = next((g for g in groups if _is_alike(own, _asked(g[0]))), None)
        if mine is None:
            groups.append([look])
        else:
            mine.append(look)
    return [_in_time([w for look in group for w in _rounds(look)]) for group in groups]


def _asked(look: Look) -> set[str]:
    return {plain(said) for c in questions_in(look) for said in (c.text, c.name) if said}


def _is_alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _HALF * min(len(one), len(other)) > 0


def _rounds(look: Look) -> list[Wave]:
    """A file is one wave, or as many as it has events."""
    times = look.column(look.layout.reading.times) if look.layout.reading.times else None
    days = days_of(times) if times is not None else None
    event = look.column(_EVENT)
    if event is None or event.distinct < 2:  # noqa: PLR2004
        return [Wave(look=look, days=days)]
    names = [row for row in event.values if row]
    return [Wave(look=look, keep={_EVENT: [name]}) for name in names]


def _in_time(waves: list[Wave]) -> list[Wave]:
    return sorted(waves, key=lambda wave: in_order(wave.name, wave.days))


def questions_in(look: Look) -> list[Column]:
    """Columns that are answers: not about the record, not personal, not ticks by themselves."""
    reading = look.layout.reading
    about = reading.extras | set(reading.ids) | {reading.times}
    picked = [name for name in reading.derived if choice_of(name)[1]]
    return [
        column
        for column in look.columns
        if column.name not in about
        and not column.is_personal
        and column.filled
        and column.means != "student_id"
        and (column.name in picked or column.name not in reading.derived)
        and not _is_tick(column.name, reading.derived)
    ]


def _is_tick(name: str, derived: Collection[str]) -> bool:
    """A column of ticks that derived columns were made of: `Q4_1`, `Q4 - Choice`, `q4___1`."""
    stems = {name.rpartition("_")[0], name.partition(" - ")[0], name.partition("___")[0]}
    return name not in derived and bool(stems & set(derived))


def questions(waves: Sequence[Wave]) -> list[Question]:
    """The questions of a survey, each with its column in every wave.

    A question of several choices becomes one for each choice, which any wave can answer, whether
    it has a column for each or all in one cell.
    """
    derived = {name for wave in waves for name in wave.look.layout.reading.derived}
    choices = {plain(question) for question, choice in map(choice_of, derived) if choice}
    groups: list[list[Column]] = []
    by_name: dict[str, list[Column]] = {}
    for wave in waves:
        for column in questions_in(wave.look):
            said = [plain(one) for one in (column.text, column.name) if one]
            if said[0] in choices:
                continue
            # One wave may know a question by its code, another by its text, a third by both.
            group = next((by_name[one] for one in said if one in by_name), [])
            if not group:
                groups.append(group)
            group.append(column)
            by_name |= dict.fromkeys(said, group)
    taken: set[str] = set()
    made: list[Question] = []
    rounds = len({id(wave.look) for wave in waves})
    for columns in groups:
        if len(columns) < rounds:
            continue  # what was not asked in every wave cannot be compared
        text = next((c.text for c in columns if c.text), columns[0].name)
        names = tuple(dict.fromkeys(c.name for c in columns))
        several = _several([v for column in columns for v in column.values])
        if several:
            made += [
                _question(f"{text} [{one}]", [f"{n} [{one}]" for n in names], columns, taken)
                for one in several
            ]
        else:
            is_tick = any(choice_of(name)[1] and name in derived for name in names)
            made.append(_question(text, names, columns, taken, is_tick=is_tick))
    return made


def _question(
    text: str,
    names: Sequence[str],
    columns: Sequence[Column],
    taken: set[str],
    *,
    is_tick: bool = True,
) -> Question:
    return Question(
        id=slug(text, taken), text=text, names=tuple(names), columns=tuple(columns), is_tick=is_tick
    )


def _several(values: Sequence[str]) -> list[str]:
    """The choices of cells that hold several, or nothing where they hold one each.

    A choice may hold a comma itself: what no shorter choices make up is a choice of its own.
    """
    pieces = {part.strip() for value in values for part in value.split(";") if part.strip()}
    found: list[str] = []
    for piece in sorted(pieces, key=lambda one: (len(one), one)):
        if not _is_made_of(piece, found):
            found.append(piece)
    is_joined = len(found) < len(pieces) or any(";" in value for value in values)
    return sorted(found) if is_joined and len(found) <= _MANY else []


def _is_made_of(piece: str, choices: Sequence[str]) -> bool:
    return any(
        piece.startswith(f"{one}, ")
        and (piece[len(one) + 2 :] in choices or _is_made_of(piece[len(one) + 2 :], choices))
        for one in choices
    )


def slug(text: str, taken: set[str]) -> str:
    """A short name for a question, unlike those that are taken.

    >>> slug("I feel I belong at this school", set())
    'feel_belong_school'
    """
    question, choice = choice_of(text)
    words = re.findall(r"[a-z0-9]+", fold(choice or question))
    kept = [word for word in words if word not in _STOP] or words or ["item"]
    base = "_".join(kept[:3])[:40]
    base = base if base[0].isalpha() else f"q_{base}"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}_{n}", n + 1
    taken.add(name)
    return name


def item_of(question: Question, answers: dict[str, Any]) -> dict[str, Any]:
    """An item of the study file; a list of answers is added where it is a choice.

    Args:
        question: The question.
        answers: Lists of answers that the survey has so far, which may gain one.
    """
    names: object = question.names[0] if len(question.names) == 1 else Flow(list(question.names))
    item: dict[str, Any] = {"column": names}
    if question.text and question.text not in question.names:
        item["text"] = question.text
    if question.is_tick:
        return item | {"type": "number"}
    values = list(dict.fromkeys(v for column in question.columns for v in column.values))
    listed = _options(values)
    if listed is None:
        is_number = all(column.is_number for column in question.columns)
        return item | {"type": "number" if is_number else "text"}
    name, options, why = listed
    item["answers"] = _added(answers, name, options, why)
    if _NEGATIVE.search(question.text):
        item["reverse"] = Checked("yes", "agreeing seems to be the worse answer")
    return item


def _options(values: list[str]) -> tuple[str, list[list[str]], str] | None:
    """The list of answers that some values belong to, and what to check about it."""
    words = [v for v in values if not _CODED.fullmatch(v)]
    codes = sorted((v for v in values if _CODED.fullmatch(v)), key=_number)
    known = recognised(words)
    if known is not None:
        options = [list(option) for option in known[1]]
        first = 1 if not codes or _number(codes[0]) else 0
        if codes and _number(codes[-1]) - first < len(options):
            for code in codes:
                options[_number(code) - first].append(code)
            return known[0], options, "does each number stand for the answer beside it?"
        return (known[0], options, "") if not codes else None
    if not words and 2 <= len(codes) <= _MANY and _number(codes[-1]) <= _MANY:  # noqa: PLR2004
        low, high = _number(codes[0]), _number(codes[-1])
        mark = re.sub(r"\d+$", "", codes[0])
        options = [[f"{mark}{n}"] for n in range(min(low, 1), high + 1)]
        return f"codes{len(options)}", options, "write the answer that each code stands for"
    is_choice = not codes and 2 <= len(words) <= _MANY  # noqa: PLR2004
    if is_choice and max(map(len, words)) <= _LONG and not any("\n" in word for word in words):
        return "options", [[word] for word in words], "put the answers in order, least first"
    return None


def _number(code: str) -> int:
    return int(re.sub(r"\D", "", code))


def _added(answers: dict[str, Any], name: str, options: list[list[str]], why: str) -> str:
    """Takes a list into the survey's lists, joined with one of the same answers."""
    for known, (listed, reason) in answers.items():
        if known.startswith(name) and len(listed) == len(options):
            first = [{fold(s) for s in option} for option in listed]
            if all(first[i] & {fold(s) for s in o} for i, o in enumerate(options)):
                for i, option in enumerate(options):
                    listed[i] += [s for s in option if s not in listed[i]]
                answers[known] = (listed, reason or why)
                return known
    free, n = name, 2
    while free in answers:
        free, n = f"{name}_{n}", n + 1
    answers[free] = (options, why)
    return free


def scale_of(asked: Sequence[Question], items: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Items of one grid that share their answers, by a name for the scale."""
    grids: dict[tuple[str, str], list[str]] = {}
    for question in asked:
        names = [question.text, *question.names]
        grid = next((choice_of(name)[0] for name in names if choice_of(name)[1]), "")
        grid = grid or next((t.partition(" - ")[0] for t in names if " - " in t), "")
        answers = items[question.id].get("answers")
        if grid and answers and not question.is_tick:
            grids.setdefault((plain(grid), str(answers)), []).append(question.id)
    taken = set(items)
    return {slug(f"scale {grid}", taken): ids for (grid, _), ids in grids.items() if len(ids) > 1}
