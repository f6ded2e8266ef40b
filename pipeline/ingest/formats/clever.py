"""Clever: students.csv of a student information system, with schools.csv beside it or alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest.format import Package, Unfolded
from pipeline.ingest.people_of import by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.format import Member, SourceKind

_MARKS: Final = {"schoolid", "studentid", "studentnumber", "lastname", "firstname"}
_PERSONAL: Final = {
    *("lastname", "middlename", "firstname", "dob", "studentemail", "username", "password"),
    *("studentstreet", "studentcity", "studentzip", "studentstate", "homephone", "unweightedgpa"),
    *("contactname", "contactemail", "contactphone", "contactsisid", "contactrelationship"),
    *("studentstreetaddress", "email"),
}
_ALSO: Final = {
    "studentid": ("student_id", "id"),
    "studentnumber": ("student_number",),
    "stateid": ("state_id",),
    "grade": ("grades",),
    "gender": ("sex",),
    "ellstatus": ("ell",),
    "frlstatus": ("frl",),
    "iepstatus": ("iep",),
    "hispaniclatino": ("hispanic",),
}


def recognises(members: Mapping[str, Member]) -> bool:
    """Students with the five columns that Clever requires."""
    students = members.get("students")
    return students is not None and _folded(students) >= _MARKS


def unfolds(members: Mapping[str, Member], kind: SourceKind) -> Unfolded | str:
    """Students, with the name of their school where schools.csv says it."""
    del kind
    students, schools = members["students"], by(members.get("schools"), "schoolid")
    named = {_fold(header): header for header in students.headers}
    kept = [key for key in named if key not in _PERSONAL]
    records = [
        (
            row,
            [
                schools.get(student.get("schoolid", ""), {}).get(
                    "schoolname", student.get("schoolid", "")
                ),
                *(student.get(key, "") for key in kept),
            ],
        )
        for row, student in students.records
    ]
    return Unfolded(
        main="students",
        headers=("school", *(named[key] for key in kept)),
        records=tuple(records),
        also={named[key]: also for key, also in _ALSO.items() if key in named},
        personal=tuple(header for key, header in named.items() if key in _PERSONAL),
        ids=tuple(named[k] for k in ("studentid", "studentnumber", "stateid") if k in named),
    )


def _folded(member: Member) -> set[str]:
    return {_fold(header) for header in member.headers}


def _fold(header: str) -> str:
    return header.replace("_", "").replace(" ", "").lower()


FORMAT: Final = Package(
    name="clever",
    title="Clever",
    kinds=frozenset({"roster"}),
    marks="students.csv with School_id, Student_id, Student_number, Last_name and First_name",
    members=frozenset(
        ("students", "schools", "sections", "enrollments", "teachers", "staff", "admins")
    ),
    recognises=recognises,
    unfolds=unfolds,
)
