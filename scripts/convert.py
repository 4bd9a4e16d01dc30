"""Converts the articles of a package into its tables: `onrecord convert`."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["convert", *sys.argv[1:]]))
