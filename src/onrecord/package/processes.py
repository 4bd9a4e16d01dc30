"""Other processes of this machine that do a part of the work: how many, and how they are started."""

from __future__ import annotations

import json
import os
import sys


def processors() -> int:
    """How many processors this process may use; a container may have fewer than the machine."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def interpreter(code: str) -> list[str]:
    """The command that runs code in a new interpreter.

    It imports from the places of this interpreter, and never from the current folder, where a json.py would be run.
    """
    places = json.dumps([place for place in sys.path if place])
    return [sys.executable, "-P", "-c", f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); {code}", places]
