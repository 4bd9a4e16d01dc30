"""A stranger's package: no command that opens it touches, or shows, a file outside of it, hangs or breaks down.

Each attack is planted in a valid package next to files of the user's, and every command is run on it. Commands that
only read must also leave the package itself as it was, to the byte.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.cli import main
from onrecord.package import DESCRIPTOR
from onrecord.package.staging import PREFIX

from ..small_package import NO_CORRECTIONS, write_small_package

SECRET = "TOKEN-of-the-user-7f3a"
OUTSIDE = {
    "outside/secret.csv": f"{SECRET},b,c\n{SECRET},1,2\n".encode(),
    "outside/precious.txt": f"{SECRET}\n".encode(),
    "outside/deep/notes.md": b"notes\n",
    "outside/datapackage.json": b'{"name": "mine", "resources": []}\n',
}
TOKEN = "0" * 32
LARGE = 10 * 1024 * 1024
SECONDS = 100  # far more than any of the commands takes; an attack that hangs would take for ever

Attack = Callable[[Path, Path], None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the package `foreign`, files of the user's outside of it, and an empty folder to work in."""
    for name, content in OUTSIDE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    write_small_package(tmp_path / "foreign")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    return tmp_path


def state_of(folder: Path) -> dict[str, object]:
    """What is below a folder: the bytes of files, where links lead, the kinds of all else."""
    found: dict[str, object] = {}
    for top, folders, files in os.walk(folder):
        for name in sorted(folders + files):
            path = Path(top, name)
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[relative] = ("link", str(path.readlink()))
            elif path.is_file():
                size = path.stat().st_size
                found[relative] = path.read_bytes() if size < LARGE else size
            else:
                found[relative] = "folder" if path.is_dir() else "pipe"
    return found


class Hung(BaseException):
    """A command that did not come to its end; nothing in it can catch this."""


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Ends what hangs."""

    def end(*_: object) -> None:
        raise Hung(f"not done after {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def load(backend: str) -> Callable[[Path], int]:
    """`onrecord.load`, as a command."""

    def run(package: Path) -> int:
        try:
            onrecord.load(package, backend)  # type: ignore[call-overload]
        except onrecord.OnrecordError as error:
            print(error)
            return 2
        return 0

    return run


def command(*words: str) -> Callable[[Path], int]:
    """A command line, with `{}` for the package."""
    return lambda package: main([word.replace("{}", str(package)) for word in words])


READERS: Mapping[str, Callable[[Path], int]] = {
    "validate --quick": command("validate", "--quick", "--package", "{}"),
    "validate": command("validate", "--package", "{}"),
    "validate --engine both": command("validate", "--engine", "both", "--package", "{}"),
    "validate of the descriptor": command("validate", "--package", f"{{}}/{DESCRIPTOR}"),
    "validate --output": command("validate", "--format", "html", "--output", "problems.html", "--package", "{}"),
    "validate --accepted": command("validate", "--accepted", "{}/corrections/names.csv", "--package", "{}"),
    "site": command("site", "--package", "{}"),
    "audit": command("audit", "--no-charts", "--resamples", "100", "--package", "{}"),
    **{
        f"export {form}": command("export", form, "--package", "{}")
        for form in ("popolo", "claimreview", "annotations", "postgres", "views", "duckdb")
    },
    "export quotes": command("export", "quotes", "--format", "xlsx", "--package", "{}"),
    "diff": command("diff", "{}", "{}"),
    "load pandas": load("pandas"),
    "load polars": load("polars"),
    "schema infer": command("schema", "infer", "{}/data/entities.csv"),
    "schema check": command("schema", "check", "{}/schemas/entities.schema.json"),
    "convert of its texts": command("convert", "{}/seeds", "--package", "elsewhere"),
    "get --check-updates": command("get", "--check-updates", "{}"),
}
WRITERS: Mapping[str, Callable[[Path], int]] = {
    "convert": command("convert", "--package", "{}"),
    "publish": command("publish", "--package", "{}", "--output", "dist"),
    "publish into it": command("publish", "--package", "{}", "--output", "{}/dist"),
    "init": command("init", "{}"),
    "get into it": command("get", "{}", "{}"),
    "site into it": command("site", "--package", "{}", "--output", "{}/site"),
    "audit into it": command("audit", "--no-charts", "--package", "{}", "--output", "{}/audit"),
    "export into it": command("export", "popolo", "--package", "{}", "--output", "{}/popolo.json"),
    "validate --output into it": command(
        "validate", "--format", "json", "--output", "{}/report.html", "--package", "{}"
    ),
}


def journal(values: Any) -> Attack:
    """A staging folder with a journal, as version 0.2.0 carried it out, and one as this version calls it."""

    def plant(package: Path, _: Path) -> None:
        for name in (".onrecord-staging", f"{PREFIX}{TOKEN}"):
            (package / name / "files").mkdir(parents=True)
            (package / name / "files" / "x").write_bytes(b"evil")
            content = values if isinstance(values, bytes) else json.dumps(values).encode()
            (package / name / "journal.json").write_bytes(content)

    return plant


def link(*places: str, to: str) -> Attack:
    """Links at places in the package, in the stead of what is there, to something outside."""

    def plant(package: Path, outside: Path) -> None:
        for place in places:
            path = package / place
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                path.rename(package / f"was-{path.name}")
            path.unlink(missing_ok=True)
            path.symlink_to(outside / to if to else outside)

    return plant


def pipe(*places: str) -> Attack:
    """Pipes that nobody writes into."""

    def plant(package: Path, _: Path) -> None:
        for place in places:
            (package / place).parent.mkdir(parents=True, exist_ok=True)
            (package / place).unlink(missing_ok=True)
            os.mkfifo(package / place)

    return plant


def receipt(values: Any) -> Attack:
    """What `get` would have left there."""

    def plant(package: Path, outside: Path) -> None:
        content = values if isinstance(values, bytes) else json.dumps(values).encode()
        (package / ".onrecord-get.json").write_bytes(content.replace(b"OUTSIDE", str(outside).encode()))

    return plant


def path_of(table: str, value: str, property_: str = "path") -> Attack:
    """A path in the descriptor that leaves the package."""

    def plant(package: Path, outside: Path) -> None:
        descriptor = json.loads((package / DESCRIPTOR).read_bytes())
        for resource in descriptor["resources"]:
            if resource["name"] == table:
                resource[property_] = value.replace("OUTSIDE", str(outside))
        (package / DESCRIPTOR).write_text(json.dumps(descriptor))

    return plant


def text_path(value: str) -> Attack:
    """The path of an article's text that leaves the package."""

    def plant(package: Path, outside: Path) -> None:
        path = package / "data" / "articles.csv"
        path.write_text(path.read_text().replace("seeds/mill.txt", value.replace("OUTSIDE", str(outside))))

    return plant


