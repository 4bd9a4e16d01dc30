"""onrecord: news articles as a data package of quotes, votes, claims and entities.

Every row is tied to the exact characters it was read from.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.convert import Conversion, convert
    from onrecord.errors import OnrecordError
    from onrecord.load import Tables, load
    from onrecord.problems import Problem
    from onrecord.release import Release, publish
    from onrecord.report import report
    from onrecord.validate import validate

__version__ = "0.1.0"
_HOMES = {
    "Conversion": "onrecord.convert",
    "OnrecordError": "onrecord.errors",
    "Problem": "onrecord.problems",
    "Release": "onrecord.release",
    "Tables": "onrecord.load",
    "convert": "onrecord.convert",
    "load": "onrecord.load",
    "publish": "onrecord.release",
    "report": "onrecord.report",
    "validate": "onrecord.validate",
}
__all__ = [
    "Conversion",
    "OnrecordError",
    "Problem",
    "Release",
    "Tables",
    "convert",
    "load",
    "publish",
    "report",
    "validate",
]


def __getattr__(name: str) -> Any:
    # Imported when first used: `onrecord --help` and `import onrecord` stay quick.
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
