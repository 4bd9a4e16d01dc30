"""A verdict in formats for other programs: JUnit, SARIF, GitHub's annotations, and as an HTML page.

Each renderer takes the verdict and the folder of the package as the user named it, from which the formats find files.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from onrecord import __version__
from onrecord.package import is_descriptor
from onrecord.problems import Problem
from onrecord.text.html import template
from onrecord.text.numbers import counted
from onrecord.text.printable import visible, visible_json
from onrecord.validation.rules import RULES
from onrecord.validation.verdict import Verdict

# The severities in SARIF and on GitHub.
_LEVELS = {"error": "error", "advice": "warning"}
_TEMPLATES = Path(__file__).parent / "templates"


def render_junit(verdict: Verdict, folder: str = ".") -> str:
    """JUnit XML: a test that passes for each table without errors, and a test that fails for each file and broken rule.

    Advice is in `system-out`, because JUnit has no warnings.
    """
    broken: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in verdict.errors:
        broken[problem.path or "package", problem.code].append(problem)
    faulty = {problem.table for problem in verdict.errors}
    passed = [table for table in verdict.tables if table not in faulty]
    suites = ElementTree.Element("testsuites")
    numbers = {"tests": str(len(broken) + len(passed)), "failures": str(len(broken)), "errors": "0"}
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "onrecord validate", **numbers})
    for table in passed:
        ElementTree.SubElement(suite, "testcase", classname=_for_xml(_place(folder, table)), name="valid")
    for (path, code), problems in broken.items():
        case = ElementTree.SubElement(suite, "testcase", classname=_for_xml(_place(folder, path)), name=code)
        failure = ElementTree.SubElement(case, "failure", type=code, message=_for_xml(RULES[code].meaning))
        failure.text = _for_xml("\n".join(map(str, problems)))
    if verdict.advice:
        ElementTree.SubElement(suite, "system-out").text = _for_xml("\n".join(map(str, verdict.advice)))
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _for_xml(text: str) -> str:
    """The text with the number of each character that XML 1.0 forbids."""
    return visible(text, lines=True).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def render_sarif(verdict: Verdict, folder: str = ".") -> str:
    """SARIF 2.1.0, the format of code scanning; source: docs.oasis-open.org/sarif/sarif/v2.1.0."""
    codes = sorted({problem.code for problem in verdict.problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": RULES[code].meaning},
            **({"fullDescription": {"text": f"{RULES[code].meaning} Source: {clause}."}} if clause else {}),
            "help": {"text": RULES[code].remedy},
            "defaultConfiguration": {"level": _LEVELS[RULES[code].severity]},
            "properties": {"clause": clause},
        }
        for code in codes
        for clause in [RULES[code].clause]
    ]
    results = [_result(problem, codes.index(problem.code), folder) for problem in verdict.problems]
    driver = {"name": "onrecord", "semanticVersion": __version__, "rules": rules}
    value = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return visible_json(value) + "\n"


def _result(problem: Problem, rule: int, folder: str) -> dict[str, Any]:
    path = _place(folder, problem.path or "datapackage.json")
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(path, errors="surrogatepass")}}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    location: dict[str, Any] = {"physicalLocation": place}
    names = [visible(name) for name in (problem.table, problem.key, problem.field) if name]
    if names:
        location["logicalLocations"] = [{"name": names[-1], "fullyQualifiedName": "/".join(names)}]
    message = f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message
    # Stays the same when lines are added above, so that a later scan recognizes the problem.
    identity = "\n".join([problem.code, problem.path, problem.key, problem.field, problem.value])
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": visible(message)},
        "locations": [location],
        "partialFingerprints": {"problem/v1": hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()},
    }


def render_github(verdict: Verdict, folder: str = ".") -> str:
    """GitHub's workflow commands, which annotate the changed lines, and a line with the verdict.

    GitHub shows ten commands of each kind per step. Source: docs.github.com, "Workflow commands".
    """
    lines = [_command(problem, folder) for problem in verdict.problems]
    counts = ", ".join(_counts(verdict))
    lines.append(f"onrecord: {verdict.word}: {counts} in {len(verdict.tables)} tables")
    return "\n".join(lines) + "\n"


def _counts(verdict: Verdict) -> tuple[str, str]:
    return counted(len(verdict.errors), "error"), counted(len(verdict.advice), "piece", " of advice")


def _command(problem: Problem, folder: str) -> str:
    text = f"{problem.key} {problem.field}: ".lstrip() if problem.key or problem.field else ""
    message = f"{text}{problem.message}{'; ' + problem.remedy if problem.remedy else ''}"
    properties = {"file": _place(folder, problem.path or "datapackage.json"), "line": str(problem.line or 1)}
    properties["title"] = problem.code
    parameters = ",".join(f"{name}={_escaped(value, ',:')}" for name, value in properties.items())
    return f"::{_LEVELS[problem.severity]} {parameters}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    text = visible(text)
    for character in "%" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def render_html(verdict: Verdict, folder: str = ".") -> str:
    """A self-contained page: the verdict, a summary by rule, and every problem."""
    counts = Counter(problem.code for problem in verdict.problems)
    summary = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    page = template(_TEMPLATES, "problems.html.jinja")
    severity = {problem.code: problem.severity for problem in verdict.problems}
    return page.render(
        verdict=verdict,
        counts=_counts(verdict),
        folder=folder,
        summary=summary,
        severity=severity,
        rules=RULES,
        version=__version__,
    )


def _place(folder: str, path: str) -> str:
    """The path of a file of the package from the folder in which the command was run."""
    base = Path(folder)
    base = base.parent if is_descriptor(base) else base
    return path if base == Path() else f"{base.as_posix()}/{path}"
