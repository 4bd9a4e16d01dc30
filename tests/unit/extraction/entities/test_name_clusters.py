"""Names of the same entity. The names are given, so that only the rules count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.extraction.entities.name_clusters import NameClusters
from onrecord.extraction.entities.name_forms import Cluster, Forms
from onrecord.nlp.articles import ParsedArticle

from ..conftest import Parse
from .conftest import name_all


def clusters(parsed: ParsedArticle, names: Sequence[str]) -> dict[str, list[str]]:
    """The forms of each entity, by its name and in the order of the text."""
    given, found = name_all(parsed.text, names), list[Cluster]()
    keys = NameClusters(parsed, found, Forms(found)).cluster(given)
    return {
        found[key].name: [name.text for name, own in zip(given, keys, strict=True) if own == key]
        for key in dict.fromkeys(keys)
    }


ALIASES = [
    # A relative, or who is named in passing, is not whom a surname means that has meant another.
    (
        "Ruth Tsang spoke. Tsang was sorry. They jeered her husband, Tsang Wai-man, too. Tsang left.",
        ["p:Ruth Tsang", "p:Tsang Wai-man", "p:Tsang"],
        {"Ruth Tsang": ["Ruth Tsang", "Tsang", "Tsang"], "Tsang Wai-man": ["Tsang Wai-man"]},
    ),
    # The first of two surnames, unless it is anybody else's
    (
        "Ana Márquez Rivera won. Marquez wept.",
        ["p:Ana Márquez Rivera", "p:Marquez"],
        {"Ana Márquez Rivera": ["Ana Márquez Rivera", "Marquez"]},
    ),
    # The whole name of a body is not a short form of its part's, but may be of a group's.
    (
        "The Orrin Bank Pension Office wrote. Orrin Bank did not.",
        ["o:Orrin Bank Pension Office", "o:Orrin Bank"],
        {"Orrin Bank Pension Office": ["Orrin Bank Pension Office"], "Orrin Bank": ["Orrin Bank"]},
    ),
    (
        "Norfield Bank Group grew. Norfield Bank will hire.",
        ["o:Norfield Bank Group", "o:Norfield Bank"],
        {"Norfield Bank Group": ["Norfield Bank Group", "Norfield Bank"]},
    ),
    # Other names
    (
        "Moko Blue, whose real name is Samuel Adeyemi, sang. Adeyemi is 24.",
        ["p:Moko Blue", "p:Samuel Adeyemi", "p:Adeyemi"],
        {"Samuel Adeyemi": ["Moko Blue", "Samuel Adeyemi", "Adeyemi"]},
    ),
    (
        "Police arrested Ivan Petrov, alias Boris Dalin.",
        ["p:Ivan Petrov", "p:Boris Dalin"],
        {"Ivan Petrov": ["Ivan Petrov", "Boris Dalin"]},
    ),
    (
        "John Hall and Mary Hall spoke. Hall left. Hall wept.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall"], "Mary Hall": ["Mary Hall"], "Hall": ["Hall", "Hall"]},
    ),
    (
        "Tom A. Hall spoke. Tom B. Hall left. Tom Alan Hall slept.",
        ["p:Tom A. Hall", "p:Tom B. Hall", "p:Tom Alan Hall"],
        {"Tom Alan Hall": ["Tom A. Hall", "Tom Alan Hall"], "Tom B. Hall": ["Tom B. Hall"]},
    ),
    (
        "Omar Nadir Al-Sabri met Omar Nadir. Al-Sabri left. Nadir Al-Sabri stayed.",
        ["p:Omar Nadir Al-Sabri", "p:Omar Nadir", "p:Al-Sabri", "p:Nadir Al-Sabri"],
        {
            "Omar Nadir Al-Sabri": ["Omar Nadir Al-Sabri", "Omar Nadir", "Al-Sabri"],
            "Nadir Al-Sabri": ["Nadir Al-Sabri"],
        },
    ),
    (
        "The Republic of Tarn met. Tarn paid. The Democratic Republic of Kell met. Kell paid.",
        ["l:Republic of Tarn", "l:Tarn", "l:Democratic Republic of Kell", "l:Kell"],
        {
            "Republic of Tarn": ["Republic of Tarn", "Tarn"],
            "Democratic Republic of Kell": ["Democratic Republic of Kell"],
            "Kell": ["Kell"],
        },
    ),
    (
        "Doctors of Tarn, also known as Tarn Medical, met. Tarn Medical paid.",
        ["o:Doctors of Tarn", "o:Tarn Medical"],
        {"Doctors of Tarn": ["Doctors of Tarn", "Tarn Medical", "Tarn Medical"]},
    ),
    (
        "Ray Stone Sr. owned it. Ray Stone Jr. sold it.",
        ["p:Ray Stone Sr.", "p:Ray Stone Jr."],
        {"Ray Stone Sr.": ["Ray Stone Sr."], "Ray Stone Jr.": ["Ray Stone Jr."]},
    ),
    (
        "Ray Stone Jr. spoke. Ray Stone left.",
        ["p:Ray Stone Jr.", "p:Ray Stone"],
        {"Ray Stone Jr.": ["Ray Stone Jr.", "Ray Stone"]},
    ),
    (
        "Ana Ruiz de la Vega spoke. De la Vega left.",
        ["p:Ana Ruiz de la Vega", "p:De la Vega"],
        {"Ana Ruiz de la Vega": ["Ana Ruiz de la Vega", "De la Vega"]},
    ),
    (
        "Mona Leung Pik-yan spoke. Leung left.",
        ["p:Mona Leung Pik-yan", "p:Leung"],
        {"Mona Leung Pik-yan": ["Mona Leung Pik-yan", "Leung"]},
    ),
    (
        "Tarn Desert Minerals (TADMIN) met. TADMIN paid.",
        ["o:Tarn Desert Minerals", "o:TADMIN"],
        {"Tarn Desert Minerals": ["Tarn Desert Minerals", "TADMIN", "TADMIN"]},
    ),
    (
        "Harrow Friends College (Harfco) met. Harfco paid.",
        ["o:Harrow Friends College", "l:Harfco"],
        {"Harrow Friends College": ["Harrow Friends College", "Harfco", "Harfco"]},
    ),
    (
        "The Free Water Party of Tarn met. The FWP paid.",
        ["o:Free Water Party of Tarn", "o:FWP"],
        {"Free Water Party of Tarn": ["Free Water Party of Tarn", "FWP"]},
    ),
    (
        "Stone & Field Holdings, Inc. met. Field Holdings paid.",
        ["o:Stone & Field Holdings, Inc.", "o:Field Holdings"],
        {"Stone & Field Holdings, Inc.": ["Stone & Field Holdings, Inc.", "Field Holdings"]},
    ),
    (
        "The US and the U.S. are the United States.",
        ["l:US", "l:U.S.", "l:United States"],
        {"United States": ["US", "U.S.", "United States"]},
    ),
    (
        "Tarn, Maine, is a town. Tarn is old. The City of Tarn is near.",
        ["l:Tarn, Maine", "l:Tarn", "l:City of Tarn"],
        {"City of Tarn": ["Tarn, Maine", "Tarn", "City of Tarn"]},
    ),
    (
        "Zürn Works met. Zurn Works paid.",
        ["o:Zürn Works", "o:Zurn Works"],
        {"Zürn Works": ["Zürn Works", "Zurn Works"]},
    ),
    ("Ida Brandt spoke. Brandt left.", ["p:Ida Brandt", "p:Brandt"], {"Ida Brandt": ["Ida Brandt", "Brandt"]}),
    ("Brandt spoke. Ida Brandt left.", ["p:Ida Brandt", "p:Brandt"], {"Ida Brandt": ["Brandt", "Ida Brandt"]}),
    ("Ida Brandt spoke. Ida left.", ["p:Ida Brandt", "p:Ida"], {"Ida Brandt": ["Ida Brandt", "Ida"]}),
    (
        "Ida M. Brandt spoke. Ida Brandt left.",
        ["p:Ida M. Brandt", "p:Ida Brandt"],
        {"Ida M. Brandt": ["Ida M. Brandt", "Ida Brandt"]},
    ),
    (
        "Ray Stone Jr. spoke. Stone left.",
        ["p:Ray Stone Jr.", "p:Stone"],
        {"Ray Stone Jr.": ["Ray Stone Jr.", "Stone"]},
    ),
    (
        "John Hall and Mary Hall spoke. Hall left.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall"], "Mary Hall": ["Mary Hall"], "Hall": ["Hall"]},
    ),
    (
        "John Hall spoke. John Hall wept. Mary Hall slept. Hall left.",
        ["p:John Hall", "p:Mary Hall", "p:Hall"],
        {"John Hall": ["John Hall", "John Hall", "Hall"], "Mary Hall": ["Mary Hall"]},
    ),
    (
        "The Tarn River Authority met. The River Authority and the TRA spoke.",
        ["o:Tarn River Authority", "o:River Authority", "o:TRA"],
        {"Tarn River Authority": ["Tarn River Authority", "River Authority", "TRA"]},
    ),
    (
        "The Harbor Trust met. Harbor is rich.",
        ["o:Harbor Trust", "o:Harbor"],
        {"Harbor Trust": ["Harbor Trust", "Harbor"]},
    ),
    (
        "The National Trust met. The National is a paper.",
        ["o:National Trust", "o:National"],
        {"National Trust": ["National Trust"], "National": ["National"]},
    ),
    (
        "The City of Tarn voted. Tarn is old. Tarn is poor.",
        ["l:City of Tarn", "l:Tarn"],
        {"Tarn": ["City of Tarn", "Tarn", "Tarn"]},
    ),
    (
        "New Tarn voted. Tarn is old.",
        ["l:New Tarn", "l:Tarn"],
        {"New Tarn": ["New Tarn"], "Tarn": ["Tarn"]},
    ),
    (
        "BRANDT spoke. Brandt left.",
        ["p:BRANDT", "p:Brandt"],
        {"Brandt": ["BRANDT", "Brandt"]},
    ),
    (
        "Tarn voted. The Tarn Trust met. Tarn Hall burned.",
        ["l:Tarn", "o:Tarn Trust", "f:Tarn Hall"],
        {"Tarn": ["Tarn"], "Tarn Trust": ["Tarn Trust"], "Tarn Hall": ["Tarn Hall"]},
    ),
]


@pytest.mark.parametrize(("text", "names", "expected"), ALIASES)
def test_names_of_one_entity(parse: Parse, text: str, names: list[str], expected: dict[str, list[str]]) -> None:
    """Shorter forms join the only fuller form that they fit; if two fit, they stay apart."""
    assert clusters(parse(text), names) == expected


def test_a_surname_of_several_people_is_ambiguous(parse: Parse) -> None:
    """Whoever it means, more than one person has it."""
    parsed = parse("John Hall and Mary Hall spoke. Hall left.")
    found: list[Cluster] = []
    names = NameClusters(parsed, found, Forms(found))
    keys = names.cluster(name_all(parsed.text, ["p:John Hall", "p:Mary Hall", "p:Hall"]))
    assert [names.is_ambiguous(key) for key in keys] == [False, False, True]
