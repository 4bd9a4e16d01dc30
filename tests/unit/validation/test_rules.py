"""One register of rules: the code uses all of it, and the documentation lists it."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.text.printable import difference, shown
from onrecord.validation import RULES, rules

ROOT = Path(__file__).resolve().parents[3]
SOURCES = Path(rules.__file__).parent
# What reads tables and replays corrections names rules, too.
ROOMS = [SOURCES, *(SOURCES.parent / name for name in ("corrections", "package", "tableschema"))]


def test_the_documentation_lists_every_rule() -> None:
    """docs/problems.md has each code with its meaning, who asks for it and its remedy, and no other."""
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    assert [row for row in rows if row[0] not in RULES] == []
    assert {code: rest for code, *rest in rows} == {
        code: [rule.meaning, rule.clause or "advice", rule.remedy] for code, rule in RULES.items()
    }


def test_every_rule_is_used() -> None:
    """A rule that no check reports would promise what nobody does."""
    paths = [path for room in ROOMS for path in room.rglob("*.py")]
    sources = "".join(path.read_text(encoding="utf-8") for path in paths if path.name != "rules.py")
    assert [code for code in RULES if f'"{code}"' not in sources] == []


def test_codes_are_words_with_hyphens() -> None:
    """They are stable names for programs."""
    assert [code for code in RULES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_long_values_lose_their_middle() -> None:
    """A message stays on one line, whatever the cell holds."""
    assert shown("a\nb") == r"'a\nb'"
    assert shown("a" * 30 + "x" + "b" * 30) == f"'{'a' * 30}…{'b' * 30}'"


def test_texts_are_shown_where_they_differ() -> None:
    """The reader of a long quote sees the character that was changed."""
    text = "".join(chr(97 + number % 26) for number in range(200))
    assert difference(text[:100] + "X" + text[101:], text) == (
        f"'{text[80:100]}X{text[101:140]}'",
        f"'{text[80:140]}'",
    )
    assert difference("abc", "ab") == ("'abc'", "'ab'")
