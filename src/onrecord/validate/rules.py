"""The rules that the validator knows, with what each means and what to do about it; see docs/problems.md."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from onrecord.problems import Problem


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong where a rule is broken, the usual remedy, and whether that is an `error` or a `warning`."""

    meaning: str
    remedy: str
    severity: str = "error"


_RESTORE = "restore the file, or run convert again"
_CONVERT = "run convert again"
_CELL = "correct the cell"
_TEXT = "restore the row from the text, or run convert again"

RULES: Mapping[str, Rule] = {
    # The package and its files.
    "descriptor-error": Rule("The descriptor or a schema is not what the standard asks for.", "mend datapackage.json"),
    "mistyped-property": Rule(
        "A property is nearly one of the standard's, and has no effect as it is.", "write it as the standard does"
    ),
    "impossible-constraint": Rule("A constraint lets no value pass, or repeats itself.", "mend the schema"),
    "slow-pattern": Rule(
        "A pattern could take longer than anybody waits for some texts.",
        "write it so that a repetition takes each text in one way only, and without lookarounds and references",
    ),
    "schema-advice": Rule("A schema lacks what its readers would want.", "add it", "warning"),
    "no-tables": Rule("The descriptor lists no table.", _CONVERT),
    "missing-table": Rule("A package of onrecord lacks one of its tables.", _CONVERT),
    "wrong-version": Rule("The version is no semantic version.", "write three numbers, as 1.4.0"),
    "missing-file": Rule("A file that the descriptor lists does not exist.", _RESTORE),
    "stray-file": Rule(
        "A file in data/ or seeds/ is not listed in the descriptor.",
        "remove the file, or run convert so that it is listed",
    ),
    "wrong-bytes": Rule("The size of a file differs from the one that the descriptor states.", _RESTORE),
    "wrong-hash": Rule("The hash of a file differs from the one that the descriptor states.", _RESTORE),
    "wrong-rows": Rule("The number of rows differs from the one that the descriptor states.", _RESTORE),
    "byte-order-mark": Rule(
        "A table begins with a byte order mark.", "save the file as UTF-8 without a byte order mark"
    ),
    "nul-character": Rule("A table holds a NUL character.", _RESTORE),
    "carriage-return": Rule("Lines of a table end with a carriage return.", "save the file with line feeds alone"),
    "not-utf8": Rule("A table is not UTF-8; its rows cannot be judged.", "save the file as UTF-8"),
    "not-readable": Rule("A file cannot be unpacked, or is not in the encoding that is declared.", _RESTORE),
    "not-csv": Rule("A table is not CSV; its rows cannot be judged.", _RESTORE),
    "wrong-header": Rule(
        "The header differs from the schema's fields; the rows cannot be judged.",
        "restore the header as the schema has it",
    ),
    "empty-table": Rule("The table of articles has no row.", "put articles into seeds/ and run convert"),
    "not-judged": Rule(
        "The rows of a table cannot be judged, or a property has no effect here.",
        "write the table as CSV in UTF-8, or leave the property out",
        "warning",
    ),
    "engine-failed": Rule("An engine could not judge a table.", "mend the schema or the table"),
    "engines-disagree": Rule(
        "One engine rejects what the other accepts.",
        "write the value in its plain form; if it is, report this as a bug of onrecord",
    ),
    # The list of accepted problems.
    "accepted-without-reason": Rule("A problem is accepted without a reason.", "write why it is accepted"),
    "accepted-but-gone": Rule("A problem that is accepted is not found any more.", "remove the line from the list"),
    # The form of rows and cells.
    "blank-row": Rule("All cells of a row are empty.", "remove the row"),
    "wrong-cell-count": Rule("A row has more or fewer cells than the header.", "restore the row"),
    "loose-form": Rule("A number or boolean stands in a form that readers take in different ways.", "write it plainly"),
    "padded-value": Rule("A value begins or ends with white space.", "remove the outer white space"),
    "missing-word": Rule("A word such as NA or None stands for a missing value.", "leave the cell empty"),
    "mixed-zones": Rule(
        "Some times of a column have a zone and others have none: readers make no times of it.",
        "write all of them with a zone, or none",
    ),
    "reads-as-number": Rule(
        "Readers that guess types make numbers of a column of strings, and lose characters of it.",
        "put a letter in front of the values, or have readers go by the schema",
        "warning",
    ),
    "reads-as-boolean": Rule(
        "Readers that guess types make truth values of a column of strings.",
        "declare the column as boolean, or have readers go by the schema",
        "warning",
    ),
    # What the schemas declare.
    "type-error": Rule("A value is not of the column's type.", _CELL),
    "wrong-format": Rule("A value is not in the column's format.", _CELL),
    "required-missing": Rule("A cell is empty where a value is required.", "fill the cell"),
    "value-not-allowed": Rule("A value is none of those that the schema allows.", _CELL),
    "pattern-mismatch": Rule("A value does not match the schema's pattern.", _CELL),
    "below-minimum": Rule("A number is smaller than the schema allows.", _CELL),
    "above-maximum": Rule("A number is larger than the schema allows.", _CELL),
    "not-above-minimum": Rule("A value is not above the exclusive minimum of the schema.", _CELL),
    "not-below-maximum": Rule("A value is not below the exclusive maximum of the schema.", _CELL),
    "too-short": Rule("A value has fewer characters or parts than the schema allows.", _CELL),
    "too-long": Rule("A value has more characters or parts than the schema allows.", _CELL),
    "not-of-json-schema": Rule("A value is not what the JSON Schema of its column asks for.", _CELL),
    "constraint-broken": Rule("A value breaks another constraint of the schema.", _CELL),
    "duplicate-key": Rule("Two rows have the same primary key.", "remove one of the rows"),
    "duplicate-value": Rule("A value, or a combination of values, that must be unique stands twice.", _CELL),
    "incomplete-key": Rule("A part of the primary key is empty.", "fill the cell"),
    "unknown-reference": Rule("A row refers to a row that does not exist.", "correct the reference, or add the row"),
    # The source texts.
    "text-missing": Rule("The text of an article is not there.", "restore the text, or run convert again"),
    "sidecar-differs": Rule("The sidecar of an article says something else than its row.", "run convert again"),
    "text-not-utf8": Rule("The text of an article is not UTF-8.", "restore the text"),
    "text-changed": Rule(
        "The text of an article is not the one that was converted.", "restore the text, or run convert again"
    ),
    "length-differs": Rule("The length of an article differs from its text.", _CONVERT),
    "unsafe-path": Rule("The path of a text leaves the package.", "name a file below seeds/"),
    "not-in-text": Rule("Words that are said to stand in the article do not.", _TEXT),
    # Spans.
    "span-order": Rule("A span ends before or where it starts.", _TEXT),
    "span-outside-text": Rule("A span ends beyond the end of its text.", _TEXT),
    "exact-differs": Rule("The text reads differently at the offsets that a row gives.", _TEXT),
    "article-differs": Rule("A row belongs to another article than the row that it is part of.", _CONVERT),
    # Quotes.
    "quote-without-content": Rule("A quote has no content.", _TEXT),
    "too-many-parts": Rule("A quote has more than one source or cue.", "keep one of them"),
    "ordinal-gap": Rule(
        "The ordinals of a quote's spans do not run 1, 2, 3 in the order of the text.",
        "number the spans in the order of the text",
    ),
    "quote-text-differs": Rule("The text of a quote is not its content joined by spaces.", _TEXT),
    "quote-span-differs": Rule("A quote does not reach from its first to its last content.", _TEXT),
    "cue-differs": Rule("The cue of a quote is not the words of its cue span.", _TEXT),
    "speaker-missing": Rule("A quote of a named speaker names none.", "fill speaker_id, or correct speaker_status"),
    "quote-not-within": Rule("A quote does not stand in the words of the quote that it is within.", _TEXT),
    # Votes.
    "unanimous-contradicted": Rule(
        "A vote is called unanimous, yet both sides have votes.", "correct unanimous or the counts"
    ),
    "tie-contradicted": Rule("A vote is called a tie, yet the sides differ.", "correct the result or the counts"),
    "reports-differ": Rule(
        "Reports of one vote give different counts.",
        "check the articles; both may stand, or correct vote_event_id",
        "warning",
    ),
    "positions-exceed-count": Rule(
        "More voters are named for an option than it got votes.", "correct the count or the positions"
    ),
    # Claims.
    "claim-words-differ": Rule("The text of a claim has words that its evidence lacks.", _TEXT),
    "claim-outside-quote": Rule(
        "A claim shares no words with the quote that it is said to be part of.", "correct quote_id or the span"
    ),
    "claimant-missing": Rule(
        "A claim from a quote with a known speaker names no claimant.",
        "fill claimant_id or claimant, or empty quote_id",
    ),
    "claimant-differs": Rule(
        "The claimant is not the speaker, or not the source, of the quote that the claim is part of.",
        "correct claimant_id, claimant or quote_id",
    ),
    "claim-negated-differs": Rule("The words negate what negated does not, or the other way round.", _TEXT),
    "claim-certainty-differs": Rule("Hedges, cue and certainty do not go together.", _TEXT),
    "claim-stance-differs": Rule("The cue denies what stance asserts, or the other way round.", _TEXT),
    "claim-cut": Rule("A claim leaves out a word without which it means something else.", _TEXT),
    "claim-roles-swapped": Rule("The object of a claim is named before its subject.", _TEXT),
    # Dates and entities.
    "date-basis-differs": Rule(
        "A vote has a date or a basis of its date, but not both.", "fill date_basis, or empty both"
    ),
    "not-a-date": Rule("A date is not written in EDTF.", "write it as 2031-05-13, 2031-05 or 2031"),
    "entity-without-mention": Rule("An entity is mentioned nowhere.", "remove the entity, or add its mention"),
    # Corrections.
    "correction-invalid": Rule("A correction is not written as it should be.", "mend the line"),
    "correction-unfit": Rule(
        "The row does not have the value that a correction is of.",
        "look at the row, then mend old_value or remove the line",
    ),
    "correction-without-row": Rule(
        "A correction is of a row that does not exist.", "write the id of the row that is meant, or remove the line"
    ),
    "correction-not-applied": Rule(
        "The tables do not show a correction.", "run convert again; it says why, if it cannot"
    ),
    # Ids.
    "changed-id-in-use": Rule("An id that is said to be gone is in its table.", "remove the row, or run convert again"),
    "changed-id-unknown": Rule(
        "The id that is said to stand for another one is in no row.", "empty new_id, or run convert again"
    ),
}


def problem(code: str, message: str, *, remedy: str = "", **place: Any) -> Problem:
    """A problem under one of the `RULES`, with the rule's remedy unless the case has a better one.

    Args:
        code: a key of `RULES`.
        message: the value and how it breaks the rule.
        remedy: what to do instead of the rule's own remedy.
        place: the other attributes of `Problem`.
    """
    rule = RULES[code]
    return Problem(code, message, remedy or rule.remedy, severity=rule.severity, **place)


def shown(value: str, limit: int = 60) -> str:
    """A value as a message shows it: quoted, on one line, its middle left out where it is long."""
    if len(value) > limit:
        value = f"{value[: limit // 2]}…{value[-(limit // 2) :]}"
    return repr(value)


def difference(one: str, other: str) -> tuple[str, str]:
    """Two unequal texts as a message shows them, each around the first character in which they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    first = next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
    around = slice(max(0, first - 20), first + 40)
    return shown(one[around]), shown(other[around])
