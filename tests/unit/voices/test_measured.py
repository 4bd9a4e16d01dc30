"""The reader's measured errors, and what they do to a share."""

from __future__ import annotations

import collections
import json
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import PackageError
from onrecord.voices.bootstrap import generator
from onrecord.voices.measured import Confusion, Wrong, bounded, corrected, read_measured, stated

ROOT = Path(__file__).parents[3]
# Of 100 true people 90 were read as people; of 100 true organizations 80 as organizations.
TWO = Confusion(("organization", "person"), np.array([[80.0, 20.0], [10.0, 90.0]]))
NAMES = ("person", "organization")


def _drawn(share: float, size: int = 400) -> np.ndarray:
    first = np.random.default_rng(3).binomial(size, share, 2000) / size
    return np.stack([first, 1 - first], axis=1)


def test_the_stated_figures_are_those_of_the_labels() -> None:
    """What is wrong in `training/labels/judged_b.jsonl`, by article; docs/method.md says .12 and .02 of 91."""
    articles: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for line in (ROOT / "training" / "labels" / "judged_b.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["table"] == "quotes":
            articles[label["text"]][label["verdict"]] += 1
    measured = stated()
    assert list(measured.wrong.articles) == [(own["speaker"] + own["not"], own.total()) for own in articles.values()]
    assert measured.wrong.share == 13 / 91
    assert measured.confusions == {}


def test_a_share_is_corrected_by_hand() -> None:
    """.41 was read as people: (.41 - .2) / (.9 - .2) = .3 are people; the interval is wider than as read."""
    found = corrected(NAMES, np.array([0.41, 0.59]), _drawn(0.41), TWO, generator(1))
    assert found.share == pytest.approx([0.3, 0.7])
    assert found.low[0] < 0.3 < found.high[0]
    assert found.low[0] == pytest.approx(1 - found.high[1])
    read = np.quantile(_drawn(0.41)[:, 0], [0.025, 0.975])
    assert found.high[0] - found.low[0] > (read[1] - read[0]) / 0.7
    assert found.reason == ""


def test_without_errors_nothing_is_corrected() -> None:
    """A confusion in which everything was read as what it is leaves the shares as they are."""
    perfect = Confusion(("organization", "person"), np.diag([50.0, 50.0]))
    found = corrected(NAMES, np.array([0.41, 0.59]), _drawn(0.41), perfect, generator(1))
    assert found.share == pytest.approx([0.41, 0.59])
    assert (found.low[0], found.high[0]) == pytest.approx(tuple(np.quantile(_drawn(0.41)[:, 0], [0.025, 0.975])))


@pytest.mark.parametrize(
    ("names", "share", "confusion", "reason"),
    [
        (NAMES, [0.1, 0.9], TWO, "not corrected: a corrected share would leave 0 to 1"),
        (("person", "place"), [0.4, 0.6], TWO, "not corrected: no confusion is known for place"),
        (
            NAMES,
            [0.4, 0.6],
            Confusion(("organization", "person"), np.array([[9.0, 0.0], [10.0, 90.0]])),
            "not corrected: no confusion is known for organization",
        ),
        (
            NAMES,
            [0.4, 0.6],
            Confusion(("organization", "person"), np.array([[20.0, 20.0], [30.0, 30.0]])),
            "not corrected: the confusion does not distinguish its categories",
        ),
        (
            NAMES,
            [0.5, 0.5],
            Confusion(("organization", "person"), np.array([[6.0, 6.0], [5.0, 6.0]])),
            "not corrected: too few quotes were looked at for the confusion",
        ),
    ],
)
def test_what_the_measurement_does_not_support_is_not_corrected(
    names: tuple[str, str], share: list[float], confusion: Confusion, reason: str
) -> None:
    """The reason is given, and no figure."""
    found = corrected(names, np.array(share), _drawn(share[0]), confusion, generator(1))
    assert found.reason.replace("'", "").replace('"', "") == reason
    assert np.isnan([found.share, found.low, found.high]).all()


def test_corrected_intervals_hold_the_true_share() -> None:
    """300 corpora of true share .3, each with a confusion: the intervals hold .3 in 90 to 99 %, the raw ones do not."""
    random = np.random.default_rng(11)
    held = raw = 0
    for number in range(300):
        people, people_true, others_true = (random.binomial(*each) for each in ((600, 0.41), (150, 0.9), (150, 0.8)))
        confusion = Confusion(
            ("organization", "person"),
            np.array([[others_true, 150.0 - others_true], [150.0 - people_true, people_true]]),
        )
        share = people / 600
        drawn = random.binomial(600, share, 500) / 600
        both = np.stack([drawn, 1 - drawn], axis=1)
        found = corrected(NAMES, np.array([share, 1 - share]), both, confusion, generator(number))
        held += bool(found.low[0] <= 0.3 <= found.high[0])
        raw += bool(np.quantile(drawn, 0.025) <= 0.3 <= np.quantile(drawn, 0.975))
    assert 0.90 <= held / 300 <= 0.99
    assert raw / 300 < 0.05


def test_wrong_speakers_bound_a_share() -> None:
    """A tenth of all speakers is wrong: a share of .3 may be .2 to .4, one of .05 may be 0 to .15."""
    drawn = np.tile([0.3, 0.05, 0.95], (100, 1))
    low, high = bounded(drawn, Wrong(0.1, ((10, 100),), 100, "a test"), generator(1))
    assert low == pytest.approx([0.2, 0, 0.85])
    assert high == pytest.approx([0.4, 0.15, 1])


def test_a_small_measurement_gives_wide_bounds() -> None:
    """None of ten quotes is wrong: up to a fifth may be; none of a thousand: hardly any."""
    drawn = np.full((4000, 1), 0.5)
    few, many = (bounded(drawn, Wrong(0, (), number, "a test"), generator(1)) for number in (10, 1000))
    assert 0.65 < few[1][0] < 0.75
    assert many[1][0] < 0.505


def reviewed(**changed: object) -> dict[str, object]:
    """What `onrecord evaluate --reviewed --format json` prints, as far as it matters."""
    share = {"table": "quotes", "method": "", "what": "precision", "of": "is a row", "number": 100, "total": 900}
    row = share | {"value": 0.95, "low": 0.888, "high": 0.978}
    speaker = share | {"of": "speaker_id", "value": 0.8, "low": 0.711, "high": 0.867} | changed
    by_method = row | {"method": "quotes:reader@1", "value": 0.1}
    return {"coder": "Nora Pell", "rows": 100, "articles": 0, "shares": [by_method, row, speaker]}


def misread(**changed: object) -> dict[str, object]:
    """One of the pairs that it prints."""
    return {"by": "speaker_type", "true": "person", "read": "organization", "count": 3} | changed


def test_a_reviewed_sample_says_what_was_read_as_what(tmp_path: Path) -> None:
    """A kind that the text does not settle has the name that the audit gives it."""
    file = tmp_path / "reviewed.json"
    pairs = [misread(), misread(read="person", count=40), misread(true="", read="", count=9)]
    file.write_text(json.dumps(reviewed() | {"misreadings": pairs}))
    [(by, confusion)] = read_measured(file).confusions.items()
    assert (by, confusion.categories) == ("speaker_type", ("(not settled)", "organization", "person"))
    assert confusion.counts.tolist() == [[9, 0, 0], [0, 0, 0], [0, 3, 40]]


def test_a_reviewed_sample_says_how_many_speakers_are_wrong(tmp_path: Path) -> None:
    """Of the rows .95 are quotes, and of these .8 have the right speaker: 1 - .95 * .8 = .24 are wrong."""
    file = tmp_path / "reviewed.json"
    file.write_text(json.dumps(reviewed()))
    wrong = read_measured(file).wrong
    assert wrong.share == pytest.approx(0.24)
    # Var = .8^2 * .95 * .05 / 100 + .95^2 * .8 * .2 / 100 = .001748; .24 * .76 / .001748 = 104.
    assert wrong.number == pytest.approx(104, abs=3)
    assert wrong.described == "the reviewed sample of reviewed.json"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "no precision of is a row in quotes"),
        ({"shares": "many"}, "no precision of is a row in quotes"),
        (reviewed(of="cue"), "no precision of speaker_id in quotes"),
        (reviewed(value=1.2), "not a share with its interval"),
        (reviewed(value="0.8"), "no precision of speaker_id in quotes"),
        (reviewed(number=0), "not a share with its interval"),
        (reviewed() | {"misreadings": {"by": "speaker_type"}}, r"misreadings\[0\]: needs by, true, read and count"),
        (reviewed() | {"misreadings": [misread(count=True)]}, r"misreadings\[0\]: needs by, true, read and count"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, value: object, message: str) -> None:
    """With the file and how to make it."""
    file = tmp_path / "reviewed.json"
    file.write_text(json.dumps(value))
    with pytest.raises(PackageError, match=message) as error:
        read_measured(file)
    assert str(error.value).startswith(f"{file}: ")
    assert "onrecord evaluate --reviewed --format json" in str(error.value)


