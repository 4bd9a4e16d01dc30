"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from onrecord.building import workers
from onrecord.building.worker import Answer, FileTask, Task
from onrecord.package.state import CACHE, STATE

from . import small_package as builder


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Notes on unfinished work, and readings, are not kept where those of the person are who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield


class _Kept(workers._Process):
    """A process that is not ended with the conversion that it works for, but kept for the next one."""

    free: ClassVar[list[_Kept]] = []
    _is_busy = False

    def __new__(cls) -> _Kept:
        return cls.free.pop() if cls.free else super().__new__(cls)

    def __init__(self) -> None:
        if not hasattr(self, "_running"):
            super().__init__()

    def _answers(self, task: Task | FileTask) -> Iterator[Answer]:
        self._is_busy = True
        yield from super()._answers(task)
        self._is_busy = False

    def end(self) -> None:
        if self._is_busy:
            super().end()
        else:
            _Kept.free.append(self)


@pytest.fixture(scope="session", autouse=True)
def _processes() -> Iterator[None]:
    """Conversions share the processes that read: each has to load the model, which takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_Process", _Kept)
        yield
    for process in _Kept.free:
        process._stop()


@pytest.fixture
def own_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversions start and end their processes themselves, as they do for a user."""
    monkeypatch.setattr(workers, "_Process", workers._Process.__base__)


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    """A small valid package in a folder of its own, free to be changed."""
    return builder.write_small_package(tmp_path / "small")


@pytest.fixture
def edit_cell() -> Callable[..., None]:
    """`edit_cell(package, table, key, field, value, refresh=True)` changes one cell of a package's table."""
    return builder.edit_cell
