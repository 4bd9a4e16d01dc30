"""The form of a cell: what readers take in different ways, though no schema has anything against it."""

from __future__ import annotations

import re
from collections.abc import Container

from onrecord.contract import Field
from onrecord.validate.rules import shown

# The one form of a value that all readers take in the same way, by type.
PLAIN = {
    "integer": re.compile(r"0|-?[1-9][0-9]*"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
}
_PLAIN_FORMS = {
    "integer": "digits alone, as 12",
    "number": "digits and a point, as 0.5",
    "boolean": "true or false",
}
# Words that programs write where nothing should stand.
MISSING_WORDS = frozenset({"NA", "N/A", "NaN", "nan", "None", "null", "NULL"})
# White space as Unicode defines it; Python takes four control characters for it, too.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# The columns whose words are taken from the article, by table.
WORDS_OF_TEXT = {
    "articles": ("title", "credit", "byline", "dateline"),
    "votes": ("motion", "date_text"),
    "vote_positions": ("voter",),
    "claims": ("claimant",),
}
# Columns that hold words of an article, where a company may be called NA and an answer may be "None".
_WORDS_OF_TEXT = {"name", "exact", "text", "cue", "words"}.union(*WORDS_OF_TEXT.values())


def missing_words(field: Field, *, is_own: bool) -> frozenset[str]:
    """The words that should not stand in a field, which may be one of the project's own tables."""
    allowed = field.type != "string" or field.enum or field.categories or (is_own and field.name in _WORDS_OF_TEXT)
    return frozenset() if allowed else MISSING_WORDS


def reads_plainly(field: Field) -> bool:
    """Whether the cells of a field are read by the standard's defaults."""
    default = Field(field.name, field.type, field.format)
    own = ("true_values", "false_values", "decimal_char", "group_char", "bare_number")
    return all(getattr(field, name) == getattr(default, name) for name in own)


def form_defect(field: Field, cell: str, missing_words: Container[str]) -> tuple[str, str] | None:
    """Code and message of what is wrong with the form of a cell that is not missing."""
    if field.type in PLAIN and reads_plainly(field) and not PLAIN[field.type].fullmatch(cell):
        plain = f"the plain form of its {field.type}: {_PLAIN_FORMS[field.type]}"
        return "loose-form", f"{shown(cell)} is not {plain}"
    if field.type != "string":
        return None
    if cell != cell.strip(_BLANKS):
        return "padded-value", f"{shown(cell)} begins or ends with white space"
    if cell in missing_words:
        return "missing-word", f"{shown(cell)} stands where nothing should"
    return None
