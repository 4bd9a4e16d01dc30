"""A conversion on a cluster of processes and a bucket: whatever fails, the rows are those of one process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import fsspec
import pytest

from onrecord.building.conversion import convert
from onrecord.package.own_tables import TABLES, own_tables

from ..partitioned_corpus import rows_of, write_sources
from ..services import s3_environment, s3_service
from .cluster import Client, Cluster, cluster, kill, preload, refusing, wait_until

pytest.importorskip("distributed", reason="needs Dask: pip install 'onrecord[dask]'")
# How often each fault is tried: the faults come at other moments each time.
ROUNDS = int(os.environ.get("ONRECORD_ROUNDS", "1"))
REPEATED = pytest.mark.parametrize("round_", range(ROUNDS))
Rows = Mapping[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of an S3 service."""
    with s3_service() as address:
        yield address


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as a folder."""
    return write_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def expected(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows of one process."""
    folder = tmp_path_factory.mktemp("one") / "package"
    convert(sources, package=folder, jobs=1)
    return rows_of(folder)


@pytest.fixture
def environment(service: str) -> Mapping[str, str]:
    """The variables of workers and clients."""
    return {**s3_environment(service), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


@pytest.fixture
def bucket(environment: Mapping[str, str], sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a new bucket with the sources in `articles`."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    files = fsspec.filesystem("s3", skip_instance_cache=True)
    name = f"bucket{abs(hash(str(tmp_path)))}"
    files.mkdir(name)
    files.put(f"{sources}/", f"{name}/articles/", recursive=True)
    return f"s3://{name}"


@pytest.fixture
def processes(environment: Mapping[str, str], tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that is not started."""
    with cluster(tmp_path / "cluster", environment) as found:
        yield found


def package_of(url: str, folder: Path) -> Path:
    """A package in a bucket, as a folder."""
    fsspec.filesystem("s3", skip_instance_cache=True).get(f"{url}/", str(folder), recursive=True)
    return folder


def done(url: str, stage: str) -> list[str]:
    """The records of the tasks of a stage that are done."""
    files = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    try:
        return [path for path in files.find(f"{url}/work/{stage}") if path.endswith(".json")]
    except FileNotFoundError:
        return []


def check(url: str, folder: Path, expected: Rows) -> None:
    """The package in a bucket has the rows of one process, and is valid."""
    package = package_of(url, folder / "downloaded")
    found = rows_of(package)
    assert {name: found[name] for name in TABLES} == dict(expected)
    run = [sys.executable, "-m", "onrecord", "validate", str(package), "--quiet"]
    assert subprocess.run(run, capture_output=True).returncode == 0


def test_a_bucket_and_two_workers(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path
) -> None:
    """From a bucket to a bucket, with nothing but a URL."""
    processes.start()
    client = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package")
    code, said = client.ended()
    assert code == 1, said  # sources were set aside
    check(f"{bucket}/package", tmp_path, expected)


@pytest.mark.scale
@REPEATED
def test_a_worker_is_killed(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """Another does its tasks."""
    processes.start()
    client = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package")
    wait_until(lambda: len(done(f"{bucket}/package", "read")) > round_ % 3)
    kill(processes.workers[0])
    assert client.is_running
    code, said = client.ended()
    assert code == 1, said
    check(f"{bucket}/package", tmp_path, expected)


@pytest.mark.scale
@REPEATED
def test_the_client_is_killed_and_run_again(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """What is done is not done again; before the manifest there is no package."""
    processes.start()
    client = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package")
    wait_until(lambda: len(done(f"{bucket}/package", "read")) > round_ % 3)
    client.kill()
    files = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    assert not files.exists(f"{bucket}/package/datapackage.json")
    before = {path: files.info(path)["LastModified"] for path in done(f"{bucket}/package", "read")}
    code, said = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package").ended()
    assert code == 1, said
    check(f"{bucket}/package", tmp_path, expected)
    after = {path: files.info(path)["LastModified"] for path in done(f"{bucket}/package", "read")}
    assert {path: after[path] for path in before} == before


@pytest.mark.scale
@REPEATED
def test_the_scheduler_is_killed(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """The run ends with a message, and a run on another scheduler goes on."""
    processes.start()
    short = {**environment, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
    client = Client(processes, short, f"{bucket}/articles", f"{bucket}/package")
    wait_until(lambda: len(done(f"{bucket}/package", "read")) > round_ % 3)
    assert processes.scheduler
    kill(processes.scheduler)
    code, said = client.ended()
    assert code == 2
    assert "the scheduler of Dask has gone" in said
    assert "run the same command again: what is done is not done again" in said
    assert "Traceback" not in said
    processes.stop()
    processes.start()
    code, said = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package").ended()
    assert code == 1, said
    check(f"{bucket}/package", tmp_path, expected)


@pytest.mark.scale
@REPEATED
def test_an_article_that_ends_each_worker_is_set_aside(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """With its reason, and without the others of its shard."""
    lines = [
        "import os, signal",
        "from onrecord.building.partitioned import reading",
        "def fatal(row, entry, *more, light=reading._light):",
        "    if entry.path == 'seeds/zebra.txt': os.kill(os.getpid(), signal.SIGKILL)",
        "    return light(row, entry, *more)",
        "if reading._light.__name__ != 'fatal': reading._light = fatal",  # it is run twice
    ]
    processes.start(2, *preload(tmp_path, lines), nanny=True)
    code, said = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package").ended()
    assert code == 1, said
    found = rows_of(package_of(f"{bucket}/package", tmp_path / "downloaded"))
    (row,) = set(found["rejected"]) - set(expected["rejected"])
    assert row[:3] == ("seeds/zebra.txt", "file", "crash")
    assert str(row[3]).startswith("it ended each worker that took it")
    assert set(expected["rejected"]) < set(found["rejected"])
    column = own_tables()["articles"].columns.index("text_path")
    paths, others = ({each[column] for each in rows["articles"]} for rows in (found, expected))
    assert others - paths == {"seeds/zebra.txt"}


@pytest.mark.scale
@REPEATED
def test_a_slow_worker(
    bucket: str, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """It changes nothing but the time."""
    lines = [
        "import time",
        "from onrecord.building.partitioned import reading",
        "def slow(*more, read=reading.entries_of):",
        "    time.sleep(3)",
        "    return read(*more)",
        "if reading.entries_of.__name__ != 'slow': reading.entries_of = slow",
    ]
    processes.start(1)
    processes.add_worker(*preload(tmp_path, lines))
    code, said = Client(processes, environment, f"{bucket}/articles", f"{bucket}/package").ended()
    assert code == 1, said
    check(f"{bucket}/package", tmp_path, expected)


@pytest.mark.scale
@REPEATED
def test_a_bucket_that_refuses_now_and_then(
    bucket: str, service: str, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """Requests are repeated."""
    with refusing(service, 0.15, round_) as (address, refused):
        own = {**environment, "AWS_ENDPOINT_URL": address}
        with cluster(tmp_path / "refused", own) as processes:
            processes.start()
            code, said = Client(processes, own, f"{bucket}/articles", f"{bucket}/package").ended()
            assert code == 1, said
    assert refused[0] > 10
    check(f"{bucket}/package", tmp_path, expected)


@pytest.mark.scale
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a small disk, as root can")
@REPEATED
def test_a_full_disk(
    sources: Path, processes: Cluster, environment: Mapping[str, str], expected: Rows, tmp_path: Path, round_: int
) -> None:
    """The run ends with a message, no part is visible half, and with room the next run goes on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = 120 + 20 * (round_ % 5)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        processes.start()
        code, said = Client(processes, environment, str(sources), str(disk / "package")).ended()
        assert code == 2, said
        assert "No space left on device" in said
        assert "Traceback" not in said
        assert not (disk / "package/datapackage.json").exists()
        assert list(disk.rglob("*.partial")) == []
        shutil.copytree(disk / "package", tmp_path / "package")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    code, said = Client(processes, environment, str(sources), str(tmp_path / "package")).ended()
    assert code == 1, said
    assert rows_of(tmp_path / "package") == dict(expected)
