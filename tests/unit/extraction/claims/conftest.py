"""The clauses of a paragraph, as the product finds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.extraction.claims.clauses import Clause, find_clauses

from ..conftest import Parse

Clauses = Callable[[str], list[Clause]]


@pytest.fixture(scope="session")
def clauses(parse: Parse) -> Clauses:
    """A function that finds the clauses of a text of one sentence."""

    def clauses_of(text: str) -> list[Clause]:
        (passage,) = parse(text).passages
        return list(find_clauses(passage, passage.words))

    return clauses_of
