"""The choice of antecedents: who may be meant, by which features, and the most probable."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.extraction.entities import antecedents
from onrecord.extraction.entities.antecedents import (
    Candidates,
    Choice,
    Description,
    Discourse,
    Occurrence,
    choose,
    most_probable,
)
from onrecord.extraction.entities.name_forms import Cluster
from onrecord.ingestion import Zone
from onrecord.nlp.mention_vectors import MentionVectors
from onrecord.text.spans import Span

NAME = Occurrence(
    sentence=0,
    paragraph=0,
    span=Span(0, 1),
    role=0,
    verb=(0, 1),
    pronoun="",
    is_quoted=False,
    is_joined=False,
    zone=Zone.BODY,
    speaks=False,
)
LEA, TOM, MILL, BOARD = range(4)


def clusters() -> list[Cluster]:
    """A woman, a person whose gender is not known, a place and an organization."""
    known = [Cluster(kind, named=True) for kind in ("person", "person", "place", "organization")]
    known[LEA].gender = "f"
    return known


def discourse(*occurrences: tuple[int, Occurrence]) -> Discourse:
    """What was spoken of, in this order."""
    made = Discourse(clusters(), MentionVectors(()))
    for key, occurrence in occurrences:
        made.add(key, occurrence)
    return made


def at(sentence: int, start: int, pronoun: str = "") -> Occurrence:
    """An occurrence at a place."""
    return dataclasses.replace(NAME, sentence=sentence, span=Span(start, start + 1), pronoun=pronoun)


SEEN = [(LEA, at(0, 0)), (TOM, at(0, 9)), (MILL, at(0, 20)), (BOARD, at(1, 40))]


@pytest.mark.parametrize(
    ("pronoun", "keys"),
    [
        ("she", (TOM, LEA)),
        ("him", (TOM,)),
        ("its", (BOARD, MILL)),
        ("they", (BOARD, MILL, TOM, LEA)),
    ],
)
def test_who_may_be_meant(pronoun: str, keys: tuple[int, ...]) -> None:
    """Entities of a type and gender that the pronoun may mean, those mentioned last first."""
    assert discourse(*SEEN).candidates(at(2, 60, pronoun), []).keys == keys


def test_an_entity_far_back_is_no_candidate() -> None:
    """A pronoun looks back so many sentences; a mention in between brings an entity nearer."""
    seen = discourse((LEA, at(0, 0)), (TOM, at(3, 30)))
    assert seen.candidates(at(antecedents.REACH + 2, 900, "she"), []).keys == (TOM,)


def test_whom_the_sentence_names_later() -> None:
    """As in "When she resigned, Ms. Lee said ...": after the entities before it, each entity once."""
    later = [(BOARD, at(2, 70)), (LEA, at(2, 80)), (TOM, at(2, 90))]
    assert discourse((TOM, at(0, 9))).candidates(at(2, 60, "she"), later).keys == (TOM, LEA)


def test_all_rows_have_the_features_of_the_weights() -> None:
    """With and without a history, and with a later mention."""
    later = [(LEA, at(2, 80)), (TOM, at(2, 90))]
    found = discourse((TOM, at(0, 9)), (TOM, at(1, 20, "she"))).candidates(at(2, 60, "she"), later)
    assert found.features.shape == (2, len(antecedents._weights()["mean"]))
    assert discourse().candidates(at(2, 60, "she"), []).features.shape[0] == 0


def test_the_features_tell_who_spoke() -> None:
    """Who spoke last differs from who is mentioned last."""
    speaking = dataclasses.replace(at(0, 0), speaks=True)
    apart = discourse((LEA, speaking), (TOM, at(0, 9))).candidates(at(1, 60, "she"), [])
    silent = discourse((LEA, at(0, 0)), (TOM, at(0, 9))).candidates(at(1, 60, "she"), [])
    assert apart.keys == silent.keys == (TOM, LEA)
    assert not np.array_equal(apart.features[1], silent.features[1])


MENTIONS = ((Span(0, 1), Span(0, 1)),)
# One feature; a score of the feature itself, of .5 for nobody, and of 1.5 where a description is read.
WEIGHTS = {
    "mean": np.zeros(1, np.float32),
    "deviation": np.ones(1, np.float32),
    "first": np.ones((1, 1), np.float32),
    "first_bias": np.zeros(1, np.float32),
    "second": np.ones((1, 1), np.float32),
    "second_bias": np.zeros(1, np.float32),
    "last": np.ones(1, np.float32),
    "last_bias": np.zeros(1, np.float32),
    "none": np.array([0.5, 1.5], np.float32),
}


@pytest.mark.parametrize(("features", "key"), [([1.0, 2.0], TOM), ([2.0, 1.0], LEA), ([0.25, 0.0], None), ([], None)])
def test_the_most_probable(features: list[float], key: int | None) -> None:
    """The candidate with the highest score, unless that of nobody is higher."""
    candidates = Candidates((LEA, TOM)[: len(features)], np.array(features, np.float32).reshape(-1, 1), MENTIONS)
    found = most_probable(candidates, WEIGHTS)
    assert (found.key if found else None) == key


def test_a_description_more_often_means_nobody() -> None:
    """Its score for nobody is another than that of a pronoun."""
    features = np.array([[1.0]], np.float32)
    assert most_probable(Candidates((LEA,), features, MENTIONS, of_description=True), WEIGHTS) is None
    assert most_probable(Candidates((LEA,), features, MENTIONS), WEIGHTS) is not None


DESCRIPTION = Description(noun="head", modifiers=("former",), determiner="the", is_plural=False, types=(0.9, 0.1))


def test_whom_a_description_may_mean() -> None:
    """People, organizations and groups, of either gender."""
    assert discourse(*SEEN).candidates(dataclasses.replace(at(2, 60), description=DESCRIPTION), []).keys == (
        BOARD,
        TOM,
        LEA,
    )


def test_the_features_tell_what_a_description_says() -> None:
    """Whoever was called "head" before differs from somebody of whom that is not known."""
    made, known = clusters(), clusters()
    known[TOM].described_as.add("head")
    read = dataclasses.replace(at(2, 60), description=DESCRIPTION)
    rows = []
    for own in (made, known):
        seen = Discourse(own, MentionVectors(()))
        seen.add(TOM, at(0, 9))
        rows.append(seen.candidates(read, []).features)
    assert not np.array_equal(*rows)


def test_mentions_that_are_compared() -> None:
    """The last mention, and the last that is not a pronoun."""
    found = discourse((TOM, at(0, 9)), (TOM, at(1, 20, "she"))).candidates(at(2, 60, "she"), [(LEA, at(2, 80))])
    assert found.mentions == ((Span(20, 21), Span(9, 10)), (Span(80, 81), Span(80, 81)))


def test_the_probability_of_a_choice() -> None:
    """The share of its score, by softmax, with that of nobody."""
    found = most_probable(Candidates((LEA,), np.array([[0.5]], np.float32), MENTIONS), WEIGHTS)
    assert found == Choice(LEA, pytest.approx(0.5))  # type: ignore[arg-type]


def test_nobody_is_chosen_of_nobody() -> None:
    """Without candidates the weights are not needed."""
    assert choose(Candidates((), np.zeros((0, 1), np.float32), ()), Span(0, 2)) is None


def test_weights_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """The error says what to do."""
    antecedents._weights.cache_clear()
    monkeypatch.setattr(antecedents, "WEIGHTS", tmp_path)
    with pytest.raises(ModelError, match=r"antecedents\.npz: cannot be read .*; install onrecord again"):
        antecedents._weights()
    antecedents._weights.cache_clear()
