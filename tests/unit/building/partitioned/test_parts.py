"""Parts: written once and whole, and asked for again if the service refuses for now."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import fsspec
import pytest

from onrecord.building.partitioned import parts as module
from onrecord.building.partitioned.listing import divide, list_files
from onrecord.building.partitioned.monitoring import Monitor
from onrecord.building.partitioned.parts import Parts
from onrecord.errors import PackageError, SourceError
from onrecord.package import files, stores


def test_a_part_is_written_once(tmp_path: Path) -> None:
    """Whoever comes later finds it as it is, and nothing else is left."""
    parts = Parts(str(tmp_path))
    parts.commit("work/a.json", b"first")
    parts.commit("work/a.json", b"second")
    assert parts.read("work/a.json") == b"first"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.json"]


def test_requests_are_repeated_unless_that_is_of_no_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is busy is asked again, a full disk and a missing right are not."""
    tries: list[OSError] = []

    def failing(path: Path, content: bytes) -> bool:
        if errors:
            tries.append(errors[0])
            raise errors.pop(0)
        return files.create_whole(path, content)

    monkeypatch.setattr(stores, "create_whole", failing)
    monkeypatch.setattr(module, "_PAUSES", (0.0, 0.0, 0.0))
    parts = Parts(str(tmp_path))
    errors: list[OSError] = [OSError(errno.EBUSY, "Slow down"), OSError(errno.EBUSY, "Slow down")]
    parts.commit("a", b"content")
    assert parts.read("a") == b"content"
    assert len(tries) == 2
    for error in (OSError(errno.ENOSPC, "No space left on device"), PermissionError(errno.EACCES, "denied")):
        tries.clear()
        errors.extend([error, error])
        with pytest.raises(PackageError, match=error.strerror):
            parts.commit("b", b"content")
        assert len(tries) == 1
        errors.clear()
    assert parts.read("b") is None


def test_files_behind_a_url_are_listed_as_those_of_a_folder() -> None:
    """Articles with their sidecars; what is no article is left out; a sidecar without a text is an error."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    try:
        for name in ("a/ferry.txt", "a/ferry.toml", "b.warc.gz", "photo.jpg", "c.html"):
            memory.pipe(f"/articles/{name}", b"text")
        found = list_files(["memory://articles"])
        assert [(file.below_seeds, file.sidecar, file.size) for file in found.files] == [
            ("a/ferry.txt", "a/ferry.toml", 4),
            ("b.warc.gz", "", 4),
            ("c.html", "", 4),
        ]
        assert [path for path, _ in found.left_out] == ["memory://articles/photo.jpg"]
        shards = [[file.below_seeds for file in shard] for shard in divide(found.files, 10)]
        assert shards == [["a/ferry.txt"], ["b.warc.gz"], ["c.html"]]
        memory.pipe("/articles/lost.toml", b"text")
        with pytest.raises(SourceError, match=r"lost\.toml: a sidecar without its text lost\.txt"):
            list_files(["memory://articles"])
    finally:
        memory.store.clear()


def test_a_new_file_changes_few_shards(tmp_path: Path) -> None:
    """The others have the same files as before, so that they need not be read again."""
    for number in range(300):
        (tmp_path / f"{number:04}.txt").write_text("text")
    before = {tuple(file.below_seeds for file in shard) for shard in divide(list_files([str(tmp_path)]).files, 10)}
    (tmp_path / "0100-new.txt").write_text("text")
    after = {tuple(file.below_seeds for file in shard) for shard in divide(list_files([str(tmp_path)]).files, 10)}
    assert len(before) > 10
    assert len(before - after) <= 3


def test_a_line_a_minute(tmp_path: Path) -> None:
    """How many are done, how fast, what failed and how long it will take, and a line at the end of a stage."""
    now = [0.0]
    monitor = Monitor(tmp_path / "metrics.jsonl", lambda: now[0])
    with monitor.stage("reading", 100, lambda: 4) as advance:
        for second in (30.0, 60.0, 90.0):
            now[0] = second
            advance(10, 1)
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    common = {"stage": "reading", "total": 100, "workers": 4}
    assert lines == [
        {
            **common,
            "time": "1970-01-01T00:01:00Z",
            "done": 20,
            "failed": 2,
            "per_second": 0.33,
            "seconds_left": 240,
        },
        {
            **common,
            "time": "1970-01-01T00:01:30Z",
            "done": 30,
            "failed": 3,
            "per_second": 0.33,
            "seconds_left": 210,
        },
    ]