def sparse(place: str) -> Attack:
    """A file that takes no room and claims to have a terabyte."""

    def plant(package: Path, _: Path) -> None:
        with (package / place).open("r+b") as file:
            file.truncate(1024**4)

    return plant


ATTACKS: Mapping[str, Attack] = {
    "journal: delete with ..": journal({"move": [], "delete": ["../outside/precious.txt"]}),
    "journal: delete by absolute path": lambda package, outside: journal(
        {"move": [], "delete": [str(outside / "precious.txt")]}
    )(package, outside),
    "journal: move with ..": journal({"move": ["x", "../outside/precious.txt"], "delete": []}),
    "journal: not JSON": journal(b"\xff{"),
    "journal: other types": journal({"move": 7, "delete": {"a": None}}),
    "journal: deeply nested": journal(b"[" * 100_000),
    "staging is a link": link(".onrecord-staging", f"{PREFIX}{TOKEN}", to=""),
    "lock is a link": link(".onrecord-lock", ".onrecord-staging/.onrecord-lock", to="precious.txt"),
    "temporary names are links": link(
        ".report.html.partial",
        ".popolo.json.partial",
        ".datapackage.json.partial",
        ".latest.partial",
        to="precious.txt",
    ),
    "outputs are links": link("report.html", "popolo.json", to="precious.txt"),
    "descriptor is a link": link(DESCRIPTOR, to="datapackage.json"),
    "schema is a link": link("schemas/entities.schema.json", to="datapackage.json"),
    "table is a link": link("data/entities.csv", to="secret.csv"),
    "all tables are links": link("data/entities.csv", "data/articles.csv", "data/changes.csv", to="secret.csv"),
    "text is a link": link("seeds/mill.txt", to="precious.txt"),
    "sidecar is a link": link("seeds/mill.toml", to="precious.txt"),
    "corrections are a link": link("corrections/names.csv", to="secret.csv"),
    "changelog is a link": link("data/CHANGELOG.md", to="precious.txt"),
    "data is a link": link("data", to=""),
    "schemas is a link": link("schemas", to=""),
    "seeds is a link": link("seeds", to=""),
    "corrections is a link": link("corrections", to="deep"),
    "dist is a link": link("dist", to=""),
    "releases are a link": link("dist/small", to=""),
    "receipt is a link": link(".onrecord-get.json", to="datapackage.json"),
    "link to itself": lambda package, _: (package / "data" / "more").symlink_to("."),
    "link to the root": lambda package, _: (package / "data" / "more").symlink_to("/"),
    "descriptor is a pipe": pipe(DESCRIPTOR),
    "schema is a pipe": pipe("schemas/entities.schema.json"),
    "table is a pipe": pipe("data/entities.csv"),
    "text is a pipe": pipe("seeds/mill.txt"),
    "sidecar is a pipe": pipe("seeds/mill.toml"),
    "corrections are a pipe": pipe("corrections/names.csv"),
    "changelog is a pipe": pipe("data/CHANGELOG.md"),
    "receipt is a pipe": pipe(".onrecord-get.json"),
    "staging is a pipe": pipe(".onrecord-staging"),
    "corrections are a device": lambda package, _: (
        (package / "corrections").mkdir(exist_ok=True),
        (package / "corrections" / "names.csv").unlink(missing_ok=True),
        (package / "corrections" / "names.csv").symlink_to("/dev/zero"),
    )[0],
    "table is a folder": lambda package, _: (
        (package / "data" / "entities.csv").unlink(),
        (package / "data" / "entities.csv").mkdir(),
    )[0],
    "descriptor is a folder": lambda package, _: (
        (package / DESCRIPTOR).unlink(),
        (package / DESCRIPTOR).mkdir(),
    )[0],
    "text of a terabyte": sparse("seeds/mill.txt"),
    "descriptor of a terabyte": sparse(DESCRIPTOR),
    "corrections of a terabyte": lambda package, _: (
        (package / "corrections").mkdir(exist_ok=True),
        (package / "corrections" / "names.csv").write_bytes(NO_CORRECTIONS),
        sparse("corrections/names.csv")(package, _),
    )[0],
    "table outside": path_of("entities", "../outside/secret.csv"),
    "table outside by absolute path": path_of("entities", "OUTSIDE/secret.csv"),
    "table outside by file URL": path_of("entities", "file://OUTSIDE/secret.csv"),
    "table outside behind a folder": path_of("entities", "data/../../outside/secret.csv"),
    "table in a chain of schemes": path_of("entities", "simplecache::file://OUTSIDE/secret.csv"),
    "schema outside": path_of("entities", "../outside/datapackage.json", "schema"),
    "schema by file URL": path_of("entities", "file://OUTSIDE/datapackage.json", "schema"),
    "text outside": text_path("../outside/precious.txt"),
    "text outside by absolute path": text_path("OUTSIDE/precious.txt"),
    "text with a NUL": text_path("seeds/mill\0.txt"),
    "receipt: delete with ..": receipt(
        {"url": "x", "name": "small", "version": "0.0.1", "key": "", "files": {"../outside/precious.txt": None}}
    ),
    "receipt: of another type": receipt([1, 2]),
    "receipt: not JSON": receipt(b"{"),
    "receipt: deeply nested": receipt(b"[" * 100_000),
    "receipt: url of a local file": receipt(
        {"url": "file://OUTSIDE", "name": "small", "version": "1.0.0", "key": "", "files": {}}
    ),
    "receipt: chained url": receipt(
        {"url": "simplecache::file://OUTSIDE", "name": "small", "version": "1.0.0", "key": "", "files": {}}
    ),
}


