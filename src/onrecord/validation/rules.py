"""The rules of the validator: the meaning, source and remedy of each; see docs/problems.md."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.problems import Problem
from onrecord.text.printable import address, without_secrets

# The sources of rules that are not clauses of the standard: onrecord for its own packages, and the user.
HOUSE, USER = "onrecord", "the list of accepted problems"
# The number of problems that are listed: of a package, and of each rule in a table even beyond that, so that frequent
# problems do not hide rare problems.
MOST_PROBLEMS, PROBLEMS_OF_A_RULE = 500_000, 1_000


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the validator.

    Attributes:
        meaning: what is wrong if it is broken.
        remedy: the usual remedy.
        clause: the page and section of the standard that forbids it; `HOUSE` for rules on onrecord's own packages,
            `USER` for rules that the user sets; empty for advice.
        convert: the remedy in onrecord's own packages, if it differs.
        stays_advice: whether it is only advice in onrecord's own packages, too, because the data may be right.
    """

    meaning: str
    remedy: str
    clause: str = ""
    convert: str = ""
    stays_advice: bool = False

    @property
    def severity(self) -> str:
        """`error` if the rule has a clause, else `advice`."""
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
        "The descriptor or a schema breaks the standard.",
        "correct the descriptor",
        "Data Package, Data Resource, Table Dialect and Table Schema, Properties",
    ),
    "mistyped-property": Rule(
        "The name of a property is close to one of the standard's; as written, it has no effect.",
        "use the standard's spelling",
    ),
    "profile-differs": Rule(
        "The text of the standard and its JSON profile disagree here; some readers refuse it.",
        "write it in a form that both allow",
    ),
    "repeated-field": Rule(
        "Two fields of a schema have the same name; readers drop or rename one of them.",
        "give each field its own name",
    ),
    "repeated-property": Rule(
        "A JSON object has the same property twice; readers keep only one of the values.", "remove one of the two"
    ),
    "impossible-constraint": Rule("No value can satisfy a constraint.", _SCHEMA),
    "foreign-pattern": Rule(
        "A pattern uses syntax that the regular expressions of XML Schema lack; readers interpret it differently.",
        "write it without lookarounds, back-references, flags and other extensions",
    ),
    "slow-pattern": Rule(
        "A pattern could take too long to match; no cell was checked against it.",
        "rewrite it so that each repetition matches a text in only one way, without lookarounds and back-references",
        "Table Schema, pattern",
    ),
    "schema-advice": Rule("A schema lacks something that would help its readers.", "add it", stays_advice=True),
    "password-in-url": Rule(
        "A URL contains a password, which everybody who gets the package can read.",
        "remove it from the descriptor, and change the password",
    ),
    "wrong-version": Rule(
        "The version is not a semantic version, which the standard recommends, or has more than 100 characters.",
        "write three numbers, such as 1.4.0",
    ),
    "wrong-versioning": Rule(
        "The property `onrecord:versioning` has a value that `publish` does not know.",
        "write 'recipe' or 'additive', or remove the property to use the recipe",
    ),
    "missing-file": Rule(
        "A file that the descriptor lists does not exist.", _RESTORE, "Data Resource, path or data", _RESTORE_OWN
    ),
    "wrong-bytes": Rule(
        "The size of a file differs from the size in the descriptor.",
        _RESTORE,
        "Data Resource, bytes",
        _RESTORE_OWN,
    ),
    "wrong-hash": Rule(
        "The hash of a file differs from the hash in the descriptor.",
        _RESTORE,
        "Data Resource, hash",
        _RESTORE_OWN,
    ),
    "wrong-rows": Rule("The number of rows differs from the number in the descriptor.", _RESTORE, convert=_RESTORE_OWN),
    "byte-order-mark": Rule(
        "A table or a descriptor begins with a byte order mark, or JSON is not UTF-8.",
        "save the file as UTF-8 without a byte order mark",
    ),
    "nul-character": Rule("A table holds a NUL character.", "correct the file", convert=_RESTORE_OWN),
    "carriage-return": Rule(
        "The lines of a table end in different ways, or not as the dialect declares.",
        "use the same line ending throughout",
    ),
    "skipped-row": Rule(
        "A row above the last header row is neither a header row nor a comment; readers skip it.",
        "list the row in headerRows or commentRows, or move it below the header",
    ),
    "not-utf8": Rule(
        "A table is not UTF-8; its rows cannot be checked.",
        "save the file as UTF-8, or declare its encoding",
        "Data Resource, encoding",
    ),
    "not-readable": Rule(
        "A file cannot be unpacked, or is not in its declared encoding.",
        _RESTORE,
        "Data Resource, encoding",
        _RESTORE_OWN,
    ),
    "not-csv": Rule(
        "A table is not CSV; its rows cannot be checked.",
        "correct the file, or declare its dialect",
        "Table Dialect, Delimited",
        _RESTORE_OWN,
    ),
    "wrong-header": Rule(
        "The header differs from the schema's fields; the rows cannot be checked.",
        "make the header and the schema match",
        "Table Schema, fields and fieldsMatch",
        "restore the header to match the schema",
    ),
    "other-header": Rule(
        "The header differs from the schema's fields, which version 1 of the standard allows.",
        "make the header and the schema match",
    ),
    "not-judged": Rule(
        "The rows of a table cannot be checked, or a property has no effect here.",
        "write the table as CSV in UTF-8, or remove the property",
    ),
    "engine-failed": Rule(
        "An engine could not check a table.", "use --engine fast, or change what the engine does not support"
    ),
    "engines-disagree": Rule(
        "One engine rejects what the other accepts.",
        "write the value in its plain form; if it already is, report this as a bug in onrecord",
    ),
    # The list of accepted problems.
    "accepted-without-reason": Rule("A problem is accepted without a reason.", "add the reason", USER),
    "accepted-but-gone": Rule("An accepted problem no longer occurs.", "remove the line from the list", USER),
    # onrecord's own packages.
    "missing-table": Rule("An onrecord package lacks one of its tables.", _CONVERT, HOUSE),
    "stray-file": Rule(
        "A file in data/ or seeds/ is not listed in the descriptor.",
        "remove the file, or run convert to list it",
        HOUSE,
    ),
    "empty-table": Rule("The table of articles has no rows.", "put articles into seeds/ and run convert", HOUSE),
    # The form of rows and cells.
    "blank-row": Rule(
        "A line is empty although the schema has several fields.", "remove the line", "Table Schema, fields"
    ),
    "wrong-cell-count": Rule(
        "A row has more or fewer cells than the schema has fields.", "correct the row", "Table Schema, fields"
    ),
    "empty-row": Rule("All cells of a row are empty.", "remove the row if it holds no data"),
    "more-problems": Rule(
        f"There are more problems than are listed: {MOST_PROBLEMS:,} of a package, "
        f"and at least {PROBLEMS_OF_A_RULE:,} of each rule in a table.",
        "fix those that are shown, then validate again",
        stays_advice=True,
    ),
    "loose-form": Rule(
        "A number or boolean is written in a form that readers interpret differently.", "write it in its plain form"
    ),
    "beyond-columns": Rule(
        "A value is too large or too precise for data frames and databases; `load` refuses it, others change it.",
        "declare the column as a string if the value is right",
    ),
    "padded-value": Rule("A value begins or ends with white space.", "remove the outer white space"),
    "missing-word": Rule(
        "A word such as NA or None may mean that the value is missing.",
        "list the word in missingValues if it means missing; leave it if it is a value",
        convert="leave the cell empty",
    ),
    "odd-point": Rule(
        "A point is nowhere on earth; longitude and latitude may be swapped.",
        "write the longitude first, then the latitude",
    ),
    "mixed-zones": Rule(
        "Some times in a column have a zone and others do not; readers cannot read them as times.",
        "write all of them with a zone, or all without",
    ),
    # Advice although version 1 says MUST: its tools and packages do not follow it, and other zones are clear.
    "not-in-utc": Rule(
        "A time is not in UTC, which version 1 of the standard asks for.",
        "write it as 2031-05-13T08:00:00Z, or declare version 2.0 in $schema",
    ),
    "reads-as-number": Rule(
        "Readers that guess types turn a column of strings into numbers, and lose characters.",
        "make readers use the schema, or put a letter before each value",
        stays_advice=True,
    ),
    "reads-as-boolean": Rule(
        "Readers that guess types turn a column of strings into booleans.",
        "make readers use the schema, or declare the column as boolean",
        stays_advice=True,
    ),
    # The types, constraints and keys of the schemas.
    "type-error": Rule("A value does not have the column's type.", _CELL, "Table Schema, Field Types"),
    "wrong-format": Rule("A value does not have the column's format.", _CELL, "Table Schema, type and format"),
    "required-missing": Rule("A cell is empty where a value is required.", "fill the cell", "Table Schema, required"),
    "value-not-allowed": Rule(
        "A value is not in the list that the schema allows.", _CELL, "Table Schema, enum and categories"
    ),
    "pattern-mismatch": Rule("A value does not match the schema's pattern.", _CELL, "Table Schema, pattern"),
    "below-minimum": Rule("A value is below the schema's minimum.", _CELL, "Table Schema, minimum"),
    "above-maximum": Rule("A value is above the schema's maximum.", _CELL, "Table Schema, maximum"),
    "not-above-minimum": Rule(
        "A value is not above the schema's exclusive minimum.", _CELL, "Table Schema, exclusiveMinimum"
    ),
    "not-below-maximum": Rule(
        "A value is not below the schema's exclusive maximum.", _CELL, "Table Schema, exclusiveMaximum"
    ),
    "too-short": Rule(
        "A value has fewer characters or parts than the schema allows.", _CELL, "Table Schema, minLength"
    ),
    "too-long": Rule("A value has more characters or parts than the schema allows.", _CELL, "Table Schema, maxLength"),
    "not-of-json-schema": Rule(
        "A value does not match the JSON Schema of its column.", _CELL, "Table Schema, jsonSchema"
    ),
    "constraint-broken": Rule(
        "A value breaks another constraint of the schema.", _CELL, "Table Schema, Field Constraints"
    ),
    "duplicate-key": Rule(
        "Two rows have the same primary key.", "correct the key of one of the rows", "Table Schema, primaryKey"
    ),
    "duplicate-value": Rule(
        "A value, or a combination of values, that must be unique occurs twice.",
        _CELL,
        "Table Schema, unique and uniqueKeys",
    ),
    "incomplete-key": Rule("Part of the primary key is empty.", "fill the cell", "Table Schema, primaryKey"),
    "unknown-reference": Rule(
        "A row refers to a row that does not exist.",
        "correct the reference, or add the row",
        "Table Schema, foreignKeys",
    ),
    # The source texts.
    "text-missing": Rule("The text of an article is missing.", "restore the text, or run convert again", HOUSE),
    "sidecar-differs": Rule("The sidecar of an article contradicts its row.", "run convert again", HOUSE),
    "origin-differs": Rule(
        "The text of an article differs from the original that it was derived from.",
        "restore both, or remove the text and convert the original again",
        HOUSE,
    ),
    "text-not-utf8": Rule("The text of an article is not UTF-8.", "restore the text", HOUSE),
    "text-changed": Rule(
        "The text of an article has changed since it was converted.",
        "restore the text, or run convert again",
        HOUSE,
    ),
    "length-differs": Rule("The length of an article differs from the length of its text.", _CONVERT, HOUSE),
    "unsafe-path": Rule("The path of a text leads out of the package.", "use a path below seeds/", HOUSE),
    "not-in-text": Rule("Words of a row do not occur in the article.", _TEXT, HOUSE),
    # Spans.
    "span-order": Rule("A span is empty or ends before it starts.", _TEXT, HOUSE),
    "span-outside-text": Rule("A span ends beyond the end of its text.", _TEXT, HOUSE),
    "exact-differs": Rule("The text at a row's offsets differs from the words in the row.", _TEXT, HOUSE),
    "article-differs": Rule("A row belongs to a different article from the row that it is part of.", _CONVERT, HOUSE),
    # Quotes.
    "quote-without-content": Rule("A quote has no content.", _TEXT, HOUSE),
    "too-many-parts": Rule("A quote has more than one source or cue.", "keep one of them", HOUSE),
    "ordinal-gap": Rule(
        "The ordinals of a quote's spans do not run 1, 2, 3 in text order.",
        "number the spans in text order",
        HOUSE,
    ),
    "quote-text-differs": Rule("The text of a quote differs from its content joined by spaces.", _TEXT, HOUSE),
    "quote-span-differs": Rule("A quote does not run from its first to its last content span.", _TEXT, HOUSE),
    "cue-differs": Rule("The cue of a quote differs from the words of its cue span.", _TEXT, HOUSE),
    "speaker-missing": Rule(
        "A quote with a named speaker has no speaker_id.", "fill speaker_id, or correct speaker_status", HOUSE
    ),
    "quote-not-within": Rule("A quote is not inside the quote that within_id names.", _TEXT, HOUSE),
    # Votes.
    "unanimous-contradicted": Rule(
        "A vote is marked unanimous, but both sides have votes.",
        "correct unanimous or the counts",
        HOUSE,
    ),
    "tie-contradicted": Rule(
        "A vote is marked as a tie, but the counts differ.", "correct the result or the counts", HOUSE
    ),
    "reports-differ": Rule(
        "Reports of the same vote give different counts.",
        "check the articles: both may be right, or vote_event_id is wrong",
        stays_advice=True,
    ),
    "count-not-in-words": Rule(
        "A count is not the number that its words state.",
        "correct value, or exact if other words state the count",
        HOUSE,
    ),
    "positions-exceed-count": Rule(
        "More voters are named for an option than it received votes.",
        "correct the count or the positions",
        HOUSE,
    ),
    # Claims.
    "claim-words-differ": Rule("The text of a claim has words that its evidence lacks.", _TEXT, HOUSE),
    "claim-outside-quote": Rule(
        "A claim shares no words with the quote that quote_id names.",
        "correct quote_id or the span",
        HOUSE,
    ),
    "claimant-missing": Rule(
        "A claim from a quote with a known speaker has no claimant.",
        "fill claimant_id or claimant, or clear quote_id",
        HOUSE,
    ),
    "claimant-differs": Rule(
        "The claimant of a claim differs from the speaker or the source of its quote.",
        "correct claimant_id, claimant or quote_id",
        HOUSE,
    ),
    "claim-negated-differs": Rule("The column negated contradicts the words of the claim.", _TEXT, HOUSE),
    "claim-certainty-differs": Rule(
        "The column certainty contradicts the hedges or the cue of the claim.", _TEXT, HOUSE
    ),
    "claim-stance-differs": Rule("The column stance contradicts the cue of the claim.", _TEXT, HOUSE),
    "claim-cut": Rule("A claim leaves out a word that changes its meaning.", _TEXT, HOUSE),
    "claim-roles-swapped": Rule("The object of a claim comes before its subject.", _TEXT, HOUSE),
    # Dates and entities.
    "date-basis-differs": Rule(
        "A vote has a date without a date_basis, or a date_basis without a date.",
        "fill both, or clear both",
        HOUSE,
    ),
    "not-a-date": Rule("A date is not valid EDTF.", "write it as 2031-05-13, 2031-05 or 2031", HOUSE),
    "entity-without-mention": Rule("An entity has no mention.", "remove the entity, or add a mention", HOUSE),
    # Corrections.
    "correction-invalid": Rule("A line of a corrections file is invalid.", "fix the line", HOUSE),
    "correction-unfit": Rule(
        "The old_value of a correction differs from the value in the row.",
        "look at the row, then update old_value or remove the line",
        HOUSE,
    ),
    "correction-without-row": Rule(
        "A correction names a row that does not exist.",
        "write the id of the row that you mean, or remove the line",
        HOUSE,
    ),
    "corrections-disagree": Rule(
        "Two files of corrections disagree about a row.",
        "agree, and change one of the lines, or add a line with the action settle",
        HOUSE,
    ),
    "correction-not-applied": Rule(
        "A correction is not in the tables.",
        "run convert again; if it cannot apply it, it says why",
        HOUSE,
    ),
    # Ids.
    "changed-id-in-use": Rule(
        "An id that is listed as removed is still in its table.", "remove the row, or run convert again", HOUSE
    ),
    "changed-id-unknown": Rule(
        "The id that replaces a removed id is not in any row.",
        "clear new_id, or run convert again",
        HOUSE,
    ),
    # Relations between articles.
    "relation-to-itself": Rule("An article is related to itself.", "remove the row, or run convert again", HOUSE),
    "relation-reversed": Rule(
        "A relation without a direction has the larger id first, or a relation with a direction is listed in both.",
        "remove the row, or run convert again",
        HOUSE,
    ),
    "relation-text-differs": Rule(
        "Two articles are said to have the same text, but the words of their bodies differ.", _TEXT, HOUSE
    ),
    "relation-shares-differ": Rule(
        "The likeness is larger than the containment, or the same text is not completely shared.",
        _CONVERT,
        HOUSE,
    ),
    "relation-publisher-differs": Rule(
        "An update is not by the publisher of the earlier version, or a source is not by another publisher.",
        "correct the publisher in the sidecar, or the relation, and run convert again",
        HOUSE,
    ),
    "relation-date-differs": Rule(
        "An article was published before its source or its earlier version.",
        "correct the date in the sidecar, or the relation, and run convert again",
        HOUSE,
    ),
    "story-differs": Rule(
        "Related articles are of different stories, or unrelated articles are of the same story.", _CONVERT, HOUSE
    ),
    # Entities across articles.
    "link-missing": Rule(
        "Several articles mention an entity, but one of them has no row in entity_links.", _CONVERT, HOUSE
    ),
    "link-without-mention": Rule(
        "A row of entity_links is not at a mention of the entity, or no other article mentions the entity.",
        "remove the row, or run convert again",
        HOUSE,
    ),
    "link-decision-differs": Rule(
        "A row of entity_links says that a person decided without naming the correction, or the reverse.",
        _CONVERT,
        HOUSE,
    ),
}


