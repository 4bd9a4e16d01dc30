"""A secret in a URL is in nothing that a command prints or writes, whether it works or not."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.cli import main
from onrecord.errors import OnrecordError
from onrecord.release import check_updates, download
from onrecord.validation import FORMATS

from ...small_package import write_small_package
from .conftest import judged, publish_twice, publish_unvalidated
from .web_server import Server, serving

SECRET = "hunter2hunter2"
# With it as the password, as the user, in the query and in the fragment; and in what nobody should write, but does.
FORMS = [
    "SCHEME://ida:SECRET@HOST/small",
    "SCHEME://SECRET@HOST/small",
    "SCHEME://HOST/small?token=SECRET",
    "SCHEME://HOST/small?X-Amz-Credential=ida&X-Amz-Signature=SECRET#SECRET",
    "SCHEME://ida:a/SECRET@HOST/small",
    "SCHEME://ida:a?SECRET@HOST/small",
]
# A parser takes these apart, and says of what it found in the password that it is not a port, or no bucket.
FORMS += [f"SCHEME://ida:SECRET{mark}{mark}b@HOST/small" for mark in "/?#\\"]
# No one answers there, or nothing knows such URLs.
SCHEMES = ["http", "https", "HTTP", "ftp", "sftp", "smb", "webhdfs", "nosuch", "zip", "github", "dav", "hf"]
IN_A_ROW = [
    "simplecache::http://ida:SECRET@127.0.0.1:9/small",
    "zip://a.csv::s3://ida:SECRET@bucket/small?SECRET",
    "blockcache::zip://x::ftp://ida:SECRET@127.0.0.1:9/a",
]
BROKEN = ["http://ida:SECRET@[/small", "http://ida:SECRET@h\u2100/small", "http://ida:SECRET@127.0.0.1:99999/small"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small package, and `dist` with two releases of it."""
    return publish_twice(tmp_path_factory.mktemp("secrets"))


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder and their own cache, no pauses, and tracebacks, which are output as well."""
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("ONRECORD_TRACEBACK", "1")
    monkeypatch.setattr(download, "_PAUSE", 0)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def server(made: Path, tmp_path: Path) -> Iterator[Server]:
    """A web server of the releases."""
    shutil.copytree(made / "dist", tmp_path / "dist", symlinks=True)
    with serving(tmp_path / "dist") as running:
        yield running


def ended(command: list[str]) -> object:
    """The code that a command ends with."""
    try:
        return main(command)
    except SystemExit as stop:  # of the parser
        return stop.code


def secretive(url: str) -> str:
    """A URL with the secret in it."""
    return url.replace("SECRET", SECRET)


def assert_silent(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Asserts that the secret is in no output and in no file or file name."""
    out, err = capsys.readouterr()
    assert SECRET not in out + err
    for path in folder.rglob("*"):
        assert SECRET not in path.name
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def assert_silent_in_python(call: Callable[[], object]) -> str:
    """Asserts that a call fails with an error without the secret, nor does what is shown of its causes."""
    with pytest.raises(OnrecordError) as caught:
        call()
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    error: BaseException | None = caught.value
    while error:
        assert SECRET not in f"{error} {error!r} {getattr(error, '__notes__', '')}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return str(caught.value)


FAILING = [
    *(form.replace("SCHEME", scheme).replace("HOST", "127.0.0.1:9") for scheme in SCHEMES for form in FORMS),
    *IN_A_ROW,
    *BROKEN,
]


