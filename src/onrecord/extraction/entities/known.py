"""Whom an article has named so far, and by which nouns it calls them: evidence for what a description means."""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence

from onrecord.extraction.entities.name_forms import Cluster
from onrecord.lang.en import lexicon
from onrecord.package.ids import fold

# The most named people and organizations among which the only one that fits is looked for.
_FEW = 12
# How many sentences after an organization that is named once a noun in its name still means it.
_NEAR = 10
_AGENT = re.compile(r"[eo]r\Z")
_STEM = 4  # letters that a noun for an agent and a word of a name share at least
_NOUNS = lexicon.ORGANIZATIONS | lexicon.BODIES


class Known:
    """The named people and organizations so far, by their nouns.

    Args:
        clusters: what is known of each entity, by its key.
    """

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self._clusters = clusters
        self._named: dict[int, int] = {}  # the sentence that names each last
        self._by_noun: dict[str, dict[int, None]] = collections.defaultdict(dict)
        self._in_name: dict[str, dict[int, None]] = collections.defaultdict(dict)
        self._by_stem: dict[str, dict[int, None]] = collections.defaultdict(dict)
        self._speakers: set[int] = set()
        self._agents: set[int] = set()
        self._used: set[str] = set()

    def add(self, key: int, sentence: int, *, speaks: bool, acts: bool) -> None:
        """An entity is named in a sentence, which may say that it speaks or acts; only people and bodies are kept."""
        cluster = self._clusters[key]
        if cluster.entity_type not in {"person", "organization"}:
            return
        if key not in self._named:
            for noun in cluster.described_as:
                self._by_noun[noun][key] = None
            if cluster.entity_type == "organization":
                words = {word for form in cluster.forms for word in fold(form).split()}
                for noun in words & _NOUNS:
                    self._in_name[noun][key] = None
                for word in words:
                    self._by_stem[word[:_STEM]][key] = None
        self._named[key] = sentence
        if speaks:
            self._speakers.add(key)
        if acts:
            self._agents.add(key)

    def call(self, key: int, noun: str) -> None:
        """An entity is described by a noun, a lemma in small letters."""
        self._by_noun[noun][key] = None

    def use(self, noun: str) -> None:
        """The text uses a noun, of whomever."""
        self._used.add(noun)

    def is_used(self, noun: str) -> bool:
        """Whether the text has used a noun before."""
        return noun in self._used

    def has_spoken(self, key: int) -> bool:
        """Whether the entity was named as a speaker."""
        return key in self._speakers

    def has_acted(self, key: int) -> bool:
        """Whether the entity was named as who did something."""
        return key in self._agents

    def called(self, noun: str, sentence: int) -> list[int]:
        """The entities that are described by a noun, or whose name has it, as a sentence may mean them."""
        named = [*list(self._in_name.get(noun, ()))[: _FEW + 1], *self._named_after(noun)]
        near = [key for key in named if self._clusters[key].times > 1 or sentence - self._named[key] <= _NEAR]
        return list(dict.fromkeys([*list(self._by_noun.get(noun, ()))[: _FEW + 1], *near]))

    def _named_after(self, noun: str) -> list[int]:
        """The organizations named after what an agent does: Lund Publishing for "the publisher"."""
        stem = _AGENT.sub("", noun)
        if stem == noun or len(stem) < _STEM:
            return []
        keys = list(self._by_stem.get(stem[:_STEM], ()))[: _FEW + 1]
        return [key for key in keys if any(f" {stem}" in f" {fold(form)}" for form in self._clusters[key].forms)]

    def few(self) -> list[int]:
        """All named people and organizations so far; nothing if they are too many to choose from."""
        return list(self._named) if len(self._named) <= _FEW else []
