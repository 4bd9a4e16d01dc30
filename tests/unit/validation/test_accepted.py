"""Accepted problems: left out, each with its reason, and missed when they are gone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from onrecord.errors import PackageError
from onrecord.problems import Problem
from onrecord.validation import Verdict, accept, write_accepted

LOW = Problem("below-minimum", "too low", path="data/a.csv", line=5, key="a", field="n", value="-1")
HIGH = Problem("above-maximum", "too high", path="data/a.csv", line=6, key="b", field="n", value="9")
HEADER = b"code,path,key,field,value,reason\n"


def verdict(*problems: Problem) -> Verdict:
    """A verdict with these problems and nothing else."""
    return Verdict(problems, (), {"a": 9}, 0, 0, ())


def test_what_is_written_is_accepted(tmp_path: Path) -> None:
    """Wherever its line has moved."""
    file = tmp_path / "accepted.csv"
    write_accepted(file, [LOW, LOW], "an old scanner, see the minutes")
    assert file.read_bytes() == HEADER + b'below-minimum,data/a.csv,a,n,-1,"an old scanner, see the minutes"\n'
    moved = Problem("below-minimum", "too low", path="data/a.csv", line=7, key="a", field="n", value="-1")
    accepted = accept(verdict(HIGH, moved), file)
    assert accepted.problems == (HIGH,)
    assert accepted.notes == (f"1 problem is accepted by {file}",)


def test_what_is_gone_fails(tmp_path: Path) -> None:
    """The list is kept short."""
    file = tmp_path / "accepted.csv"
    write_accepted(file, [LOW, HIGH], "old")
    assert [str(problem) for problem in accept(verdict(LOW), file).problems] == [
        f"{file.as_posix()}:3: b n: above-maximum in data/a.csv no longer occurs; "
        "remove the line from the list [accepted-but-gone]"
    ]


def test_reasons_that_were_written_stay(tmp_path: Path) -> None:
    """Only what is new gets the new reason."""
    file = tmp_path / "accepted.csv"
    file.write_bytes(HEADER + b"below-minimum,data/a.csv,a,n,-1,seen by Ann\ntype-error,data/a.csv,c,n,x,gone\n")
    write_accepted(file, [LOW, HIGH], "old")
    lines = [b"below-minimum,data/a.csv,a,n,-1,seen by Ann\n", b"above-maximum,data/a.csv,b,n,9,old\n"]
    assert file.read_bytes() == HEADER + b"".join(lines)


@pytest.mark.parametrize("content", [b"id,name\n1,a\n", b'{"resources": []}', b"Dear Ann,\n", b"\xff\xfe"])
def test_no_other_file_is_written_over(content: bytes, tmp_path: Path) -> None:
    """A table or a letter that was named by mistake stays as it is."""
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(PackageError, match=r"not a list of accepted problems|not UTF-8"):
        write_accepted(file, [LOW], "old")
    assert file.read_bytes() == content


def test_a_look_at_part_misses_nothing(tmp_path: Path) -> None:
    """What `--quick` did not look for is not gone."""
    file = tmp_path / "accepted.csv"
    write_accepted(file, [LOW], "old")
    assert accept(dataclasses.replace(verdict(), level="quick"), file).problems == ()


def test_a_reason_is_asked_for(tmp_path: Path) -> None:
    """Each line has its own."""
    file = tmp_path / "accepted.csv"
    write_accepted(file, [LOW], " ")
    assert [str(problem) for problem in accept(verdict(LOW), file).problems] == [
        f"{file.as_posix()}:2: no reason is given for below-minimum; add the reason [accepted-without-reason]"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "its first line must be code,path,key,field,value,reason"),
        (b"code,path\n", "its first line must be code,path,key,field,value,reason"),
        (HEADER + b"x,y\n", ":2: 2 cells, not 6"),
        (HEADER + b"\xff,,,,,\n", "not UTF-8"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes, message: str) -> None:
    """It is refused with the place and the remedy."""
    file = tmp_path / "accepted.csv"
    file.write_bytes(content)
    with pytest.raises(PackageError, match=message):
        accept(verdict(LOW), file)


def test_no_file(tmp_path: Path) -> None:
    """A list that is named must be there."""
    with pytest.raises(PackageError, match="no such file"):
        accept(verdict(LOW), tmp_path / "accepted.csv")
