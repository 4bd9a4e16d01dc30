"""Annotations of other tools become decisions; the files are of strangers."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from onrecord.cli import main
from onrecord.corrections import read_lines
from onrecord.errors import PackageError
from onrecord.exports import export
from onrecord.review.imports import Imported, import_annotations

from ...correcting import read, replay_over
from ...small_package import ARTICLES, FERRY, MILL, TEXTS, VOTE_ID, claim_id, entity_id, quote_id

Tasks = list[dict[str, Any]]


def annotated(package: Path, folder: Path) -> Tasks:
    """The tasks of Label Studio as a person leaves them who took over each prediction: regions have other ids."""
    export("labelstudio", package, folder / "tasks.json")
    tasks: Tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        [prediction] = task["predictions"]
        result = copy.deepcopy(prediction["result"])
        names = {each["id"]: f"r{number}" for number, each in enumerate(result)}
        for each in result:
            each["id"] = names[each["id"]]
        task["annotations"] = [{"completed_by": {"id": 7, "email": "a@example.org"}, "result": result}]
    return tasks


def regions(task: dict[str, Any], row: str) -> list[dict[str, Any]]:
    """What the annotation of a task says of a row: its region, then the values."""
    result = task["annotations"][0]["result"]
    [own] = [each for each in result if each.get("meta", {}).get("text") == [f"urn:onrecord:{row}"]]
    return [own, *(each for each in result if each["id"] == own["id"] and each is not own)]


def imported(package: Path, folder: Path, content: object, form: str = "labelstudio", **options: str) -> Imported:
    """What an import of this content does."""
    (folder / "file.json").write_text(json.dumps(content), encoding="utf-8")
    return import_annotations(form, folder / "file.json", package, "Ada", **options)


def decisions(package: Path) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Action and new value of each line that is not a confirmation."""
    lines, problems = read_lines(package)
    assert problems == []
    return {
        (line.table, ",".join(line.key), line.field): (line.action, line.new)
        for line in lines
        if line.action != "confirm"
    }


def test_what_was_taken_over_is_confirmed(small_package: Path, tmp_path: Path) -> None:
    """Each row with its values; nothing changes but the status."""
    found = imported(small_package, tmp_path, annotated(small_package, tmp_path))
    assert (found.path, found.withdrawn, found.added, found.notes) == ("corrections/ada.csv", 0, 0, ())
    assert decisions(small_package) == {}
    assert list(replay_over(small_package, []).problems) == []
    for table in ("quotes", "quote_spans", "votes", "vote_counts", "vote_positions", "claims", "mentions"):
        assert {row["status"] for row in read(small_package, table)} == {"confirmed"}


def test_what_was_changed_is_corrected(small_package: Path, tmp_path: Path) -> None:
    """Words, a choice, a name; a region that is gone; a new region."""
    tasks = annotated(small_package, tmp_path)
    mill, ferry = (next(t for t in tasks if t["data"]["article_id"] == ARTICLES[path]) for path in (MILL, FERRY))
    shut = quote_id("shut")
    region, *values = regions(ferry, f"quote_spans:{shut}:content:1")
    words = "ferry 🚢 will probably stay shut"
    start = TEXTS[FERRY].index(words)
    region["value"] |= {"start": start, "end": start + len(words), "text": words}
    [kind] = [each for each in values if each["from_name"] == "quotes-kind"]
    kind["value"]["choices"] = ["thought"]
    [speaker] = [each for each in values if each["from_name"] == "quotes-speaker_id"]
    assert speaker["value"]["text"] == ["harbor office"]
    speaker["value"]["text"] = ["pilots’ union"]
    gone = regions(mill, f"claims:{claim_id(3)}") + regions(mill, f"quote_spans:{quote_id('barn')}:content:1")
    mill["annotations"][0]["result"] = [each for each in mill["annotations"][0]["result"] if each not in gone]
    at = TEXTS[MILL].index("Neighbors")
    new = {"start": at, "end": at + 9, "text": "Neighbors", "labels": ["content"]}
    mill["annotations"][0]["result"].append({"id": "new", "type": "labels", "from_name": "label", "value": new})
    found = imported(small_package, tmp_path, tasks)
    assert (found.withdrawn, found.added, found.notes) == (2, 1, ())
    made = decisions(small_package)
    [name] = {key for table, key, _ in made if table == "quotes" and key.startswith("new-")}
    assert {key: value for key, value in made.items() if not key[1].startswith(name)} == {
        ("quotes", shut, "kind"): ("correct", "thought"),
        ("quotes", shut, "speaker_id"): ("correct", entity_id("pilots’ union")),
        ("quote_spans", f"{shut},content,1", "exact"): ("correct", words),
        ("claims", claim_id(3), "exact"): ("withdraw", ""),
        ("quotes", quote_id("barn"), "text"): ("withdraw", ""),
    }
    assert made["quote_spans", f"{name},content,1", "exact"] == ("add", "Neighbors")
    assert list(replay_over(small_package, []).problems) == []


