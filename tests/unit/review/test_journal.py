"""The file of a coder has every decision, whatever happens to the program."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from onrecord.corrections import read_lines
from onrecord.errors import PackageError
from onrecord.review.journal import Journal, file_of

from ...correcting import correction, write_corrections
from ...small_package import quote_id
from .reviewing import item_of, judge

SIGNED = ("reviewed", "Nora Pell", "2031-05-14", "")


def confirm(number: int) -> tuple[str, ...]:
    """A line about the quote of a number."""
    return "confirm", "quotes", quote_id(str(number)), "kind", "speech", "", *SIGNED


def subject(number: int) -> tuple[str, tuple[str, ...]]:
    """The quote of a number."""
    return "quotes", (quote_id(str(number)),)


def test_decisions_are_added_replaced_and_undone(tmp_path: Path) -> None:
    """A new decision about a row takes the place of the earlier decision; undo removes the last."""
    journal = Journal.of(tmp_path, "Nora Pell")
    assert (journal.path, list(journal.lines()), journal.last()) == ("corrections/nora-pell.csv", [], None)
    for number in (1, 2, 3):
        journal.put(subject(number), [confirm(number)])
    journal.put(subject(1), [(*confirm(1)[:5], "", "seen again", *SIGNED[1:])])
    rows = [(line.key[0], line.reason) for line in Journal.of(tmp_path, "Nora Pell").lines()]
    assert rows == [(quote_id("2"), "reviewed"), (quote_id("3"), "reviewed"), (quote_id("1"), "seen again")]
    for number, before in ((1, 3), (3, 2), (2, None)):
        assert journal.last() == subject(number)
        journal.undo(subject(number))
        assert journal.last() == (subject(before) if before else None)
    assert list(journal.lines()) == []
    with pytest.raises(PackageError, match="nothing was decided there that could be undone; reload the page"):
        journal.undo(subject(2))


def test_what_a_journal_knows_is_what_its_file_says(tmp_path: Path) -> None:
    """Also after words with a line break, a decision that is replaced, one that is undone, and another desk's."""
    journal, other = (Journal.of(tmp_path, "Nora Pell") for _ in range(2))
    speaks = ("correct", "quotes", quote_id("1"), "speaker_id", "", "somebody-new", *SIGNED)
    new = [("add", "entities", "somebody-new", field, "", value, *SIGNED)
           for field, value in (("name", "A\nB"), ("entity_type", "person"))]  # fmt: skip
    steps = [
        lambda: journal.put(("new", ("somebody-new",)), new),
        lambda: journal.put(subject(1), [speaks, confirm(1)]),
        lambda: journal.add([(subject(number), [confirm(number)]) for number in (2, 3)]),
        lambda: journal.put(subject(1), [confirm(1)]),
        lambda: other.put(subject(4), [(*confirm(4)[:4], "with\rreturn", "", *SIGNED)]),
        lambda: journal.undo(("new", ("somebody-new",))),
        lambda: other.undo(subject(4)),
    ]
    for step in steps:
        step()
        fresh = Journal.of(tmp_path, "Nora Pell")
        for each in (journal, other):
            assert (list(each.lines()), each.decisions()) == (list(fresh.lines()), fresh.decisions())
    assert [(line.line, line.key[0]) for line in journal.lines()] == [
        (number + 2, quote_id(name)) for number, name in enumerate("231")
    ]


