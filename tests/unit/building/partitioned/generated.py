"""Generated articles, as they are after reading: names that are hard to resolve, votes, and copies."""

from __future__ import annotations

import random
from collections.abc import Iterator

from onrecord.building.readings import Reading
from onrecord.building.sketching import sketch
from onrecord.extraction.values import Count, Entity, Extraction, Mention, Vote
from onrecord.ingestion import Article, Facts, Zone
from onrecord.ingestion.layout import lay_out
from onrecord.text.spans import Span

GIVEN = ("Ida", "José", "Jose", "Mara", "Ann-Marie", "Ann Marie", "J. R.")
MIDDLE = ("", "", "K. ", "Lee ", "K. Lee ")
SURNAMES = ("Brandt", "Vane", "Okoro-Lind", "Okoro Lind", "Díaz", "Diaz", "Ii", "Quill")
ENDS = ("", "", "", " Jr.", " III", ", Sr.")
ROLES = (None, None, "Mayor", "police chief", "former mayor", "harbor master")
OTHERS = (
    ("organization", "Tarn City Council"),
    ("organization", "Tarn city council"),
    ("organization", "U.S.A.F."),
    ("organization", "USAF"),
    ("organization", "Vale County Board"),
    ("group", "Arabs"),
    ("group", "Arab"),
    ("place", "Côte d’Azur"),
    ("place", "Cote d'Azur"),
)
MOTIONS = ("ban barges from the harbor", "ban all barges", "sell the tram depot", "rezone the old mill", "")
SYLLABLES = ("bar", "tel", "mon", "ish", "ruk", "and", "lo", "vi", "sen", "gar")
OUTLETS = (None, "Tarn Courier", "Ash News", "Vale Post")


def articles(number: int, seed: int) -> Iterator[tuple[Article, Reading]]:
    """`number` articles with what was read in them; the same for the same seed."""
    chance = random.Random(seed)
    bodies: list[list[str]] = []
    for place in range(number):
        own = [_sentence(chance) for _ in range(8)]
        if bodies and chance.random() < 0.3:  # a copy, whole or with other sentences
            own = list(chance.choice(bodies))
            for _ in range(chance.choice((0, 0, 1, 3, 6))):
                own[chance.randrange(len(own))] = _sentence(chance)
        bodies.append(own)
        motion = chance.choice(MOTIONS)
        text = "\n\n".join([f"Headline {place}", motion or "no motion", *own]) + "\n"
        facts = Facts(
            publisher=chance.choice(OUTLETS), published=chance.choice((None, f"2031-05-{chance.randint(1, 9):02}"))
        )
        path = f"seeds/{chance.randrange(1_000_000):06}-{place}.txt"
        article = Article(f"art_{place:016}", path, text, f"{place:064x}", facts, lay_out(text))
        entities = tuple(_entities(chance))
        votes = tuple(_votes(chance, entities, text, motion))
        mentions = tuple(
            Mention(Span(at, at + 8), "named", entity.key, Zone.BODY, "mentions:name@1")
            for at, entity in enumerate(entities)
        )
        found = Extraction(entities, mentions, votes=votes)
        yield article, Reading(article.layout, found, sketch(text, article.layout))


def _sentence(chance: random.Random) -> str:
    """A sentence of words that are not in a dictionary, as unlike any other as those of news are."""
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(12))
    return f"{' '.join(words).capitalize()}."


def _entities(chance: random.Random) -> Iterator[Entity]:
    for key in range(chance.randint(1, 7)):
        if chance.random() < 0.7:
            kind = "person"
            name = f"{chance.choice(GIVEN)} {chance.choice(MIDDLE)}{chance.choice(SURNAMES)}{chance.choice(ENDS)}"
            name = chance.choice((name, name, name.upper(), name.split()[-1]))
        else:
            kind, name = chance.choice(OTHERS)
        aliases = tuple(chance.sample(("Ida", "Brandt", "the Council"), chance.randint(0, 2)))
        role = chance.choice(ROLES) if kind == "person" else None
        yield Entity(key, name, kind, role, chance.random() < 0.9, "entities:named@1", aliases)


def _votes(chance: random.Random, entities: tuple[Entity, ...], text: str, motion: str) -> Iterator[Vote]:
    for _ in range(chance.choice((0, 0, 1, 2))):
        bodies = [entity.key for entity in entities if entity.entity_type == "organization"]
        body = chance.choice((None, *(bodies or [entity.key for entity in entities])))
        start = text.index(motion) if motion else 0
        counts = tuple(
            Count(option, chance.choice((5, 7)), "count", Span(0, 1), "votes:tally@1")
            for option in chance.choice(((), ("yes", "no"), ("yes",)))
        )
        day = chance.choice((None, "2031-05-04"))
        words = Span(start, start + len(motion)) if motion else None
        basis = "published" if day else None
        yield Vote(
            Span(0, 8), body, words, None, "pass", "unknown", None, None, day, basis, counts, (), "votes:tally@1"
        )
