"""Every regular expression of the package takes a time that grows no faster than the text: a text is a stranger's."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.package.own_tables import own_tables
from onrecord.tableschema import automata
from onrecord.tableschema.automata import Automaton, TooMany
from onrecord.tableschema.patterns import grows_linearly
from onrecord.text.phrases import Phrases

SOURCE = Path(onrecord.__file__).parent
FUNCTIONS = {
    f"re.{function.__name__}": function
    for function in (re.compile, re.search, re.match, re.fullmatch, re.split, re.findall, re.finditer, re.sub, re.subn)
}
# Calls whose pattern is made where they stand, and why it need not be collected there.
ELSEWHERE = {
    "tableschema/records.py": "sequences of a dialect, each of them as it is, and what is neither",
    "corrections/files.py: pattern": "a schema's own, which are collected from the schemas",
    "ingestion/formats/reading.py: pattern": "the compiled ones are collected from the module",
    "extraction/votes/positions.py": "the statements are collected from the module",
    "extraction/claims/stretches.py": "of one mark, as it is, and the character next to it",
    "validation/engines/differences.py: form": "of the table there, matched to cells of a bounded form",
    "validation/engines/differences.py: words": "of the table there, searched for in a note of frictionless",
    "ingestion/pages/classes.py": "of the table there, searched for in names of 80 characters",
    "ingestion/pages/facts.py: re.escape(name)": "a name as it is",
    "text/phrases.py": "the whole patterns are collected from the modules",
    "corrections/samples.py: pattern": "a schema's own, which are collected from the schemas",
    "site/addresses.py": "of an id: a prefix and 16 characters",
    "voices/auditing.py": "of names of charts, matched to names of files",
    "validation/inference.py: form": "of the table there, made of fixed parts",
    "tableschema/automata.py: item.source": "of one character",
    "tableschema/automata.py: in_python(pattern, of_xsd=of_xsd)": "likewise",
    "tableschema/patterns.py: in_python(pattern, of_xsd=of_xsd)": "of a stranger's schema, whose growth is asked for",
}
LETTERS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s", re.VERBOSE: "x", re.ASCII: "a"}


def with_flags(pattern: str | bytes, flags: int) -> str:
    """A pattern that says its flags itself, in a group, as the check knows them; bytes count as characters."""
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    own = re.match(r"\(\?(?P<letters>[aimsx]+)\)", text)
    letters = {letter for flag, letter in LETTERS.items() if flags & flag} | set(own["letters"] if own else "")
    text = text[own.end() :] if own else text
    return f"(?{''.join(sorted(letters))}:{text})" if letters else text


def calls() -> Iterator[tuple[str, str | None]]:
    """Each call of `re` in the package with its pattern; None where it is made of what only the function knows."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(("onrecord", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        module: Any = importlib.import_module(name)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            function = FUNCTIONS.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if function is None:
                continue
            asked = inspect.signature(function).bind(*node.args, **{one.arg or "": one.value for one in node.keywords})
            place = f"{path.relative_to(SOURCE).as_posix()}: {ast.unparse(node.args[0])}"
            try:
                pattern = eval(ast.unparse(node.args[0]), vars(module))
                flags = eval(ast.unparse(asked.arguments["flags"]), vars(module)) if "flags" in asked.arguments else 0
            except (NameError, AttributeError):
                yield place, None
            else:
                yield place, with_flags(pattern, int(flags))


def held(value: Any, deep: int = 3) -> Iterator[re.Pattern[str]]:
    """The compiled patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Phrases):
        yield value.whole
    elif isinstance(value, dict | list | tuple | set | frozenset) and deep:
        for part in value.values() if isinstance(value, dict) else value:
            yield from held(part, deep - 1)


def collected() -> dict[str, str]:
    """All patterns of the package by what they are, with the place where they were found first."""
    found = {pattern: place for place, pattern in calls() if pattern is not None}
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        name = ".".join(("onrecord", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        for one in itertools.chain.from_iterable(map(held, vars(importlib.import_module(name)).values())):
            found.setdefault(with_flags(one.pattern, one.flags), place)
    for table in own_tables().values():
        for field in table.fields:
            if field.pattern:
                found.setdefault(field.pattern, f"{table.name}.{field.name}")
    return found


@pytest.fixture(autouse=True)
def _time_for_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of words make patterns larger than a stranger's may be, which are judged in a moment."""
    monkeypatch.setattr(automata, "MOST_POSITIONS", 20_000)
    monkeypatch.setattr(automata, "_MOST_STATES", 4_000_000)


