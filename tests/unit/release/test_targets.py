"""Publishing to a URL: what is sent, what is sent again, and who wins."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import fsspec
import pytest

from onrecord.errors import OnrecordError, ReleaseError
from onrecord.package.staging import Staging
from onrecord.package.stores import Store
from onrecord.release import Release, publish
from onrecord.release.archive import write_archive
from onrecord.release.index import Entry, read_index
from onrecord.release.pages import pages_of_all
from onrecord.release.targets import link_latest, local_path

from ...services import s3_environment, s3_service
from ...small_package import ARTICLES, MILL, edit_cell, edit_descriptor
from .conftest import judged

S3 = pytest.mark.skipif(
    not (importlib.util.find_spec("s3fs") and importlib.util.find_spec("moto")),
    reason="needs s3fs and moto: pip install 'onrecord[tests]'",
)
# Seconds; a machine with much to do takes fifty times as long as one without.
STARTS_WITHIN, ENDS_WITHIN = 60, 300


@pytest.fixture(autouse=True)
def _unvalidated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Takes out of publishing what has its own tests and costs seconds, and gives downloads their own cache."""
    monkeypatch.setattr(importlib.import_module("onrecord.validation"), "validate", lambda package, engine: judged())
    monkeypatch.setattr(importlib.import_module("onrecord.release.writing"), "write_companions", write_zip_alone)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))


def write_zip_alone(folder: Path, files: Mapping[str, Path], archive: Path, accepted: object) -> tuple[str, ...]:
    """What `write_companions` does, but for the companions."""
    write_archive(archive, files)
    return ()


@pytest.fixture
def package(small_package: Path) -> Path:
    """The small package without its tables but two: each file that is sent costs time."""
    kept = ("articles", "changes")

    def leave_out(descriptor: dict[str, Any]) -> None:
        descriptor["resources"] = [entry for entry in descriptor["resources"] if entry["name"] in kept]

    edit_descriptor(small_package, leave_out)
    for path in [*small_package.rglob("*.csv"), *small_package.rglob("*.schema.json")]:
        if not path.name.startswith(kept):
            path.unlink()
    return small_package


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """The address of an S3 service on this machine."""
    with s3_service() as address:
        yield address


