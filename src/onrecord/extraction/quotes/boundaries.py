"""Where contents begin and end: the parse corrects what the reader marked.

- "Voss said she would wait and left the room": the second verb of the frame ends the content;
- "The mill closed, but is for sale, Voss said": a content without its subject begins at the clause that was reported;
- "“We lost” with tears in her eyes she said": circumstances of speaking do not belong to quoted words;
- "The BBC defended Lee, saying that ...": of a verb and a "saying" after it, "saying" is the cue;
- "The crew, adds the captain, was tired": the noun after an inserted cue is its source;
- "Voss asked drivers to wait": whoever is asked to do something belongs to the content;
- "Voss praised those who stayed": a relative clause belongs to its noun;
- "If it rained, Voss told them, the match would be moved": a condition belongs to what it limits;
- "Voss said that was untrue": "that" belongs to the content as its subject;
- "Voss said the mill was closed, which Lee disputes": what somebody else says of it does not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.antecedents import GENDERS
from onrecord.extraction.entities.descriptions import described_type
from onrecord.extraction.quotes.cues import FINITE, is_clause, is_condition, is_finite, source_of
from onrecord.lang.en import lexicon, modality
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, head_of, subtree, trimmed
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places, Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST = 20  # steps up in the parse
_NEXT = 4  # tokens, of which one is the verb that goes on after an insertion
_PAST = "VBD"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_OF_CLAUSE = frozenset({"VERB", "AUX", "SCONJ", "CCONJ"})


def next_verb(passage: Passage, verb: Token, content: Span) -> Token | None:
    """The verb in a content that goes on with the frame: "left" in "Voss said she would wait and left the room".

    Both are in the past tense. It is joined to the cue, or to a verb of the content whose subject cannot share it.
    """
    tokens = passage.tokens(content)
    head = head_of(tokens)
    if head is None or head.i < verb.i or head.doc is not verb.doc or _tense(verb) != _PAST:
        return None
    for token in tokens:
        if token.dep_ != "conj" or token.pos_ != "VERB" or token.i == head.i:
            continue
        if token.tag_ != _PAST or _has_subject(token):
            continue
        first = token
        while first.dep_ == "conj" and first.head.i != first.i and first.i != head.i:
            first = first.head
        if first.i == verb.i or (first.i == head.i and head.dep_ == "ccomp" and _is_of_frame(passage, verb, token)):
            return token
    return None


def _is_of_frame(passage: Passage, verb: Token, joined: Token) -> bool:
    """Whether a verb that is joined to the reported verb has the source for its subject, and not the reported subject.

    The tenses differ: "said she would wait and left"; or its object can only be the reported subject: "said the pool
    was unsafe and closed it"; or the reported subject is a thing, and the verb one of people: "said the plan was late
    and apologized".
    """
    head = joined.head
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    subject = next((child for child in head.children if child.dep_ in {*SUBJECTS, "expl"}), None)
    if _tense(head) not in {_PAST, ""}:
        return True
    source = source_of(passage, verb)
    if subject is None or source is None:
        return False
    gender = next((GENDERS[noun.lower_] for noun in _objects(joined) if noun.lower_ in GENDERS), None)
    others = (t for t in passage.doc[subject.i + 1 : joined.i] if t.pos_ in _NOMINAL and gender in _genders(t))
    if gender is not None and gender in _genders(subject) - _genders(source.head) and next(others, None) is None:
        return True
    # Texts judge, too.
    judges = joined.lemma_.lower() in lexicon.OF_PEOPLE and described_type(subject) != "work"
    return judges and _genders(subject) == {"n"}


def _objects(verb: Token) -> Iterator[Token]:
    """The objects of a verb and of its infinitive: "promised to meet | them"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"}:
            yield child
        elif child.dep_ == "xcomp" and not any(other.dep_ == "dobj" for other in verb.children):
            yield from (noun for noun in child.children if noun.dep_ in {"dobj", "dative"})


def _genders(noun: Token) -> set[str]:
    """The genders of the pronouns that may mean a noun in the same sentence."""
    if noun.pos_ in {"PRON", "DET"}:
        return {GENDERS.get(noun.lower_, "n" if noun.lower_ in {"this", "that", "there"} else "")}
    if noun.tag_ in {"NNS", "NNPS"} or any(child.dep_ == "conj" for child in noun.children):
        return {"p"}
    if noun.pos_ == "PROPN":
        return {"m", "f"} if noun.ent_type_ == "PERSON" else {"n", "p"} if noun.ent_type_ else {"m", "f", "n", "p"}
    kind = described_type(noun)
    return {"group": {"p"}, "person": {"m", "f"}, "organization": {"n", "p"}}.get(kind, {"n"})


def before(passage: Passage, content: Span, verb: Token) -> Span | None:
    """A content up to a verb in it, without the conjunction and the adverbs before that."""
    return trimmed(passage, [token for token in passage.tokens(content) if token.i < verb.left_edge.i])


