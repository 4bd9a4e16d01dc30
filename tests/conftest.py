"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.package.state import CACHE, STATE

from . import small_package as builder


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Notes on unfinished work, and readings, are not kept where those of the person are who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    """A small valid package in a folder of its own, free to be changed."""
    return builder.write_small_package(tmp_path / "small")


@pytest.fixture
def edit_cell() -> Callable[..., None]:
    """`edit_cell(package, table, key, field, value, refresh=True)` changes one cell of a package's table."""
    return builder.edit_cell
