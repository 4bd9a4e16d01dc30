"""The form of a cell: forms that the standard allows but readers read in different ways. All of this is advice."""

from __future__ import annotations

import re
from collections.abc import Container

from onrecord.tableschema.parsers import REFUSALS, parser_of
from onrecord.tableschema.schema import Field, Table
from onrecord.text.printable import shown

# The form of a value that all readers read in the same way, by type.
PLAIN = {
    "integer": re.compile(r"0|-?[1-9][0-9]*"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
}
_PLAIN_FORMS = {
    "integer": "only digits, such as 12",
    "number": "digits and a point, such as 0.5",
    "boolean": "true or false",
}
# Words that programs write for a missing value.
MISSING_WORDS = frozenset({"NA", "N/A", "NaN", "nan", "None", "null", "NULL"})
# The notation of a field whose values are whole texts: white space at their ends is a part of them.
WHOLE_TEXT = "text"
# Short codes, such as those of countries, languages and currencies, among which NA and nan are ordinary codes.
CODES = ("^[A-Z0-9]{1,4}$", "^[a-z0-9]{1,4}$")
# White space as Unicode defines it; Python adds four control characters.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def missing_words(table: Table, field: Field) -> frozenset[str]:
    """The words in a field that may be meant for a missing value.

    Empty if the schema lists the values, or says that the field holds words of a text, in which a company may be called
    NA and an answer may be "None". A word that is listed as a missing value of another field is left out, too, because
    the author of the schema then meant it to be a value here.
    """
    if field.type != "string" or field.enum or field.categories or field.words:
        return frozenset()
    others = [other for other in table.fields if other.name != field.name]
    return MISSING_WORDS.difference(*((*other.missing_values, *(other.null_texts or ())) for other in others))


def reads_plainly(field: Field) -> bool:
    """Whether the cells of a field are read by the standard's defaults."""
    default = Field(field.name, field.type, field.format)
    own = ("true_values", "false_values", "decimal_char", "group_char", "bare_number")
    return all(getattr(field, name) == getattr(default, name) for name in own)


def form_defect(field: Field, cell: str, missing_words: Container[str]) -> tuple[str, str] | None:
    """The code and the message of advice on the form of a cell that is not missing; None if it needs none."""
    if field.type in PLAIN and reads_plainly(field) and not PLAIN[field.type].fullmatch(cell):
        plain = f"the plain form of its {field.type}: {_PLAIN_FORMS[field.type]}"
        return "loose-form", f"{shown(cell)} is not {plain}"
    if field.type == "geopoint" and not _is_on_earth(field, cell):
        return "odd-point", f"{shown(cell)} is outside of -180 to 180 and -90 to 90 degrees"
    if field.type != "string" or field.notation == WHOLE_TEXT:
        return None
    if cell != cell.strip(_BLANKS):
        return "padded-value", f"{shown(cell)} begins or ends with white space"
    if cell in missing_words:
        return "missing-word", f"{shown(cell)} may be meant for a missing value, and some readers read it as missing"
    return None


def _is_on_earth(field: Field, cell: str) -> bool:
    try:
        longitude, latitude = parser_of(field)(cell)
    except REFUSALS:
        return True  # it is not a point, which is reported as a type error
    return bool(-180 <= longitude <= 180 and -90 <= latitude <= 90)
