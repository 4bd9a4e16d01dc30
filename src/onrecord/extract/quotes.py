"""Quotes: who said what, and in which words the article says so.

A frame is a cue with its source: "said Lopez in a news report", "a spokesman said that", "according to the mayor". Text
in quotation marks goes to the frame before or after it; clauses without marks to the verb that governs them.

Limits: one layer only (what a quoted speaker reports of another is left inside the quote), no frames in headlines, no
cue but a reporting verb or "according to".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.entities import Entities
from onrecord.extract.phrases import SUBJECTS, NounPhrase, is_mark, noun_phrase
from onrecord.extract.quotation import QuotedRun
from onrecord.extract.values import Quote
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.spans import Span, hull, span_or_none

if TYPE_CHECKING:
    from spacy.tokens import Token

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_ENDS = frozenset({".", "?", "!", "…"})
_DASHES = frozenset({"—", "–", "-", "―", "--"})
_MARKS = frozenset("“”\"‘’'«»")
_ANONYMITY = re.compile(
    r"(?:on|under) (?:the )?condition of anonymity|(?:asked|declined|requested|wished|wanted) (?:not to be|to remain|"
    r"that .{0,20} not be) (?:named|identified|anonymous)|(?:not|n[’']t) (?:be |been )?(?:authorized|named|identified)|"
    r"spoke anonymously",
    re.IGNORECASE,
)


@dataclasses.dataclass(slots=True)
class _Frame:
    """A cue with its source and, once they are found, its contents; `verb` is the source's noun where no cue stands."""

    passage: Passage
    verb: Token
    cue: Span | None
    source: NounPhrase | None
    end: int
    kind: str
    method: str
    runs: list[QuotedRun] = dataclasses.field(default_factory=list)
    contents: list[Span] = dataclasses.field(default_factory=list)
    mixed: bool = False

    @property
    def place(self) -> int:
        """Where the frame stands: no two frames stand at one place."""
        return self.passage.span_of(self.verb, self.verb).start


def split_names(parsed: ParsedArticle, runs: Sequence[QuotedRun]) -> tuple[list[Span], list[QuotedRun]]:
    """Names and titles among the runs in quotation marks, without final commas, and the runs that are none.

    A name is introduced as one ("dubbed", "titled", "known as"), or has a capital on each word of weight and is not
    followed by a reporting clause.
    """
    names: list[Span] = []
    others: list[QuotedRun] = []
    for run in runs:
        name = run.inner.trim(parsed.text, lambda c: c.isspace() or c in ",")
        if name and run.closed and _is_name(parsed, run, name):
            names.append(name)
        else:
            others.append(run)
    return names, others


def _is_name(parsed: ParsedArticle, run: QuotedRun, name: Span) -> bool:
    words = re.findall(r"[^\W_][\w’'-]*", name.exact(parsed.text))
    weighty = [word for word in words if len(word) > 3 or word[0].isupper()]
    if (
        not words
        or len(words) > 12
        or not words[0][0].isupper()
        or not all(w[0].isupper() or w[0].isdigit() for w in weighty)
    ):
        return False
    passage = _passage_of(parsed, run)
    if passage.zone is Zone.HEADLINE:
        return False
    before = [token for token in passage.doc if passage.offset + token.idx < run.outer.start][-4:]
    if any(token.lemma_.lower() in lexicon.NAMING and token.pos_ == "VERB" for token in before) or any(
        token.lower_ in {"so", "as"} and token.i + 1 < len(passage.doc) and token.nbor(1).lower_ in {"called", "-"}
        for token in before
    ):
        return True
    if re.search(r"[.?!,]$", run.inner.exact(parsed.text)) and _frame_after(parsed, passage, run, ()) is not None:
        return False
    if re.search(r"[.?!]$", name.exact(parsed.text)) and run.outer.end >= passage.span.end:
        return False
    return not (before and before[-1].text in {",", ":"} and any(t.lemma_ in lexicon.SPEECH for t in before))


def extract_quotes(parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities) -> list[Quote]:
    """All quotes of an article, in text order.

    Args:
        parsed: the article.
        runs: its text in quotation marks, names left out.
        entities: its entities; sources that are only described are added to them.
    """
    return _Reader(parsed, runs, entities).quotes()


