"""Microsoft School Data Sync: version 2.1 (users, roles, orgs) and version 1 (Student, School)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest.format import Package, Unfolded
from pipeline.ingest.people_of import by, race_of, schools_of
from pipeline.ingest.vendor_kinds import NOT_A_STUDENT, NOT_ENROLLED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.format import Fields, Member, SourceKind

_PERSONAL: Final = {
    *("username", "givenname", "familyname", "password", "activedirectorymatchid", "email"),
    *("phone", "sms", "birthdate", "firstname", "lastname", "middlename", "secondaryemail"),
}
_ROSTER: Final = ("sourcedId", "school", "school_id", "grade", "sex", "race")
_FIRST_ROSTER: Final = ("SIS ID", "Student Number", "State ID", "school", "school_id", "Grade",
                        "Graduation Year")  # fmt: skip
_GONE: Final = {"inactive", "withdrawn", "transferred", "deleted"}


def recognises(members: Mapping[str, Member]) -> bool:
    """Roles with a session (2.1), or students by their SIS ID (1)."""
    roles, first = members.get("roles"), members.get("student")
    if first is not None:
        return {"SIS ID", "School SIS ID"} <= set(first.headers)
    is_current = roles is not None and {"sessionSourcedId", "isPrimary"} & set(roles.headers)
    return bool(is_current) and "users" in members


def unfolds(members: Mapping[str, Member], kind: SourceKind) -> Unfolded | str:
    """Students with their school and grade."""
    del kind
    return _first(members) if "student" in members else _current(members)


def _current(members: Mapping[str, Member]) -> Unfolded:
    orgs, people = (
        by(members.get("orgs"), "sourcedid"),
        by(members.get("demographics"), "sourcedid"),
    )
    roles: dict[str, list[Fields]] = {}
    for _, role in members["roles"].records:
        roles.setdefault(role.get("usersourcedid", ""), []).append(role)
    records, aside = [], []
    for row, user in members["users"].records:
        own = user.get("sourcedid", "")
        mine = sorted(roles.get(own, []), key=_rank)
        said = [role.get("role", "").lower() for role in mine]
        if "student" not in said:
            aside.append((row, NOT_A_STUDENT, said[0] if said else "no role"))
            continue
        student = [role for role in mine if role.get("role", "").lower() == "student"]
        schools = schools_of((role.get("orgsourcedid", "") for role in student), orgs)
        at = schools[0] if schools else ""
        grade = next((r["grade"] for r in student if r.get("grade")), "")
        about = people.get(own, {})
        name = orgs.get(at, {}).get("name", at)
        sex = about.get("sex", "")
        records.append((row, [own, name, at, grade, sex, race_of(about)]))
    return Unfolded(
        main="users",
        headers=_ROSTER,
        records=tuple(records),
        aside=tuple(aside),
        also={"sourcedId": ("student_id",), "grade": ("grades",), "sex": ("gender",)},
        personal=_named(members["users"]),
        ids=("sourcedId",),
    )


def _rank(role: Fields) -> tuple[bool, str]:
    return role.get("isprimary", "").lower() not in {"true", "1"}, role.get("orgsourcedid", "")


def _first(members: Mapping[str, Member]) -> Unfolded:
    schools = by(members.get("school"), "sisid")
    records, aside = [], []
    for row, student in members["student"].records:
        status = student.get("status", "").lower()
        if status in _GONE:
            aside.append((row, NOT_ENROLLED, status))
            continue
        at = student.get("schoolsisid", "")
        cells = [student.get(k, "") for k in ("sisid", "studentnumber", "stateid")]
        about = [student.get(k, "") for k in ("grade", "graduationyear")]
        records.append((row, [*cells, schools.get(at, {}).get("name", at), at, *about]))
    return Unfolded(
        main="student",
        headers=_FIRST_ROSTER,
        records=tuple(records),
        aside=tuple(aside),
        also={
            "SIS ID": ("student_id",),
            "Student Number": ("student_number",),
            "State ID": ("state_id",),
            "Grade": ("grades",),
        },
        personal=_named(members["student"]),
        ids=("SIS ID", "Student Number", "State ID"),
    )


def _named(member: Member) -> tuple[str, ...]:
    return tuple(h for h in member.headers if h.replace(" ", "").lower() in _PERSONAL)


FORMAT: Final = Package(
    name="sds",
    title="Microsoft School Data Sync",
    kinds=frozenset({"roster"}),
    marks="users.csv and roles.csv with sessionSourcedId, or Student.csv with SIS ID",
    members=frozenset(
        (
            *("users", "roles", "orgs", "classes", "enrollments", "academicsessions", "courses"),
            *("demographics", "relationships", "userflags", "student", "school", "section"),
            *("studentenrollment", "teacher", "teacherroster"),
        )
    ),
    recognises=recognises,
    unfolds=unfolds,
)
