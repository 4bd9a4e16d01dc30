"""Openings of articles: the dateline and the credit before the first sentence, as in "DURHAM, N.C. (AP) —"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from onrecord.ingestion.bylines import is_agency, is_desk, is_post
from onrecord.ingestion.stamps import day_in, read_stamp, stamp_at_end
from onrecord.lang.en import lexicon, pages, transcripts
from onrecord.text.calendar import MONTH_WORD, WEEKDAY_WORD
from onrecord.text.spans import Span, span_or_none


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """The opening of a paragraph.

    Attributes:
        dateline: the place.
        credit: the agency, without its parentheses.
        rest: the paragraph after the opening; None if nothing follows.
        published: the day in the dateline, with its year, in EDTF.
    """

    dateline: Span | None
    credit: Span | None
    rest: Span | None
    published: str | None = None


# A word of a place in any case, and in capitals.
_WORD = r"(?:[^\W\d_a-z][\w.’'-]{0,30})"
_CAPITAL = r"(?:(?=[^\W\d_a-z])(?:(?!--)[^\W\d_a-z.]|[.’'-](?!-)){1,30}(?<![-–])\.?)"
_SMALL = r"(?:on|of|the|de|la|del|al|upon|le|di|da|do|am|an der)"
_MORE = r"[ ,/]{1,3}|, the |[ ](?:and|&)[ ]"
_IN_STATE = r"(?: \([^()]{2,40}\))??(?: \[\w[\w ]{1,30}\])?"
_COUNTRY = re.compile(r"\s\[[^\[\]]{2,31}\]\Z")
_PLACE = rf"{_WORD}(?:(?:{_MORE}|[ ]{_SMALL}[ ])(?!--){_WORD}){{0,5}}?{_IN_STATE}"
_TOWN = rf"{_WORD}(?:[ /](?:{_SMALL}[ ])?{_WORD}){{0,3}}"
_CAPITALS = rf"{_CAPITAL}(?:(?:[ /]{{1,3}}|[ ]and[ ]){_CAPITAL}){{0,5}}"
_REGION_WORD = r"(?:(?!-|–|—)[\w.’'-](?!-)){1,20}"
_WEEKDAY = rf"(?i:{WEEKDAY_WORD})\b"
_MONTH = rf"(?i:{MONTH_WORD})\b"
_NO_DATE = rf"(?!{_WEEKDAY}|{_MONTH})"
_REGION = rf"(?:,\s{{1,2}}{_NO_DATE}(?:the\s)?(?=[^\W\d_a-z]){_REGION_WORD}(?: (?=[^\W\d_a-z]){_REGION_WORD}){{0,2}})"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    rf"(?:{_WEEKDAY}\.?"
    rf"|(?:{_NUMBER}\s{{1,3}})?{_MONTH}\.?(?:\s{{1,3}}{_NUMBER}\b)?(?:,?\s{{1,3}}\d{{4}}\b)?)"
)
# A weekday, a day, or both. No more: "May 12 May 12" can be read in many ways.
_DATE = rf"(?:\s{{1,3}}\({_DAY}\)|(?:,?\s{{1,3}}{_DAY}){{0,2}})"
_DATED = rf"(?:,?\s{{1,3}}{_DAY}){{1,2}}"
_AGENCY = r"(?:[A-Z][\w.&/’' -]{1,40}|[a-z]{3,4})"
_KNOWN = rf"(?:{pages.AGENCIES})"
_MARK = r"(?:[-–—]{1,3}|[|])"
_DASH = r"\.?\s{0,3}(?:[-–—―_]{1,3}|:)\s{0,3}"
_BREAK = r"\s{0,3}(?:[–—―|]|--|//)\s{0,3}|\s{0,3}-\s{1,3}"
_BEGINS = r"(?=[^\W\d_a-z]|[“\"‘'0-9])"

_CREDITED = re.compile(
    rf"(?P<place>{_PLACE}?),?{_DATE}\s{{0,3}}(?:[-–—]{{1,3}}\s{{0,3}})?\((?P<agency>{_AGENCY})\){_DASH}(?=\S)"
)
_CREDITED_DATED = re.compile(rf"(?P<place>{_PLACE}?),?{_DATED}\s{{0,3}}\((?P<agency>{_AGENCY})\)\.?\s{{1,3}}{_BEGINS}")
_NAMED = re.compile(rf"(?P<place>{_PLACE}?)\s{{0,3}}\((?P<agency>(?i:{_KNOWN}))\)\.?\s{{1,3}}{_BEGINS}")
_SIGNED = re.compile(
    rf"(?P<place>{_TOWN}{_REGION}??(?: \([^()]{{2,40}}\))?),?"
    rf"(?:{_DATE}(?:,\s{{1,2}}|\s{{1,3}}{_MARK}\s{{1,3}})|{_DATED}\s{{1,3}})"
    rf"(?P<agency>(?i:{_KNOWN})|DHNS|TNN|ENS)"
    rf"(?:{_BREAK}|:\s{{1,3}}){_BEGINS}"
)
_DATED_WIRE = re.compile(
    rf"(?P<place>{_PLACE}),?{_DASH}\((?P<agency>[A-Z][\w.&’' ]{{1,40}}?)\s[-–—]\s{_DAY}\){_DASH}{_BEGINS}"
)
_DASHED_WIRE = re.compile(
    rf"(?P<place>{_PLACE}),?\s{{1,3}}{_MARK}\s{{1,3}}(?P<agency>(?i:{_KNOWN})|[A-Z][\w.&’' ]{{1,40}}?[Ww]ires?)"
    rf"\s{{1,3}}{_MARK}\s{{1,3}}{_DAY}(?:{_BREAK}|:\s{{1,3}}){_BEGINS}"
)
_DAY_CREDITED = re.compile(rf"{_DAY},?\s{{0,3}}\((?P<agency>{_AGENCY})\){_DASH}(?=\S)")
_AGENCY_FIRST = re.compile(rf"(?P<agency>(?i:{_KNOWN}))(?:{_BREAK}){_BEGINS}")
_CREDIT = re.compile(rf"\((?P<agency>{_AGENCY})\)(?:{_DASH}|\s{{1,3}})(?=\S)|\((?P<agency2>[A-Z]{{2,6}})\)(?=[A-Z“\"])")
_WIRED = re.compile(
    rf"(?P<place>{_PLACE}?),?{_DATE}\.?\s{{0,3}}/(?:(?P<agency>(?i:{_KNOWN}))|[\w .&-]{{2,40}})/"
    rf"(?:\s{{0,3}}[–—-]{{1,3}}\s{{0,3}}|\.?\s{{1,3}}){_BEGINS}"
)
_IN_CAPITALS = re.compile(rf"(?P<place>{_CAPITALS}{_REGION}?),?{_DATE}\.?(?:{_BREAK}){_BEGINS}")
_DATED_CAPITALS = re.compile(rf"(?P<place>{_CAPITALS}{_REGION}?),?{_DATED}\.\s{{1,3}}{_BEGINS}")
_IN_BRACKETS = re.compile(
    rf"\[(?P<place>{_CAPITALS}{_REGION}?)\]\s{{1,3}}{_BEGINS}|\((?P<place2>{_CAPITALS}{_REGION})\){_DASH}{_BEGINS}"
)
_DATED_PLACE = re.compile(
    rf"(?P<place>{_TOWN}{_REGION}?)(?:,?\s{{1,3}}|,?\s{{0,3}}[–—-]{{1,3}}\s{{0,3}}){_DAY}(?:,?\s{{1,3}}{_DAY})?"
    rf"(?:{_BREAK}|:\s{{1,3}}){_BEGINS}"
)
_AFTER_DATE = re.compile(
    rf"{_DAY}(?:,?\s{{1,3}}{_DAY})?[,:]?\s{{1,3}}(?P<place>{_TOWN}{_REGION}?)(?:{_BREAK}){_BEGINS}"
)
_IN_SMALL = re.compile(rf"(?P<place>{_TOWN}{_REGION}?)\s{{1,3}}(?:[–—]|--|-)\s{{1,3}}{_BEGINS}")
_BEFORE_COLON = re.compile(rf"(?P<place>{_CAPITALS}):\s{{1,3}}{_BEGINS}")
_SMALL_BEFORE_COLON = re.compile(rf"(?P<place>{_TOWN}{_REGION}?):\s{{1,3}}{_BEGINS}")
_ALONE = re.compile(rf"\s{{0,3}}\((?P<agency>{_AGENCY})\)\s{{0,3}}[-–—]{{0,2}}\Z")
_SECOND_DASH = re.compile(r"\s(?:[–—-]|--)\s")
_SENTENCE = re.compile(r"[.?!]\s")
# A paragraph that begins with a speaker's label; with as many, a text is a transcript.
_LABELLED = re.compile(r"\W{0,3}[^\W\d_a-z][\w.,’'() -]{0,60}:\s")
_ENDED = re.compile(r"[.?!…][”\"’')]{0,3}\Z")
_FEWEST_LABELS = 2
_SHORTEST = 3  # letters of an acronym


def _always(_: str, __: re.Match[str], ___: str) -> bool:
    return True


def _is_alone(_: str, match: re.Match[str], rest: str) -> bool:
    """Whether the form is not that of a speaker's label, as other paragraphs would have it, too."""
    if not match[0].rstrip().endswith(":"):
        return True
    turns = (line for line in rest.splitlines() if _LABELLED.match(line) and _ENDED.search(line.rstrip()[-4:]))
    return sum(1 for _ in turns) < _FEWEST_LABELS


