"""What can go wrong when records of several files are laid to the same person."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

UNDER_FLOOR: Final = Kind(
    code="L001",
    found="found {matched} of {rows} rows in the roster ({percent})",
    expected="expected at least {floor}",
    remedy="{hint}Compare the IDs with the roster's; the rows are listed in "
    "unmatched_{source}.csv.",
    explains="Too few records belong to a person of the roster, so what is left no longer stands "
    "for the group. The default limit is 90 %; `match_floor:` changes it.",
)
FEW_UNMATCHED: Final = Kind(
    code="L002",
    found="found {matched} of {rows} rows in the roster ({percent})",
    expected="expected at least 98 %",
    remedy="{hint}The others are listed in unmatched_{source}.csv.",
    explains="Some records belong to nobody in the roster. They are listed, counted and not used.",
    severity="warning",
)
LOOSE_MATCH: Final = Kind(
    code="L003",
    found="found an ID that is in the roster only {how}",
    expected="",
    remedy="It was matched to row {row} of {roster}; correct it at the source if that is wrong.",
    explains="The ID differs from the roster's in spaces, case or leading zeros only, and just "
    "one person fits. Spreadsheets drop leading zeros when they take an ID for a number.",
    severity="warning",
)
NO_ROSTER: Final = Kind(
    code="L004",
    found='found no roster "{name}"',
    expected="expected the name of a source of kind roster",
    remedy="Correct `link_to:` of the survey.",
    explains="A survey that names its respondents is linked to a roster of the study.",
)
GROUPS_WITHOUT_ROSTER: Final = Kind(
    code="L005",
    found="found no source of kind roster",
    expected="expected one, because the study file uses {used}",
    remedy="Add a roster; it may read the same file as another source.",
    explains="Who took part and which subgroup a person belongs to is read from a roster.",
)
SEVERAL_FIT: Final = Kind(
    code="L006",
    found="found an ID that several people of the roster fit",
    expected="expected one",
    remedy="Write the ID as the roster does; the row was left unmatched.",
    explains="Without spaces, case or leading zeros the ID fits more than one person, so nobody "
    "was chosen.",
    severity="warning",
)
MORE_LOOSE: Final = Kind(
    code="L007",
    found="found {count} more such IDs",
    expected="",
    remedy="They were matched in the same ways; mend the IDs at the source.",
    explains="At most 20 IDs that were matched loosely are told one by one.",
    severity="warning",
)
SAME_RESPONDENT: Final = Kind(
    code="L008",
    found="found {count} respondents whose IDs differ in case or leading zeros between waves",
    expected="",
    remedy="Each was taken for one person; correct the IDs at the source if that is wrong.",
    explains="The same respondent may type an ID in another way the second time. Two spellings "
    "are one person only where neither wave has both.",
    severity="warning",
)
NOT_LINKED: Final = Kind(
    code="L009",
    found="found {count} responses without an ID",
    expected="",
    remedy="They count as respondents of one wave only; nothing to mend.",
    explains="A response without an ID cannot be laid beside another of the same person. It still "
    "counts in its own wave.",
    severity="note",
)
