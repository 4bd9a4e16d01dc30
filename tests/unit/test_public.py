"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import onrecord


def test_all_is_what_can_be_imported() -> None:
    """Each name of `__all__` is there, and is the one that its module defines."""
    found = {name: getattr(onrecord, name) for name in onrecord.__all__}
    assert {name: value.__name__ for name, value in found.items()} == {name: name for name in onrecord.__all__}


@pytest.mark.parametrize("name", ["convert", "load", "publish", "report", "validate"])
def test_a_function_is_not_hidden_by_its_module(name: str) -> None:
    """`onrecord.load` is the function, whether or not the module `onrecord.load` was imported before."""
    code = (
        f"import onrecord, importlib; onrecord.{name}; from onrecord import {name}; "
        f"importlib.import_module(onrecord.{name}.__module__); print(callable({name}), callable(onrecord.{name}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True True\n"


def test_an_unknown_name_is_missing() -> None:
    """There is nothing else."""
    with pytest.raises(AttributeError, match="no attribute 'extract_all'"):
        onrecord.extract_all  # noqa: B018
