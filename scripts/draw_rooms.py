"""Draws the rooms of the package into docs/architecture.md: a picture and a table, made from the code.

`python scripts/draw_rooms.py` writes them; with `--check` it only says whether they are out of date.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from _page_part import ROOT, run

SOURCE = ROOT / "src" / "onrecord"
# What every room may use; arrows to these would hide the flow.
EVERYWHERE = {"text", "errors", "problems", "progress"}


def rooms() -> dict[str, str]:
    """The folders of the package, each with the first line of its docstring."""
    found = {}
    for path in sorted(SOURCE.glob("*/__init__.py")):
        docstring = ast.get_docstring(ast.parse(path.read_bytes()))
        if docstring:
            found[path.parent.name] = docstring.split("\n")[0]
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == "onrecord":
            yield from (alias.name for alias in node.names)


def imports(names: Set[str]) -> dict[str, set[str]]:
    """For each room all rooms that it imports from, directly or through other rooms."""
    found = {
        name: {other for path in (SOURCE / name).rglob("*.py") for other in _imported(path)} & names - {name}
        for name in names
    }
    for via in names:
        for imported in found.values():
            if via in imported:
                imported |= found[via]
    return found


def ordered(graph: Mapping[str, Set[str]]) -> list[str]:
    """The rooms, each after the rooms it imports from; of several, first the room that most others build on."""
    used = {name: sum(name in imported for imported in graph.values()) for name in graph}
    order: list[str] = []
    while len(order) < len(graph):
        ready = [name for name, imported in graph.items() if name not in order and imported <= {*order}]
        order.append(min(ready, key=lambda name: (-used[name], name)))
    return order


def drawn() -> str:
    """The picture, in Mermaid, and the table, in Markdown."""
    summaries = rooms()
    graph = imports(summaries.keys())
    order = ordered(graph)
    shown = {name: imported - EVERYWHERE for name, imported in graph.items()}
    direct = {
        name: {other for other in imported if not any(other in graph[via] for via in imported)}
        for name, imported in shown.items()
    }
    lines = ["```mermaid", "flowchart LR"]
    lines += [f"  {other} --> {name}" for name in order for other in sorted(direct[name], key=order.index)]
    lines += ["```", "", "| room | what it does |", "| --- | --- |"]
    lines += [f"| `{name}` | {summaries[name]} |" for name in order]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(run("docs/architecture.md", "rooms", drawn, __doc__))
