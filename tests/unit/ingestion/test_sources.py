"""Sources: which files a place stands for, and the places that they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion import Source, find_sources
from onrecord.ingestion.sources import left_out

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A function that writes a file into the current folder, which is an empty one."""
    monkeypatch.chdir(tmp_path)

    def write_file(name: str) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"words")
        return path

    return write_file


def reported(places: Sequence[str | Path]) -> list[str]:
    """What is wrong with places, line by line."""
    with pytest.raises(SourceError) as error:
        find_sources(places)
    return str(error.value).splitlines()


def test_a_folder(write: Write) -> None:
    """Its texts at any depth keep their path below it, each with its sidecar; other files are passed over."""
    for name in ["t/b.txt", "t/a/c.txt", "t/a/c.toml", "t/A.TXT", "t/readme.md", "t/x.txt.bak"]:
        write(name)
    assert find_sources(["t"]) == [
        Source("seeds/A.TXT", Path("t/A.TXT")),
        Source("seeds/a/c.txt", Path("t/a/c.txt"), Path("t/a/c.toml")),
        Source("seeds/b.txt", Path("t/b.txt")),
    ]
    assert find_sources([Path("t").resolve()])[1].sidecar_target == "seeds/a/c.toml"


def test_files(write: Write) -> None:
    """A file that is named keeps its name, and gets the suffix by which the next conversion finds it."""
    files = [write(name) for name in ["deep/b.txt", "a.md", "plain", "v1.2", "c[1].txt", "-.txt"]]
    write("a.toml")
    assert find_sources(files) == [
        Source("seeds/-.txt", Path("-.txt")),
        Source("seeds/a.md.txt", Path("a.md"), Path("a.toml")),
        Source("seeds/b.txt", Path("deep/b.txt")),
        Source("seeds/c[1].txt", Path("c[1].txt")),
        Source("seeds/plain.txt", Path("plain")),
        Source("seeds/v1.2.txt", Path("v1.2")),
    ]
    assert find_sources(["a.md"])[0].sidecar_target == "seeds/a.md.toml"


def test_globs(write: Write) -> None:
    """A pattern stands for the files that it matches, at any depth with two stars; folders are passed over."""
    for name in ["t/a.txt", "t/a.toml", "t/deep/b.txt", "t/c.md"]:
        write(name)
    assert [source.target for source in find_sources(["t/*"])] == ["seeds/a.txt", "seeds/c.md.txt"]
    assert [source.target for source in find_sources(["t/**/*.txt"])] == ["seeds/a.txt", "seeds/b.txt"]
    assert [source.target for source in find_sources([f"{Path.cwd()}/t/[a]*"])] == ["seeds/a.txt"]


def test_a_text_named_twice_is_read_once(write: Write) -> None:
    """By its folder, its name and a pattern; a shell puts the sidecar, too, in the place of a pattern."""
    write("t/a.txt")
    write("t/a.toml")
    once = [Source("seeds/a.txt", Path("t/a.txt"), Path("t/a.toml"))]
    assert find_sources(["t/a.toml", "t", "t/a.txt", "./t/*.txt", Path("t/a.toml").resolve()]) == once


def test_order_is_that_of_the_targets(write: Write) -> None:
    """Not that of the command line, nor that of the disk."""
    for name in ["z/a.txt", "y/b.txt", "x/c.txt"]:
        write(name)
    assert [source.target for source in find_sources(["x", "z", "y"])] == ["seeds/a.txt", "seeds/b.txt", "seeds/c.txt"]


def test_all_that_is_wrong_is_reported(write: Write) -> None:
    """Each place on its own line, with what to do."""
    for name in ["t/a.txt", "t/a.toml", "u/a.txt", "u/a.toml", "lost.toml", "none/readme.md"]:
        write(name)
    Path("empty").mkdir()
    assert reported(["nowhere", "t", "u", "lost.toml", "none", "no*.txt", "empty"]) == [
        "nowhere: no such file or folder; check the spelling and the folder you are in",
        "t/a.txt and u/a.txt would both become seeds/a.txt; rename one of them",
        "none: no .txt file in this folder; put the articles there, one file each",
        "no*.txt: no file matches; check the pattern and the folder you are in",
        "empty: no .txt file in this folder; put the articles there, one file each",
        "lost.toml: a sidecar without its text lost.txt; name both, or remove it",
    ]


def test_a_sidecar_without_its_text(write: Write) -> None:
    """In a folder it is a mistake too: its text may have another name, or another suffix."""
    for name in ["t/a.txt", "t/b.toml", "t/b.md"]:
        write(name)
    assert reported(["t"]) == ["t/b.toml: a sidecar without its text b.txt; name both, or remove it"]


def test_what_is_hidden_or_linked_is_left_out_of_a_folder(write: Write) -> None:
    """A package has no hidden files, and a link to a folder may lead anywhere; neither is passed over in silence."""
    for name in ["t/a.txt", "t/.note.txt", "t/.git/b.txt", "t/.gitignore", "t/c.md", "u/d.txt"]:
        write(name)
    Path("t/u").symlink_to("../u")
    assert find_sources(["t"]) == [Source("seeds/a.txt", Path("t/a.txt"))]
    assert left_out(["t"]) == [Path("t/.git/b.txt"), Path("t/.note.txt"), Path("t/c.md"), Path("t/u")]
    assert reported(["t/.note.txt"]) == [
        "t/.note.txt: a name that begins with a dot is not allowed in a package; rename it"
    ]


@pytest.mark.parametrize("place", ["t", "t/a.txt", "t/*.txt", "*/a.txt"])
@pytest.mark.parametrize("suffix", [".txt", ".toml"])
def test_a_link_is_not_followed(place: str, suffix: str, write: Write) -> None:
    """Nor where it is named: a shell that fills in a pattern names files that nobody has looked at."""
    write("t/a.txt")
    secret = write("secret")
    path = Path("t/a").with_suffix(suffix)
    path.unlink(missing_ok=True)
    path.symlink_to(secret.resolve())
    [source] = find_sources([place])
    with pytest.raises(SourceError, match=rf"a\{suffix}' is a link; links are not followed"):
        source.read() if suffix == ".txt" else source.read_sidecar()


@pytest.mark.parametrize("name", ["a\nb.txt", "a\tb.txt", "a\\b.txt", "a\udcffb.txt", "x../b.txt", "a\x7f.txt"])
def test_a_name_that_no_package_can_hold(name: str, write: Write) -> None:
    """Names with control characters, with backslashes and not in UTF-8 are refused, and so are folders like `x..`."""
    write(f"t/{name}")
    character = next(c for c in ["\n", "\t", "\\", "\udcff", "../", "\x7f"] if c in name)
    assert "\n".join(reported(["t"])) == f"t/{name}: a name with {character!r} is not allowed in a package; rename it"