@pytest.fixture
def s3(s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a folder in a new bucket."""
    for name, value in s3_environment(s3_server).items():
        monkeypatch.setenv(name, value)
    bucket = f"bucket{abs(hash(str(tmp_path)))}"
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir(bucket)
    return f"s3://{bucket}/releases"


@pytest.fixture
def memory() -> Iterator[str]:
    """The URL of a folder that fsspec keeps in memory."""
    yield "memory://releases"
    fsspec.filesystem("memory").store.clear()
    fsspec.filesystem("memory").pseudo_dirs[:] = [""]


@pytest.fixture(params=["memory", pytest.param("s3", marks=S3)])
def url(request: pytest.FixtureRequest) -> str:
    """A folder in memory, and one in a bucket."""
    return str(request.getfixturevalue(request.param))


def files_at(url: str) -> dict[str, bytes]:
    """The content of each file below a URL."""
    store = Store(url)
    return {path: store.read(path, 1 << 30) or b"" for path in store.below("")}


def tree(folder: Path) -> dict[str, bytes]:
    """The content of each file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change_a_cell(package: Path, byline: str = "N. Pell") -> None:
    """A change that asks for a patch."""
    edit_cell(package, "articles", ARTICLES[MILL], "byline", byline)


def without_claims(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that readers look at."""
    return {path: content for path, content in files.items() if "/.claims/" not in path}


def test_a_url_gets_the_same_files_as_a_folder(package: Path, url: str, tmp_path: Path) -> None:
    """Two releases, each file of both, and next to them only the claims that show the order."""
    copy = shutil.copytree(package, tmp_path / "copy")
    first = publish(package, url, created="2031-05-13")
    publish(copy, tmp_path / "dist", created="2031-05-13")
    assert first == Release(
        name="small",
        version="1.0.0",
        folder=Path("small/1.0.0"),
        zip=Path("small/1.0.0/small-1.0.0.zip"),
        index=Path("small/index.json"),
        changes=("first release",),
        is_new=True,
        url=url,
    )
    assert first.place_of(first.index) == f"{url}/small/index.json"
    for each in (package, copy):
        change_a_cell(each)
    second = publish(package, url)
    publish(copy, tmp_path / "dist")
    assert (second.version, second.changes) == ("1.0.1", ("articles: 1 row changed",))
    there = files_at(url)
    assert without_claims(there) == tree(tmp_path / "dist")
    assert len(there) == len(without_claims(there)) + 2
    assert tree(package) == tree(copy)


def test_an_unchanged_package_sends_nothing(package: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the target, and the version is that of the release there."""
    publish(package, url)
    before = files_at(url)
    for write in ("create", "replace", "put", "remove"):
        monkeypatch.setattr(Store, write, lambda *arguments: pytest.fail("a write"))
    assert publish(package, url).is_new is False
    assert files_at(url) == before


class Cut(BaseException):
    """The end of a process, which nothing in it handles."""


def cut_after(monkeypatch: pytest.MonkeyPatch, puts: int) -> None:
    """Ends whatever publishes after some files were sent."""
    real, count = Store.put, iter(range(1000))

    def put(store: Store, path: str, file: Path, sha256: str) -> bool:
        if next(count) >= puts:
            raise Cut
        return bool(real(store, path, file, sha256))

    monkeypatch.setattr(Store, "put", put)


def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are sent from now on."""
    paths: list[str] = []
    real = Store.put

    def put(store: Store, path: str, file: Path, sha256: str) -> bool:
        paths.append(path)
        return bool(real(store, path, file, sha256))

    monkeypatch.setattr(Store, "put", put)
    return paths


def test_a_run_that_died_is_gone_on_with(package: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index stays and lists complete releases; the next run sends only what is missing."""
    publish(package, url)
    before = files_at(url)
    change_a_cell(package)
    with monkeypatch.context() as context:
        cut_after(context, 3)
        with pytest.raises(Cut):
            publish(package, url)
    there = files_at(url)
    assert there["small/index.json"] == before["small/index.json"]
    assert {path: there[path] for path in before} == before
    arrived = {path for path in there.keys() - before.keys() if path.startswith("small/1.0.1/")}
    assert len(arrived) == 3

    with monkeypatch.context() as context:
        paths = sent(context)
        assert publish(package, url).version == "1.0.1"
    stated = {f"small/{file['path']}" for file in json.loads(files_at(url)["small/index.json"])["versions"][0]["files"]}
    assert {f"small/{path}" for path in paths} == stated - arrived
    assert stated <= files_at(url).keys()


def test_a_part_of_a_file_is_sent_again(package: Path, memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run that died has left with another size or other bytes does not stay."""
    with monkeypatch.context() as context:
        cut_after(context, 3)
        with pytest.raises(Cut):
            publish(package, memory)
    disk = fsspec.filesystem("memory")
    whole = sorted(disk.find("/releases/small/1.0.0"))
    before = {path: disk.cat_file(path) for path in whole}
    disk.pipe_file(whole[0], before[whole[0]][:-1])
    disk.pipe_file(whole[1], before[whole[1]][:-1] + b"?")
    publish(package, memory)
    assert {path: disk.cat_file(path) for path in whole} == before


def test_one_release_follows_another(package: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a release is being sent nobody else can send one; its own package, or --take-over, ends that."""
    publish(package, url)
    other = shutil.copytree(package, tmp_path / "other")
    change_a_cell(package)
    change_a_cell(other, "shouted")
    with monkeypatch.context() as context:
        cut_after(context, 2)
        with pytest.raises(Cut):
            publish(package, url)
    before = files_at(url)
    with pytest.raises(
        ReleaseError, match=r"small/\.claims/[0-9a-f]{64}\.json: somebody else is publishing 1\.0\.1, or was killed "
    ):
        publish(other, url)
    assert files_at(url) == before
    taken = publish(other, url, take_over=True)
    assert taken.version == "1.0.1"
    assert files_at(url)["small/1.0.1/data/articles.csv"] == (other / "data" / "articles.csv").read_bytes()
    # The first run comes back: its release is now the next.
    assert publish(package, url).version == "1.0.2"
    publish(package, url)
    check_listed(url)


def test_an_old_line_goes_on_behind_a_url(package: Path, url: str, tmp_path: Path) -> None:
    """The release to compare with is fetched, be it not the newest; the index lists by version."""
    publish(package, url)
    old = shutil.copytree(package, tmp_path / "old")
    change_a_cell(package)
    publish(package, url, version="2.0.0", reason="A new line.")
    change_a_cell(old, "shouted")
    release = publish(old, url, against="1.0.0")
    assert (release.version, release.changes) == ("1.0.1", ("articles: 1 row changed",))
    check_listed(url)
    index = json.loads(files_at(url)["small/index.json"])
    versions = [entry["version"] for entry in index["versions"]]
    assert (index["latest"], versions) == ("2.0.0", ["2.0.0", "1.0.1", "1.0.0"])
    assert pages_at(url) == made_pages(url, tmp_path)


def pages_at(url: str) -> dict[str, bytes | None]:
    """The page of all versions and the feed."""
    store = Store(f"{url}/small")
    return {name: store.read(name, 1 << 20) for name in ("index.html", "feed.atom")}


def made_pages(url: str, folder: Path) -> Mapping[str, bytes]:
    """The pages that the index and the newest descriptor at a URL ask for, made in an empty folder."""
    store, home = Store(f"{url}/small"), Path(tempfile.mkdtemp(dir=folder)) / "small"
    home.mkdir()
    (home / "index.json").write_bytes(store.read("index.json", 1 << 20) or b"")
    entries = read_index(home / "index.json", "small")
    described = f"{entries[0].path}/datapackage.json"
    (home / described).parent.mkdir()
    (home / described).write_bytes(store.read(described, 1 << 20) or b"")
    return pages_of_all(home, entries)


def test_the_pages_follow_the_index(package: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come last, so a run that dies before leaves the old pages; the next run brings them up to date."""
    publish(package, url)
    before = pages_at(url)
    assert before == made_pages(url, tmp_path)
    change_a_cell(package)
    with monkeypatch.context() as context:
        real = Store.replace

        def replace(store: Store, path: str, old: bytes | None, new: bytes) -> bool:
            if path == "index.html":
                raise Cut
            return real(store, path, old, new)

        context.setattr(Store, "replace", replace)
        with pytest.raises(Cut):
            publish(package, url)
    assert json.loads(files_at(url)["small/index.json"])["latest"] == "1.0.1"
    assert pages_at(url) == before
    assert publish(package, url).is_new is False
    assert pages_at(url) == made_pages(url, tmp_path) != before


def test_the_pages_of_whoever_publishes_last(
    package: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that sends its pages late does not put them over those of a later release."""
    publish(package, url)
    other = shutil.copytree(package, tmp_path / "other")
    change_a_cell(package)
    real = Store.replace

    def replace(store: Store, path: str, old: bytes | None, new: bytes) -> bool:
        if path == "index.html":
            monkeypatch.setattr(Store, "replace", real)
            change_a_cell(other, "shouted")
            assert publish(other, url).version == "1.0.2"
        return real(store, path, old, new)

    monkeypatch.setattr(Store, "replace", replace)
    assert publish(package, url).version == "1.0.1"
    assert pages_at(url) == made_pages(url, tmp_path)


def test_a_page_of_somebody_elses_stays(package: Path, url: str) -> None:
    """What is under the name of a page and was not made by publish is not replaced, however large it is."""
    store = Store(f"{url}/small")
    store.create("index.html", b"<p>Ours.</p>")
    store.create("feed.atom", b" " * (5 << 20))
    remedy = "is not a page that publish made, and stays as it is; move it away and publish again to get the page"
    assert publish(package, url).notes == tuple(f"{url}/small/{name} {remedy}" for name in ("index.html", "feed.atom"))
    assert store.read("index.html", 100) == b"<p>Ours.</p>"
    assert store.size("feed.atom") == 5 << 20


@S3
def test_browsers_show_what_is_in_a_bucket(package: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, feed and index have their media types, so that a browser shows a page and does not save it."""
    module = importlib.import_module("onrecord.release.writing")

    def with_page(folder: Path, files: Mapping[str, Path], archive: Path, new: object) -> tuple[str, ...]:
        (folder / "index.html").write_bytes(b"<p>1.0.0</p>")
        return write_zip_alone(folder, files, archive, new)

    monkeypatch.setattr(module, "write_companions", with_page)
    publish(package, s3)
    disk, base = fsspec.filesystem("s3", skip_instance_cache=True), f"{s3.removeprefix('s3://')}/small"
    paths = ("index.html", "feed.atom", "index.json", "1.0.0/index.html", "1.0.0/datapackage.json")
    assert {path: disk.info(f"{base}/{path}")["ContentType"] for path in paths} == {
        "index.html": "text/html; charset=utf-8",
        "feed.atom": "application/atom+xml; charset=utf-8",
        "index.json": "application/json",
        "1.0.0/index.html": "text/html; charset=utf-8",
        "1.0.0/datapackage.json": "application/json",
    }


def test_browsers_show_what_is_in_google_cloud_storage(
    memory: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its client takes the media type as another argument, and without it says that a page is any bytes."""
    given: list[tuple[str, object]] = []
    disk = type(fsspec.filesystem("memory"))
    for method in ("pipe_file", "put_file"):
        real = getattr(disk, method)

        def told(self: Any, first: str, second: Any, real: Any = real, content_type: str = "", **named: Any) -> Any:
            given.append((str(first).rpartition("/")[2], content_type))
            return real(self, first, second, **named)

        monkeypatch.setattr(disk, method, told)
    monkeypatch.setattr(disk, "protocol", ("gs", "gcs"))
    store = Store(memory)
    (tmp_path / "index.html").write_bytes(b"<p>")
    store.put("1.0.0/index.html", tmp_path / "index.html", "")
    store.create("index.html", b"<p>")
    store.replace("index.html", b"<p>", b"<p>2")
    store.create("SHA256SUMS", b"")
    page = ("index.html", "text/html; charset=utf-8")
    assert given == [page, page, page, ("SHA256SUMS", "")]


def check_listed(url: str) -> None:
    """All that the index lists is there, and is as listed."""
    store = Store(f"{url}/small")
    for entry in json.loads(store.read("index.json", 1 << 20) or b"")["versions"]:
        assert [file["path"] for file in entry["files"]] == store.below(entry["path"])
        assert [file for file in entry["files"] if not store.holds(file["path"], file["bytes"], file["sha256"])] == []


def with_other_bytes(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Has each release made with a file that has other bytes each time, as by other versions of polars; all so far."""
    module = importlib.import_module("onrecord.release.writing")
    real, made = module._sealed, []

    def sealed(staging: Staging, entry: Entry, *arguments: object) -> Entry:
        made.append(f"build {len(made)}".encode())
        staging.write(f"{entry.path}/Rows.parquet", made[-1])
        return real(staging, entry, *arguments)

    monkeypatch.setattr(module, "_sealed", sealed)
    return made


def test_a_package_that_is_built_with_other_bytes(package: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same package: the run that comes last goes on, and what was sent of another build does not stay."""
    made = with_other_bytes(monkeypatch)
    with monkeypatch.context() as context:
        context.setattr(importlib.import_module("onrecord.release.targets"), "_SENDERS", 1)
        cut_after(context, 2)
        with pytest.raises(Cut):
            publish(package, url)
    assert files_at(url)["small/1.0.0/Rows.parquet"] == made[0]
    assert publish(package, url).version == "1.0.0"
    assert files_at(url)["small/1.0.0/Rows.parquet"] == made[1]
    check_listed(url)


def test_two_builds_at_one_time(package: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is overtaken by another build of its package overwrites nothing and writes no index."""
    made = with_other_bytes(monkeypatch)
    other = shutil.copytree(package, tmp_path / "other")
    real = Store.put

    def put(store: Store, path: str, file: Path, sha256: str) -> bool:
        monkeypatch.setattr(Store, "put", real)
        publish(other, url)
        return bool(real(store, path, file, sha256))

    monkeypatch.setattr(Store, "put", put)
    monkeypatch.setattr(importlib.import_module("onrecord.release.targets"), "_SENDERS", 1)
    with pytest.raises(ReleaseError, match=r"another run has taken over; publish again$"):
        publish(package, url)
    assert files_at(url)["small/1.0.0/Rows.parquet"] == made[1]
    check_listed(url)
    assert publish(package, url).is_new is False


@pytest.mark.parametrize("moment", ["claim", "index"])
def test_who_comes_second_is_reported(
    package: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Somebody publishes between the reading of the index and the claim, or takes over before the index is written."""
    publish(package, url)
    other = shutil.copytree(package, tmp_path / "other")
    change_a_cell(package)
    change_a_cell(other, "shouted")
    name = "create" if moment == "claim" else "replace"
    real = getattr(Store, name)

    def write(store: Store, *arguments: object) -> object:
        monkeypatch.setattr(Store, name, real)
        publish(other, url, take_over=moment == "index")
        return real(store, *arguments)

    monkeypatch.setattr(Store, name, write)
    with pytest.raises(ReleaseError, match=r"small/index\.json: somebody else has published meanwhile; publish again"):
        publish(package, url)
    index = json.loads(files_at(url)["small/index.json"])
    assert [entry["version"] for entry in index["versions"]] == ["1.0.1", "1.0.0"]


def test_a_claim_that_was_taken_over(
    package: Path, memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that finds a different claim instead of its claim writes no index."""
    real = Store.put

    def put(store: Store, path: str, file: Path, sha256: str) -> bool:
        real(store, path, file, sha256)
        fsspec.filesystem("memory").pipe_file("/releases/small/.claims/first.json", b"{}")
        return True

    monkeypatch.setattr(Store, "put", put)
    with pytest.raises(ReleaseError, match=r"first\.json: another run has taken over; publish again$"):
        publish(package, memory)
    assert "small/index.json" not in files_at(memory)


RACING = """
import sys
from importlib import import_module
from onrecord.errors import OnrecordError
from onrecord.release.archive import write_archive

validation = import_module("onrecord.validation")
verdict = validation.Verdict((), (), {}, 0, 0, (), files=1)
validation.validate = lambda folder, engine: verdict
publishing = import_module("onrecord.release.publishing")
writing = import_module("onrecord.release.writing")
writing.write_companions = lambda folder, files, archive, accepted: write_archive(archive, files) or ()
package, output = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
try:
    print(publishing.publish(package, output).version)
except OnrecordError as error:
    print(error)
"""


def race(packages: list[Path], output: str) -> list[str]:
    """What several processes say that publish at one time."""
    command = [sys.executable, "-c", RACING]
    runs = [
        subprocess.Popen([*command, str(package), output], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for package in packages
    ]
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write("\n")
        run.stdin.flush()
    return [run.communicate(timeout=ENDS_WITHIN)[0].strip() for run in runs]


@S3
def test_two_processes_at_one_bucket(package: Path, s3: str, tmp_path: Path) -> None:
    """Of two that publish different packages at one time, one version has one winner, and the index is whole."""
    other = shutil.copytree(package, tmp_path / "other")
    publish(package, s3)
    change_a_cell(package)
    change_a_cell(other, "shouted")
    said = race([package, other], s3)
    winners = [words for words in said if words in ("1.0.1", "1.0.2")]
    losers = [words for words in said if words not in winners]
    assert len(set(winners)) == len(winners) > 0
    assert all("somebody else" in words for words in losers), losers
    check_listed(s3)
    for each in (package, other):
        publish(each, s3)
    check_listed(s3)
    index = json.loads(files_at(s3)["small/index.json"])
    assert index["versions"][-1]["version"] == "1.0.0"
    assert {"1.0.1", "1.0.2"} <= {entry["version"] for entry in index["versions"]}


@S3
def test_two_processes_with_one_package_at_one_bucket(package: Path, s3: str, tmp_path: Path) -> None:
    """They help each other to one release."""
    other = shutil.copytree(package, tmp_path / "other")
    said = race([package, other], s3)
    assert "1.0.0" in said
    assert all(words == "1.0.0" or "publish again" in words for words in said)
    check_listed(s3)
    assert publish(other, s3).is_new is False


def test_processes_at_one_folder(package: Path, tmp_path: Path) -> None:
    """They wait for each other, and each makes its own version."""
    packages = [package, *(shutil.copytree(package, tmp_path / f"other{number}") for number in (1, 2))]
    dist = tmp_path / "dist"
    for number, package in enumerate(packages):
        change_a_cell(package, f"said {number} times")
    said = race(packages, str(dist))
    assert sorted(said) == ["1.0.0", "1.0.1", "1.0.2"]
    check_listed(f"file://{dist}")
    assert sorted(path.name for path in (dist / "small").iterdir()) == [
        "1.0.0",
        "1.0.1",
        "1.0.2",
        "feed.atom",
        "index.html",
        "index.json",
        "latest",
    ]
    assert pages_at(f"file://{dist}") == made_pages(f"file://{dist}", tmp_path)


KILLED = """
import os, sys
from importlib import import_module
from onrecord.release.archive import write_archive

validation = import_module("onrecord.validation")
verdict = validation.Verdict((), (), {}, 0, 0, (), files=1)
validation.validate = lambda folder, engine: verdict
Store = import_module("onrecord.package.stores").Store
puts, real = int(sys.argv[3]), Store.put

def put(store, path, file, sha256):
    global puts
    if puts == 0:
        os._exit(9)
    puts -= 1
    return real(store, path, file, sha256)

Store.put = put
import_module("onrecord.release.targets")._SENDERS = 1  # of several, one would die while the others are sending
publishing = import_module("onrecord.release.publishing")
writing = import_module("onrecord.release.writing")
writing.write_companions = lambda folder, files, archive, accepted: write_archive(archive, files) or ()
publishing.publish(*sys.argv[1:3])
"""


@S3
def test_a_process_that_is_killed_at_each_file(
    package: Path, s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old release is complete until the new release is; the next run finishes it and removes its folder."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("ONRECORD_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    publish(package, s3)
    change_a_cell(package)
    listed, sent = files_at(s3), -1
    for run in itertools.count():
        puts = min(run, 1)  # the first run dies at its first file, each other run at its second
        code = subprocess.run([sys.executable, "-c", KILLED, str(package), s3, str(puts)]).returncode
        there = files_at(s3)
        if code == 0:
            break
        assert code == 9
        assert {path: there[path] for path in listed} == listed
        check_listed(s3)
        assert len(there) > sent or run == 1  # the claim was sent first, and then a file at the least
        sent = len(there)
        assert len(list((tmp_path / "tmp").iterdir())) == 1
    assert run == len(there) - len(listed) - 1  # as many as files of the new release, the claim and not the index
    assert json.loads(there["small/index.json"])["versions"][0]["version"] == "1.0.1"
    check_listed(s3)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert publish(package, s3).is_new is False


def test_what_lies_in_the_way(package: Path, url: str) -> None:
    """Files of a version that no index lists are not overwritten; the same files are listed."""
    store = Store(f"{url}/small")
    assert store.create("1.0.0/data/articles.csv", b"somebody's\n")
    with pytest.raises(ReleaseError, match=r"small/1\.0\.0/data/articles\.csv: exists, but index\.json does not list"):
        publish(package, url)
    assert store.below("") == ["1.0.0/data/articles.csv"]
    store.remove("1.0.0/data/articles.csv")
    store.create("1.0.0/data/articles.csv", (package / "data" / "articles.csv").read_bytes())
    assert publish(package, url).version == "1.0.0"
    check_listed(url)


def test_a_damaged_release_at_a_url(package: Path, url: str) -> None:
    """The newest release is fetched and compared with its hash before the next is made."""
    publish(package, url)
    store = Store(f"{url}/small")
    zipped = store.read("1.0.0/small-1.0.0.zip", 1 << 30)
    assert zipped
    store.remove("1.0.0/small-1.0.0.zip")
    store.create("1.0.0/small-1.0.0.zip", zipped[:-1] + b"?")
    change_a_cell(package)
    before = files_at(url)
    with pytest.raises(OnrecordError, match=r"small-1\.0\.0\.zip: its sha256 is not the published [0-9a-f]{64}:"):
        publish(package, url)
    assert files_at(url) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nosuch://bucket", r"nosuch://bucket/small: Protocol not known: nosuch; name a folder or a URL such as s3://"),
        ("http://127.0.0.1:9/dist", "cannot be written to|127.0.0.1:9"),
        (
            "simplecache::memory://dist",
            r"simplecache::memory://dist/small: several URLs in one; name one URL such as s3://",
        ),
    ],
)
def test_a_url_that_nothing_can_be_written_to(package: Path, place: str, words: str) -> None:
    """The URL is reported with the reason."""
    with pytest.raises(OnrecordError, match=words):
        publish(package, place)


def test_a_client_that_is_missing(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is reported."""
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(
        ReleaseError, match=r"^gs://bucket/small: a client .* is not installed; run pip install 'onrecord\[gs\]'$"
    ):
        publish(package, "gs://bucket")


@S3
def test_a_bucket_that_is_not_there(package: Path, s3: str) -> None:
    """The URL is reported, and no traceback."""
    with pytest.raises(ReleaseError, match=r"^s3://no-such-bucket/small/.*check the URL"):
        publish(package, "s3://no-such-bucket")


def test_a_file_url_is_a_folder(package: Path, tmp_path: Path) -> None:
    """It is written to as a path is."""
    release = publish(package, (tmp_path / "my dist").as_uri())
    assert release.folder == tmp_path / "my dist" / "small" / "1.0.0"
    assert local_path((tmp_path / "my dist").as_uri()) == tmp_path / "my dist"


def test_latest_is_a_link(tmp_path: Path, package: Path) -> None:
    """It leads to the newest version, and a folder of that name, which would go stale, is reported."""
    dist = tmp_path / "dist"
    publish(package, dist)
    link = dist / "small" / "latest"
    assert str(link.readlink()) == "1.0.0"
    change_a_cell(package)
    publish(package, dist)
    assert str(link.readlink()) == "1.0.1"
    link.unlink()
    link.mkdir()
    with pytest.raises(ReleaseError, match=r"latest: not the link that publish makes, so it would go stale; remove it"):
        publish(package, dist)
    link.rmdir()
    publish(package, dist)
    assert str(link.readlink()) == "1.0.1"


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is put in place, and nothing is left."""

    def fail(*arguments: object, **options: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", fail)
    link_latest(tmp_path, "1.0.0")
    assert list(tmp_path.iterdir()) == []


def test_stores_tell_of_what_fails(memory: str) -> None:
    """A file larger than expected, and a write that loses."""
    store = Store(memory)
    assert store.create("a", b"12345")
    assert store.create("a", b"others") is False
    assert store.replace("a", b"1", b"2") is False
    assert store.replace("a", b"12345", b"2") is True
    assert store.replace("b", None, b"3") is True
    assert store.replace("b", None, b"4") is False
    with pytest.raises(ReleaseError, match=r"^memory://releases/a: 1 bytes, more than the 0 expected$"):
        store.read("a", 0)
    store.remove("a")
    store.remove("a")
    assert (store.read("a", 9), store.below("nowhere")) == (None, [])