@pytest.mark.parametrize("url", FAILING)
def test_what_fails(url: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command that takes a URL, or is given one by mistake."""
    url, package = secretive(url), str(made / "small")
    commands = [
        ["get", url],
        ["get", f"{url}@1.0.0", "there"],
        ["get", f"{url}@1.x", "there"],
        ["get", "--check-updates", url, str(made / "dist" / "small" / "1.0.0")],
        ["get", url, "there", "more"],
        ["diff", url, package],
        ["diff", package, f"{url}/small-1.0.0.zip"],
        ["validate", "--quick", "--package", url],
        ["site", "--package", url, "--output", "x"],
        ["export", "popolo", "--package", url],
        ["schema", "check", url],
        ["schema", "infer", url],
        ["evaluate", url],
    ]
    for command in commands:
        assert ended(command) == 2
    assert_silent(capsys, tmp_path)
    for call in (
        lambda: onrecord.get(url, "there"),
        lambda: onrecord.diff(package, url),
        lambda: check_updates(made / "dist" / "small" / "1.0.0", url=url),
        lambda: onrecord.load(url),
        lambda: list(onrecord.validate(url)),
    ):
        assert_silent_in_python(call)


@pytest.mark.parametrize("url", ["ftp://ida:SECRET@127.0.0.1:9/dist", "nosuch://ida:SECRET@x/dist?SECRET", *IN_A_ROW])
def test_publishing_that_fails(
    url: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The target is named without its secrets."""
    import importlib

    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    package = shutil.copytree(made / "small", tmp_path / "small")
    assert main(["publish", "--package", str(package), "--output", secretive(url)]) == 2
    assert_silent(capsys, tmp_path)
    assert_silent_in_python(lambda: publish_unvalidated(package, secretive(url)))  # type: ignore[arg-type]


def test_publishing_that_works(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the output nor any file of the release nor one of the package names the secret."""
    import importlib

    import fsspec

    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    package = shutil.copytree(made / "small", tmp_path / "small")
    url = secretive("memory://ida:SECRET@bucket/dist")
    disk = fsspec.filesystem("memory")
    try:
        assert main(["publish", "--package", str(package), "--output", url]) == 0
        assert all(SECRET.encode() not in disk.cat_file(path) for path in disk.find("/"))
        assert main(["get", f"{url}/small", "there"]) == 0
        assert main(["get", "--check-updates", f"{url}/small", "there"]) == 0
        assert main(["diff", f"{url}/small", str(package), "--format", "json"]) == 0
        assert main(["diff", f"{url}/small", str(package), "--format", "html"]) == 0
    finally:
        disk.store.clear()
    assert_silent(capsys, tmp_path)


@pytest.mark.parametrize("form", FORMS[:4])
def test_what_works(
    form: str, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the download with its bar to the next download, and what is written on the way."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    url = secretive(form.replace("SCHEME://", "http://").replace("HOST", server.url.removeprefix("http://")))
    head, mark, tail = url.partition("?")
    old = head + "/1.0.0/small-1.0.0.zip" + mark + tail
    assert main(["get", old, "there"]) == 0
    assert main(["get", "--check-updates", url, "there"]) == 0
    assert main(["get", "--check-updates", "there"]) in (0, 2)  # without the secret the server may refuse
    assert main(["get", url, "there"]) == 0
    for output in ("text", "json", "markdown", "html"):
        assert main(["diff", old, url, "--format", output]) == 0
    for fault in (
        ("status", 403),
        ("status", 503),
        ("redirect", f"http://127.0.0.1:9/x?X-Amz-Signature={SECRET}"),
        ("redirect", f"ftp://ida:{SECRET}@127.0.0.1/"),
        ("redirect", f"http://ida:{SECRET}@[/"),
        ("bytes", b"[]"),
        ("cut", 3),
    ):
        server.faults["index.json"] = [fault] * 10
        assert main(["get", url, "other"]) == 2
    assert SECRET not in terminal.getvalue()
    assert_silent(capsys, tmp_path)


URL = "http://ida:SECRET@127.0.0.1:9/a.csv?token=SECRET"
# What may hold a URL in a descriptor, and its place.
DECLARED: dict[str, Callable[[dict[str, Any], str], object]] = {
    "path": lambda package, url: package["resources"][0].update(path=url),
    "path, in a list": lambda package, url: package["resources"][0].update(path=[url, "b.csv"]),
    "url": lambda package, url: [package["resources"][0].pop("path"), package["resources"][0].update(url=url)],
    "schema": lambda package, url: package["resources"][0].update(schema=url),
    "dialect": lambda package, url: package["resources"][0].update(dialect=url),
    "homepage": lambda package, url: package.update(homepage=[url]),
    "licenses": lambda package, url: package.update(licenses=[{"path": f"{url} x"}]),
    "id": lambda package, url: package.update(id={"at": url}),
}


@pytest.mark.parametrize("remote", [[], ["--allow-remote"]])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("place", DECLARED)
def test_what_a_descriptor_refers_to(
    place: str, form: str, remote: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verdict goes into public logs, whatever the package that it is of holds."""
    schema = {"fields": [{"name": "a", "type": "string"}]}
    package = {"name": "p", "resources": [{"name": "a", "path": "a.csv", "schema": schema}]}
    DECLARED[place](package, secretive(URL))
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "datapackage.json").write_text(json.dumps(package))
    for name in ("a.csv", "b.csv"):
        (tmp_path / "p" / name).write_text("a\n1\n")
    for command in (["validate", "--format", form, *remote], ["publish"], ["export", "postgres"]):
        ended([*command, "--package", str(tmp_path / "p")])
        out, err = capsys.readouterr()
        assert SECRET not in out + err


@pytest.mark.parametrize(
    "command", ["init URL", "convert a.txt --package URL", "site --output URL", "validate --output URL"]
)
def test_a_place_on_this_machine(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A URL is refused: no folder has such a name."""
    Path("a.txt").write_text("The council met.")
    write_small_package(Path("p"))
    os.chdir("p" if "--output" in command else ".")
    Path("a.txt").write_text("The council met.")
    assert ended(command.replace("URL", secretive(URL)).split()) == 2
    assert "a URL; name a place on this machine" in capsys.readouterr().err
    assert not list(tmp_path.rglob("http*"))
