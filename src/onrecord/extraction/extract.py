"""The extraction of one article: all families of values in the order in which they need each other."""

from __future__ import annotations

from onrecord.extraction.claims.claims import extract_claims
from onrecord.extraction.entities.coreference import References
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.first_person import note_first_persons
from onrecord.extraction.entities.names import find_names
from onrecord.extraction.entities.quoted_names import split_names
from onrecord.extraction.quotes.quotes import extract_quotes
from onrecord.extraction.quotes.turns import find_turns
from onrecord.extraction.values import Extraction
from onrecord.extraction.votes.votes import extract_votes
from onrecord.nlp.articles import ParsedArticle
from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Places


def extract(parsed: ParsedArticle) -> Extraction:
    """Extracts the entities, mentions, quotes, votes and claims of an article."""
    quoted_names, runs = split_names(parsed, find_quoted_runs(parsed.text, [p.span for p in parsed.passages]))
    turns = find_turns(parsed)
    speakers = dict.fromkeys(turn.name for turn in turns if turn.name and turn.speaker != "role")
    entities = Entities(parsed, find_names(parsed, quoted_names, list(speakers)))
    References(parsed, entities, [run.outer for run in runs]).resolve()
    votes = extract_votes(parsed, Places((run.outer, run.outer) for run in runs), entities)
    quotes = extract_quotes(parsed, runs, turns, entities, [vote.motion for vote in votes if vote.motion])
    claims = extract_claims(parsed, quotes, entities, [run.outer for run in runs])
    note_first_persons(parsed, [run.inner for run in runs], quotes, entities)
    return Extraction(entities.entities(), entities.mentions(), tuple(quotes), tuple(votes), tuple(claims))
