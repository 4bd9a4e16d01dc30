"""The page of a version: what it is, its files, how to load them, what changed, and its tables with their first rows.

Like other pages of data sets (of Zenodo, Our World in Data, GitHub), it begins with what people come for: what this is,
how to cite it, the files. Everything else follows on the same page, so that a search within it finds any column.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from onrecord.release.accepted import Known
from onrecord.release.history import to_do
from onrecord.release.metadata.about import About, File
from onrecord.release.metadata.loading import SUMS_CHECKED, VALIDATED, in_any_copy, in_folder_of_version
from onrecord.release.new_release import NewRelease
from onrecord.release.pages.frame import render, templates
from onrecord.release.pages.preview import Preview, preview
from onrecord.sql.schema import SqlTable
from onrecord.sql.views import views

_MOST_TABLES = 200  # in the overview
_LARGEST = 250_000  # characters of the sections on tables, together
_PLAIN = re.compile(r"[\w.-]+", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class _Section:
    """The section on a table: where it is on the page, the table, its rows and the first of them."""

    anchor: str
    table: SqlTable
    rows: int
    preview: Preview


def version_page(
    about: About, new: NewRelease, parquet: Mapping[str, Path], rows: Mapping[str, int], others: Sequence[File]
) -> str:
    """The page.

    Args:
        about: the release, with its downloads.
        new: what its publisher has decided of it.
        parquet: the Parquet file of each table.
        rows: the number of rows of each table.
        others: the files that are neither the zip nor a table.
    """
    archive = f"{about.name}-{about.version}"
    sections = [
        _Section(_anchor(number, table.name), table, rows[table.name], preview(parquet[table.name], table.table.fields))
        for number, table in enumerate(about.tables[:_MOST_TABLES])
    ]
    shown = _within_limit(sections)
    known: Sequence[Known] = list(new.accepted.grouped()) if new.accepted else ()
    return render(
        "version.html.jinja",
        about,
        new=new,
        # What holds everything comes first.
        files=sorted(about.files, key=lambda file: file.path not in {about.files[0].path, f"{archive}.sqlite"}),
        to_do=to_do(change.level.name.lower() for change in new.changes),
        others=others,
        sections=sections,
        shown=shown,
        anchors={section.table.name: section.anchor for section in sections if section.anchor in shown},
        rows=sum(rows.values()),
        views=list(views({table.name: table.table for table in about.tables}).values()),
        known=known,
        in_any_copy=[*in_any_copy(about)] if about.tables else [],
        in_folder=[*in_folder_of_version(about)] if about.tables else [],
        checks=(VALIDATED, SUMS_CHECKED),
    )


def _within_limit(sections: Sequence[_Section]) -> dict[str, Markup]:
    """The sections that the page has room for, by their anchors."""
    part = templates().get_template("table.html.jinja")
    anchors = {section.table.name: section.anchor for section in sections}
    shown: dict[str, Markup] = {}
    room = _LARGEST
    for section in sections:
        content = part.render(section=section, anchors=anchors)
        if len(content) <= room:
            room -= len(content)
            shown[section.anchor] = Markup(content)  # the template has escaped its values
    return shown


def _anchor(number: int, table: str) -> str:
    """An anchor that no other part of the page has; names of tables may contain anything."""
    return f"table-{table}" if _PLAIN.fullmatch(table) else f"table:{number}"
