"""The global options: they may stand before a command or after it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipeline.workspace import Workspace

LATER: Final = ("watch", "doctor")
"""Commands that a later version brings."""
HERE: Final = Path()
"""The folder that is worked in unless another is named."""
PRINTED: Final = "pdf"
"""Where PDFs lie in reports: beside the releases, whose files are listed and hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the global options say."""

    root: Path = HERE
    is_quiet: bool = False
    is_verbose: bool = False
    is_json: bool = False
    as_of: date | None = None
    engine: str = "duckdb"

    @property
    def workspace(self) -> Workspace:
        """The folder that is worked in."""
        from pipeline.workspace import Workspace

        return Workspace(self.root.absolute())


class Commands(click.Group):
    """The commands; one that is not there is met with the nearest, or with when it comes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which one needs them."""
        del ctx
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command that was typed."""
        name = args[0]
        if name in LATER:
            message = f"`{name}` is not in this version yet; it comes with a later one."
            raise click.UsageError(message, ctx)
        if self.get_command(ctx, name) is None:
            near = get_close_matches(name, [*self.commands, *LATER], n=1)
            advice = f' Did you mean "{near[0]}"?' if near else " See outcomes --help."
            message = f'No such command "{name}".{advice}'
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


def _note(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Global options may stand before the command or after it; the later one counts."""
    if value is not None and value is not False:
        ctx.ensure_object(dict)[param.name] = value


def _engine(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value not in {None, "duckdb"}:
        message = f'This version runs on duckdb only; "{value}" comes with a later one.'
        raise click.UsageError(message, ctx)
    _note(ctx, param, value)


_OPTIONS = (
    click.option("-C", "--workspace", "root", metavar="DIR", callback=_note, expose_value=False,
                 type=click.Path(exists=True, file_okay=False, path_type=Path),
                 help="The folder that holds data/raw (default: this one)."),
    click.option("-q", "--quiet", "is_quiet", is_flag=True, callback=_note, expose_value=False,
                 help="Say only what went wrong."),
    click.option("-v", "--verbose", "is_verbose", is_flag=True, callback=_note,
                 expose_value=False, help="Tell notes too, and keep details of a fault."),
    click.option("--json", "is_json", is_flag=True, callback=_note, expose_value=False,
                 help="Answer for machines."),
    click.option("--engine", metavar="NAME", callback=_engine, expose_value=False,
                 help="What adds up: duckdb."),
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", callback=_note,
                 expose_value=False,
                 help="The day that goals are judged on (default: end of the last period with "
                      "data)."),
)  # fmt: skip


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The global options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def settings() -> Settings:
    """What the global options say, wherever they stood."""
    given = dict(click.get_current_context().ensure_object(dict))
    if "as_of" in given:
        given["as_of"] = given["as_of"].date()
    return Settings(**given)


def answer(content: dict[str, object]) -> None:
    """Prints an answer for machines."""
    click.echo(json.dumps(content, indent=1, ensure_ascii=False))