def _is_name(_: str, match: re.Match[str], rest: str) -> bool:
    """Whether the words before a dash are a name: the text does not have the first of them as a common word."""
    first = re.split(r"[^\w’'-]", match["place"])[0]
    return first.lower() not in re.findall(r"[\w’'-]+", rest)


def _is_before_dash(words: str, match: re.Match[str], rest: str) -> bool:
    """Whether a name is before a dash that does not begin an insertion, which would end with a second dash."""
    end = _SENTENCE.search(words, match.end())
    dashes = _SECOND_DASH.findall(words, match.end(), end.start() if end else len(words))
    return len(dashes) % 2 == 0 and _is_name(words, match, rest)


def _is_known(words: str, match: re.Match[str], rest: str) -> bool:
    """Whether the text also has the words before a colon as a name, and no other paragraph that begins with a label."""
    known = " ".join(re.findall(r"[\w’-]+", rest))
    name = f" {match['place'].title()}"
    # "KUWAIT:" may be known by "Kuwaiti", "AP:" is not known by "April".
    if len(match["place"]) < _SHORTEST:
        return False
    return (name if len(match["place"]) > _SHORTEST else f"{name} ") in f" {known} " and _is_alone(words, match, rest)


def _is_credited(words: str, match: re.Match[str], rest: str) -> bool:
    """Whether the words in parentheses are an agency: one that is known, or with a day, or unlike a speaker's label."""
    is_dated = re.search(rf"{_DAY}\s{{0,3}}[(–—-]", match[0]) is not None
    return is_dated or is_agency(match["agency"]) or _is_alone(words, match, rest)


