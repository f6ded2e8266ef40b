"""Releases put together: what each hides and both give away."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from pipeline.release.ledger import together
from pipeline.tables.estimates import RESULTS_ORDER

if TYPE_CHECKING:
    from pipeline.release.audit import Files

COUNTED = {"periods": "p", "sources": "s", "design": "d", "outcomes": "o"}


def release(levels: dict[str, int | None], **more: Any) -> Files:
    """Levels of one breakdown; hidden where None, the whole under an empty name."""
    draft = io.StringIO()
    writer = csv.DictWriter(draft, RESULTS_ORDER, restval="", lineterminator="\r\n")
    writer.writeheader()
    for level, n in levels.items():
        told = {"id": f"gpa/level/all/school={level}", "analysis": "level", "outcome": "gpa",
                "group": "all", "subgroup": "school" if level else "", "level": level}  # fmt: skip
        hidden = {"status": "suppressed", "reason": "primary"}
        writer.writerow(told | (hidden if n is None else {"status": "published", "n": n}))
    made = {"minimum_n": 10, "inputs": {"m.csv": "1", "study.yaml": "x"}, "sections": COUNTED}
    return {
        "results.csv": draft.getvalue().encode(),
        "manifest.json": json.dumps({**made, **more}).encode(),
    }


NOW = release({"": 60, "A": 20, "B": None, "C": None})
BEFORE = {"": 60, "A": None, "B": 35, "C": None}


def test_what_two_releases_hide_and_give_away_together_is_found() -> None:
    (trouble,) = together(NOW, [release(BEFORE, inputs={"m.csv": "1", "study.yaml": "y"})])
    assert trouble.is_privacy
    assert "school=C" in trouble.where
    assert "with an earlier release" in str(trouble)
    assert "5" not in trouble.said


def test_a_release_alone_or_beside_itself_gives_nothing_away() -> None:
    assert list(together(NOW, [])) == list(together(NOW, [NOW])) == []


def test_other_data_or_another_way_of_counting_do_not_add_up() -> None:
    assert list(together(NOW, [release(BEFORE, inputs={"m.csv": "2"})])) == []
    assert list(together(NOW, [release(BEFORE, sections={**COUNTED, "design": "e"})])) == []


def test_a_group_that_one_of_them_showed_is_no_secret() -> None:
    now = release({"": 60, "A": 20, "B": 35, "C": None})
    found = list(together(now, [release({"": 60, "A": 20, "B": None, "C": 5})]))
    assert [one for one in found if "earlier" in one.said] == []


def test_damaged_releases_are_left_to_the_other_checks() -> None:
    assert list(together({}, [NOW])) == []
    assert list(together(NOW, [{}, {"manifest.json": b"["}])) == []
