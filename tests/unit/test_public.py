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


@pytest.mark.parametrize("name", [name for name in onrecord.__all__ if name.islower()])
def test_a_verb_is_a_function(name: str) -> None:
    """`onrecord.load` is a function and no module, whatever was imported before; packages are nouns."""
    code = (
        f"import onrecord, importlib, pkgutil; onrecord.{name}; from onrecord import {name}; "
        f"importlib.import_module(onrecord.{name}.__module__); print(callable({name}), callable(onrecord.{name}), "
        f"'{name}' in [found.name for found in pkgutil.iter_modules(onrecord.__path__)])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True True False\n"


def test_completion_shows_the_public_names() -> None:
    """`dir(onrecord)` has them, and nothing else but the version."""
    code = "import onrecord; print(sorted(dir(onrecord)) == sorted([*onrecord.__all__, '__version__']))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True\n"


def test_an_unknown_name_is_missing() -> None:
    """There is nothing else."""
    with pytest.raises(AttributeError, match="no attribute 'extract_all'"):
        onrecord.extract_all  # noqa: B018
