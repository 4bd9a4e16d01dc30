"""Texts that people read, pages as well as sources, are in plain English: they hold none of the phrases below."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.validation import RULES

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "onrecord"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    SOURCES / "nlp" / "weights" / "MODEL_CARD.md",
    *sorted(path for path in (SOURCES / "package" / "templates").iterdir() if path.is_file()),
]
# Code and the output of programs, and the words of others: an article may say what it likes.
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r'“[^”]*”|"[^"\n]*"')


@dataclasses.dataclass(frozen=True)
class Tic:
    """A phrase to avoid.

    Attributes:
        pattern: a regular expression, without regard to case.
        reason: why it is avoided, and what to write instead.
        wrong: a sentence that holds the phrase.
        right: a sentence with the same words that is good English.
    """

    pattern: str
    reason: str
    wrong: str
    right: str


TICS = {
    "tell": Tic(
        r"\b(?:tell|tells|telling|told)\b",
        "texts and programs show, say or report; people are told",
        "The page tells which file is which.",
        "The page shows which file is which.",
    ),
    "stand": Tic(
        r"\b(?:stand|stands|standing|stood)\b(?! for\b)",
        "words do not stand: they are, occur or appear",
        "The sentence stands in the text.",
        "NA may stand for a missing value.",
    ),
    "is none": Tic(
        r"\b(?:is|are|was|were|be) none\b",
        "'there is no X', 'if it is missing'",
        "The exit code is 0 where there is none.",
        "It prints None, and none of the rows changed.",
    ),
    "is no": Tic(
        r"(?<!\bthere )\b(?:is|are|was|were|be) no (?!longer\b)",
        "'is not a': a value that is not an integer, a file that is not a table",
        "A package that is no release is loaded by Python.",
        "There is no package, and the row is no longer there.",
    ),
    "of others": Tic(
        r"\bof (?:others|anybody|somebody|strangers)\b",
        "'third-party', 'of other people', 'in other formats'",
        "A package of others may have larger integers.",
        "A third-party package may have larger integers; others load it.",
    ),
    "of its own": Tic(
        r"\bof (?:its|their|our|your|my) own\b",
        "'its own', 'your own'",
        "It has a workflow of its own.",
        "It has its own workflow.",
    ),
    "beside": Tic(
        r"\bbeside\b",
        "things are next to each other, tools are compared with each other",
        "The index is beside the versions.",
        "The index is next to the versions; besides, it is small.",
    ),
    "last": Tic(
        r"\b(?:lasts|lasted|lasting)\b|\b(?:to|that|will|corrections|ids) last\b",
        "'is kept', 'survives', 'stable'; last is an adjective",
        "Ids that last are hashes.",
        "The last row is read, and at last the file is closed.",
    ),
    "wants": Tic(
        r"\b(?:wants|wanted)\b",
        "things need or require something; people want it",
        "The model wants positions in code points.",
        "If you want to share it, publish it.",
    ),
    "mend": Tic(
        r"\bmend(?:s|ed|ing)?\b",
        "'fix', 'correct', 'update'",
        "Look at the row, then mend it.",
        "Look at the row, then amend or fix it.",
    ),
    "is what": Tic(
        r"\b(?:is|are) (?:not )?what\b",
        "name the thing: 'shows who made it', 'CI runs .ci/run'",
        "A signature is what tells who made it.",
        "It shows what changed.",
    ),
    "one": Tic(
        r"\bones\b|\b(?:the|an?|another|this|that|each|every|any)"
        r"(?: (?:\w+er|\w+est|new|old|next|last|first|previous|right|wrong))? one\b(?! of\b)",
        "repeat the noun: 'the next release', 'the newer version'",
        "A later line may correct what an earlier one wrote.",
        "One row is one utterance; any one of them may be empty.",
    ),
    "anew": Tic(
        r"\banew\b",
        "'again'",
        "A conversion writes the tables anew.",
        "A conversion writes the tables again.",
    ),
}


def texts() -> Iterator[tuple[str, str]]:
    """Where a text is, and the text without code and quotations: pages, descriptions of schemas, rules, sources."""
    for path in PAGES:
        yield path.name, _QUOTED.sub("", _CODE.sub("", path.read_text(encoding="utf-8")))
    for path in [*sorted((ROOT / "schemas").glob("*.json")), ROOT / "docs" / "verdict.schema.json"]:
        for text in _descriptions(json.loads(path.read_bytes())):
            yield path.name, _QUOTED.sub("", _CODE.sub("", text))
    for code, rule in RULES.items():
        yield code, "\n".join([rule.meaning, rule.remedy, rule.convert])
    for path in sorted(SOURCES.rglob("*.py")):
        yield from _prose(path)


def _prose(path: Path) -> Iterator[tuple[str, str]]:
    """The comments, docstrings and messages of a module, with their lines. Other texts are data: words, names, SQL."""
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
    }
    is_code = "lang" not in path.parts  # there, strings are words as data, with example sentences
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            place = f"{path.parent.name}/{path.name}:{token.start[0]}"
            if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.start[0] in docstrings):
                yield place, _QUOTED.sub("", _CODE.sub("", token.string.strip('r"')))
            elif token.type == tokenize.STRING and " " in token.string and not token.string.endswith('"""') and is_code:
                yield place, _CODE.sub("", token.string)


def _descriptions(value: Any) -> Iterator[str]:
    """The titles and descriptions in a schema, at any depth."""
    if isinstance(value, dict):
        yield from (value[key] for key in ("title", "description") if isinstance(value.get(key), str))
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _descriptions(item)


@pytest.mark.parametrize("tic", TICS.values(), ids=TICS.keys())
def test_texts_avoid(tic: Tic) -> None:
    """No page, description or rule holds the phrase."""
    pattern = re.compile(tic.pattern, re.IGNORECASE)
    found = [
        f"{name}: {text[max(0, match.start() - 40) : match.end() + 40]!r}"
        for name, text in texts()
        for match in pattern.finditer(text)
    ]
    assert found == [], tic.reason


@pytest.mark.parametrize("tic", TICS.values(), ids=TICS.keys())
def test_a_pattern_finds_the_phrase_alone(tic: Tic) -> None:
    """The pattern finds the phrase, and leaves the same words in good English alone."""
    pattern = re.compile(tic.pattern, re.IGNORECASE)
    assert pattern.search(tic.wrong)
    assert not pattern.search(tic.right)


def test_what_is_read_of_a_module(tmp_path: Path) -> None:
    """Docstrings, comments and messages, with their lines; no names, no lists of words, no code."""
    path = tmp_path / "module.py"
    path.write_text(
        '"""A module, see `told`."""\nWORDS = """told\nbeside"""  # a comment\n\n\ndef f():\n    """A function."""\n'
        '    raise ValueError(f"a message of {WORDS}", "told")\n',
        encoding="utf-8",
    )
    texts = [(place.rpartition(":")[2], text) for place, text in _prose(path)]
    assert texts == [
        ("1", "A module, see ."),
        ("3", "# a comment"),
        ("7", "A function."),
        ("8", 'f"a message of {WORDS}"'),
    ]


def test_the_readme_is_short() -> None:
    """A stranger reads it to the end."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_glossary_is_in_order() -> None:
    """Some forty terms, each once, one line each."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n## Glossary\n")[2]
    terms = [row.split(" | ")[0].removeprefix("| ") for row in page.splitlines() if row.startswith("| ")][2:]
    assert len(terms) >= 40
    assert terms == sorted(set(terms), key=str.casefold)
