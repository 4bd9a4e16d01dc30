"""Scores against gold: worked out by hand for a few articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import SourceError
from onrecord.evaluation import Figure, evaluate, render_json, render_text

TEXT = "“Go,” Ann Lee said. Bo Ray believes that taxes will fall."


def quote(text: str, source: str | None, cue: str, *contents: str, kind: str = "direct") -> dict[str, Any]:
    """A quote of the format, from the words of its parts."""

    def places(*words: str) -> list[list[int]]:
        return [[text.index(word), text.index(word) + len(word)] for word in words]

    fragments = {"speaker": places(source) if source else [], "cue": places(cue), "content": places(*contents)}
    return {"type": kind, "fragments": fragments}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write(name, article, ...)` writes articles as JSON lines."""

    def to_file(name: str, *articles: dict[str, Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        return path

    return to_file


def figures(gold: Path, predictions: Path) -> dict[str, Figure]:
    """The figures by name."""
    return {figure.name: figure for figure in evaluate(gold, predictions).figures}


def test_quotes_are_scored_by_role_and_as_a_whole(write: Callable[..., Path]) -> None:
    """One quote right but for its marks, one with half of its content and without its source, one invented."""
    gold = {"id": "a", "text": TEXT, "quotes": [
        quote(TEXT, "Ann Lee", "said", "“Go,”"),
        quote(TEXT, "Bo Ray", "believes", "that taxes will fall", kind="indirect"),
    ]}  # fmt: skip
    ours = {"id": "a", "text": TEXT, "quotes": [
        quote(TEXT, "Ann Lee", "said", "Go,"),
        quote(TEXT, None, "believes", "taxes will"),
        quote(TEXT, "Bo", "fall", "Ray"),
    ]}  # fmt: skip
    found = figures(write("gold.jsonl", gold), write("ours.jsonl", ours))
    values = {name: (round(f.value, 3), f.precision, f.recall, f.number) for name, f in found.items()}
    assert values["source/exact"] == (0.5, 0.5, 0.5, 2)
    assert values["source/begin"] == (1.0, 1.0, 1.0, 2)
    assert values["source/jaccard"] == (round((1 + 2 / 6) / 2, 3), None, None, 2)
    assert values["cue/exact"] == (0.8, 2 / 3, 1.0, 2)
    assert values["content/exact"] == (0.0, 0.0, 0.0, 2)
    assert values["content (edges trimmed)/exact"] == (0.4, 1 / 3, 0.5, 2)
    assert values["content/jaccard"] == (round((3 / 5 + 10 / 20) / 3, 3), None, None, 3)
    assert values["quotes/whole"] == (0.8, 2 / 3, 1.0, 2)
    assert values["quotes/direct found"] == (1.0, None, None, 1)
    assert values["quotes/indirect with the right source"] == (0.0, None, None, 1)
    assert values["quotes/source overlaps"] == (0.5, None, None, 2)


def test_the_scores_are_symmetric(write: Callable[..., Path]) -> None:
    """Gold and predictions may change places: precision becomes recall, and every F1 stays."""
    one = {"id": "a", "text": TEXT, "quotes": [quote(TEXT, "Ann Lee", "said", "“Go,”")]}
    two = {"id": "a", "text": TEXT, "quotes": [
        quote(TEXT, "Ann Lee", "said", "Go"), quote(TEXT, "Bo Ray", "believes", "taxes will fall")
    ]}  # fmt: skip
    gold, ours = write("one.jsonl", one), write("two.jsonl", two)
    there, back = figures(gold, ours), figures(ours, gold)
    scores = [name for name, figure in there.items() if figure.precision is not None]
    assert "quotes/whole" in scores
    for name in scores:
        assert (there[name].value, there[name].precision) == (back[name].value, back[name].recall)


def test_names_are_scored_by_type_without_the_and_possessives(write: Callable[..., Path]) -> None:
    """The outermost layer; types of the corpus become ours; dates are not compared."""
    text = "The Senate heard Iran's envoy Bo Ray on Monday."

    def entity(words: str, kind: str, layer: int = 0) -> dict[str, Any]:
        return {"start": text.index(words), "end": text.index(words) + len(words), "type": kind, "layer": layer}

    gold = {"id": "a", "text": text, "entities": [
        entity("The Senate", "Organization"), entity("Iran's", "Location"), entity("Bo Ray", "Person"),
        entity("Ray", "Person", 1), entity("Monday", "Date"),
    ]}  # fmt: skip
    ours = {"id": "a", "text": text, "entities": [
        entity("Senate", "organization"), entity("Iran", "group"), entity("Bo Ray", "person")
    ]}  # fmt: skip
    found = figures(write("gold.jsonl", gold), write("ours.jsonl", ours))
    assert {name: (round(f.value, 3), f.number) for name, f in found.items()} == {
        "names/person, organization, place": (0.8, 3),
        "names/organization": (1.0, 1),
        "names/person": (1.0, 1),
        "names/place": (0.0, 1),
    }


def test_votes_are_scored_part_by_part(write: Callable[..., Path]) -> None:
    """The vote that fits best counts; a vote without one in the gold is a false positive."""
    vote = {"yes": 5, "no": 2, "result": "pass", "body": "town board", "unanimous": False, "voters": []}
    gold = [{"id": "a", "text": "A", "is_vote": True, **vote}, {"id": "b", "text": "B", "is_vote": False}]
    own = [{**vote, "no": 3}, {**vote, "body": "The Ashford Town Board", "unanimous": None}]
    ours = [{"id": k, "text": k.upper(), "is_vote": True, "votes": own} for k in "ab"]
    found = figures(write("gold.jsonl", *gold), write("ours.jsonl", *ours))
    assert {name: (round(f.value, 3), f.precision) for name, f in found.items()} == {
        "votes/is a vote": (0.667, 0.5),
        "votes/counts": (1.0, None),
        "votes/result": (1.0, None),
        "votes/unanimous": (1.0, None),
        "votes/body": (1.0, None),
        "votes/voters": (1.0, None),
        "votes/all but the body": (1.0, None),
    }


def test_intervals_hold_the_figure_and_are_the_same_each_time(write: Callable[..., Path]) -> None:
    """Over articles drawn again, with a fixed seed."""
    right, wrong = quote(TEXT, "Ann Lee", "said", "Go"), quote(TEXT, "Bo Ray", "fall", "Ann")
    gold = write("gold.jsonl", *({"id": str(k), "text": TEXT, "quotes": [right]} for k in range(12)))
    ours = write(
        "ours.jsonl", *({"id": str(k), "text": TEXT, "quotes": [right if k % 3 else wrong]} for k in range(12))
    )
    figure = figures(gold, ours)["quotes/whole"]
    assert figure == figures(gold, ours)["quotes/whole"]
    assert (round(figure.value, 3), figure.low < figure.value < figure.high) == (0.667, True)


def test_what_onrecord_reads_can_be_written_and_scored(write: Callable[..., Path], tmp_path: Path) -> None:
    """Its own reading, written in the format of the gold, scores as it did before."""
    text = "Council meets\n\nThe council will vote on Monday, Mayor Ann Lee said. “We are ready,” she said.\n"
    gold = write("gold.jsonl", {"id": "a", "text": text, "quotes": [quote(text, "she", "said", "We are ready")]})
    own = evaluate(gold, write=tmp_path / "own.jsonl")
    assert evaluate(gold, tmp_path / "own.jsonl") == own
    assert {f.name: f.recall for f in own.figures}["quotes/whole"] == 1.0


def test_figures_are_printed_for_people_and_for_programs(write: Callable[..., Path]) -> None:
    """A table that names its method, and JSON with the same numbers."""
    gold = write("gold.jsonl", {"id": "a", "text": TEXT, "quotes": [quote(TEXT, "Ann Lee", "said", "“Go,”")]})
    evaluation = evaluate(gold, gold)
    text = render_text(evaluation)
    assert text.startswith("1 article; strict, symmetric scores; 95 % bootstrap intervals over articles\n")
    assert re.search(r"^  whole +1\.000  1\.000-1\.000      1\.000   1\.000       1$", text, re.MULTILINE)
    whole = json.loads(render_json(evaluation))["figures"]["quotes/whole"]
    assert whole == {"value": 1.0, "low": 1.0, "high": 1.0, "precision": 1.0, "recall": 1.0, "number": 1}


def test_nothing_to_score(write: Callable[..., Path]) -> None:
    """Articles without annotations of which nothing was read, either, have no figures, and it says so."""
    gold = write("gold.jsonl", {"id": "a", "text": TEXT, "quotes": [], "entities": []})
    evaluation = evaluate(gold, gold)
    assert (evaluation.articles, evaluation.figures) == (1, ())
    assert render_text(evaluation).splitlines()[-1] == "nothing to score: nothing is annotated, and nothing was read"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no articles; a file has one JSON object a line"),
        ("{", ":1: not JSON ("),
        ('{"id": "a"}', ':1: an article is an object with "id" and "text", both strings'),
        ('{"id": "a", "text": "b"}', ':1: neither "quotes" nor "entities" nor "is_vote"'),
        ('{"id": "a", "text": "b", "quotes": [{}]}', ":1: 'fragments' is missing; docs/evaluate.md"),
        (
            '{"id": "a", "text": "b", "quotes": [{"fragments": {"cue": [[0, 9]]}}]}',
            ":1: 0-9 is not a span of a text of 1 characters; docs/evaluate.md",
        ),
        ('{"id": "a", "text": "b", "entities": [{"start": 0, "end": 1}]}', ":1: 'type' is missing"),
        ('{"id": "a", "text": "b", "is_vote": 1}', ":1: 'is_vote' is 1; it is true, false or null; docs/evaluate.md"),
        ('{"id": "a", "text": "b", "is_vote": true, "yes": "5"}', ":1: 'yes' is '5', not a number; docs/evaluate.md"),
        ('{"id": "a", "text": "b", "is_vote": true, "body": 3}', ":1: 'body' is 3, not a string; docs/evaluate.md"),
        (
            '{"id": "a", "text": "b", "is_vote": true, "voters": [{"name": " ", "option": "no"}]}',
            ":1: {'name': ' ', 'option': 'no'} is not a voter: a name and an option; docs/evaluate.md",
        ),
        ('{"id": "a", "text": "b", "quotes": []}\n' * 2, ": id 'a' names articles 1 and 2"),
    ],
)
def test_bad_gold_gets_a_clear_error(tmp_path: Path, content: str, message: str) -> None:
    """The place, what is wrong, and what is expected."""
    path = tmp_path / "gold.jsonl"
    path.write_text(content)
    with pytest.raises(SourceError) as raised:
        evaluate(path)
    assert str(raised.value).startswith(str(path))
    assert message in str(raised.value)


def test_predictions_of_other_texts_are_refused(write: Callable[..., Path]) -> None:
    """An article is missing, or its text differs."""
    gold = write("gold.jsonl", {"id": "a", "text": TEXT, "quotes": []})
    with pytest.raises(SourceError, match="no article 'a', which"):
        evaluate(gold, write("other.jsonl", {"id": "b", "text": TEXT, "quotes": []}))
    with pytest.raises(SourceError, match="the text of 'a' differs from that in"):
        evaluate(gold, write("changed.jsonl", {"id": "a", "text": TEXT + ".", "quotes": []}))
