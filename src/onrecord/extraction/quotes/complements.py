"""Complements: whether the parse makes the contents of a frame something that its verb can report.

The content of a report is a complement of its verb, such as "that it rained" or "the closure". An object of another
kind, an adjunct, or the subject of a passive is not: "called the police", "wrote to him seeking answers", "the plan was
backed", "he said, referring to the road".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.extraction.quotes.contents import tokens_of
from onrecord.extraction.quotes.cues import Frame, is_clause, is_finite
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.noun_phrases import head_of
from onrecord.text.quotation import QuotedRun
from onrecord.text.spans import Places

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_complement(parsed: ParsedArticle, runs: Places[QuotedRun], frame: Frame) -> bool:
    """Whether the verb of a frame reports its contents, and they are not another part of its clause.

    Args:
        parsed: the article.
        runs: its text in quotation marks, without names.
        frame: a cue with its source and contents.
    """
    verb, tokens = frame.verb, tokens_of(parsed, frame.contents)
    lemma, head = verb.lemma_.lower(), head_of(tokens)
    if len(tokens) == 1 and tokens[0].pos_ == "PRON" and lemma not in lexicon.SPEECH:
        return False
    if head is None or len({token.doc for token in [*tokens, verb]}) > 1:
        return True
    is_marked = any(map(runs.at, frame.contents))
    if _is_gloss(verb) and not is_marked and head.pos_ in {"NOUN", "PROPN"}:
        return False
    hearer = head.head if head.head.dep_ == "pobj" else None
    if head.tag_ == "VBG" and head.dep_ in {"advcl", "acl"} and hearer and hearer.head.head.i == verb.i:
        # "Wrote to him seeking answers" says how he wrote.
        return hearer.head.lower_ != "to"
    if head.head.i != verb.i:
        return True
    if lemma in lexicon.LEARNING:
        return False
    if (head.dep_ == "acomp" and not is_finite(tokens)) or (head.dep_ == "advcl" and head.tag_ == "VBG"):
        return False
    if head.dep_ == "nsubjpass" and lemma not in lexicon.SPEECH:
        return False
    if lemma in lexicon.PORTRAYING and head.dep_ == "dobj" and not is_marked:
        # "Called the police", "describes the mine".
        return is_finite(tokens) or _is_predicated(verb)
    return (
        lemma not in lexicon.TRANSITIVE
        or head.dep_ not in {"dobj", "ccomp"}
        or is_marked
        or is_clause(tokens)
        or any(token.lower_ == "as" for token in tokens)
    )


def is_said_in(parsed: ParsedArticle, frame: Frame) -> bool:
    """Whether the cue is a noun for words that a clause gives, whoever said them: "warnings that it rained"."""
    tokens = tokens_of(parsed, frame.contents[:1])
    head = head_of(tokens)
    return (
        head is not None
        and head.dep_ in {"acl", "ccomp"}
        and head.head.i == frame.verb.i
        and frame.verb.pos_ == "NOUN"
        and is_finite(tokens)
    )


def _is_gloss(verb: Token) -> bool:
    """Whether a participle says what the words before it are about or from: "..., he said, referring to the road"."""
    if verb.lemma_.lower() not in lexicon.GLOSSING or verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return False
    # The parse may give the participle to what is reported.
    governing = verb.head.head if verb.head.dep_ == "ccomp" else verb.head
    return governing.lemma_.lower() in lexicon.SAYING and not any(child.lower_ == "as" for child in verb.children)


def _is_predicated(verb: Token) -> bool:
    """Whether a verb of portraying says what it portrays its object as: "described the plan as bold", "called for"."""
    after = [child.dep_ for child in verb.children if child.i > verb.i]
    return not {"oprd", "prep", "prt", "acomp", "ccomp"}.isdisjoint(after) or after.count("dobj") > 1
