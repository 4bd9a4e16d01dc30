"""The tables of an audit: their columns, with types and meanings."""

from __future__ import annotations

from onrecord.sql.view import Column, View


def _column(name: str, kind: str, description: str) -> Column:
    return Column(name, "", description, kind)


_PART = (
    _column("group_by", "string", "What the corpus is divided by: all (not at all), publisher, year or month."),
    _column("group", "string", "The outlet, year or month; in round brackets if it is not known."),
)
SHARES = View(
    "shares",
    "One row is the share of a category in a part of the corpus.",
    (
        *_PART,
        _column("unit", "string", "article: each article counts; story: the same words in copies count once."),
        _column("measure", "string", "What is counted: quotes, words of quotes, or speakers, each once."),
        _column(
            "by", "string", "What the categories are of: speaker, speaker_status, speaker_type, or code: and ours."
        ),
        _column("category", "string", "The category; in round brackets if it is not known."),
        _column("category_id", "string", "The entity_id of a speaker; else empty."),
        _column("count", "integer", "How many there are in the category."),
        _column("total", "integer", "How many there are in all categories."),
        _column("share", "number", "count divided by total; empty if total is 0."),
        _column("low", "number", "The lower end of the 95 % interval; empty if it is missing, see note."),
        _column("high", "number", "Its upper end."),
        _column("stories", "integer", "In how many stories the category occurs; in articles if no story is known."),
        _column("all_stories", "integer", "In how many stories there is any quote; these are drawn again."),
        _column("corrected", "number", "The share without the confusion that was measured; empty if not corrected."),
        _column("corrected_low", "number", "The lower end of its 95 % interval, which counts both uncertainties."),
        _column("corrected_high", "number", "Its upper end."),
        _column(
            "possible_low", "number", "The share if as many quotes are wrongly in it as were measured wrong at all."
        ),
        _column("possible_high", "number", "The share if as many quotes are missing from it."),
        _column("note", "string", "Why something is empty, or how far to trust it."),
    ),
    "",
)
TOTALS = View(
    "totals",
    "One row is a part of the corpus, with how much of each kind is in it.",
    (
        *_PART,
        _column("articles", "integer", "Articles with a quote."),
        _column("stories", "integer", "Stories with a quote; articles if no story is known."),
        _column("quotes", "integer", "Quotes, without those inside another quote."),
        _column("different_quotes", "integer", "Quotes, if the same words by a speaker in a story count once."),
        _column("quoted_words", "integer", "Words of the quotes."),
        _column("settled_quotes", "integer", "Quotes whose speaker is settled."),
        _column("speakers", "integer", "Speakers, each once, of every type."),
        _column("people", "integer", "The people among them."),
        _column("organizations", "integer", "The organizations among them."),
        _column("people_quotes", "integer", "Quotes of people."),
        _column("organizations_quotes", "integer", "Quotes of organizations."),
    ),
    "",
)
