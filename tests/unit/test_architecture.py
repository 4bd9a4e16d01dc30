"""The walls of the design: who may import whom, and where the heavy libraries live."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "onrecord"

# The rooms in the order of the flow, and the rooms that each may import.
BASE = "errors problems progress text"
MAY_IMPORT = {
    "errors": "",
    "text": "errors",
    "problems": "text",
    "progress": "text",
    "tableschema": "errors text",
    "package": f"{BASE} tableschema",
    "lang": "text",
    "ingestion": f"{BASE} package lang",
    "nlp": f"{BASE} ingestion",
    "extraction": f"{BASE} package ingestion nlp lang",
    "corrections": f"{BASE} tableschema package",
    "building": f"{BASE} tableschema package ingestion nlp lang extraction corrections",
    "validation": f"{BASE} tableschema package ingestion lang corrections __init__",
    "sql": f"{BASE} tableschema package validation",
    "release": f"{BASE} tableschema package ingestion validation sql loading __init__",
    "loading": f"{BASE} tableschema package validation sql",
    "exports": f"{BASE} tableschema package ingestion sql loading release __init__",
    "voices": f"{BASE} tableschema package sql loading exports",
    # A page shows the figures of an audit; they are computed in one place.
    "site": f"{BASE} tableschema package ingestion validation sql loading exports voices __init__",
    "review": f"{BASE} tableschema package ingestion corrections site __init__",
    "reconciliation": f"{BASE} tableschema package corrections sql loading exports review",
    "evaluation": f"{BASE} tableschema package ingestion nlp extraction corrections review",
    # The one verb that joins two rooms: rows of `building` in the frames of `loading`.
    "reading": f"{BASE} tableschema package ingestion building loading",
    "cli": f"{BASE} package ingestion building evaluation exports loading reconciliation release review site "
    "validation voices __init__",
    "__main__": "cli",
    # Its imports are names for type checkers; at run time it imports nothing before it is asked.
    "__init__": "errors problems building evaluation exports loading package reading reconciliation release review "
    "site validation voices",
}
# Each heavy library and the parts that may import it.
AT_HOME = {
    "charset_normalizer": "ingestion",
    "cryptography": "release",
    "distributed": "building",
    "docx": "ingestion",
    "duckdb": "building loading reading release sql",
    "elementpath": "tableschema validation",
    "fastwarc": "ingestion",
    "feedparser": "ingestion",
    "frictionless": "validation",
    "fsspec": "package",
    "jinja2": "text site release",
    "markdown_it": "ingestion",
    "matplotlib": "voices",
    "msgspec": "building ingestion site",
    "onnxruntime": "nlp",
    "pandas": "validation loading reading",
    "pandera": "validation",
    "platformdirs": "package release",
    "polars": "tableschema package building validation sql release loading reading exports voices",
    "pyarrow": "loading reading",
    "pypdf": "ingestion",
    "rapidfuzz": "reconciliation",
    "requests": "release",
    "rich": "progress validation",
    "selectolax": "ingestion",
    "semver": "text release",
    "shtab": "cli",
    "spacy": "nlp extraction",
    "starlette": "review",
    "tokenizers": "nlp",
    "uvicorn": "review",
    "xlsxwriter": "exports",
    "yaml": "ingestion",
}


def part_of(path: Path) -> str:
    """The part of the package that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that a file imports, inside functions and for type checkers too."""
    package = ["onrecord", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            # `from onrecord import rows` names a module, `from onrecord import convert` may name a function.
            for alias in node.names:
                yield node.lineno, f"{name}.{alias.name}"


FILES = sorted(SOURCE.rglob("*.py"))


def crossings(path: Path) -> Iterator[str]:
    """The imports of a file that cross a wall, as `place: import`."""
    part, place = part_of(path), path.relative_to(ROOT).as_posix()
    for line, name in imported(path):
        top, *rest = name.split(".")
        if top == "onrecord":
            target = rest[0] if rest and rest[0] in MAY_IMPORT else "__init__"
            if target != part and target not in MAY_IMPORT[part].split():
                yield f"{place}:{line}: {part} may not import {target}"
        elif top in AT_HOME and part not in AT_HOME[top].split():
            yield f"{place}:{line}: {part} may not import {top}"


def test_every_part_has_its_place_in_the_table() -> None:
    """A new module is added to the table above before it may import or be imported."""
    assert {part_of(path) for path in FILES} - MAY_IMPORT.keys() == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_import_crosses_a_wall(path: Path) -> None:
    """A file imports only what its part may import."""
    assert list(crossings(path)) == []


def test_the_extractor_does_not_certify_itself() -> None:
    """Nothing that validation, release or report can reach through their imports is the extractor's."""

    def reach(part: str, seen: set[str]) -> set[str]:
        for other in set(MAY_IMPORT[part].split()) - seen - {"__init__"}:
            seen.add(other)
            reach(other, seen)
        return seen

    reached = set().union(*(reach(part, set()) for part in ("validation", "release", "site", "exports", "voices")))
    assert reached & {"extraction", "nlp", "building"} == set()


