"""Package -> release: validated, versioned by what changed, published, compared and downloaded."""

from onrecord.release.diff import Diff, diff
from onrecord.release.diff_formats import render
from onrecord.release.get import Download, Updates, check_updates, get
from onrecord.release.publish import InvalidPackage, Release, publish

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
