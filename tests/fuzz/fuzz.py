"""Fuzzes the readers of the validator with atheris, which `pip install atheris` brings; no test needs it.

`python tests/fuzz/fuzz.py csv -max_total_time=60` runs a target of `targets.py`: csv, descriptor, schema or zip. What
stands behind its name goes to libFuzzer: `-runs=1000`, `-timeout=20`, a folder to keep inputs in. What fails is written
to `crash-...`; give its path to run it again, and add its bytes to `test_fuzz.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["onrecord.tableschema", "onrecord.package", "onrecord.validation"]):
    from targets import TARGETS

if __name__ == "__main__":
    name, *options = sys.argv[1:] or [""]
    if name not in TARGETS:
        sys.exit(f"name one of {', '.join(TARGETS)}; see the docstring of this file")
    atheris.Setup([sys.argv[0], "-max_len=2000", "-timeout=30", "-rss_limit_mb=4000", *options], TARGETS[name])
    atheris.Fuzz()