def test_a_file_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten decisions and their pages judge the lines of an earlier review no more than once."""
    Journal.of(tmp_path, "Nora Pell").add([(subject(number), [confirm(number)]) for number in range(50)])
    times = []
    monkeypatch.setattr("onrecord.review.journal.read_lines", lambda *a: times.append(1) or read_lines(*a))
    journal = Journal.of(tmp_path, "Nora Pell")
    for number in range(100, 110):
        before = journal.decisions()
        journal.put(subject(number), [confirm(number)])
        after = journal.decisions()
        assert [each for each in after if after[each] is not before.get(each)] == [subject(number)]
    assert len(times) == 1


def test_lines_by_hand_are_kept(tmp_path: Path) -> None:
    """A file of nine columns becomes one of ten; its lines stay as they were."""
    write_corrections(tmp_path, [correction("confirm", "quotes", quote_id("a"), "cue", "says, “well”\nthen")],
                      "corrections/nora-pell.csv")  # fmt: skip
    before = read_lines(tmp_path)[0]
    Journal.of(tmp_path, "Nora Pell").put(subject(1), [confirm(1)])
    after = read_lines(tmp_path)[0]
    assert after[:1] == before
    assert len(after) == 2


def test_a_coder_has_a_file_that_every_system_can_hold() -> None:
    """Accents and blanks are left out of its name."""
    names = {"Nora Péll": "nora-pell", "  A. B.  ": "a-b", "../../etc/passwd": "etc-passwd", "Zoë_1": "zoe-1"}
    assert {name: file_of(name) for name in names} == {name: f"corrections/{file}.csv" for name, file in names.items()}
    for name in ("", "李", "con", "x" * 81):
        with pytest.raises(PackageError, match="gives no file name"):
            file_of(name)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101])
def test_what_is_not_a_coder(name: str, tmp_path: Path) -> None:
    """A curator is a short name on one line."""
    with pytest.raises(PackageError, match="is not a name of a coder"):
        Journal.of(tmp_path, name)


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """Two coders never share a file, and a file that is invalid is not written over."""
    write_corrections(
        tmp_path, [correction("confirm", "quotes", quote_id("a"), "cue", "said")], "corrections/nora-pell.csv"
    )
    with pytest.raises(
        PackageError, match=r"^corrections/nora-pell.csv:2: the curator is 'Nora Pell', not 'Nora-Pell'"
    ):
        Journal.of(tmp_path, "Nora-Pell")
    file = tmp_path / "corrections" / "nora-pell.csv"
    file.write_bytes(file.read_bytes() + b"confirm,quotes,\n")
    with pytest.raises(PackageError, match=r"the line has 3 cells, not 9; .* continues when the file is valid"):
        Journal.of(tmp_path, "Nora Pell")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A package of a stranger may have a link where the file would be."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corrections").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PackageError):
        Journal.of(tmp_path, "Nora Pell").put(subject(1), [confirm(1)])
    assert list((tmp_path / "elsewhere").iterdir()) == []


KILLED = """
import sys
from pathlib import Path
from onrecord.review.journal import Journal
journal = Journal.of(Path(sys.argv[1]), "Nora Pell")
from onrecord.package.ids import make_id
number = 0
while True:
    number += 1
    quote = make_id("quotes", str(number))
    signed = ("reviewed", "Nora Pell", "2031-05-14", "")
    lines = [("confirm", "quotes", quote, field, "x", "", *signed) for field in ("kind", "cue", "text")]
    journal.put(("quotes", (quote,)), lines)
    print(number, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """After SIGKILL, the file has each decision that was acknowledged, and no part of one."""
    for acknowledged in (1, 7, 20):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            last = 0
            while last < acknowledged:
                last = int(run.stdout.readline())
            run.send_signal(signal.SIGKILL)
            last = max([last, *map(int, run.stdout.read().split())])
        lines = Journal.of(tmp_path, "Nora Pell").lines()
        rows = [line.key[0] for line in lines]
        assert {quote_id(str(number)) for number in range(1, last + 1)} <= set(rows)
        assert {rows.count(row) for row in rows} == {3}


def test_desks_that_write_at_the_same_time(tmp_path: Path) -> None:
    """No decision of either is lost."""

    def write(first: int) -> None:
        journal = Journal.of(tmp_path, "Nora Pell")
        for number in range(first, first + 10):
            journal.put(subject(number), [confirm(number)])

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Journal.of(tmp_path, "Nora Pell").lines()) == 20


def test_a_second_coder_has_another_file(small_package: Path) -> None:
    """Both judge the same row; neither changes the file of the other."""
    item = item_of(small_package, "quotes", quote_id("barn"))
    judge(small_package, "Nora Pell", item)
    own = (small_package / "corrections" / "nora-pell.csv").read_bytes()
    judge(small_package, "Ada Quint", item, wrong=True)
    assert (small_package / "corrections" / "nora-pell.csv").read_bytes() == own
