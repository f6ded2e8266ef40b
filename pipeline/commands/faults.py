"""A fault of ours: told in plain words, without a traceback and without anything from the data."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, Final

import click

from pipeline.clearance import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.workspace import Workspace

FAULT: Final = 4
"""Exit code of a fault of ours."""


def tell(fault: Exception, workspace: Workspace, given: Mapping[str, Any]) -> int:
    """Says what happened and how to report it; with -v, where in our code it happened.

    The text of an unforeseen exception may quote a cell of the data, so it is never repeated.

    Returns:
        The exit code.
    """
    what = str(fault) if isinstance(fault, Fault) else type(fault).__name__
    lines = [f"A fault of ours: {what}.", "What was published before is as it was."]
    if given.get("is_verbose"):
        path = workspace.own / "last-error.txt"
        trace = [f"{type(fault).__name__}\n", *traceback.format_tb(fault.__traceback__)]
        workspace.write(path, "".join(trace).encode(), private=True)
        lines.append(f"Where it happened is written in {workspace.shown(path)}; no data are in it.")
    else:
        lines.append("Run it again with -v to have the details written down.")
    lines.append("Please report it with what you typed and `outcomes --version`; send no data.")
    click.echo("\n".join(lines), err=True)
    return FAULT
