"""Clauses: where the propositions of a stretch of text begin and end.

Clauses joined by "and" are separate propositions; a clause that shares the subject of the clause before it takes the
words of that subject. So are clauses that state a second fact: a contrast ("while the other rose"), a past event that
dates the first ("after the court had ruled"), and what is added about the last noun (", who won in May"). An adjunct
without a finite verb after a comma (", citing costs") is left out. Nothing is paraphrased: a clause is made of
stretches of the article.

Limits: reasons, conditions and restrictive relative clauses stay in the clause that governs them.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon, modality
from onrecord.nlp import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, is_mark, noun_phrase
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that join clauses of which both are stated, whatever their tense.
_CONTRASTS = lexicon.words("while whereas although though")
# The fewest words that a clause must keep without what goes along with it, and without what dates it: "traffic fell by
# half | when it opened" says too little.
_FEWEST, _FEWEST_UNDATED = 5, 7
# The most predicates that are looked at for an "and": "came, saw and won".
_MOST_JOINED = 8
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
# Nouns whose clause is denied with them: "denied a claim that she owned the mill".
_ASSERTIONS = lexicon.words("claim report allegation accusation suggestion charge rumor rumour idea notion story")
# What a verb cannot do without, where the text has it.
_ARGUMENTS = frozenset({*SUBJECTS, "dobj", "attr", "acomp", "oprd", "dative", "xcomp", "ccomp", "prt"})
_OPENERS = lexicon.words("""
    however meanwhile but and so also still moreover furthermore therefore thus yet then instead
