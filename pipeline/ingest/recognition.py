"""Whose export a file is: the vendor's format that recognises its beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Head, Reading
from pipeline.ingest.formats import FORMATS
from pipeline.study.parts import PLAIN_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.delimited import Shape
    from pipeline.ingest.files import RawFile
    from pipeline.study.schema import AnySource


def read_as(
    file: RawFile, source: AnySource, shapes: Sequence[Shape]
) -> tuple[Shape, str, Reading]:
    """The cut of a file in which a vendor's format is recognised, else the likeliest."""
    for shape in shapes:
        found = recognised(source, Head(name=file.name, records=shape.records))
        if found is not None:
            return shape, found[0].name, found[1]
    shape = shapes[0]
    plain = Reading(header_at=shape.header_at or 0, headers=headers.cleaned(shape.header))
    return shape, "", plain


def recognised(source: AnySource, head: Head) -> tuple[Format, Reading] | None:
    """The vendor's format of a file and how to take it; None where it is a plain table."""
    kind = getattr(source, "kind", "")
    if source.header_row is not None or source.format in PLAIN_FORMATS[1:]:
        return None
    for form in FORMATS:
        is_asked = source.format in {"auto", form.name} and kind in form.kinds
        if isinstance(form, Format) and is_asked and form.recognises(head):
            return form, form.reads(head)
    return None
