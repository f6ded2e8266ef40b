"""Shares what was cleared: a digest for Slack, goals behind as tasks, a draft of a mail."""

from __future__ import annotations

import html
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

from pipeline.problems import Kind, Place, Problem, Problems
from pipeline.stages import STUDY_FILE

if TYPE_CHECKING:
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published
    from pipeline.workspace import Workspace

WEBHOOK: Final = "OUTCOMES_SLACK_WEBHOOK"
TOKEN: Final = "OUTCOMES_ASANA_TOKEN"  # noqa: S105  the name of a variable
PROJECT: Final = "OUTCOMES_ASANA_PROJECT"
ASANA: Final = "https://app.asana.com/api/1.0/tasks"
WAITS: Final = 20
"""Seconds to wait for an answer."""

BEHIND: Final = frozenset({"at-risk", "off-track", "not-met"})

NOT_RUN: Final = Kind(
    code="W020",
    found="found no report of {study}",
    expected="expected one that was cleared",
    remedy="Run `outcomes run {study}` first.",
    explains="Only what a run has cleared is shared: counts of small groups are hidden in it and "
    "its words have passed the gate.",
)
NO_ADDRESS: Final = Kind(
    code="W021",
    found="found no {name} in the environment",
    expected="expected {what}",
    remedy="Set it, or use --dry-run to see what would be sent.",
    explains="Addresses and tokens are never written into a file of the workspace; they come from "
    "the environment.",
)
REFUSED: Final = Kind(
    code="W022",
    found="the other side said {answer}",
    expected="expected it to be accepted",
    remedy="Check the address and the token; nothing was written here.",
    explains="What was sent was not accepted. Nothing in the workspace has changed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is shared of one study.

    Attributes:
        study: Its folder.
        title: Its title.
        headline: How many goals are met.
        goals: Two sentences on each goal.
        behind: Goals that need work: title and sentences.
        files: Reports, by name.
    """

    study: str
    title: str
    headline: str
    goals: tuple[str, ...]
    behind: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def text(self) -> str:
        """The digest as lines of plain text."""
        lines = [self.title, self.headline, *(f"- {goal}" for goal in self.goals)]
        return "\n".join([*lines, f"Reports: {', '.join(self.files)}"])


def digest(workspace: Workspace, study: str) -> Digest:
    """The digest of one study's last cleared run.

    Raises:
        Problems: There is none.
    """
    from pipeline.report.explained import explained, headline
    from pipeline.study.load import load_study
    from pipeline.tables.published_io import from_json

    file = workspace.raw(study) / STUDY_FILE
    released = workspace.processed(study) / "published.json"
    folder = workspace.reports / study
    if not released.is_file() or not (folder / "manifest.json").is_file():
        raise Problems([Problem(NOT_RUN, Place(file=workspace.shown(file)), study=study)])
    read = load_study(file.read_bytes(), file=workspace.shown(file))
    published = from_json(released.read_bytes())
    told = explained(read, published)
    return Digest(
        study=study,
        title=read.study.title,
        headline=headline(read, published),
        goals=tuple(told.values()),
        behind=_behind(read, published, told),
        files=tuple(sorted(path.name for path in folder.glob("*.html"))),
    )


def _behind(
    study: Study, published: Published, told: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    verdicts = {goal.id: goal.text["verdict"] for goal in published.goals}
    return tuple(
        (goal.statement, told[goal.id])
        for goal in study.goals
        if goal.id in told and verdicts.get(goal.id) in BEHIND
    )


def to_slack(one: Digest, *, is_dry: bool) -> list[str]:
    """Posts a digest to a webhook of Slack.

    Returns:
        What was done, in lines to print.
    """
    # Slack reads commands and links between angle brackets.
    body = {"text": html.escape(one.text, quote=False)}
    if is_dry:
        return [f"Would post to Slack ({WEBHOOK}):", one.text]
    _post(_from_environment(WEBHOOK, "the address of an incoming webhook"), body, {})
    return [f"Posted the digest of {one.study} to Slack."]


def to_asana(one: Digest, *, is_dry: bool) -> list[str]:
    """Makes a task in Asana of each goal that needs work."""
    if not one.behind:
        return [f"No goal of {one.study} is behind: nothing to make a task of."]
    if is_dry:
        tasks = [f"Would make a task: {statement}" for statement, _ in one.behind]
        return [*tasks, f"in the project that {PROJECT} names, with the token of {TOKEN}."]
    token = _from_environment(TOKEN, "a personal access token")
    project = _from_environment(PROJECT, "the number of a project")
    address = os.environ.get("OUTCOMES_ASANA_URL", ASANA)
    for statement, told in one.behind:
        body = {"data": {"name": statement, "notes": told, "projects": [project]}}
        _post(address, body, {"Authorization": f"Bearer {token}"})
    return [f"Made {len(one.behind)} tasks in Asana."]


def to_mail(workspace: Workspace, one: Digest, *, is_dry: bool) -> list[str]:
    """Writes a draft of a mail with the reports attached; sends nothing."""
    mail = EmailMessage()
    mail["Subject"] = f"{one.title}: {one.headline}"
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    mail.set_content(one.text)
    for name in one.files:
        content = (workspace.reports / one.study / name).read_bytes()
        mail.add_attachment(content, maintype="text", subtype="html", filename=name)
    mail.set_boundary("outcomes")  # the same bytes every time
    place = workspace.root / ".outcomes" / "share" / f"{one.study}.eml"
    if is_dry:
        return [f"Would write {workspace.shown(place)}:", one.text]
    workspace.write(place, mail.as_bytes())
    return [f"Wrote {workspace.shown(place)}: open it, add whom it goes to, and send it."]


def _from_environment(name: str, what: str) -> str:
    found = os.environ.get(name, "").strip()
    if not found:
        raise Problems([Problem(NO_ADDRESS, Place(file="the environment"), name=name, what=what)])
    return found


def _post(address: str, body: object, headers: dict[str, str]) -> None:
    """Sends JSON to an address over HTTP.

    Raises:
        Problems: It was not accepted.
    """
    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        answer = "that the address does not begin with https://"
        raise Problems([Problem(REFUSED, Place(file="the environment"), answer=answer)])
    told = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(  # noqa: S310  only https, checked above
        address, data=json.dumps(body).encode(), headers=told, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=WAITS):  # noqa: S310  as above
            pass
    except urllib.error.HTTPError as refused:
        raise Problems(
            [Problem(REFUSED, Place(file="the network"), answer=f"{refused.code}")]
        ) from refused
    except OSError as away:
        answer = "nothing: it cannot be reached"
        raise Problems([Problem(REFUSED, Place(file="the network"), answer=answer)]) from away
