"""The lines between the articles of a list that a database of newspapers gives out as a single text."""

from __future__ import annotations

# The database, and a pattern for a whole line that each of its articles has once.
DIVIDERS: tuple[tuple[str, str], ...] = (
    ("LexisNexis", r"^[ \t]{0,80}\d{1,5} of \d{1,5} DOCUMENTS[ \t]{0,80}\r?$"),
    ("Nexis", r"^[ \t]{0,80}End of Document[ \t]{0,80}\r?$"),
    ("Factiva", r"^Document [A-Z][A-Z0-9]{3,11}(?:19|20)\d{6}[a-z0-9]{5,12}[ \t]{0,80}\r?$"),
    ("ProQuest", r"^(?:Document \d{1,5} of \d{1,5}|ProQuest document ID: ?\d{1,20})[ \t]{0,80}\r?$"),
)
