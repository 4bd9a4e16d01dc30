"""Claims: the checkable propositions in what sources say and in what the outlet itself reports.

A proposition is a finite clause. Clauses joined by "and" are propositions of their own, and one that shares the
subject of the clause before it takes that subject's words. Nothing is paraphrased: the text is made of stretches of
the article.

Limits: subordinate clauses stay in the proposition that governs them; opinion is told by a list of words only.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord import wording
from onrecord.extract import lexicon
from onrecord.extract.entities import Entities
from onrecord.extract.frames import is_negated
from onrecord.extract.phrases import SUBJECTS, head_of, is_mark, noun_phrase
from onrecord.extract.values import Claim, Quote
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.spans import Span, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_NORMS = lexicon.words("should must ought shall")
# What can be denied with a clause of its own: "denied a claim that she owned the mill".
_ASSERTIONS = lexicon.words("claim report allegation accusation suggestion charge rumor rumour idea notion story")
_DENYING = lexicon.words("deny dispute refute rebut reject dismiss")
_UNSURE_CUES = {
    "suggest": "possible",
    "speculate": "possible",
    "estimate": "probable",
    "predict": "probable",
    "expect": "probable",
    "believe": "probable",
    "think": "probable",
}
_WISHES = lexicon.words("hope want wish love like need feel think believe guess pray thank congratulate let look")
_PERSONS = frozenset({"i", "we", "he", "she", "they", "you"})
# Words of praise and blame, of feeling and of taste: a clause that says no more is an opinion.
_OPINIONS = lexicon.words("""
    good bad great terrible awful horrible wonderful amazing awesome fantastic beautiful ugly nice proud happy glad
    sad sorry angry excited thrilled disappointed frustrated hopeful honored honoured grateful important crucial
    critical vital unacceptable outrageous shameful disgraceful disgrace ridiculous absurd silly stupid smart wise
    brave fair unfair right wrong best worst better worse tragic tragedy shame joke mistake nonsense travesty sure
    confident clear obvious hard easy tough welcome necessary shocked surprised pleased worried concerned devastated
    delighted reasonable appropriate essential exciting inspiring heartbreaking unbelievable incredible interesting
    strange weird
""")
_FEELINGS = lexicon.words("shock surprise please worry concern devastate delight excite thrill disappoint frustrate")
_NOBODY = re.compile(r"(?:no|none|nobody|neither|no one)\b", re.IGNORECASE)
_UNSAID = re.compile(
    r"\b(?:not|never|neither|nor|stop\w* short|refus\w+|declin\w+|odds|bets?|betting)\b|n[’']t\b", re.IGNORECASE
)
_UNSAID_BEFORE = re.compile(r"(?:\b(?:not|never|neither|nor)|n[’']t)(?:\s+\w+)?\s*$", re.IGNORECASE)
_LIMIT = re.compile(
    r"\W*(?:if|unless|until|when|once|provided|assuming|except|only|at least|at most|as long as|maybe|perhaps)\b",
    re.IGNORECASE,
)
_OPENERS = lexicon.words("""
    however meanwhile but and so also still moreover furthermore therefore thus yet then instead
