"""One survey as six vendors export it reads as the same answers, from the files untouched."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.format import Format, Head
from pipeline.ingest.formats import FORMATS
from pipeline.study.parts import FORMATS as NAMED
from tests.exports import (
    AGREE,
    BELONG,
    CHOICES,
    ELSE,
    FALL,
    HELPED,
    HOURS,
    KNOW,
    NONE,
    OUTSIDER,
    SPRING,
    answers,
)

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
PERIODS = {FALL: "2023", SPRING: "2025"}
LINK = {
    "qualtrics": "ExternalReference",
    "surveymonkey": "Custom Data 1",
    "google-forms": "Student ID",
    "microsoft-forms": "Student ID",
    "limesurvey": "token",
    "redcap": "student_id",
}
FILES = {
    "qualtrics": ("fall.csv", "spring.csv"),
    "surveymonkey": ("fall.csv", "spring.csv"),
    "google-forms": ("fall.csv", "spring.csv"),
    "microsoft-forms": ("fall.xlsx", "spring.xlsx"),
    "limesurvey": ("fall.csv", "spring.csv"),
    "redcap": ("records.csv", "records.csv"),
}
CODES = {
    "belong": "Q1", "know": "Q2[SQ001]", "outsider": "Q2[SQ002]", "tutoring": "Q3[SQ001]",
    "mentoring": "Q3[SQ002]", "clubs": "Q3[SQ003]", "none": "Q3[SQ004]", "hours": "Q4",
    "more_text": "Q5",
}  # fmt: skip
"""LimeSurvey's fall wave has heads of codes alone."""
LISTED = ", ".join(f'[{said}, "{n}", A{n}]' for n, said in enumerate(AGREE, start=1))
SURVEY = """\
  climate:
    kind: survey
    format: {format}
{more}    link: {link}
    waves:
      - {{period: "2023", files: {fall}{keep_fall}}}
      - {{period: "2025", files: {spring}{keep_spring}}}
    answers:
      agree: [{listed}]
    items:
      belong: {{column: {belong}, answers: agree}}
      know: {{column: {know}, answers: agree}}
      outsider: {{column: {outsider}, answers: agree, reverse: true}}
      tutoring: {{column: {tutoring}, type: number}}
      mentoring: {{column: {mentoring}, type: number}}
      clubs: {{column: {clubs}, type: number}}
      none: {{column: {none}, type: number}}
      hours: {{column: {hours}, type: number}}
      more: {{column: {more_text}, type: text}}
    scales:
      climate: {{items: [belong, know, outsider]}}
"""
OUTCOMES = """\
  belong: {label: Belonging, from: climate.belong, type: ordinal, better: higher}
  know: {label: Known, from: climate.know, type: ordinal, better: higher}
  outsider: {label: Outsider, from: climate.outsider, type: ordinal, better: higher}
  tutoring: {label: Tutoring, from: climate.tutoring, type: binary, better: higher}
  mentoring: {label: Mentoring, from: climate.mentoring, type: binary, better: higher}
  clubs: {label: Clubs, from: climate.clubs, type: binary, better: higher}
  none: {label: None, from: climate.none, type: binary, better: lower}
  hours: {label: Reading, from: climate.hours, type: continuous, better: higher, range: [0, 60]}
"""


def content(vendor: str, name: str) -> bytes:
    return (EXPORTS / vendor / name).read_bytes()


def survey(vendor: str, **changes: str) -> str:
    fall, spring = FILES[vendor]
    is_redcap = vendor == "redcap"
    given = {
        "format": "auto",
        "more": "    codebook: dictionary.csv\n" if is_redcap else "",
        "link": LINK[vendor],
        "fall": fall,
        "spring": spring,
        "keep_fall": ", keep: {redcap_event_name: [fall_arm_1]}" if is_redcap else "",
        "keep_spring": ", keep: {redcap_event_name: [spring_arm_1]}" if is_redcap else "",
        "listed": LISTED,
        "belong": BELONG,
        "know": KNOW,
        "outsider": OUTSIDER,
        "tutoring": f"{HELPED} [{CHOICES[0]}]",
        "mentoring": f"{HELPED} [{CHOICES[1]}]",
        "clubs": f"{HELPED} [{CHOICES[2]}]",
        "none": f"{HELPED} [{NONE}]",
        "hours": HOURS,
        "more_text": ELSE,
    }
    given |= {
        part: json.dumps([CODES[part], given[part]] if vendor == "limesurvey" else given[part])
        for part in CODES
    }
    return SURVEY.format(**(given | changes))


def study(run: Any, vendor: str, **changes: str) -> Any:
    names = {*FILES[vendor], *(["dictionary.csv"] if vendor == "redcap" else [])}
    files = {name: content(vendor, name) for name in names}
    return run(survey(vendor, **changes), files, outcomes=OUTCOMES)