def problem(code: str, message: str, *, remedy: str = "", **place: Any) -> Problem:
    """A problem under one of the `RULES`.

    Args:
        code: a key of `RULES`.
        message: the value and how it breaks the rule.
        remedy: a better remedy than the rule's own; by default, that of the rule.
        place: the other attributes of `Problem`.
    """
    rule = RULES[code]
    if not place.get("line"):  # values of a descriptor or a schema may be secret; cells are shown as they are
        message, place["value"] = without_secrets(message), without_secrets(place.get("value", ""))
    for name in ("path", "table"):
        if "://" in place.get(name, ""):
            place[name] = address(place[name])
    return Problem(code, message, remedy or rule.remedy, severity=rule.severity, **place)


def graded(problems: Iterable[Problem], *, is_own: bool = False, is_strict: bool = False) -> Iterator[Problem]:
    """Problems with the severity and the remedy that apply to a kind of package.

    Args:
        problems: the problems with the severity and the remedy of their rules.
        is_own: whether it is one of onrecord's own packages, which are judged strictly and can be converted again.
        is_strict: whether advice counts as an error.
    """
    for found in problems:
        rule, severity, remedy = RULES[found.code], found.severity, found.remedy
        if is_strict or (is_own and not rule.stays_advice):
            severity = "error"
        if is_own and rule.convert and remedy == rule.remedy:
            remedy = rule.convert
        is_same = (severity, remedy) == (found.severity, found.remedy)
        yield found if is_same else dataclasses.replace(found, severity=severity, remedy=remedy)
