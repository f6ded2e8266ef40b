"""Makes the synthetic files of this study: invented people, invented numbers, fixed seed.

    python make_data.py          writes the exports beside this file, the same bytes every time

The story is that of a real partnership as analysts meet it: exports from four systems that
spell things differently, students who leave, surveys that not everyone answers, consents that
expire. Nothing in it is about a real person or school.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
SEED = 20260803
SCHOOLS = ("Hillside High", "North High", "Valley High")
YEARS = ("2022-23", "2023-24", "2024-25", "2025-26")
AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
STUDENTS = 640


def main() -> None:
    """Writes every file."""
    rng = np.random.default_rng(SEED)
    people = students(rng)
    write_roster(people)
    write_attendance(people, rng)
    write_scores(people, rng)
    write_extract(people, rng)
    write_totals()
    write_college()
    write_climate(people, rng)
    write_pulse(rng)
    write_voice(np.random.default_rng(SEED + 1))
    write_log(people, rng)
    write_testimonials()
    write_segments(rng)


def students(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Everyone who was in grade 9 in 2022-23; mentoring went to students with a harder start."""
    n = STUDENTS
    ability = rng.normal(0, 1, n)
    frl = rng.random(n) < 0.46
    ell = rng.random(n) < 0.12
    chance = 1 / (1 + np.exp(-(-0.9 - 0.5 * ability + 0.35 * frl)))
    mentored = rng.random(n) < chance
    number = 10_000 + rng.permutation(n * 3)[:n]
    leaves = rng.random(n) < np.where(mentored, 0.07, 0.06)
    return {
        "id": np.array([f"{k:07d}" for k in np.sort(number)]),
        "school": rng.choice(3, n, p=[0.38, 0.34, 0.28]),
        "frl": frl,
        "ell": ell,
        "mentored": mentored,
        "advanced": rng.random(n) < 1 / (1 + np.exp(-(-0.7 + 0.9 * ability))),
        "ability": ability,
        "leaves": leaves,
        "tie": rng.normal(0, 1, n),
        "language": languages(ell, mentored),
    }


def languages(ell: np.ndarray, mentored: np.ndarray) -> np.ndarray:
    """What is spoken at home; Hmong in so few homes that nothing about them may be shown."""
    found = np.where(ell, "Spanish", "English").astype(object)
    for who, few in ((mentored, 7), (~mentored, 19)):
        found[np.flatnonzero(ell & who)[:few]] = "Hmong"
    return found


def table(name: str, header: list[str], rows: list[list[object]], delimiter: str = ",") -> None:
    """One delimited file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode("utf-8"))


def write_roster(people: dict[str, np.ndarray]) -> None:
    """The roster, as a student information system exports it: no student is named."""
    yes = {True: "Y", False: "N"}
    rows = [
        [
            people["id"][i],
            SCHOOLS[people["school"][i]],
            9,
            yes[bool(people["frl"][i])],
            yes[bool(people["ell"][i])],
            "yes" if people["advanced"][i] else "no",
            "yes" if people["mentored"][i] else "no",
            people["language"][i],
        ]
        for i in range(STUDENTS)
    ]
    header = ["Student_Number", "School", "Grade in 2022-23", "FRL Status", "English Learner",
              "Advanced Courses", "Mentored", "Home Language"]  # fmt: skip
    table("students.csv", header, rows)


def write_attendance(people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """A file a year: days enrolled and absent."""
    base = -2.75 - 0.42 * people["ability"] + 0.28 * people["frl"] + 0.6 * people["tie"]
    for year, name in enumerate(YEARS):
        gain = np.where(people["mentored"], 0.13 * year, 0.03 * year)
        rate = 1 / (1 + np.exp(-(base - gain + rng.normal(0, 0.32, STUDENTS))))
        rows: list[list[object]] = []
        for i in range(STUDENTS):
            if people["leaves"][i] and year == 3:
                continue
            days = 180 if rng.random() > 0.04 else int(rng.integers(90, 180))
            absent = int(rng.binomial(days, min(rate[i], 0.6)))
            rows.append([people["id"][i], name, days, absent])
        if year == 1:
            rows[17][2] = "n/a"
            rows[17][3] = "n/a"
        if year == 3:
            rows.append(["0099999", name, 180, 4])
            rows[40][3] = "absent"
        table(
            f"attendance_{name}.csv",
            ["Student_Number", "SchoolYear", "Days Enrolled", "Days Absent"],
            rows,
        )


def write_scores(people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Mathematics, a column a year, in a workbook as an assessment office sends it."""
    before = 652 + 34 * (0.8 * people["ability"] + 0.6 * rng.normal(0, 1, STUDENTS))
    after = before * 0.72 + 652 * 0.28 + 24 + 2.5 * people["mentored"] + rng.normal(0, 22, STUDENTS)
    book = Workbook()
    sheet = book.active
    sheet.title = "Scores"
    sheet.append(["sid", "math_pre", "math_post"])
    for i in range(STUDENTS):
        pre = round(float(before[i])) if rng.random() > 0.05 else None
        post = None if people["leaves"][i] or rng.random() < 0.05 else round(float(after[i]))
        sheet.append([str(people["id"][i]), pre, post])
    save(book, "scores.xlsx")


