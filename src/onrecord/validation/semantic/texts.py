"""The source texts of a package, read from their bytes independently of the code that converted them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from onrecord.errors import PackageError, SourceError
from onrecord.ingestion import KEYS, Facts, Layout, parse_sidecar
from onrecord.ingestion.document import Block
from onrecord.ingestion.facts import usable
from onrecord.ingestion.layout import lay_out
from onrecord.ingestion.origin import Origin, fault_in_blocks, fault_in_pieces, origin_of, origin_path, parse_origin
from onrecord.package import SIDECAR
from onrecord.package.files import is_inside, read_file, read_inside, walk
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.package import PARTS, TEXTS, Package
from onrecord.package.table_data import BROKEN, opened_rows, why_unreadable
from onrecord.problems import Problem
from onrecord.tableschema.blocks import NotCsv
from onrecord.text.printable import shown
from onrecord.validation.sheets import Sheet, integer

_COLUMNS = ("article_id", "text_path", "text_sha256", "length")


@dataclasses.dataclass(frozen=True, slots=True)
class Texts:
    """The texts by article_id.

    Attributes:
        by_article: the decoded texts.
        blocks: the paragraphs of the texts that were derived from another format.
        paths: the path of the text of each article.
        articles: number of articles.
        problems: the problems with the texts.
        notes: what a reader should know about missing texts.
    """

    by_article: Mapping[str, str] = dataclasses.field(default_factory=dict)
    blocks: Mapping[str, Sequence[Block]] = dataclasses.field(default_factory=dict)
    paths: Mapping[str, str] = dataclasses.field(default_factory=dict)
    articles: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_texts(package: Package, articles: Sheet | None, supplied: Path | None) -> Texts:
    """The texts of the articles.

    Args:
        package: the package.
        articles: the table `articles`, None if it cannot be read.
        supplied: a folder of the user with texts that the package does not carry. A file in it is used if it has the
            name and the SHA-256 of the table.
    """
    if articles is None or not articles.has(*_COLUMNS):
        return Texts()
    listed = {resource.path for resource in package.resources}
    shelf, rows = _shelf(supplied), _in_a_table(package)
    carried = package.texts == "full"
    texts: dict[str, str] = {}
    blocks: dict[str, Sequence[Block]] = {}
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    lacking = total = 0
    for row, article_id, text_path, sha256, length in articles.records(*_COLUMNS):
        total += 1
        paths[article_id] = text_path
        if text_path in articles.missing("text_path"):
            continue
        try:
            is_there = is_inside(package.folder, text_path)
            if is_there or text_path not in rows:
                content = read_inside(package.folder, text_path) if is_there else _take(shelf, text_path, sha256)
            else:
                content = rows[text_path][0].encode("utf-8")
            if carried and is_there:
                problems += _sidecar_problems(articles, row, package.folder, text_path, content)
        except PackageError as error:
            message = str(error).removeprefix(f"{package.folder}: ").partition(";")[0]
            problems.append(articles.problem("unsafe-path", row, "text_path", message))
            continue
        if content is None:
            if carried and text_path not in listed:
                problems.append(
                    articles.problem("text-missing", row, "text_path", f"the file {text_path} does not exist")
                )
            lacking += 1
            continue
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{text_path} is not UTF-8 at byte {error.start}"
            problems.append(articles.problem("text-not-utf8", row, "text_path", message))
            continue
        texts[article_id] = text
        with suppress(SourceError, PackageError):  # reported with its sidecar
            if (origin := _origin(package.folder, text_path, rows)) and not fault_in_blocks(text, origin):
                blocks[article_id] = origin.blocks
        if (digest := hashlib.sha256(content).hexdigest()) != sha256:
            message = f"the sha256 of {text_path} is {shown(digest, 16)}, not {shown(sha256, 16)}"
            problems.append(articles.problem("text-changed", row, "text_sha256", message))
        if integer(length) not in (None, len(text)):
            message = f"{text_path} has {len(text)} characters, not {length}"
            problems.append(articles.problem("length-differs", row, "length", message))
    if not carried and not rows:
        notes.append("the package carries no texts; offsets are checked only against texts that the user supplies")
    if lacking:
        notes.append(f"{lacking:,} of {total:,} articles have no text here; their rows were not compared with it")
    return Texts(texts, blocks, paths, total, tuple(problems), tuple(notes))


def _in_a_table(package: Package) -> Mapping[str, tuple[str, str]]:
    """The texts of a package that has them in a table, and what their origins say, by the paths of the texts."""
    resource = package.tables.get(TEXTS)
    columns = ("text_path", "text", "origin")
    if package.settings.get("tables") != PARTS or resource is None or resource.table is None:
        return {}
    if why_unreadable(resource) or not {*columns} <= {*resource.table.columns}:
        return {}
    found: dict[str, tuple[str, str]] = {}
    with suppress(NotCsv, PackageError, OSError, *BROKEN), opened_rows(package.folder, resource) as rows:
        for block in rows.blocks(columns):  # what cannot be read is reported with the table
            found |= {
                path: (text or "", origin or "") for path, text, origin in block.frame.select(columns).iter_rows()
            }
    return found


def _origin(folder: Path, text_path: str, rows: Mapping[str, tuple[str, str]]) -> Origin | None:
    """What a text was derived from, as a file or a table of its package says."""
    if origin := rows.get(text_path, ("", ""))[1]:
        return parse_origin(origin.encode("utf-8"), folder / text_path)
    return origin_of(folder, text_path)


def _sidecar_problems(
    articles: Sheet, row: int, folder: Path, text_path: str, content: bytes | None
) -> Iterator[Problem]:
    """Where the row of an article differs from the sidecar and the origin of its text.

    What neither of them states may be in the text.
    """
    # An earlier onrecord knew fewer; and a person may have corrected the title.
    keys = [key for key in KEYS if articles.has(key) and key != "title"]
    path = PurePosixPath(text_path).with_suffix(SIDECAR)
    try:
        is_there = is_inside(folder, str(path))
        sidecar = parse_sidecar(read_inside(folder, str(path)), folder / path) if is_there else Facts()
        origin = origin_of(folder, text_path)
    except SourceError as error:
        message = str(error).replace(f"{folder / path.parent}/", "")
        yield articles.problem("sidecar-differs", row, "text_path", message)
        return
    facts = sidecar.over(usable(origin.facts.pairs)[0]) if origin else sidecar
    text = (content or b"").decode("utf-8", "replace")
    if origin and content is not None and (fault := fault_in_blocks(text, origin)):
        yield articles.problem("origin-differs", row, "text_path", fault)
        return
    layout = functools.cache(lambda: lay_out(text, origin.blocks if origin else ()))
    for key in keys:
        value, cell = getattr(facts, key) or "", articles.cells[key][row]
        if cell and not value:
            value = _in_text(key, text, layout)
        if cell != value:
            where = "the text" if not facts.basis.get(key) else path.name if is_there else origin_path(path.name)
            message = f"{where} says {shown(value)}, but the row says {shown(cell)}"
            yield articles.problem("sidecar-differs", row, key, message)
    yield from _origin_problems(articles, row, folder, text, origin)


def _in_text(key: str, text: str, layout: Callable[[], Layout]) -> str:
    """A fact that the text itself states; empty if it does not."""
    if key == "language":
        return "en"
    if key == "published":
        return layout().published or ""
    return SEPARATOR.join(name.exact(text) for name in layout().authors) if key == "authors" else ""


def _origin_problems(articles: Sheet, row: int, folder: Path, text: str, origin: Origin | None) -> Iterator[Problem]:
    """Where a text differs from the original that it was derived from, if the package has that."""
    for key, value in (("derivation", origin.step if origin else ""), ("original_path", origin.path if origin else "")):
        if articles.has(key) and articles.cells[key][row] != value:
            message = f"the origin of the text says {shown(value)}, but the row says {shown(articles.cells[key][row])}"
            yield articles.problem("origin-differs", row, key, message)
    if origin is None or not origin.path or not is_inside(folder, origin.path):
        return
    content = read_inside(folder, origin.path)
    if (digest := hashlib.sha256(content).hexdigest()) != origin.sha256:
        message = f"the sha256 of {origin.path} is {shown(digest, 16)}, not {shown(origin.sha256, 16)}"
        yield articles.problem("origin-differs", row, "original_path", message)
    elif fault := fault_in_pieces(text, content, origin):
        yield articles.problem("origin-differs", row, "original_path", fault)


def _shelf(folder: Path | None) -> Mapping[str, list[Path]]:
    """The files in a folder and its subfolders, by name."""
    shelf: dict[str, list[Path]] = defaultdict(list)
    for path in walk(folder) if folder else ():
        shelf[PurePosixPath(path).name].append(Path(folder or "", path))
    return shelf


def _take(shelf: Mapping[str, list[Path]], text_path: str, sha256: str) -> bytes | None:
    """The content of the file with this name and hash; None if there is no such file."""
    for path in shelf.get(PurePosixPath(text_path).name, ()):
        content = read_file(path)
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None
