"""OneRoster 1.1 and 1.2: users with schools and demographics, or the results of line items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ingest.format import Package, Unfolded
from pipeline.ingest.people_of import by, first_of, is_yes, race_of, schools_of
from pipeline.ingest.vendor_kinds import NOT_A_STUDENT, NOT_ENROLLED, NOT_GRADED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.format import Fields, Member, SourceKind
    from pipeline.problems import Kind

_PERSONAL: Final = (
    *("username", "givenName", "familyName", "middleName", "preferredGivenName"),
    *(
        "preferredMiddleName",
        "preferredFamilyName",
        "email",
        "sms",
        "phone",
        "password",
        "pronouns",
    ),
    *("birthDate", "cityOfBirth", "stateOfBirthAbbreviation", "countryOfBirthCode"),
)
_ROSTER: Final = (
    "sourcedId",
    "identifier",
    "school",
    "school_id",
    "grades",
    "status",
    "sex",
    "race",
    "hispanicOrLatinoEthnicity",
    *(
        "americanIndianOrAlaskaNative",
        "asian",
        "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander",
        "white",
    ),
)
_RESULTS: Final = (
    "studentSourcedId",
    "identifier",
    "period",
    "session",
    "lineItem",
    "class",
    "score",
    "textScore",
    "scoreDate",
    "scoreStatus",
)
_USER_ID: Final = re.compile(r"\{([^:{}]+):([^{}]*)\}")
_GRADED: Final = {"fully graded", ""}
_DELTA: Final = "delta"


def recognises(members: Mapping[str, Member]) -> bool:
    """Users with `sourcedId` and one of the marks that no other package has."""
    users, results = members.get("users"), members.get("results")
    if results is not None and "lineItemSourcedId" in results.headers:
        return True
    marks = {"enabledUser", "orgSourcedIds", "userMasterIdentifier", "primaryOrgSourcedId"}
    return users is not None and "sourcedId" in users.headers and bool(marks & set(users.headers))


def unfolds(members: Mapping[str, Member], kind: SourceKind) -> Unfolded | str:
    """Students for a roster, results for metrics."""
    part = "users" if kind == "roster" else "results"
    said = {r.get("propertyname", ""): r.get("value", "") for _, r in _records(members, "manifest")}
    if said.get(f"file.{part}", "").lower() == _DELTA:
        return f"{part}.csv holds changes only (delta), not the whole; export it in bulk"
    if part not in members:
        return f"there is no {part}.csv among {', '.join(sorted(members))}"
    return _roster(members) if kind == "roster" else _results(members)


def _records(members: Mapping[str, Member], name: str) -> tuple[tuple[int, Fields], ...]:
    member = members.get(name)
    return member.records if member is not None else ()


def _roster(members: Mapping[str, Member]) -> Unfolded:
    users = members["users"]
    orgs, people = (
        by(members.get("orgs"), "sourcedid"),
        by(members.get("demographics"), "sourcedid"),
    )
    roles, enrolled = _listed(members, "roles"), _listed(members, "enrollments")
    extra = _extra(users)
    types = sorted({t for _, u in users.records for t, _ in _USER_ID.findall(u.get("userids", ""))})
    records, aside = [], []
    for row, user in users.records:
        own = user.get("sourcedid", "")
        why = _left_out(user, roles.get(own, []))
        if why is not None:
            aside.append((row, *why))
            continue
        schools = schools_of(_schools(user, roles.get(own, []), enrolled.get(own, [])), orgs)
        at = schools[0] if schools else ""
        about = people.get(own, {})
        ids = dict(_USER_ID.findall(user.get("userids", "")))
        cells = {
            "sourcedId": own,
            "identifier": user.get("identifier", ""),
            "school": orgs.get(at, {}).get("name", at),
            "school_id": orgs.get(at, {}).get("identifier", "") or at,
            "grades": first_of(user.get("grades", "")),
            "status": user.get("status", ""),
            "race": race_of(about),
        }
        named = [cells.get(name, about.get(name.lower(), "")) for name in _ROSTER]
        more = [user.get(name.lower().replace("_", ""), "") for name in extra]
        records.append((row, [*named, *(ids.get(t, "") for t in types), *more]))
    return Unfolded(
        main="users",
        headers=(*_ROSTER, *(f"userIds.{t}" for t in types), *extra),
        records=tuple(records),
        aside=tuple(aside),
        also={
            "sourcedId": ("student_id", "userSourcedId"),
            "identifier": ("student_number",),
            "grades": ("grade",),
            "sex": ("gender",),
            "hispanicOrLatinoEthnicity": ("hispanic",),
        },
        personal=tuple(name for name in _PERSONAL if _has(members, name)),
        ids=("identifier", "sourcedId", *(f"userIds.{t}" for t in types)),
    )


def _listed(members: Mapping[str, Member], name: str) -> dict[str, list[Fields]]:
    """Records of a member by user, those that are deleted left out."""
    found: dict[str, list[Fields]] = {}
    for _, record in _records(members, name):
        if record.get("status", "").lower() != "tobedeleted":
            found.setdefault(record.get("usersourcedid", ""), []).append(record)
    return found


def _extra(users: Member) -> list[str]:
    """Extension columns of the vendor, which OneRoster keeps under `metadata.`."""
    return [name for name in users.headers if name.lower().startswith("metadata.")]


def _has(members: Mapping[str, Member], name: str) -> bool:
    return any(
        name in member.headers
        for key, member in members.items()
        if key in {"users", "demographics"}
    )


def _left_out(user: Fields, roles: list[Fields]) -> tuple[Kind, str] | None:
    said = [role.get("role", "").lower() for role in roles] or [user.get("role", "").lower()]
    if "student" not in said and any(said):
        return NOT_A_STUDENT, said[0]
    if user.get("status", "").lower() == "tobedeleted":
        return NOT_ENROLLED, "tobedeleted"
    enabled = user.get("enableduser", "")
    return (NOT_ENROLLED, "enabledUser false") if enabled and not is_yes(enabled) else None


def _schools(user: Fields, roles: list[Fields], enrolled: list[Fields]) -> list[str]:
    """Where a student may belong, the likeliest first; in the same order whatever the files'."""
    mine = [role for role in roles if role.get("role", "").lower() == "student"]
    primary = [r for r in mine if r.get("roletype", "").lower() == "primary"]
    rest = sorted({r.get("orgsourcedid", "") for r in mine})
    given = user.get("orgsourcedids", "").split(",")
    classes = sorted({r.get("schoolsourcedid", "") for r in enrolled})
    first = [user.get("primaryorgsourcedid", ""), *(r.get("orgsourcedid", "") for r in primary)]
    return [*first, *rest, *given, *classes]


