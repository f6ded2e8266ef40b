"""The gate bites: what a design cannot carry does not leave the building."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.evidence.gate import gate

if TYPE_CHECKING:
    from pipeline.evidence.wording import Tier

ABOVE: list[tuple[Tier, str, str]] = [
    ("tier-4", "Mentoring caused the drop.", "cause"),
    ("tier-4", "Attendance improved.", "improvement"),
    ("tier-4", "The impact was large.", "impact"),
    ("tier-4", "The effect of mentoring was small.", "effect"),
    ("tier-4", "The drop came because of mentors.", "consequence"),
    ("tier-4", "Mentoring led to fewer absences.", "consequence"),
    ("tier-4", "Mentors helped students.", "help"),
    ("tier-4", "The partnership reduced dropout.", "raising"),
    ("tier-4", "It was associated with mentoring.", "association"),
    ("tier-3", "Mentoring caused the drop.", "cause"),
    ("tier-3", "Scores improved.", "improvement"),
    ("tier-2", "Mentoring caused the rise.", "cause"),
    ("tier-1", "This proves it.", "proof"),
    ("tier-1", "The rise was significant.", "significance"),
    ("tier-1", "There was an insignificant rise.", "significance"),
    ("tier-1", "There was no effect.", "significance"),
    ("tier-1", "A trend toward more.", "significance"),
]
WITHIN: list[tuple[Tier, str]] = [
    ("tier-4", "Attendance rose by 2.1 points and dropout fell."),
    ("tier-4", "The effect size is 0.24."),
    ("tier-4", "It could be chance, because few people answered."),
    ("tier-3", "Taking part was associated with it."),
    ("tier-2", "Evidence that taking part raised it."),
    ("tier-1", "The program caused the rise, and its impact is clear."),
]


@pytest.mark.parametrize(("tier", "words", "rule"), ABOVE)
def test_wording_above_the_ceiling_is_found(tier: Tier, words: str, rule: str) -> None:
    found = gate(f"<main><p>{words}</p></main>", tier)
    assert rule in {finding.rule for finding in found}
    assert all(finding.instead for finding in found)


@pytest.mark.parametrize(("tier", "words"), WITHIN)
def test_wording_within_the_ceiling_passes(tier: Tier, words: str) -> None:
    assert gate(f"<main><p>{words}</p></main>", tier) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Attend<b>ance</b> im<b>proved</b>.</p>",
        "<p>It was\n  due\n to mentors.</p>",
        "<p>Mentoring <span>c&#97;used</span> it.</p>",
        "<img alt='Mentoring caused it'>",
        "<meta name='description' content='Mentoring caused it'>",
        "<title>Impact of mentoring</title>",
        "<svg><desc>Mentoring caused it</desc></svg>",
        "<td aria-label='caused'>x</td>",
        "<IMG ALT='caused'>",
    ],
)
def test_words_are_found_however_they_are_written(html: str) -> None:
    assert gate(html, "tier-4")


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote data-role='quote'><p>It caused joy.</p></blockquote>",
        "<q data-role='quote'>What helped you most?</q>",
        "<p data-role='disclaimer'>They do not prove what caused it.</p>",
        "<p data-role='promise'>Reduce it by 15 % and improve lives.</p>",
        "<dl data-role='method'><dd>The effect of treatment.</dd></dl>",
        "<span data-role='name'>Impact Tulsa</span>",
        "<style>.effect{color:red}</style>",
    ],
)
def test_what_is_not_a_claim_of_the_report_is_left_alone(html: str) -> None:
    assert gate(html, "tier-4") == []


def test_only_a_quotation_can_be_a_quote() -> None:
    assert gate("<p data-role='quote'>Mentoring caused it.</p>", "tier-4")


def test_an_exempt_part_does_not_shelter_the_words_around_it() -> None:
    html = "<p><span data-role='name'>Impact Tulsa</span> improved attendance.</p>"
    assert [finding.rule for finding in gate(html, "tier-4")] == ["improvement"]


def test_an_element_can_be_held_to_less_and_never_allowed_more() -> None:
    held = "<li data-tier='tier-4'>The program caused it.</li><li>The program caused it.</li>"
    assert len(gate(held, "tier-1")) == 1
    assert gate("<p data-tier='tier-1'>The program caused it.</p>", "tier-4")


def test_a_finding_says_where_and_what_to_write() -> None:
    finding = gate("<p>In all, mentoring caused the rise in attendance.</p>", "tier-4")[0]
    assert finding.found == "caused"
    assert "mentoring caused the rise" in finding.context
    assert "rose" in finding.instead or "associated" in finding.instead
