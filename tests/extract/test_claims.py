"""Sentences and the whole rows of the claims in them."""

from __future__ import annotations

import pytest

from .conftest import Read

# Text, claimant, stance, negated, certainty.
EXAMPLES = [
    (
        "Moss said the bridge has not been inspected since 2019 and does not meet the code.",
        [
            ("the bridge has not been inspected since 2019", "Moss", "asserted", True, "certain"),
            ("the bridge does not meet the code", "Moss", "asserted", True, "certain"),
        ],
    ),
    (
        "Moss denied that she had signed the contract.",
        [
            ("she had signed the contract", "Moss", "denied", False, "certain"),
        ],
    ),
    (
        "“We spent $4 million, and the roof still leaks,” Moss said.",
        [
            ("We spent $4 million", "Moss", "asserted", False, "certain"),
            ("the roof still leaks", "Moss", "asserted", False, "certain"),
        ],
    ),
    (
        "Moss said the plan may cost 200 jobs.",
        [
            ("the plan may cost 200 jobs", "Moss", "asserted", False, "possible"),
        ],
    ),
    (
        "The budget will likely grow by 3%, the treasurer said.",
        [
            ("The budget will likely grow by 3%", "treasurer", "asserted", False, "probable"),
        ],
    ),
    (
        "“I think it is a wonderful plan,” Moss said.",
        [],
    ),
    (
        "“Why did nobody call us?” Moss asked.",
        [],
    ),
    (
        "“The board should resign,” Moss said.",
        [],
    ),
    (
        "“No bus has stopped here since March,” said Tom Berg.",
        [
            ("No bus has stopped here since March", "Tom Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Harbor City opened 12 schools in 2021.",
        [
            ("Harbor City opened 12 schools in 2021", None, "asserted", False, "certain"),
        ],
    ),
    pytest.param(
        "The company, which denies wrongdoing, employs 300 people in Harbor City.",
        [
            ("The company employs 300 people in Harbor City", None, "asserted", False, "certain"),
        ],
        marks=pytest.mark.xfail(strict=True, reason="a relative clause that reports is not seen as one"),
    ),
    (
        "It was a cold morning.",
        [],
    ),
    (
        "The report found that nobody had checked the pumps.",
        [
            ("nobody had checked the pumps", "report", "asserted", True, "certain"),
        ],
    ),
    (
        "Police said the driver, Ana Ruiz, was not drunk.",
        [
            ("the driver, Ana Ruiz, was not drunk", "Police", "asserted", True, "certain"),
        ],
    ),
    (
        "“The mine closed in 1998. It never reopened,” Berg said.",
        [
            ("The mine closed in 1998", "Berg", "asserted", False, "certain"),
            ("It never reopened", "Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Berg said he had told the board about the leak, but it did nothing.",
        [
            ("he had told the board about the leak", "Berg", "asserted", False, "certain"),
            ("it did nothing", "Berg", "asserted", True, "certain"),
        ],
    ),
    (
        "Officials said the fire could spread.",
        [
            ("the fire could spread", "Officials", "asserted", False, "possible"),
        ],
    ),
    (
        "Moss urged the council to act.",
        [],
    ),
    (
        "Ruiz won the race in 2016, according to the clerk.",
        [
            ("Ruiz won the race in 2016", "clerk", "asserted", False, "certain"),
        ],
    ),
    (
        "“Please call us,” Berg said.",
        [],
    ),
    (
        "“If I had seen them, I would have acted,” Berg said.",
        [
            ("If I had seen them, I would have acted", "Berg", "asserted", False, "certain"),
        ],
    ),
    (
        "Unless the mill closes, the river will die, Moss said.",
        [
            ("Unless the mill closes, the river will die", "Moss", "asserted", False, "certain"),
        ],
    ),
    (
        "In nine cases, the report says, the work was never done.",
        [
            ("In nine cases the work was never done", "report", "asserted", True, "certain"),
        ],
    ),
    pytest.param(
        "It is possible, she said, that healthier people sleep more.",
        [("It is possible healthier people sleep more", None, "asserted", False, "possible")],
        marks=pytest.mark.xfail(strict=True, reason="the clause behind an inserted frame is lost"),
    ),
    (
        "“The vote in nineteen towns,” Shah said, “was a fraud.”",
        [
            ("The vote in nineteen towns was a fraud", "Shah", "asserted", False, "certain"),
        ],
    ),
    ("Berg did not say when the bridge would open in Salem.", []),
    (
        "“When the bridge opened in 1931, traffic fell by half,” Moss said.",
        [("When the bridge opened in 1931, traffic fell by half", "Moss", "asserted", False, "certain")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_claims(read: Read, text: str, expected: list[tuple[object, ...]]) -> None:
    """The claims of a text are these and no others."""
    text, found = read(text)
    names = {entity.key: entity.name for entity in found.entities}
    rows = [
        (
            " ".join(part.exact(text) for part in claim.parts),
            names.get(claim.claimant) if claim.claimant is not None else None,
            claim.stance,
            claim.negated,
            claim.certainty,
        )
        for claim in found.claims
    ]
    assert rows == expected
