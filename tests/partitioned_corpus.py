"""Sources with what makes a conversion in parts differ from one process, if it does; and the rows of a package."""

from __future__ import annotations

import json
from pathlib import Path

import onrecord
from onrecord.package.own_tables import TABLES

COUNCIL = """\
Council bans barges

By Nora Pell

LOWER TARN (WNA) — The Lower Tarn City Council voted 5-2 on Monday to ban barges from the old harbor.

“No barge is safe in this ice,” said Mayor Ida Brandt. Brandt said that the ban would begin in May.

Ana Ruiz, who voted against the ban, said the council had not asked the pilots of the harbor at all.
"""
SECOND = """\
Barges must go, town decides

The Lower Tarn City Council voted 5-2 on Monday to ban barges, with Ana Ruiz voting no.

“They are old,” said Ida K. Brandt, the mayor. The U.S. Coast Guard will watch the harbor from May.
"""
NAMESAKE = """\
Museum hires a curator

Ida Brandt, a curator from Vale, will lead the Tarn Museum, the museum’s board said on Thursday.

“I have read every label in the house,” Brandt said. The board voted 4-3 to hire her.
"""
GERMAN = (
    "Der Stadtrat hat am Montag beschlossen, die alten Kähne aus dem Hafen zu verbannen, sagte die Bürgermeisterin."
)
PAGE = f"""<!DOCTYPE html><html><head><title>Ice in the harbor</title>
<meta property="article:published_time" content="2031-05-15"></head><body><article><h1>Ice in the harbor</h1>
<p>{"</p><p>".join(COUNCIL.split(chr(10) * 2)[3:])}</p><p>The harbor office said the ice was a foot thick.</p>
<p>“We have not seen that in forty years,” said Osric Vane, the harbor master of Lower Tarn.</p></article></body></html>
"""
LATER = SECOND + "\nThe ban has been put off until June, Ida Brandt said on Friday.\n"


def write_sources(folder: Path) -> Path:
    """Writes texts, a page, a sidecar and exports, with copies, later versions, reports of one vote and other files."""
    records = [
        {
            "id": "one",
            "text": SECOND,
            "url": "https://example.org/barges",
            "published": "2031-05-13",
            "publisher": "Ash",
        },
        {"id": "two", "text": NAMESAKE, "published": "2031-05-15", "publisher": "Vale Post"},
        {"id": "two", "text": NAMESAKE.replace("Thursday", "Friday"), "publisher": "Vale Post"},
        {"id": "three", "text": GERMAN},
        {
            "id": "four",
            "text": COUNCIL,
            "url": "https://example.org/copy",
            "publisher": "Ash",
            "published": "2031-05-14",
        },
    ]
    later = [{"id": "later", "text": LATER, "url": "https://example.org/barges", "published": "2031-05-20"}]
    files = {
        "deep/council.txt": COUNCIL,
        "deep/council.toml": 'publisher = "The Tarn Courier"\npublished = "2031-05-14"\n',
        "ice.html": PAGE,
        "export.jsonl": "".join(json.dumps(record) + "\n" for record in records),
        "later.jsonl": "".join(json.dumps(record) + "\n" for record in later),
        "zebra.txt": NAMESAKE.replace("curator", "guard"),
        "broken.pdf": "%PDF-1.7 and nothing else",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def rows_of(package: Path | str) -> dict[str, list[tuple[object, ...]]]:
    """The rows of a package by table, sorted: parts may come in another order than articles do in one process."""
    tables = onrecord.load(package, backend="polars")
    return {name: sorted(tables[name].rows(), key=repr) for name in TABLES}
