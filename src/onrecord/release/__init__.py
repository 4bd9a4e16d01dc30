"""tables -> releases: a package is validated, versioned by what changed in it, and written for good."""

from onrecord.release.diff import Diff, diff
from onrecord.release.diff_formats import render
from onrecord.release.publish import InvalidPackage, Release, publish

__all__ = ["Diff", "InvalidPackage", "Release", "diff", "publish", "render"]
