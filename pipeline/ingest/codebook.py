"""What the codes of a survey mean: REDCap's data dictionary, or a plain list of codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.cells import fold
from pipeline.ingest.delimited import BrokenFileError
from pipeline.ingest.file_kinds import NO_CODEBOOK
from pipeline.ingest.files import find
from pipeline.ingest.headers import plain
from pipeline.ingest.layout import records_of, text_layout
from pipeline.ingest.questions import called, spoken
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import Survey

_DICTIONARY: Final = {
    "name": ("variable / field name", "field_name"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": (
        "choices, calculations, or slider labels",
        "choices or calculations",
        "select_choices_or_calculations",
    ),
    "identifier": ("identifier?", "identifier"),
}
_PLAIN: Final = ("column", "code", "label")
_CHOICES: Final = {"radio", "dropdown", "checkbox"}
_YES_NO: Final = {"yesno": ("No", "Yes"), "truefalse": ("False", "True")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One column of an export, as its codebook describes it.

    Attributes:
        label: The question.
        options: Code and label of each answer, in order.
        is_personal: It names a person.
        is_boxes: Each choice has a column of its own.
    """

    label: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_personal: bool = False
    is_boxes: bool = False


Codebook = dict[str, Entry]


def read_codebook(intake: Intake, source: Survey) -> Codebook | None:
    """The codebook of a survey by column; None where it names none or it cannot be read."""
    if source.codebook is None:
        return None
    for file in find(intake.folder, (source.codebook,), intake.problems):
        as_it_is = source.model_copy(update=_AS_IT_IS)
        layout = text_layout(file, as_it_is, frozenset(), intake.problems)
        found = _of_file(layout) if layout is not None else None
        if layout is not None and found is None:
            intake.problems.add(NO_CODEBOOK, Place(file=file.shown))
        return found
    return None


def _of_file(layout: Layout) -> Codebook | None:
    try:
        return _of_records(list(records_of(layout)))
    except BrokenFileError:
        return None


_AS_IT_IS: Final = {"format": "csv", "header_row": 1, "delimiter": None}


def described(layout: Layout, book: Codebook) -> Layout:
    """The same file, whose columns answer to their questions and whose boxes have labels."""
    reading = layout.reading
    also = dict(reading.also)
    derived = dict(reading.derived)
    for column, entry in book.items():
        if column in reading.headers and entry.label:
            also[column] = (*also.get(column, ()), entry.label)
        for code, label in entry.options if entry.is_boxes else ():
            box = derived.get(called(column, code))
            if box is not None:
                derived[called(column, label)] = box
                derived[called(entry.label or column, label)] = box
    personal = {column for column, entry in book.items() if entry.is_personal}
    known = reading.personal | (personal & set(reading.headers))
    reading = replace(reading, also=also, derived=derived, personal=known)
    return replace(layout, reading=reading)


def with_codes(source: Survey, book: Codebook) -> Survey:
    """The survey with the codes of the codebook beside the labels of its answers.

    A choice without `answers:` takes its options from the codebook, in their order there.
    """
    answers = {name: tuple(tuple(option) for option in o) for name, o in source.answers.items()}
    items = {}
    by_label = {plain(entry.label): entry for entry in book.values() if entry.label}
    for name, item in source.items.items():
        columns = (item.column,) if isinstance(item.column, str) else item.column
        entry = next((e for c in columns if (e := book.get(c) or by_label.get(plain(c)))), None)
        if entry is None or not entry.options or item.type != "choice":
            items[name] = item
            continue
        listed = f"codebook of {name}"
        given = answers.get(item.answers or "")
        answers[listed] = _merged(given, entry.options)
        items[name] = item.model_copy(update={"answers": listed})
    return source.model_copy(update={"answers": answers, "items": items})


def _merged(
    given: Sequence[tuple[str, ...]] | None, options: Sequence[tuple[str, str]]
) -> tuple[tuple[str, ...], ...]:
    """Options in order, each with every spelling: those of the study file, and the codes."""
    if given is None:
        return tuple((label, code) for code, label in options)
    code_of = {fold(label): code for code, label in options}
    merged = []
    for option in given:
        codes = [code_of[fold(s)] for s in option if fold(s) in code_of]
        merged.append(tuple(dict.fromkeys([*option, *codes])))
    return tuple(merged)


def _of_records(records: list[list[str]]) -> Codebook | None:
    if not records:
        return None
    head = [plain(cell) for cell in headers.cleaned(records[0])]
    at = {part: _place(head, spellings) for part, spellings in _DICTIONARY.items()}
    name, choices = at["name"], at["choices"]
    if name is not None and choices is not None:
        return _of_dictionary(records[1:], {k: v for k, v in at.items() if v is not None})
    if all(part in head for part in _PLAIN):
        return _of_list(records[1:], [head.index(part) for part in _PLAIN])
    return None


def _place(head: Sequence[str], spellings: Sequence[str]) -> int | None:
    return next((head.index(one) for one in spellings if one in head), None)


def _of_dictionary(records: Sequence[Sequence[str]], at: Mapping[str, int]) -> Codebook:
    book: Codebook = {}
    for record in records:
        said = {part: record[i].strip() if i < len(record) else "" for part, i in at.items()}
        if not said["name"]:
            continue
        kind = said.get("type", "").lower()
        options = _options(said["choices"]) if kind in _CHOICES or not kind else ()
        if kind in _YES_NO:
            options = tuple((str(n), label) for n, label in enumerate(_YES_NO[kind]))
        book[said["name"]] = Entry(
            label=spoken(said.get("label", "")),
            options=options,
            is_personal=said.get("identifier", "").lower() in {"y", "yes", "1"},
            is_boxes=kind == "checkbox",
        )
    return book


def _options(text: str) -> tuple[tuple[str, str], ...]:
    """Codes and labels as REDCap writes them.

    >>> _options("1, Never | 2, Now, and then")
    (('1', 'Never'), ('2', 'Now, and then'))
    """
    pairs = (part.partition(",") for part in text.split("|"))
    return tuple((c.strip(), spoken(label)) for c, mark, label in pairs if mark and c.strip())


def _of_list(records: Sequence[Sequence[str]], at: Sequence[int]) -> Codebook:
    book: Codebook = {}
    for record in records:
        column, code, label = (record[i].strip() if i < len(record) else "" for i in at)
        if column and code:
            known = book.get(column, Entry()).options
            book[column] = Entry(options=(*known, (code, label)))
    return book