class _Reader:
    """Holds the frames of one article while runs and clauses are given to them."""

    def __init__(self, parsed: ParsedArticle, runs: Sequence[QuotedRun], entities: Entities) -> None:
        self._parsed, self._text, self._entities = parsed, parsed.text, entities
        self._runs = [run for run in runs if _passage_of(parsed, run).zone is not Zone.HEADLINE]
        self._frames: dict[int, _Frame] = {}
        self._loose: list[QuotedRun] = []
        self._carried: list[tuple[QuotedRun, _Frame]] = []
        self._fragments: list[QuotedRun] = []

    def quotes(self) -> list[Quote]:
        self._clauses()
        self._quoted()
        for frame in self._frames.values():
            if frame.runs:
                inner = [span for run in frame.runs if (span := _utterance(self._text, run))]
                told = frame.contents if frame.mixed else []
                frame.contents = sorted([*told, *(span for span in inner if not any(c.covers(span) for c in told))])
        made = [quote for frame in self._frames.values() if frame.contents for quote in self._from_frame(frame)]
        made += [self._from_carried(run, frame) for run, frame in self._carried]
        made += [self._without_frame(run, "direct", "quotes:unattributed@1") for run in self._loose]
        made += [self._without_frame(run, "fragment", "quotes:fragment@1") for run in self._fragments]
        return sorted(_without_overlaps(made), key=lambda quote: quote.span)

    # -- clauses ------------------------------------------------------------------------------------------------

    def _clauses(self) -> None:
        """Frames whose content is a clause, read off the parse."""
        for passage in self._parsed.passages:
            if passage.zone not in {Zone.BODY, Zone.CAPTION}:
                continue
            covered: list[Span] = []
            quoted = {t.i for run in self._runs if passage.span.covers(run.outer) for t in passage.tokens(run.outer)}
            for token in passage.doc:
                place = passage.span_of(token, token)
                if token.i in quoted or any(span.covers(place) for span in covered):
                    continue
                frame = _according(passage, token) or self._clause(passage, token, quoted)
                if frame:
                    self._frames[frame.place] = frame
                    covered += frame.contents

    def _clause(self, passage: Passage, verb: Token, quoted: Set[int]) -> _Frame | None:
        lemma = verb.lemma_.lower()
        if verb.pos_ != "VERB" or lemma not in lexicon.SPEECH | lexicon.THOUGHT or _is_negated(verb):
            return None
        if _ANONYMITY.match(" ".join(token.text for token in verb.doc[verb.i : verb.right_edge.i + 1])):
            return None
        if verb.tag_ == "VBN" and not any(child.dep_ in {"aux", "auxpass"} for child in verb.children):
            return None  # "asked whether he would run": somebody else asks
        source = _source(passage, verb)
        if source is None and verb.tag_ in {"VB", "VBG", "VBN"}:
            return None
        tokens = _reported(verb, lemma)
        if source is None and any(token.i in quoted for token in tokens):
            return None
        contents = [span for span in _stretches(passage, tokens, verb) if span] if tokens else []
        if contents and contents[-1].start > passage.span_of(verb, verb).start:
            contents[-1] = _to_sentence_end(passage, contents[-1])
        contents = [self._whole_runs(passage, span) for span in contents]
        contents = [span for span in contents if source is None or not span.overlaps(source.span)]
        if not contents:
            return None
        kind = "thought" if lemma in lexicon.THOUGHT else "speech"
        cue = _cue(passage, verb)
        end = max([cue.end, *([source.span.end] if source else [])])
        return _Frame(passage, verb, cue, source, end, kind, "quotes:clause@1", contents=contents)

    def _whole_runs(self, passage: Passage, span: Span) -> Span:
        """A content does not begin or end inside quotation marks: the run belongs to it as a whole."""
        for run in self._runs:
            if span.overlaps(run.outer) and not span.covers(run.outer) and passage.span.covers(run.outer):
                span = hull([span, run.outer])
        return span

    # -- text in quotation marks --------------------------------------------------------------------------------

    def _quoted(self) -> None:
        previous: tuple[QuotedRun, _Frame] | None = None
        waiting: list[QuotedRun] = []  # paragraphs of an utterance whose frame comes later
        for index, run in enumerate(self._runs):
            if not run.continues:
                self._loose += waiting
                waiting = []
            passage = _passage_of(self._parsed, run)
            inside = next((f for f in self._frames.values() if any(c.covers(run.outer) for c in f.contents)), None)
            after = self._frame_after(passage, run, index) if _is_utterance(self._text, passage, run) else None
            if after is not None:
                # The parse may give the words between the marks and the source to the utterance: the marks know better.
                if inside is not None:
                    inside.contents = []
                known = self._frames.setdefault(after.place, after)
                known.contents, known.source = [], after.source or known.source
                known.runs += [*waiting, run]
                previous, waiting = (run, known), []
                continue
            if inside is not None and not _fills(self._text, inside, self._runs):
                inside.mixed = True
                previous = (run, inside)
                continue
            frame = inside or self._frame(passage, run, index)
            if inside is not None:
                inside.contents = []
            if frame is None and run.continues and previous is not None:
                frame = previous[1]
            if frame is None and previous is not None and self._follows(previous, run):
                frame = previous[1]
            if frame is not None:
                frame = self._frames.setdefault(frame.place, frame)
                if not frame.mixed and frame.contents and not frame.runs:
                    frame.contents = []
                frame.runs += [*waiting, run]
                previous, waiting = (run, frame), []
            elif not run.closed:
                waiting.append(run)
            elif waiting:
                self._loose += [*waiting, run]
                waiting = []
            elif not _is_utterance(self._text, passage, run):
                self._fragments.append(run)
            elif (earlier := self._speaking_before(passage, run)) is not None:
                self._carried.append((run, earlier))
                previous = (run, earlier)
            else:
                self._loose.append(run)
                previous = None
        self._loose += waiting

    def _frame_after(self, passage: Passage, run: QuotedRun, index: int) -> _Frame | None:
        return _frame_after(self._parsed, passage, run, [other.outer for other in self._runs[index + 1 :]])

    def _frame(self, passage: Passage, run: QuotedRun, index: int) -> _Frame | None:
        after = self._frame_after(passage, run, index)
        if after is not None:
            after = self._frames.get(after.place, after)
            if after.source is None:
                self._split_predicate(passage, run, after)
            return after
        before = _frame_before(self._text, passage, run, [other.outer for other in self._runs[:index]])
        if before is not None:
            return self._frames.get(before.place, before)
        if run.outer.start == passage.span.start:
            return self._announced(passage)
        return None

    def _split_predicate(self, passage: Passage, run: QuotedRun, frame: _Frame) -> None:
        """In "the council “opposes the plan,” said in a statement" subject and source stand before the marks."""
        for token in passage.tokens(run.inner):
            for child in token.children:
                if child.dep_ in SUBJECTS and passage.span_of(child, child).end <= run.outer.start:
                    frame.source = noun_phrase(passage, child, Span(passage.offset, run.outer.start))
                    frame.mixed = True
                    return

    def _announced(self, passage: Passage) -> _Frame | None:
        """The frame at the end of the paragraph before, where that ends with a colon."""
        index = self._parsed.passages.index(passage)
        if index == 0:
            return None
        before = self._parsed.passages[index - 1]
        if not before.text.rstrip().endswith(":"):
            return None
        return _verb_before(before, [token for token in before.doc if not token.is_space][:-1], far=True)

    def _follows(self, previous: tuple[QuotedRun, _Frame], run: QuotedRun) -> bool:
        """Whether a run goes on where the frame of the run before ends: "A," said X. "B."."""
        earlier, frame = previous
        if not (frame.passage.span.covers(run.outer) and frame.passage.span.covers(earlier.outer)):
            return False
        if frame.mixed and not frame.runs:
            return False
        stretch = span_or_none(max(frame.end, earlier.outer.end), run.outer.start)
        between = [token for token in frame.passage.tokens(stretch) if token.text not in _MARKS] if stretch else []
        ended = [token.text in _ENDS for token in between]
        return frame.end > earlier.outer.end and not any(ended[:-1]) and (not between or ended[-1])

    def _speaking_before(self, passage: Passage, run: QuotedRun) -> _Frame | None:
        """The frame whose speaker goes on in a run without a frame of its own: the last one before it.

        It stands in the same paragraph, or in the one before where this one is nothing but the run.
        """
        passages = self._parsed.passages
        number = passages.index(passage)
        alone = len(run.outer) >= 0.9 * len(passage.span)
        first = passages[number - 1] if alone and number else passage
        frames = [frame for frame in self._frames.values() if first.offset <= frame.place < run.outer.start]
        carried = [frame for other, frame in self._carried if first.offset <= other.outer.start < run.outer.start]
        speaking = [frame for frame in frames if frame.kind == "speech" and frame.source is not None]
        return max([*speaking, *carried], key=lambda frame: frame.place, default=None)

    # -- values -------------------------------------------------------------------------------------------------

    def _from_frame(self, frame: _Frame) -> Iterator[Quote]:
        contents = tuple(frame.contents)
        speaker, status = self._speaker(frame)
        yield Quote(
            quote_type=self._type(frame),
            kind=frame.kind,
            contents=contents,
            source=frame.source.span if frame.source else None,
            cue=frame.cue,
            speaker=speaker,
            speaker_status=status,
            via=self._via(frame),
            method=frame.method if not frame.runs else "quotes:marks@1",
        )

    def _from_carried(self, run: QuotedRun, frame: _Frame) -> Quote:
        speaker, status = self._speaker(frame)
        quote = self._without_frame(run, "direct", "quotes:carry-over@1")
        source = frame.source.span if frame.source else None
        return dataclasses.replace(quote, source=source, speaker=speaker, speaker_status=status)

    def _without_frame(self, run: QuotedRun, quote_type: str, method: str) -> Quote:
        content = _utterance(self._text, run) or run.inner
        return Quote(quote_type, "speech", (content,), None, None, None, "unknown", None, method)

    def _type(self, frame: _Frame) -> str:
        if frame.runs and not frame.mixed:
            return "direct"
        overlapping = any(run.outer.overlaps(span) for run in self._runs for span in frame.contents)
        return "mixed" if overlapping or frame.mixed else "indirect"

    def _speaker(self, frame: _Frame) -> tuple[int | None, str]:
        """The entity behind the source, and what the text tells of it."""
        phrase = frame.source
        if phrase is None:
            return None, "unknown"
        head = phrase.head
        if head.tag_ in {"WP", "WDT"}:
            relative = (
                frame.verb
                if frame.verb.dep_ == "relcl"
                else next((a for a in frame.verb.ancestors if a.dep_ == "relcl"), None)
            )
            if relative is None or relative.head.pos_ not in {"NOUN", "PROPN"}:
                return None, "unknown"
            phrase = noun_phrase(frame.passage, relative.head)
            head = phrase.head
        lemma = head.lemma_.lower()
        if lemma in lexicon.DOCUMENTS and head.text.islower():
            issuer = _issuer(frame.passage, head)
            key = self._entities.refer(issuer) if issuer else None
            return (key if key is not None else self._entities.refer(phrase)), "document"
        key = self._entities.refer(phrase)
        if key is not None and self._entities.is_named(key):
            return key, "named"
        if lemma in lexicon.ANONYMOUS or _ANONYMITY.search(frame.verb.sent.text):
            return key, "anonymous"
        if key is None:
            return None, "unknown"
        if (
            phrase.is_plural
            or head.lower_ in lexicon.COLLECTIVES
            or self._entities.entity_type(key) in {"group", "organization"}
        ):
            return key, "collective"
        return key, "role"

    def _via(self, frame: _Frame) -> int | None:
        """The outlet in "in a news report by WRAL-TV", "told The Gazette"."""
        for child in frame.verb.children:
            nouns = [child] if child.dep_ in {"dobj", "dative"} and frame.verb.lemma_ == "tell" else []
            if child.dep_ == "prep" and child.lower_ in {"in", "to", "with", "on"}:
                nouns = [noun for noun in child.children if noun.dep_ == "pobj"]
            for noun in nouns:
                is_carrier = noun.lemma_.lower() in lexicon.CARRIERS
                if child.dep_ == "prep" and not is_carrier and child.lower_ != "on":
                    continue
                for token in noun.subtree:
                    key = self._entities.at(frame.passage, token)
                    if key is None or self._entities.entity_type(key) != "organization":
                        continue
                    if is_carrier or _is_outlet(frame.passage, noun):
                        return key
        return None


