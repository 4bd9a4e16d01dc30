"""tables -> releases: a package is validated, versioned by what changed in it, and written for good."""

from onrecord.release.publish import InvalidPackage, Release, publish

__all__ = ["InvalidPackage", "Release", "publish"]
