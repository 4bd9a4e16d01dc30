"""Downloads a release and verifies it: `onrecord get`."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["get", *sys.argv[1:]]))
