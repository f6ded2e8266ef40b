"""What vendors' exports hold besides records: previews, other roles, codings of their own."""

from __future__ import annotations

from typing import Final

from pipeline.problems import Kind

PREVIEW: Final = Kind(
    code="D053",
    found='found "{value}"',
    expected="expected the answers of a person",
    remedy="Left out: it is a preview, a test or spam; nothing to mend.",
    explains="Survey tools mark responses that were made while the survey was tried out, or by "
    "machines. They are left out and counted. To keep some, say so with `keep:`.",
    severity="note",
    counted="preview or test",
)
UNFINISHED: Final = Kind(
    code="D054",
    found='found "{value}"',
    expected="expected a finished response",
    remedy="Left out as unfinished; nothing to mend.",
    explains="The survey tool says that this response was never sent off. Such responses are left "
    "out and counted. To keep them, name the column under `keep:` with both of its values.",
    severity="note",
    counted="unfinished response",
)
REPEATED_INSTRUMENT: Final = Kind(
    code="D055",
    found='found the repeating instrument "{value}"',
    expected="expected the record itself",
    remedy="Left out; to read such rows instead, pick them with `keep:`.",
    explains="A project with repeating instruments has several rows for one record. The rows of "
    "the instruments are no further respondents; they are left out and counted.",
    severity="note",
    counted="row of a repeating instrument",
)
OTHER_CODING: Final = Kind(
    code="D057",
    found="found {values}, which `answers: {answers}` does not know{others}",
    expected="expected answers of that list",
    remedy='Write each of them beside the answer that it stands for, such as [{first}, "{code}"]; '
    "one that means no answer goes to `missing:`.",
    explains="This wave writes its answers differently from what the study file lists: as numbers "
    "instead of words, in another language, or as numbers that begin elsewhere. Reading it as it "
    "is would lose the wave or shift every answer, so the run stops.",
)
NOT_A_STUDENT: Final = Kind(
    code="D058",
    found='found the role "{value}"',
    expected="expected a student",
    remedy="Left out; nothing to mend.",
    explains="Rosters of learning systems hold teachers, guardians and staff as well. Only "
    "students are taken.",
    severity="note",
    counted="not a student",
)
NOT_ENROLLED: Final = Kind(
    code="D059",
    found="found {value}",
    expected="expected someone who is enrolled",
    remedy="Left out; if the person should count, correct it in the student system.",
    explains="The student system marks this person as deleted, disabled or withdrawn.",
    severity="note",
    counted="no longer enrolled",
)
NOT_GRADED: Final = Kind(
    code="D060",
    found='found the status "{value}"',
    expected="expected a result that is fully graded",
    remedy="Left out; nothing to mend.",
    explains="Results that were not handed in, are exempt or not yet graded hold no score.",
    severity="note",
    counted="not fully graded",
)