""")
_PAIRS = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'", "(": ")"}
_NOT = re.compile(r"n?[’']t\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Clause:
    """A finite clause: its verb, its subject, and the stretches that state it.

    `is_subordinate` is true for a clause that depends on another clause, but is its own proposition.
    """

    passage: Passage
    verb: Token
    subject: Token | None
    parts: tuple[Span, ...]
    is_subordinate: bool = False


def find_clauses(
    passage: Passage, tokens: Sequence[Token], source: Span | None = None, *, denied: bool = False
) -> Iterator[Clause]:
    """The finite main clauses among `tokens`, in text order.

    Args:
        passage: their paragraph.
        tokens: the tokens of a sentence that belong to one speaker, on both sides of an inserted frame.
        source: the words that name the speaker, if a clause may take its subject from them.
        denied: whether the source denies them: then the clause in "a claim that ..." is a proposition. Otherwise it is
            a third party's, and nobody here asserts it.
    """
    inside = {token.i for token in tokens}
    mains: dict[int, bool] = {}
    heads = [token for token in tokens if is_clause(token) and _is_main(token, inside, denied, mains)]
    added = set() if denied else {token.i for token in heads if _stands_apart(token)}
    adjuncts = [token for token in tokens if not denied and token.i not in added and _is_adjunct(token, inside)]
    words = _by_head(tokens, [*heads, *adjuncts])
    apart = {t.i for head in (*(h for h in heads if h.i in added), *adjuncts) for t in words[head.i]}
    ranks = dict(zip((t.i for t in tokens), itertools.accumulate(t.i not in apart for t in tokens), strict=True))
    known = {token.i for own in words.values() for token in own}
    subjects: dict[int, Token | None] = {}
    for head in heads:
        own = _stretch(words[head.i], head, ranks)
        if not own:
            continue
        subject = _subject(head, subjects)
        if subject is None or any(c.i not in known and _is_governed(c, head) for c in head.children):
            continue  # its object or complement is someone else's
        if _own_subject(head) is None and not _agrees(subject, head):
            continue  # the parse joined it to the wrong clause
        here = {token.i for token in own}
        parts = tuple(_balanced(passage, part) for part in _unbroken(passage, own, (inside - apart) | here))
        if subject.i not in here:
            phrase = _outer_subject(passage, subject, inside, source)
            if phrase is None or phrase.end > parts[0].start:
                continue
            parts = (phrase, *parts)
        if not any(_cuts_word(passage, part) for part in parts):
            yield Clause(passage, head, _antecedent(subject), parts, head.i in added)


def whole_clause(passage: Passage, tokens: Sequence[Token]) -> Clause | None:
    """The only clause of a reported content whose parts the parse joined wrongly; None if there may be several.

    As in "said | allowing the kiosk might bring cars", where the parse may take "allowing" for the subject of "said".
    """
    words = [token for token in tokens if not token.is_space]
    verbs = [token for token in words if is_clause(token) and token.dep_ not in {"relcl", "advcl", "aux"}]
    if len(verbs) != 1 or _has(verbs[0], "mark") or words[0].tag_ in {"WDT", "WP", "WRB", "IN", "TO"}:
        return None
    if any(t.tag_ == "TO" for t in words if t.i < verbs[0].i):
        return None  # "urged | residents to come"
    nouns = (t for t in words if t.i < verbs[0].i and t.pos_ in {"NOUN", "PROPN", "PRON", "VERB"})
    subject = next(nouns, None)
    while is_mark(words[-1]):
        words.pop()
    return Clause(passage, verbs[0], subject, (passage.span_of(words[0], words[-1]),)) if subject is not None else None


def _stands_apart(token: Token) -> bool:
    """Whether a subordinate clause states its own fact, besides the fact of the clause that it depends on."""
    return _is_second_fact(token) or _is_addition(token)


def _is_second_fact(token: Token) -> bool:
    """Whether a clause is set against another clause, or is a past event that dates it."""
    subject, main = _own_subject(token), token.head
    # "stopped running after it had sunk": the parse joins it to "running".
    main = main.head if main.dep_ == "xcomp" and not is_clause(main) else main
    joining = next((c for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i), None)
    if token.dep_ != "advcl" or subject is None or joining is None or not is_clause(main):
        return False
    if joining.i > token.left_edge.i + 1:
        return False
    word = joining.lower_
    if word in _CONTRASTS:
        return joining.nbor(-1).lower_ != "even" if joining.i else True
    around = (main.left_edge.i, token.left_edge.i) if main.i < token.i else (token.right_edge.i + 1, main.right_edge.i)
    kept = [t for t in token.doc[slice(*around)] if not t.is_punct]
    if len(kept) < _FEWEST_UNDATED or _is_hypothetical(main) or any(modality.is_negator(t.text) for t in kept):
        return False  # "nobody was hurt when it fell", "it would close after the term ended"
    if word == "after":
        return token.tag_ == "VBD" or any(c.tag_ in {"VBD", "VBZ", "VBP"} for c in token.children if "aux" in c.dep_)
    if word == "when":
        return all(verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.children) for verb in (token, main))
    return word == "as" and subject.pos_ in {"NOUN", "PROPN"}


def _is_addition(token: Token) -> bool:
    """Whether a relative clause adds something about a noun behind the verb: "beat Ruiz, who had won in May"."""
    subject = _own_subject(token) if token.dep_ == "relcl" and token.head.pos_ in {"NOUN", "PROPN"} else None
    if subject is None or subject.lower_ not in {"who", "which"} or subject.i != token.left_edge.i:
        return False
    plural, agreeing = token.head.tag_ in {"NNS", "NNPS"}, next(iter(_finite(token)), token)
    if not subject.i or subject.nbor(-1).text not in {",", "—", "–"} or (plural and agreeing.tag_ == "VBZ"):
        return False
    above = next((a for a in token.ancestors if is_clause(a)), None)
    return above is not None and above.i < token.head.i and not _has(token.head, "det", modality.NEGATORS)


def _is_adjunct(token: Token, inside: set[int]) -> bool:
    """Whether a phrase only goes along with a clause that is whole without it: ", citing costs", ", with him absent".

    So does a relative clause that is about no noun in particular: ", which surprised nobody".
    """
    before, head = token.left_edge.i, next((a for a in token.ancestors if is_clause(a)), None)
    if head is None or token.i < head.i:
        return False
    if token.doc[before - 1].text not in {",", "—", "–", "-", "--"} or _has(token, "mark"):
        return False
    words = (t for t in token.doc[head.left_edge.i : before] if not t.is_punct)
    if sum(1 for _ in itertools.islice(words, _FEWEST)) < _FEWEST or not _is_last(token, inside):
        return False
    if token.dep_ == "relcl":
        subject = _own_subject(token)
        return subject is not None and subject.i == before and subject.lower_ in {"who", "which"}
    if any(t.like_num for t in token.doc[before : token.right_edge.i + 1]):
        return False  # "moving north at 14 miles per hour" is a fact that would be lost
    if token.dep_ in {"advcl", "acl"}:
        return token.tag_ in {"VBG", "VBN"} and not is_clause(token)
    return token.dep_ == "prep" and token.lower_ == "with" and _has(token, "pcomp")


def _is_last(token: Token, inside: set[int]) -> bool:
    """Whether a phrase ends what is said, or another clause follows; not the first of several: ", citing X, naming Y".

    `inside` are the tokens of the speaker.
    """
    after = token.right_edge.i + 1
    following = next((t for t in token.doc[after : after + 4] if not t.is_punct and not t.is_space), None)
    ends = (
        following is None
        or following.i not in inside
        or bool(following.is_sent_start)
        or (following.dep_ == "cc" and is_clause(following.head))
    )
    return ends and not _has(token, "conj") and token.dep_ != "conj"


def _finite(verb: Token) -> Iterator[Token]:
    """The finite words of a clause: its verb or its auxiliaries."""
    return (t for t in (*verb.children, verb) if t.tag_ in _FINITE and (t.i == verb.i or "aux" in t.dep_))


def _has(token: Token, dependency: str, words: frozenset[str] | None = None) -> bool:
    return any(c.dep_ == dependency and (words is None or c.lower_ in words) for c in token.children)


def _is_hypothetical(verb: Token) -> bool:
    modals = (c.lower_ for c in verb.children if c.dep_ == "aux" and c.tag_ == "MD")
    return any(modal not in {"will", "’ll", "'ll", "can"} for modal in modals)


def _is_governed(token: Token, verb: Token) -> bool:
    """Whether a verb cannot do without a dependent; a clause before it may be another sentence, joined by a colon."""
    if token.dep_ == "ccomp" and token.i < verb.i and verb.lemma_.lower() not in lexicon.SAYING:
        return False
    return token.dep_ in _ARGUMENTS


def _agrees(subject: Token, verb: Token) -> bool:
    """Whether a subject and a verb in the present have the same number."""
    finite = next(_finite(verb), verb)
    if finite.tag_ not in {"VBZ", "VBP"} or subject.tag_ not in {"NN", "NNP", "NNS"}:
        return True
    plural = subject.tag_ == "NNS" or any(child.dep_ == "conj" for child in subject.children)
    return plural == (finite.tag_ == "VBP")


def _antecedent(subject: Token) -> Token:
    """The noun that a relative pronoun stands for; any other subject itself."""
    if subject.tag_ not in {"WDT", "WP"}:
        return subject
    return next((a.head for a in subject.ancestors if a.dep_ == "relcl"), subject)


def _by_head(tokens: Sequence[Token], heads: Sequence[Token]) -> dict[int, list[Token]]:
    """The tokens of each clause, in order, by the index of its head; a token belongs to the nearest head above it."""
    owners: dict[int, int | None] = {head.i: head.i for head in heads}
    found: dict[int, list[Token]] = {head.i: [] for head in heads}
    for token in sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i):
        way, above = [], token
        while above.i not in owners and above.head.i != above.i:
            way.append(above.i)
            above = above.head
        owner = owners.setdefault(above.i, None)
        owners.update(dict.fromkeys(way, owner))
        if owner is not None:
            found[owner].append(token)
    return found


def is_clause(token: Token) -> bool:
    """Whether a token is the verb of a finite clause."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    if token.tag_ in _FINITE:
        return True
    # "which he said focused on leadership": the tagger takes the past tense for a participle, but it has a subject.
    mistagged = token.tag_ == "VBN"
    return any(
        (c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE) or (mistagged and c.dep_ == "nsubj")
        for c in token.children
    )


