"""metadata.csv: facts about the files of a folder."""

from pathlib import Path

from onrecord.ingestion.facts import Facts

FILE_NAME = "metadata.csv"


def read_metadata(path: Path) -> dict[Path, Facts]:
    """The facts that a metadata.csv states, by the resolved paths of the files."""
    return {}
