"""onrecord: news articles as a data package of quotes, votes, claims and entities.

Every row is tied to the exact characters it was read from.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.building.conversion import Conversion, convert
    from onrecord.errors import OnrecordError
    from onrecord.evaluation import Evaluation, evaluate
    from onrecord.evaluation.agreement import Agreement, measure_agreement
    from onrecord.evaluation.reviewed import ReviewedEvaluation, evaluate_reviewed
    from onrecord.exports import Export, export
    from onrecord.loading import Tables, load
    from onrecord.package.skeleton import Skeleton, init
    from onrecord.problems import Problem
    from onrecord.reading import read
    from onrecord.reconciliation import Accepted, Reconciliation, import_candidates, reconcile
    from onrecord.release.comparison import Diff, diff
    from onrecord.release.getting import Download, get
    from onrecord.release.publishing import Release, publish
    from onrecord.release.updates import Updates, check_updates
    from onrecord.review.imports import Imported, import_annotations
    from onrecord.site import Site, make_site
    from onrecord.validation import Verdict, check_schema, infer_schema, validate
    from onrecord.voices import Audit, audit

__version__ = "0.2.0"
# Where each public name is defined. It is imported on first use, so that `onrecord --help` stays quick.
_HOMES = {
    "Accepted": "reconciliation",
    "Agreement": "evaluation.agreement",
    "Audit": "voices",
    "Conversion": "building.conversion",
    "Diff": "release",
    "Download": "release",
    "Evaluation": "evaluation",
    "Export": "exports",
    "Imported": "review.imports",
    "OnrecordError": "errors",
    "Problem": "problems",
    "Reconciliation": "reconciliation",
    "Release": "release",
    "ReviewedEvaluation": "evaluation.reviewed",
    "Site": "site",
    "Skeleton": "package.skeleton",
    "Tables": "loading",
    "Updates": "release",
    "Verdict": "validation",
    "audit": "voices",
    "check_schema": "validation",
    "check_updates": "release",
    "convert": "building.conversion",
    "diff": "release",
    "evaluate": "evaluation",
    "evaluate_reviewed": "evaluation.reviewed",
    "export": "exports",
    "get": "release",
    "import_annotations": "review.imports",
    "import_candidates": "reconciliation",
    "infer_schema": "validation",
    "init": "package.skeleton",
    "load": "loading",
    "make_site": "site",
    "measure_agreement": "evaluation.agreement",
    "publish": "release",
    "read": "reading",
    "reconcile": "reconciliation",
    "validate": "validation",
}
__all__ = [
    "Accepted",
    "Agreement",
    "Audit",
    "Conversion",
    "Diff",
    "Download",
    "Evaluation",
    "Export",
    "Imported",
    "OnrecordError",
    "Problem",
    "Reconciliation",
    "Release",
    "ReviewedEvaluation",
    "Site",
    "Skeleton",
    "Tables",
    "Updates",
    "Verdict",
    "audit",
    "check_schema",
    "check_updates",
    "convert",
    "diff",
    "evaluate",
    "evaluate_reviewed",
    "export",
    "get",
    "import_annotations",
    "import_candidates",
    "infer_schema",
    "init",
    "load",
    "make_site",
    "measure_agreement",
    "publish",
    "read",
    "reconcile",
    "validate",
]


def __getattr__(name: str) -> Any:
    """A public name, imported from where it is defined; see PEP 562."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion."""
    return sorted([*__all__, "__version__"])
