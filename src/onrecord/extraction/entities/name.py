"""A name at a place of an article, and the methods that find names."""

from __future__ import annotations

import dataclasses

from onrecord.ingestion import Zone
from onrecord.text.spans import Span

READ = "names:reader@1"
LAYOUT = "names:layout@1"
REPEAT = "names:repeat@1"
QUOTED = "names:quoted@1"
LABEL = "names:label@1"
BARE = "names:source@1"


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A name at a place; `entity_type` is one of the types in the schema of the table `entities`.

    `probability` is the reader's, for names that it found.
    """

    span: Span
    text: str
    entity_type: str
    zone: Zone
    method: str
    probability: float | None = None
