"""Where propositions begin and end, and whose they are: sentences and the whole rows of the claims in them."""

from __future__ import annotations

import pytest

from .conftest import Read, claim_rows

# Text, claimant, stance, negated, certainty.
Row = tuple[str, str | None, str, bool, str]

# A contrast, a past event that dates another, and what is added about a noun are propositions of their own.
SECOND_FACTS: list[tuple[str, list[Row]]] = [
    (
        "Exports of cheese rose to 4,100 tonnes in March, while imports of butter fell by a third, the trade office said.",
        [
            ("Exports of cheese rose to 4,100 tonnes in March", "trade office", "asserted", False, "certain"),
            ("imports of butter fell by a third", "trade office", "asserted", False, "certain"),
        ],
    ),
    (
        "Although the Harrow Trust owns the pier, the borough paid $2 million for its repair in 2028.",
        [
            ("the Harrow Trust owns the pier", None, "asserted", False, "certain"),
            ("the borough paid $2 million for its repair in 2028", None, "asserted", False, "certain"),
        ],
    ),
    (
        "The Lindale ferry stopped running between the two islands last winter after the Coast Board withdrew its licence.",
        [
            (
                "The Lindale ferry stopped running between the two islands last winter",
                None,
                "asserted",
                False,
                "certain",
            ),
            ("the Coast Board withdrew its licence", None, "asserted", False, "certain"),
        ],
    ),
    (
        "Corwin resigned after the audit was published on Tuesday.",
        [("Corwin resigned after the audit was published on Tuesday", None, "asserted", False, "certain")],
    ),
    (
        "The Tamsin Bridge would close to all lorries and buses after the new tunnel opened in 2031.",
        [
            (
                "The Tamsin Bridge would close to all lorries and buses after the new tunnel opened in 2031",
                None,
                "asserted",
                False,
                "certain",
            )
        ],
    ),
    (
        "Not one of the 40 workers of the Dorling plant was hurt when the boiler burst on Friday.",
        [
            (
                "Not one of the 40 workers of the Dorling plant was hurt when the boiler burst on Friday",
                None,
                "asserted",
                True,
                "certain",
            )
        ],
    ),
    (
        "The Orley council hired the architect Petra Voss, who had designed two libraries in Tarn.",
        [
            ("The Orley council hired the architect Petra Voss", None, "asserted", False, "certain"),
            ("Petra Voss had designed two libraries in Tarn", None, "asserted", False, "certain"),
        ],
    ),
    (
        "Petra Voss, who was born in Tarn, won the prize in 2027.",
        [("Petra Voss, who was born in Tarn, won the prize in 2027", None, "asserted", False, "certain")],
    ),
]

# What only goes along with a clause is left out, unless it has a number; a label too.
ADJUNCTS: list[tuple[str, list[Row]]] = [
    (
        "The Brill Company closed both of its mills in Harrow, citing the price of cotton.",
        [("The Brill Company closed both of its mills in Harrow", None, "asserted", False, "certain")],
    ),
    (
        "The Harrow council approved the lease of the old barracks, with two members voting against it.",
        [
            (
                "The Harrow council approved the lease of the old barracks, with two members voting against it",
                None,
                "asserted",
                False,
                "certain",
            )
        ],
    ),
    (
        "WARNING: A storm cut the power of 900 homes in Orley on Sunday.",
        [("A storm cut the power of 900 homes in Orley on Sunday", None, "asserted", False, "certain")],
    ),
]

# What somebody does, decides or demands is a claim of the outlet.
ACTS: list[tuple[str, list[Row]]] = [
    (
        "Dorothy Kemp pleaded guilty to three counts of fraud on Monday.",
        [("Dorothy Kemp pleaded guilty to three counts of fraud on Monday", None, "asserted", False, "certain")],
    ),
    (
        "Two brothers from Orley were charged with stealing 14 boats.",
        [("Two brothers from Orley were charged with stealing 14 boats", None, "asserted", False, "certain")],
    ),
    (
        "Governor Lena Hart vetoed the bill that would ban plastic bags.",
        [("Governor Lena Hart vetoed the bill that would ban plastic bags", None, "asserted", False, "certain")],
    ),
    (
        "The Tarn Anglers filed a lawsuit to stop the dam.",
        [("The Tarn Anglers filed a lawsuit to stop the dam", None, "asserted", False, "certain")],
    ),
    (
        "The Tarn panel recommended that the clinic be closed.",
        [("The Tarn panel recommended that the clinic be closed", None, "asserted", False, "certain")],
    ),
]

