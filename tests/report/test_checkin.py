"""The monthly check-in: what it says of a month, from rows made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.evidence.design import ceiling
from pipeline.report.context import Context
from pipeline.report.pages.checkin.view import CheckinPage, build
from pipeline.report.prose import plain
from pipeline.report.words.en import ENGLISH
from pipeline.study.schema_reports import Checkin
from pipeline.tables.published import Figure, PublishedEntry, PublishedRow
from tests.report.pages import given

if TYPE_CHECKING:
    from collections.abc import Iterable


def row(
    name: str, month: str, shown: str = "", *, model: str = "", told: str = "", **more: str
) -> PublishedRow:
    figures = {"estimate": Figure(value=0.3, shown=shown)} if shown else {}
    figures |= {key: Figure(value=float(value.rstrip("%")), shown=value)
                for key, value in more.items()}  # fmt: skip
    text = {
        "outcome": name, "label": "Sessions helped", "analysis": "monthly", "model": model,
        "group": "all", "subgroup": "", "level": "", "period_before": "", "period_after": month,
        "unit": "%", "method": "activity", "effect_name": told, "evidence": "descriptive",
        "domain": "", "source": name.split(".", maxsplit=1)[0],
    }  # fmt: skip
    suffix = f"/{model}" if model else f"@{month}"
    return PublishedRow(id=f"{name}/monthly/all{suffix}", text=text, figures=figures,
                        status="published")  # fmt: skip


def entry(kind: str, day: str, title: str, **more: str) -> PublishedEntry:
    told = {"notes": "", "partner": "lakecc", "today": "2026-05-28"} | more
    return PublishedEntry(id=f"log/{day}", kind=kind, date=day, title=title, **told)


def made(rows: Iterable[PublishedRow] = (), entries: Iterable[PublishedEntry] = ()) -> CheckinPage:
    study, published = given("riverbend")
    asked = {"meeting": "2026-06-16", "decide": ["Keep the late bus."]}
    reports = study.reports.model_copy(update={"checkin": Checkin.model_validate(asked)})
    checked = study.model_copy(update={"reports": reports})
    published = replace(published, rows=(*published.rows, *rows), entries=tuple(entries))
    return build(
        Context.of(checked, published, ENGLISH, cards=(), ceiling=ceiling(checked), report_id="C-1")
    )


MONTHS = ("2026-03", "2026-04", "2026-05")


def taking_part(told: str) -> list[PublishedRow]:
    rows = [row("log.taking-part", month, "30%", n="203", n_after="60") for month in MONTHS]
    usual = row("log.taking-part", "2026-03", "30%", model="usual", told=told, conf_low="20%",
                conf_high="40%")  # fmt: skip
    return [*rows, usual]


def test_a_month_without_data_is_a_calm_page() -> None:
    page = made()
    assert plain(page.title) == "No month is over yet"
    assert page.tiles == ()
    assert plain(page.early).startswith("There are fewer than ten months")
    assert [plain(point.said) for point in page.points] == ["Keep the late bus."]


def test_a_signal_is_asked_as_a_question() -> None:
    page = made(taking_part("low"))
    assert plain(page.title) == "Taking part was below its usual range in May 2026"
    assert plain(page.points[1].said) == (
        "Taking part: below the usual range in May 2026. What changed?"
    )
    assert page.charts[0].id == "fig-month-log-taking-part"


def test_a_usual_month_asks_nothing() -> None:
    page = made(taking_part("steady"))
    assert plain(page.title) == "Taking part stayed within its usual range in May 2026"
    assert len(page.points) == 1
    assert "The usual range is 20% to 40%." in plain(page.tiles[0].said)


def test_what_is_late_is_late_by_the_day_of_the_log() -> None:
    late = entry("decision", "2026-04-01", "Order bus passes", due="2026-05-02", done="")
    open_ = entry("decision", "2026-05-01", "Find a room", due="2026-06-02", done="")
    done = entry("decision", "2026-05-02", "Print letters", due="2026-05-20", done="2026-05-19")
    page = made(taking_part("steady"), [late, open_, done])
    assert page.actions is not None
    shown = {plain(r.head): r.cells[-1].chip.words for r in page.actions.rows if r.cells[-1].chip}
    assert shown == {"Order bus passes": "Late", "Find a room": "Open"}
    assert "One action is late." in [plain(point.said) for point in page.points]


def test_what_was_hard_and_what_was_changed_stand_beside_what_went_well() -> None:
    page = made(taking_part("steady"), [
        entry("challenge", "2026-04-02", "Buses leave early", notes="A second bus runs."),
        entry("challenge", "2026-05-02", "News comes late"),
        entry("challenge", "2025-01-02", "Long ago"),
        entry("recognition", "2026-05-20", "Thanks to mentors"),
    ])  # fmt: skip
    hard = [plain(line) for line in page.hard]
    assert hard == ["Buses leave early. What was changed: A second bus runs.", "News comes late."]
    assert plain(page.well[0]) == "Thanks to mentors."
    assert "News comes late" in [plain(point.said) for point in page.points]


def test_a_hidden_month_of_answers_keeps_its_row() -> None:
    rows = [row("voice.helped", month, "70%" if month < "2026-05" else "") for month in MONTHS]
    page = made([*taking_part("steady"), *rows])
    assert page.feedback is not None
    assert plain(page.feedback.rows[0].cells[0].said) == "[c]"
