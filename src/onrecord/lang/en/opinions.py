"""Words of opinions, feelings, wishes and norms: a clause with such a predicate states nothing that can be checked."""

from __future__ import annotations

from onrecord.lang.en import lexicon

# Auxiliaries of norms, and verbs and nouns that state one, as lemmas.
NORMS = lexicon.words("should must ought shall")
NEEDS = lexicon.words("need deserve")
# Verbs for what somebody wishes, feels or believes, as lemmas: "I hope", "we thank you".
WISHES = lexicon.words("hope want wish love like need feel think believe doubt guess pray thank congratulate let look")
# Words of praise, blame, feeling and taste: a clause with no other predicate is an opinion.
EVALUATIVE = lexicon.words("""
    good bad great terrible awful horrible wonderful amazing awesome fantastic beautiful ugly nice proud happy glad
    sad sorry angry excited thrilled disappointed frustrated hopeful honored honoured grateful important crucial
    critical vital unacceptable outrageous shameful disgraceful disgrace ridiculous absurd silly stupid smart wise
    brave fair unfair right wrong best worst better worse tragic tragedy shame joke mistake nonsense travesty sure
    confident clear obvious hard easy tough welcome necessary shocked surprised pleased worried concerned devastated
    delighted reasonable appropriate essential exciting inspiring heartbreaking unbelievable incredible interesting
    strange weird
""")
# Verbs whose participles are feelings, as lemmas: "was shocked".
FEELINGS = lexicon.words("shock surprise please worry concern devastate delight excite thrill disappoint frustrate")
