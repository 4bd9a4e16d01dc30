"""Names that a reader takes as they are: where they begin and end, of what type, and which of them are one."""

from __future__ import annotations

import pytest

from .conftest import Read

# The text, and its named entities with their types.
WHOLE = [
    # Nicknames
    ("Margaret “Peg” Lindholm said the ferry was late.", [("Margaret “Peg” Lindholm", "person")]),
    ('Police arrested Victor "Little Vic" Salas on Friday.', [('Victor "Little Vic" Salas', "person")]),
    ("The prize went to Susan (Suki) Park.", [("Susan (Suki) Park", "person")]),
    ("Andrew ‘Drew’ van der Berg sold the shop.", [("Andrew ‘Drew’ van der Berg", "person")]),
    # The sign of the owner belongs to the name where nothing is owned.
    ("Mabry's said on Monday that it would close three shops.", [("Mabry's", "organization")]),
    # The name of a place without the country that has it, where the country is named, too
    (
        "Ferries run to Kestria’s Port Almond. Kestria is poor.",
        [("Kestria", "place"), ("Port Almond", "place")],
    ),
    # Titles with small letters, and what somebody calls a thing
    ("Moss published a book called “The last ferry” in May.", [("Moss", "person"), ("The last ferry", "work")]),
    ("A film entitled ‘What the river took’ opens on Friday.", [("What the river took", "work")]),
    ("The report, called “A disgrace” by Ada Finch, was shelved.", [("Ada Finch", "person")]),
    (
        "Thousands filled Nairobi's Uhuru Park on Sunday.",
        [("Nairobi", "place"), ("Uhuru Park", "facility")],
    ),
    # Several of a kind, and a company that the reader halves
    ("Flights left Heathrow Terminals 2 & 3 late.", [("Heathrow Terminals 2 & 3", "organization")]),
    (
        "The couple took a trip with Lagoon Turtle and Reef Kayak Tours last Sunday.",
        [("Lagoon Turtle and Reef Kayak Tours", "organization")],
    ),
    # Languages, events and titles
    ("The judge read the verdict in Kurdish.", [("Kurdish", "other")]),
    ("The exhibition Silent Rivers opens at the museum in May.", [("Silent Rivers", "event")]),
    ("The Global Hunger 2021 report says that 40 million people need help.", [("Global Hunger 2021", "work")]),
    # A house by its first word
    (
        "The fire at Mazonde Tavern killed nine. Mazonde had no permit, the city said.",
        [("Mazonde Tavern", "facility")],
    ),
    # Words in quotation marks that nothing takes for a name
    ("The word “Grotto” is old.", []),
    # Acronyms of common nouns, and of names
    ("A mobile money order, or MMO, costs $4. The MMO is new.", []),
    (
        "The Northern Ferry Agency's (NFA) ships are old. The NFA said no.",
        [("Northern Ferry Agency", "organization")],
    ),
    ("Officials of the SKD(B) met on Friday.", [("SKD(B)", "organization")]),
    # Storms
    ("Hurricane Petra flooded the port.", [("Hurricane Petra", "event")]),
    # Bodies, and what is none
    ("The Kestrian Constitution was amended in May.", [("Kestrian Constitution", "law")]),
    ("Congress passed the bill on Friday.", [("Congress", "organization")]),
    ("The Council of Elders met on Friday.", [("Council of Elders", "organization")]),
    # Towns that play
    ("Leeds beat Bristol 3-1 on Saturday.", [("Leeds", "organization"), ("Bristol", "organization")]),
    # The company of the next sentence
    ("Tarvo shut two plants in May. The toymaker said sales were weak.", [("Tarvo", "organization")]),
    # Works
    ("She starred in the drama Karvonen.", [("Karvonen", "work")]),
    # What the own words of a name say
    ("The fire began in Meridian Towers on Monday.", [("Meridian Towers", "facility")]),
    ("Workers blocked the gates of Norvik Head Office on Thursday.", [("Norvik Head Office", "facility")]),
    ("Residents of Lindgren House were told to leave on Tuesday.", [("Lindgren House", "facility")]),
    (
        "Marta Quill scored twice in the Tarn Derby on Saturday.",
        [("Marta Quill", "person"), ("Tarn Derby", "event")],
    ),
    ("Under the Harbour Safety Code, pilots must rest.", [("Harbour Safety Code", "law")]),
    ("Shares on the Velmar 30 Index fell on Friday.", [("Velmar 30 Index", "other")]),
    # The noun before a name, or after it
    ("The airline Norvik cancelled 12 flights on Monday.", [("Norvik", "organization")]),
    ("Users of the app Kwikpay lost money on Sunday.", [("Kwikpay", "other")]),
    ("He stayed at the Larkspur, a hotel near the station.", [("Larkspur", "facility")]),
    (
        "In his memoir, Night Ferry: A Life at Sea, Otto Berg describes the storm.",
        [("Otto Berg", "person"), ("Night Ferry: A Life at Sea", "work")],
    ),
    ("Critics of the film Brandt made went home.", [("Brandt", "person")]),
    ("The DC-based think tank praised the Kenyan-born singer.", [("DC", "place"), ("Kenyan", "group")]),
    # Words with hyphens and small words before a surname
    ("Police questioned al-Rahbi on Monday.", [("al-Rahbi", "person")]),
    ("Scholars still read bin Haldan.", [("bin Haldan", "person")]),
    # Titles with subtitles
    ("She wrote “The Long Way: Life with Ghosts” in 2011.", [("The Long Way: Life with Ghosts", "work")]),
    (
        "His exhibition, “Still Water: Boats from Tarn and Kell, 1890–1940,” opens in May.",
        [("Still Water: Boats from Tarn and Kell, 1890–1940", "work")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_names(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    """The named entities of a text, with their types."""
    _, found = read(f"News of the day\n\n{text}")
    assert [(entity.name, entity.entity_type) for entity in found.entities if entity.named] == expected


# The text, the name of an entity in it, and its named mentions.
SPLIT = [
    (
        "Kenneth Lowe left the club. Ken Lowe had led it for a year.",
        "Kenneth Lowe",
        ["Kenneth Lowe", "Ken Lowe"],
    ),
    ("Eric Bonn and Erica Bonn left the club.", "Eric Bonn", ["Eric Bonn"]),
    ("The Bureau of the Tarn Guild met. The Tarn Guild has a hall.", "Tarn Guild", ["Tarn Guild"]),
    ("The State of Tarnia is poor. Tarnia State has no port.", "State of Tarnia", ["State of Tarnia", "Tarnia State"]),
    (
        "Ada Quist Lowe was fined. Lowe is 41.\n\nHer father is Otto Lowe.\n\nLowe sold the club, and Lowe left.",
        "Ada Quist Lowe",
        ["Ada Quist Lowe", "Lowe", "Lowe", "Lowe"],
    ),
    (
        "Ivo Lowe died on Monday. Otto Berg wrote to his widow Ada Lowe.\n\nLowe was the longest-serving mayor.",
        "Ivo Lowe",
        ["Ivo Lowe", "Lowe"],
    ),
    ("Jo Lowe and Al Lowe ran. Lowe won. Al Lowe wept.", "Al Lowe", ["Al Lowe", "Al Lowe"]),
    (
        "Hassan al-Murad spoke first. Al Murad called for calm, and el-Murad left early.",
        "Hassan al-Murad",
        ["Hassan al-Murad", "Al Murad", "el-Murad"],
    ),
    ("Ana Pérez Solís left. Ana Perez-Solis is 34.", "Ana Pérez Solís", ["Ana Pérez Solís", "Ana Perez-Solis"]),
    ("King Badr left. Talal bin Badr stayed.", "Talal bin Badr", ["Talal bin Badr"]),
    (
        "The Dorrit Marsh Group bought the yard. The DM Group paid $40 million.",
        "Dorrit Marsh Group",
        ["Dorrit Marsh Group", "DM Group"],
    ),
    ("Harbor Trust hired Ida Berg. HT Energy, a rival, hired Otto Lund.", "Harbor Trust", ["Harbor Trust"]),
    ("An Arab was elected mayor. Arabs make up a third of the town.", "Arabs", ["Arab", "Arabs"]),
]


@pytest.mark.parametrize(("text", "name", "mentions"), SPLIT)
def test_one_entity_or_two(read: Read, text: str, name: str, mentions: list[str]) -> None:
    """Short forms of given names, parts of bodies, states, and surnames of several people."""
    text = f"News of the day\n\n{text}"
    _, found = read(text)
    (key,) = (entity.key for entity in found.entities if entity.name == name)
    named = [mention for mention in found.mentions if mention.mention_type == "named" and mention.entity == key]
    assert [mention.span.exact(text) for mention in named] == mentions