""")


@dataclasses.dataclass(frozen=True, slots=True)
class _Clause:
    """A finite clause: its verb, its subject, and the stretches that state it."""

    passage: Passage
    verb: Token
    subject: Token | None
    parts: tuple[Span, ...]


def extract_claims(parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities) -> list[Claim]:
    """All claims of an article, in text order.

    Args:
        parsed: the article.
        quotes: its quotes; a claim names the one that it is part of by its place in the list.
        entities: its entities.
    """
    claims = [claim for index, quote in enumerate(quotes) for claim in _from_quote(parsed, index, quote, entities)]
    claims = [claim for claim in claims if not _is_of_nested(claim, quotes)]
    claims += _by_outlet(parsed, quotes, entities)
    claims = [claim for claim in claims if _is_plain(parsed.text, quotes, claim)]
    return sorted(claims, key=lambda claim: (claim.span, claim.quote is None))


def _is_of_nested(claim: Claim, quotes: Sequence[Quote]) -> bool:
    """Whether it is claimed in words that the quoted speaker reports of another; it is the claim of that one.

    So is the clause that reports it, which is a row of its own.
    """
    nested = [quote for quote in quotes if quote.within is not None and quote.within == claim.quote]
    return any(
        quote.span.covers(claim.span) or any(quote.cue and part.covers(quote.cue) for part in claim.parts)
        for quote in nested
    )


def _is_plain(text: str, quotes: Sequence[Quote], claim: Claim) -> bool:
    """Whether the words alone say what was read from the parse; else one of the two is wrong."""
    words = " ".join(part.exact(text) for part in claim.parts)
    before, after = claim.span.prefix(text, wording.BESIDE), claim.span.suffix(text, wording.BESIDE)
    quote = quotes[claim.quote] if claim.quote is not None else None
    cue = quote.cue.exact(text) if quote and quote.cue else ""
    return (
        wording.is_negated(words) == claim.negated
        and wording.certainty(words, before, cue) == claim.certainty
        and wording.denies(cue) == (claim.stance == "denied")
        and not wording.left_out(words, claim.span.exact(text))
        and not wording.cut_off(before, after)
    )


def _from_quote(parsed: ParsedArticle, index: int, quote: Quote, entities: Entities) -> Iterator[Claim]:
    if quote.kind != "speech" or quote.quote_type == "fragment" or not _was_said(parsed, quote):
        return
    cue = _lemma(parsed, quote.cue)
    for stretches in _propositions(parsed.text, quote):
        passage = parsed.passage_at(stretches[0])
        tokens = [token for stretch in stretches for token in passage.tokens(stretch)]
        # Who says "... and paid" in marks of their own does not lend the words a subject from outside.
        for clause in _clauses(passage, tokens, None if quote.quote_type == "direct" else quote.source):
            if not _is_checkable(clause) or _is_limited(parsed.text, stretches, clause):
                continue
            yield Claim(
                parts=clause.parts,
                claimant=quote.speaker,
                claimant_words=quote.source,
                quote=index,
                stance="denied" if cue in _DENYING else "asserted",
                negated=_is_negated(clause),
                certainty=_hedged(passage, stretches[0], _certainty(clause, cue)),
                entities=_roles(clause, entities),
                method="claims:statement@1",
            )


def _was_said(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether somebody is told to have said it: what nobody said, or somebody did not say, is no claim of theirs."""
    if quote.cue is None:
        return True
    passage = parsed.passage_at(quote.cue)
    verb = head_of(passage.tokens(quote.cue))
    up = itertools.takewhile(lambda token: token.dep_ in {"xcomp", "pcomp", "prep"}, verb.ancestors if verb else ())
    if any(is_negated(token) for token in (verb, *up) if token is not None):
        return False
    source = quote.source.exact(parsed.text) if quote.source else ""
    between = span_or_none(quote.source.end, quote.cue.start) if quote.source else None
    if _NOBODY.match(source) or (between and _UNSAID_BEFORE.search(between.exact(parsed.text))):
        return False
    return not _UNSAID.search(parsed.text[quote.cue.start : max(quote.cue.end, quote.contents[0].start)])


def _is_limited(text: str, stretches: Sequence[Span], clause: _Clause) -> bool:
    """Whether another stretch, beyond an inserted frame, limits a clause: “Unless it rains,” she said, “...”."""
    others = [stretch for stretch in stretches if not any(part.overlaps(stretch) for part in clause.parts)]
    return any(_LIMIT.match(stretch.exact(text)) for stretch in others)


def _propositions(text: str, quote: Quote) -> Iterator[list[Span]]:
    """The contents of a quote; those between which only its frame stands in a sentence belong together."""
    together: list[Span] = []
    for content in quote.contents:
        if together and _ends_between(text, together[-1], content):
            yield together
            together = []
        together.append(content)
    yield together


