"""Exceptions: the run cannot continue.

A defect found in data is no exception but a `Problem` (see `onrecord.problems`). A message of an exception says
what is wrong, where, and what to do about it; the command line prints it and exits with 2.
"""


class OnrecordError(Exception):
    """The run cannot continue."""


class SourceError(OnrecordError):
    """A source article or its sidecar cannot be read."""


class PackageError(OnrecordError):
    """A package, its descriptor or its schemas cannot be read or written."""


class ModelError(OnrecordError):
    """The language model is missing or is not the one that it should be."""


class ReleaseError(OnrecordError):
    """A release cannot be made from this package at this place."""


class DownloadError(OnrecordError):
    """A release cannot be downloaded, or what was downloaded is not what was published."""