def test_a_crossing_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute, relative, nested and deferred imports over a wall are all found."""
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "validation" / "texts.py"
    path.parent.mkdir()
    path.write_text(
        "import json, spacy.tokens\n"
        "from onrecord import building, text\n"
        "from ..extraction import quotes\n"
        "from . import engines\n"
        "def late():\n"
        "    import onrecord.nlp.reader\n"
    )
    assert sorted(crossings(path)) == [
        "validation/texts.py:1: validation may not import spacy",
        "validation/texts.py:2: validation may not import building",
        "validation/texts.py:3: validation may not import extraction",
        "validation/texts.py:6: validation may not import nlp",
    ]


@pytest.mark.parametrize(
    "module", ["onrecord", "onrecord.cli.parser", "onrecord.package.dictionary", "onrecord.release"]
)
def test_light_modules_import_the_standard_library_only(module: str) -> None:
    """`import onrecord` and `onrecord --help` wait for no other package."""
    code = (
        f"import sys; before = set(sys.modules); import {module}\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - sys.stdlib_module_names))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "['onrecord']\n"


def test_no_module_is_called_utils() -> None:
    """A module is named for what it knows."""
    assert [path for path in FILES if path.stem in {"util", "utils", "helpers", "common", "misc"}] == []


# Where a path of a package may be handed to the system: the one module that checks it, and the modules that read what
# is installed with onrecord and nothing else.
HANDS_ON = {"package/files.py", "nlp/pipeline.py", "nlp/reader.py"}
# Calls that open, write, rename or remove, by the module that has them, and by the name of a method of a path.
OF_MODULES = {
    "os": "open remove unlink rename replace rmdir removedirs renames symlink link mkdir makedirs truncate",
    "shutil": "copy copy2 copyfile copytree move rmtree",
    "tempfile": "mkstemp mkdtemp NamedTemporaryFile SpooledTemporaryFile TemporaryDirectory TemporaryFile",
    "io": "open",
    "gzip": "open",
    "filecmp": "cmp cmpfiles",
}
OF_PATHS = "open read_text read_bytes write_text write_bytes unlink symlink_to hardlink_to touch rglob"
# What has a method of one of these names and is not a path: archives, stagings, sources, stores, what is installed.
NO_PATHS = {
    *("archive", "distribution", "zipped", "self", "staging", "_staging", "source", "dataclasses", "files", "_files"),
}
# Methods that strings and frames have, too, with two arguments or a mapping.
MOVES = {"rename", "replace"}


def touches(path: Path) -> Iterator[str]:
    """The calls in a file that reach the file system by themselves."""
    place = path.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Call) or any("os.devnull" in ast.unparse(argument) for argument in node.args):
            continue
        message = f"{place}:{node.lineno}: {ast.unparse(node.func)}"
        match node.func:
            case ast.Name("open"):
                yield message
            case ast.Attribute(ast.Name(module), name) if name in OF_MODULES.get(module, "").split():
                yield message
            case ast.Attribute(ast.Name(owner) | ast.Attribute(_, owner), name) if (
                owner in NO_PATHS | OF_MODULES.keys()
            ):
                pass
            case ast.Attribute(_, name) if name in OF_PATHS.split():
                yield message
            case ast.Attribute(_, name) if name in MOVES and len(node.args) == 1 and not node.keywords:
                if not isinstance(node.args[0], ast.Dict | ast.Call):
                    yield message


def test_one_module_opens_writes_and_removes_files() -> None:
    """Every path of a package goes through the module that refuses links, devices and what leaves the package."""
    found = [touch for path in FILES if path.relative_to(SOURCE).as_posix() not in HANDS_ON for touch in touches(path)]
    assert found == []


def test_the_picture_is_up_to_date() -> None:
    """docs/architecture.md shows the rooms and their imports as they are."""
    run = subprocess.run([sys.executable, "scripts/draw_rooms.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")