def _ends_between(text: str, before: Span, after: Span) -> bool:
    """Whether a sentence ends between two contents, or only a frame stands there: ", she said, "."""
    between = text[before.end : after.start]
    if re.search(r"[.?!…]$", before.exact(text)) or re.search(r"\n|[.?!]\W*$", between):
        return True
    return after.exact(text)[:1].isupper() and "," not in between[-4:]


def _by_outlet(parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities) -> Iterator[Claim]:
    """What the article says in its own voice: clauses outside all quotes that name something or state a number."""
    attributed = [span for quote in quotes if quote.quote_type != "fragment" or quote.cue for span in _extent(quote)]
    for passage in parsed.passages:
        if passage.zone is not Zone.BODY:
            continue
        here = [span for span in attributed if span.overlaps(passage.span)]
        told = {token.i for span in here for token in passage.tokens(span)}
        for sentence in passage.doc.sents:
            place = passage.place(sentence)
            tokens = passage.tokens(place)
            if not _is_specific(passage, [place], entities):
                continue
            governing = [token for token in tokens if token.i in told]
            if any(token.dep_ == "ROOT" for token in governing):
                continue
            excluded = {inner.i for token in governing for inner in _branch(token).subtree}
            if excluded:
                tokens = [token for token in tokens if token.i not in excluded]
            for clause in _clauses(passage, tokens, None):
                if not _is_checkable(clause) or not _is_specific(passage, clause.parts, entities):
                    continue
                yield Claim(
                    parts=clause.parts,
                    claimant=None,
                    claimant_words=None,
                    quote=None,
                    stance="asserted",
                    negated=_is_negated(clause),
                    certainty=_certainty(clause, None),
                    entities=_roles(clause, entities),
                    method="claims:outlet@1",
                )


def _extent(quote: Quote) -> Iterator[Span]:
    yield from quote.contents
    yield from (span for span in (quote.source, quote.cue) if span)


def _branch(token: Token) -> Token:
    """The nearest subordinate clause that holds a token; the token itself in a main clause."""
    subordinate = {"relcl", "advcl", "ccomp", "parataxis", "acl", "conj"}
    return next((ancestor for ancestor in (token, *token.ancestors) if ancestor.dep_ in subordinate), token)


def _lemma(parsed: ParsedArticle, cue: Span | None) -> str | None:
    if cue is None:
        return None
    tokens = parsed.passage_at(cue).tokens(cue)
    return tokens[0].lemma_.lower() if tokens else None


# -- clauses ----------------------------------------------------------------------------------------------------


def _clauses(passage: Passage, tokens: Sequence[Token], source: Span | None) -> Iterator[_Clause]:
    """The finite main clauses among `tokens`, in text order."""
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if _is_clause(token) and _is_main(token, inside)]
    for head in heads:
        apart = {t.i for other in heads if other is not head and head in other.ancestors for t in other.subtree}
        own = sorted((t for t in head.subtree if t.i in inside and t.i not in apart), key=lambda t: t.i)
        own = _stretch(own, head, [token.i for token in tokens])
        if not own:
            continue
        subject = _subject(head)
        if subject is None:
            continue
        parts = tuple(_balanced(passage, part) for part in _unbroken(passage, own, tokens))
        if subject.i not in {t.i for t in own}:
            phrase = _outer_subject(passage, subject, inside, source)
            if phrase is None or phrase.end > parts[0].start:
                continue
            parts = (phrase, *parts)
        if not any(_cuts_word(passage, part) for part in parts):
            yield _Clause(passage, head, subject, parts)


def _is_clause(token: Token) -> bool:
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.tag_ in _FINITE:
        return True
    # "which he said focused on leadership": the tagger takes the past tense for a participle, the subject tells.
    mistagged = token.tag_ == "VBN"
    return any(
        (c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE) or (mistagged and c.dep_ == "nsubj")
        for c in token.children
    )