def save(book: Workbook, name: str) -> None:
    """A workbook without the time of writing in it."""
    stamp = datetime(2026, 7, 1)  # noqa: DTZ001  a fixed stamp, not a time
    book.properties.created = book.properties.modified = stamp
    draft = io.BytesIO()
    book.save(draft)
    fixed = io.BytesIO()
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            data = old.read(entry)
            if entry == "docProps/core.xml":
                data = _without_times(data)
            stamped = zipfile.ZipInfo(entry, (2026, 7, 1, 0, 0, 0))
            new.writestr(stamped, data, compress_type=zipfile.ZIP_DEFLATED)
    (HERE / name).write_bytes(fixed.getvalue())


def _without_times(core: bytes) -> bytes:
    start, end = core.find(b"<dcterms:modified"), core.find(b"</dcterms:modified>")
    return core if start < 0 else core[:start] + core[end + len(b"</dcterms:modified>") :]


def write_extract(people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Grade points and credits, long, tab-separated, from the data warehouse."""
    gpa = 2.75 + 0.55 * people["ability"] + rng.normal(0, 0.3, STUDENTS)
    rows: list[list[object]] = []
    for year, name in enumerate(YEARS):
        for i in range(STUDENTS):
            if people["leaves"][i] and year == 3:
                continue
            drift = 0.02 * year + (0.035 * year if people["mentored"][i] else 0)
            mark = float(np.clip(gpa[i] + drift + rng.normal(0, 0.24), 0, 4))
            rows.append([people["id"][i], name, "gpa", f"{mark:.2f}"])
            lift = 0.06 * year if people["mentored"][i] else 0
            credit = np.clip(5.4 + 0.5 * people["ability"][i] + lift + rng.normal(0, 0.7), 0, 8)
            rows.append([people["id"][i], name, "credits", f"{round(float(credit) * 2) / 2:.1f}"])
    table("extract.tsv", ["sid", "year", "measure", "score"], rows, delimiter="\t")


def write_totals() -> None:
    """Figures as the state prints them: the district first, then its schools, small cells withheld."""
    district = {
        "2022-23": (96, 1200),
        "2023-24": (90, 1190),
        "2024-25": (85, 1210),
        "2025-26": (78, 1200),
    }
    split = {"2022-23": (41, 38), "2023-24": (38, 36), "2024-25": (37, 33), "2025-26": (35, 30)}
    rows: list[list[object]] = []
    for year, (count, of) in district.items():
        first, second = split[year]
        rows.append([year, "", count, of])
        for school, part in zip(SCHOOLS, (first, second, count - first - second), strict=True):
            share = {"Hillside High": 0.38, "North High": 0.34, "Valley High": 0.28}[school]
            rows.append([year, school, part, round(of * share)])
    table("report_card.csv", ["Year", "School", "Dropouts", "Students"], rows)
    graduates = {
        "2022-23": (279, 420),
        "2023-24": (296, 418),
        "2024-25": (318, 422),
        "2025-26": (345, 425),
    }
    low_income = {  # more of them take advanced courses every year
        "2022-23": (67, 120),
        "2023-24": (79, 134),
        "2024-25": (97, 150),
        "2025-26": (122, 168),
    }
    rows = []
    for year, (count, of) in graduates.items():
        mine, all_ = low_income[year]
        rows += [
            [year, "", count, of],
            [year, "Y", mine, all_],
            [year, "N", count - mine, of - all_],
        ]
    table(
        "advanced_graduation.csv",
        ["Year", "Low-income", "Graduated on time", "Seniors in advanced courses"],
        rows,
    )


def write_college() -> None:
    """Who went to college the fall after; the figures of the last class come a year later."""
    enrolled = {"2022-23": (214, 418), "2023-24": (223, 421), "2024-25": (231, 415)}
    table(
        "college.csv",
        ["Class of", "Enrolled the fall after", "Graduates"],
        [[year, *pair] for year, pair in enrolled.items()],
    )


def answer(score: float) -> int:
    """A latent feeling to one of five answers."""
    return int(np.clip(np.floor(score + 3.5), 1, 5))


def write_climate(people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """The student survey: fall of the first year as CSV, spring of the last as a workbook."""
    header = ["ResponseId", "Finished", "ExternalReference", "Q5_1", "Q5_2", "Q5_3", "Q6", "Q9"]
    help_texts = ("My mentor", "A teacher", "My friends", "The college visit", "", "", "", "")
    waves: list[list[list[object]]] = []
    for wave in (0, 1):
        rows: list[list[object]] = []
        for i in range(STUDENTS):
            gone = wave == 1 and people["leaves"][i]
            if gone or rng.random() > 0.66 + 0.03 * people["ability"][i]:
                continue
            lift = wave * (0.42 if people["mentored"][i] else 0.10)
            feel = -0.05 + 0.55 * people["tie"][i] * 0.9 + lift
            items = [feel + rng.normal(0, 0.75) for _ in range(3)]
            adult = 0.05 + 0.4 * people["tie"][i] + wave * (0.5 if people["mentored"][i] else 0.12)
            words = [AGREE[answer(items[0]) - 1], AGREE[answer(items[1]) - 1],
                     AGREE[5 - answer(items[2])]]  # fmt: skip
            done = "0" if rng.random() < 0.02 else "1"
            yes = "Yes" if adult + rng.normal(0, 1) > -0.1 else "No"
            rows.append([f"R_{wave}{i:04d}", done, people["id"][i], *words, yes,
                         str(rng.choice(help_texts))])  # fmt: skip
        waves.append(rows)
    waves[0][11][3] = ""
    waves[0][23][4] = ""
    table("climate_fall.csv", header, waves[0])
    book = Workbook()
    sheet = book.active
    sheet.title = "Responses"
    sheet.append(header)
    for row in waves[1]:
        sheet.append(row)
    save(book, "climate_spring.xlsx")


def write_pulse(rng: np.random.Generator) -> None:
    """The partner pulse: anonymous, so that the two years cannot be linked."""
    for name, size, shift in (("2022-23", 43, 0.0), ("2025-26", 47, 0.45)):
        rows = [
            [
                str(rng.choice(["District", "College", "Community"])),
                AGREE[answer(0.35 + shift + rng.normal(0, 0.95)) - 1],
                AGREE[answer(0.25 + shift + rng.normal(0, 0.95)) - 1],
            ]
            for _ in range(size)
        ]
        table(f"partner_pulse_{name}.csv", ["Side", "We are heard", "We meet often enough"], rows)


def write_log(people: dict[str, np.ndarray], rng: np.random.Generator) -> None:
    """Everything that was done, as the coordinator keeps it."""
    header = ["date", "type", "title", "partner", "site", "participant_id", "role", "hours",
              "headcount", "amount", "due", "done", "notes"]  # fmt: skip
    rows: list[list[object]] = []

    def add(when: date, kind: str, title: str, **more: object) -> None:
        entry = dict.fromkeys(header, "") | {"date": when, "type": kind, "title": title} | more
        rows.append([entry[name] for name in header])

    starts = (date(2022, 9, 12), date(2023, 9, 11), date(2024, 9, 9), date(2025, 9, 8))
    held = (6, 8, 9, 10)
    for start, meetings in zip(starts, held, strict=True):
        for month in range(meetings):
            day = start + timedelta(days=28 * month)
            there = [p for k, p in enumerate(("district", "lakecc", "mentors", "families"))
                     if k == 0 or (month + k) % (k + 2)]  # fmt: skip
            add(day, "meeting", "Partnership meeting", partner="; ".join(there),
                headcount=8 + month % 4, hours=1.5)  # fmt: skip
            due = day + timedelta(days=21)
            late = int(rng.integers(0, 30)) - 6 if rng.random() < 0.22 else -3
            add(day, "decision", "Action agreed", partner="lakecc", due=due,
                done=due + timedelta(days=late))  # fmt: skip
        for quarter in range(3):
            add(start + timedelta(days=40 + 70 * quarter), "event", "Family evening",
                partner="families", site=SCHOOLS[quarter], headcount=int(rng.integers(48, 130)))  # fmt: skip
        add(start + timedelta(days=20), "contribution", "Mentor places", partner="lakecc",
            amount=12000 + 1500 * starts.index(start))  # fmt: skip
        for week in range(8):
            add(start + timedelta(days=21 * week), "volunteering", "Mentor training",
                partner="mentors", role="volunteer", hours=float(rng.integers(8, 30)),
                headcount=int(rng.integers(5, 14)))  # fmt: skip
    write_gifts(add, starts)
    for i in np.flatnonzero(people["mentored"]):
        for start in starts[1:]:
            for _ in range(int(rng.integers(2, 5))):
                day = start + timedelta(days=int(rng.integers(0, 250)))
                add(day, "mentoring", "Mentor block", partner="mentors",
                    site=SCHOOLS[people["school"][i]], participant_id=people["id"][i],
                    role="student", hours=float(rng.integers(3, 9)))  # fmt: skip
    add(date(2024, 2, 6), "challenge", "Meeting times clash with work and sports",
        partner="mentors", notes="Evening places opened in September 2024.")  # fmt: skip
    add(date(2024, 11, 12), "challenge", "Late buses leave before mentor blocks end",
        partner="district", notes="A second late bus runs on Tuesdays since January 2025.")  # fmt: skip
    add(date(2026, 3, 10), "challenge", "News about family evenings comes late",
        partner="families")  # fmt: skip
    add(date(2026, 6, 3), "recognition", "Thanks to mentors", partner="mentors", headcount=140)
    rows.sort(key=lambda row: (str(row[0]), str(row[1]), str(row[5])))
    table("activities.csv", header, rows)


def write_voice(rng: np.random.Generator) -> None:
    """What students say after their sessions, month by month; anonymous."""
    for name, first, shift in (("2024-25", 2024, 0.0), ("2025-26", 2025, 0.25)):
        rows: list[list[object]] = []
        for month in range(9):
            year, at = first + (month > 3), (month + 8) % 12 + 1
            for _ in range(int(rng.integers(34, 60))):
                day = date(year, at, int(rng.integers(2, 28)))
                score = 0.75 + shift - 0.5 * (month == 6) + rng.normal(0, 0.95)
                rows.append([f"{day.month}/{day.day}/{day.year}", AGREE[answer(score) - 1]])
        header = ["Submitted", "This month's sessions helped me"]
        table(f"student_voice_{name}.csv", header, rows)


def write_gifts(add: Callable[..., None], starts: Sequence[date]) -> None:
    """What partners gave beside mentor places; not every one in every year."""
    gifts = (("mentors", "Mileage and meals", (900, 1100, 0, 1300)),
             ("families", "Food for family evenings", (400, 450, 500, 520)),
             ("district", "Substitute teachers", (0, 3000, 3200, 3300)))  # fmt: skip
    for partner, title, amounts in gifts:
        for start, amount in zip(starts, amounts, strict=True):
            if amount:
                add(start + timedelta(days=60), "contribution", title, partner=partner,
                    amount=amount)  # fmt: skip


def write_testimonials() -> None:
    """What people said; who agreed to share it, with whom and until when."""
    header = ["id", "date", "role", "text", "language", "goal", "partner", "consent", "scope",
              "attribution", "is_minor", "guardian_consent", "expires", "withdrawn_on",
              "stance"]  # fmt: skip
    questions = {1, 6, 7}
    said = [
        (
            "student",
            "When I missed two days, my mentor called. Nobody had done that before.",
            "adult",
            "mentors",
        ),
        (
            "student",
            "Tuesday is my shift. I like her, but I stopped going.",
            "attendance",
            "mentors",
        ),
        (
            "parent",
            "Someone at school now knows my son by name, and picks up the phone.",
            "adult",
            "district",
        ),
        (
            "student",
            "The college class felt doable once I had sat in the room.",
            "graduation",
            "lakecc",
        ),
        (
            "mentor",
            "We needed evening times. When they came, more students stayed.",
            "attendance",
            "mentors",
        ),
        (
            "teacher",
            "Fewer empty chairs on Fridays, though not in every class.",
            "attendance",
            "district",
        ),
        (
            "parent",
            "News reaches us late. I heard about the family evening the day after.",
            "",
            "district",
        ),
        ("student", "I still feel like nobody would notice if I left.", "adult", "district"),
    ]
    rows: list[list[object]] = []
    for k in range(31):
        role, text, goal, partner = said[k % len(said)]
        if k >= len(said):
            text = (
                f"{text} ({('I would say it again', 'It took time', 'Ask me next year')[k % 3]}.)"
            )
        minor = role == "student"
        consent, guardian, expires, withdrawn = "yes", "yes" if minor else "", "", ""
        if k in (9, 15):
            consent = ""
        if k == 11:
            guardian = "no"
        if k == 16:
            expires = "2025-12-31"
        if k == 19:
            withdrawn = "2026-02-01"
        scope = ("public", "public", "partners", "internal")[k % 4]
        rows.append([f"T{k + 1:02d}", date(2026, 5, 4) + timedelta(days=k), role, text, "en", goal,
                     partner, consent, scope, "role", "yes" if minor else "no", guardian, expires,
                     withdrawn, "questions" if k % len(said) in questions else "fits"])  # fmt: skip
    table("testimonials.csv", header, rows)


def write_segments(rng: np.random.Generator) -> None:
    """Coded segments of interviews and group discussions; two coders read every third document."""
    header = ["document", "kind", "date", "role", "segment", "code", "coder", "text", "consent"]
    codes = ("someone notices", "times clash", "college felt doable", "news comes late")
    weights = (0.38, 0.27, 0.2, 0.15)
    rows: list[list[object]] = []
    for doc in range(47):
        kind = "interview" if doc < 22 else "group-discussion"
        role = ("student", "student", "family", "mentor")[doc % 4]
        for segment in range(int(rng.integers(2, 5))):
            code = str(rng.choice(codes, p=weights))
            for coder in ("AK", "JM") if doc % 3 == 0 else ("AK",):
                other = str(rng.choice(codes)) if coder == "JM" and rng.random() < 0.18 else code
                rows.append([f"D{doc + 1:02d}", kind, date(2026, 3, 2) + timedelta(days=doc), role,
                             segment + 1, other, coder, SAID[code][(doc + segment) % 3], "yes"])  # fmt: skip
    table("segments.csv", header, rows)


SAID = {
    "someone notices": (
        "My mentor asks where I was, and waits for the answer.",
        "Somebody at school knows my name now.",
        "They called home before I had missed a week.",
    ),
    "times clash": (
        "The block is when my shift starts.",
        "Practice and mentoring are on the same day.",
        "I would stay if there were a later bus.",
    ),
    "college felt doable": (
        "After one class I stopped thinking it was not for me.",
        "The professor treated us like anyone else.",
        "I know now what the forms are for.",
    ),
    "news comes late": (
        "I hear about the evening when it is over.",
        "The message came in one language only.",
        "Nobody told us that the room had changed.",
    ),
}


if __name__ == "__main__":
    main()
