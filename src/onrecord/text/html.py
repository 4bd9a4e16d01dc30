"""Pages in HTML: what others wrote is shown in them, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.text.printable import visible_in_page

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def environment(folder: Path, finalize: Callable[[Any], Any] = visible_in_page, **options: bool) -> Environment:
    """What makes pages of the templates in a folder; it escapes all values and fails where one is missing.

    Args:
        folder: where the templates are.
        finalize: what a page shows of a value.
        options: further options of Jinja's, such as `lstrip_blocks`.
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
