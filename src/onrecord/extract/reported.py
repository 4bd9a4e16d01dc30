"""What a reporting verb reports: the clause, infinitive or noun phrase that it governs, as stretches of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.phrases import SUBJECTS, is_mark
from onrecord.language import Passage
from onrecord.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_CIRCUMSTANCE = re.compile(
    rf"(?:on |late |early )*{_WEEKDAY}(?: (?:night|morning|evening|afternoon))?,? (?:that )?"
    r"|(?:in|at|during) an? (?:[\w-]+ ){0,3}(?:statement|letter|report|email|e-mail|interview|speech|hearing|post|"
    r"tweet|filing|briefing|conference|memo|message|meeting)(?: on " + _WEEKDAY + r")?,? that "
)


def reported_words(passage: Passage, verb: Token) -> list[Token]:
    """The tokens of what a verb reports, in order; empty where it reports nothing."""
    lemma = verb.lemma_.lower()
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {"decline", "refuse", "fail"}:
        return []
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"}]
    if not clauses and (told := _in_a_document(verb)) is not None:
        clauses = [told]
    if lemma in lexicon.MARKED and not any(_is_marked(clause) for clause in clauses):
        clauses = []
    if clauses:
        inner = {token for clause in clauses for token in clause.subtree}
        inner |= {token for clause in clauses for more in _added(clause) for token in more.subtree}
        reported = sorted(inner, key=lambda t: t.i)
        aside = next((t for t in reported if _is_aside(t, verb)), None)
        return reported if aside is None else [t for t in reported if t.i < aside.i]
    if verb.dep_ in {"parataxis"} and verb.head.pos_ in {"VERB", "AUX"}:
        own = set(verb.subtree)
        return [token for token in verb.head.subtree if token not in own]
    if lemma in lexicon.INFINITIVE:
        clause = next((c for c in verb.children if c.dep_ == "xcomp" and any(t.tag_ == "TO" for t in c.children)), None)
        if clause is not None:
            start = min(
                [clause.left_edge.i]
                + [c.left_edge.i for c in verb.children if c.dep_ in {"dobj", "dative"} and verb.i < c.i < clause.i]
            )
            return list(verb.doc[start : clause.right_edge.i + 1])
    if lemma == "deny":
        gerund = next((c for c in verb.children if c.dep_ in {"xcomp", "pcomp", "ccomp"} and _is_gerund(c)), None)
        if gerund is not None:
            return list(verb.doc[gerund.left_edge.i : gerund.right_edge.i + 1])
    if lemma in lexicon.NOUN_REPORT:
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if thing is not None:
            end = thing.right_edge.i
            marks = [t for t in verb.doc[end + 1 : verb.sent.end] if t.lower_ == "that"]
            if marks and marks[0].i <= end + 5:  # "denied a claim by opponents that ..."
                end = verb.sent.end - 1
            return list(verb.doc[thing.left_edge.i : end + 1])
    return []


def _in_a_document(verb: Token) -> Token | None:
    """The clause that the parse hangs on the medium: "said in a statement that the ruling stands"."""
    for preposition in verb.children:
        if preposition.dep_ != "prep" or preposition.lower_ not in {"in", "at", "during"}:
            continue
        for noun in preposition.children:
            if noun.dep_ == "pobj" and noun.lemma_.lower() in lexicon.DOCUMENTS | lexicon.CARRIERS | lexicon.OCCASIONS:
                for clause in noun.children:
                    if clause.dep_ in {"acl", "relcl", "ccomp"} and any(c.lower_ == "that" for c in clause.children):
                        return clause
    return None


def _is_gerund(token: Token) -> bool:
    return token.tag_ == "VBG" or any(c.dep_ == "aux" and c.tag_ == "VBG" for c in token.children)


def _is_marked(clause: Token) -> bool:
    """Whether a word such as "that" or "whether" opens a clause."""
    return any(c.lower_ in {"that", "whether", "how", "why", "if"} and c.i < clause.i for c in clause.children)


def _added(clause: Token) -> Iterator[Token]:
    """Clauses that go on with "and that"."""
    for token in clause.head.children:
        if (
            token.dep_ == "conj"
            and token.i > clause.i
            and any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children)
        ):
            yield token


def _is_aside(token: Token, verb: Token) -> bool:
    """Whether a participle tells of the reporting, not of what is reported: "..., citing two officials"."""
    reports = token.lemma_.lower() in lexicon.SPEECH or token.lemma_.lower() == "cite"
    return token.tag_ == "VBG" and token.dep_ == "advcl" and reports and token.i > verb.i and token.nbor(-1).text == ","


def reported_stretches(passage: Passage, tokens: Sequence[Token], verb: Token) -> list[Span]:
    """The stretches of reported tokens before and after a verb with its subject, up to the end of the sentence."""
    stretches = list(_around(passage, tokens, verb)) if tokens else []
    if stretches and stretches[-1].start > passage.span_of(verb, verb).start:
        stretches[-1] = _to_sentence_end(passage, stretches[-1])
        stretches[-1] = _without_circumstance(passage, stretches[-1])
    return stretches


def _without_circumstance(passage: Passage, content: Span) -> Span:
    """The content without the words for when or where it was said: "said on Tuesday it would close"."""
    opening = _CIRCUMSTANCE.match(passage.text, content.start - passage.offset, content.end - passage.offset)
    return Span(passage.offset + opening.end(), content.end) if opening else content


def _around(passage: Passage, tokens: Sequence[Token], verb: Token) -> Iterator[Span]:
    """The stretches of reported tokens before and after a verb's frame."""
    source = {t.i for child in verb.children if child.dep_ in SUBJECTS for t in child.subtree}
    frame_start = min([verb.i, *source])
    before = [t for t in tokens if t.i < frame_start]
    after = [t for t in tokens if t.i > verb.i and t.i not in source]
    for part in (before, after):
        if part and (span := trimmed(passage, part)):
            yield span


def _to_sentence_end(passage: Passage, content: Span) -> Span:
    """The content with what the parse has cut off: the end of the sentence, or one more part joined by "and"."""
    doc = passage.doc
    last = passage.tokens(content)[-1]
    while last.i + 1 < len(doc) and doc[last.i + 1].is_sent_start and not is_mark(last):
        last = max(doc[last.i + 1].sent, key=lambda token: token.i)
        while is_mark(last) or last.is_space:
            last = doc[last.i - 1]
    rest = [token for token in doc[last.i + 1 : last.sent.end] if not token.is_space]
    words = [token for token in rest if not is_mark(token)]
    if len(words) > 1 and words[0].dep_ == "cc" and words[1].pos_ in {"ADP", "SCONJ"} and words[1].lower_ != "that":
        last = words[-1]
    return Span(content.start, max(content.end, passage.span_of(last, last).end))


def trimmed(passage: Passage, tokens: Sequence[Token]) -> Span | None:
    """The span of tokens without conjunctions, "that", and punctuation at the ends; None for a lone pronoun."""
    part = list(tokens)
    while part and (
        (is_mark(part[0]) and part[0].text not in "“\"‘'«")
        or part[0].is_space
        or part[0].dep_ == "cc"
        or (part[0].lower_ == "that" and part[0].tag_ == "IN")
    ):
        part.pop(0)
    while part and (
        part[-1].is_space
        or (is_mark(part[-1]) and part[-1].text not in "”\"’'»)")
        or (part[-1].dep_ in {"cc", "mark"} and len(part) > 1)
    ):
        part.pop()
    if not part or all(token.tag_ in {"WDT", "WP", "IN"} or is_mark(token) for token in part):
        return None
    return passage.span_of(part[0], part[-1])