def from_the_clause(passage: Passage, verb: Token, content: Span) -> Span:
    """A content before its cue, from the start of the reported clause if the reader left out its subject."""
    head = head_of(passage.tokens(content))
    if head is None or head.doc is not verb.doc or head.i > verb.i or head.pos_ not in {"VERB", "AUX"}:
        return content
    inside = {token.i for token in passage.tokens(content)}
    if any(child.i in inside and child.dep_ in {*SUBJECTS, "expl"} for child in head.children):
        return content
    clause = head
    for _ in range(_MOST):
        if clause.head.i == verb.i or clause.head.i == clause.i:
            break
        clause = clause.head
    if clause.head.i != verb.i or clause.dep_ != "ccomp":
        return content
    first = next((token for token in subtree(clause) if not (token.is_punct or token.is_space)), clause)
    whole = trimmed(passage, [token for token in subtree(clause) if token.i < verb.i])
    if whole is None or passage.span_of(first, first).start >= content.start:
        return content
    return Span(whole.start, content.end)


def with_object(passage: Passage, verb: Token, cue: Span, content: Span) -> Span:
    """A content with the noun between it and its cue that is to do something: "asked drivers to wait"."""
    tokens = passage.tokens(content)
    if not tokens or tokens[0].lower_ not in {"to", "not"} or verb.lemma_.lower() not in lexicon.INFINITIVE:
        return content
    between = passage.tokens(Span(cue.end, content.start)) if cue.end < content.start else []
    head = head_of(between)
    if head is None or head.pos_ not in {"NOUN", "PROPN", "PRON"} or head.dep_ not in {"dobj", "nsubj", "dative"}:
        return content
    return Span(passage.span_of(between[0], between[0]).start, content.end)


def with_condition(passage: Passage, verb: Token, contents: Sequence[Span]) -> list[Span]:
    """Contents with the condition before their frame: "If it rained, Voss told them, the match would be moved"."""
    tokens = passage.tokens(contents[0])
    head = head_of(tokens)
    if head is None or head.doc is not verb.doc or tokens[0].i < verb.i:
        return list(contents)
    inserted = passage.doc[tokens[0].i - 1].text == ","
    clauses = (*head.children, *(verb.children if inserted else ()))
    for child in clauses:
        after = child.right_edge.i + 1
        if child.dep_ == "advcl" and after < verb.i and passage.doc[after].text == "," and is_condition(child):
            return [passage.span_of(child.left_edge, child.right_edge), *contents]
    return list(contents)


def with_subject(passage: Passage, content: Span) -> Span:
    """A content with the "that" before it that is its subject: "that was untrue"."""
    tokens = passage.tokens(content)
    if not tokens or not tokens[0].i:
        return content
    before = tokens[0].nbor(-1)
    inside = {token.i for token in tokens}
    is_subject = before.lower_ == "that" and (before.tag_ == "DT" or before.dep_ in SUBJECTS)
    is_subject = is_subject and before.head.i in inside
    # No verb has a relative clause: there the parse means a report.
    is_subject = is_subject and (before.head.dep_ != "relcl" or before.head.head.pos_ == "VERB")
    return hull([content, passage.span_of(before, before)]) if is_subject else content


def with_relative(passage: Passage, content: Span, cue: Span) -> Span:
    """A content with the relative clause that follows its last noun at once: "praised those | who stayed"."""
    tokens = passage.tokens(content)
    last = tokens[-1] if tokens else None
    if last is None or cue.start > content.start:
        return content
    for clause in (child for token in (last, *last.ancestors) for child in token.children):
        is_next = clause.dep_ == "relcl" and clause.left_edge.i == last.i + 1 and clause.head.i >= tokens[0].i
        if is_next and not clause.left_edge.is_punct and not any(child.dep_ == "mark" for child in clause.children):
            words = passage.doc[last.i + 1 : clause.right_edge.i + 1]
            rest = trimmed(passage, list(itertools.takewhile(_is_no_comma, words)))
            return hull([content, rest]) if rest is not None else content
    return content


def without_replies(passage: Passage, content: Span) -> Span:
    """A content without a relative clause at its end in which somebody else speaks: ", which his lawyer disputes"."""
    tokens = passage.tokens(content)
    for clause in tokens:
        if clause.dep_ != "relcl" or clause.lemma_.lower() not in lexicon.SPEECH | modality.DENIALS:
            continue
        subject = next((child for child in clause.children if child.dep_ == "nsubj"), None)
        first = clause.left_edge
        is_last = clause.right_edge.i >= tokens[-1].i
        own = first.dep_ in SUBJECTS or (subject is None and first.dep_ != "dobj")
        if own or first.tag_ != "WDT" or not is_last:
            continue
        if first.i > tokens[0].i and passage.doc[first.i - 1].text == "," and clause.head.i < first.i:
            return trimmed(passage, [token for token in tokens if token.i < first.i]) or content
    return content