def _is_main(token: Token, inside: set[int], denied: bool, known: dict[int, bool]) -> bool:
    """Whether a clause is not part of another clause of the stretch; `known` caches the answers."""
    way = []
    above: Token | bool = token
    while not isinstance(above, bool):
        token = above
        way.append(token.i)
        above = known[token.i] if token.i in known else _as_main(token, inside, denied)
    known.update(dict.fromkeys(way, above))
    return above


def _as_main(token: Token, inside: set[int], denied: bool) -> Token | bool:
    """Whether a clause is a main clause; if that depends on another clause, the verb of that clause."""
    if token.dep_ in {"aux", "auxpass"}:
        return False
    if token.dep_ == "ROOT" or token.head.i not in inside:
        return True
    if token.dep_ == "conj" and not is_clause(token.head) and _begins_with_that(token):
        # "that it was likely to fail and that the city had not applied": the parse may attach the second anywhere.
        above = next((a for a in token.ancestors if a.i in inside and is_clause(a)), None)
        return above if above is not None and _own_subject(token) is not None else False
    if token.dep_ == "conj":
        return token.head if is_clause(token.head) and _is_joined(token) and not _shares_more(token) else False
    if token.dep_ in {"acl", "appos"} and token.head.dep_ == "ROOT" and _is_labelled(token):
        return True
    if not denied and _stands_apart(token):
        return next((a for a in token.ancestors if a.i in inside and is_clause(a)), False)
    if denied and token.dep_ in {"acl", "ccomp", "relcl"} and _is_assertion(token.head):
        return any(c.lower_ == "that" for c in token.children)
    # Sentences joined by a comma: the parse takes the first for a complement of the second.
    joined = (
        token.dep_ in {"ccomp", "parataxis"}
        and _own_subject(token) is not None
        and not any(c.dep_ == "mark" for c in token.children)
    )
    joined = joined and token.head.lemma_.lower() not in lexicon.SAYING and token.i < token.head.i
    return token.head if joined else False


