"""From a view to bytes: the one template environment, the styles, the security policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report.marks import resolved, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.language import Language
    from pipeline.report.page import Frame

_HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The template environment: everything escaped, nothing undefined, no filters of ours.

    There is one, because it keeps the templates that it has compiled.
    """
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    template: str, styles: Sequence[str], page: object, words: Language, *, own: str = "en"
) -> bytes:
    """A page as one self-contained file.

    Args:
        template: Name of the template of the page.
        styles: Names of style sheets, in order.
        page: The view; it has a `frame`.
        words: The language of the page.
        own: The language of texts that have no translation.

    Returns:
        HTML in UTF-8, the same bytes for the same view.
    """
    frame: Frame = page.frame  # type: ignore[attr-defined]
    css = style_sheet(styles, unmarked(frame.title))
    html = (
        environment()
        .get_template(template)
        .render(
            page=page,
            words=words.text,
            css=Markup(css),  # noqa: S704 our own style sheets; the title in it is escaped
            css_hash=style_hash(css),
        )
    )
    lines = (line.rstrip() for line in resolved(html, own).splitlines())
    return "".join(f"{line}\n" for line in lines if line).encode()


def style_sheet(styles: Sequence[str], title: str) -> str:
    """The style sheets of a page, with its title in the foot of every printed page."""
    sheets = [(_HERE / "static" / f"{name}.css").read_text(encoding="utf-8") for name in styles]
    sheets.append(f'@page{{@bottom-left{{content:"{_css_text(title)}"}}}}')
    # the policy hashes these bytes, so no blank line may be lost between here and the page
    lines = [line.rstrip() for sheet in sheets for line in sheet.splitlines()]
    return "\n".join(line for line in lines if line)


def style_hash(css: str) -> str:
    """The hash by which the security policy admits the style sheet of a page."""
    digest = hashlib.sha256(css.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _css_text(words: str) -> str:
    """Any text inside a CSS string: everything but plain letters and digits is escaped."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in words)
