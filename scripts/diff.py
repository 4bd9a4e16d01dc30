"""Shows how two packages differ: `onrecord diff`."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["diff", *sys.argv[1:]]))
