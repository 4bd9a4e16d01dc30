"""Web pages to text with facts: onrecord, trafilatura and resiliparse, on annotated pages, on one core.

python bench/pages.py [FOLDER]: each page NAME.html has NAME.json with title, authors, publisher, url, published,
updated, section, language, paragraphs, captions and notes; a page that is not an article has no paragraphs.

The text is compared by its tokens. The paragraphs and notes are expected; the headline, the captions and the authors'
names are neither expected nor wrong, because the programs differ in whether their text has them.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FACTS = ("title", "authors", "publisher", "url", "published", "updated", "section", "language")
PAGES = Path(__file__).parents[1] / "tests" / "pages"
_WORD = re.compile(r"\w+")
# A program's text and facts of a page.
Reading = tuple[str, Mapping[str, str]]


def read_onrecord(content: bytes) -> Reading:
    """The text and the facts by onrecord."""
    from onrecord.ingestion.document import Refusal
    from onrecord.ingestion.formats.registry import Request
    from onrecord.ingestion.pages import derive

    document = derive(content, Request("page"))
    if isinstance(document, Refusal):
        return "", {}
    return document.text, {name: fact.value for name, fact in document.facts.items()}


def read_trafilatura(content: bytes) -> Reading:
    """The text and the facts by trafilatura, which gives neither the time of publication nor that of an update."""
    import trafilatura

    document = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)
    if document is None:
        return "", {}
    found = {
        "title": document.title,
        "authors": " | ".join((document.author or "").split("; ")),
        "publisher": document.sitename,
        "url": document.url,
        "published": document.date,
        "section": " | ".join(document.categories or []),
        "language": document.language,
    }
    return document.text or "", {name: value for name, value in found.items() if value}


def read_resiliparse(content: bytes) -> Reading:
    """The text by resiliparse, which reads no facts but the title of the window."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(content, detect_encoding(content))
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False)
    return text, {"title": tree.title} if tree.title else {}


PROGRAMS: dict[str, Callable[[bytes], Reading]] = {
    "onrecord": read_onrecord,
    "trafilatura": read_trafilatura,
    "resiliparse": read_resiliparse,
}


def f1(text: str, gold: Mapping[str, Any]) -> float:
    """The F1 of the tokens of a text; a page without an article needs an empty text."""
    expected = _tokens(*gold["paragraphs"], *gold["notes"])
    free = _tokens(gold["title"] or "", *gold["captions"], *gold["authors"], *gold["authors"], "By")
    found = _tokens(text)
    if not expected:
        return float(not found)
    right = (found & expected).total()
    return 2 * right / (2 * right + (found - expected - free).total() + (expected - found).total())


def _tokens(*texts: str) -> Counter[str]:
    return Counter(_WORD.findall("\n".join(texts).casefold()))


def is_right(name: str, value: str, gold: str) -> bool:
    """Whether a fact is right: the same words, the same moment, or the same language."""
    if name == "language":
        return value.split("-")[0] == gold.split("-")[0]
    if name in ("published", "updated"):
        try:
            moments = [datetime.datetime.fromisoformat(text).replace(microsecond=0) for text in (value, gold)]
        except ValueError:
            return value == gold
        return moments[0] == moments[1] if len({moment.tzinfo is None for moment in moments}) == 1 else False
    return " ".join(value.split()) == " ".join(gold.split())


def main() -> None:
    """Reads the pages with each program, in turn for several rounds, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=PAGES)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    paths = sorted(path for path in arguments.folder.rglob("*.html") if path.with_suffix(".json").is_file())
    if not paths:
        parser.exit(2, f"{arguments.folder}: no page NAME.html with its NAME.json; name the folder of the pages\n")
    pages = [path.read_bytes() for path in paths]
    golds = [json.loads(path.with_suffix(".json").read_bytes()) for path in paths]
    seconds: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    readings: dict[str, list[Reading]] = {}
    for _ in range(arguments.rounds):
        for name, read in PROGRAMS.items():
            start = time.process_time()
            readings[name] = [read(page) for page in pages]
            seconds[name].append(time.process_time() - start)
    print(f"{len(pages)} pages, {sum(map(len, pages)) / 1e6:.1f} MB")
    print(f"{'':14}{'pages/s':>9}{'text F1':>9}{'facts right':>13}  " + "".join(f"{name:>11}" for name in FACTS))
    for name in PROGRAMS:
        shares = [_share(fact, readings[name], golds) for fact in FACTS]
        right, all_facts = sum(share[0] for share in shares), sum(share[1] for share in shares)
        score = statistics.mean(f1(text, gold) for (text, _), gold in zip(readings[name], golds, strict=True))
        rate = len(pages) / min(seconds[name])
        cells = "".join(f"{f'{share[0]}/{share[1]}':>11}" for share in shares)
        print(f"{name:14}{rate:9.0f}{score:9.3f}{right / max(1, all_facts):13.3f}  {cells}")
    ratio = statistics.median(t / o for t, o in zip(seconds["trafilatura"], seconds["onrecord"], strict=True))
    print(f"onrecord is {ratio:.1f} times as fast as trafilatura")


def _share(name: str, readings: list[Reading], golds: list[dict[str, Any]]) -> tuple[int, int]:
    """How many values of a fact are right, and how many are expected."""
    right = expected = 0
    for (_, facts), gold in zip(readings, golds, strict=True):
        value = gold.get(name) or ""
        value = " | ".join(value) if isinstance(value, list) else value
        if value:
            expected += 1
            right += is_right(name, facts.get(name, ""), value)
    return right, expected


if __name__ == "__main__":
    main()
