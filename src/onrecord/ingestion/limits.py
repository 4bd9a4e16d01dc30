"""What an article may have at most: far more than any has, and so little that it can be read with the usual memory."""

# Characters of a text: a thick novel.
LONGEST_TEXT = 4_000_000
# Characters of a paragraph, and of those that are read together; the longest in any newspaper has some thousands.
LONGEST_PARAGRAPH = 100_000
# Bytes of a sidecar, which has five values.
LARGEST_SIDECAR = 64 * 1024