def test_no_pattern_is_overlooked() -> None:
    """One that is made of what only a function knows is collected otherwise, or is not a part of the package."""
    unseen = {place for place, pattern in calls() if pattern is None}
    assert {place for place in unseen if not place.startswith(tuple(ELSEWHERE))} == set()
    assert {known for known in ELSEWHERE if not any(place.startswith(known) for place in unseen)} == set()
    assert len(collected()) > 250


def test_every_pattern_is_quick() -> None:
    """By the check that strangers' patterns have to pass."""
    slow = {place: pattern for pattern, place in collected().items() if not grows_linearly(pattern)}
    assert {place for place in slow if not place.startswith(ATOMIC)} == set()


# Loops that give nothing back (`++`), which the check does not know; tests of hostile pages time them.
ATOMIC = "ingestion/pages/source.py"
SEARCHING = {"search", "findall", "finditer", "split", "sub", "subn"}
# What would take the square of a text, by its place and a part of it, and why it does not. Where a variable of a module
# holds the pattern, each pattern of the module is taken for it.
SMALL = {
    ("ingestion/pages/classes.py", r"[A-Z]+(?![a-z])"): "of names of 80 characters",
    ("ingestion/pages/source.py", r""): "loops that give nothing back, and those that end in what cannot fail",
    ("release/comparison_formats.py", r"\s+|\w+|\W"): "cannot fail",
    ("release/location.py", r"(?s:[?#].*)"): "ends in what cannot fail",
    ("tableschema/patterns.py", r"(?ax:(?:"): "of the pattern of a schema, which has a limit",
    ("tableschema/xml_patterns.py", r"(?sx:(?P<class>"): "of the pattern of a schema, which has a limit",
    ("tableschema/xml_patterns.py", r"(?s:(?P<from>"): "of the pattern of a schema, which has a limit",
    ("text/bounded_json.py", r'"[^"\\]*(?:'): "of texts that end, as the stretch that they are in has shown",
    ("text/markdown.py", r"(?<!\\)((?:\\\\)*)\|"): "from the first backslash alone, which the check does not see",
    ("text/bounded_json.py", r"(?<![0-9])[0-9]{1001}"): "from the first digit alone, which the check does not see",
    ("text/phrases.py", r""): "of patterns of the package",
    ("text/printable.py", r"(?m:^(?P<space>"): "from the beginning of a line alone",
    ("text/markdown.py", r"`+"): "ends in what cannot fail",
    ("text/printable.py", r"(?s:(?P<beginning>"): "of a whole URL, and not looked for",
    ("text/printable.py", r"(?:\[[^\]@]*\]|"): "of a whole host, and not looked for",
    ("validation/engines/differences.py", r"(?s:\d{4000})"): "of a cell that frictionless could not read",
    ("validation/engines/differences.py", r"(?s:^"): "from the beginning alone",
    ("validation/semantic/claims.py", r"\d+(?:[.,:]\d+)*|"): "ends in what cannot fail",
    ("building/vote_linking.py", r"[^\W\d_]{2,}"): "ends in what cannot fail",
    ("extraction/entities/name_clusters.py", r"\b(\w+)\.?\s$"): "of 32 characters",
    ("extraction/votes/motions.py", r"^(?:(?:a|the) motion to )?"): "from the beginning alone",
    (
        "extraction/votes/motions.py",
        r"(?<!\s)\s+(?:and|but|by)",
    ): "from the first blank alone",
    ("extraction/votes/motions.py", r"[a-z]{4,}"): "ends in what cannot fail",
    ("extraction/entities/names.py", r"\w+(?:[’']\w+)*"): "ends in what cannot fail",
    ("extraction/entities/names.py", r"(\w+) [“"): "of 32 characters",
    ("extraction/votes/outcomes.py", r"overrid\w+"): "from the beginning of a word alone",
    ("extraction/votes/outcomes.py", r"(?:[\w-]+ ){0,5}?(?:two-thirds"): "at one place alone",
    ("extraction/votes/outcomes.py", r"[ -](?:[\w-]+ )?(?:decision"): "at one place alone",
    ("extraction/votes/outcomes.py", r"(?:,? (?:with|along"): "at one place alone",
    (
        "extraction/votes/outcomes.py",
        r"(?<!\s)\s+(?:on |in )?$",
    ): "from the first blank alone",
    ("extraction/votes/reports.py", r"\w+-fifths"): "from the beginning of a word alone",
    ("extraction/votes/no_report.py", r"outnumber\w*"): "from the beginning of a word alone",
    ("extraction/entities/roles.py", r"(?:[Ff]ormer|[Dd]eputy"): "of 200 characters",
    ("extraction/votes/tallies.py", r"\d+|[a-z]+"): "ends in what cannot fail",
    ("ingestion/stamps.py", r"(?i:(?<!\w)(?:(?P<month>"): "of a line, which has 250 characters at most",
    ("ingestion/stamps.py", r"\A\W*(?:Monday"): "at one place alone",
    ("ingestion/language.py", r"[^\W\d_]+(?:[’'][^\W\d_]+)?"): "ends in what cannot fail",
    ("ingestion/bodies.py", r"[^\W_]+|"): "ends in what cannot fail",
    ("building/copies.py", r"\s*[/,;&]\s*"): "of a credit, which has 40 characters at most",
    ("ingestion/captions.py", r"/|\s+Photos?"): "of a caption, which has 600 characters at most",
    ("ingestion/paragraphs.py", r"\n[^\S\n]*(?:\n"): "of blank lines, each of which is taken once",
    ("nlp/documents.py", r"\S{251,}"): "of 250 characters, or it is found",
    ("lang/en/modality.py", r"\d+(?:[.,:]\d+)*|"): "ends in what cannot fail",
    ("lang/en/modality.py", r"\b(?:conceivable|possible|unclear)\b"): "of 80 characters",
    ("lang/en/modality.py", r"\b(?:likely|probable)\b"): "of 80 characters",
    ("lang/en/modality.py", r"([\w’']+)[^\S\n]\Z"): "of 80 characters",
}
# A loop at the end of a pattern cannot make it fail.
LOOP_AT_THE_END = re.compile(r"(?<=[\])a-zA-Z])[*+]\Z")


