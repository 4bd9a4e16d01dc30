"""Rows that depend on how a page is laid out: transcripts, outlets, encodings, the day of publication."""

from __future__ import annotations

import pytest

from onrecord.extraction.values import Extraction

from .conftest import Read

Row = tuple[str, str, str | None, str | None, str | None, str, str | None]


def rows(text: str, found: Extraction) -> list[Row]:
    """Type, contents, source, cue, speaker, status and outlet of each quote."""
    names = {entity.key: entity.name for entity in found.entities}
    return [
        (
            quote.quote_type,
            " / ".join(span.exact(text) for span in quote.contents),
            quote.source.exact(text) if quote.source else None,
            quote.cue.exact(text) if quote.cue else None,
            names.get(quote.speaker) if quote.speaker is not None else None,
            quote.speaker_status,
            names.get(quote.via) if quote.via is not None else None,
        )
        for quote in found.quotes
    ]


def turn(words: str, label: str | None, speaker: str | None, status: str = "named") -> Row:
    """The row of a turn."""
    return ("direct", words, label, None, speaker, status, None)


TRANSCRIPTS = {
    "names that become shorter": (
        "GRETA HOLLIS, NEWS 9 ANCHOR: Why did the pier fall?\n\n"
        "DR. ARLO FINN, ENGINEER: The piles were rotten. (LAUGHTER) We had said so.\n\nHOLLIS: Who knew?\n\nFINN: All.",
        [
            turn("Why did the pier fall?", "GRETA HOLLIS, NEWS 9 ANCHOR", "GRETA HOLLIS"),
            turn("The piles were rotten. / We had said so.", "DR. ARLO FINN, ENGINEER", "ARLO FINN"),
            turn("Who knew?", "HOLLIS", "GRETA HOLLIS"),
            turn("All.", "FINN", "ARLO FINN"),
        ],
    ),
    "a surname of two": (
        "This is the record of the panel.\n\nBETH MARLOWE: The road opens on Monday.\n\n"
        "ANN LEE MARLOWE: It was closed for a year.\n\nMARLOWE: Nobody knew.\n\nBETH MARLOWE: We did.",
        [
            turn("The road opens on Monday.", "BETH MARLOWE", "BETH MARLOWE"),
            turn("It was closed for a year.", "ANN LEE MARLOWE", "ANN LEE MARLOWE"),
            turn("Nobody knew.", "MARLOWE", None, "unknown"),
            turn("We did.", "BETH MARLOWE", "BETH MARLOWE"),
        ],
    ),
    "roles": (
        "THE COURT: Call your witness.\n\nMR. ALDANE: The State calls Ms. Tripp.\n\nTHE COURT: Please speak up.",
        [
            turn("Call your witness.", "THE COURT", "COURT", "role"),
            turn("The State calls Ms. Tripp.", "MR. ALDANE", "ALDANE"),
            turn("Please speak up.", "THE COURT", "COURT", "role"),
        ],
    ),
    "a role whose holder is named": (
        "The mayor, Joss Harding, met neighbors on Monday.\n\nNEIGHBOR: When will line 4 reopen?\n\n"
        "THE MAYOR: In June.\n\nNEIGHBOR: And line 2?",
        [
            turn("When will line 4 reopen?", "NEIGHBOR", "NEIGHBOR", "role"),
            turn("In June.", "THE MAYOR", "Joss Harding"),
            turn("And line 2?", "NEIGHBOR", "NEIGHBOR", "role"),
        ],
    ),
    "initials": (
        "The diver Mina Torvald talked to us.\n\nLO: How deep is it?\n\nMT: Nine meters.\n\nLO: Is it cold?\n\nMT: Always.",
        [
            turn("How deep is it?", "LO", None, "unknown"),
            turn("Nine meters.", "MT", "Mina Torvald"),
            turn("Is it cold?", "LO", None, "unknown"),
            turn("Always.", "MT", "Mina Torvald"),
        ],
    ),
    "who is interviewed": (
        "Our reporter questioned the harbormaster, Sam Orwick.\n\nQ: Who checked the piles?\n\nA: Nobody.",
        [turn("Who checked the piles?", "Q", None, "unknown"), turn("Nobody.", "A", "Sam Orwick")],
    ),
    "who is only described": (
        "The Courier interviewed the sheriff.\n\nQ: Who patrols at night?\n\nA: Two of us.",
        [turn("Who patrols at night?", "Q", None, "unknown"), turn("Two of us.", "A", "sheriff", "role")],
    ),
    "a headline": (
        "Pell: Barges will stay\n\nMayor Nora Pell spoke on Monday.",
        [("indirect", "Barges will stay", "Pell", None, "Nora Pell", "named", None)],
    ),
    "a place in a headline": ("Tarn: Barges will stay\n\nThe town of Tarn met on Monday.", []),
}


