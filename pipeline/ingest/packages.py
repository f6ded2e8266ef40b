"""Files as a source names them: one by one, unpacked from an archive, or as a vendor's package."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from pipeline.ingest import archive, decode, delimited, headers
from pipeline.ingest.file_kinds import ARCHIVE_REFUSED, PACKAGE_REFUSED
from pipeline.ingest.files import SUFFIXES, RawFile
from pipeline.ingest.format import Member, Package, Reading
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.layout import Layout
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.ingest.archive import Opens
    from pipeline.problems import Collector
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
        if own and package.recognises(_members(own, source, only_heads=True)):
            return package
    return None


def _unfolded(
    package: Package, source: AnySource, found: Sequence[RawFile], problems: Collector
) -> Iterator[Layout]:
    members = _members(found, source)
    flat = package.unfolds(members, source.kind)  # type: ignore[attr-defined]
    if isinstance(flat, str):
        problems.add(PACKAGE_REFUSED, Place(file=found[0].shown), title=package.title, what=flat)
        return
    main = next(file for file in found if _stem(file) == flat.main)
    yield Layout(
        file=main,
        format=package.name,
        reading=Reading(
            headers=flat.headers,
            also=flat.also,
            personal=frozenset(flat.personal),
            ids=flat.ids,
        ),
        table=flat.records,
        aside=flat.aside,
        beside=tuple(file.name for file in found if file is not main),
    )


def _members(
    found: Sequence[RawFile], source: AnySource, *, only_heads: bool = False
) -> Mapping[str, Member]:
    read = (
        (_stem(file), _member(file.path, file.name, source, only_heads=only_heads))
        for file in found
    )
    return {stem: member for stem, member in read if member is not None}


def _stem(file: RawFile) -> str:
    return PurePosixPath(file.name).stem.lower()


def _member(path: Opens, name: str, source: AnySource, *, only_heads: bool) -> Member | None:
    encoding = decode.encoding_of(path, source.encoding)
    if encoding is None:
        return None
    try:
        shapes = delimited.shapes(
            path, encoding, declared=source.delimiter, header_row=1, expected=frozenset()
        )
        own = headers.cleaned(shapes[0].header)
        folded = [fold(header) for header in own]
        records = () if only_heads else delimited.records(path, encoding, shapes[0].delimiter)
        return Member(
            name=name,
            headers=own,
            records=tuple(
                (row, dict(zip(folded, (cell.strip() for cell in record), strict=False)))
                for row, record in enumerate(records, start=1)
                if row > 1 and any(cell.strip() for cell in record)
            ),
        )
    except (delimited.BrokenFileError, UnicodeError):
        return None


def fold(header: str) -> str:
    """A header without what vendors write differently from version to version.

    >>> fold("Student_ID"), fold("student id"), fold("sourcedId")
    ('studentid', 'studentid', 'sourcedid')
    """
    return re.sub(r"[\s_]+", "", header).lower()
