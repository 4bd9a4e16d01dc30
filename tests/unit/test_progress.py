"""Progress: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from onrecord.progress import bytes_bar, hidden, track, working


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """A person is looking."""
        return True


def attach(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes `stream` the standard error, outside of any build; a fixture cannot, as pytest sets its own after it."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done, and how much of it, is shown while the items pass."""
    attach(terminal := Terminal(), monkeypatch)
    assert list(track(iter("abc"), 3, "converting")) == ["a", "b", "c"]
    assert "converting" in terminal.getvalue()
    assert "3/3" in terminal.getvalue()


@pytest.mark.parametrize(
    ("stream", "items", "build"),
    [(Terminal(), "a", ""), (Terminal(), "abc", "true"), (io.StringIO(), "abc", "")],
    ids=["one item", "a build, which keeps all that is written", "a pipe"],
)
def test_nothing_elsewhere(stream: io.StringIO, items: str, build: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The items pass all the same."""
    attach(stream, monkeypatch)
    monkeypatch.setenv("CI", build)
    assert list(track(items, len(items), "converting")) == list(items)
    assert stream.getvalue() == ""


def test_items_pass_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No item is asked for before the one before it is done; a failure is passed on."""

    def items() -> Iterator[str]:
        yield "a"
        raise ValueError("b")

    attach(Terminal(), monkeypatch)
    passing = track(items(), 2, "converting")
    assert next(passing) == "a"
    with pytest.raises(ValueError, match="b"):
        next(passing)


def test_bytes_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many bytes have come, and of how many."""
    attach(terminal := Terminal(), monkeypatch)
    with bytes_bar(2000, "downloading a.zip") as advance:
        advance(1500)
        advance(500)
    assert "downloading a.zip" in terminal.getvalue()
    assert "2.0/2.0 kB" in terminal.getvalue()


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 2000), (Terminal(), 0)], ids=["a pipe", "no size"])
def test_bytes_elsewhere(stream: io.StringIO, total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown."""
    attach(stream, monkeypatch)
    with bytes_bar(total, "downloading a.zip") as advance:
        advance(1500)
    assert stream.getvalue() == ""


def test_what_is_shown_is_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a file is neither colour nor markup, and moves no cursor but the bar's."""
    attach(terminal := Terminal(), monkeypatch)
    with bytes_bar(2, "[/x] [red]a\x1b[31mb\u202e") as advance:
        advance(2)
    assert r"[/x] [red]a\x1b[31mb\u202e" in terminal.getvalue()


def test_work_without_a_known_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being done is shown on a terminal, and a bar within it does not write over that."""
    attach(terminal := Terminal(), monkeypatch)
    with working("comparing"):
        list(track(iter("abc"), 3, "converting"))
    assert "comparing" in terminal.getvalue()
    assert "converting" not in terminal.getvalue()


@pytest.mark.parametrize("build", ["", "true"])
def test_work_elsewhere(build: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown in a pipe or a build."""
    stream: io.StringIO = Terminal() if build else io.StringIO()
    attach(stream, monkeypatch)
    monkeypatch.setenv("CI", build)
    with working("comparing"):
        pass
    assert stream.getvalue() == ""


def test_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants nothing shown gets nothing, until the end of the block."""
    attach(terminal := Terminal(), monkeypatch)
    with hidden():
        list(track(iter("abc"), 3, "converting"))
        with working("comparing"):
            pass
    assert terminal.getvalue() == ""
    list(track(iter("abc"), 3, "converting"))
    assert "3/3" in terminal.getvalue()
