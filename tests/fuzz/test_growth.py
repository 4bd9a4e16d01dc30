"""Texts of many kinds, each at one length and at four times that: the work grows with the length, not with its square.

What is counted are lines of the package and characters that it looks at, so that no clock has a part in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.building.entity_resolution import Registry
from onrecord.building.previous import PreviousTables
from onrecord.building.rows import extraction_rows
from onrecord.building.vote_linking import VoteEvents
from onrecord.corrections import Corrections
from onrecord.extraction.extract import extract
from onrecord.extraction.values import Vote
from onrecord.ingestion import Article, Facts
from onrecord.ingestion.layout import lay_out
from onrecord.nlp.articles import parse

from ..work import Work, work_of

HEAD = "Council votes on budget\n\nBy Jane Doe\n\n"
SHORT, TIMES = 200, 4
# Four times as much; and what is compared with so many others at most may have fewer of them in the shorter text.
MOST = 6

Kind = Callable[[int], str]


def of(unit: str, joined: str = " ", before: str = "", after: str = "") -> Kind:
    """Texts of one unit many times; `#` in it is its number."""
    return lambda number: before + joined.join(unit.replace("#", str(place)) for place in range(number)) + after


KINDS: dict[str, Kind] = {
    # Quotations.
    "quotes": of("“We like plan # a lot,” said Ida B#son."),
    "quotes of one": of("“We like it a lot,” she said."),
    "quoted words": of("“a”"),
    "quoted dashes": of("“-”"),
    "quoted questions": of("“Why?”"),
    "quoted words apart": of("“We like it.”", "\n\n"),
    "quotes that are open": of("“We like it.", "\n\n"),
    "quotes that go on": of("“it is fine,” he went on,"),
    "quotes in quotes": of("“She said, ‘Go home now,’ and left,” said Lee."),
    "quotes in one quote": of("he said, ‘Go #,’", before="“", after="” said Lee."),
    "names in quotes": of("“The Big Plan #,”", before="They read "),
    "signatures": of("“We like it.” — Ida B#son", "\n\n"),
    "according to": of("“we like it,” according to Ida B#son,"),
    "cues": of("said"),
    "cues of one": of("said it rained, warned that it snowed,", before="Ida Brandt "),
    "clauses that are said": of("He said that", after=" it was fine."),
    "what is said of a thing": of("said of the plan “it is fine”", before="Ida Brandt "),
    "what is not said": of("did not say that it rained and", before="Ida Brandt "),
    "anonymous": of("a source said that plan # failed on condition of anonymity, and"),
    "sources who": of("Ida Brandt, who likes barges, said that it rained."),
    # Who is meant.
    "he": of("he"),
    "he and she": of("He met her.", before="Ida Brandt met Jon Weir. "),
    "the mayor": of("The mayor left.", after=" Mayor Ida Brandt came."),
    "mayors": lambda number: of("The mayor left.")(number) + of(" Mayor Ida B#son came.")(number),
    "the council": of("The council met.", before="The Harbor Trust met. "),
    "councils": lambda number: of("The A#ton Town Council met.")(number) + of(" The council met.")(number),
    "the company": of("The company grew.", before=" ".join(f"Ida B{place}son met." for place in range(300))),
    "descriptions": of("the town board of"),
    "names": of("Ida B#son,", before="The council heard ", after=" and left."),
    "names that stand alone": of("Ida B#son", "\n\n"),
    "names of one word": of("Moss,", before="Ida Moss and "),
    "namesakes": of("Ida#a Moss and Mrs. Moss met."),
    "forms of a name": of("Ida B#a Moss met.", before="Ida Ann Bea Moss met. "),
    "titles": of("Mayor", after=" Ida Brandt met."),
    "captions": of("Photo by Ida B#son/AP.", "\n\n"),
    # Transcripts.
    "answers": of("Q: How is plan #?\n\nA: It is fine.", "\n\n"),
    "speakers": of("IDA B#SON: I like plan #.", "\n\n", after="\n\nIDA B0SON: I like it."),
    "answers that go on": of("It is fine.", "\n\n", before="Q: How?\n\nQ: Why?\n\nA: It is.\n\nQ: So?\n\nA: Yes.\n\n"),
    "roles": of("MAYOR: I like plan #.", "\n\n", after="\n\nCHAIR: I like it."),
    "initials": of("IB: I like plan #.", "\n\n", before="Ida Brandt and Jon Weir met.\n\nJW: Why?\n\n"),
    "names before initials": of("Ida B#son met Jon C#son.", after="\n\nIB: Why?\n\nJC: Why not?\n\nIB: I see."),
    "posts": of("We met. — Ida B#son (@ida) May 8, 2031", "\n\n"),
    "an interview without labels": of("Why plan #?\n\nI like it.", "\n\n"),
    "names under the headline": of("Ida B#son", "\n\n", before="Barges banned\n\n"),
    "datelines": of("TARN, Ferro (WNA) — Plan #", "\n\n"),
    "an interview with asides": of(
        "“We sell # eels a day.”\n\nThe rain fell on Mayor Ida B#son.",
        "\n\n",
        before="“We sell eels,” said Ruth Stone.\n\n",
    ),
    # Votes.
    "votes": of("The council voted 5-2 to approve plan #."),
    "votes with counts of their own": of("The council voted #-2 to ban barges on Tuesday."),
    "votes in paragraphs": of("The council voted 5-2 to approve plan #. Ida B#son voted no.", "\n\n"),
    "votes without counts": of("The board was unanimous on plan #."),
    "votes that are completed": of("The vote was unanimous."),
    "tallies": of("#-2,", before="The council voted "),
    "a roll": of("Ida B#son,", before="Voting yes were ", after=" and Jon Weir."),
    "ayes and noes": lambda number: f"Ayes: {of('Ida B#son', ', ')(number)}. Noes: {of('Jon C#son', ', ')(number)}.",
    "yes after each": of("Ida B#son, yes;"),
    "voting no": of("voting no"),
    "dissenters": of("Ida B#son voted no and"),
    "all members": of("all members of the council voted yes and"),
    # Claims.
    "clauses": of("it rained in A#ton and"),
    "verbs of one": of("paid B#son and", before="Ida Brandt "),
    "clauses with that": of("that it rained and", before="Ida Brandt said "),
    "relative clauses": of("the man who"),
    "infinitives": of("asked to"),
    "hedges": of("It is possible, she said, that it rains in A#ton."),
    "nouns": of("town"),
    # Marks and blanks.
    "stops": of("."),
    "questions": of("?!"),
    "closing brackets": of(")", "", before="Ida Brandt left "),
    "dots and dashes": of("... —"),
    "blanks": of(" ", "  ", before="Ida Brandt left", after="and it rained."),
    "line ends": of("Ida Brandt left\n"),
    "a byline": lambda number: f"Barges banned\n\nBy {'A' * number}\n\nIt rained.",
    "no blanks": of("a,b.c-d", ""),
}


def article(text: str) -> Article:
    """An article of a text that no file holds."""
    return Article("art_aaaaaaaaaaaaaaaa", "seeds/a.txt", text, "", Facts(published="2031-05-13"), lay_out(text))


def work(text: str, standing: PreviousTables) -> Work:
    """The work that an article is, once its models have read it."""
    (parsed,) = parse([article(text)])
    events = VoteEvents()

    def link(vote: Vote, vote_id: str) -> str:
        return events.identify(vote, vote_id, vote.motion.exact(text) if vote.motion else "", "2031-05-13", "ent_a")

    def convert() -> None:
        lay_out(text)
        read = extract(parsed)
        list(
            extraction_rows(
                parsed.article, read, Registry().identify(parsed.article.article_id, read.entities), standing, link
            )
        )

    return work_of(convert)


@pytest.mark.parametrize("kind", KINDS)
def test_the_work_grows_with_the_text(kind: str, tmp_path: Path) -> None:
    """Four times the text are four times the work."""
    standing = PreviousTables(tmp_path, Corrections(), {})
    short, long = (work(HEAD + KINDS[kind](number), standing) for number in (SHORT, SHORT * TIMES))
    assert long.lines < MOST * short.lines, (short, long)
    assert long.characters < MOST * short.characters, (short, long)
