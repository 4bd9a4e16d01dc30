"""README.md of a release: a page for people who have downloaded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.package.dictionary import link_to, table_section
from onrecord.release.accepted import LIST, Known
from onrecord.release.metadata.about import About
from onrecord.release.metadata.loading import SUMS_CHECKED, VALIDATED, Snippet, in_any_copy, in_folder_of_version
from onrecord.sql.views import View, views
from onrecord.text.markdown import code, grid, link, plain
from onrecord.text.printable import visible


def readme(about: About, rows: Mapping[str, int], accepted: Sequence[Known] = (), *, is_cited: bool) -> str:
    """The page in Markdown.

    Args:
        about: the release.
        rows: the number of rows of each table.
        accepted: the accepted problems of the package.
        is_cited: whether the release has a CITATION.cff.
    """
    lines = "\n".join(_lines(about, rows, accepted, is_cited)).replace("\r\n", "\n")
    return visible(lines, lines=True) + "\n"


def _lines(about: About, rows: Mapping[str, int], accepted: Sequence[Known], is_cited: bool) -> Iterator[str]:
    yield f"# {plain(about.title)}"
    if about.description:
        yield from ("", about.description)
    yield ""
    yield from _facts(about)
    cited = plain(about.citation().removesuffix(about.address))
    yield from ("", "## How to cite", "", f"> {cited} {about.address}".rstrip())
    if is_cited:
        yield from ("", "Programs read the same from `CITATION.cff`.")
    if about.tables:
        yield from _tables(about, rows)
    else:
        yield from _files(about)
    if accepted:
        yield from ("", "## Known problems", "")
        yield f"The publisher knows of these and publishes all the same. `{LIST}` lists each of them, with which"
        yield from (f"`onrecord validate --package . --accepted {LIST}` finds no other.", "")
        yield from grid(("rule", "file", "column", "problems", "reason"), map(_known, accepted))
    yield from ("", *_loading(about))
    if about.tables:
        yield from ("", "Each column is described below; **bold** columns are always filled.")
    for each in about.tables:
        yield from table_section(each.table)


def _tables(about: About, rows: Mapping[str, int]) -> Iterator[str]:
    yield from ("", "## Tables", "")
    counted = (
        (link_to(each.name), f"{rows[each.name]:,}", str(len(each.table.fields)), each.table.description)
        for each in about.tables
    )
    yield from grid(("table", "rows", "columns", "what it holds"), counted)
    joined = views({each.name: each.table for each in about.tables}).values()
    if joined:
        yield from ("", "The databases have views that join them; `views.sql` makes these elsewhere.", "")
        yield from grid(("view", "columns", "what it holds"), _view_rows(joined))


def _files(about: About) -> Iterator[str]:
    """The files of a package without tables in other formats."""
    yield from ("", "## Files", "")
    listed = [(path, str(each.declared.get("title") or each.name)) for each in about.resources for path in each.parts]
    yield from grid(("file", "what it holds"), ((code(path), plain(title)) for path, title in listed))


def _known(found: Known) -> tuple[str, ...]:
    return code(found.code), plain(found.path), plain(found.field), f"{found.number:,}", plain(found.reason)


def _view_rows(joined: Iterable[View]) -> Iterator[tuple[str, str, str]]:
    return ((code(view.name), str(len(view.columns)), view.description) for view in joined)


def _facts(about: About) -> Iterator[str]:
    released = f", released {about.date}" if about.date else ""
    yield f"- Version {about.version} of `{about.name}`{released}"
    for licence in about.licences:
        name = licence.label
        linked = link(name, licence.url) if licence.url else plain(name)
        yield f"- Licence: {linked}" + (f", {plain(licence.title)}" if licence.title not in ("", name) else "")
    if about.address:
        yield f"- Address: <{about.address}>"
    for agent in about.agents:
        yield f"- {plain(agent.role)}: {plain(agent.name)}"
    for title, address in about.sources:
        yield f"- Source: {link(title or address, address) if address else plain(title)}"


def _loading(about: About) -> Iterator[str]:
    """How to load the tables: first from the files of every copy, then from the place where it was published."""
    if not about.tables:
        yield from ("## How to check", "", "In this folder, or with the name of the zip in place of the dot:")
        yield from (*_fenced(VALIDATED), "", "Where the release was published:", *_fenced(SUMS_CHECKED))
        return
    yield from (
        "## How to load",
        "",
        "The tables are CSV files, and their schemas say of which type each column is. Readers of CSV that guess",
        "types make numbers of texts such as `007`. In this folder, or with the name of the zip in place of the dot:",
    )
    for snippet in (*in_any_copy(about), VALIDATED):
        yield from _fenced(snippet)
    yield ""
    yield "Where the release was published, there are more files next to the zip: each table as Parquet, all of them as"
    yield "one SQLite database, with types, a script that makes a DuckDB database, and the hash of every file. From the"
    yield f"folder that holds `{about.name}-{about.version}.zip`:"
    for snippet in (*in_folder_of_version(about), SUMS_CHECKED):
        yield from ("", f"{snippet.tool}:", *_fenced(snippet))


def _fenced(snippet: Snippet) -> Iterator[str]:
    yield from ("", f"```{snippet.language}", *snippet.code, "```")
