"""Pages in HTML: what others wrote is shown in them, and does nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.printable import visible_in_page

if TYPE_CHECKING:
    from jinja2 import Template


def template(folder: Path, name: str) -> Template:
    """A template of a page, which escapes all values and fails where one is missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=visible_in_page,
    )
    return environment.get_template(name)
