"""Texts made to hang their reader or to fill its memory: converted, or refused in words, within memory and time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "Council votes on budget\n\nBy Jane Doe\n\n"
TEXTS = {
    "straight marks": HEAD + '"' * 8_000,
    "curly marks": HEAD + "“" * 8_000,
    "marks in marks": HEAD + "“‘" * 4_000 + "x" + "’”" * 4_000,
    "apostrophes": HEAD + "'a " * 4_000,
    "quotations": HEAD + "“a” " * 4_000,
    "quoted lines": HEAD + '"a"\n\n' * 2_000,
    "brackets": HEAD + "(" * 8_000,
    "no blank": HEAD + "a,b.c-d" * 3_000,
    "no full stop": HEAD + "the council met and said it was fine and " * 300,
    "clauses in clauses": HEAD + "He said that " * 1_000 + "it was fine.",
    "capitals": "A. B. C. " * 2_000,
    "marks on a letter": HEAD + "e" + "\u0301" * 20_000,
    "right to left": HEAD + "\u202ea\u200f b " * 2_000,
    "namesakes": HEAD + "\n\n".join(f"Ida{number} Moss and Mrs. Moss met." for number in range(500)),
    "a roll": HEAD + "Voting yes were " + ", ".join(f"Ida B{number}son" for number in range(1_000)) + ".",
    "a transcript": "\n".join(f"IDA BRANDT{number % 300}: I like it." for number in range(1_000)),
    "dates": "PARIS" + " May 12" * 3_000 + " x\n\nHello there.",
}
# Each text by itself, in one process that may take 4 GiB of addresses, of which the libraries take the most.
RUN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
from pathlib import Path
from onrecord.cli import main
for source in sorted(Path(sys.argv[1]).iterdir()):
    try:
        code = main(["convert", "--package", f"{sys.argv[2]}/{source.stem}", str(source)])
    except SystemExit as error:
        code = error.code
    print("ended", source.stem, code or 0, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of addresses")
def test_no_text_hangs_or_ends_in_a_traceback(tmp_path: Path) -> None:
    """All of them are articles, if odd ones."""
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "texts"), str(tmp_path / "packages")],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    ended = [line for line in ran.stdout.splitlines() if line.startswith("ended")]
    assert ("Traceback" in ran.stderr, ended) == (False, [f"ended {name} 0" for name in sorted(TEXTS)]), ran.stderr
