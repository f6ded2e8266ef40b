"""What happens to exports on their way: saved again, cut, renamed, in other languages."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.engine.session import Session, quoted
from pipeline.ingest import cells
from pipeline.ingest.choices import picked
from pipeline.ingest.files import RawFile
from pipeline.ingest.format import Format, Head
from pipeline.ingest.formats import FORMATS, qualtrics, redcap
from pipeline.ingest.layout import Layout
from pipeline.ingest.loading import Ask, record_load
from pipeline.problems import Collector
from tests.exports import AGREE, BELONG, FALL, HELPED, HOURS, KNOW, OUTSIDER, SPRING, answers
from tests.ingest.formats.test_survey_exports import EXPORTS, content

ONE = """\
  climate:
    kind: survey
    format: {form}
    link: {link}
    waves: [{{period: "2023", files: {file}}}, {{period: "2025", files: again.csv}}]
    answers: {{agree: [{listed}]}}
    items:
      belong: {{column: "{belong}", answers: agree}}
      know: {{column: "{know}", answers: agree}}
      hours: {{column: "{hours}", type: number}}
"""
OUTCOME = "  belong: {label: Belonging, from: climate.belong, type: ordinal, better: higher}\n"
LISTED = ", ".join(f'[{said}, "{n}", A{n}]' for n, said in enumerate(AGREE, start=1))


def go(run: Any, name: str, export: bytes, *, form: str = "auto", **changes: str) -> Any:
    given = {
        "form": form,
        "link": "ExternalReference",
        "file": name,
        "listed": LISTED,
        "belong": BELONG,
        "know": KNOW,
        "hours": HOURS,
    }
    files = {name: export, "again.csv": changes.pop("again", content("qualtrics", "spring.csv"))}
    return run(ONE.format(**(given | changes)), files, outcomes=OUTCOME, roster="")


def belongs(done: Any, period: str) -> list[float]:
    found = [r for r in done.table("responses") if r["item"] == "belong" and r["period"] == period]
    return sorted(r["value"] for r in found)


def expected(wave: int) -> list[float]:
    return sorted(float(a.belong) for a in answers(wave) if a.belong is not None)


def records(export: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.decode(encoding), newline="")))


def saved_by_a_spreadsheet(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([int(c) if c.isdecimal() else c or None for c in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_export_that_a_spreadsheet_saved_again_reads_alike(run: Any) -> None:
    rows = records(content("qualtrics", "fall.csv"))
    done = go(run, "fall.xlsx", saved_by_a_spreadsheet(rows))
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert belongs(done, "2023") == expected(FALL)
    assert done.file("fall.xlsx")["rows_set_aside"] == 3


def test_semicolons_in_place_of_commas_change_nothing(run: Any) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(records(content("qualtrics", "fall.csv")))
    done = go(run, "fall.csv", out.getvalue().encode("cp1252"))
    assert belongs(done, "2023") == expected(FALL)


def test_the_tab_separated_export_in_utf_16_reads_alike(run: Any) -> None:
    export = (EXPORTS / "qualtrics-older" / "spring.tsv").read_bytes()
    done = go(run, "spring.tsv", export)
    assert belongs(done, "2023") == expected(SPRING)
    assert done.file("spring.tsv")["encoding"] == "UTF-16"


def test_the_export_of_years_ago_has_two_rows_of_headers(run: Any) -> None:
    export = (EXPORTS / "qualtrics-older" / "legacy.csv").read_bytes()
    done = go(
        run,
        "legacy.csv",
        export,
        link="ExternalDataReference",
        know="Q2_1",
        again=export,  # type: ignore[arg-type]
    )
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert belongs(done, "2023") == expected(FALL)
    assert done.file("legacy.csv")["format"] == "qualtrics"


@pytest.mark.parametrize("lost", [1, 2])
def test_an_export_that_lost_a_row_of_headers_is_not_misread(run: Any, lost: int) -> None:
    rows = records(content("qualtrics", "fall.csv"))
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows[:lost] + rows[lost + 1 :])
    done = go(run, "fall.csv", out.getvalue().encode(), form="qualtrics")
    assert done.has_stopped
    assert "found no export of Qualtrics" in done.told("D051")[0]
    assert "three header rows" in done.told("D051")[0]


def test_questions_with_markup_are_known_by_their_words() -> None:
    rows = records(content("qualtrics", "spring.csv"))
    reading = qualtrics.FORMAT.reads(Head(name="x.csv", records=rows[:50]))
    assert HOURS in reading.also["Q4"]
    assert f"How much do you agree? [{OUTSIDER}]" in reading.also["Q2_2"]
    assert set(reading.derived) >= {f"{HELPED} [Tutoring]", HELPED, "Q3"}
    assert reading.personal >= {"IPAddress", "RecipientEmail", "LocationLatitude"}


@pytest.mark.parametrize(
    ("cell", "choice", "said"),
    [
        ("Tutoring; Mentoring", "Mentoring", "1"),
        ("Tutoring;Mentoring;", "mentoring", "1"),
        ("Tutoring, Clubs, sports and arts", "Clubs, sports and arts", "1"),
        ("Clubs, sports and arts", "Tutoring", "0"),
        ("Mentoring circles", "Mentoring", "0"),
        ("Math (all)", "Math (all)", "1"),
        ("a|b", "a|b", "1"),
        ("", "Tutoring", None),
        ("  ", "Tutoring", None),
    ],
)
def test_one_choice_of_a_cell_of_several(cell: str, choice: str, said: str | None) -> None:
    with Session() as session:
        query = f"SELECT {picked('t', choice)} FROM (SELECT {quoted(cell)} AS t)"  # noqa: S608
        assert session.one(query) == said


def test_labels_of_redcap_name_the_same_boxes() -> None:
    head = ["Record ID", "Event Name", f"{HELPED} (choice=Tutoring)", f"{HELPED} (choice=Clubs)",
            "Complete?", "Survey Identifier", "Complete?"]  # fmt: skip
    rows = [head, ["1", "Fall", "Checked", "Unchecked", "Complete", "", "Incomplete"]]
    one = Head(name="x.csv", records=rows)
    assert redcap.FORMAT.recognises(one)
    reading = redcap.FORMAT.reads(one)
    assert set(reading.derived) == {f"{HELPED} [Tutoring]", f"{HELPED} [Clubs]", HELPED}
    assert reading.headers[-1] == "Complete? 2"
    assert reading.left_out == ()  # with two forms nobody knows which one counts


PLAIN: tuple[list[list[str]], ...] = (
    [["Timestamp", "Score"], ["not a time", "5"]],
    [["ID", "Name", "Email"], ["1", "x", "y"]],
    [["id", "date", "value"], ["1", "2023-01-01", "5"]],
    [["Student ID", "School", "Grade"], ["0001", "North", "9"]],
    [["record_id", "complete"], ["1", "2"]],
    [[""]],
    [],
)


@pytest.mark.parametrize("rows", PLAIN)
def test_a_plain_table_is_no_vendor_s_export(rows: list[list[str]]) -> None:
    head = Head(name="x.csv", records=rows)
    assert [f.name for f in FORMATS if isinstance(f, Format) and f.recognises(head)] == []


@pytest.mark.parametrize(
    "head",
    [
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "¿Qué?"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Quoi ?"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Was?"],
        ["ID", "Hora de início", "Hora de conclusão", "Email", "Nome", "O quê?"],
    ],
)
def test_microsoft_forms_speaks_several_languages(head: list[str]) -> None:
    one = Head(name="x.xlsx", records=[head, ["1", "a", "b", "c", "d", "e"]])
    (form,) = [f for f in FORMATS if isinstance(f, Format) and f.recognises(one)]
    reading = form.reads(one)
    assert form.name == "microsoft-forms"
    assert reading.personal == {head[3], head[4]}
    assert head[5] not in reading.extras


def test_one_choice_among_many_boxes_is_no_query_that_grows_without_end() -> None:
    """Each use of the derived cell once wrote out all its columns again, in the hundreds."""
    head = [f"{HELPED} (choice=Way {n})" for n in range(60)]
    ticks = [["Checked" if n == row else "Unchecked" for n in range(60)] for row in range(3)]
    rows = [["Record ID", *head], *([str(i), *row] for i, row in enumerate(ticks))]
    reading = redcap.FORMAT.reads(Head(name="x.csv", records=rows))
    layout = Layout(
        file=RawFile(path=Path("x.csv"), name="x.csv", shown="x.csv"),
        format="redcap",
        reading=reading,
        table=list(enumerate(rows[1:], start=2)),
    )
    asked = {"known": f"{HELPED} [Way 1]", "other": f"{HELPED} [No such way]", "all": HELPED}
    select = {name: cells.present(layout.cell(header), ()) for name, header in asked.items()}
    ask, problems = Ask(select), Collector()
    assert len(ask.over(layout, "t", {}, with_row=True)) < 100_000
    with Session() as session:
        loaded = record_load(session, layout, ask=ask, into="t", problems=problems)
        assert loaded is not None
        found = session.tuples('SELECT known, other, "all" FROM t ORDER BY row')
    assert found == [("0", "0", "Way 0"), ("1", "0", "Way 1"), ("0", "0", "Way 2")]
