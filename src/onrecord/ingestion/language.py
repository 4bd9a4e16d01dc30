"""The language of a text: only English is read."""

from __future__ import annotations

import re

from onrecord.lang.en.function_words import FUNCTION_WORDS

# So much of a text decides.
_SAMPLE = 6_000  # characters
# Texts with fewer are not judged: a list of names has no language.
_FEWEST = 12  # different words
# With such a share of common words a text is English; English prose has .25 to .4, other languages under .03.
_ENOUGH = 0.12
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")


def other_language(text: str) -> str:
    """The code of the language of a text that is certainly not English (ISO 639-1); empty for English and in doubt.

    Examples:
        >>> other_language("Le conseil a voté la fermeture du pont, selon le maire, mais la mairie ne paiera rien.")
        'fr'
        >>> other_language("The council voted on Monday to close the bridge, the mayor said.")
        ''
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if len({*words}) < _FEWEST or sum(word in FUNCTION_WORDS for word in words) >= _ENOUGH * len(words):
        return ""
    import py3langid

    language = str(py3langid.classify(sample)[0])
    return "" if language in {"en", "zxx", "und"} else language  # ISO 639: no words of a language, not determined
