"""Which cells the columns of the project's own tables accept, for cells that people write in corrections and sidecars.

The rules are those of `tableschema`, which the validator uses as well.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from onrecord.tableschema.forms import PLAIN
from onrecord.tableschema.schema import Field
from onrecord.tableschema.values import broken, normal
from onrecord.text.edtf import is_edtf
from onrecord.text.printable import shown

SEPARATOR = " | "  # between the values in one cell
_BOUNDS = {"below-minimum": "minimum", "above-maximum": "maximum"}


def rejects(field: Field, cell: str) -> str:
    """Why a column of the project's own tables does not accept a cell; empty if it does."""
    if not cell:
        return "is empty" if field.required else ""
    if codes := _judge(field)(cell):
        return f"is {shown(cell)}, {_reason(field, codes[0])}"
    if field.notation == "edtf" and not is_edtf(cell):
        return f"is {shown(cell)}, which is not a date in EDTF"
    plain = PLAIN.get(field.type)
    if plain is not None and not plain.fullmatch(as_written(field, cell)):  # an infinite number
        return f"is {shown(cell)}, which is not a finite number"
    return f"is {shown(cell)}, with blanks around it" if cell != cell.strip() else ""


def as_written(field: Field, cell: str) -> str:
    """A cell as the tables write its value: `true` for `True`, `1000` for `1e3`; words stay as they are.

    So does a cell that is not of its column's type.
    """
    return _normal(field)(cell) if cell and field.type in PLAIN else cell


def _reason(field: Field, code: str) -> str:
    match code:
        case "type-error":
            return f"not {'an' if field.type[0] in 'aeiou' else 'a'} {field.type}"
        case "wrong-format":
            return f"not in the format {field.format}"
        case "value-not-allowed":
            return f"none of {', '.join(map(str, field.enum))}"
        case "pattern-mismatch":
            return f"which does not match {field.pattern}"
        case "below-minimum" | "above-maximum":
            return f"beyond {getattr(field, _BOUNDS[code])}"
    return "too short" if code == "too-short" else f"which breaks the rule {code}"


@functools.lru_cache
def _judge(field: Field) -> Callable[[str], tuple[str, ...]]:
    return broken(field)


@functools.lru_cache
def _normal(field: Field) -> Callable[[str], str]:
    return normal(field)
