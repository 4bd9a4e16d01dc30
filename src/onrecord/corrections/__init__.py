"""Corrections that people make to rows: read from corrections/ and replayed after every conversion."""

from onrecord.corrections.collected import Corrections, read_corrections
from onrecord.corrections.files import (
    ADDED,
    FOLDER,
    KEPT,
    MADE,
    READ_WHOLE,
    SPLIT_OFF,
    WITHDRAWN,
    Correction,
    added_id,
    added_ids,
    has_gone,
    key_of,
    no_longer_fits,
    parse_line,
    read_lines,
    references,
    split_id,
)
from onrecord.corrections.replay import Replayed, moved_to, places_of, replay
from onrecord.corrections.rounds import Waiting
from onrecord.corrections.samples import ARTICLES, NEW, Name, Stratum, root_of, stratum_of, subject_of

__all__ = [
    "ADDED",
    "ARTICLES",
    "FOLDER",
    "KEPT",
    "MADE",
    "NEW",
    "READ_WHOLE",
    "SPLIT_OFF",
    "WITHDRAWN",
    "Correction",
    "Corrections",
    "Name",
    "Replayed",
    "Stratum",
    "Waiting",
    "added_id",
    "added_ids",
    "has_gone",
    "key_of",
    "moved_to",
    "no_longer_fits",
    "parse_line",
    "places_of",
    "read_corrections",
    "read_lines",
    "references",
    "replay",
    "root_of",
    "split_id",
    "stratum_of",
    "subject_of",
]
