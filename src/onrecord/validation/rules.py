"""The rules that the validator knows: what each means, who asks for it, and what to do; see docs/problems.md."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.problems import Problem
from onrecord.text.printable import address, without_secrets

# Who asks for what is no clause of the standard: onrecord of its own packages, or whoever runs the program.
HOUSE, USER = "onrecord", "the list of accepted problems"


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """What is wrong where a rule is broken, and the usual remedy.

    Attributes:
        meaning: what is wrong.
        remedy: what to do in a package of anybody.
        clause: the page and the section of the standard that forbids it; `HOUSE` for what onrecord asks of its own
            packages alone, `USER` for what the user asks; empty for advice.
        convert: what to do in one of onrecord's own packages, where that is something else.
        is_open: whether it is advice in onrecord's own packages, too: what it tells of may be right as it is.
    """

    meaning: str
    remedy: str
    clause: str = ""
    convert: str = ""
    is_open: bool = False

    @property
    def severity(self) -> str:
        """`error` for what is forbidden, `advice` for what is allowed and will hurt a reader."""
        return "error" if self.clause else "advice"


_RESTORE = "restore the file, or correct the descriptor"
_RESTORE_OWN = "restore the file, or run convert again"
_CONVERT = "run convert again"
_CELL = "correct the cell"
_TEXT = "restore the row from the text, or run convert again"
_SCHEMA = "correct the schema"

RULES: Mapping[str, Rule] = {
    # The package and its files.
    "descriptor-error": Rule(
        "The descriptor or a schema is not what the standard asks for.",
        "correct the descriptor",
        "Data Package, Data Resource, Table Dialect and Table Schema, Properties",
    ),
    "mistyped-property": Rule(
        "A property is nearly one of the standard's, and has no effect as it is.",
        "write it as the standard does",
    ),
    "profile-differs": Rule(
        "The text and the JSON profile of the standard do not ask for the same: some readers refuse it.",
        "write it so that it is as both ask",
    ),
    "repeated-field": Rule(
        "Two fields of a schema have one name; readers keep one of them, or rename one.",
        "give each field a name of its own",
    ),
    "repeated-property": Rule(
        "An object of JSON has a property twice; readers keep one of the values.", "keep one of the two"
    ),
    "impossible-constraint": Rule("A constraint lets no value pass.", _SCHEMA),
    "foreign-pattern": Rule(
        "A pattern uses what the regular expressions of XML Schema do not know; readers understand it differently.",
        "write it without lookarounds, references, flags and other additions",
    ),
    "slow-pattern": Rule(
        "A pattern could take longer than anybody waits for; no cell was judged by it.",
        "write it so that a repetition takes each text in one way only, and without lookarounds and references",
        "Table Schema, pattern",
    ),
    "schema-advice": Rule("A schema lacks what its readers would like to have.", "add it", is_open=True),
    "password-in-url": Rule(
        "A URL has a password in it, which everybody who gets the package can read.",
        "take it out of the descriptor, and change it",
    ),
    "wrong-version": Rule(
        "The version is not a semantic version, as the standard recommends.", "write three numbers, as 1.4.0"
    ),
    "wrong-versioning": Rule(
        "The property `onrecord:versioning` has a value that `publish` does not know.",
        "write 'recipe' or 'additive', or leave it out for the recipe",
    ),
    "missing-file": Rule(
        "A file that the descriptor lists does not exist.", _RESTORE, "Data Resource, path or data", _RESTORE_OWN
    ),
    "wrong-bytes": Rule(
        "The size of a file differs from the one that the descriptor states.",
        _RESTORE,
        "Data Resource, bytes",
        _RESTORE_OWN,
    ),
    "wrong-hash": Rule(
        "The hash of a file differs from the one that the descriptor states.",
        _RESTORE,
        "Data Resource, hash",
        _RESTORE_OWN,
    ),
    "wrong-rows": Rule(
        "The number of rows differs from the one that the descriptor states.", _RESTORE, convert=_RESTORE_OWN
    ),
    "byte-order-mark": Rule(
        "A table or a descriptor begins with a byte order mark, or JSON is in another encoding than UTF-8.",
        "save the file as UTF-8 without a byte order mark",
    ),
    "nul-character": Rule("A table holds a NUL character.", "correct the file", convert=_RESTORE_OWN),
    "carriage-return": Rule(
        "Lines of a table end in different ways, or not as the dialect declares.", "end all lines in the same way"
    ),
    "skipped-row": Rule(
        "A row above the last row of the header is neither of the header nor a comment; readers leave it out.",
        "list the row in headerRows or commentRows, or move it below the header",
    ),
    "not-utf8": Rule(
        "A table is not UTF-8; its rows cannot be judged.",
        "save the file as UTF-8, or declare its encoding",
        "Data Resource, encoding",
    ),
    "not-readable": Rule(
        "A file cannot be unpacked, or is not in the encoding that is declared.",
        _RESTORE,
        "Data Resource, encoding",
        _RESTORE_OWN,
    ),
    "not-csv": Rule(
        "A table is not CSV; its rows cannot be judged.",
        "correct the file, or declare its dialect",
        "Table Dialect, Delimited",
        _RESTORE_OWN,
    ),
    "wrong-header": Rule(
        "The header differs from the schema's fields; the rows cannot be judged.",
        "make the header and the schema the same",
        "Table Schema, fields and fieldsMatch",
        "restore the header as the schema has it",
    ),
    "other-header": Rule(
        "The header differs from the schema's fields, which version 1 of the standard allows.",
        "make the header and the schema the same",
    ),
    "not-judged": Rule(
        "The rows of a table cannot be judged, or a property has no effect here.",
        "write the table as CSV in UTF-8, or leave the property out",
    ),
    "engine-failed": Rule(
        "An engine could not judge a table.", "judge it by --engine fast, or change what the engine does not know"
    ),
    "engines-disagree": Rule(
        "One engine rejects what the other accepts.",
        "write the value in its plain form; if it is, report this as a bug of onrecord",
    ),
    # The list of accepted problems.
    "accepted-without-reason": Rule("A problem is accepted without a reason.", "write why it is accepted", USER),
    "accepted-but-gone": Rule(
        "A problem that is accepted is not found any more.", "remove the line from the list", USER
    ),
    # onrecord's own packages.
    "missing-table": Rule("A package of onrecord lacks one of its tables.", _CONVERT, HOUSE),
    "stray-file": Rule(
        "A file in data/ or seeds/ is not listed in the descriptor.",
        "remove the file, or run convert so that it is listed",
        HOUSE,
    ),
    "empty-table": Rule("The table of articles has no row.", "put articles into seeds/ and run convert", HOUSE),
    # The form of rows and cells.
    "blank-row": Rule(
        "A line is empty where the schema has several fields.", "remove the line", "Table Schema, fields"
    ),
    "wrong-cell-count": Rule(
        "A row has more or fewer cells than the schema has fields.", "correct the row", "Table Schema, fields"
    ),
    "empty-row": Rule("All cells of a row are empty.", "remove the row, if it says nothing"),
    "more-problems": Rule(
        "There are more problems than are kept one by one: 500,000 of a package, and 1,000 of a rule in a table.",
        "correct those that are shown, and validate again",
        is_open=True,
    ),
    "loose-form": Rule(
        "A number or boolean is written in a form that readers take in different ways.", "write it plainly"
    ),
    "beyond-columns": Rule(
        "A value is larger or finer than columns of frames and databases hold; `load` refuses it, others change it.",
        "declare the column as a string, if the value is right",
    ),
    "padded-value": Rule("A value begins or ends with white space.", "remove the outer white space"),
    "missing-word": Rule(
        "A word such as NA or None may be meant for a missing value.",
        "list the word in missingValues if it stands for nothing; leave it if it is a value",
        convert="leave the cell empty",
    ),
    "odd-point": Rule(
        "A point is nowhere on earth: its longitude and its latitude may be in the wrong order.",
        "write the longitude first, then the latitude",
    ),
    "mixed-zones": Rule(
        "Some times of a column have a zone and others have none: readers make no times of it.",
        "write all of them with a zone, or none",
    ),
    # Version 1 says MUST; its tools and the packages of its time do not, and both kinds of times are clear.
    "not-in-utc": Rule(
        "Times of version 1 of the standard are written in UTC, as 2031-05-13T08:00:00Z.",
        "write them so, or name version 2.0 in $schema",
    ),
    "reads-as-number": Rule(
        "Readers that guess types make numbers of a column of strings, and lose characters of it.",
        "have readers go by the schema, or put a letter in front of the values",
        is_open=True,
    ),
    "reads-as-boolean": Rule(
        "Readers that guess types make truth values of a column of strings.",
        "have readers go by the schema, or declare the column as boolean",
        is_open=True,
    ),
    # What the schemas declare.
    "type-error": Rule("A value is not of the column's type.", _CELL, "Table Schema, Field Types"),
    "wrong-format": Rule("A value is not in the column's format.", _CELL, "Table Schema, type and format"),
    "required-missing": Rule("A cell is empty where a value is required.", "fill the cell", "Table Schema, required"),
    "value-not-allowed": Rule(
        "A value is none of those that the schema allows.", _CELL, "Table Schema, enum and categories"
    ),
    "pattern-mismatch": Rule("A value does not match the schema's pattern.", _CELL, "Table Schema, pattern"),
    "below-minimum": Rule("A value is smaller than the schema allows.", _CELL, "Table Schema, minimum"),
    "above-maximum": Rule("A value is larger than the schema allows.", _CELL, "Table Schema, maximum"),
    "not-above-minimum": Rule(
        "A value is not above the exclusive minimum of the schema.", _CELL, "Table Schema, exclusiveMinimum"
    ),
    "not-below-maximum": Rule(
        "A value is not below the exclusive maximum of the schema.", _CELL, "Table Schema, exclusiveMaximum"
    ),
    "too-short": Rule(
        "A value has fewer characters or parts than the schema allows.", _CELL, "Table Schema, minLength"
    ),
    "too-long": Rule("A value has more characters or parts than the schema allows.", _CELL, "Table Schema, maxLength"),
    "not-of-json-schema": Rule(
        "A value is not what the JSON Schema of its column asks for.", _CELL, "Table Schema, jsonSchema"
    ),
    "constraint-broken": Rule(
        "A value breaks another constraint of the schema.", _CELL, "Table Schema, Field Constraints"
    ),
    "duplicate-key": Rule(
        "Two rows have the same primary key.", "correct the key of one of the rows", "Table Schema, primaryKey"
    ),
    "duplicate-value": Rule(
        "A value, or a combination of values, that must be unique is there twice.",
        _CELL,
        "Table Schema, unique and uniqueKeys",
    ),
    "incomplete-key": Rule("A part of the primary key is empty.", "fill the cell", "Table Schema, primaryKey"),
    "unknown-reference": Rule(
        "A row refers to a row that does not exist.",
        "correct the reference, or add the row",
        "Table Schema, foreignKeys",
    ),
    # The source texts.
    "text-missing": Rule("The text of an article is not there.", "restore the text, or run convert again", HOUSE),
    "sidecar-differs": Rule("The sidecar of an article says something else than its row.", "run convert again", HOUSE),
    "text-not-utf8": Rule("The text of an article is not UTF-8.", "restore the text", HOUSE),
    "text-changed": Rule(
        "The text of an article is not the one that was converted.",
        "restore the text, or run convert again",
        HOUSE,
    ),
    "length-differs": Rule("The length of an article differs from its text.", _CONVERT, HOUSE),
    "unsafe-path": Rule("The path of a text leaves the package.", "name a file below seeds/", HOUSE),
    "not-in-text": Rule("Words that are said to stand in the article do not.", _TEXT, HOUSE),
    # Spans.
    "span-order": Rule("A span ends before or where it starts.", _TEXT, HOUSE),
    "span-outside-text": Rule("A span ends beyond the end of its text.", _TEXT, HOUSE),
    "exact-differs": Rule("The text reads differently at the offsets that a row gives.", _TEXT, HOUSE),
    "article-differs": Rule("A row belongs to another article than the row that it is part of.", _CONVERT, HOUSE),
    # Quotes.
    "quote-without-content": Rule("A quote has no content.", _TEXT, HOUSE),
    "too-many-parts": Rule("A quote has more than one source or cue.", "keep one of them", HOUSE),
    "ordinal-gap": Rule(
        "The ordinals of a quote's spans do not run 1, 2, 3 in the order of the text.",
        "number the spans in the order of the text",
        HOUSE,
    ),
    "quote-text-differs": Rule("The text of a quote is not its content joined by spaces.", _TEXT, HOUSE),
    "quote-span-differs": Rule("A quote does not reach from its first to its last content.", _TEXT, HOUSE),
    "cue-differs": Rule("The cue of a quote is not the words of its cue span.", _TEXT, HOUSE),
    "speaker-missing": Rule(
        "A quote of a named speaker names none.", "fill speaker_id, or correct speaker_status", HOUSE
    ),
    "quote-not-within": Rule("A quote does not stand in the words of the quote that it is within.", _TEXT, HOUSE),
    # Votes.
    "unanimous-contradicted": Rule(
        "A vote is called unanimous, yet both sides have votes.",
        "correct unanimous or the counts",
        HOUSE,
    ),
    "tie-contradicted": Rule(
        "A vote is called a tie, yet the sides differ.", "correct the result or the counts", HOUSE
    ),
    "reports-differ": Rule(
        "Reports of one vote give different counts.",
        "check the articles; both may be right, or correct vote_event_id",
        is_open=True,
    ),
    "positions-exceed-count": Rule(
        "More voters are named for an option than it got votes.",
        "correct the count or the positions",
        HOUSE,
    ),
    # Claims.
    "claim-words-differ": Rule("The text of a claim has words that its evidence lacks.", _TEXT, HOUSE),
    "claim-outside-quote": Rule(
        "A claim shares no words with the quote that it is said to be part of.",
        "correct quote_id or the span",
        HOUSE,
    ),
    "claimant-missing": Rule(
        "A claim from a quote with a known speaker names no claimant.",
        "fill claimant_id or claimant, or empty quote_id",
        HOUSE,
    ),
    "claimant-differs": Rule(
        "The claimant is not the speaker, or not the source, of the quote that the claim is part of.",
        "correct claimant_id, claimant or quote_id",
        HOUSE,
    ),
    "claim-negated-differs": Rule("The words negate what negated does not, or the other way round.", _TEXT, HOUSE),
    "claim-certainty-differs": Rule("Hedges, cue and certainty do not go together.", _TEXT, HOUSE),
    "claim-stance-differs": Rule("The cue denies what stance asserts, or the other way round.", _TEXT, HOUSE),
    "claim-cut": Rule("A claim leaves out a word without which it means something else.", _TEXT, HOUSE),
    "claim-roles-swapped": Rule("The object of a claim is named before its subject.", _TEXT, HOUSE),
    # Dates and entities.
    "date-basis-differs": Rule(
        "A vote has a date or a basis of its date, but not both.",
        "fill date_basis, or empty both",
        HOUSE,
    ),
    "not-a-date": Rule("A date is not written in EDTF.", "write it as 2031-05-13, 2031-05 or 2031", HOUSE),
    "entity-without-mention": Rule("An entity is mentioned nowhere.", "remove the entity, or add its mention", HOUSE),
    # Corrections.
    "correction-invalid": Rule("A correction is not written as it should be.", "mend the line", HOUSE),
    "correction-unfit": Rule(
        "The row does not have the value that a correction is of.",
        "look at the row, then mend old_value or remove the line",
        HOUSE,
    ),
    "correction-without-row": Rule(
        "A correction is of a row that does not exist.",
        "write the id of the row that is meant, or remove the line",
        HOUSE,
    ),
    "correction-not-applied": Rule(
        "The tables do not show a correction.",
        "run convert again; it says why, if it cannot",
        HOUSE,
    ),
    # Ids.
    "changed-id-in-use": Rule(
        "An id that is said to be gone is in its table.", "remove the row, or run convert again", HOUSE
    ),
    "changed-id-unknown": Rule(
        "The id that is said to stand for another one is in no row.",
        "empty new_id, or run convert again",
        HOUSE,
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
    if not place.get("line"):  # what a descriptor or a schema says, and not a cell, which is shown as it is
        message, place["value"] = without_secrets(message), without_secrets(place.get("value", ""))
    for name in ("path", "table"):
        if "://" in place.get(name, ""):
            place[name] = address(place[name])
    return Problem(code, message, remedy or rule.remedy, severity=rule.severity, **place)


def settled(problems: Iterable[Problem], *, is_own: bool = False, is_strict: bool = False) -> Iterator[Problem]:
    """Problems with the severity and the remedy that they have in a package.

    Args:
        problems: what was found.
        is_own: whether it is one of onrecord's own packages, which are judged strictly and can be converted again.
        is_strict: whether advice counts as an error.
    """
    for found in problems:
        rule, severity, remedy = RULES[found.code], found.severity, found.remedy
        if is_strict or (is_own and not rule.is_open):
            severity = "error"
        if is_own and rule.convert and remedy == rule.remedy:
            remedy = rule.convert
        is_same = (severity, remedy) == (found.severity, found.remedy)
        yield found if is_same else dataclasses.replace(found, severity=severity, remedy=remedy)
