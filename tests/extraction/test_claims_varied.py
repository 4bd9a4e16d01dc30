"""Claims with names, numbers and word order drawn at random: what is read follows from what was put in."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Read, claim_rows

NAMES = ("Ana Ruiz", "Tom Berg", "Dana Cole", "Lena Okoro", "Maria Keller", "Walter Stone")
SUBJECTS = ("the company", "the city", "the school", "the port", "the hospital", "the mill")


@dataclasses.dataclass(frozen=True)
class Case:
    """A sentence with one claim, and what it says."""

    text: str
    claim: str
    name: str
    stance: str
    negated: bool
    certainty: str


@st.composite
def claims(draw: st.DrawFn) -> Case:
    """What somebody said, denied, supposed or quoted, about a number."""
    name, subject = draw(st.sampled_from(NAMES)), draw(st.sampled_from(SUBJECTS))
    number = draw(st.integers(2, 99_999))
    written = draw(st.sampled_from([f"{number:,}", f"{number}"]))
    statements = [
        (f"{subject} hired {written} workers in 2029", False, "certain"),
        (f"{subject} did not hire {written} workers", True, "certain"),
        (f"{subject} never paid ${written} in taxes", True, "certain"),
        (f"{subject} may have lost {written} jobs", False, "possible"),
        (f"{subject} could close {written} rooms", False, "possible"),
        (f"{subject} will probably sell {written} acres", False, "probable"),
        (f"{subject} has lost {written} trees since 2021", False, "certain"),
    ]
    claim, negated, certainty = draw(st.sampled_from(statements))
    first = claim[0].upper() + claim[1:]
    orders = [
        (f"{name} said {claim}.", claim, "asserted"),
        (f"{name} told reporters on Monday that {claim}.", claim, "asserted"),
        (f"{first}, {name} said.", first, "asserted"),
        (f"“{first},” {name} said.", first, "asserted"),
        (f"According to {name}, {claim}.", claim, "asserted"),
        (f"{name} denied that {claim}.", claim, "denied"),
    ]
    text, words, stance = draw(st.sampled_from(orders))
    return Case(text, words, name, stance, negated, certainty)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(claims())
def test_a_claim_is_read_in_any_word_order(read: Read, case: Case) -> None:
    """One claim, with its number, sense, claimant and certainty."""
    rows = claim_rows(*read(case.text))
    assert rows == [(case.claim, case.name, case.stance, case.negated, case.certainty)]


NO_CLAIMS = (
    "{name} wondered whether {subject} hired {number} workers.",
    "{name} asked how {subject} lost {number} jobs.",
    "“Did {subject} hire {number} workers?” {name} asked.",
    "“{name} should hire {number} workers,” a reader said.",
    "{name} would not say whether {subject} hired {number} workers.",
    "“I hope {subject} hires {number} workers,” {name} said.",
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(NO_CLAIMS), st.sampled_from(NAMES), st.sampled_from(SUBJECTS), st.integers(2, 9_999))
def test_what_claims_nothing(read: Read, form: str, name: str, subject: str, number: int) -> None:
    """Questions, wishes and norms."""
    assert read(form.format(name=name, subject=subject, number=number))[1].claims == ()
