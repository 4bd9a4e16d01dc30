"""Names of news outlets: the words that show one, and the words that show another organization."""

from __future__ import annotations

import re

from onrecord.lang.en import lexicon

# Words in the names of outlets.
WORDS = lexicon.words("""
    news times post journal herald tribune gazette press radio tv television today chronicle guardian record observer
    magazine courier standard mail telegraph independent mirror sun star express globe dispatch ledger sentinel examiner
    inquirer enquirer bulletin weekly daily sports wire review argus echo banner advertiser podcast
""")
# Acronyms of agencies and broadcasters that are known as such.
ACRONYMS = lexicon.words("""
    cnn msnbc npr bbc abc cbs nbc pbs reuters ap afp bloomberg politico
""")
# Words that may follow the name of an agency or outlet without making it another: "PA" and "PA Media".
KINDS = lexicon.words("agency media news newswire service services wire")
# Words in the names of other organizations that hear speakers: bodies, offices, companies.
OTHERS = (
    lexicon.BODIES
    | lexicon.ORGANIZATIONS
    | lexicon.COMPANIES
    | lexicon.AGENCIES
    | lexicon.GENERIC_ORGANIZATIONS
    | lexicon.FACILITIES
    | {"nations"}
) - WORDS
_WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """The name of an outlet without case, punctuation and `the`, to compare it.

    Examples:
        >>> name_key("The Tarn-Courier"), name_key("Tarn Courier")
        ('tarn courier', 'tarn courier')
    """
    return " ".join(word for word in _WORD.findall(name.casefold()) if word != "the") or name.casefold()