def test_a_confusion_is_read(tmp_path: Path) -> None:
    """Categories in order; a pair that the file lacks was never seen; further columns and blank lines do not matter."""
    file = tmp_path / "confusion.csv"
    file.write_bytes(
        b"\xef\xbb\xbfcount,by,true,read,who\n90,speaker_type,person,person,NP\n,,,,\n"
        b'10,speaker_type,person,organization,\n80,speaker_type,organization,organization,"a, b"\n'
    )
    [(by, confusion)] = read_measured(file).confusions.items()
    assert (by, confusion.categories) == ("speaker_type", ("organization", "person"))
    assert confusion.counts.tolist() == [[80, 0], [10, 90]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":1: the header needs the column by once; it has nothing"),
        ("by,true,read\n", ":1: the header needs the column count once; it has by, true, read"),
        ("by,true,read,count,by\n", ":1: the header needs the column by once"),
        ("by,true,read,count\na,b,c\n", ":2: the row has 3 cells, but the header has 4"),
        ("by,true,read,count\na,b,,1\n", ":2: read is empty"),
        ("by,true,read,count\na,b,c,-1\n", ":2: count is '-1', which is not a whole number"),
        ("by,true,read,count\na,b,c,1e9\n", ":2: count is '1e9', which is not a whole number"),
        ("by,true,read,count\na,b,c,NaN\n", ":2: count is 'NaN', which is not a whole number"),
        (f"by,true,read,count\na,b,c,{'9' * 5000}\n", ":2: count is '999"),
        ("by,true,read,count\na,b,c,1\na,b,c,2\n", ":3: a: a second count of 'b' read as 'c'"),
    ],
)
def test_other_tables_are_refused(tmp_path: Path, content: str, message: str) -> None:
    """With the line and the remedy."""
    file = tmp_path / "confusion.csv"
    file.write_text(content)
    with pytest.raises(PackageError) as error:
        read_measured(file)
    found = str(error.value).replace('"', "'")
    assert found.startswith(f"{file}{message}"), found
    assert ";" in found
