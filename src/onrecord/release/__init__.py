"""Package -> release: validated, versioned by what changed, published, compared and downloaded."""

from onrecord.release.comparison import Diff, diff
from onrecord.release.comparison_formats import render
from onrecord.release.getting import Download, get
from onrecord.release.publishing import InvalidPackage, Release, publish
from onrecord.release.updates import Updates, check_updates

__all__ = [
    "Diff",
    "Download",
    "InvalidPackage",
    "Release",
    "Updates",
    "check_updates",
    "diff",
    "get",
    "publish",
    "render",
]
