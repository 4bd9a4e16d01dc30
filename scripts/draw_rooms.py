"""Draws the rooms of the package into docs/architecture.md: a picture and a table, made from the code.

`python scripts/draw_rooms.py` writes them; with `--check` it only says whether they are up to date.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "onrecord"
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- rooms: nox -s docs -->", "<!-- end of rooms -->"
# What every room may use; arrows to these would hide the flow.
EVERYWHERE = {"text", "errors", "problems", "progress"}


def rooms() -> dict[str, str]:
    """The folders of the package, each with the first line of its docstring."""
    found = {}
    for path in sorted(SOURCE.glob("*/__init__.py")):
        message = ast.get_docstring(ast.parse(path.read_bytes()))
        if message:
            found[path.parent.name] = message.split("\n")[0]
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == "onrecord":
            yield from (alias.name for alias in node.names)


def imports(names: Set[str]) -> dict[str, set[str]]:
    """For each room all rooms that it imports from, itself or through others."""
    found = {
        name: {one for path in (SOURCE / name).rglob("*.py") for one in _imported(path)} & names - {name}
        for name in names
    }
    for via in names:
        for those in found.values():
            if via in those:
                those |= found[via]
    return found


def ordered(graph: Mapping[str, Set[str]]) -> list[str]:
    """The rooms, each after those that it imports from, and first the ones on which most others build."""
    used = {name: sum(name in those for those in graph.values()) for name in graph}
    order: list[str] = []
    while len(order) < len(graph):
        ready = [name for name, those in graph.items() if name not in order and those <= {*order}]
        order.append(min(ready, key=lambda name: (-used[name], name)))
    return order


def drawn() -> str:
    """The picture, in Mermaid, and the table, in Markdown."""
    message = rooms()
    graph = imports(message.keys())
    order = ordered(graph)
    shown = {name: those - EVERYWHERE for name, those in graph.items()}
    direct = {
        name: {one for one in those if not any(one in graph[via] for via in those)} for name, those in shown.items()
    }
    lines = ["```mermaid", "flowchart LR"]
    lines += [f"  {one} --> {name}" for name in order for one in sorted(direct[name], key=order.index)]
    lines += ["```", "", "| room | what it does |", "| --- | --- |"]
    lines += [f"| `{name}` | {message[name]} |" for name in order]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the page is out of date")
    options = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    new = f"{before}{START}\n\n{drawn()}\n\n{END}{after}"
    if options.check:
        if new != page:
            print("docs/architecture.md is out of date; run: nox -s docs")
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