def _shares_more(token: Token) -> bool:
    """Whether a predicate shares more than the subject with the predicate before: an object, or a negation before "or".

    As in "kicked and punched a guard", "never asked for or got a permit".
    """
    if _own_subject(token) is not None:
        return False
    first, between = token.head, token.doc[token.head.i + 1 : token.i]
    ends_at_once = all(t.is_punct or t.dep_ == "cc" for t in between if t.dep_ not in {"aux", "neg", "advmod"})
    marked = any(t.is_punct or t.dep_ == "cc" for t in between)
    bare = marked and ends_at_once and any(child.i > token.i for child in token.children)
    return bare or any(child.dep_ == "cc" and child.lower_ == "or" for child in first.children)


def _is_joined(token: Token) -> bool:
    """Whether a predicate is joined to another by a conjunction; otherwise the parse missed its subject.

    As in "It passed after a group, which backs the museum, urged its passage", with "urged" joined to "passed".
    """
    first = token.left_edge
    if not first.i or first.nbor(-1).text != "," or _own_subject(token) is not None:
        return True
    joined: Token | None = token.head
    for _ in range(_MOST_JOINED):
        if joined is None or _has(joined, "cc"):
            return joined is not None
        joined = next((child for child in joined.children if child.dep_ == "conj"), None)
    return False


def _begins_with_that(token: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in token.children)