def _is_main(token: Token, inside: set[int]) -> bool:
    """Whether a clause is no part of another one of the same stretch."""
    if token.dep_ in {"aux", "auxpass"}:
        return False
    if token.dep_ == "ROOT" or token.head.i not in inside:
        return True
    if token.dep_ == "conj":
        return _is_clause(token.head) and _is_main(token.head, inside)
    if token.dep_ in {"acl", "ccomp", "relcl"} and token.head.lemma_.lower() in _ASSERTIONS:
        return any(c.lower_ == "that" for c in token.children)
    # Sentences joined by a comma: the parse takes the first for a complement of the second.
    joined = (
        token.dep_ in {"ccomp", "parataxis"}
        and _own_subject(token) is not None
        and not any(c.dep_ == "mark" for c in token.children)
    )
    return (
        joined
        and token.head.lemma_.lower() not in lexicon.SAYING
        and token.i < token.head.i
        and _is_main(token.head, inside)
    )


def _cuts_word(passage: Passage, part: Span) -> bool:
    """Whether a part begins or ends inside a word: "n’t" may not lose its "do", nor "do" its "n’t"."""
    text, start, end = passage.text, part.start - passage.offset, part.end - passage.offset
    begins_inside = text[:start][-1:].isalnum() and (text[start].isalnum() or text[start] in "’'")
    ends_inside = text[end - 1].isalnum() and (text[end : end + 1].isalnum() or re.match(r"n?[’']t\b", text[end:]))
    return begins_inside or bool(ends_inside)


def _unbroken(passage: Passage, own: Sequence[Token], tokens: Sequence[Token]) -> Iterator[Span]:
    """The stretches of a clause: one, or more where a frame or another clause stands in it."""
    within = {token.i for token in tokens}
    stretches: list[list[Token]] = [[own[0]]]
    for before, token in itertools.pairwise(own):
        if any(n not in within and not passage.doc[n].is_space for n in range(before.i + 1, token.i)):
            stretches.append([])
        stretches[-1].append(token)
    for stretch in stretches:
        while stretch and is_mark(stretch[0]) and stretch is not stretches[0]:
            stretch.pop(0)
        while stretch and is_mark(stretch[-1]) and stretch is not stretches[-1]:
            stretch.pop()
        if stretch:
            yield passage.span_of(stretch[0], stretch[-1])


def _stretch(tokens: list[Token], head: Token, order: Sequence[int]) -> list[Token]:
    """The run of tokens around `head` that nothing of `order` breaks, without conjunctions and marks at its ends."""
    position = next((n for n, token in enumerate(tokens) if token.i == head.i), None)
    if position is None:
        return []
    rank = {place: number for number, place in enumerate(order)}
    start = end = position
    while start > 0 and rank[tokens[start - 1].i] >= rank[tokens[start].i] - 2:
        start -= 1
    while end + 1 < len(tokens) and rank[tokens[end + 1].i] <= rank[tokens[end].i] + 2:
        end += 1
    part = tokens[start : end + 1]
    while (
        part
        and part[0].i < head.i
        and (
            is_mark(part[0])
            or part[0].is_space
            or (part[0].dep_ == "cc" and part[0].head.i == head.i)
            or (part[0].dep_ == "mark" and part[0].head.i == head.i)
            or (part[0].lower_ in _OPENERS and part[0].head.i == head.i)
            or part[0].tag_ in {"WDT", "WP"}
        )
    ):
        part.pop(0)
    while (
        part
        and part[-1].i > head.i
        and ((is_mark(part[-1]) and not _closes(part)) or part[-1].is_space or part[-1].dep_ == "cc")
    ):
        part.pop()
    return part


