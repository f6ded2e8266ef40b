"""Sharing: only what was cleared, only where it was asked for, and nothing on a dry run."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from pipeline.commands import share
from pipeline.commands.share import Digest
from pipeline.problems import Problems
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = Digest(
    study="tiny", title="Tiny study", headline="One of two goals is met",
    goals=("It is met. Surely.", "It is not. Surely."),
    behind=(("Raise it.", "It is not. Surely."),), files=("board.html",),
)  # fmt: skip


class Mailbox(BaseHTTPRequestHandler):
    """Keeps what was posted, and answers as told."""

    seen: ClassVar[list[tuple[dict[str, str], Any]]] = []
    answer: ClassVar[int] = 200

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.seen.append((dict(self.headers), json.loads(self.rfile.read(size))))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def mailbox() -> Iterator[str]:
    Mailbox.seen.clear()
    Mailbox.answer = 200
    server = HTTPServer(("127.0.0.1", 0), Mailbox)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_digest_is_posted_to_slack(monkeypatch: pytest.MonkeyPatch, mailbox: str) -> None:
    monkeypatch.setenv(share.WEBHOOK, mailbox)
    assert share.to_slack(ONE, is_dry=False) == ["Posted the digest of tiny to Slack."]
    ((_, body),) = Mailbox.seen
    assert body["text"].splitlines()[:3] == [
        "Tiny study", "One of two goals is met", "- It is met. Surely."
    ]  # fmt: skip


def test_goals_behind_become_tasks(monkeypatch: pytest.MonkeyPatch, mailbox: str) -> None:
    monkeypatch.setenv(share.TOKEN, "secret")
    monkeypatch.setenv(share.PROJECT, "123")
    monkeypatch.setenv("OUTCOMES_ASANA_URL", mailbox)
    share.to_asana(ONE, is_dry=False)
    ((headers, body),) = Mailbox.seen
    assert headers["Authorization"] == "Bearer secret"
    assert body == {"data": {"name": "Raise it.", "notes": "It is not. Surely.",
                             "projects": ["123"]}}  # fmt: skip


@pytest.mark.parametrize("to", [share.to_slack, share.to_asana])
def test_a_dry_run_sends_nothing(monkeypatch: pytest.MonkeyPatch, mailbox: str, to: Any) -> None:
    monkeypatch.setenv(share.WEBHOOK, mailbox)
    monkeypatch.setenv("OUTCOMES_ASANA_URL", mailbox)
    assert to(ONE, is_dry=True)
    assert Mailbox.seen == []


def test_a_refusal_is_told(monkeypatch: pytest.MonkeyPatch, mailbox: str) -> None:
    monkeypatch.setenv(share.WEBHOOK, mailbox)
    Mailbox.answer = 403
    with pytest.raises(Problems, match="the other side said 403"):
        share.to_slack(ONE, is_dry=False)


@pytest.mark.parametrize("address", ["http://example.org/x", "file:///etc/passwd", ""])
def test_only_a_safe_address_is_used(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(share.WEBHOOK, address)
    with pytest.raises(Problems):
        share.to_slack(ONE, is_dry=False)


def test_what_was_not_run_is_not_shared(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path).make()
    with pytest.raises(Problems, match="Run `outcomes run tiny` first"):
        share.digest(Workspace(tiny.root), "tiny")


def test_a_mail_is_a_draft_with_the_reports(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path).make()
    assert tiny.run().code == 0
    done = tiny.run("share", "tiny", "--to", "eml")
    assert done.code == 0, done.err
    path = tiny.root / ".outcomes" / "share" / "tiny.eml"
    first = path.read_bytes()
    mail = email.message_from_bytes(first, policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] is None
    assert {part.get_filename() for part in mail.iter_attachments()} == {
        "board.html", "evaluation.html"
    }  # fmt: skip
    tiny.run("share", "tiny", "--to", "eml")
    assert path.read_bytes() == first
