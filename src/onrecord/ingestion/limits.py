"""Limits for an article: far more than any article has, and little enough for the memory of an ordinary machine."""

# Characters of a text: a thick novel.
LONGEST_TEXT = 4_000_000
# Words of the beginning of an article that may be the whole of it, as some feeds and paywalls show no more.
FEWEST_WORDS = 80
# Characters of a paragraph, and of paragraphs that are read together; the longest in newspapers have some thousands.
LONGEST_PARAGRAPH = 100_000
# Bytes of an origin, which has some numbers for each change of the markup.
LARGEST_ORIGIN = 64 * 1024 * 1024
# Bytes of a file of articles that is read as a whole: a page, a document, a feed.
LARGEST_FILE = 256 * 1024 * 1024
# Bytes of a file with many articles, which is read piece by piece.
LARGEST_CONTAINER = 64 * 1024**3
# Bytes of a sidecar, which has a few values.
LARGEST_SIDECAR = 64 * 1024
# Bytes of a web page; the largest of newspapers, live blogs with their scripts, have some.
LARGEST_PAGE = 16 * 1024 * 1024
# Tags and runs of text of a web page; few newspapers have pages with more than 20,000.
MOST_ELEMENTS = 300_000
# Elements in each other; browsers stop at 512, and the time of parsers grows with the square of the depth.
DEEPEST_PAGE = 1_000
