"""onrecord: news articles as a data package of quotes, votes, claims and entities.

Every row is tied to the exact characters it was read from.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.building.conversion import Conversion, convert
    from onrecord.errors import OnrecordError
    from onrecord.evaluation import Evaluation, evaluate
    from onrecord.exports import Export, export
    from onrecord.loading import Tables, load
    from onrecord.problems import Problem
    from onrecord.release.diff import Diff, diff
    from onrecord.release.get import Download, get
    from onrecord.release.publish import Release, publish
    from onrecord.site import report
    from onrecord.validate import validate

__version__ = "0.2.0"
_HOMES = {
    "Conversion": "onrecord.building.conversion",
    "Diff": "onrecord.release",
    "Download": "onrecord.release",
    "Evaluation": "onrecord.evaluation",
    "Export": "onrecord.exports",
    "OnrecordError": "onrecord.errors",
    "Problem": "onrecord.problems",
    "Release": "onrecord.release",
    "Tables": "onrecord.loading",
    "convert": "onrecord.building.conversion",
    "diff": "onrecord.release",
    "evaluate": "onrecord.evaluation",
    "export": "onrecord.exports",
    "get": "onrecord.release",
    "load": "onrecord.loading",
    "publish": "onrecord.release",
    "report": "onrecord.site",
    "validate": "onrecord.validate",
}
__all__ = [
    "Conversion",
    "Diff",
    "Download",
    "Evaluation",
    "Export",
    "OnrecordError",
    "Problem",
    "Release",
    "Tables",
    "convert",
    "diff",
    "evaluate",
    "export",
    "get",
    "load",
    "publish",
    "report",
    "validate",
]


class _Public:
    """A public name, imported when first used: `onrecord --help` and `import onrecord` stay quick."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, package: object, owner: type) -> Any:
        return getattr(importlib.import_module(_HOMES[self._name]), self._name)

    def __set__(self, package: object, module: object) -> None:
        # The import system puts the module `onrecord.convert` here, over the function `onrecord.convert`.
        pass


sys.modules[__name__].__class__ = type("_Package", (types.ModuleType,), {name: _Public(name) for name in _HOMES})
