"""The commonest words, by which a text is known to be in English without a model."""

from __future__ import annotations

from onrecord.lang.en import lexicon

# A quarter of the words of English prose, which other languages hardly have.
FUNCTION_WORDS = lexicon.words("""
    the of and to that is was for it with as his her be at by had not are but from or have they which he she we this
    their were been has who will would there said what when you
""")
