"""What the rosters of several vendors have in common: schools, grades, race as it is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.ingest.format import Fields, Member

RACES: Final = {
    "americanindianoralaskanative": "American Indian or Alaska Native",
    "asian": "Asian",
    "blackorafricanamerican": "Black or African American",
    "nativehawaiianorotherpacificislander": "Native Hawaiian or Other Pacific Islander",
    "white": "White",
}
HISPANIC: Final = "Hispanic/Latino"
SEVERAL: Final = "Two or more races"
_YES: Final = {"true", "yes", "y", "1"}


def race_of(record: Fields) -> str:
    """One category a person, as federal reports count: Hispanic of any race, several, or one.

    >>> race_of({"asian": "true", "white": "true"}), race_of({"white": "true"})
    ('Two or more races', 'White')
    """
    if is_yes(record.get("hispanicorlatinoethnicity", "")):
        return HISPANIC
    found = [name for key, name in RACES.items() if is_yes(record.get(key, ""))]
    if len(found) > 1 or is_yes(record.get("demographicracetwoormoreraces", "")):
        return SEVERAL
    return found[0] if found else ""


def is_yes(text: str) -> bool:
    """A word for yes."""
    return text.strip().lower() in _YES


def first_of(text: str) -> str:
    """The first of several values in one cell.

    >>> first_of("09,10"), first_of("")
    ('09', '')
    """
    return text.split(",", maxsplit=1)[0].strip()


def by(member: Member | None, key: str) -> Mapping[str, Fields]:
    """The records of a member by a key; the first of several."""
    found: dict[str, Fields] = {}
    for _, record in member.records if member is not None else ():
        found.setdefault(record.get(key, ""), record)
    return found


def schools_of(candidates: Iterable[str], orgs: Mapping[str, Fields]) -> list[str]:
    """Of some organisations those that are schools, in order, each once."""
    known = dict.fromkeys(one.strip() for one in candidates if one.strip())
    if not orgs:
        return list(known)
    return [one for one in known if orgs.get(one, {}).get("type", "school").lower() == "school"]
