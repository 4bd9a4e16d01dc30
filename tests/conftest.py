"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from . import small_package as builder


@pytest.fixture
def small_package(tmp_path: Path) -> Path:
    """A small valid package in a folder of its own, free to be changed."""
    return builder.write_small_package(tmp_path / "small")


@pytest.fixture
def edit_cell() -> Callable[..., None]:
    """`edit_cell(package, table, key, field, value, refresh=True)` changes one cell of a package's table."""
    return builder.edit_cell
