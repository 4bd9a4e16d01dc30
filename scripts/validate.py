"""Checks a package: `onrecord validate`."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["validate", *sys.argv[1:]]))
