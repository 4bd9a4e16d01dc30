"""Times `onrecord site` on a package of many articles, on one core.

python bench/site.py [--articles 10000] [--package PACKAGE] makes a package of copies of the articles of another one (by
default the one of this repository), each copy with new ids, names, an outlet and a date, and prints articles per
second, memory, and how large the first page is with its style. `--keep FOLDER` keeps the package and the site.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import datetime
import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord.package import DESCRIPTOR, descriptor
from onrecord.package.own_tables import data_path, own_tables
from onrecord.package.package import read_package
from onrecord.package.records import Row, read_source, rows_of, tables_in
from onrecord.package.tables import TableWriter

HERE = Path(__file__).parents[1]
_ID = re.compile(r"[a-z]{3}_[a-z2-7]{16}")
_OUTLETS = 200
_START = datetime.date(2020, 1, 1)
_COPIED = frozenset(("articles", "entities"))  # rows of other tables are copied if they are of an article


def make(source: Path, folder: Path, articles: int) -> Path:
    """Writes a package of so many articles, copies of those of `source`, the same each time."""
    package = read_package(source)
    texts = {row["article_id"]: read_source(package, row).text or "" for row in rows_of(package, "articles")}
    copies = -(-articles // len(texts))
    resources = []
    (folder / "data").mkdir(parents=True)
    (folder / "seeds").mkdir()
    for path, content in descriptor.schema_files().items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    kept = {key for key, _ in zip(texts, range(articles), strict=False)} if articles < len(texts) else set(texts)
    for name, table in own_tables().items():
        rows = list(rows_of(package, name)) if name in tables_in(package) else []
        is_copied = name in _COPIED or ("article_id" in table.columns and name not in ("article_relations", "changes"))
        writer = TableWriter((folder / data_path(name)).open("wb"), table)
        for copy in range(copies if is_copied else 0):
            for row in rows:
                if row.get("article_id", "") in kept or name == "entities":
                    writer.write(_copied(row, name, copy, texts, folder))
        writer.close()
        resources.append(
            descriptor.table_resource(table, descriptor.file_facts(folder / data_path(name)), writer.count)
        )
    built = descriptor.build(descriptor.new_descriptor("many"), {"texts": "full"}, resources)
    (folder / DESCRIPTOR).write_bytes(descriptor.dump(built))
    return folder


def _copied(row: Row, table: str, copy: int, texts: dict[str, str], folder: Path) -> dict[str, str]:
    """A row with the ids of a copy; ids of 16 characters differ in more than their last four."""
    end = base64.b32encode(copy.to_bytes(3, "big")).decode("ascii").lower()[:5].replace("=", "")[-4:]
    new = {name: cell[:-4] + end if _ID.fullmatch(cell) else cell for name, cell in row.items()}
    if table == "articles":
        number = int(hashlib.sha256(f"{row['article_id']}{copy}".encode()).hexdigest()[:8], 16)
        new["text_path"] = f"seeds/{new['article_id']}.txt"
        new["publisher"] = f"The Gazette of Town {number % _OUTLETS}"
        new["published"] = (_START + datetime.timedelta(days=number // _OUTLETS % 2000)).isoformat()
        (folder / new["text_path"]).write_bytes(texts[row["article_id"]].encode("utf-8"))
    elif table == "entities":
        new["name"] = f"{row['name']} {_numeral(copy)}" if copy else row["name"]
    return new


def _numeral(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)


def main() -> None:
    """Makes the package, then the site in another process, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--package", type=Path, default=HERE)
    parser.add_argument("--keep", type=Path, help="where to keep the package and the site")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with _folder(arguments.keep) as folder:
        package = folder / "package"
        if not package.is_dir():
            make(arguments.package, package, arguments.articles)
        made = read_package(package)
        counts = {name: sum(1 for _ in rows_of(made, name)) for name in ("articles", "quotes", "claims", "entities")}
        print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        site = folder / "site"
        subprocess.run([sys.executable, "-m", "onrecord", "site", str(package), "--output", str(site)], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        elapsed = time.perf_counter() - start
        print(f"{counts['articles'] / elapsed:.0f} articles/s ({elapsed:.0f} s; {cpu:.0f} s of processor time)")
        print(f"memory {after.ru_maxrss / 1024:.0f} MB")
        first = [site / "index.html", site / "assets" / "site.css"]
        print(f"first page with its style {sum(path.stat().st_size for path in first) / 1000:.0f} kB")
        sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
        print(f"{len(sizes):,} files, {sum(sizes) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