def _passage_of(parsed: ParsedArticle, run: QuotedRun) -> Passage:
    return next(passage for passage in parsed.passages if passage.span.covers(run.outer))


def _utterance(text: str, run: QuotedRun) -> Span | None:
    """The words of a run without the comma that belongs to the frame."""
    return run.inner.trim(text, lambda c: c.isspace() or c in ",")


def _fills(text: str, frame: _Frame, runs: Sequence[QuotedRun]) -> bool:
    """Whether all words of a frame's contents stand in quotation marks."""
    for content in frame.contents:
        for rest in content.without(run.outer for run in runs):
            if any(character.isalnum() for character in rest.exact(text)):
                return False
    return True


def _is_utterance(text: str, passage: Passage, run: QuotedRun) -> bool:
    """Whether quoted words could be said as they stand: a clause of their own, with an end."""
    tokens = passage.tokens(run.inner)
    finite = any(token.tag_ in _FINITE for token in tokens)
    ended = bool(re.search(r"[.?!,…—-]$", run.inner.exact(text).strip())) or not run.closed
    starts = run.inner.exact(text).lstrip()[:1]
    return len(tokens) > 2 and finite and ended and (starts.isupper() or starts in "[…." or starts.isdigit())


def _without_overlaps(quotes: Sequence[Quote]) -> list[Quote]:
    """No characters are content of two quotes: the one with quotation marks stays, then the longer one."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2, "fragment": 3}
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (rank[q.quote_type], -sum(map(len, q.contents)), q.span)):
        if not any(a.overlaps(b) for other in kept for a in other.contents for b in quote.contents):
            kept.append(quote)
    return kept


# -- frames -----------------------------------------------------------------------------------------------------


def _frame_after(parsed: ParsedArticle, passage: Passage, run: QuotedRun, others: Sequence[Span]) -> _Frame | None:
    """The frame that follows a run in its sentence."""
    ending = run.inner.exact(parsed.text).rstrip()[-1:]
    limit = min(
        [span.start for span in others if span.start >= run.outer.end and passage.span.covers(span)]
        + [passage.span.end]
    )
    stretch = span_or_none(run.outer.end, limit)
    tokens: list[Token] = []
    for token in passage.tokens(stretch) if stretch else []:
        if token.text in _ENDS or (token.text in {";", ":"} and tokens):
            break
        tokens.append(token)
    comma = bool(tokens) and tokens[0].text in {",", *_DASHES}
    dash = comma and tokens[0].text in _DASHES
    tokens = tokens[1:] if comma else tokens
    if (
        not tokens
        or (ending == "." and not dash)
        or not (comma or ending in ",?!…—–-" or tokens[0].lemma_.lower() in lexicon.SPEECH)
    ):
        return None
    if dash and (signed := _signature(passage, tokens)):
        return signed
    if tokens[0].lower_ == "according":
        return _according(passage, tokens[0])
    for number, verb in enumerate(tokens[:16]):
        if verb.lemma_.lower() in lexicon.SPEECH | lexicon.THOUGHT and verb.pos_ == "VERB":
            if verb.lemma_.lower() in lexicon.CLAUSE_ONLY - {"continue"} or _is_negated(verb):
                return None
            if verb.tag_ == "VBG" and number > 1:
                return None
            return _make_frame(passage, verb, tokens, number)
        if (verb.tag_ in _FINITE and verb.pos_ != "AUX") or verb.lower_ in {
            "which",
            "but",
            "because",
            "that",
            "if",
            "when",
        }:
            return None
    return None


def _signature(passage: Passage, tokens: Sequence[Token]) -> _Frame | None:
    """The frame in "“I will vote.” — Maria Keller": a name and no more, after a dash, at the end of the paragraph."""
    names = [token for token in tokens if token.text[0].isupper()]
    if len(names) < len(tokens) or not 1 < len(names) <= 5 or any(token.pos_ in {"VERB", "AUX"} for token in tokens):
        return None
    phrase = NounPhrase(passage, tuple(tokens), tokens[-1])
    if phrase.span.end < passage.span.end - 2:
        return None
    return _Frame(passage, tokens[-1], None, phrase, phrase.span.end, "speech", "quotes:signature@1")


def _frame_before(text: str, passage: Passage, run: QuotedRun, others: Sequence[Span]) -> _Frame | None:
    """The frame that leads to a run in its sentence."""
    limit = max(
        [span.end for span in others if span.end <= run.outer.start and passage.span.covers(span)] + [passage.offset]
    )
    stretch = span_or_none(limit, run.outer.start)
    tokens = passage.tokens(stretch) if stretch else []
    ends = [n for n, token in enumerate(tokens) if token.text in _ENDS]
    tokens = tokens[ends[-1] + 1 :] if ends else tokens
    if not tokens:
        return None
    mark = tokens[-1].text if tokens[-1].text in {",", ":", *_DASHES} else ""
    tokens = tokens[:-1] if mark else tokens
    starts = run.inner.exact(text).lstrip()[:1]
    frame = _verb_before(passage, tokens, far=mark == ":")
    if frame is None:
        return None
    rest = [token for token in tokens if token.i > frame.verb.i and passage.span_of(token, token).start >= frame.end]
    if frame.verb.lemma_.lower() in lexicon.JUDGMENT or (not mark and (rest or starts.islower())):
        cue_end = _cue(passage, frame.verb).end
        told = [token for token in tokens if passage.span_of(token, token).start >= cue_end]
        frame.mixed = True
        frame.contents = [hull([passage.span_of(told[0], told[0]), run.outer]) if told else run.outer]
    return frame


def _verb_before(passage: Passage, tokens: Sequence[Token], *, far: bool) -> _Frame | None:
    """The frame of the last reporting verb of a stretch; only what a frame may hold may follow it."""
    verbs = lexicon.SPEECH | lexicon.THOUGHT | lexicon.JUDGMENT
    for number in range(len(tokens) - 1, -1, -1):
        verb = tokens[number]
        if verb.pos_ == "VERB" and verb.lemma_.lower() in verbs and verb.dep_ != "amod" and not _is_negated(verb):
            if verb.lemma_.lower() in lexicon.CLAUSE_ONLY and not far:
                return None
            return _make_frame(passage, verb, tokens, number)
        if verb.tag_ in _FINITE and not far:
            return None
    return None


def _make_frame(passage: Passage, verb: Token, tokens: Sequence[Token], number: int) -> _Frame:
    cue = _cue(passage, verb)
    limit = Span(passage.span_of(tokens[0], tokens[0]).start, passage.span_of(tokens[-1], tokens[-1]).end)
    source = _source(passage, verb, limit) or _beside(passage, tokens, number, limit)
    kind = "thought" if verb.lemma_.lower() in lexicon.THOUGHT else "speech"
    return _Frame(passage, verb, cue, source, limit.end, kind, "quotes:marks@1")


def _beside(passage: Passage, tokens: Sequence[Token], number: int, limit: Span) -> NounPhrase | None:
    """The noun phrase next to a verb, where the parse has no subject: after it ("said Lopez"), else before it."""
    after = list(tokens[number + 1 :])
    if after and (after[0].pos_ in {"PROPN", "PRON", "DET", "ADJ", "NUM"} or after[0].ent_type_ == "PERSON"):
        for token in after:
            if token.pos_ in {"PROPN", "NOUN", "PRON"} and token.dep_ not in {
                "compound",
                "nmod",
                "amod",
                "poss",
            }:
                return noun_phrase(passage, token, limit)
    for token in reversed(tokens[:number]):
        if token.pos_ in {"PROPN", "NOUN", "PRON"} and token.dep_ in {*SUBJECTS, "ROOT", "dep", "conj"}:
            return noun_phrase(passage, token, limit)
    return None


def _according(passage: Passage, token: Token) -> _Frame | None:
    """As in "according to" with its source; the content is the rest of the sentence."""
    if token.lower_ != "according" or token.i + 2 >= len(passage.doc) or token.nbor(1).lower_ != "to":
        return None
    to = token.nbor(1)
    nouns = [child for child in [*to.children, *token.children] if child.dep_ == "pobj"]
    if not nouns:
        return None
    source = noun_phrase(passage, nouns[0])
    sentence = [t for t in token.sent if not t.is_space]
    phrase_end = max(nouns[0].right_edge.i, source.tokens[-1].i)
    before = [t for t in sentence if t.i < token.i]
    after = [t for t in sentence if t.i > phrase_end]
    cue = passage.span_of(token, to)
    contents = [span for part in (before, after) if (span := _clean(passage, part))]
    if len(contents) > 1 and len(contents[0]) < 15:
        contents = contents[1:]
    return _Frame(
        passage,
        token,
        cue,
        source,
        max(cue.end, source.span.end),
        "speech",
        "quotes:according@1",
        contents=contents,
    )


def _source(passage: Passage, verb: Token, limit: Span | None = None) -> NounPhrase | None:
    """The phrase that names who reports: the verb's subject, or the one that it shares with the verb it hangs on."""

    def allowed(token: Token) -> bool:
        return limit is None or limit.covers(passage.span_of(token, token))

    for child in verb.children:
        quoted = child.dep_ == "nsubjpass" and verb.lemma_.lower() == "quote"
        if (child.dep_ in {"nsubj", "csubj"} or quoted) and allowed(child):
            return noun_phrase(passage, child, limit)
        if child.dep_ == "agent":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun_phrase(passage, noun, limit)
    if any(child.dep_ == "nsubjpass" for child in verb.children):
        return None
    if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp"} and verb.head.i != verb.i:
        head = verb.head if verb.dep_ != "pcomp" else verb.head.head
        if head.pos_ in {"VERB", "AUX"}:
            return _source(passage, head, limit)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in {"NOUN", "PROPN"} and allowed(verb.head):
        return noun_phrase(passage, verb.head, limit)
    return None


