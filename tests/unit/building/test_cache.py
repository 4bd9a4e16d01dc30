"""The cache of readings and builds: whatever is wrong with it, a conversion gives the same, and only takes longer."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.building.cache import Cache
from onrecord.building.conversion import convert
from onrecord.package.state import CACHE, cache_folder

from ...correcting import correction, read, write_corrections

TEXTS = {
    "ferry": "Ferry stays\n\nThe ferry will run all winter, said Mayor Tilda Rask.\n",
    "mill": "Mill shuts\n\nThe Saltmere Town Council voted 4-1 to shut the mill, said Tilda Rask.\n",
}
DATABASE = "readings-1.sqlite"


def files(package: Path) -> dict[str, bytes]:
    """The content of each file of a package."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache is."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def package(tmp_path: Path, place: Path) -> Path:
    """A package that has just been converted with a correction, so that the cache has all that it may have."""
    package = tmp_path / "out"
    for name, text in TEXTS.items():
        path = package / "seeds" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    convert(package=package)
    rask = next(row for row in read(package, "entities") if row["name"] == "Tilda Rask")
    lines = [correction("correct", "entities", rask["entity_id"], "name", "Tilda Rask", "Tilda Räsk")]
    write_corrections(package, lines)
    convert(package=package)
    return package


# -- the database -----------------------------------------------------------------------------------------------


def test_readings_are_found_again(place: Path) -> None:
    """By their keys, in the order in which they are asked for, in this run and in the next."""
    place.mkdir(mode=0o700)
    with Cache(place) as cache:
        for number in range(100):
            cache.put(f"key {number}", b"reading %d" % number)
    with Cache(place) as cache:
        keys = [f"key {number}" for number in (99, 5, 1000, 0)]
        assert cache.known(keys) == {"key 99", "key 5", "key 0"}
        assert list(cache.get(keys)) == [b"reading 99", b"reading 5", None, b"reading 0"]


def test_many_keys_at_once(place: Path) -> None:
    """More than a query can hold."""
    place.mkdir(mode=0o700)
    with Cache(place) as cache:
        for number in range(2_500):
            cache.put(str(number), str(number).encode())
    with Cache(place) as cache:
        keys = [str(number) for number in range(3_000)]
        assert cache.known(keys) == set(keys[:2_500])
        assert list(cache.get(keys)) == [key.encode() for key in keys[:2_500]] + [None] * 500


def test_a_cache_that_forgets_everything() -> None:
    """As where there is no folder for it."""
    with Cache(None) as cache:
        cache.put("key", b"reading")
        assert cache.known(["key"]) == set()
        assert list(cache.get(["key"])) == [None]