NAMED: Mapping[str, Sequence[str]] = {
    "schema infer": ["table is a link", "all tables are links", "data is a link"],
    "validate --accepted": ["corrections are a link", "corrections are a device"],
    "convert of its texts": ["seeds is a link"],
}


def run_all(commands: Mapping[str, Callable[[Path], int]], attack: str, home: Path, *, reads: bool) -> Sequence[str]:
    """Runs each command on a package with an attack, and gives what each one did that it must not do."""
    wrong = []
    ATTACKS[attack](home / "foreign", home / "outside")
    outside, foreign = state_of(home / "outside"), state_of(home / "foreign")
    for name, run in commands.items():
        # A file or folder that the user names by itself is the one that they mean, though it be a link.
        if attack in NAMED.get(name, ()):
            continue
        said, start = io.StringIO(), time.monotonic()
        try:
            with in_time(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = run(home / "foreign")
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        except BaseException as error:
            wrong.append(f"{name}: {type(error).__name__}: {error} after {time.monotonic() - start:.0f} s")
            continue
        if code not in {0, 1, 2}:
            wrong.append(f"{name}: ended with {code}")
        if SECRET in said.getvalue() or any(
            SECRET.encode() in content for content in state_of(home / "work").values() if isinstance(content, bytes)
        ):
            wrong.append(f"{name}: shows what is outside: {said.getvalue()[-500:]}")
        if state_of(home / "outside") != outside:
            wrong.append(f"{name}: touched what is outside")
        if reads and state_of(home / "foreign") != foreign:
            wrong.append(f"{name}: changed what it was to read")
    return wrong


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("attack", ATTACKS)
def test_commands_that_read(attack: str, home: Path) -> None:
    """They change nothing, show nothing of the user's, and come to an end."""
    assert run_all(READERS, attack, home, reads=True) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize("attack", ATTACKS)
def test_commands_that_write(attack: str, home: Path) -> None:
    """They change nothing outside of the package, show nothing of the user's, and come to an end."""
    assert run_all(WRITERS, attack, home, reads=False) == []


@pytest.mark.parametrize("kind", ["reads", "writes"])
def test_without_an_attack_the_commands_do_their_work(kind: str, home: Path) -> None:
    """Else the tests above would say nothing."""
    before = state_of(home / "foreign")
    commands = READERS if kind == "reads" else WRITERS
    codes = {}
    for name, run in commands.items():
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            codes[name] = run(home / "foreign")
        if kind == "reads":
            assert state_of(home / "foreign") == before
    failing = {name for name, code in codes.items() if code != 0}
    # There is no list of accepted problems, no note of where it came from; it is not empty, and no release.
    assert failing <= {"validate --accepted", "get --check-updates", "init", "get into it"}
