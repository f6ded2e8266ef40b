"""What every page has around its content: title, banner, foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.glossary import PLAIN, TERMS, terms
from pipeline.report.page import Frame
from pipeline.report.prose import Text, plain
from pipeline.report.tongues import others

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose


def frame(context: Context, page: str, *, description: str) -> Frame:
    """The frame of a page of one study."""
    words, about = context.words, context.study.study
    return Frame(
        language=words.code,
        title=plain(words.say(f"{page}.page_title", study=about.title)),
        description=description,
        banner=words.text("frame.synthetic") if about.synthetic else "",
        skip=words.text(f"{page}.skip"),
        foot=_foot(context, page),
        terms=terms(words, TERMS if page == "evaluation" else PLAIN),
        others=others(context.study, page, words.code),
        others_label=words.text("frame.languages"),
    )


def _foot(context: Context, page: str) -> tuple[Prose, ...]:
    words, about = context.words, context.study.study
    said = [
        words.say(
            f"{page}.foot",
            minimum=str(context.published.minimum_n),
            people=context.people,
            as_of=context.published.as_of,
            report=context.report_id,
        )
    ]
    if about.contact:
        said.append(words.say("frame.contact", contact=Text(words=about.contact, role="name")))
    if about.attribution:
        said.append((Text(words=about.attribution, role="promise"),))
    return tuple(said)
