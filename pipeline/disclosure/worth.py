"""What is missed least where something more has to be hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.sums import Member

NEAREST: Final = 8
"""How many of the smallest members of a line are weighed against each other."""
WHOLE: Final = 10_000.0
"""What the loss of a whole group weighs, in people of levels."""


def order_of(member: Member) -> tuple[float, float, Key]:
    """A place in the order in which members are missed, the least first."""
    return (worth(member.key), member.tally.n, member.key)


def worth(key: Key) -> float:
    """What the loss of a bundle weighs beside its size."""
    return WHOLE * (2 * (not key.subgroup) + (key.group != "all"))