def _is_expected(words: str, match: re.Match[str], rest: str) -> bool:
    """Whether a place before a colon is under a byline or a date, where no speaker's label is."""
    return _is_alone(words, match, rest) and not _is_topic(match["place"])


def _is_topic(place: str) -> bool:
    return (
        len(place) < _SHORTEST
        or place.lower() in pages.TOPICS
        or place.split()[0].lower().strip(".") in lexicon.ADDRESS | lexicon.TITLES
    )


# The forms of openings, each with what must hold of the paragraph and the text for it to be one; the first decides.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str], str], bool]], ...] = (
    (_AGENCY_FIRST, _always),  # AFP -
    (_DASHED_WIRE, _always),  # HONG KONG - Media Newswire - 13 May 2031 -
    (_SIGNED, _always),  # Kumasi, July 30, GNA –
    (_DATED_WIRE, _always),  # Toronto, Ontario--(Newswire - March 9, 2031) -
    (_CREDITED, _is_credited),  # LONDON, March 3 (Reuters) -
    (_CREDITED_DATED, _always),  # New Delhi, Nov 5 (PTI) The
    (_DAY_CREDITED, _always),  # May 8 (UPI) --
    (_NAMED, _always),  # NEW DELHI (PTI) The
    (_CREDIT, _always),  # (CNN) —
    (_WIRED, _always),  # LONDON, May 4, 2031 /Newswire/ --
    (_DATED_PLACE, _is_name),  # SRINAGAR, Mar 03: or Cairo – 25 July 2031:
    (_AFTER_DATE, _is_before_dash),  # May 8, 2031, Oslo —
    (_IN_CAPITALS, _always),  # DURHAM, N.C. —
    (_DATED_CAPITALS, _always),  # MADRAS, JAN. 9. The
    (_IN_BRACKETS, _always),  # [NAIROBI] or (DURHAM, N.C.) -
    (_IN_SMALL, _is_before_dash),  # Oslo, Norway —
    (_BEFORE_COLON, _is_known),  # KUWAIT:
)
# Forms that are openings only under a byline or a date.
_EXPECTED: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str], str], bool]], ...] = (
    (_BEFORE_COLON, _is_expected),  # LAHORE:
    (_SMALL_BEFORE_COLON, _is_expected),  # Pune:
)
# The first forms, which nothing else has.
_CERTAIN = 15


