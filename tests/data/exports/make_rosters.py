"""Writes the roster fixtures: the same thirty students as several systems export them.

Every name, address and ID is invented. The files are committed; a test makes them anew.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCHOOLS = {"sch-n": ("North High", "0101"), "sch-s": ("South High", "0102")}
RACES = ("White", "Black or African American", "Asian", "Hispanic/Latino", "Two or more races")


@dataclass(frozen=True, slots=True)
class Student:
    """One student, as every roster must read."""

    n: int
    number: str
    state: str
    school: str
    grade: str
    sex: str
    race: str

    @property
    def sis(self) -> str:
        return f"u-{self.n:03d}"


def students() -> list[Student]:
    return [
        Student(
            n=n,
            number=f"{700 + n:06d}",
            state=f"99{n:08d}",
            school="sch-n" if n % 3 else "sch-s",
            grade=f"{9 + n % 4:02d}",
            sex="female" if n % 2 else "male",
            race=RACES[n % 5],
        )
        for n in range(1, 31)
    ]


def text(head: list[str], rows: list[list[str]], *, mark: bool = False) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([head, *rows])
    return (("\ufeff" if mark else "") + out.getvalue()).encode()


def flags(race: str) -> list[str]:
    """American Indian, Asian, Black, Pacific, White, several, Hispanic."""
    named = {"Asian": 1, "Black or African American": 2, "White": 4}
    said = ["false"] * 7
    if race in named:
        said[named[race]] = "true"
    elif race == "Two or more races":
        said[1] = said[4] = "true"
    else:
        said[4] = said[6] = "true"
    return said


RACE_HEAD = [
    "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
]  # fmt: skip
AT = "2024-08-01T00:00:00.000Z"


def orgs() -> bytes:
    rows = [["dist", "active", AT, "Riverbend, USD", "district", "01", ""]]
    rows += [[k, "active", AT, name, "school", code, "dist"] for k, (name, code) in SCHOOLS.items()]
    head = ["sourcedId", "status", "dateLastModified", "name", "type", "identifier",
            "parentSourcedId"]  # fmt: skip
    return text(head, rows)


def demographics() -> bytes:
    rows = [[s.sis, "active", AT, f"2009-01-{s.n:02d}", s.sex, *flags(s.race)] for s in students()]
    head = ["sourcedId", "status", "dateLastModified", "birthDate", "sex", *RACE_HEAD]
    return text(head, rows)


def manifest(version: str) -> bytes:
    rows = [["manifest.version", "1.0"], ["oneroster.version", version]]
    rows += [[f"file.{name}", "bulk"] for name in ("orgs", "users", "demographics")]
    return text(["propertyName", "value"], rows)


def oneroster_11() -> dict[str, bytes]:
    head = ["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role",
            "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email",
            "sms", "phone", "agentSourcedIds", "grades", "password",
            "metadata.homeroom"]  # fmt: skip
    rows = [
        [s.sis, "active", AT, "true", f"dist,{s.school}", "student", f"user{s.n}",
         f"{{StateID:{s.state}}}", f"Given{s.n}", f"Family, {s.n}", "", s.number,
         f"user{s.n}@school.example", "", f"555-02{s.n:02d}", "", s.grade, "", f"H{s.n % 4}"]
        for s in students()
    ]  # fmt: skip
    person = ["true", "dist,sch-n"]
    blank = ["", "Ada", "Lane", "", "", "ada@school.example", "", "", "", "", "", ""]
    rows.insert(3, ["t-001", "active", AT, *person, "teacher", "ada", *blank])
    rows.append(["u-901", "tobedeleted", AT, *person, "student", "gone", *blank])
    rows.append(["u-902", "active", AT, "false", "sch-s", "student", "off", *blank])
    return {
        "manifest.csv": manifest("1.1"),
        "orgs.csv": orgs(),
        "users.csv": text(head, rows, mark=True),
        "demographics.csv": demographics(),
    }


def oneroster_12() -> dict[str, bytes]:
    head = ["sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds",
            "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone",
            "agentSourcedIds", "grades", "password", "userMasterIdentifier", "resourceSourcedIds",
            "preferredGivenName", "preferredMiddleName", "preferredFamilyName",
            "primaryOrgSourcedId", "pronouns"]  # fmt: skip
    rows, roles = [], []
    for s in students():
        rows.append([s.sis, "active", AT, "true", f"user{s.n}", f"{{StateID:{s.state}}}",
                     f"Given{s.n}", f"Family{s.n}", "", s.number, f"user{s.n}@school.example", "",
                     "", "", s.grade, "", "", "", "", "", "",
                     s.school if s.n % 2 else "", ""])  # fmt: skip
        other = "sch-s" if s.school == "sch-n" else "sch-n"
        kind = ["active", AT, s.sis]
        roles.append([f"r{s.n}", *kind, "primary", "student", "", "", s.school, ""])
        if s.n % 10 == 0:  # goes to two schools
            roles.append([f"r{s.n}b", *kind, "secondary", "student", "", "", other, ""])
    rows.append(["t-001", "active", AT, "true", "ada", "", "Ada", "Lane", *[""] * 15])
    roles.append(["rt", "active", AT, "t-001", "primary", "teacher", "", "", "sch-n", ""])
    role_head = ["sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role",
                 "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"]  # fmt: skip
    sessions = [["fall", "active", AT, "Fall", "term", "2024-08-19", "2024-12-20", "yr", "2025"],
                ["yr", "active", AT, "2024-2025", "schoolYear", "2024-08-19", "2025-06-06", "",
                 "2025"],
                ["yr0", "active", AT, "2022-2023", "schoolYear", "2022-08-19", "2023-06-06", "",
                 "2023"]]  # fmt: skip
    items = [
        [f"li{k}", "active", AT, "Mathematics", "", AT, AT, f"c{k}", "cat", session, "0", "100",
         "sch-n"]
        for k, session in enumerate(("yr0", "fall"))
    ]  # fmt: skip
    results = []
    for s in students():
        for item, more in (("li0", 0), ("li1", 5)):
            status = "exempt" if (s.n, item) == (7, "li1") else "fully graded"
            results.append([f"{item}-{s.n}", "active", AT, item, s.sis, status,
                            str(60 + s.n + more), "2025-01-10", ""])  # fmt: skip
    return {
        "manifest.csv": manifest("1.2"),
        "orgs.csv": orgs(),
        "users.csv": text(head, rows),
        "roles.csv": text(role_head, roles),
        "demographics.csv": demographics(),
        "academicSessions.csv": text(
            ["sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate",
             "parentSourcedId", "schoolYear"], sessions),
        "classes.csv": text(
            ["sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId",
             "classCode", "classType", "location", "schoolSourcedId", "termSourcedIds"],
            [[c, "active", AT, "Algebra", "", "k", "", "scheduled", "", "sch-n", "yr"]
             for c in ("c0", "c1")]),
        "lineItems.csv": text(
            ["sourcedId", "status", "dateLastModified", "title", "description", "assignDate",
             "dueDate", "classSourcedId", "categorySourcedId", "academicSessionSourcedId",
             "resultValueMin", "resultValueMax", "schoolSourcedId"], items),
        "results.csv": text(
            ["sourcedId", "status", "dateLastModified", "lineItemSourcedId", "studentSourcedId",
             "scoreStatus", "score", "scoreDate", "comment"], results),
    }  # fmt: skip


def clever() -> dict[str, bytes]:
    head = ["School_id", "Student_id", "Student_number", "State_id", "Last_name", "Middle_name",
            "First_name", "Grade", "Gender", "Graduation_year", "DOB", "Race", "Hispanic_Latino",
            "Home_language", "Ell_status", "Frl_status", "IEP_status", "Student_email"]  # fmt: skip
    rows = [
        [SCHOOLS[s.school][1], s.sis, s.number, s.state, f"Family{s.n}", "", f"Given{s.n}",
         s.grade, s.sex, "2027", f"01/{s.n:02d}/2009", s.race, "N", "English",
         "Y" if s.n % 6 == 0 else "N", "Free" if s.n % 4 == 0 else "Paid", "N",
         f"user{s.n}@school.example"]
        for s in students()
    ]  # fmt: skip
    schools = [[code, name, code] for name, code in SCHOOLS.values()]
    return {
        "students.csv": text(head, rows),
        "schools.csv": text(["School_id", "School_name", "School_number"], schools),
    }


def sds_2() -> dict[str, bytes]:
    users = [
        [s.sis, f"user{s.n}", f"Given{s.n}", f"Family{s.n}", "", "", f"user{s.n}@school.example",
         "", ""]
        for s in students()
    ]  # fmt: skip
    users.append(["t-001", "ada", "Ada", "Lane", "", "", "ada@school.example", "", ""])
    roles = [[s.sis, s.school, "student", "yr", s.grade, "true", "", ""] for s in students()]
    roles.append(["t-001", "sch-n", "teacher", "yr", "", "true", "", ""])
    rows = [["dist", "Riverbend, USD", "district", ""]]
    rows += [[k, name, "school", "dist"] for k, (name, _) in SCHOOLS.items()]
    demo = [[s.sis, s.sex, *flags(s.race)] for s in students()]
    return {
        "users.csv": text(
            ["sourcedId", "username", "givenName", "familyName", "password",
             "activeDirectoryMatchId", "email", "phone", "sms"], users),
        "roles.csv": text(
            ["userSourcedId", "orgSourcedId", "role", "sessionSourcedId", "grade", "isPrimary",
             "roleStartDate", "roleEndDate"], roles),
        "orgs.csv": text(["sourcedId", "name", "type", "parentSourcedId"], rows),
        "demographics.csv": text(["sourcedId", "sex", *RACE_HEAD], demo),
    }  # fmt: skip


def sds_1() -> dict[str, bytes]:
    head = ["SIS ID", "School SIS ID", "First Name", "Last Name", "Username", "Password",
            "State ID", "Secondary Email", "Student Number", "Middle Name", "Grade", "Status",
            "Birthdate", "Graduation Year"]  # fmt: skip
    rows = [
        [s.sis, s.school, f"Given{s.n}", f"Family{s.n}", f"user{s.n}", "", s.state, "", s.number,
         "", s.grade, "Active", "", "2027"]
        for s in students()
    ]  # fmt: skip
    rows.append(["u-901", "sch-n", "Gone", "Away", "gone", "", "", "", "000001", "", "09",
                 "Withdrawn", "", ""])  # fmt: skip
    schools = [[key, name] for key, (name, _) in SCHOOLS.items()]
    return {"Student.csv": text(head, rows), "School.csv": text(["SIS ID", "Name"], schools)}


def powerschool() -> dict[str, bytes]:
    head = ["Student_Number", "State_StudentNumber", "Last_Name", "First_Name", "SchoolID",
            "Grade_Level", "Gender", "Ethnicity", "LunchStatus", "DOB"]  # fmt: skip
    rows = [
        [s.number, s.state, f"Family{s.n}", f"Given{s.n}", SCHOOLS[s.school][1], s.grade,
         s.sex[0].upper(), s.race, "F" if s.n % 4 == 0 else "P", f"1/{s.n}/2009"]
        for s in students()
    ]  # fmt: skip
    return {"students.txt": text(head, rows).replace(b",", b"\t")}


def infinite_campus() -> dict[str, bytes]:
    head = ["student.studentNumber", "student.stateID", "student.lastName", "student.grade",
            "student.gender", "student.raceEthnicityFed", "cal.schoolName"]  # fmt: skip
    rows = [
        [s.number, s.state, f"Family{s.n}", s.grade, s.sex[0].upper(), s.race,
         SCHOOLS[s.school][0]]
        for s in students()
    ]  # fmt: skip
    return {"adhoc.csv": b"Ad hoc export,,,,,,\r\n" + text(head, rows)}


def files() -> dict[str, bytes]:
    """Every fixture by its path."""
    folders = {
        "oneroster-1.1": oneroster_11(),
        "oneroster-1.2": oneroster_12(),
        "clever": clever(),
        "sds-2.1": sds_2(),
        "sds-1": sds_1(),
        "powerschool": powerschool(),
        "infinite-campus": infinite_campus(),
    }
    return {f"{place}/{name}": c for place, made in folders.items() for name, c in made.items()}


if __name__ == "__main__":
    for name, content in files().items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