def _cue(passage: Passage, verb: Token) -> Span:
    """The verb with its particle."""
    last = verb
    for child in verb.children:
        if child.dep_ == "prt" and child.i == verb.i + 1:
            last = child
    return passage.span_of(verb, last)


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _reported(verb: Token, lemma: str) -> list[Token]:
    """The tokens of what a verb reports, in order; empty where it reports nothing."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"}]
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
    if lemma in lexicon.NOUN_REPORT:
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if thing is not None:
            return list(verb.doc[thing.left_edge.i : thing.right_edge.i + 1])
    return []


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


def _stretches(passage: Passage, tokens: Sequence[Token], verb: Token) -> Iterator[Span]:
    """The stretches of reported tokens before and after a verb's frame."""
    source = {t.i for child in verb.children if child.dep_ in SUBJECTS for t in child.subtree}
    frame_start = min([verb.i, *source])
    before = [t for t in tokens if t.i < frame_start]
    after = [t for t in tokens if t.i > verb.i and t.i not in source]
    for part in (before, after):
        if part and (span := _clean(passage, part)):
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


def _clean(passage: Passage, tokens: Sequence[Token]) -> Span | None:
    """The span of tokens without conjunctions, "that", and punctuation at the ends; None for a lone pronoun."""
    part = list(tokens)
    while part and (
        (is_mark(part[0]) and part[0].text not in "“\"‘'«")
        or part[0].is_space
        or part[0].dep_ == "cc"
        or (part[0].lower_ == "that" and part[0].dep_ == "mark")
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


def _issuer(passage: Passage, document: Token) -> NounPhrase | None:
    """Who is behind a document: "a petition by the group", "the city's report"."""
    for child in document.children:
        if child.dep_ == "poss":
            return noun_phrase(passage, child)
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "of"}:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun_phrase(passage, noun)
    return None


def _is_outlet(passage: Passage, noun: Token) -> bool:
    """Whether a name is that of a news outlet, told by its form."""
    words = {token.text for token in noun.subtree if token.ent_type_}
    return bool(
        words
        & {
            "CNN",
            "MSNBC",
            "NPR",
            "BBC",
            "ABC",
            "CBS",
            "NBC",
            "PBS",
            "Reuters",
            "AP",
            "AFP",
            "Bloomberg",
            "Politico",
        }
    ) or any(
        word
        in {
            "News",
            "Times",
            "Post",
            "Journal",
            "Herald",
            "Tribune",
            "Gazette",
            "Press",
            "Radio",
            "TV",
            "Television",
            "Today",
            "Chronicle",
            "Guardian",
            "Record",
            "Observer",
            "Magazine",
        }
        or word.endswith("TV")
        for word in words
    )
