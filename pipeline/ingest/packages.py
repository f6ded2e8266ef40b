"""Files as a source names them: one by one, unpacked from an archive, or as a vendor's package."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.ingest import archive, decode, delimited, headers
from pipeline.ingest.file_kinds import ARCHIVE_REFUSED, BROKEN, PACKAGE_REFUSED, UNREADABLE
from pipeline.ingest.files import SUFFIXES, RawFile
from pipeline.ingest.format import Member, Package, Reading
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.layout import Layout
from pipeline.ingest.naming import is_of_names, words_of
from pipeline.ingest.vendor_kinds import RAGGED_MEMBER
from pipeline.problems import Collector, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.study.schema import AnySource

PACKAGES: Final = tuple(form for form in FORMATS if isinstance(form, Package))
_TEXT: Final = (".csv", ".txt", ".tsv")


def opened(
    found: Sequence[RawFile], source: AnySource, problems: Collector
) -> Iterator[RawFile | Layout]:
    """The files of a source, each as it is to be looked at: a plain file, or a whole package.

    Args:
        found: The files that the source names.
        source: What the study file declares.
        problems: Where what cannot be opened is told of.
    """
    plain = [file for file in found if file.suffix != ".zip"]
    package = _recognised(source, plain)
    if package is not None:
        own = [file for file in plain if _stem(file) in package.members]
        yield from _unfolded(package, source, own, problems)
        yield from (file for file in plain if file not in own)
    else:
        yield from plain
    for file in found:
        if file.suffix == ".zip":
            yield from _archive(file, source, problems)


def _archive(file: RawFile, source: AnySource, problems: Collector) -> Iterator[RawFile | Layout]:
    place = Place(file=file.shown)
    try:
        packed = archive.members(file.disk, tuple(s for s in SUFFIXES if s != ".zip"))
    except archive.RefusedArchiveError as refused:
        problems.add(ARCHIVE_REFUSED, place, what=str(refused))
        return
    inside = [
        RawFile(path=one, name=f"{file.name}/{one.name}", shown=f"{file.shown}/{one.name}")
        for one in packed
    ]
    package = _recognised(source, inside)
    if package is not None:
        own = [one for one in inside if _stem(one) in package.members]
        yield from _unfolded(package, source, own, problems)
    elif len(inside) == 1:
        yield inside[0]
    else:
        held = headers.listed([one.name for one in packed]) or "no export"
        problems.add(ARCHIVE_REFUSED, place, what=f"an archive with {held}")


def _recognised(source: AnySource, found: Sequence[RawFile]) -> Package | None:
    """The vendor's package that some files are; only their heads are read."""
    kind = getattr(source, "kind", "")
    asked = [p for p in PACKAGES if source.format in {"auto", p.name} and kind in p.kinds]
    for package in asked:
        own = [f for f in found if f.suffix in _TEXT and _stem(f) in package.members]
        if own and package.recognises(_members(own, source, Collector(), only_heads=True)):
            return package
    return None


def _unfolded(
    package: Package, source: AnySource, found: Sequence[RawFile], problems: Collector
) -> Iterator[Layout]:
    told = len(problems.found)
    members = _members(found, source, problems)
    if len(problems.found) > told:
        return  # a package of which one file cannot be read is none
    flat = package.unfolds(members, source.kind)  # type: ignore[attr-defined]
    if isinstance(flat, str):
        problems.add(PACKAGE_REFUSED, Place(file=found[0].shown), title=package.title, what=flat)
        return
    main = next(file for file in found if _stem(file) == flat.main)
    for file in found:
        for row, cells in members[_stem(file)].ragged if file is not main else ():
            problems.add(RAGGED_MEMBER, Place(file=file.shown, row=row), value=cells)
    ragged = [(row, RAGGED_MEMBER, str(cells)) for row, cells in members[flat.main].ragged]
    yield Layout(
        file=main,
        format=package.name,
        reading=Reading(
            headers=flat.headers,
            also=flat.also,
            personal=frozenset(flat.personal),
            ids=flat.ids,
            names=_names(members, frozenset(flat.personal)),
        ),
        table=flat.records,
        aside=(*ragged, *flat.aside),
        beside=tuple(file.name for file in found if file is not main),
    )


def _names(members: Mapping[str, Member], personal: frozenset[str]) -> frozenset[str]:
    """Words of the names in all members; the flat table has no column of names any more."""
    columns = {
        stem: [fold(h) for h in member.headers if is_of_names(h, personal)]
        for stem, member in members.items()
    }
    values = {
        record.get(header, "")
        for stem, headers_ in columns.items()
        if headers_
        for _, record in members[stem].records
        for header in headers_
    }
    return frozenset(word for value in values for word in words_of(value))


def _members(
    found: Sequence[RawFile], source: AnySource, problems: Collector, *, only_heads: bool = False
) -> Mapping[str, Member]:
    """The tables of a package by stem; what cannot be read is told of."""
    read: dict[str, Member] = {}
    for file in found:
        try:
            member = _member(file, source, only_heads=only_heads)
        except delimited.BrokenFileError as broken:
            problems.add(BROKEN, Place(file=file.shown, row=broken.row), what=broken.what)
            continue
        except UnicodeError:
            what = "text that ends in the middle of a character"
            problems.add(BROKEN, Place(file=file.shown), what=what)
            continue
        if member is None:
            tried = source.encoding or "any of its likely encodings"
            problems.add(UNREADABLE, Place(file=file.shown), tried=tried)
            continue
        read[_stem(file)] = member
    return read


def _stem(file: RawFile) -> str:
    return PurePosixPath(file.name).stem.lower()


def _member(file: RawFile, source: AnySource, *, only_heads: bool) -> Member | None:
    path = file.path
    encoding = decode.encoding_of(path, source.encoding)
    if encoding is None:
        return None
    shapes = delimited.shapes(
        path, encoding, declared=source.delimiter, header_row=1, expected=frozenset()
    )
    own = headers.cleaned(shapes[0].header)
    folded = [fold(header) for header in own]
    every = () if only_heads else delimited.records(path, encoding, shapes[0].delimiter)
    filled = [
        (row, record)
        for row, record in enumerate(every, start=1)
        if row > 1 and any(cell.strip() for cell in record)
    ]
    even = [(row, r) for row, r in filled if _is_even(r, len(own))]
    return Member(
        name=file.name,
        headers=own,
        records=tuple(
            (row, dict(zip(folded, (cell.strip() for cell in record), strict=False)))
            for row, record in even
        ),
        ragged=tuple((row, len(r)) for row, r in filled if not _is_even(r, len(own))),
    )


def _is_even(record: Sequence[str], width: int) -> bool:
    """As wide as the header, but for unnamed columns at its end that are empty."""
    return len(record) >= width and not any(cell.strip() for cell in record[width:])


def fold(header: str) -> str:
    """A header without what vendors write differently from version to version.

    >>> fold("Student_ID"), fold("student id"), fold("sourcedId")
    ('studentid', 'studentid', 'sourcedid')
    """
    return re.sub(r"[\s_]+", "", header).lower()