def test_a_count_that_was_removed(small_package: Path, tmp_path: Path) -> None:
    """A part is withdrawn, its row is not."""
    tasks = annotated(small_package, tmp_path)
    task = next(t for t in tasks if t["data"]["article_id"] == ARTICLES[MILL])
    gone = regions(task, f"vote_counts:{VOTE_ID}:no")
    task["annotations"][0]["result"] = [each for each in task["annotations"][0]["result"] if each not in gone]
    imported(small_package, tmp_path, tasks)
    assert decisions(small_package) == {("vote_counts", f"{VOTE_ID},no", "value"): ("withdraw", "")}


def test_offsets_of_older_versions(small_package: Path, tmp_path: Path) -> None:
    """They count UTF-16 code units, of which the ship has two; the words show it."""
    tasks = annotated(small_package, tmp_path)
    for task in tasks:
        text = task["data"]["text"]
        for each in task["annotations"][0]["result"]:
            for end in ("start", "end"):
                before = text[: each["value"][end]]
                each["value"][end] = len(before.encode("utf-16-le")) // 2
    found = imported(small_package, tmp_path, tasks)
    assert (found.notes, decisions(small_package)) == ((), {})


def edited(path: str, edit: Callable[[dict[str, Any]], object]) -> Callable[[Tasks], object]:
    """An edit of the task of an article."""
    return lambda tasks: edit(next(task for task in tasks if task["data"]["article_id"] == ARTICLES[path]))


def first(task: dict[str, Any]) -> dict[str, Any]:
    """The first region of an annotation."""
    region: dict[str, Any] = task["annotations"][0]["result"][0]
    return region


NO_WORDS = "no known label, or not words of the text"
NOTED = [
    (edited(FERRY, lambda task: task["data"].pop("article_id")), "has no article_id of this package; it was left out"),
    (edited(FERRY, lambda task: task.update(data=[])), "has no article_id of this package; it was left out"),
    (edited(FERRY, lambda task: task["data"].update(text="x")), "has another text than art_"),
    (edited(FERRY, lambda task: first(task)["value"].update(labels=["<b>"])), NO_WORDS),
    (edited(FERRY, lambda task: first(task)["value"].update(end=10**9)), NO_WORDS),
    (edited(FERRY, lambda task: first(task)["value"].update(start=True)), NO_WORDS),
    (edited(FERRY, lambda task: first(task)["value"].update(text="lie")), NO_WORDS),
    (
        edited(FERRY, lambda task: first(task).update(meta={"text": ["urn:onrecord:quote_spans:quo_x:content:1"]})),
        "quotes has no such row; export the package again",
    ),
    (
        edited(
            FERRY,
            lambda task: next(
                each for each in task["annotations"][0]["result"] if each["from_name"] == "quotes-speaker_id"
            )["value"].update(text=["Nobody Known"]),
        ),
        "no entity, or several, with the name 'Nobody Known'",
    ),
    (
        edited(
            FERRY,
            lambda task: next(each for each in task["annotations"][0]["result"] if each["from_name"] == "quotes-kind")[
                "value"
            ].update(choices=["song"]),
        ),
        "kind: new_value is 'song', none of speech, thought",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "note"), NOTED, ids=[note[:45] for _, note in NOTED])
