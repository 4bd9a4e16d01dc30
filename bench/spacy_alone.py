"""Reads the texts of a folder with spaCy's small English pipeline, or with textacy's direct quotations on top of it.

python bench/spacy_alone.py FOLDER [--quotes]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from textacy_quotes import load, quotations


def main() -> None:
    """Loads the pipeline, as its users do, and reads the texts one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quotes", action="store_true", help="find direct quotations, too")
    args = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(args.folder.glob("*.txt"))]
    pipeline = load()
    if args.quotes:
        for text in texts:
            list(quotations(pipeline, text))
    else:
        for _ in pipeline.pipe(texts):
            pass


if __name__ == "__main__":
    main()
