"""An earlier text of an article and its present text, each as a package, so that their rows can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from onrecord.building.conversion import convert, sound_rows
from onrecord.errors import PackageError
from onrecord.ingestion import KEYS
from onrecord.ingestion.sources import portable_path, sidecar_target
from onrecord.package import SEEDS
from onrecord.package.files import read_inside, remove_file, write_file
from onrecord.package.own_cells import SEPARATOR
from onrecord.package.staging import temporary_folder

_NAME = "article"


@contextmanager
def both_texts(package: Path, article: str, revision: int | None = None) -> Iterator[tuple[Path, Path]]:
    """The folders of two packages: one with an earlier text of an article, the other with its present text.

    Both have the facts that a source or a sidecar states about the article now, and rows that are the same keep their
    ids from the earlier to the present text. The folders are removed at the end of the block.

    Args:
        package: the folder of a package.
        article: the id of the article, or the path of its text.
        revision: the number of the earlier text, as in the table `article_revisions`; None for the last.

    Raises:
        PackageError: the package has no such article or earlier text.
    """
    rows = (row for row in sound_rows(package, "articles") if article in {row["article_id"], row["text_path"]})
    row = next(rows, None)
    if row is None:
        raise PackageError(f"{package}: no article {article!r}; name one by its article_id or its text_path")
    earlier = [
        each
        for each in sound_rows(package, "article_revisions")
        if each["article_id"] == row["article_id"] and revision in {None, int(each["revision"])}
    ]
    if not earlier:
        named = f"revision {revision}" if revision else "earlier text"
        raise PackageError(
            f"{package}: no {named} of {row['text_path']}; data/article_revisions.csv lists those there are"
        )
    texts = [read_inside(package, each["text_path"]) for each in (earlier[-1], row)]
    with temporary_folder() as folder:
        old, new = folder / "old" / _NAME, folder / "new" / _NAME
        path = portable_path(PurePosixPath(row["text_path"]).name)
        for place in (old, new):
            write_file(place / sidecar_target(f"{SEEDS}/{path}"), _stated(row))
        for place, text in ((old, texts[0]), (new, texts[0]), (new, texts[1])):
            remove_file(place / SEEDS / path)
            write_file(place / SEEDS / path, text)
            convert(package=place)
        yield old, new


def _stated(row: Mapping[str, str]) -> bytes:
    """The facts about an article that are not from its text, as a sidecar."""
    stated = {part.partition(": ")[0] for part in row["facts_from"].split(SEPARATOR)}
    lines = [
        f"{key} = {json.dumps(row[key], ensure_ascii=False)}"
        for key in KEYS
        if row[key] and (key in stated or key == "url")
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
