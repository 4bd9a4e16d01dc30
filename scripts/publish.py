"""Publishes a release of a package: `onrecord publish`."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["publish", *sys.argv[1:]]))
