"""Sources and whom they name: titles before a name, several people, descriptions of the named."""

from __future__ import annotations

import pytest

from .conftest import Read


def speakers(read: Read, sentence: str) -> list[tuple[str | None, str]]:
    """The speaker of each quote and its status."""
    _, found = read(sentence)
    names = {entity.key: entity.name for entity in found.entities}
    return [(None if quote.speaker is None else names[quote.speaker], quote.speaker_status) for quote in found.quotes]


# A title before a name, however long: whose words they are.
TITLED = [
    ("Deputy Commissioner for Roads and Bridges Walt Iverson said the ramp would close.", "Walt Iverson"),
    ("Former Secretary of Labor and Industry Ned Pascoe said wages had fallen.", "Ned Pascoe"),
    ("Harrow County Board of Elections chairwoman Rita Sloane said 300 ballots were lost.", "Rita Sloane"),
    ("Head of Emergency Medicine Dr. Prakash Iyer told reporters that nine patients had died.", "Prakash Iyer"),
    ("According to Assistant Chief Constable for Operations Moira Kell, two men were held.", "Moira Kell"),
    ("The Archbishop of Tarn Luis Ferrante said the church would pay.", "Luis Ferrante"),
    ("Professor of Marine Biology at Tarn University Greta Holm said the reef was dying.", "Greta Holm"),
    ("The marine biologist Greta Holm said the reef was dying.", "Greta Holm"),
    ("The mayor of Tarn, Ida Brandt, said the pool was shut.", "Ida Brandt"),
    ("Coun Bram Tilley said the pool was shut.", "Bram Tilley"),
    ("The Rt Hon Ida Brandt MP said the pool was shut.", "Ida Brandt"),
    ("The action group Harborwatch said the pier was unsafe.", "Harborwatch"),
]


@pytest.mark.parametrize(("sentence", "speaker"), TITLED)
def test_a_name_after_a_title_is_the_speaker(read: Read, sentence: str, speaker: str) -> None:
    """However long the title is; it gets no entity of its own."""
    assert speakers(read, sentence) == [(speaker, "named")]


# Somebody who is described by a name: the description.
OTHERS = [
    (
        "A spokesman for Transport Secretary Hugh Lomas said the line was safe.",
        "spokesman for Transport Secretary Hugh Lomas",
        "role",
    ),
    ("A lawyer for rapper Kit Dorsey said the charge was false.", "lawyer for rapper Kit Dorsey", "role"),
    ("The brother of Deputy Mayor Carla Nunn said the house was sold.", "brother of Deputy Mayor Carla Nunn", "role"),
    ("Aides to Governor Dale Pruitt said the bill was dead.", "Aides to Governor Dale Pruitt", "collective"),
]


@pytest.mark.parametrize(("sentence", "description", "status"), OTHERS)
def test_a_name_after_a_preposition_is_not_the_speaker(
    read: Read, sentence: str, description: str, status: str
) -> None:
    """It belongs to the description of somebody else."""
    assert speakers(read, sentence) == [(description, status)]


SEVERAL = [
    "Iris Vane and Paul Croft said the fence was theirs.",
    "The mayor and Iris Vane said the fence was new.",
    "Both Croft and his sister said the dog was lost.",
    "Councilmembers Bea Orr, Ty Lamb and Jo West said the vote was rushed.",
    "Croft, who chairs the club, and Vane, its treasurer, said the books were in order.",
    "Police Sgt. Lou Marsh and prosecutor Ann Field said the gun was found.",
    "“We will rebuild,” Croft and Vane said.",
]


@pytest.mark.parametrize("sentence", SEVERAL)
def test_several_people_are_no_single_speaker(read: Read, sentence: str) -> None:
    """None of them is chosen."""
    assert speakers(read, sentence) == [(None, "unknown")]


NICKNAMES = [
    ("Walter “Bunny” Crane said the pier was safe.", "Walter “Bunny” Crane"),
    ("Rosa ‘Dusty’ Miller said she would run.", "Rosa ‘Dusty’ Miller"),
    ("“I know the pier,” said a sailor known as “Tito.”", "Tito"),
    ("A dealer who goes by “Tito” told the court that he was paid in cash.", "Tito"),
    ("The rapper, who records as “Big Sal”, said the show was off.", "Big Sal"),
    ("A woman who gave her name only as “Dora” said the pier was shut.", "Dora"),
]


@pytest.mark.parametrize(("sentence", "speaker"), NICKNAMES)
def test_a_name_in_quotation_marks_is_the_speaker(read: Read, sentence: str, speaker: str) -> None:
    """A nickname inside a name, or the name that a clause gives to the source; neither is a work or a quote."""
    _, found = read(sentence)
    assert speakers(read, sentence) == [(speaker, "named")]
    assert [entity.entity_type for entity in found.entities if entity.name == speaker] == ["person"]


# A description by office, and who has been named with it.
OFFICES = [
    (
        "Rear Admiral Nadir Voss spoke on Monday. Two ferries were turned back. The rear admiral said the swell was "
        "too high.",
        ("Nadir Voss", "named"),
    ),
    (
        "Marek Dole, head of the port authority, saw the docks on Tuesday. The port authority chief said 40 cranes "
        "were idle.",
        ("Marek Dole", "named"),
    ),
    (
        "Dr. Hana Weil, director of the Tarn blood bank, met nurses. The blood bank head said stocks were low.",
        ("Hana Weil", "named"),
    ),
    (
        "Education Minister Lena Troy and Transport Minister Bo Falk met. The transport minister said the line would "
        "open in May.",
        ("Bo Falk", "named"),
    ),
    ("Deputy Mayor Pia Holm opened the pool. The mayor said it was too small.", ("mayor", "role")),
    (
        "Marek Dole, spokesman for the port authority, saw the docks. The port authority chief said 40 cranes were "
        "idle.",
        ("port authority chief", "role"),
    ),
]


