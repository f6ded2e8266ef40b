"""A study that holds somebody who must not be seen in every personal column and free text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.workspaces import STUDY, Tiny, csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FIRST, LAST, STREET = "Zyxwelda", "Qorvantes", "Vexleyholm"
MAIL, PHONE, BORN, NUMBER = "zyx.q@canary.test", "555-014-7788", "2009-08-17", "7741803"
WORDS: Final = (FIRST, LAST, STREET, MAIL, PHONE, BORN, NUMBER, "zyx.q", "5550147788", "08/17/2009")
PERSONAL: Final = {
    "First_Name": FIRST, "Last Name": LAST, "Preferred Name": FIRST, "Student Email": MAIL,
    "Parent Name": f"{LAST}, {FIRST}", "Home Phone": PHONE, "DOB": BORN, "Home Address":
    f"9 {STREET} Street", "Username": "zyx.q",
}  # fmt: skip
"""Header to value: each of them says by itself that it is personal."""
_SOURCES: Final = """\
  climate:
    kind: survey
    respondents: student
    link: id
    link_to: roster
    waves:
      - {period: 2023-24, files: fall.csv}
      - {period: 2024-25, files: spring.csv}
    answers: {agree: [["No"], ["Yes"]]}
    items: {belong: {column: Q1, text: I belong, answers: agree}}
  voices: {kind: testimonials, files: said.csv}
  talks: {kind: interviews, files: talks.csv}
  log: {kind: activities, files: log.csv}

outcomes:
"""
TEXTS: Final = (
    f"Ask {FIRST} about it.", f"I know {LAST} well.", f"Write to {MAIL}.", f"Call {PHONE} at noon.",
    f"Born on {BORN}.", f"My number is {NUMBER}.", f"I live at 9 {STREET} Street.",
    f"{FIRST.lower()} helped me.", f"{FIRST} {LAST}", "born 08/17/2009",
)  # fmt: skip
"""What people said, each telling who is meant."""


def house(place: Path) -> Tiny:
    """The tiny study with canaries in all of its sources, and rows that are broken."""
    made = Tiny(place).make()
    made.write("study.yaml", STUDY.replace("\noutcomes:\n", _SOURCES, 1))
    for name in ("students.csv", "attendance.csv"):
        rows = [line.split(",") for line in _lines(made, name)]
        made.write(name, csv([[*rows[0], *PERSONAL], *([*row, *_values()] for row in rows[1:])]))
    # a person of the canary's own number, met by no other file and met twice
    with (made.raw / "attendance.csv").open("a", encoding="utf-8") as file:
        file.write(",".join([NUMBER, "2023-24", "180", LAST, *_values()]) + "\n")
        file.write(f"{NUMBER},2023-24,180\n")
    heads = ["id", "Q1", *PERSONAL, "ResponseId"]
    answers = [[f"{n:04d}", ("Yes", "No")[n % 2], *_values(), f"R{n}"] for n in range(1, 41)]
    odd = [NUMBER, FIRST, *_values(), "R99"]
    for name in ("fall.csv", "spring.csv"):
        made.write(name, csv([heads, *answers, odd]))
    made.write("said.csv", _testimonials())
    made.write("talks.csv", _segments())
    made.write("log.csv", _log())
    return made


def _lines(made: Tiny, name: str) -> list[str]:
    return (made.raw / name).read_text(encoding="utf-8").splitlines()


def _values() -> list[str]:
    return [f'"{value}"' if "," in value else value for value in PERSONAL.values()]


def _testimonials() -> str:
    heads = "id,role,text,consent,scope,attribution,language,partner,Name,date"
    rows = [
        f'{NUMBER},"{LAST}","{text}",yes,public,name,{FIRST},{LAST},"{LAST}, {FIRST}",2025-01-0{n}'
        for n, text in enumerate(TEXTS[:9], start=1)
    ]
    rows += [f'a{n},student,It helped {n}.,yes,public,role,en,,"{LAST}",{BORN}' for n in range(12)]
    rows.append(f'x,"{LAST}",{FIRST} said no.,no,public,name,en,,{LAST},{LAST}')
    return "\n".join([heads, *rows]) + "\n"


def _segments() -> str:
    heads = "document,kind,role,segment,code,coder,text,consent,Name"
    rows = [
        f'{LAST}{n},interview,"{LAST}",{n},trust,{FIRST},"{TEXTS[n % len(TEXTS)]}",yes,{LAST}'
        for n in range(12)
    ]
    return "\n".join([heads, *rows]) + "\n"


def _log() -> str:
    heads = "date,type,title,partner,participant_id,role,due,done,notes"
    rows = [
        f'2025-05-0{n % 9 + 1},{kind},"{text}","{LAST}",{NUMBER},"{FIRST}",2025-05-20,,"{text}"'
        for n, (text, kind) in enumerate(
            (text, kind) for text in TEXTS for kind in ("challenge", "recognition", "decision")
        )
    ]
    rows.append(f"{LAST},meeting,It was fine,,,,{FIRST},,")
    return "\n".join([heads, *rows]) + "\n"


def hits(texts: Mapping[str, bytes]) -> list[str]:
    """Where a canary is seen, in any spelling: by name of the file, or of the stream."""
    wanted = re.compile("|".join(re.escape(word) for word in WORDS).encode(), re.IGNORECASE)
    return sorted(
        {f"{name}: {found}" for name, text in texts.items() for found in _all(wanted, text)}
    )


def _all(wanted: re.Pattern[bytes], text: bytes) -> Iterable[str]:
    forms = (text, text.decode("utf-8", errors="ignore").encode("ascii", errors="ignore"))
    return {match.group().decode() for form in forms for match in wanted.finditer(form)}
