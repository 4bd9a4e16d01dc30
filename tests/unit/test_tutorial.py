"""The tutorial and a how-to page, step by step: their commands are run, and what they print is what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
# Blocks of the kind `console` are for the reader's own machine.
STEP = re.compile(r"^```(sh|python)\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
RUNNERS = {"sh": ["bash", "-euc"], "python": [sys.executable, "-c"]}


def plain(output: str) -> str:
    """The output without what need not be kept up to date: the versions of the engines, and hashes."""
    return re.sub(r"polars [\d.]+\d|[0-9a-f]{8}…[0-9a-f]{8}", "*", output)


@pytest.mark.parametrize("page", ["tutorial.md", "corrections.md"])
def test_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    """From an empty folder to the answer, every command succeeds and prints what is shown."""
    commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shown, printed = [], []
    for kind, code, expected in STEP.findall((DOCS / page).read_text(encoding="utf-8")):
        run = subprocess.run(
            [*RUNNERS[kind], code],
            cwd=tmp_path,
            env=os.environ | {"PATH": commands},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert run.returncode == 0, run.stdout
        shown.append(plain(expected))
        printed.append(plain(run.stdout))
    assert len(printed) > 5
    assert printed == shown