def _is_assertion(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in _ASSERTIONS


def _cuts_word(passage: Passage, part: Span) -> bool:
    """Whether a part begins or ends inside a word: "n’t" may not lose its "do", nor "do" its "n’t"."""
    text, start, end = passage.text, part.start - passage.offset, part.end - passage.offset
    begins_inside = text[max(0, start - 1) : start].isalnum() and (text[start].isalnum() or text[start] in "’'")
    ends_inside = text[end - 1].isalnum() and (text[end : end + 1].isalnum() or _NOT.match(text, end))
    return begins_inside or bool(ends_inside)


def _unbroken(passage: Passage, own: Sequence[Token], within: set[int]) -> Iterator[Span]:
    """The stretches of a clause: several if a frame or another clause interrupts it."""
    stretches: list[list[Token]] = [[own[0]]]
    for before, token in itertools.pairwise(own):
        if any(n not in within and not passage.doc[n].is_space for n in range(before.i + 1, token.i)):
            stretches.append([])
        stretches[-1].append(token)
    for number, stretch in enumerate(stretches, start=1):
        if number > 1:
            stretch = list(itertools.dropwhile(is_mark, stretch))
        while stretch and is_mark(stretch[-1]) and number < len(stretches):
            stretch.pop()
        if stretch:
            yield passage.span_of(stretch[0], stretch[-1])


def _stretch(tokens: Sequence[Token], head: Token, rank: Mapping[int, int]) -> list[Token]:
    """The unbroken run of tokens around `head`, without conjunctions and punctuation at its ends.

    `rank` maps the index of each token to its number among the speaker's tokens.
    """
    position = next((n for n, token in enumerate(tokens) if token.i == head.i), None)
    if position is None:
        return []
    start = end = position
    while start > 0 and rank[tokens[start - 1].i] >= rank[tokens[start].i] - 2:
        start -= 1
    while end + 1 < len(tokens) and rank[tokens[end + 1].i] <= rank[tokens[end].i] + 2:
        end += 1
    start = _after_label(tokens, start, head)
    while tokens[start].i < head.i and _leads(tokens[start], head):
        start += 1
    part = list(tokens[start : end + 1])
    first: dict[str, int] = {}
    for number, token in enumerate(part):
        first.setdefault(token.text, number)
    while part[-1].i > head.i and (
        (is_mark(part[-1]) and not _closes(part[-1], len(part) - 1, first))
        or part[-1].is_space
        or part[-1].dep_ == "cc"
    ):
        part.pop()
    return part


def _after_label(tokens: Sequence[Token], start: int, head: Token) -> int:
    """Where a clause begins behind a label or a dateline: "CORRECTION: ...", "OSTRY, Neb. — ..."."""
    opening = list(itertools.takewhile(lambda token: token.i < head.i, tokens[start:]))
    marks = [number for number, token in enumerate(opening) if _ends_label(token)]
    if len(marks) != 1 or not (label := [token for token in opening[: marks[0]] if not token.is_punct]):
        return start
    names = all(token.pos_ in {"PROPN", "NUM"} or token.is_upper for token in label)
    return start + marks[0] + 1 if names and marks[0] + 1 < len(opening) else start


def _is_labelled(token: Token) -> bool:
    """Whether a clause follows a label that the parse takes for the head of the sentence: "WARNING: A storm ..."."""
    first = token.left_edge
    return _own_subject(token) is not None and first.i > 0 and _ends_label(first.nbor(-1))


def _ends_label(token: Token) -> bool:
    spaced = token.i > 0 and bool(token.nbor(-1).whitespace_)
    return token.text in {":", "—", "--"} or (token.text in {"–", "-"} and spaced)


def _leads(token: Token, head: Token) -> bool:
    """Whether a token only introduces a clause."""
    return (
        is_mark(token)
        or token.is_space
        or (token.head.i == head.i and (token.dep_ in {"cc", "mark"} or token.lower_ in _OPENERS))
        or (token.head.i == head.i and token.lower_ == "when" and head.dep_ == "advcl")
        or token.tag_ in {"WDT", "WP"}
    )


def _balanced(passage: Passage, span: Span) -> Span:
    """The span with an adjacent quotation mark or bracket whose partner is inside, without one whose partner is not."""
    text, start, end = passage.text, span.start - passage.offset, span.end - passage.offset
    inner = text[start:end]
    for opening, closing in _PAIRS.items():
        opened, closed = _last(_opening(opening), inner), _last(_closing(closing), inner)
        if opened > closed:
            behind = text[end : end + 2]
            end += next((len(marks) for marks in (behind[:1], behind) if marks.strip(".,?!") == closing), 0)
        if (
            (position := inner.find(closing)) >= 0
            and opening != closing
            and opening not in inner[:position]
            and text.endswith(opening, 0, start)
        ):
            start -= 1
    closing = _PAIRS.get(text[start], "") if text[start] != "(" else ""
    if closing and end - start > 1 and not _closing(closing).search(text, start + 1, end):
        start += 1  # its partner is outside
    return Span(passage.offset + start, passage.offset + end)


@functools.cache
def _opening(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(mark)}(?=\S)")


@functools.cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=\S){re.escape(mark)}(?!\w)")


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where a pattern occurs last; -1 if it does not."""
    return max((match.start() for match in pattern.finditer(words)), default=-1)


def _closes(mark: Token, place: int, first: Mapping[str, int]) -> bool:
    """Whether a mark closes a mark that opens before it; `first` has the first index of each text of the stretch."""
    opening = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«", ")": "("}.get(mark.text, "")
    return first.get(opening, place) < place


def _own_subject(verb: Token) -> Token | None:
    """The subject of a verb; of several, which a label before the clause may look like, the nearest before it."""
    subjects = [child for child in verb.children if child.dep_ in {*SUBJECTS, "expl"}]
    if not subjects:
        # The parse may take the subject, before its verb, for a conjunct or the object of "as".
        nouns = (c for c in verb.children if c.i < verb.i and c.pos_ in {"NOUN", "PROPN", "PRON"})
        return next((noun for noun in nouns if noun.dep_ in {"conj", "pobj"}), None)
    before = [child for child in subjects if child.i < verb.i and child.dep_ != "csubj"]
    return before[-1] if before and subjects[0].dep_ != "expl" else subjects[0]


def _subject(verb: Token, known: dict[int, Token | None]) -> Token | None:
    """The subject of a clause, or the subject that it shares with the clause before; `known` caches the answers."""
    way = [verb]
    while (last := way[-1]).i not in known:
        own = _own_subject(last)
        if own is None and last.dep_ == "conj" and last.head.i != last.i:
            way.append(last.head)
        else:
            known[last.i] = own
    found = known[way[-1].i]
    known.update(dict.fromkeys((verb.i for verb in way), found))
    return found


def _outer_subject(passage: Passage, subject: Token, inside: set[int], source: Span | None) -> Span | None:
    """The words of a subject outside its clause."""
    if subject.tag_ in {"WDT", "WP"}:
        relative = next((a for a in subject.ancestors if a.dep_ == "relcl"), None)
        return noun_phrase(passage, relative.head, _before(passage, subject)).span if relative is not None else None
    span = noun_phrase(passage, subject).span
    if subject.i in inside or (source is not None and source.covers(passage.span_of(subject, subject))):
        return span
    return None


def _before(passage: Passage, token: Token) -> Span:
    return Span(passage.offset, passage.offset + max(1, token.idx))
