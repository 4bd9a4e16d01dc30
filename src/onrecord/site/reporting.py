"""Writing the page on a package to a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from onrecord.errors import PackageError
from onrecord.package.opening import opened
from onrecord.package.package import read_package
from onrecord.package.staging import replace_file


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """A page that was written: what `report` returns.

    Attributes:
        path: the file.
        notes: what the page leaves out, each as a sentence.

    Examples:
        >>> onrecord.report("out").notes
        ()
    """

    path: Path
    notes: tuple[str, ...]


def report(package: str | Path = ".", output: str | Path = "report.html") -> Report:
    """Writes a page on a package: its articles with everything marked in place, and its tables.

    The page loads nothing from the network. Same package, same bytes.

    Args:
        package: folder of the package, its descriptor, or a zip of it.
        output: file to write; its folder is created if needed.

    Raises:
        PackageError: the package cannot be read, or the page cannot be written; then no file is written or replaced.

    Examples:
        >>> onrecord.report("out", "page.html").path.name
        'page.html'
    """
    from onrecord.site.page import render

    path = Path(output)
    if path.is_dir():
        raise PackageError(f"{path}: a folder; name the file to write, as in: --output {path / 'report.html'}")
    with opened(Path(package)) as described:
        page, notes = render(read_package(described))
    try:
        replace_file(path, page)
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}; name a file that can be written") from None
    return Report(path, notes)
