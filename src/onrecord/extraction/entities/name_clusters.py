"""Names -> entities: which names of an article mean the same, and whom a surname of several people means."""

from __future__ import annotations

import bisect
import collections
import re
from collections.abc import Mapping, Sequence, Set

from onrecord.extraction.entities.name import Name
from onrecord.extraction.entities.name_forms import Cluster, Forms, introduced_names, key_of
from onrecord.extraction.entities.roles import gender_of, gender_of_name
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.noun_phrases import SUBJECTS
from onrecord.text.spans import Span

_RELATIVE = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.KIN))}),? \Z")
_ITS_RELATIVE = re.compile(
    rf",? (?:an?|his|her|their|\w+[’']s) (?:[a-z-]+ )?(?:{'|'.join(sorted(lexicon.KIN))})\b"  # "Ida Berg, his widow,"
)
# "the state Supreme Court" is not the U.S. Supreme Court.
_OTHER_BODY = re.compile(r"\b(?:state|county|city|town|federal|local|district|provincial|regional)(?:[’']s)? $")
# A type, what all spellings of a name have in common, and the gender that an honorific shows.
_Form = tuple[str, str, str | None]


class NameClusters:
    """The names of an article's entities, for linking shorter forms to them.

    Args:
        parsed: the article.
        clusters: its entities.
        forms: an index of these, to which the names are added.
    """

    def __init__(self, parsed: ParsedArticle, clusters: Sequence[Cluster], forms: Forms) -> None:
        self._parsed = parsed
        self._clusters = clusters
        self._forms = forms
        self._full: dict[int, list[Span]] = collections.defaultdict(list)  # the full names of each person, in order
        self._relatives: set[int] = set()  # people who are introduced as such: "his widow Ida Berg"
        self._shared: set[_Form] = set()  # surnames of several people
        self._called: dict[_Form, set[int]] = collections.defaultdict(set)  # whom each has meant
        self._ambiguous: set[tuple[str, str]] = set()  # the same, of either gender

    def is_ambiguous(self, key: int) -> bool:
        """Whether the entity's name is a bare surname of several people in the article."""
        return ("person", key_of(self._clusters[key].name)) in self._ambiguous

    def cluster(self, names: Sequence[Name]) -> list[int]:
        """The entity of each name: equal and fuller forms first, then surnames, acronyms and short forms.

        Args:
            names: the names of the article, in text order.
        """
        keys: dict[int, int] = {}
        by_form: dict[_Form, int] = {}
        undecided: dict[_Form, int] = {}  # surnames of several people, where nothing decides
        introduced = introduced_names(self._parsed.text, names)
        order = sorted(range(len(names)), key=lambda index: (-_weight(names[index]), names[index].span))
        for index in order:
            name = names[index]
            gender = self._honorific(name)
            form = _form_of(name, gender)
            key = by_form.get(form)
            if key is None and (full := introduced.get(key_of(name.text))) is not None:
                key = by_form.get(_form_of(full, gender))
                key = self._of_either_gender(by_form, _form_of(full, gender)) if key is None else key
            if key is None:
                key = self.alias(name, gender)
            if key is None and name.entity_type == "person" and form not in self._shared:
                key = self._of_either_gender(by_form, form)
            if key is None and form in undecided:
                key = undecided[form]
            if key is None:
                key = self._forms.create(name.entity_type, named=True)
                if form in self._shared:
                    undecided[form] = key
            if name.entity_type == "person":
                cluster = self._clusters[key]
                cluster.gender = cluster.gender or gender or gender_of_name(name.text)
            if form not in self._shared:
                by_form.setdefault(form, key)
            self._forms.add(key, name.text)
            if name.entity_type == "person" and len(name.text.split()) > 1:
                if not self._full[key] and self._is_relative(name):
                    self._relatives.add(key)
                bisect.insort(self._full[key], name.span)
            keys[index] = key
        return [keys[index] for index in range(len(names))]

    def _is_relative(self, name: Name) -> bool:
        """Whether a person is introduced as somebody's relative: "his widow Ida Berg", "Ida Berg, his widow,"."""
        text = self._parsed.text
        return bool(_RELATIVE.search(name.span.prefix(text)) or _ITS_RELATIVE.match(text, name.span.end))

    def _of_either_gender(self, by_form: Mapping[_Form, int], form: _Form) -> int | None:
        """The only person with the same name whose gender may be the same: "his wife Ida", later "Ida"."""
        entity_type, name, gender = form
        others = {None} if gender else {"f", "m"}
        found = {by_form[entity_type, name, other] for other in others if (entity_type, name, other) in by_form}
        key = found.pop() if len(found) == 1 else None
        if key is None or (gender and self._clusters[key].gender not in {None, gender}):
            return None
        return key

    def _honorific(self, name: Name) -> str | None:
        """The gender of "Mr" or "Mrs" before a person's name."""
        if name.entity_type != "person":
            return None
        before = re.search(r"\b(\w+)\.?\s$", name.span.prefix(self._parsed.text))
        return gender_of({before[1].lower()}) if before else None

    def alias(self, name: Name, gender: str | None = None) -> int | None:
        """The entity that a shorter form of its name means, if only one fits.

        Args:
            name: the shorter form.
            gender: `f` or `m` if an honorific shows it.
        """
        if _OTHER_BODY.search(name.span.prefix(self._parsed.text)) and name.entity_type == "organization":
            return None
        longer = self._forms.longer(name)
        matches = [key for key in longer or () if gender is None or self._clusters[key].gender in {None, gender}]
        if (longer is None or len(matches) > 1) and name.entity_type == "person":
            form = _form_of(name, gender)
            self._shared.add(form)
            self._ambiguous.add(form[:2])
            key = self._namesake(name, matches, self._called[form])
            if key is not None:
                self._called[form].add(key)
            return key
        return matches[0] if len(matches) == 1 else None

    def _namesake(self, name: Name, matches: Sequence[int], called: Set[int]) -> int | None:
        """The person that a bare surname of several people means.

        It is the only person who was named in full before it, or else in the same paragraph, though not in passing; or
        whom alone the surname has meant; or the only one who is nobody's relative; or who was named far more often,
        unless the last paragraph with full names has only another's. If nobody was named before it, it is the only one
        whom the article names in full more than once.
        """
        paragraphs: dict[int, set[int]] = collections.defaultdict(set)  # paragraph -> people last named in full there
        for key in matches:
            full = self._full.get(key, ())
            if number := bisect.bisect_right(full, name.span.start, key=lambda span: span.end):
                paragraphs[self._parsed.number_at(full[number - 1])].add(key)
        before = [key for keys in paragraphs.values() for key in keys]
        if not before:
            named = [key for key in matches if len(self._full.get(key, ())) > 1]
            return named[0] if len(named) == 1 else None
        if len(before) == 1:
            return before[0]
        here = paragraphs.get(self._parsed.number_at(name.span), set())
        known = len(called) == 1 and not called.isdisjoint(before)
        if len(here) == 1 and not (known and here.isdisjoint(called) and self._is_in_passing(*here)):
            return next(iter(here))
        if known:
            return next(iter(called))
        if len(others := [key for key in before if key not in self._relatives]) == 1:
            return others[0]
        start = name.span.start
        times = {key: bisect.bisect_right(self._full[key], start, key=lambda span: span.end) for key in before}
        often = sorted(before, key=lambda key: (-times[key], key))
        last = paragraphs[max(paragraphs)]
        is_often = times[often[0]] >= 2 * times[often[1]]
        return often[0] if is_often and (often[0] in last or len(last) > 1) else None

    def _is_in_passing(self, key: int) -> bool:
        """Whether a person is named in full just once, as a relative or otherwise than as who does something."""
        (first, *more) = self._full[key]
        if more:
            return False
        token = self._parsed.passage_at(first).tokens(first)[-1]
        token = token.head if token.dep_ == "appos" else token
        return key in self._relatives or token.dep_ not in SUBJECTS


def _form_of(name: Name, gender: str | None) -> _Form:
    return name.entity_type, key_of(name.text, name.entity_type), gender


def _weight(name: Name) -> int:
    return len(name.text.split())
