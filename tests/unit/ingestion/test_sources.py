"""Sources: which files a place stands for, and the places that they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from onrecord.errors import SourceError
from onrecord.ingestion import Source, find_sources, find_texts
from onrecord.ingestion.sources import Found, LeftOut, sidecar_target

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


def targets(places: Sequence[str | Path]) -> list[str]:
    """Where the texts of the files in places would be in a package."""
    return [source.target for source in find_sources(places).sources]


def test_a_folder(write: Write) -> None:
    """Files at any depth that can be read keep their path below it, each with its sidecar; others are left out."""
    for name in ["t/b.txt", "t/a/c.txt", "t/a/c.toml", "t/A.TXT", "t/sheet.xyz", "t/x.txt.bak", "t/plain"]:
        write(name)
    assert find_sources(["t"]) == Found(
        [
            Source("A.TXT", Path("t/A.TXT")),
            Source("a/c.txt", Path("t/a/c.txt"), Path("t/a/c.toml")),
            Source("b.txt", Path("t/b.txt")),
        ],
        [
            LeftOut(Path("t/plain"), "files with no suffix are not read"),
            LeftOut(Path("t/sheet.xyz"), "files with .xyz are not read"),
            LeftOut(Path("t/x.txt.bak"), "files with .bak are not read"),
        ],
    )
    assert targets([Path("t").resolve()]) == ["seeds/A.TXT", "seeds/a/c.txt", "seeds/b.txt"]


def test_files(write: Write) -> None:
    """A file that is named keeps its name, and its text gets the suffix by which the next conversion finds it."""
    files = [write(name) for name in ["deep/b.txt", "a.md", "plain", "v1.2", "c[1].txt", "-.txt"]]
    write("a.toml")
    found = find_sources(files).sources
    assert found == [
        Source("-.txt", Path("-.txt")),
        Source("a.md", Path("a.md"), Path("a.toml")),
        Source("b.txt", Path("deep/b.txt")),
        Source("c[1].txt", Path("c[1].txt")),
        Source("plain", Path("plain")),
        Source("v1.2", Path("v1.2")),
    ]
    assert [source.target for source in found] == [
        "seeds/-.txt",
        "seeds/a.md.txt",
        "seeds/b.txt",
        "seeds/c[1].txt",
        "seeds/plain.txt",
        "seeds/v1.2.txt",
    ]
    assert sidecar_target("seeds/a.md.txt") == "seeds/a.md.toml"


def test_globs(write: Write) -> None:
    """A pattern stands for the files that it matches, at any depth with two stars; folders are passed over."""
    for name in ["t/a.txt", "t/a.toml", "t/deep/b.txt", "t/c.md"]:
        write(name)
    assert targets(["t/*"]) == ["seeds/a.txt", "seeds/c.md.txt"]
    assert targets(["t/**/*.txt"]) == ["seeds/a.txt", "seeds/b.txt"]
    assert targets([f"{Path.cwd()}/t/[a]*"]) == ["seeds/a.txt"]


def test_the_texts_of_a_package(write: Write) -> None:
    """Only texts, with their sidecars; whatever else is in seeds/, as the origin of a text, is passed over."""
    for name in ["b.txt", "a/c.html.txt", "a/c.html.toml", "a/c.html.origin.json", "d.html", ".e.txt", ".f.toml"]:
        write(f"p/seeds/{name}")
    assert find_texts(Path("p")) == [
        Source("a/c.html.txt", Path("p/seeds/a/c.html.txt"), Path("p/seeds/a/c.html.toml")),
        Source("b.txt", Path("p/seeds/b.txt")),
    ]


def test_what_is_wrong_in_a_package(write: Write) -> None:
    """A sidecar without its text and a name that no package can hold, all at once."""
    for name in ["a.txt", "b.toml", "c/d.toml", "e\tf.txt"]:
        write(f"p/seeds/{name}")
    with pytest.raises(SourceError) as error:
        find_texts(Path("p"))
    assert str(error.value).splitlines() == [
        "p/seeds/e\tf.txt: a name with '\\t' is not allowed in a package; rename it",
        "p/seeds/b.toml: a sidecar without its text b.txt; name both, or remove it",
        "p/seeds/c/d.toml: a sidecar without its text d.txt; name both, or remove it",
    ]


def test_a_package_in_a_folder_only_gives_its_articles(write: Write) -> None:
    """Its tables, its schemas and its originals are not articles, and are not worth a note."""
    for name in ["datapackage.json", "data/quotes.csv", "seeds/a.txt", "seeds/a.toml", "readme.txt"]:
        write(f"t/p/{name}")
    write("t/b.txt")
    assert find_sources(["t"]) == Found(
        [
            Source("b.txt", Path("t/b.txt")),
            Source("p/seeds/a.txt", Path("t/p/seeds/a.txt"), Path("t/p/seeds/a.toml")),
        ]
    )


def test_a_text_named_twice_is_read_once(write: Write) -> None:
    """By its folder, its name and a pattern; a shell puts the sidecar, too, in the place of a pattern."""
    write("t/a.txt")
    write("t/a.toml")
    once = Found([Source("a.txt", Path("t/a.txt"), Path("t/a.toml"))])
    assert find_sources(["t/a.toml", "t", "t/a.txt", "./t/*.txt", Path("t/a.toml").resolve()]) == once


def test_order_is_that_of_the_targets(write: Write) -> None:
    """Not that of the command line, nor that of the disk."""
    for name in ["z/a.txt", "y/b.txt", "x/c.txt"]:
        write(name)
    assert targets(["x", "z", "y"]) == ["seeds/a.txt", "seeds/b.txt", "seeds/c.txt"]


def test_all_that_is_wrong_is_reported(write: Write) -> None:
    """Each place on its own line, with what to do."""
    for name in ["t/a.txt", "t/a.toml", "u/a.txt", "u/a.toml", "lost.toml", "none/sheet.xyz"]:
        write(name)
    Path("empty").mkdir()
    assert reported(["nowhere", "t", "u", "lost.toml", "none", "no*.txt", "empty"]) == [
        "nowhere: no such file or folder; check the spelling and the folder you are in",
        "t/a.txt and u/a.txt would both become seeds/a.txt; rename one of them",
        "none: no article in this folder; put files there such as .txt, .html or .docx",
        "no*.txt: no file matches; check the pattern and the folder you are in",
        "empty: no article in this folder; put files there such as .txt, .html or .docx",
        "lost.toml: a sidecar without its text lost.txt; name both, or remove it",
    ]


def test_a_sidecar_without_its_text(write: Write) -> None:
    """In a folder it is a mistake too: its text may have another name, or another suffix."""
    for name in ["t/a.txt", "t/b.toml", "t/b2.txt"]:
        write(name)
    assert reported(["t"]) == ["t/b.toml: a sidecar without its text b.txt; name both, or remove it"]


def test_what_is_hidden_or_linked_is_left_out_of_a_folder(write: Write) -> None:
    """A package has no hidden files, and a link to a folder may lead anywhere; neither is passed over in silence."""
    for name in ["t/a.txt", "t/.note.txt", "t/.git/b.txt", "t/.gitignore", "u/d.txt"]:
        write(name)
    Path("t/u").symlink_to("../u")
    hidden = "hidden files are not read; rename it"
    assert find_sources(["t"]) == Found(
        [Source("a.txt", Path("t/a.txt"))],
        [
            LeftOut(Path("t/.git/b.txt"), hidden),
            LeftOut(Path("t/.note.txt"), hidden),
            LeftOut(Path("t/u"), "links to folders are not followed; name the folder itself"),
        ],
    )
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
    [source] = find_sources([place]).sources
    with pytest.raises(SourceError, match=rf"a\{suffix}' is a link; links are not followed"):
        source.read() if suffix == ".txt" else source.read_sidecar()


@pytest.mark.parametrize("name", ["a\nb.txt", "a\tb.txt", "a\\b.txt", "a\udcffb.txt", "x../b.txt", "a\x7f.txt"])
def test_a_name_that_no_package_can_hold(name: str, write: Write) -> None:
    """Names with control characters, with backslashes and not in UTF-8 are refused, and so are folders like `x..`."""
    write(f"t/{name}")
    character = next(c for c in ["\n", "\t", "\\", "\udcff", "../", "\x7f"] if c in name)
    assert "\n".join(reported(["t"])) == f"t/{name}: a name with {character!r} is not allowed in a package; rename it"
