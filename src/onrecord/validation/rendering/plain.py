"""A verdict as text, as JSON, or in any of the formats by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.package.staging import replace_file
from onrecord.text.numbers import counted
from onrecord.text.printable import escape_json, visible, visible_json
from onrecord.validation.rules import RULES
from onrecord.validation.verdict import Verdict

FORMATS = ("text", "json", "junit", "sarif", "github", "html")


def render(verdict: Verdict, form: str, folder: str = ".", limit: int | None = None) -> str:
    """The verdict in one of the `FORMATS`.

    Args:
        verdict: the verdict.
        form: the name of the format.
        folder: the package as the user named it, for formats that refer to files.
        limit: the number of problems to show as text, which counts the others; formats for programs have all problems.

    Raises:
        KeyError: there is no such format.
    """
    from onrecord.validation.rendering import formats

    if form == "text":
        return render_text(verdict, limit)
    if form == "json":
        return render_json(verdict)
    others = {
        "junit": formats.render_junit,
        "sarif": formats.render_sarif,
        "github": formats.render_github,
        "html": formats.render_html,
    }
    return others[form](verdict, folder)


def write_rendered(path: Path, verdict: Verdict, form: str, folder: str = ".", limit: int | None = None) -> None:
    """Writes a verdict to a file in one of the `FORMATS`; replaces the file as a whole."""
    # A descriptor may hold lone surrogates, which UTF-8 cannot encode.
    replace_file(path, render(verdict, form, folder, limit).encode("utf-8", "backslashreplace"))


def render_text(verdict: Verdict, limit: int | None = None) -> str:
    """The verdict for people: a summary by rule, a line for each problem, the notes, and whether it is valid.

    Args:
        verdict: the verdict.
        limit: the number of problems to show; the others are counted. None shows all.
    """
    return "\n".join(_lines(verdict, limit)) + "\n"


def render_problems(verdict: Verdict, limit: int | None = None) -> str:
    """Only the problems for people, each on a line; `limit` as in `render_text`."""
    return "".join(f"{line}\n" for line in _problem_lines(verdict, limit))


def _problem_lines(verdict: Verdict, limit: int | None) -> Iterator[str]:
    yield from map(str, verdict.problems[:limit])
    if (more := len(verdict.problems) - len(verdict.problems[:limit])) > 0:
        yield more_line(more)


def more_line(more: int) -> str:
    """The line for problems that are not shown."""
    return f"... and {counted(more, 'more problem')}"


def _lines(verdict: Verdict, limit: int | None) -> Iterator[str]:
    counts = Counter((problem.code, problem.severity) for problem in verdict.problems)
    width = max((len(code) for code, _ in counts), default=0)
    for (code, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        mark = "" if severity == "error" else f"({severity}) "
        yield f"{count:>9,}  {code:<{width}}  {mark}{RULES[code].meaning}"
    if counts:
        yield ""
        yield from _problem_lines(verdict, limit)
        yield ""
    for note in verdict.notes:
        yield f"note: {visible(note)}"
    yield closing_line(verdict)


def closing_line(verdict: Verdict) -> str:
    """The last line: whether the package is valid, how much was judged, by which engines, and what was not judged."""
    judged = counted(len(verdict.tables), "table")
    if not verdict.tables and verdict.files:
        judged = f"no table; {counted(verdict.files, 'file')}, by presence, size and hash"
    elif verdict.level == "quick":
        judged += ", only their sizes, hashes and headers"
    else:
        rows = counted(sum(verdict.tables.values()), "row")
        judged += f", {rows}, judged by {' and '.join(verdict.engines)}"
    if verdict.level == "rows":
        judged += ", by the schemas only"
    if verdict.unjudged:
        judged += f"; not judged: {counted(len(verdict.unjudged), 'table')}"
    counts = [counted(len(verdict.errors), "error")] if verdict.errors else []
    counts += [counted(len(verdict.advice), "piece", " of advice")] if verdict.advice else []
    message = f"{' and '.join(counts)} in " if counts else ""
    return f"{verdict.word}: {message}{judged}"


def render_json(verdict: Verdict) -> str:
    """The verdict for programs: a JSON object with a line for each problem; docs/problems.md documents its keys."""
    value = {
        "valid": verdict.valid,
        "level": verdict.level,
        "engines": list(verdict.engines),
        "tables": dict(verdict.tables),
        "not_judged": dict(verdict.unjudged),
        "files": verdict.files,
        "articles": verdict.articles,
        "texts": verdict.texts,
        "notes": list(verdict.notes),
    }
    # Python's fast encoder, written in C, does not indent.
    encode = json.JSONEncoder(ensure_ascii=False).encode
    objects = ({**problem.as_dict(), "clause": RULES[problem.code].clause} for problem in verdict.problems)
    lines = ",\n    ".join(escape_json(encode(each)) for each in objects)
    problems = f"[\n    {lines}\n  ]" if lines else "[]"
    head = visible_json(value).removesuffix("\n}")
    return f'{head},\n  "problems": {problems}\n}}\n'
