"""Roles, genders and descriptions of named entities. The names are given, so that only the rules count."""

from __future__ import annotations

import pytest

from onrecord.extraction.entities.entities import Entities

from ..conftest import Parse
from .conftest import name_all


@pytest.mark.parametrize(
    ("text", "name", "role", "gender", "described_as"),
    [
        ("Mayor Ray Stone left.", "p:Ray Stone", "Mayor", "m", {"mayor"}),
        ("Sen. Kim Stone left.", "p:Kim Stone", "Sen.", "f", {"sen", "senator", "lawmaker"}),
        ("Mrs. Stone left.", "p:Stone", None, "f", set()),
        ("Lee Stone, a former judge, left.", "p:Lee Stone", "former judge", "m", {"former", "judge"}),
        ("Lee Stone, a widow, left.", "p:Lee Stone", None, "m", {"widow"}),
        ("Acme, the largest company, left.", "o:Acme", None, None, {"company", "largest"}),
        (
            "Minister of Water and Ports Ida Holm left.",
            "p:Ida Holm",
            "Minister of Water and Ports",
            "f",
            {"minister"},
        ),
        ("Acme sued Lee Stone.", "p:Lee Stone", None, "m", set()),
    ],
)
def test_attributes(
    parse: Parse, text: str, name: str, role: str | None, gender: str | None, described_as: set[str]
) -> None:
    """A title or an office is the role of a person; kinship is not, nor does a company have a role."""
    found = Entities(parse(text), name_all(text, [name]))
    (entity,) = found.clusters
    assert (entity.role, entity.gender, entity.described_as) == (role, gender, described_as)
