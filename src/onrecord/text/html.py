"""HTML pages, in which third-party text is shown and cannot run as code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onrecord.text.printable import visible_in_page

if TYPE_CHECKING:
    from jinja2 import Environment, Template

# The style that every page begins with; `package.files.read_file` reads it.
LOOK = Path(__file__).with_name("look.css")


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


def web_address(value: Any) -> str:
    """The value if it is a URL of the web; otherwise empty, as nothing else may become a link."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return value if parts and parts.scheme in ("http", "https") and parts.netloc else ""