def _results(members: Mapping[str, Member]) -> Unfolded:
    items, sessions = (
        by(members.get("lineitems"), "sourcedid"),
        by(members.get("academicsessions"), "sourcedid"),
    )
    users, classes = by(members.get("users"), "sourcedid"), by(members.get("classes"), "sourcedid")
    records, aside = [], []
    for row, result in members["results"].records:
        status = result.get("scorestatus", "").lower()
        if result.get("status", "").lower() == "tobedeleted" or status not in _GRADED:
            aside.append((row, NOT_GRADED, status or "tobedeleted"))
            continue
        item = items.get(result.get("lineitemsourcedid", ""), {})
        at = item.get("gradingperiodsourcedid") or item.get("academicsessionsourcedid", "")
        session, group = sessions.get(at, {}), classes.get(item.get("classsourcedid", ""), {})
        student = result.get("studentsourcedid", "")
        cells = {
            "studentSourcedId": student,
            "identifier": users.get(student, {}).get("identifier", ""),
            "period": _school_year(session, sessions) or session.get("title", ""),
            "session": session.get("title", ""),
            "lineItem": item.get("title", ""),
            "class": group.get("title", ""),
            "score": result.get("score", ""),
            "textScore": result.get("textscore", ""),
            "scoreDate": result.get("scoredate", ""),
            "scoreStatus": result.get("scorestatus", ""),
        }
        records.append((row, [cells[name] for name in _RESULTS]))
    return Unfolded(
        main="results",
        headers=_RESULTS,
        records=tuple(records),
        aside=tuple(aside),
        also={
            "studentSourcedId": ("student_id",),
            "lineItem": ("metric",),
            "score": ("value",),
            "scoreDate": ("date",),
        },
        ids=("studentSourcedId", "identifier"),
    )


def _school_year(session: Fields, sessions: Mapping[str, Fields]) -> str:
    """The school year of a session as 2023-24; OneRoster names it by the year in which it ends."""
    seen = 0
    while session and seen < len(sessions) + 1:
        year = session.get("schoolyear", "")
        if year.isdecimal():
            return f"{int(year) - 1}-{int(year) % 100:02d}"
        session = sessions.get(session.get("parentsourcedid", ""), {})
        seen += 1
    return ""


FORMAT: Final = Package(
    name="oneroster",
    title="OneRoster",
    kinds=frozenset({"roster", "metrics"}),
    marks="users.csv with sourcedId and enabledUser, or results.csv with lineItemSourcedId",
    members=frozenset(
        (
            *(
                "manifest",
                "orgs",
                "users",
                "userprofiles",
                "userresources",
                "roles",
                "demographics",
            ),
            *("enrollments", "classes", "classresources", "courses", "courseresources"),
            *("academicsessions", "lineitems", "results", "categories", "resources"),
            *("scorescales", "lineitemscorescales", "resultscorescales"),
            *("lineitemlearningobjectiveids", "resultlearningobjectiveids"),
        )
    ),
    recognises=recognises,
    unfolds=unfolds,
)