def is_of_another(passage: Passage, verb: Token, content: Span) -> bool:
    """Whether a content before its cue is the complement of another verb: "was ordered to leave, Voss said"."""
    tokens = passage.tokens(content)
    head = head_of(tokens)
    if head is None or head.doc is not verb.doc or head.i > verb.i or tokens[0].tag_ != "TO":
        return False
    return head.dep_ == "xcomp" and head.head.i != verb.i and head.head.i < tokens[0].i


def without_absolute(source: NounPhrase) -> NounPhrase:
    """A source without a participle that has its own subject: "Voss" in "Voss, her voice trailing off"."""
    for number, token in enumerate(source.tokens):
        rest = source.tokens[number + 1 :]
        if token.text != "," or source.head.i > token.i or not rest or rest[0].tag_ != "PRP$":
            continue
        if any(other.tag_ == "VBG" and other.dep_ != "amod" for other in rest):
            return NounPhrase(source.passage, source.tokens[:number], source.head)
    return source


def without_circumstances(passage: Passage, runs: Places[QuotedRun], content: Span, cue: Span) -> Span:
    """A content that is an utterance and words without a verb before the cue, reduced to the utterance."""
    run = next((run for run in runs.at(content) if run.outer.start == content.start), None)
    if run is None or run.outer.end >= content.end or content.end > cue.start:
        return content
    rest = passage.tokens(Span(run.outer.end, content.end))
    if not is_finite(passage.tokens(run.inner)) or is_clause(rest):
        return content
    return content if any(other is not run for other in runs.at(content)) else run.inner


def saying_in(passage: Passage, verb: Token, content: Span) -> tuple[Token, Span] | None:
    """The participle of saying in a content, and its own content: "defended Lee saying the move was wrong"."""
    inside = {token.i for token in passage.tokens(content)}
    for token in _participles(verb):
        if token.i not in inside or token.lemma_.lower() not in lexicon.SPEECH:
            continue
        clauses = [child for child in token.children if child.dep_ == "ccomp" and child.i > token.i]
        said = trimmed(passage, [t for clause in clauses for t in subtree(clause) if t.i in inside])
        if said is not None and passage.span_of(token, token).start > content.start:
            return token, said
    return None


def inserted(passage: Passage, verb: Token, contents: Sequence[Span]) -> tuple[Span, list[Span]] | None:
    """Source and contents of a frame inside the clause that it reports: "The crew, adds the captain, was tired".

    The parse takes the source for an object or for what is reported, and so does the reader in one of `contents`; or
    they take it for an apposition: "Her brother, Ida Brandt told the court, was tired".
    """
    doc, sentence = passage.doc, passage.sentence_of(verb)
    if verb.lemma_.lower() not in lexicon.SPEECH or verb.tag_ not in FINITE or verb.i - 2 < sentence.start:
        return None
    after = verb.i + 1 + any(child.dep_ == "prt" and child.i == verb.i + 1 for child in verb.children)
    following = list(itertools.takewhile(_is_no_comma, doc[after : sentence.end]))
    rest = list(doc[after + len(following) : sentence.end])
    if doc[verb.i - 1].text == ",":
        noun, before = following, list(doc[sentence.start : verb.i])
        linked = bool(noun) and any(passage.span_of(noun[0], noun[0]).start == span.start for span in contents)
        goes_on = linked and is_finite(rest[1:_NEXT])
    else:
        noun = list(itertools.takewhile(_is_no_comma, reversed(doc[sentence.start : verb.i])))[::-1]
        before = list(doc[sentence.start : verb.i - len(noun)])
        goes_on = bool(rest[1:]) and is_finite(rest[1:2]) and not is_finite([*before, *following])
    # "A nurse, who asked not to be named, said" has no insertion.
    is_noun = bool(noun) and noun[-1].pos_ in _NOMINAL and noun[0].tag_ not in {"WP", "WDT"}
    is_noun = is_noun and all(token.pos_ not in _OF_CLAUSE for token in noun)
    if not (goes_on and is_noun) or len(before) < 2 or before[-2].pos_ not in _NOMINAL:
        return None
    source = passage.span_of(noun[0], noun[-1])
    own = [content for content in contents if content.start > source.end]
    if noun is not following and any(content.end <= source.start for content in contents):
        return None  # the reader has both parts
    parts = [trimmed(passage, before), trimmed(passage, rest)]
    parts = [parts[0], *own] if noun is not following and own else parts
    return source, [part for part in parts if part is not None]


def _is_no_comma(token: Token) -> bool:
    return token.text != ","


def _participles(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        for token in (child, *child.children):
            if token.tag_ == "VBG" and token.dep_ in {"advcl", "acl"} and token.i > verb.i:
                yield token


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {*SUBJECTS, "expl"} for child in verb.children)


def _tense(verb: Token) -> str:
    """The tag of the finite verb of a clause; empty if it has none."""
    finite = [token.tag_ for token in (*verb.children, verb) if token.tag_ in FINITE and _is_verbal(token, verb)]
    return finite[0] if finite else ""


def _is_verbal(token: Token, verb: Token) -> bool:
    return token.i == verb.i or token.dep_ in {"aux", "auxpass"}
