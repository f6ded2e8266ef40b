"""Writes the survey fixtures: one survey as six vendors export it.  python make_surveys.py

The answers stand in tests/exports.py; the structures are those that the vendors publish. Every
name, address and ID is invented. The files are committed; a test makes them anew and compares.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from tests.exports import (  # noqa: E402
    AGREE,
    BELONG,
    CHOICES,
    ELSE,
    FALL,
    GRID,
    HELPED,
    HOURS,
    KNOW,
    NONE,
    OUTSIDER,
    SPRING,
    Answer,
    answers,
)  # fmt: skip

ALL_CHOICES = (*CHOICES, NONE)
DAYS = {FALL: "2023-10-16", SPRING: "2024-04-15"}


def text(rows: list[list[object]], *, delimiter: str = ",", quote_all: bool = False) -> str:
    out = io.StringIO(newline="")
    csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    ).writerows(rows)
    return out.getvalue()


def label(code: int | None) -> str:
    return "" if code is None else AGREE[code - 1]


def number(value: int | None) -> str:
    return "" if value is None else str(value)


def stamp(wave: int, i: int) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{DAYS[wave]} 09:00:00") + dt.timedelta(minutes=3 * i)


# --- Qualtrics -------------------------------------------------------------------------------

META = [
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
    "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
    "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
    "UserLanguage",
]  # fmt: skip
META_TEXT = [
    "Start Date", "End Date", "Response Type", "IP Address", "Progress", "Duration (in seconds)",
    "Finished", "Recorded Date", "Response ID", "Recipient Last Name", "Recipient First Name",
    "Recipient Email", "External Data Reference", "Location Latitude", "Location Longitude",
    "Distribution Channel", "User Language",
]  # fmt: skip
META_GERMAN = [
    "Anfangsdatum", "Enddatum", "Antworttyp", "IP-Adresse", "Fortschritt", "Dauer (in Sekunden)",
    "Beendet", "Aufgezeichnetes Datum", *META_TEXT[8:],
]  # fmt: skip


def qualtrics_meta(wave: int, i: int, student: str, *, status: str, finished: str) -> list[str]:
    at = f"{stamp(wave, i):%Y-%m-%d %H:%M:%S}"
    return [at, at, status, f"192.0.2.{i}", "100", "120", finished, at, f"R_{wave}x{i:04d}",
            f"Last{i}", f"First{i}", f"first{i}@school.example", student, "41.0", "-71.0", "email",
            "EN"]  # fmt: skip


def qualtrics(wave: int, *, labels: bool, german: bool = False) -> list[list[object]]:
    names = ["Q1", "Q2_1", "Q2_2", "Q3_1", "Q3_2", "Q3_3", "Q3_4", "Q4", "Q5", "Q5 - Topics"]
    asked = [
        BELONG, f"{GRID} - {KNOW}", f"{GRID} - {OUTSIDER}",
        *(f"{HELPED} - Selected Choice - {choice}" for choice in ALL_CHOICES),
        f"<b>{HOURS}</b>", "Anything\nelse?", "Q5 - Topics",
    ]  # fmt: skip
    ids = [f'{{"ImportId":"{name}"}}' for name in [*META, *names]]
    head: list[list[object]] = [[*META, *names], [*(META_GERMAN if german else META_TEXT), *asked]]
    rows: list[list[object]] = [*head, list(ids)]
    yes, tried, no = ("True", "Survey Preview", "False") if labels else ("1", "1", "0")
    real = "IP Address" if labels else "0"

    def cells(a: Answer) -> list[object]:
        coded = [a.belong, a.know, a.outsider]
        said = [label(c) for c in coded] if labels else [number(c) for c in coded]
        ticks = [(c if labels else "1") if c in a.picks else "" for c in ALL_CHOICES]
        return [*said, *ticks, number(a.hours), a.text, ""]

    first = answers(wave)[0]
    rows.append([*qualtrics_meta(wave, 90, "", status=tried, finished=yes), *cells(first)])
    for i, a in enumerate(answers(wave), start=1):
        meta = qualtrics_meta(wave, i, a.student, status=real, finished=yes)
        rows.append([*meta, *cells(a)])
        if i in {4, 11}:  # the same student had begun before and not finished
            begun = qualtrics_meta(wave, 50 + i, a.student, status=real, finished=no)
            rows.append([*begun, *cells(a)[:1], *[""] * 9])
    return rows


def qualtrics_legacy(wave: int) -> list[list[object]]:
    names = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
             "IPAddress", "Status", "StartDate", "EndDate", "Finished"]  # fmt: skip
    asked = [BELONG, f"{GRID}-{KNOW}", f"{GRID}-{OUTSIDER}", HOURS]
    rows: list[list[object]] = [
        [*(f"V{n}" for n in range(1, 11)), "Q1", "Q2_1", "Q2_2", "Q4", ""],
        [*names, *asked, ""],
    ]
    for i, a in enumerate(answers(wave), start=1):
        at = f"{stamp(wave, i):%Y-%m-%d %H:%M:%S}"
        rows.append([f"R_{i:04d}", "Default Response Set", f"Student {i}", a.student,
                     f"s{i}@school.example", f"192.0.2.{i}", "0", at, at, "1", number(a.belong),
                     number(a.know), number(a.outsider), number(a.hours), ""])  # fmt: skip
    return rows


# --- SurveyMonkey ----------------------------------------------------------------------------


def surveymonkey(wave: int, *, expanded: bool, old: bool = False) -> list[list[object]]:
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
            "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    if old:
        meta = [name.replace(" ", "") if not name.startswith("Custom") else name for name in meta]
    ticks = ALL_CHOICES if expanded else ("Response",)
    first = [*meta, BELONG, f"<p>{GRID}</p>", "", HELPED, *[""] * (len(ticks) - 1), HOURS, ELSE]
    second = [*[""] * len(meta), "Response", KNOW, OUTSIDER, *ticks, "Open-Ended Response",
              "Open-Ended Response"]  # fmt: skip
    rows: list[list[object]] = [list(first), list(second)]
    for i, a in enumerate(answers(wave), start=1):
        at = f"{stamp(wave, i):%m/%d/%Y %I:%M:%S %p}"
        picks = (
            [c if c in a.picks else "" for c in ALL_CHOICES] if expanded else [", ".join(a.picks)]
        )
        rows.append([f"1180000{i:04d}", "400001", at, at, f"192.0.2.{i}", "", "", "", a.student,
                     label(a.belong), label(a.know), label(a.outsider), *picks, number(a.hours),
                     a.text])  # fmt: skip
    return rows


# --- Google Forms ----------------------------------------------------------------------------


def google(wave: int, *, sheets: bool) -> list[list[object]]:
    rows: list[list[object]] = [
        ["Timestamp" if sheets else "Marca temporal", "Email Address", "Student ID", BELONG,
         f"{GRID} [{KNOW}]", f"{GRID} [{OUTSIDER}]", HELPED, HOURS, ELSE],
    ]  # fmt: skip
    for i, a in enumerate(answers(wave), start=1):
        at = stamp(wave, i)
        shown = (
            f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M:%S}"
            if sheets
            else f"{at:%Y/%m/%d} {at.hour % 12 or 12}:{at:%M:%S} {at:%p} GMT-5"
        )
        joined = (", " if sheets else ";").join(a.picks)
        rows.append([shown, f"s{i}@school.example", a.student, label(a.belong), label(a.know),
                     label(a.outsider), joined, number(a.hours), a.text])  # fmt: skip
    return rows


# --- Microsoft Forms -------------------------------------------------------------------------


def microsoft(wave: int, *, spanish: bool) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Form1" if not spanish else "Sheet1"
    meta = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    if spanish:
        meta = ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre",
                "Hora de la última modificación"]  # fmt: skip
    sheet.append([*meta, "Student ID", f"{BELONG}\u00a0", KNOW, OUTSIDER, HELPED, HOURS, ELSE])
    for i, a in enumerate(answers(wave), start=1):
        at = stamp(wave, i)
        sheet.append([i, at, at, "anonymous", f"Student {i}", None, a.student,
                      label(a.belong) or None, label(a.know), label(a.outsider),
                      "".join(f"{one};" for one in a.picks), a.hours, a.text or None])  # fmt: skip
    out = io.BytesIO()
    book.properties.created = book.properties.modified = dt.datetime(2024, 1, 1)  # noqa: DTZ001
    book.save(out)
    return out.getvalue()


# --- LimeSurvey ------------------------------------------------------------------------------


def limesurvey(wave: int, *, heads: str, coded: bool) -> list[list[object]]:
    meta = {
        "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
        "startlanguage": "Start language", "seed": "Seed", "token": "Access code",
        "startdate": "Date started", "datestamp": "Date last action", "ipaddr": "IP address",
    }  # fmt: skip
    asked = {
        "Q1": BELONG, "Q2[SQ001]": f"{GRID} [{KNOW}]", "Q2[SQ002]": f"{GRID} [{OUTSIDER}]",
        **{f"Q3[SQ00{n}]": f"{HELPED} [{c}]" for n, c in enumerate(ALL_CHOICES, start=1)},
        "Q3[other]": f"{HELPED} [Other]", "Q4": HOURS, "Q5": ELSE,
    }  # fmt: skip
    timing = {"interviewtime": "Total time", "groupTime716": "Group time: One",
              "Q1Time": "Question time: Q1"}  # fmt: skip
    everything = {**meta, **asked, **timing}
    head = {"code": list(everything), "text": list(everything.values()),
            "both": [f"{c}. {t}" for c, t in everything.items()]}[heads]  # fmt: skip
    rows: list[list[object]] = [list(head)]

    def cells(a: Answer) -> list[object]:
        coded_items = [a.belong, a.know, a.outsider]
        said = [("" if c is None else f"A{c}") if coded else label(c) for c in coded_items]
        picked = ("Y", "") if coded else ("Yes", "No")
        ticks = [picked[c not in a.picks] for c in ALL_CHOICES]
        return [*said, *ticks, "", number(a.hours), a.text]

    for i, a in enumerate(answers(wave), start=1):
        at = f"{stamp(wave, i):%Y-%m-%d %H:%M:%S}"
        times = ["61.2", "30.1", "4.4"]
        rows.append([str(i), at, "3", "en", "1234567", a.student, at, at, f"192.0.2.{i}",
                     *cells(a), *times])  # fmt: skip
        if i == 7:  # begun and left
            gone = "" if coded else "N/A"
            rows.append([str(90 + i), gone, "1", "en", "1234567", a.student, at, at,
                         f"192.0.2.{i}", *cells(a)[:1], *[""] * 9, *times])  # fmt: skip
    return rows


# --- REDCap ----------------------------------------------------------------------------------

DICTIONARY_HEAD = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max",
    "Identifier?", "Branching Logic (Show field only if...)", "Required Field?",
    "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
]  # fmt: skip
CODED = " | ".join(f"{n}, {said}" for n, said in enumerate(AGREE, start=1))
BOXES = " | ".join(f"{n}, {said}" for n, said in enumerate(ALL_CHOICES, start=1))
FIELDS = [
    ("record_id", "text", "Record ID", "", ""),
    ("student_id", "text", "Student ID", "", ""),
    ("guardian_phone", "text", "Guardian phone", "", "y"),
    ("belong", "radio", BELONG, CODED, ""),
    ("know", "radio", KNOW, CODED, ""),
    ("outsider", "radio", OUTSIDER, CODED, ""),
    ("helped", "checkbox", HELPED, BOXES, ""),
    ("hours", "text", HOURS, "", ""),
    ("more", "notes", ELSE, "", ""),
]
EVENTS = {FALL: "fall_arm_1", SPRING: "spring_arm_1"}


def dictionary() -> list[list[object]]:
    rows: list[list[object]] = [list(DICTIONARY_HEAD)]
    rows += [
        [name, "climate", "", kind, said, choices, "", "", "", "", identifier, *[""] * 7]
        for name, kind, said, choices, identifier in FIELDS
    ]
    return rows


def redcap() -> list[list[object]]:
    boxes = [f"helped___{n}" for n in range(1, len(ALL_CHOICES) + 1)]
    rows: list[list[object]] = [
        ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance",
         "redcap_survey_identifier", "student_id", "guardian_phone", "belong", "know", "outsider",
         *boxes, "hours", "more", "climate_complete"],
    ]  # fmt: skip
    for wave in (FALL, SPRING):
        for i, a in enumerate(answers(wave), start=1):
            ticks = ["1" if c in a.picks else "0" for c in ALL_CHOICES]
            rows.append([str(i), EVENTS[wave], "", "", "", a.student, f"555-01{i:02d}",
                         number(a.belong), str(a.know), str(a.outsider), *ticks, number(a.hours),
                         a.text, "2"])  # fmt: skip
            if i == 5:
                rows.append([str(i), EVENTS[wave], "visits", "1", *[""] * 6, *["0"] * 4, "", "",
                             ""])  # fmt: skip
            if i == 8:
                rows.append([str(70 + i), EVENTS[wave], "", "", "", "S0099", "", "3", "", "",
                             *["0"] * 4, "", "", "0"])  # fmt: skip
    return rows


def files() -> dict[str, bytes]:
    """Every fixture by its path."""
    mark = "\ufeff"
    return {
        "qualtrics/fall.csv": (mark + text(qualtrics(FALL, labels=True, german=True))).encode(),
        "qualtrics/spring.csv": text(qualtrics(SPRING, labels=False)).encode(),
        "qualtrics-older/spring.tsv": text(qualtrics(SPRING, labels=True), delimiter="\t").encode(
            "utf-16"
        ),
        "qualtrics-older/legacy.csv": text(qualtrics_legacy(FALL)).encode(),
        "surveymonkey/fall.csv": text(surveymonkey(FALL, expanded=False, old=True)).encode(),
        "surveymonkey/spring.csv": text(surveymonkey(SPRING, expanded=True)).encode("cp1252"),
        "google-forms/fall.csv": text(google(FALL, sheets=True)).encode(),
        "google-forms/spring.csv": text(google(SPRING, sheets=False)).encode(),
        "microsoft-forms/fall.xlsx": microsoft(FALL, spanish=False),
        "microsoft-forms/spring.xlsx": microsoft(SPRING, spanish=True),
        "limesurvey/fall.csv": text(
            limesurvey(FALL, heads="code", coded=True), quote_all=True
        ).encode(),
        "limesurvey/spring.csv": text(
            limesurvey(SPRING, heads="both", coded=False), delimiter=";", quote_all=True
        ).encode(),
        "redcap/records.csv": text(redcap()).encode(),
        "redcap/dictionary.csv": text(dictionary()).encode(),
    }


if __name__ == "__main__":
    for name, content in files().items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
