"""What is looked for before a pattern is in all that the pattern matches."""

from __future__ import annotations

import pytest

from onrecord.lang.en import pages
from onrecord.text.phrases import alternatives


@pytest.mark.parametrize(
    ("phrases", "signs"), [(pages.RIGHTS, pages.RIGHTS_SIGNS), (pages.INVITATIONS, pages.INVITATION_SIGNS)]
)
def test_each_phrase_has_a_sign(phrases: str, signs: tuple[str, ...]) -> None:
    """A sign has no `i`: without regard to case, a pattern takes others for it that folding does not."""
    assert [phrase for phrase in alternatives(phrases) if not any(sign in phrase for sign in signs)] == []
    assert [sign for sign in signs if "i" in sign or sign != sign.casefold()] == []
