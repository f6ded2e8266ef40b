"""What student information systems call the columns that every roster has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "student_id": (
        *("studentid", "studentnumber", "localid", "localstudentid", "studentlocalid"),
        *("permid", "permnum", "permanentid", "sisid", "sisnumber", "otherid", "pupilid"),
        *("studentcode", "stuid", "stunum", "sid", "lasid", "studentstudentnumber"),
        *("studentpersonid", "personid", "studentuniqueid", "kstudent", "idestudiante"),
        *("numerodeestudiante", "matricula", "stateid", "statestudentid", "statestudentnumber"),
        *("ssid", "sasid", "stateassignedid", "uniquestudentidentifier"),
    ),
    "state_id": (
        *("stateid", "statestudentid", "statestudentnumber", "ssid", "sasid", "uic"),
        *("stateassignedid", "stateuniqueid", "uniquestudentidentifier", "studentstateid"),
        *("studentstudentstateid", "idassignedbystate"),
    ),
    "period": (
        *("schoolyear", "academicyear", "year", "term", "termname", "period", "aenoescolar"),
        *("cursoescolar", "anoescolar", "schyear", "syear"),
    ),
    "date": (
        *("date", "calendardate", "attendancedate", "attdate", "teststartdate", "testdate"),
        *("completiondate", "fecha", "activitydate"),
    ),
    "school": (
        *("school", "schoolname", "building", "campus", "site", "schoolbuilding", "escuela"),
        *("calendarschoolname", "organizationname", "schoolabbr", "schoolid", "schoolcode"),
        *("schoolnumber", "buildingcode", "entityid"),
    ),
    "grade": (
        *("grade", "gradelevel", "grades", "gradelvl", "studentgrade", "enrollmentgrade", "grado"),
        *("currentgrade", "gr", "gradenumeric"),
    ),
    "gender": ("gender", "sex", "genero", "sexo", "studentgender"),
    "race": (
        *("race", "raceethnicity", "ethnicity", "federalrace", "raceethn", "fedethnicity"),
        *(
            "ethnicgroup",
            "federalethnicity",
            "raceethnicityfed",
            "racialethnicgroup",
            "federalraceethnicity",
            "raza",
        ),
    ),
    "frl": (
        *("frl", "frlstatus", "lunchstatus", "freereducedlunch", "mealstatus", "economicstatus"),
        *("economicallydisadvantaged", "ecodis", "lowincome", "socioeconomicstatus", "sesstatus"),
        *("freeandreducedlunch", "nslp", "eligibilitymeal"),
    ),
    "ell": (
        *("ell", "ellstatus", "el", "elstatus", "lep", "lepstatus", "englishlearner", "mll"),
        *("englishlanguagelearner", "lepcode", "lepparticipation", "aprendizdeingles"),
    ),
    "iep": (
        *("iep", "iepstatus", "sped", "specialeducation", "specialed", "swd", "disability"),
        *("specialedstatus", "hasiep", "disabilitystatus", "educacionespecial"),
    ),
}
"""Our name, and headers of student systems without spaces, marks and case, the likeliest first."""


def bare(header: str) -> str:
    """A header without what systems write differently: case, spaces, marks, accents.

    >>> bare("State_StudentNumber"), bare("student.studentNumber"), bare("Año escolar")
    ('statestudentnumber', 'studentstudentnumber', 'anoescolar')
    """
    folded = header.casefold().translate(_ACCENTS)
    return re.sub(r"[^a-z0-9]", "", folded)


def alias_of(wanted: Sequence[str], headers: Sequence[str]) -> str | None:
    """The header that a student system uses for one of our names; None where none is there."""
    by_bare = {bare(header.rpartition(".")[2]): header for header in reversed(headers) if header}
    by_bare |= {bare(header): header for header in reversed(headers) if header}
    for name in wanted:
        for alias in ALIASES.get(name, ()):
            if alias in by_bare:
                return by_bare[alias]
    return None


def meaning(header: str) -> str:
    """Our name for a header of a student system, or nothing.

    >>> meaning("Grade_Level"), meaning("Perm ID"), meaning("Shoe size")
    ('grade', 'student_id', '')
    """
    own = {bare(header), bare(header.rpartition(".")[2])}
    return next((name for name, aliases in ALIASES.items() if own & set(aliases)), "")


_ACCENTS: Final = str.maketrans("áéíóúüñ", "aeiouun")
