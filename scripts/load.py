"""Loads a package and prints its tables: their shapes, columns and types."""

import argparse
import sys

from onrecord.cli import VALID, guard
from onrecord.text.printable import visible


def show(package: str) -> int:
    from onrecord import load

    for name, frame in load(package).items():
        print(visible(f"{name}: {len(frame)} rows, {len(frame.columns)} columns"))
        for column, dtype in frame.dtypes.items():
            print(visible(f"  {column:<16} {dtype}"))
    return VALID


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--package", metavar="DIR", default=".", help="the package (default: the current folder)")
    options = parser.parse_args()
    sys.exit(guard(lambda: show(options.package)))
