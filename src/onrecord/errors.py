"""Exceptions: the run cannot continue.

A defect found in data is not an exception but a `Problem` (see `onrecord.problems`). A message of an exception says
what is wrong, where, and what to do about it; the command line prints it and exits with 2.
"""

import errno

_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room there, and run the command again"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "check the rights there"),
}


def of_system(error: OSError, place: object) -> str:
    """A message for an error of the operating system: the file, or else `place`; the reason; the remedy."""
    remedy = _REMEDIES.get(error.errno or 0, "check that place")
    return f"{error.filename or place}: {error.strerror or error}; {remedy}"


class OnrecordError(Exception):
    """The run cannot continue; its text says what is wrong, where, and what to do about it.

    Examples:
        >>> try:
        ...     onrecord.load("nowhere")
        ... except onrecord.OnrecordError as error:
        ...     print(error)
        nowhere: no such package; name a folder, its descriptor or a zip of it
    """


class SourceError(OnrecordError):
    """A source article or its sidecar cannot be read.

    Attributes:
        reason: a code for why, as in the table `rejected`.
    """

    def __init__(self, message: str, reason: str = "broken") -> None:
        super().__init__(message)
        self.reason = reason


class PackageError(OnrecordError):
    """A package, its descriptor or its schemas cannot be read or written."""


class ModelError(OnrecordError):
    """The language model is missing, or its files are not those of this version."""


class ReleaseError(OnrecordError):
    """A release of this package cannot be made at this place."""


class DownloadError(OnrecordError):
    """A release cannot be downloaded, or the download differs from what was published."""