def test_the_longest_unused_go_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter at a time, if all are more than what is kept; never what was used today."""
    place.mkdir(mode=0o700)
    with Cache(place) as cache:
        for number in range(100):
            cache.put(str(number), os.urandom(1_000))
    with sqlite3.connect(place / DATABASE) as database:
        database.execute("UPDATE readings SET used = CAST(key AS INT)")
    monkeypatch.setattr("onrecord.building.cache.LARGEST", 50_000)
    with Cache(place) as cache:
        assert list(cache.get(["3"])) != [None]
    with Cache(place) as cache:
        left = cache.known(str(number) for number in range(100))
    assert "3" in left
    assert left - {"3"} == {str(number) for number in range(100 - len(left - {"3"}), 100)}
    assert 50 <= len(left) < 100


# -- conversions ------------------------------------------------------------------------------------------------


def _garbage(cache: Path) -> None:
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        path.write_bytes(b"\xffgarbage" * 100)


def _halves(cache: Path) -> None:
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _holes(cache: Path) -> None:
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        content = bytearray(path.read_bytes())
        content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
        path.write_bytes(content)


def _empty(cache: Path) -> None:
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        path.write_bytes(b"")


def _folders(cache: Path) -> None:
    for path in [path for path in cache.rglob("*") if path.is_file()]:
        path.unlink()
        path.mkdir()


def _no_copies(cache: Path) -> None:
    """What a program that removes old files may do."""
    for path in (cache / "builds").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _no_copied_files(cache: Path) -> None:
    for path in (cache / "builds").glob("*/data/*.csv"):
        path.unlink()


def _short_copied_files(cache: Path) -> None:
    for path in (cache / "builds").glob("*/data/*.csv"):
        path.write_bytes(path.read_bytes()[:-10])


def _no_builds(cache: Path) -> None:
    shutil.rmtree(cache / "builds")


def _other_readings(content: bytes) -> Callable[[Path], None]:
    def do(cache: Path) -> None:
        shutil.rmtree(cache / "builds")
        with sqlite3.connect(cache / DATABASE) as database:
            database.execute("UPDATE readings SET content = ?", [content])

    return do


def _other_table(cache: Path) -> None:
    shutil.rmtree(cache / "builds")
    with sqlite3.connect(cache / DATABASE) as database:
        database.executescript("DROP TABLE readings; CREATE TABLE readings (other TEXT)")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "garbage": _garbage,
    "halves": _halves,
    "holes": _holes,
    "empty files": _empty,
    "folders": _folders,
    "no copies": _no_copies,
    "no copied files": _no_copied_files,
    "short copied files": _short_copied_files,
    "no builds": _no_builds,
    "readings that are not packed": _other_readings(b"x"),
    "readings that are not readings": _other_readings(zlib.compress(b"x")),
    "empty readings": _other_readings(b""),
    "another table": _other_table,
    "nothing": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_cache(damage: Callable[[Path], None], package: Path, place: Path) -> None:
    """The package becomes what it is without a cache, now and the next time."""
    damage(place)
    text = package / "seeds" / "ferry.txt"
    plain = Path(shutil.copytree(package, package.parent / "plain" / "out"))
    for number in range(2):
        text.write_text(f"{TEXTS['ferry']}\n“It sank {number} times,” said Owen Pike.\n", encoding="utf-8")
        shutil.copy(text, plain / "seeds")
        convert(package=package)
        convert(package=plain, cache=False)
        assert files(package) == files(plain)


def _a_file(place: Path) -> Path:
    place.write_bytes(b"")
    return place


def _below_a_file(place: Path) -> Path:
    place.write_bytes(b"")
    return place / "cache"


def _of_all(place: Path) -> Path:
    place.mkdir()
    place.chmod(0o777)
    return place


def _of_another(place: Path) -> Path:
    if os.getuid() != 0:
        pytest.skip("only root can give a folder away")
    place.mkdir(mode=0o700)
    os.chown(place, 12345, 12345)
    return place


def _a_link(place: Path) -> Path:
    other = place.with_name("other")
    other.mkdir(mode=0o700)
    place.symlink_to(other)
    return place


PLACES: dict[str, Callable[[Path], Path]] = {
    "a file": _a_file,
    "below a file": _below_a_file,
    "a folder of all": _of_all,
    "a folder of another": _of_another,
    "a link": _a_link,
    "nowhere": lambda _: Path("/dev/null/cache"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="owners and modes of POSIX")
@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES.keys())
def test_a_folder_that_is_not_safe(
    make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is kept there and nothing is read from there; the conversion is the same."""
    place = make(tmp_path / "cache")
    monkeypatch.setenv(CACHE, str(place))
    assert cache_folder() is None
    for name, text in TEXTS.items():
        path = tmp_path / "texts" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for _ in range(2):
        assert convert(tmp_path / "texts", package=tmp_path / "out").read == len(TEXTS)
    assert not place.is_dir() or list(place.iterdir()) == []
    monkeypatch.delenv(CACHE)
    convert(tmp_path / "texts", package=tmp_path / "plain" / "out", cache=False)
    assert files(tmp_path / "out") == files(tmp_path / "plain" / "out")


def test_nothing_is_kept_if_nobody_wants_it(tmp_path: Path, place: Path) -> None:
    """Without a cache, there is no folder for it."""
    (tmp_path / "ferry.txt").write_text(TEXTS["ferry"], encoding="utf-8")
    convert(tmp_path / "ferry.txt", package=tmp_path / "out", cache=False)
    assert not place.exists()


def test_two_conversions_at_once(tmp_path: Path, place: Path) -> None:
    """Both read and write the same cache, and both packages are right."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(40):
        text = f"Pier {number} sinks\n\nPier {number} sank in May, said Tilda Rask.\n"
        (texts / f"{number:02}.txt").write_text(text, encoding="utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "onrecord", "convert", str(texts), "-p", str(tmp_path / name / "out"), "-j", "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0), (b"", 0)]
    assert files(tmp_path / "one" / "out") == files(tmp_path / "two" / "out")
    assert convert(package=tmp_path / "one" / "out").read == 0
    assert {path.name for path in place.iterdir()} == {DATABASE, "builds"}
