"""GenderGapTracker's quotes in annotated articles, in the format of `onrecord evaluate`.

git clone https://github.com/sfu-discourse-lab/GenderGapTracker; pip install pymongo
python bench/gendergaptracker_quotes.py GenderGapTracker GOLD.jsonl OUT.jsonl
onrecord evaluate GOLD.jsonl --predictions OUT.jsonl
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from textacy_quotes import load

Place = tuple[int, int]


def quotations(extractor: Any, prepare: Callable[[str], str], text: str) -> Iterator[dict[str, Any]]:
    """The quotes of a text, which is prepared and read in one, as the program does with an article."""
    prepared = prepare(text)
    moved = moves(prepare_letters(prepare, text), prepared)

    def places(index: str) -> list[list[int]]:
        """The place of "(12,15)" in `text`, or nothing: the program writes "" or "(0,0)" for what it did not find."""
        start, end = map(int, re.findall(r"\d+", index) or (0, 0))
        kept = [moved[place] for place in range(start, end) if place in moved]
        return [[kept[0], kept[-1] + 1]] if kept else []

    for quote in extractor.extract_quotes(extractor.nlp(prepared)):
        yield {
            "type": None
            if set(quote["quote_type"]) == set("CSV") or quote["quote_type"] == "AccordingTo"
            else "direct",
            "fragments": {
                "content": places(quote["quote_index"]),
                "cue": places(quote["verb_index"]),
                "speaker": places(quote["speaker_index"]),
            },
        }


def prepare_letters(prepare: Callable[[str], str], text: str) -> str:
    """The text with its characters prepared one by one, so that all offsets are still valid."""
    return "".join(made if len(made := prepare(letter)) == 1 else letter for letter in text)


def moves(before: str, after: str) -> dict[int, int]:
    """Where the characters of `after` are in `before`; without those that were added."""
    old, new = ([(match.start(), match[0]) for match in re.finditer(r"\w+|\W", words)] for words in (before, after))
    matcher = difflib.SequenceMatcher(None, [word for _, word in old], [word for _, word in new], autojunk=False)
    return {
        new[block.b + number][0] + inside: old[block.a + number][0] + inside
        for block in matcher.get_matching_blocks()
        for number in range(block.size)
        for inside in range(len(new[block.b + number][1]))
    }


def tracker(checkout: Path) -> tuple[Any, Callable[[str], str]]:
    """The program's extractor of quotes, with the small English pipeline, and its preparation of texts."""
    folder = (checkout / "nlp" / "english").resolve()
    sys.path.insert(0, str(folder))
    with tempfile.TemporaryDirectory() as logs, contextlib.chdir(logs):  # it writes logs where it runs
        import quote_extractor
        import utils
    verbs = {"QUOTE_VERBS": str(folder / "rules" / "quote_verb_list.txt")}
    return quote_extractor.QuoteExtractor({"spacy_lang": load(), "NLP": verbs}), utils.preprocess_text


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the gold and writes the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, help="the folder with a clone of its repository")
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args(arguments)
    extractor, prepare = tracker(args.checkout)
    with args.gold.open(encoding="utf-8") as gold, args.out.open("w", encoding="utf-8") as out:
        for article in map(json.loads, gold):
            quotes = list(quotations(extractor, prepare, article["text"]))
            out.write(json.dumps({"id": article["id"], "text": article["text"], "quotes": quotes}) + "\n")


if __name__ == "__main__":
    main()