def read_opening(text: str, paragraph: Span, *, certain: bool = False, expected: bool = False) -> Opening | None:
    """The opening of a paragraph of a text; None if it has none.

    Args:
        text: the text.
        paragraph: the paragraph.
        certain: whether only the forms count that no other paragraph has.
        expected: whether a byline or a date comes before it.
    """
    words = paragraph.exact(text)
    forms = _FORMS[:_CERTAIN] if certain else (*_FORMS, *_EXPECTED) if expected else _FORMS
    for form, holds in forms:
        match = form.match(words)
        if match is None or any(_is_heading(match.groupdict().get(part) or "") for part in ("place", "agency")):
            continue
        # Speakers' labels before the paragraph count, too.
        rest = text if match[0].rstrip().endswith(":") else text[paragraph.start :]
        if holds(words, match, rest) and not read_stamp(words[match.end() :]):
            break
    else:
        return None
    found = match.groupdict()
    if not (found.get("place") or found.get("place2")) and (
        rest_of_it := span_or_none(paragraph.start + match.end(), paragraph.end)
    ):
        # "(ANSA) - ROME, OCT 14 - The"
        inner = read_opening(text, rest_of_it, certain=True)
        if inner is not None and inner.dateline and not inner.credit:
            credit = span_or_none(*match.span("agency")) if found.get("agency") else None
            return dataclasses.replace(inner, credit=credit.shift(paragraph.start) if credit else None)
    named = "place" if found.get("place") else "place2"
    place = span_or_none(*match.span(named)) if found.get(named) else None
    name = "agency" if found.get("agency") else "agency2"
    agency = span_or_none(*match.span(name)) if found.get(name) else None
    return Opening(
        _town(text, place.shift(paragraph.start)) if place else None,
        agency.shift(paragraph.start) if agency else None,
        span_or_none(paragraph.start + match.end(), paragraph.end),
        day_in(match[0]),
    )


def _is_heading(place: str) -> bool:
    """Whether words before a dash or a colon open something else: "EXCLUSIVE —", "Sir –"."""
    return place.lower() in transcripts.HEADINGS | {"live", "end"} or place.lower() in lexicon.ADDRESS | {
        "madam",
        "dear",
        "editor",
    }


def dateline_alone(text: str, paragraph: Span, *, expected: bool = False) -> Opening | None:
    """The dateline that a whole paragraph is: "Harbor City, Maine, May 8, 2031".

    Args:
        text: the text.
        paragraph: the paragraph.
        expected: whether a byline is before it, so that the words are not an author's name.
    """
    words, credit = paragraph.exact(text), None
    if signed := _ALONE.search(words[-60:]):  # a dateline whose paragraph follows: "Oslo, May 8, 2031 (AFP) -"
        start = len(words) - len(words[-60:])
        credit = Span(*signed.span("agency")).shift(paragraph.start + start)
        words = words[: start + signed.start()]
    if len(words) > 100 or read_stamp(words) or (stamp := stamp_at_end(words)) is None:
        return None
    # Two words without a region may be a person, who signs with the day.
    match = re.fullmatch(rf"({_TOWN}{_REGION}|{_WORD})\W{{0,3}}", words[: stamp.start])
    if match is None and expected:
        match = re.fullmatch(rf"({_TOWN})\W{{0,3}}", words[: stamp.start])
    if match is None or (stamp.published is None and "," not in match[1] and not expected and credit is None):
        return None
    if (
        is_post(match[1])
        or is_desk(match[1])
        or is_agency(match[1])
        or match[1].split()[0].lower() in pages.STAMPS | {"by"}
    ):
        return None
    return Opening(_town(text, Span(*match.span(1)).shift(paragraph.start)), credit, None, stamp.published)


def _town(text: str, place: Span) -> Span | None:
    """A place without marks at its ends; the period of an abbreviation stays."""
    place = place.trim(text, " ,-–—") or place
    if country := _COUNTRY.search(place.exact(text)):
        place = Span(place.start, place.start + country.start())
    words = place.exact(text)
    if re.fullmatch(r"[^,.]{4,}\.", words):
        return Span(place.start, place.end - 1)
    return place
