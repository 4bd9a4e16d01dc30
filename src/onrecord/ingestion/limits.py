"""Limits for an article: far more than any article has, and little enough for the memory of an ordinary machine."""

# Characters of a text: a thick novel.
LONGEST_TEXT = 4_000_000
# Characters of a paragraph, and of paragraphs that are read together; the longest in newspapers have some thousands.
LONGEST_PARAGRAPH = 100_000
# Bytes of a sidecar, which has five values.
LARGEST_SIDECAR = 64 * 1024