def searched() -> dict[str, str]:
    """The patterns that are looked for anywhere in a text, with the place where they are."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE)
        name = ".".join(("onrecord", *place.with_suffix("").parts)).removesuffix(".__init__")
        module: Any = importlib.import_module(name)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") not in SEARCHING:
                continue
            by = ast.unparse(node.func.value)  # type: ignore[attr-defined]
            try:
                value = eval(by if by != "re" else ast.unparse(node.args[0]), vars(module))
            except NameError:  # a variable, which may be any pattern of the module, or a text that is split
                any_of = vars(module).values() if node.func.attr != "split" else ()  # type: ignore[attr-defined]
                value = [pattern for one in any_of for pattern in held(one)]
            for pattern in [value] if isinstance(value, str) else held(value):
                text = pattern if isinstance(pattern, str) else with_flags(pattern.pattern, pattern.flags)
                found.setdefault(text, place.as_posix())
    return found


def is_found_quickly(pattern: str) -> bool:
    """Whether it takes no longer to look for a pattern from each place; less than 300 repetitions are written out."""
    try:
        return Automaton(rf"(?s:.*)(?:{pattern})", many=300).degree() <= 1
    except TooMany:
        return grows_linearly(rf"(?s:.*)(?:{pattern})")


def test_every_search_is_quick() -> None:
    """What is looked for from each place of a text takes no longer for it, as `a.*b` would in a text of `a`."""
    slow = {
        (place, pattern)
        for pattern, place in searched().items()
        if not is_found_quickly(LOOP_AT_THE_END.sub("", pattern))
    }
    known = {(place, part): {one for one in slow if one[0] == place and part in one[1]} for place, part in SMALL}
    assert slow - set().union(*known.values()) == set()
    assert [part for part, those in known.items() if not those] == []
    assert len(searched()) > 150


@pytest.mark.parametrize(
    "text",
    [
        "PARIS" + " May 12" * 20_000,
        "PARIS" + ", Mon" * 20_000,
        "A " * 50_000,
        "\n \r" * 50_000,
        "(Photo by A" + " " * 100_000,
    ],
    ids=["days", "weekdays", "capitals", "line ends", "credit"],
)
def test_layout(text: str) -> None:
    """Openings that can be taken in many ways."""
    from onrecord.ingestion.layout import lay_out

    for made in (text, f"Barges banned\n\n{text} x", f"{text}\n\nThe town banned barges."):
        lay_out(made)
