"""tables -> releases: a package is validated, versioned by what changed in it, written for good, and got again."""

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
