"""HTML pages, in which third-party text is shown and cannot run as code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.text.printable import visible_in_page

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def environment(folder: Path, finalize: Callable[[Any], Any] = visible_in_page, **options: bool) -> Environment:
    """A Jinja environment for the templates in a folder; it escapes all values and fails if a value is missing.

    Args:
        folder: the folder of the templates.
        finalize: turns each value into the value that the page shows.
        options: further options of Jinja, such as `lstrip_blocks`.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=finalize,
        **options,  # type: ignore[arg-type]
    )


def template(folder: Path, name: str) -> Template:
    """A template of a page; see `environment`."""
    return environment(folder).get_template(name)