@pytest.mark.parametrize(("text", "speaker"), OFFICES)
def test_a_description_by_office_means_the_only_one_who_has_it(read: Read, text: str, speaker: tuple[str, str]) -> None:
    """All words of the description must be known of that person's office."""
    assert speakers(read, text)[-1] == speaker


# Paragraphs of only quoted words: who says each of the quotes.
RUNS = [
    (
        "“The flood took everything,” said Ruth Amsel, a baker.\n\n“We had two ovens.”\n\nHer neighbor, Pol Drey, "
        "lost his barn.\n\n“I kept twelve goats in it.”",
        ["Ruth Amsel", "Ruth Amsel", "Pol Drey"],
    ),
    (
        "Ruth Amsel said the bakery would not open again.\n\n“We cannot pay for new ovens.”\n\n“Not a penny.”\n\n"
        "“The bank will not lend to us.”",
        ["Ruth Amsel"] * 4,
    ),
    (
        "“The dam is safe,” the engineer Ivo Trask told the council.\n\nThe water has risen by two metres since "
        "Monday.\n\n“We check it every hour.”",
        ["Ivo Trask"] * 2,
    ),
    (
        "“The dam is safe,” the engineer Ivo Trask told the council.\n\nPolice closed the road below it on Sunday, and "
        "Mayor Ella Roche cancelled the fair.\n\n“People are frightened.”",
        ["Ivo Trask", None],
    ),
    (
        "“The dam is safe,” the engineer Ivo Trask told the council.\n\nResidents were angry.\n\n“We do not sleep.”",
        ["Ivo Trask", None],
    ),
]


@pytest.mark.parametrize(("text", "expected"), RUNS)
def test_a_speaker_goes_on_until_a_sentence_is_about_others(read: Read, text: str, expected: list[str | None]) -> None:
    """A narrated sentence about things does not end what somebody says, nor does one quoted paragraph after another."""
    assert [speaker for speaker, _ in speakers(read, text)] == expected


# A mark without a blank after it or before it.
GLUED = [
    ('"The valve is stuck in the tank,"Croft said.', [("Croft", "named")]),
    ("“The valve is stuck”,Iris Vane said.", [("Iris Vane", "named")]),
    ("‘The valve is stuck,’Iris Vane said.", [("Iris Vane", "named")]),
    ('"The lease was void,"said Iris Vane,"and the rent was paid."', [("Iris Vane", "named")]),
    ('Iris O"Hara said the pipe was 4\'2" long.', [('Iris O"Hara', "named")]),
]


@pytest.mark.parametrize(("sentence", "expected"), GLUED)
def test_a_speaker_ends_at_a_quotation_mark(read: Read, sentence: str, expected: list[tuple[str, str]]) -> None:
    """Although there is no blank between them."""
    assert speakers(read, sentence) == expected


# A name that begins with an article, after a description.
WITH_ARTICLE = [
    ("Danish news portal The Harbor said the tunnel had flooded.", "Harbor"),
    ("The magazine The Month reports that the pit will shut in June.", "The Month"),
    ("The online outlet The Lantern reported that two men were fined.", "Lantern"),
]


@pytest.mark.parametrize(("sentence", "speaker"), WITH_ARTICLE)
def test_a_name_with_an_article_after_a_description_is_the_speaker(read: Read, sentence: str, speaker: str) -> None:
    """The description gets no entity of its own."""
    assert speakers(read, sentence) == [(speaker, "named")]


def test_an_anonymous_speaker_is_named_soon_after(read: Read) -> None:
    """By the same words; a plain "judge" may be any."""
    text = "A {} said the ruling was wrong.\n\n{} Ruth Stone told reporters the law was clear."
    assert speakers(read, text.format("retired judge", "Retired judge")) == [("Ruth Stone", "named")] * 2
    assert speakers(read, text.format("judge", "Judge"))[0] == ("judge", "role")


def test_quoted_paragraphs_are_of_the_only_person_who_is_quoted(read: Read) -> None:
    """Unless a narrated sentence in between is about somebody else."""
    text = (
        "Ruth Stone has run the ferry since 2004.\n\n“We carry 90 cars a day,” Stone said.\n\n{}\n\n"
        "“The deck was painted in May.”"
    )
    assert (
        speakers(read, text.format("Supplies arrive at noon. Most of them are heavy.")) == [("Ruth Stone", "named")] * 2
    )
    assert speakers(read, text.format("A man in the bar laughed. It was late.")) == [
        ("Ruth Stone", "named"),
        (None, "unknown"),
    ]


def test_a_pronoun_speaks_as_whom_its_mention_means(read: Read) -> None:
    """Even if that is only a surname, which several people of the article have."""
    text = (
        "Mayor Tarr left the city in July. Lan Tarr and Wei Tarr were held in Oslo. Mayor Tarr ran for office again. "
        "She denied that she had been born abroad."
    )
    _, found = read(text)
    (quote,) = found.quotes
    (mention,) = [mention for mention in found.mentions if mention.span == quote.source]
    assert (quote.speaker, quote.speaker_status) == (mention.entity, "named")
