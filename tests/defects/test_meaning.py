"""Defects that no schema can express: rows against the texts and against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.package.ids import make_id
from onrecord.validation import RULES, validate

from ..small_package import (
    FERRY,
    MILL,
    TEXTS,
    VOTE_ID,
    article_id,
    claim_id,
    edit_cell,
    edit_rows,
    entity_id,
    find,
    mention_id,
    quote_id,
)
from .case import Case, both, cell, reported

MILL_ID, FERRY_ID = article_id(MILL), article_id(FERRY)
EMPTY, ROOF, BARN, SHUT, ICE = map(quote_id, ("empty", "roof", "barn", "shut", "ice"))
AT_MILL = f"data/mentions.csv:5: {mention_id(3)}"
AT_VOTE = f"data/votes.csv:2: {VOTE_ID}"
GLASS = find(MILL, "glass barn")
OTHER_VOTE = make_id("votes", "mill again")
AT_CLAIM = f"data/claims.csv:2: {claim_id(0)}"


COUNCIL, FERRY_TEXT = entity_id("Ashgrove council"), TEXTS[FERRY]
NO_LINK = f"several articles mention {COUNCIL}, but entity_links has no row for {{}}"
AT_NEW_MENTION = f"data/mentions.csv:14: {mention_id(99)}"


def mentioned_at_the_ferry(package: Path) -> None:
    """An edit by which the article on the ferry mentions the council, too, in its first word."""
    cells = {"mention_id": mention_id(99), "article_id": FERRY_ID, "entity_id": COUNCIL, "mention_type": "named"}
    cells |= {
        "start": "0",
        "end": "3",
        "exact": FERRY_TEXT[:3],
        "zone": "headline",
        "method": "hand@1",
        "status": "auto",
    }
    edit_rows(package, "mentions", lambda table: table.append(cells))


def linked(*cells: dict[str, object]) -> Callable[[Path], None]:
    """An edit that links the council, in both articles if there are two mappings of cells."""
    council = find(MILL, "Ashgrove Council")
    places = [
        {
            "article_id": MILL_ID,
            "start": council.start,
            "end": council.end,
            "exact": "Ashgrove Council",
            "grounds": "first",
        },
        {
            "article_id": FERRY_ID,
            "start": 0,
            "end": 3,
            "exact": FERRY_TEXT[:3],
            "grounds": "same_name",
            "support": "weak",
        },
    ]

    def edit(package: Path) -> None:
        shared = {"entity_id": COUNCIL, "method": "links:hand@1", "status": "auto"}
        rows = [{**shared, **place, **own} for place, own in zip(places, cells, strict=False)]
        edit_rows(
            package, "entity_links", lambda table: table.extend({k: str(v) for k, v in row.items()} for row in rows)
        )

    return edit


def not_in_text(place: str, words: str, path: str = MILL) -> str:
    """The line on words that do not occur in their article."""
    return reported("not-in-text", place, f"{words!r} does not occur in {path}")


def other_article(place: str, parent: str, key: str) -> str:
    """The line on a part that belongs to the ferry's article, while the whole belongs to the mill's."""
    return reported(
        "article-differs", f"{place} article_id", f"the article is {FERRY_ID}, but that of {parent} {key} is {MILL_ID}"
    )


def differs(place: str, exact: str, reads: str, span: str, path: str = MILL) -> str:
    """The line on words that the text does not read at their offsets."""
    return reported("exact-differs", f"{place} exact", f"exact reads {exact!r}, but {path} at {span} reads {reads!r}")


def shown_hash(path: str) -> str:
    """The SHA-256 of a text as a message shows it."""
    value = hashlib.sha256(TEXTS[path].encode()).hexdigest()
    return f"{value[:8]}…{value[-8:]}"


def second_report(package: Path) -> None:
    """Has the vote on the mill reported twice."""
    edit_rows(package, "votes", lambda rows: rows.append({**rows[0], "vote_id": OTHER_VOTE}))


def second_counts(package: Path) -> None:
    """Gives the second report its own counts."""

    def edit(rows: list[dict[str, str]]) -> None:
        values = {"yes": "6", "no": "1"}
        rows += [{**row, "vote_id": OTHER_VOTE, "value": values[row["option"]]} for row in rows[:2]]

    edit_rows(package, "vote_counts", edit)


def second_source(rows: list[dict[str, str]]) -> None:
    """Has the quote about the roof named twice who spoke."""
    [cue] = [row for row in rows if (row["quote_id"], row["role"]) == (ROOF, "cue")]
    rows.append({**cue, "role": "source", "ordinal": "2"})


def unmentioned(rows: list[dict[str, str]]) -> None:
    """Adds an entity that no text speaks of."""
    rows.append({**rows[0], "entity_id": "ent_aaaaaaaaaaaaaaaa", "name": "Nowhere"})


FIRST, SECOND = sorted((MILL_ID, FERRY_ID))
STORY = {article: make_id("stories", article) for article in (FIRST, SECOND)}


def related(relation: str, *pairs: tuple[str, str], **cells: str) -> Callable[[Path], None]:
    """An edit that relates the two articles, which are then of one story."""

    def edit(package: Path) -> None:
        shared = {"relation": relation, "method": "copies:hand@1", "status": "auto", **cells}
        rows = [{"article_id": one, "related_id": other, **shared} for one, other in pairs]
        edit_rows(package, "article_relations", lambda table: table.extend(rows))
        edit_cell(package, "articles", SECOND, "story_id", STORY[FIRST])

    return edit


def at_relation(one: str, other: str, relation: str, field: str, line: int = 2) -> str:
    """Where a problem with a relation is."""
    return f"data/article_relations.csv:{line}: {one},{other},{relation} {field}"


CASES = [
    # The texts.
    Case(
        "another hash",
        cell("articles", MILL_ID, "text_sha256", "0" * 64),
        [
            reported(
                "text-changed",
                f"data/articles.csv:2: {MILL_ID} text_sha256",
                f"the sha256 of {MILL} is {shown_hash(MILL)!r}, not '00000000…00000000'",
            )
        ],
    ),
    Case(
        "another length",
        cell("articles", MILL_ID, "length", "370"),
        [
            reported(
                "length-differs", f"data/articles.csv:2: {MILL_ID} length", "seeds/mill.txt has 369 characters, not 370"
            )
        ],
    ),
    Case(
        "a path out of the package",
        cell("articles", MILL_ID, "text_path", "seeds/../../mill.txt"),
        [
            reported(
                "unsafe-path",
                f"data/articles.csv:2: {MILL_ID} text_path",
                "path 'seeds/../../mill.txt' must be relative and stay inside the package",
            )
        ],
    ),
    Case(
        "a path to nothing",
        cell("articles", MILL_ID, "text_path", "seeds/mills.txt"),
        [
            reported(
                "text-missing", f"data/articles.csv:2: {MILL_ID} text_path", "the file seeds/mills.txt does not exist"
            )
        ],
    ),
    # Words of the text.
    *(
        Case(
            f"another {field}",
            cell("articles", MILL_ID, field, "Elsewhere"),
            [not_in_text(f"data/articles.csv:2: {MILL_ID} {field}", "Elsewhere")],
        )
        for field in ("title", "byline", "dateline")
    ),
    Case(
        "another credit",
        cell("articles", FERRY_ID, "credit", "Elsewhere"),
        [not_in_text(f"data/articles.csv:3: {FERRY_ID} credit", "Elsewhere", FERRY)],
    ),
    Case(
        "another motion",
        cell("votes", VOTE_ID, "motion", "raze the old mill"),
        [not_in_text(f"{AT_VOTE} motion", "raze the old mill")],
    ),
    Case(
        "another day", cell("votes", VOTE_ID, "date_text", "Tuesday"), [not_in_text(f"{AT_VOTE} date_text", "Tuesday")]
    ),
    Case(
        "another voter",
        cell("vote_positions", f"{VOTE_ID},Mara Quill", "voter", "Maria Quill"),
        [not_in_text(f"data/vote_positions.csv:2: {VOTE_ID},Maria Quill voter", "Maria Quill")],
    ),
    Case(
        "another claimant",
        cell("claims", claim_id(0), "claimant", "Mayor Brandt"),
        [
            reported(
                "claimant-differs",
                f"{AT_CLAIM} claimant",
                f"claimant is 'Mayor Brandt', but the source of quote {EMPTY} is 'Mayor Ida Brandt'",
            ),
            not_in_text(f"{AT_CLAIM} claimant", "Mayor Brandt"),
        ],
    ),
    # Spans.
    Case(
        "another mention",
        cell("mentions", mention_id(3), "exact", "the old mall"),
        [differs(AT_MILL, "the old mall", "the old mill", "126-138")],
    ),
    Case(
        "offsets in UTF-16",
        both(
            cell("mentions", mention_id(10), "start", "142"),
            cell("mentions", mention_id(10), "end", "159"),
        ),
        [
            differs(
                f"data/mentions.csv:12: {mention_id(10)}", "the pilots’ union", "he pilots’ union ", "142-159", FERRY
            )
        ],
    ),
    Case(
        "another vote",
        cell("votes", VOTE_ID, "start", "73"),
        [
            differs(
                AT_VOTE,
                "The Ashgrove council voted 5-2 on Monday",
                "Ashgrove council voted 5-2 on Monday nig",
                "73-166",
            )
        ],
    ),
    Case(
        "another count",
        cell("vote_counts", f"{VOTE_ID},no", "exact", "voted 5-3"),
        [differs(f"data/vote_counts.csv:3: {VOTE_ID},no", "voted 5-3", "voted 5-2", "90-99")],
    ),
    Case(
        "another position",
        cell("vote_positions", f"{VOTE_ID},Mara Quill", "exact", "Mara Quill voting"),
        [
            differs(
                f"data/vote_positions.csv:2: {VOTE_ID},Mara Quill",
                "Mara Quill voting",
                "Mara Quill voting no",
                "145-165",
            )
        ],
    ),
    Case(
        "another evidence",
        cell("claims", claim_id(1), "exact", "the roof had now been repaired in a decade"),
        [
            differs(
                f"data/claims.csv:3: {claim_id(1)}",
                "the roof had now been repaired in a decade",
                "the roof had not been repaired in a decade",
                "277-319",
            ),
            reported(
                "claim-words-differ",
                f"data/claims.csv:3: {claim_id(1)} text",
                "text has 'not', which is not at that place in 'the roof had now been repaired in a decade'",
            ),
        ],
    ),
    Case(
        "an end before its start",
        cell("mentions", mention_id(3), "end", "126"),
        [reported("span-order", f"{AT_MILL} end", "start is 126 and end is 126")],
    ),
    Case(
        "an end beyond the text",
        cell("mentions", mention_id(3), "end", "1000"),
        [reported("span-outside-text", f"{AT_MILL} end", "end is 1000, but the text has 369 characters")],
    ),
    Case(
        "a quote beyond the text",
        cell("quotes", BARN, "end", "1000"),
        [
            reported(
                "span-outside-text", f"data/quotes.csv:4: {BARN} end", "end is 1000, but the text has 369 characters"
            ),
            reported(
                "quote-span-differs",
                f"data/quotes.csv:4: {BARN} start,end",
                "the quote is at 343-1000, but its content is at 343-353",
            ),
        ],
    ),
    # Parts and wholes.
    Case(
        "a subject of another article",
        cell("claim_entities", f"{claim_id(0)},{entity_id('old mill')},subject", "article_id", FERRY_ID),
        [
            other_article(
                f"data/claim_entities.csv:2: {claim_id(0)},{entity_id('old mill')},subject", "claims", claim_id(0)
            )
        ],
    ),
    Case(
        "a count of another article",
        cell("vote_counts", f"{VOTE_ID},no", "article_id", FERRY_ID),
        [
            other_article(f"data/vote_counts.csv:3: {VOTE_ID},no", "votes", VOTE_ID),
            differs(f"data/vote_counts.csv:3: {VOTE_ID},no", "voted 5-2", "arbor off", "90-99", FERRY),
        ],
    ),
    Case(
        "a position of another article",
        cell("vote_positions", f"{VOTE_ID},Mara Quill", "article_id", FERRY_ID),
        [
            other_article(f"data/vote_positions.csv:2: {VOTE_ID},Mara Quill", "votes", VOTE_ID),
            differs(
                f"data/vote_positions.csv:2: {VOTE_ID},Mara Quill",
                "Mara Quill voting no",
                "pilots’ union wrote,",
                "145-165",
                FERRY,
            ),
            not_in_text(f"data/vote_positions.csv:2: {VOTE_ID},Mara Quill voter", "Mara Quill", FERRY),
        ],
    ),
    Case(
        "a claim of another article",
        cell("claims", claim_id(0), "article_id", FERRY_ID),
        [
            reported(
                "article-differs",
                f"data/claim_entities.csv:2: {claim_id(0)},{entity_id('old mill')},subject article_id",
                f"the article is {MILL_ID}, but that of claims {claim_id(0)} is {FERRY_ID}",
            ),
            other_article(AT_CLAIM, "quotes", EMPTY),
            not_in_text(f"{AT_CLAIM} claimant", "Mayor Ida Brandt", FERRY),
            reported("span-outside-text", f"{AT_CLAIM} end", "end is 204, but the text has 197 characters"),
        ],
    ),
    Case(
        "a span of another article",
        cell("quote_spans", f"{EMPTY},cue,1", "article_id", FERRY_ID),
        [
            other_article(f"data/quote_spans.csv:5: {EMPTY},cue,1", "quotes", EMPTY),
            reported(
                "span-outside-text",
                f"data/quote_spans.csv:5: {EMPTY},cue,1 end",
                "end is 211, but the text has 197 characters",
            ),
        ],
    ),
    # Quotes.
    Case(
        "no content",
        cell("quote_spans", f"{BARN},content,1", "role", "source"),
        [reported("quote-without-content", f"data/quotes.csv:4: {BARN}", "quote_spans has no content of the quote")],
    ),
    Case(
        "two sources",
        lambda package: edit_rows(package, "quote_spans", second_source),
        [
            reported(
                "too-many-parts",
                f"data/quote_spans.csv:16: {ROOF},source,2 role",
                "the quote has 2 spans with the role source",
            )
        ],
    ),
    Case(
        "a gap in the ordinals",
        cell("quote_spans", f"{EMPTY},content,2", "ordinal", "3"),
        [
            reported(
                "ordinal-gap",
                f"data/quote_spans.csv:3: {EMPTY},content,3 ordinal",
                "the ordinal is 3, but in the order of the text it is content 2",
            )
        ],
    ),
    Case(
        "ordinals against the order of the text",
        both(
            cell("quote_spans", f"{EMPTY},content,1", "ordinal", "3"),
            cell("quote_spans", f"{EMPTY},content,2", "ordinal", "1"),
            cell("quote_spans", f"{EMPTY},content,3", "ordinal", "2"),
        ),
        [
            reported(
                "ordinal-gap",
                f"data/quote_spans.csv:2: {EMPTY},content,2 ordinal",
                "the ordinal is 2, but in the order of the text it is content 1",
            ),
            reported(
                "ordinal-gap",
                f"data/quote_spans.csv:3: {EMPTY},content,1 ordinal",
                "the ordinal is 1, but in the order of the text it is content 2",
            ),
            reported(
                "quote-text-differs",
                f"data/quotes.csv:2: {EMPTY} text",
                "text reads 'The mill has stood empty since 2009 … It', "
                "but its content in quote_spans reads 'It will house forty families. … The mill'",
            ),
        ],
    ),
    Case(
        "another text of a quote",
        cell("quotes", BARN, "text", "grass barn"),
        [
            reported(
                "quote-text-differs",
                f"data/quotes.csv:4: {BARN} text",
                "text reads 'grass barn', but its content in quote_spans reads 'glass barn'",
            )
        ],
    ),
    Case(
        "a quote that starts before its content",
        cell("quotes", BARN, "start", "342"),
        [
            reported(
                "quote-span-differs",
                f"data/quotes.csv:4: {BARN} start,end",
                "the quote is at 342-353, but its content is at 343-353",
            )
        ],
    ),
    Case(
        "another cue",
        cell("quotes", ROOF, "cue", "says"),
        [
            reported(
                "cue-differs",
                f"data/quotes.csv:3: {ROOF} cue",
                "cue reads 'says', but its span in quote_spans reads 'said'",
            )
        ],
    ),
    Case(
        "a cue that is left out",
        cell("quotes", ROOF, "cue", ""),
        [
            reported(
                "cue-differs",
                f"data/quotes.csv:3: {ROOF} cue",
                "cue reads '', but its span in quote_spans reads 'said'",
            )
        ],
    ),
    Case(
        "a cue without a span",
        cell("quotes", BARN, "cue", "call"),
        [
            reported(
                "cue-differs",
                f"data/quotes.csv:4: {BARN} cue",
                "cue reads 'call', but its span in quote_spans reads ''",
            )
        ],
    ),
    Case(
        "a quote outside the quote that within_id names",
        cell("quotes", ICE, "within_id", quote_id("shut")),
        [
            reported(
                "quote-not-within",
                f"data/quotes.csv:6: {ICE} within_id",
                f"the quote is at 111-138, but the content of {quote_id('shut')} is at 24-83",
            )
        ],
    ),
    Case(
        "a quote within itself",
        cell("quotes", ICE, "within_id", ICE),
        [
            reported(
                "quote-not-within",
                f"data/quotes.csv:6: {ICE} within_id",
                "within_id is the id of the quote itself",
            )
        ],
    ),
    Case(
        "a named speaker without a name",
        cell("quotes", ICE, "speaker_id", ""),
        [
            reported(
                "speaker-missing",
                f"data/quotes.csv:6: {ICE} speaker_id",
                "speaker_status is named, but speaker_id is empty",
            )
        ],
    ),
    # Votes.
    Case(
        "unanimous with a no",
        cell("votes", VOTE_ID, "unanimous", "true"),
        [
            reported(
                "unanimous-contradicted",
                f"{AT_VOTE} unanimous",
                "unanimous is true, but vote_counts has yes 5 and no 2",
            )
        ],
    ),
    Case(
        "a tie with a winner",
        cell("votes", VOTE_ID, "result", "tie"),
        [reported("tie-contradicted", f"{AT_VOTE} result", "result is tie, but vote_counts has yes 5 and no 2")],
    ),
    Case(
        "more noes by name than counted",
        cell("vote_counts", f"{VOTE_ID},no", "value", "0"),
        [
            reported(
                "positions-exceed-count",
                f"data/vote_counts.csv:3: {VOTE_ID},no value",
                "no has 0 votes, but vote_positions names 1: Mara Quill",
            )
        ],
    ),
    Case(
        "another report of the same vote with other counts",
        both(second_report, second_counts),
        [
            f"data/votes.csv:3: {OTHER_VOTE} vote_event_id: advice: the report has yes 6, no 1, but that of {VOTE_ID} "
            f"has yes 5, no 2; {RULES['reports-differ'].remedy} [reports-differ]"
        ],
    ),
    Case("a percentage is not a valid number of voters", cell("vote_counts", f"{VOTE_ID},no", "unit", "percent"), []),
    # Claims.
    Case(
        "another number in a claim",
        cell("claims", claim_id(0), "text", "The mill has stood empty since 2008"),
        [
            reported(
                "claim-words-differ",
                f"{AT_CLAIM} text",
                "text has '2008', which is not at that place in 'The mill has stood empty since 2009'",
            )
        ],
    ),
    Case(
        "a negation in a claim",
        cell("claims", claim_id(0), "text", "The mill has not stood empty since 2009"),
        [
            reported(
                "claim-negated-differs",
                f"{AT_CLAIM} negated",
                "negated is false, but the text reads 'The mill has not stood empty since 2009'",
            ),
            reported(
                "claim-words-differ",
                f"{AT_CLAIM} text",
                "text has 'not', which is not at that place in 'The mill has stood empty since 2009'",
            ),
        ],
    ),
    Case(
        "words of a claim in another order",
        cell("claims", claim_id(0), "text", "since 2009 The mill has stood empty"),
        [
            reported(
                "claim-words-differ",
                f"{AT_CLAIM} text",
                "text has 'The', which is not at that place in 'The mill has stood empty since 2009'",
            )
        ],
    ),
    Case(
        "the end of a claim left out",
        cell("claims", claim_id(0), "text", "The mill has stood empty"),
        [
            reported(
                "claim-cut",
                f"{AT_CLAIM} text",
                "text leaves 'since 2009' out of 'The mill has stood empty since 2009'",
            )
        ],
    ),
    Case(
        "a claim of something that is not denied there",
        cell("claims", claim_id(0), "stance", "denied"),
        [reported("claim-stance-differs", f"{AT_CLAIM} stance", "stance is denied, but the cue is 'said'")],
    ),
    Case(
        "a claim that is made surer than it is",
        cell("claims", claim_id(2), "certainty", "certain"),
        [
            reported(
                "claim-certainty-differs",
                f"data/claims.csv:4: {claim_id(2)} certainty",
                "certainty is certain, but by its words the claim is probable",
            )
        ],
    ),
    Case(
        "a claim that is turned around",
        cell("claims", claim_id(1), "negated", "false"),
        [
            reported(
                "claim-negated-differs",
                f"data/claims.csv:3: {claim_id(1)} negated",
                "negated is false, but the text reads 'the roof had not been repaired in a decade'",
            )
        ],
    ),
    Case(
        "an object before its subject",
        both(
            cell("mentions", mention_id(3), "start", str(GLASS.start)),
            cell("mentions", mention_id(3), "end", str(GLASS.end)),
            cell("mentions", mention_id(3), "exact", "glass barn"),
            cell("claim_entities", f"{claim_id(3)},{entity_id('old mill')},object", "role", "subject"),
            cell("claim_entities", f"{claim_id(3)},{entity_id('Neighbors')},subject", "role", "object"),
        ),
        [
            reported(
                "claim-roles-swapped",
                f"data/claim_entities.csv:5: {claim_id(3)},{entity_id('Neighbors')},object role",
                f"the object {entity_id('Neighbors')} comes before the subject in {claim_id(3)}",
            )
        ],
    ),
    Case(
        "a speaker that is another's",
        cell("claims", claim_id(0), "claimant_id", entity_id("Mara Quill") or ""),
        [
            reported(
                "claimant-differs",
                f"{AT_CLAIM} claimant_id",
                f"the claimant is {entity_id('Mara Quill')}, "
                f"but quote {EMPTY} has the speaker {entity_id('Ida Brandt')}",
            )
        ],
    ),
    Case(
        "a claim outside its quote",
        cell("claims", claim_id(0), "quote_id", ROOF),
        [
            reported(
                "claimant-differs",
                f"{AT_CLAIM} claimant",
                f"claimant is 'Mayor Ida Brandt', but the source of quote {ROOF} is 'She'",
            ),
            reported(
                "claim-outside-quote",
                f"{AT_CLAIM} quote_id",
                f"the claim is at 169-204, but quote {ROOF} is at 277-319",
            ),
        ],
    ),
    Case(
        "a claim without claimant from a quote with a speaker",
        both(cell("claims", claim_id(0), "claimant_id", ""), cell("claims", claim_id(0), "claimant", "")),
        [
            reported(
                "claimant-missing",
                f"{AT_CLAIM} claimant_id",
                f"no claimant is given, but quote {EMPTY} has the speaker {entity_id('Ida Brandt')}",
            )
        ],
    ),
    # Dates and entities.
    Case(
        "a thirtieth of February",
        cell("articles", MILL_ID, "published", "2031-02-30"),
        [reported("not-a-date", f"data/articles.csv:2: {MILL_ID} published", "'2031-02-30' is not a date in EDTF")],
    ),
    Case(
        "a date of a page",
        cell("articles", MILL_ID, "published", "2031-05-13/" * 10),
        [
            reported(
                "not-a-date",
                f"data/articles.csv:2: {MILL_ID} published",
                "'2031-05-13/2031-05-13/2031-05-…1-05-13/2031-05-13/2031-05-13/' has 110 characters; "
                "a date has at most 100",
            )
        ],
    ),
    Case(
        "a twenty-ninth of February in a common year",
        cell("articles", MILL_ID, "published", "2031-02-29"),
        [reported("not-a-date", f"data/articles.csv:2: {MILL_ID} published", "'2031-02-29' is not a date in EDTF")],
    ),
    Case(
        "a thirteenth month",
        cell("votes", VOTE_ID, "date", "2031-13"),
        [reported("not-a-date", f"{AT_VOTE} date", "'2031-13' is not a date in EDTF")],
    ),
    Case(
        "a date without its basis",
        cell("votes", VOTE_ID, "date_basis", ""),
        [reported("date-basis-differs", f"{AT_VOTE} date_basis", "the date is 2031-05-12, but date_basis is empty")],
    ),
    Case(
        "a basis without a date",
        cell("votes", VOTE_ID, "date", ""),
        [reported("date-basis-differs", f"{AT_VOTE} date_basis", "date_basis is published, but the date is empty")],
    ),
    Case("an uncertain date", cell("votes", VOTE_ID, "date", "2031-05~"), []),
    Case(
        "an entity that nobody mentions",
        lambda package: edit_rows(package, "entities", unmentioned),
        [
            reported(
                "entity-without-mention",
                "data/entities.csv:12: ent_aaaaaaaaaaaaaaaa",
                "mentions has no row of the entity",
            )
        ],
    ),
    Case(
        "an id that is said to be gone and is there",
        lambda package: edit_rows(package, "id_changes", lambda rows: rows[1].update(old_id=mention_id(0))),
        [
            reported(
                "changed-id-in-use",
                f"data/id_changes.csv:3: mentions,{mention_id(0)} old_id",
                f"{mention_id(0)} is the id of a row of mentions",
            )
        ],
    ),
    Case(
        "a replacing id that does not exist",
        lambda package: edit_rows(package, "id_changes", lambda rows: rows[0].update(new_id="ent_aaaaaaaaaaaaaaaa")),
        [
            reported(
                "changed-id-unknown",
                f"data/id_changes.csv:2: entities,{make_id('entities', 'Mayor')} new_id",
                "entities has no row ent_aaaaaaaaaaaaaaaa",
            )
        ],
    ),
    # Relations between articles.
    Case("related articles", related("near_duplicate", (FIRST, SECOND), likeness="0.5", containment="0.7"), []),
    Case(
        "an article related to itself",
        both(
            related("near_duplicate", (FIRST, FIRST)),
            cell("articles", SECOND, "story_id", STORY[SECOND]),
        ),
        [
            reported(
                "relation-to-itself",
                at_relation(FIRST, FIRST, "near_duplicate", "related_id"),
                "related_id is the id of the article itself",
            )
        ],
    ),
    Case(
        "a likeness with the larger id first",
        related("near_duplicate", (SECOND, FIRST)),
        [
            reported(
                "relation-reversed",
                at_relation(SECOND, FIRST, "near_duplicate", "article_id,related_id"),
                f"near_duplicate has no direction, but {SECOND} comes after {FIRST}",
            )
        ],
    ),
    Case(
        "two articles that came from each other",
        related("syndicated_from", (FIRST, SECOND), (SECOND, FIRST), status="confirmed"),
        [
            reported(
                "relation-reversed",
                at_relation(SECOND, FIRST, "syndicated_from", "article_id,related_id", 3),
                f"syndicated_from is listed in both directions between {FIRST} and {SECOND}",
            )
        ],
    ),
    Case(
        "different texts that are said to be the same",
        related("same_text", (FIRST, SECOND), likeness="1", containment="1"),
        [
            reported(
                "relation-text-differs",
                at_relation(FIRST, SECOND, "same_text", "relation"),
                f"from word 2 of the body, {MILL_ID} reads 'ashgrove council voted 5 2' and "
                f"{FERRY_ID} reads 'lower tarn ferry will probably'",
            )
        ],
    ),
    Case(
        "more in both texts than the shorter has in the other",
        related("near_duplicate", (FIRST, SECOND), likeness="0.8", containment="0.7"),
        [
            reported(
                "relation-shares-differ",
                at_relation(FIRST, SECOND, "near_duplicate", "likeness"),
                "likeness is 0.8, more than the containment of 0.7",
            )
        ],
    ),
    Case(
        "a source by an unknown publisher",
        related("syndicated_from", (MILL_ID, FERRY_ID)),
        [
            reported(
                "relation-publisher-differs",
                at_relation(MILL_ID, FERRY_ID, "syndicated_from", "relation"),
                f"syndicated_from needs a publisher, but {FERRY_ID} has none",
            )
        ],
    ),
    Case(
        "an update by another publisher, before the first version",
        both(
            related("updates", (MILL_ID, FERRY_ID)),
            cell("articles", FERRY_ID, "publisher", "The Tarn Courier"),
            cell("articles", FERRY_ID, "published", "2031-05-14"),
            lambda package: (package / "seeds" / "ferry.toml").write_text(
                'publisher = "The Tarn Courier"\npublished = "2031-05-14"\n', encoding="utf-8"
            ),
        ),
        [
            reported(
                "relation-date-differs",
                at_relation(MILL_ID, FERRY_ID, "updates", "relation"),
                f"{MILL_ID} was published on 2031-05-13, before {FERRY_ID} on 2031-05-14",
            ),
            reported(
                "relation-publisher-differs",
                at_relation(MILL_ID, FERRY_ID, "updates", "relation"),
                f"updates, but {MILL_ID} is by 'The Ashgrove Ledger' and {FERRY_ID} by 'The Tarn Courier'",
            ),
        ],
    ),
    Case(
        "related articles of two stories",
        both(
            related("near_duplicate", (FIRST, SECOND)),
            cell("articles", SECOND, "story_id", STORY[SECOND]),
        ),
        [
            reported(
                "story-differs",
                at_relation(FIRST, SECOND, "near_duplicate", "related_id"),
                f"{FIRST} is of {STORY[FIRST]}, but {SECOND} of {STORY[SECOND]}",
            )
        ],
    ),
    Case(
        "an entity of two articles without links",
        mentioned_at_the_ferry,
        [
            reported("link-missing", f"data/mentions.csv:2: {mention_id(0)} entity_id", NO_LINK.format(MILL_ID)),
            reported("link-missing", f"{AT_NEW_MENTION} entity_id", NO_LINK.format(FERRY_ID)),
        ],
    ),
    Case(
        "a link at another place",
        both(mentioned_at_the_ferry, linked({}, {"start": 1, "end": 4, "exact": FERRY_TEXT[1:4]})),
        [
            reported(
                "link-without-mention",
                f"data/entity_links.csv:3: {COUNCIL},{FERRY_ID} start",
                f"no mention of {COUNCIL} is at 1-4",
            )
        ],
    ),
    Case(
        "a link of an entity of one article",
        linked({}),
        [
            reported(
                "link-without-mention",
                f"data/entity_links.csv:2: {COUNCIL},{MILL_ID} entity_id",
                f"no other article mentions {COUNCIL}",
            )
        ],
    ),
    Case(
        "a link that nobody is said to have decided",
        both(mentioned_at_the_ferry, linked({}, {"grounds": "correction", "support": "decided"})),
        [
            reported(
                "link-decision-differs",
                f"data/entity_links.csv:3: {COUNCIL},{FERRY_ID} decided_in",
                "grounds is correction, support is decided, and decided_in is empty",
            )
        ],
    ),
    Case(
        "unrelated articles of one story",
        cell("articles", FERRY_ID, "story_id", STORY[MILL_ID]),
        [
            reported(
                "story-differs",
                f"data/articles.csv:3: {FERRY_ID} story_id",
                f"{MILL_ID} is of the same story, but no relations connect the two",
            )
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_defect(case: Case, small_package: Path) -> None:
    """A defect in what the rows mean brings these problems and no others."""
    case.edit(small_package)
    assert [str(problem) for problem in validate(small_package, engine="both")] == case.problems
