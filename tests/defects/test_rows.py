"""Defects of rows against their schemas: what both engines see, and what only one of them or neither does."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.package.ids import make_id
from onrecord.validation import validate

from ..small_package import (
    FERRY,
    MILL,
    VOTE_ID,
    article_id,
    claim_id,
    edit_rows,
    entity_id,
    mention_id,
    quote_id,
)
from .case import Case, cell, reported

MENTIONS = "data/mentions.csv"
THE_MILL, BRANDT, UNION = mention_id(3), mention_id(5), mention_id(10)
AT_MILL = f"{MENTIONS}:5: {THE_MILL}"
NOBODY = "ent_aaaaaaaaaaaaaaaa"
POINT_ZERO = "write the integers without .0, which pandas adds if a column has gaps and its type is not Int64"
TRUE_OR_FALSE = "declare these words as trueValues and falseValues, or write true or false"


def loose(place: str, value: str, kind: str, plain: str) -> str:
    """The line on a number or boolean in a loose form."""
    return reported("loose-form", place, f"{value!r} is not the plain form of its {kind}: {plain}")


CASES = [
    # Types.
    Case(
        "a word for a number",
        cell("mentions", THE_MILL, "start", "x"),
        [reported("type-error", f"{AT_MILL} start", "'x' is not a valid integer")],
    ),
    Case(
        "a fraction for an integer",
        cell("mentions", THE_MILL, "start", "126.0"),
        [reported("type-error", f"{AT_MILL} start", "'126.0' is not a valid integer", POINT_ZERO)],
    ),
    Case(
        "NaN for a number",
        cell("mentions", THE_MILL, "confidence", "NaN"),
        [
            reported("above-maximum", f"{AT_MILL} confidence", "'NaN' is above the maximum 1"),
            reported("below-minimum", f"{AT_MILL} confidence", "'NaN' is below the minimum 0"),
        ],
    ),
    Case(
        "a decimal comma",
        cell("mentions", THE_MILL, "confidence", "0,5"),
        [
            reported(
                "type-error",
                f"{AT_MILL} confidence",
                "'0,5' is not a valid number",
                'declare "decimalChar": ",", or write a decimal point',
            )
        ],
    ),
    Case(
        "yes for a boolean",
        cell("claims", claim_id(0), "negated", "no"),
        [
            reported(
                "type-error", f"data/claims.csv:2: {claim_id(0)} negated", "'no' is not a valid boolean", TRUE_OR_FALSE
            )
        ],
    ),
    Case(
        "a url without a scheme",
        cell("articles", article_id(MILL), "url", "nowhere"),
        [reported("wrong-format", f"data/articles.csv:2: {article_id(MILL)} url", "'nowhere' is not a valid uri")],
    ),
    # Constraints.
    Case(
        "no start",
        cell("mentions", THE_MILL, "start", ""),
        [reported("required-missing", f"{AT_MILL} start", "the cell is empty, but a value is required")],
    ),
    Case(
        "no quote type",
        cell("quotes", quote_id("ice"), "quote_type", ""),
        [
            reported(
                "required-missing",
                f"data/quotes.csv:6: {quote_id('ice')} quote_type",
                "the cell is empty, but a value is required",
            )
        ],
    ),
    Case(
        "a mention type of one's own",
        cell("mentions", THE_MILL, "mention_type", "noun"),
        [reported("value-not-allowed", f"{AT_MILL} mention_type", "'noun' is not one of named, nominal, pronominal")],
    ),
    Case(
        "a value in another case",
        cell("claims", claim_id(0), "stance", "Asserted"),
        [
            reported(
                "value-not-allowed",
                f"data/claims.csv:2: {claim_id(0)} stance",
                "'Asserted' is not one of asserted, denied",
            )
        ],
    ),
    Case(
        "an id of another kind",
        cell("mentions", THE_MILL, "mention_id", "1"),
        [
            reported(
                "pattern-mismatch", f"{MENTIONS}:5: 1 mention_id", "'1' does not match the pattern ^men_[a-z2-7]{16}$"
            )
        ],
    ),
    Case(
        "a method without a version",
        cell("mentions", THE_MILL, "method", "hand"),
        [
            reported(
                "pattern-mismatch",
                f"{AT_MILL} method",
                "'hand' does not match the pattern ^[a-z][a-z0-9_.:-]*@[0-9][0-9a-z.]*$",
            )
        ],
    ),
    Case(
        "a negative offset",
        cell("mentions", THE_MILL, "start", "-1"),
        [reported("below-minimum", f"{AT_MILL} start", "'-1' is below the minimum 0")],
    ),
    Case(
        "a confidence over one",
        cell("mentions", THE_MILL, "confidence", "1.5"),
        [reported("above-maximum", f"{AT_MILL} confidence", "'1.5' is above the maximum 1")],
    ),
    # Keys.
    Case(
        "an id twice",
        cell("mentions", THE_MILL, "mention_id", mention_id(2)),
        [
            reported(
                "duplicate-key",
                f"{MENTIONS}:5: {mention_id(2)} mention_id",
                f"{mention_id(2)!r} is already in line 4",
            )
        ],
    ),
    Case(
        "two counts of one option",
        cell("vote_counts", f"{VOTE_ID},no", "option", "yes"),
        [
            reported(
                "duplicate-key",
                f"data/vote_counts.csv:3: {VOTE_ID},yes vote_id,option",
                f"'{VOTE_ID},yes' is already in line 2",
            )
        ],
    ),
    Case(
        "a speaker that does not exist",
        cell("quotes", quote_id("ice"), "via_id", NOBODY),
        [
            reported(
                "unknown-reference",
                f"data/quotes.csv:6: {quote_id('ice')} via_id",
                f"{NOBODY!r} is not found in entity_id of entities",
            )
        ],
    ),
    Case(
        "a mention of an entity that does not exist",
        cell("mentions", UNION, "entity_id", NOBODY),
        [
            reported(
                "entity-without-mention",
                f"data/entities.csv:10: {entity_id('pilots’ union')}",
                "mentions has no row of the entity",
            ),
            reported(
                "unknown-reference",
                f"{MENTIONS}:12: {UNION} entity_id",
                f"{NOBODY!r} is not found in entity_id of entities",
            ),
        ],
    ),
    # The form of cells, which both engines let pass.
    Case(
        "a number after a blank",
        cell("mentions", THE_MILL, "start", " 126"),
        [loose(f"{AT_MILL} start", " 126", "integer", "only digits, such as 12")],
    ),
    Case(
        "a number with a plus",
        cell("mentions", THE_MILL, "start", "+126"),
        [loose(f"{AT_MILL} start", "+126", "integer", "only digits, such as 12")],
    ),
    Case(
        "a number with leading zeros",
        cell("mentions", THE_MILL, "start", "0126"),
        [loose(f"{AT_MILL} start", "0126", "integer", "only digits, such as 12")],
    ),
    Case(
        "a fraction without its zero",
        cell("mentions", THE_MILL, "confidence", ".5"),
        [loose(f"{AT_MILL} confidence", ".5", "number", "digits and a point, such as 0.5")],
    ),
    Case(
        "a boolean with a capital",
        cell("claims", claim_id(0), "negated", "False"),
        [loose(f"data/claims.csv:2: {claim_id(0)} negated", "False", "boolean", "true or false")],
    ),
    Case(
        "a boolean in digits",
        cell("votes", VOTE_ID, "unanimous", "0"),
        [loose(f"data/votes.csv:2: {VOTE_ID} unanimous", "0", "boolean", "true or false")],
    ),
    Case(
        "a blank after a name",
        cell("entities", entity_id("Ida Brandt"), "name", "Ida Brandt "),
        [
            reported(
                "padded-value",
                f"data/entities.csv:5: {entity_id('Ida Brandt')} name",
                "'Ida Brandt ' begins or ends with white space",
            )
        ],
    ),
    *(
        Case(
            f"{word} for a publisher",
            cell("articles", article_id(FERRY), "publisher", word),
            [
                reported(
                    "missing-word",
                    f"data/articles.csv:3: {article_id(FERRY)} publisher",
                    f"{word!r} may be meant for a missing value, and some readers read it as missing",
                )
            ],
        )
        for word in ("NA", "NaN", "None", "null")
    ),
    Case("an entity called None", cell("entities", entity_id("Ashgrove"), "name", "None"), []),
    # Where the engines disagree.
    Case(
        "digits in groups",
        cell("mentions", THE_MILL, "start", "1_26"),
        [
            reported("type-error", f"{AT_MILL} start", "'1_26' is not a valid integer"),
        ],
    ),
    Case(
        "a line feed after a pattern",
        cell("mentions", THE_MILL, "method", "hand@1\n"),
        [
            reported(
                "pattern-mismatch",
                f"{AT_MILL} method",
                "'hand@1\\n' does not match the pattern ^[a-z][a-z0-9_.:-]*@[0-9][0-9a-z.]*$",
            ),
        ],
    ),
    Case(
        "a blank in a url",
        cell("articles", article_id(MILL), "url", "https://example.org/a b"),
        [
            reported(
                "wrong-format",
                f"data/articles.csv:2: {article_id(MILL)} url",
                "'https://example.org/a b' is not a valid uri",
            ),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_defect(case: Case, small_package: Path) -> None:
    """A defect of a row brings these problems and no others."""
    case.edit(small_package)
    assert [str(problem) for problem in validate(small_package, engine="both")] == case.problems


def test_every_bad_row_is_reported(small_package: Path) -> None:
    """Nothing is capped, though frictionless alone stops at a thousand errors."""
    ids = [make_id("mentions", "more", number) for number in range(1500)]

    def multiply(rows: list[dict[str, str]]) -> None:
        rows += [{**rows[3], "mention_id": mention, "status": "done"} for mention in ids]

    edit_rows(small_package, "mentions", multiply)
    assert [str(problem) for problem in validate(small_package, engine="both")] == [
        reported(
            "value-not-allowed",
            f"{MENTIONS}:{line}: {mention} status",
            "'done' is not one of auto, confirmed, corrected",
        )
        for line, mention in enumerate(ids, start=14)
    ]