# No clause loses its object, its negation or the words between its subject and its verb.
WHOLE: list[tuple[str, list[Row]]] = [
    (
        "It was adopted after a group of farmers, whose leader is Ada Moss, urged its adoption in a letter of 40 pages.",
        [
            (
                "It was adopted after a group of farmers, whose leader is Ada Moss, urged its adoption in a letter of 40 pages",
                None,
                "asserted",
                False,
                "certain",
            )
        ],
    ),
    (
        "The Brill guards kicked and punched a driver at the gate on Friday.",
        [("The Brill guards kicked and punched a driver at the gate on Friday", None, "asserted", False, "certain")],
    ),
    (
        "Ruiz said she never asked for or got a permit in 2029.",
        [("she never asked for or got a permit in 2029", "Ruiz", "asserted", True, "certain")],
    ),
]

# Denials, numbers, questions, demands, and words that nobody is named for.
OTHERS: list[object] = [
    (
        "Brill disputed whether its trucks had spilled the acid.",
        [("its trucks had spilled the acid", "Brill", "denied", False, "certain")],
    ),
    ("“How can they say the bridge was safe when nobody looked at it?” Kemp asked.", []),
    pytest.param(
        "“The council has to pay the workers,” Kemp said.",
        [],
        marks=pytest.mark.xfail(strict=True, reason='the judge of statements takes "has to" for a fact'),
    ),
    (
        "Ada Moss, the world No 3, beat Kim Dole in two sets on Friday.",
        [("Ada Moss, the world No 3, beat Kim Dole in two sets on Friday", None, "asserted", False, "certain")],
    ),
    (
        "Voting no were Ada Moss, Kim Dole and Roy Tell.",
        [("Voting no were Ada Moss, Kim Dole and Roy Tell", None, "asserted", False, "certain")],
    ),
    (
        "The boat left Tarn without a pilot, the harbour office said.",
        [("The boat left Tarn without a pilot", "harbour office", "asserted", False, "certain")],
    ),
    (
        "The ruling leaves the Tarn council with no budget for 2031, Mayor Hart said.",
        [("The ruling leaves the Tarn council with no budget for 2031", "Hart", "asserted", True, "certain")],
    ),
    (
        "Kemp had a long day on Monday. “I lost 14 sheep in May. The wolf took them at night.”",
        [
            ("Kemp had a long day on Monday", None, "asserted", False, "certain"),
            ("I lost 14 sheep in May", "Kemp", "asserted", False, "certain"),
            ("The wolf took them at night", "Kemp", "asserted", False, "certain"),
        ],
    ),
    (
        "The town had a long day on Monday. “I lost 14 sheep in May. The wolf took them at night.”",
        [
            ("The town had a long day on Monday", None, "asserted", False, "certain"),
            ("I lost 14 sheep in May", None, "asserted", False, "certain"),
            ("The wolf took them at night", None, "asserted", False, "certain"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*SECOND_FACTS, *ADJUNCTS, *ACTS, *WHOLE, *OTHERS])
def test_propositions(read: Read, text: str, expected: list[Row]) -> None:
    """The whole rows of a sentence."""
    assert claim_rows(*read(text)) == expected


def test_words_of_nobody_named_are_not_the_outlets(read: Read) -> None:
    """Their claimant is not settled: they have a quote, and no claimant."""
    _, found = read("The town had a long day on Monday. “I lost 14 sheep in May. The wolf took them at night.”")
    assert [(claim.quote, claim.claimant_words) for claim in found.claims] == [(None, None), (0, None), (0, None)]