def respondents(done: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """Answers by row in the file's order: (period, respondent) to item values."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in done.table("responses"):
        found.setdefault((one["period"], one["respondent"]), {})[one["item"]] = one["value"]
    return found


def expected(wave: int) -> list[dict[str, Any]]:
    """What the answers of a wave must be read as, for each student."""
    found = []
    for a in answers(wave):
        ticks = {
            name: float(choice in a.picks)
            for name, choice in zip(
                ("tutoring", "mentoring", "clubs", "none"), (*CHOICES, NONE), strict=True
            )
        }
        item = {"belong": a.belong, "know": a.know, "outsider": 6 - a.outsider, "hours": a.hours}
        said: dict[str, Any] = {k: float(v) for k, v in item.items() if v is not None} | ticks
        if a.text:
            said["more"] = None
        found.append(said)
    return found


@pytest.mark.parametrize("vendor", FILES)
def test_both_waves_read_as_the_answers_that_were_given(run: Any, vendor: str) -> None:
    done = study(run, vendor)
    assert not done.has_stopped, [str(p) for p in done.problems]
    found = respondents(done)
    for wave, period in PERIODS.items():
        mine = [said for (of, _), said in found.items() if of == period]
        assert sorted(map(sorted_items, mine)) == sorted(map(sorted_items, expected(wave)))


def sorted_items(said: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((item, str(value)) for item, value in said.items())


@pytest.mark.parametrize("vendor", FILES)
def test_the_same_people_stand_in_both_waves(run: Any, vendor: str) -> None:
    done = study(run, vendor)
    both = [p for p in done.table("pairs") if None not in {p["before"], p["after"]}]
    codes = {m["name"]: m["code"] for m in done.table("measures")}
    pairs = [p for p in both if p["measure"] == codes["climate.know"]]
    spring = [a.know for a in answers(SPRING)]
    wanted = sorted(zip([a.know for a in answers(FALL)], spring, strict=False))
    assert sorted((p["before"], p["after"]) for p in pairs) == wanted


@pytest.mark.parametrize("vendor", FILES)
def test_rows_that_are_nobody_s_answers_are_counted_by_reason(run: Any, vendor: str) -> None:
    done = study(run, vendor)
    files = [f for f in done.table("files") if f["source"] == "climate"]
    assert [f["rows_used"] for f in files] == [len(answers(FALL)), len(answers(SPRING))]
    for file in files:
        mine = [
            a
            for a in done.table("accounts")
            if a["source"] == "climate" and a["period"] == file["period"] and not a["analysis"]
        ]
        assert sum(a["rows"] for a in mine) == file["rows_read"]
        assert all(a["reason"] for a in mine if a["fate"] == "set-aside")


def test_a_vendor_s_export_is_named_in_the_table_of_files(run: Any) -> None:
    done = study(run, "qualtrics")
    assert [f["format"] for f in done.table("files") if f["source"] == "climate"] == [
        "qualtrics",
        "qualtrics",
    ]
    reasons = {a["reason"]: a["rows"] for a in done.table("accounts") if a["fate"] == "set-aside"}
    assert reasons == {"preview or test": 1, "unfinished response": 2}


def test_three_vendors_give_the_same_pairs(run: Any) -> None:
    runs = [study(run, v) for v in ("qualtrics", "surveymonkey", "microsoft-forms")]
    for table in ("measures", "waves"):
        assert runs[0].table(table) == runs[1].table(table) == runs[2].table(table)
    values = [sorted((p["measure"], p["before"] or -1, p["after"] or -1) for p in r.table("pairs"))
              for r in runs]  # fmt: skip
    assert values[0] == values[1] == values[2]


@pytest.mark.parametrize("vendor", FILES)
def test_personal_columns_are_told_and_their_values_stay_in_the_file(run: Any, vendor: str) -> None:
    done = study(run, vendor)
    everything = "\n".join(map(str, done.problems))
    for name in ("quarantine", "responses", "students", "files", "accounts"):
        everything += str(done.table(name))
    for canary in ("192.0.2.", "school.example", "Last3", "First3", "555-01", "Student 3"):
        assert canary not in everything
    if vendor != "google-forms":
        assert vendor == "surveymonkey" or done.told("D052")


@pytest.mark.parametrize("vendor", FILES)
def test_a_wave_of_labels_and_one_of_codes_need_both_spellings(run: Any, vendor: str) -> None:
    labels = ", ".join(f"[{said}]" for said in AGREE)
    done = study(run, vendor, listed=labels)
    # A codebook says what the codes mean; elsewhere the study file has to.
    is_coded = vendor in {"qualtrics", "limesurvey"}
    assert done.has_stopped == is_coded


def heads() -> list[tuple[str, Head]]:
    """The beginning of every fixture, as the formats look at it."""
    from pipeline.ingest import decode, delimited, spreadsheet

    found = []
    for path in sorted(EXPORTS.glob("*/*")):
        if path.suffix == ".xlsx":
            records = spreadsheet.read_sheet(path, None, fits=lambda _: 0).records[:50]
            found.append(
                (path.parent.name.removesuffix("-older"), Head(name=path.name, records=records))
            )
        elif path.suffix in {".csv", ".tsv"} and path.name != "dictionary.csv":
            encoding = decode.encoding_of(path, None)
            assert encoding is not None
            shapes = delimited.shapes(
                path, encoding, declared=None, header_row=None, expected=frozenset()
            )
            cut = [Head(name=path.name, records=shape.records) for shape in shapes]
            found += [(path.parent.name.removesuffix("-older"), head) for head in cut]
    return found


def test_each_export_is_recognised_by_its_own_format_alone() -> None:
    seen = set()
    for vendor, head in heads():
        names = [f.name for f in FORMATS if isinstance(f, Format) and f.recognises(head)]
        assert names in ([], [vendor]), (vendor, head.name)
        seen |= set(names)
    assert seen >= set(FILES)


def test_every_format_has_a_name_that_a_study_file_may_use() -> None:
    assert {one.name for one in FORMATS} <= set(NAMED)
    assert len({one.name for one in FORMATS}) == len(FORMATS)


def test_the_fixtures_are_what_their_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_surveys", EXPORTS / "make_surveys.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    for name, written in made.files().items():
        if not name.endswith(".xlsx"):  # a workbook carries the time at which it was written
            assert (EXPORTS / name).read_bytes() == written, name