def _balanced(passage: Passage, span: Span) -> Span:
    """The span with the mark of quotation or bracket beside it whose partner it holds."""
    text, start, end = passage.text, span.start - passage.offset, span.end - passage.offset
    inner = text[start:end]
    for opening, closing in (("“", "”"), ("‘", "’"), ("«", "»"), ("(", ")")):
        if inner.rfind(opening) > inner.rfind(closing) and (
            found := re.match(rf"[.,?!]?{re.escape(closing)}", text[end:])
        ):
            end += found.end()
        if (
            (position := inner.find(closing)) >= 0
            and opening not in inner[:position]
            and text[:start].endswith(opening)
        ):
            start -= 1
    if re.match(r"[“‘«\"'](?!.*[”’»\"']\W*$)", text[start:end]) and end - start > 1:
        start += 1  # its partner stands outside
    return Span(passage.offset + start, passage.offset + end)


def _closes(tokens: Sequence[Token]) -> bool:
    """Whether the mark that ends a stretch closes one that opens inside."""
    opening = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", ")": "("}.get(tokens[-1].text)
    return any(token.text == opening for token in tokens[:-1])


def _own_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {*SUBJECTS, "expl"}), None)


def _subject(verb: Token) -> Token | None:
    """The subject of a clause, its own or the one that it shares with the clause before."""
    own = _own_subject(verb)
    if own is not None or verb.dep_ != "conj":
        return own
    return _subject(verb.head)


def _outer_subject(passage: Passage, subject: Token, inside: set[int], source: Span | None) -> Span | None:
    """The words of a subject that stands outside its clause."""
    if subject.tag_ in {"WDT", "WP"}:
        relative = next((a for a in subject.ancestors if a.dep_ == "relcl"), None)
        return noun_phrase(passage, relative.head, _before(passage, subject)).span if relative is not None else None
    span = noun_phrase(passage, subject).span
    if subject.i in inside or (source is not None and source.covers(passage.span_of(subject, subject))):
        return span
    return None


def _before(passage: Passage, token: Token) -> Span:
    return Span(passage.offset, passage.offset + max(1, token.idx))


# -- what a clause says -----------------------------------------------------------------------------------------


def _is_checkable(clause: _Clause) -> bool:
    """No question, command, wish, norm or mere opinion."""
    verb, subject = clause.verb, clause.subject
    if subject is None or _is_question(clause):
        return False
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if auxiliaries & _NORMS or verb.lemma_.lower() in {"need", "deserve"}:
        return False
    if subject.lower_ in _PERSONS and verb.lemma_.lower() in _WISHES:
        return False
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children):
        return False  # a condition says nothing of what is
    if any(c.lower_ in {"nor", "neither"} for c in verb.children if c.i < verb.i):
        return False  # the negation stands in a word that joins clauses, and would be lost with it
    if (
        subject.lower_ == "it"
        and verb.lemma_ == "be"
        and sum(len(clause.passage.tokens(part)) for part in clause.parts) < 4
    ):
        return False  # "It is possible" leads to what is claimed
    if verb.lemma_.lower() in _FEELINGS and verb.tag_ == "VBN":
        return False
    if verb.lemma_.lower() in {"be", "seem", "feel", "look"}:
        complements = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
        if any(
            c.lemma_.lower() in _OPINIONS | _FEELINGS
            or any(g.lemma_.lower() in _OPINIONS for g in c.children if g.dep_ == "amod")
            for c in complements
        ):
            return False
        if not complements and not any(
            c.dep_ in {"prep", "advmod", "ccomp", "xcomp", "npadvmod"} for c in verb.children
        ):
            return False
    return sum(len(part) for part in clause.parts) >= 12


def _is_question(clause: _Clause) -> bool:
    end = clause.parts[-1].end - clause.passage.offset
    asked = clause.passage.text[end:].lstrip("”\"’' ").startswith("?")
    first = clause.verb.left_edge
    # "When it opened, traffic fell" states something, "when it would open" does not.
    asks = any(c.lower_ in {"when", "where"} and c.i < clause.verb.i for c in clause.verb.children)
    # "You voted for this, didn't you?"; "What I said was that we need more"
    tagged = clause.verb.sent.text.rstrip("”\"’' ").endswith("?")
    start = clause.parts[0].start - clause.passage.offset
    heads = re.search(r"\b(?:what|whatever|who|whoever|how)\W{1,3}$", clause.passage.text[:start], re.IGNORECASE)
    return (
        asked
        or tagged
        or asks
        or bool(heads)
        or (first.lower_ in {"why", "how", "what", "who", "whether"} and first.i < clause.verb.i)
    )