@pytest.mark.parametrize(("text", "expected"), TRANSCRIPTS.values(), ids=TRANSCRIPTS.keys())
def test_a_transcript(read: Read, text: str, expected: list[Row]) -> None:
    """Exactly these quotes."""
    assert rows(*read(text)) == expected


@pytest.mark.parametrize(
    ("hearer", "outlet"),
    [
        ("the Evening Standard", "Evening Standard"),
        ("the Daily Mail", "Daily Mail"),
        ("Al Jazeera", "Al Jazeera"),
        ("ITV", "ITV"),
        ("KQRV", "KQRV"),
        ("the Tarn Courier", "Tarn Courier"),
        ("Sky Sports", "Sky Sports"),
        ("the Observer", "Observer"),
        pytest.param(
            "NBC’s “Meet the Press.”",
            "NBC",
            marks=pytest.mark.xfail(strict=True, reason="the outlet that owns the broadcast is not found"),
        ),
        ("the Supreme Court", None),
        ("the United Nations", None),
        ("the FBI", None),
    ],
)
def test_who_is_told(read: Read, hearer: str, outlet: str | None) -> None:
    """An organization that hears a speaker carries the words, unless its name shows that it is a body or an office."""
    text = f"“I am done,” Orwick told {hearer.removesuffix('.')}{'' if hearer.endswith('”') else '.'}"
    assert rows(*read(text)) == [("direct", "I am done", "Orwick", "told", "Orwick", "named", outlet)]


def test_speaking_to_an_outlet(read: Read) -> None:
    """The outlet may be in a participle."""
    assert rows(*read("Speaking to Der Spiegel, Orwick said he was done.")) == [
        ("indirect", "he was done", "Orwick", "said", "Orwick", "named", "Der Spiegel")
    ]


ENCODED = [
    ("\x93It is over,\x94 said Mayor Mina Torvald.", "It is over", "Mayor Mina Torvald"),
    ("&quot;It is over,&quot; said Mayor Mina Torvald.", "It is over", "Mayor Mina Torvald"),
    ("“It is over,” said Mayor José Torvald.".encode().decode("latin-1"), "It is over", "Mayor JosÃ© Torvald"),
]


@pytest.mark.parametrize(("text", "words", "source"), ENCODED)
def test_a_wrong_encoding(read: Read, text: str, words: str, source: str) -> None:
    """Spans are those of the stored text, and the name is as it was meant."""
    name = "José Torvald" if "Jos" in source else "Mina Torvald"
    assert rows(*read(text)) == [("direct", words, source, "said", name, "named", None)]


def test_the_day_of_publication(read: Read) -> None:
    """It dates a vote, unless the sidecar says another day."""
    text = "Council votes for pier\n\nFriday, June 11, 2032\n\nThe council voted 5-2 on Tuesday to rebuild the pier."
    assert [vote.date for vote in read(text)[1].votes] == ["2032-06-08"]
    assert [vote.date for vote in read(text, "2032-06-25")[1].votes] == ["2032-06-22"]
    assert [vote.date for vote in read(text.replace("Friday", "Updated"))[1].votes] == [None]