def test_what_is_left_out_is_noted(
    edit: Callable[[Tasks], object], note: str, small_package: Path, tmp_path: Path
) -> None:
    """The rest of the file is imported; nothing invalid is written."""
    tasks = annotated(small_package, tmp_path)
    edit(tasks)
    found = imported(small_package, tmp_path, tasks)
    assert len([each for each in found.notes if note in each]) == 1, found.notes
    assert read_lines(small_package)[1] == []
    assert found.judged > 3


BROKEN: list[tuple[object, str]] = [
    ({}, "not a list of tasks; export the project as JSON"),
    ("x", "not a list of tasks; export the project as JSON"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN)
def test_files_that_are_not_in_the_format(content: object, message: str, small_package: Path, tmp_path: Path) -> None:
    """The run ends with a message, and nothing is written."""
    with pytest.raises(PackageError, match=message):
        imported(small_package, tmp_path, content)
    assert not (small_package / "corrections").exists()


def test_whose_annotations(small_package: Path, tmp_path: Path) -> None:
    """Of two people, one is chosen; annotations that were cancelled, and tasks without any, are left alone."""
    tasks = annotated(small_package, tmp_path)
    tasks[0]["annotations"].append({"completed_by": 9, "result": []})
    with pytest.raises(PackageError, match=r"task 1: 2 annotations by 7, 9, a@example.org; choose one"):
        imported(small_package, tmp_path, tasks)
    assert imported(small_package, tmp_path, tasks, annotator="a@example.org").withdrawn == 0
    tasks[0]["annotations"][1]["was_cancelled"] = True
    tasks[1]["annotations"] = []
    found = imported(small_package, tmp_path, tasks)
    assert (found.withdrawn, found.notes) == (0, ())


def test_the_interface_has_what_the_tasks_use(small_package: Path, tmp_path: Path) -> None:
    """Each label and each control, with its choices."""
    export("labelstudio-interface", small_package, tmp_path / "view.xml")
    view = ElementTree.parse(tmp_path / "view.xml").getroot()
    controls = {each.get("name"): {choice.get("value") for choice in each} for each in view if each.get("name")}
    for task in annotated(small_package, tmp_path):
        for each in task["annotations"][0]["result"]:
            used = each["value"].get("labels") or each["value"].get("choices") or []
            assert set(used) <= controls[each["from_name"]]


def web(package: Path, folder: Path) -> dict[str, Any]:
    """The web annotations of the package."""
    export("annotations", package, folder / "web.json")
    page: dict[str, Any] = json.loads((folder / "web.json").read_text(encoding="utf-8"))
    return page


def test_web_annotations_come_back(small_package: Path, tmp_path: Path) -> None:
    """As they were exported, they confirm what they hold; a row that is missing is left alone."""
    page = web(small_package, tmp_path)
    page["items"] = [item for item in page["items"] if not item["id"].startswith("urn:onrecord:claims:")]
    found = imported(small_package, tmp_path, page, "annotations")
    assert (found.withdrawn, found.added, found.notes, decisions(small_package)) == (0, 0, (), {})
    confirmed = {(line.table, line.field) for line in read_lines(small_package)[0]}
    assert ("quotes", "kind") not in confirmed
    assert {("quote_spans", "exact"), ("vote_counts", "value"), ("mentions", "mention_type")} <= confirmed
    assert not any(table == "claims" for table, _ in confirmed)
    assert list(replay_over(small_package, []).problems) == []


def test_web_annotations_that_somebody_changed(small_package: Path, tmp_path: Path) -> None:
    """Other words, another value, a row that is marked as withdrawn, a new annotation by a quotation alone."""
    page = web(small_package, tmp_path)
    items = {item["id"]: item for item in page["items"]}
    span = items[f"urn:onrecord:quote_spans:{quote_id('shut')}:content:1"]
    words = "ferry 🚢 will probably stay shut"
    start = TEXTS[FERRY].index(words)
    span["target"]["selector"] = [
        {"type": "TextPositionSelector", "start": start, "end": start + len(words)},
        {"type": "TextQuoteSelector", "exact": words},
    ]
    items[f"urn:onrecord:claims:{claim_id(0)}"]["body"]["onrecord:certainty"] = "probable"
    items[f"urn:onrecord:claims:{claim_id(1)}"]["body"]["onrecord:status"] = "withdrawn"
    mention = {"type": "Dataset", "onrecord:table": "mentions", "onrecord:entity_id": "Ida Brandt"}
    quotation = {"type": "TextQuoteSelector", "exact": "It", "prefix": "” ", "suffix": " will house"}
    source = items[f"urn:onrecord:claims:{claim_id(0)}"]["target"]["source"]
    before = TEXTS[MILL][: TEXTS[MILL].index("It will house")][-2:]
    target = {"source": source, "selector": {**quotation, "prefix": before}}
    page["items"].append({"type": "Annotation", "body": mention, "target": target})
    page["items"] += [{"body": 5}, 7, {"body": mention, "target": {**target, "source": "elsewhere"}}]
    found = imported(small_package, tmp_path, page, "annotations")
    made = decisions(small_package)
    [name] = {key for _, key, _ in made if key.startswith("new-")}
    assert {key: value for key, value in made.items() if key[1] != name} == {
        ("quote_spans", f"{quote_id('shut')},content,1", "exact"): ("correct", words),
        ("claims", claim_id(0), "certainty"): ("correct", "probable"),
        ("claims", claim_id(1), "exact"): ("withdraw", ""),
    }
    assert made["mentions", name, "entity_id"] == ("add", entity_id("Ida Brandt"))
    last = len(page["items"])
    assert [note.partition("annotation ")[2] for note in found.notes] == [
        f"{last - 2} was left out: no body with onrecord:table, or no target",
        f"{last - 1} was left out: it is not an object",
        f"{last} was left out: source is 'elsewhere', not an article of this package",
    ]


def test_the_command(small_package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how many rows were judged, and what is next."""
    web(small_package, tmp_path)
    package = str(small_package)
    assert main(["import", "annotations", str(tmp_path / "web.json"), "--package", package, "--coder", "Ada"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("corrections/ada.csv: ")
    assert out.endswith(f"to apply: onrecord convert --package {package}\n")
    assert main(["import", "annotations", str(tmp_path / "none.json"), "--package", package, "--coder", "Ada"]) == 2
    assert capsys.readouterr().err == f"onrecord: {tmp_path / 'none.json'}: no such file\n"


@pytest.mark.parametrize(
    "change",
    [{"labels": ["praise"]}, {"labels": [{}]}, {"labels": "claims"}, {"text": "other words"}, {"start": "x"}],
    ids=["another label", "no word for a label", "no list", "other words", "no place"],
)
def test_a_row_whose_region_cannot_be_read_is_left_alone(
    change: dict[str, Any], small_package: Path, tmp_path: Path
) -> None:
    """It was not removed by the annotator, so it is not withdrawn; the message names the region."""
    tasks = annotated(small_package, tmp_path)
    task = next(task for task in tasks if task["data"]["article_id"] == ARTICLES[MILL])
    own, *_ = regions(task, f"claims:{claim_id(0)}")
    own["value"] |= change

    found = imported(small_package, tmp_path, tasks)

    assert (found.withdrawn, len(found.notes)) == (0, 1)
    assert "no known label, or not words of the text" in found.notes[0]
    assert decisions(small_package) == {}


@pytest.mark.parametrize(
    ("body", "target", "reason"),
    [
        ({"onrecord:table": []}, {}, "onrecord:table is '[]', not a table with words in a text"),
        ({"onrecord:table": "quote_spans", "onrecord:role": "evil"}, {}, "onrecord:role is 'evil'"),
        ({"onrecord:table": "claims"}, {"source": ""}, "source is '', not an article of this package"),
    ],
)
def test_web_annotations_of_no_table_role_or_article(
    body: dict[str, Any], target: dict[str, Any], reason: str, small_package: Path, tmp_path: Path
) -> None:
    """Each is left out with the reason."""
    selector = {"type": "TextQuoteSelector", "exact": "stood empty"}
    item = {"body": body, "target": {"source": MILL, "selector": selector} | target}

    found = imported(small_package, tmp_path, [item], "annotations")

    assert (found.judged, found.added, found.withdrawn) == (0, 0, 0)
    [note] = found.notes
    assert f"annotation 1 was left out: {reason}" in note