def _is_specific(passage: Passage, parts: Sequence[Span], entities: Entities) -> bool:
    """Whether the words name something or state a number."""
    return any(mention.mention_type == "named" for part in parts for mention in entities.inside(part)) or any(
        token.like_num for part in parts for token in passage.tokens(part)
    )


def _is_negated(clause: _Clause) -> bool:
    """Whether the main statement is negated: by "not" or "never" at its verb, or "no" in its subject or object."""
    verb = clause.verb
    arguments = [c for c in verb.children if c.dep_ in {*SUBJECTS, "dobj", "attr"}]
    if clause.subject is not None:
        arguments.append(clause.subject)
    return any(c.dep_ == "neg" or (c.lower_ in {"never", "no"} and c.dep_ == "advmod") for c in verb.children) or any(
        a.lower_ in {"none", "nobody", "nothing", "neither"}
        or any((c.dep_ == "det" and c.lower_ in {"no", "neither"}) or c.dep_ == "neg" for c in a.children)
        for a in arguments
    )


def _certainty(clause: _Clause, cue: str | None) -> str:
    near = {
        clause.verb.lemma_.lower(),
        *(c.lower_ for c in clause.verb.children if c.dep_ in {"aux", "advmod", "acomp", "neg"}),
    }
    if "neg" in {c.dep_ for c in clause.verb.children}:
        near -= {"could"}  # "could not find it" tells what happened
    if not any(c.dep_ in {"xcomp", "oprd", "acomp", "ccomp", "attr"} for c in clause.verb.children):
        near -= {"appear", "seem"}  # "the book will appear in May"
    near |= {c.lemma_.lower() for c in clause.verb.children if c.dep_ in {"acomp", "xcomp"}}
    if near & {"may", "might", "could", "possibly", "perhaps", "maybe", "potentially", "possible"}:
        return "possible"
    if near & {
        "likely",
        "probably",
        "expect",
        "expected",
        "estimate",
        "estimated",
        "presumably",
        "apparently",
        "unlikely",
        "appear",
        "seem",
    }:
        return "probable"
    if near & {"reportedly", "allegedly", "purportedly", "supposedly"}:
        return "unknown"
    return _UNSURE_CUES.get(cue or "", "certain")


def _hedged(passage: Passage, content: Span, certainty: str) -> str:
    """The certainty of a clause that "It is possible, she said, that ..." leads to."""
    first = passage.tokens(content)[0]
    before = {token.lower_ for token in first.doc[first.sent.start : first.i]}
    if certainty != "certain" or not first.i or first.nbor(-1).lower_ != "that":
        return certainty
    if before & {"possible", "conceivable", "unclear"}:
        return "possible"
    return "probable" if before & {"likely", "probable"} else certainty


def _roles(clause: _Clause, entities: Entities) -> tuple[tuple[int, str], ...]:
    """The entities of a claim, each with the first role that fits: subject, object, mentioned."""
    passage, verb = clause.passage, clause.verb
    roles: dict[int, str] = {}
    for part in clause.parts:
        for mention in entities.inside(part):
            head = passage.tokens(mention.span)[-1]
            while (
                head.dep_ in {"compound", "flat"}
                and mention.span.covers(passage.span_of(head.head, head.head))
                and head.head.i != head.i
            ):
                head = head.head
            role = "mentioned"
            if clause.subject is not None and (head.i == clause.subject.i or head in clause.subject.conjuncts):
                role = "subject"
            elif head.head.i == verb.i and head.dep_ in {"dobj", "dative", "attr", "oprd"}:
                role = "object"
            if roles.get(mention.entity, "mentioned") == "mentioned":
                roles[mention.entity] = role
    return tuple(roles.items())
