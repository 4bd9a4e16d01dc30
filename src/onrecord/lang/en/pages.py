"""Words of the lines around an article: what opens a byline, a note or a line of the page, and who signs articles."""

from __future__ import annotations

from onrecord.lang.en import lexicon

# Words before "by": "Story by Nora Pell", "Opinion by Nora Pell".
WORKS = lexicon.words("""
    story words report reporting reported written posted published opinion analysis commentary review column interview
    text compiled production
""")
# Words before a colon and the names: "Author: Nora Pell".
AUTHORS = lexicon.words("author authors reporter reporters writer writers byline correspondent correspondents")
# Words of a post or an outlet after the author's name: "Nora Pell, Staff Writer".
CREDENTIALS = (
    lexicon.OFFICES
    | lexicon.ORGANIZATIONS
    | lexicon.words("""
    staff writer writers reporters editors columnist contributor contributors contributing freelance special desk bureau
    communications intern blogger photographer associated courier ledger daily weekly agencies wires
""")
)
# Words before a date or a time: "Updated 14:05", "Published on May 4, 2031".
STAMPS = lexicon.words("""
    updated update published posted last modified first created date issued release released on at of from filed
""")
# Those of them that name a later day than that of publication.
LATER = frozenset({"updated", "update", "modified"})
# Labels of notes to the reader.
NOTES = r"correction|corrections|clarification|editor[’']?s[’']? note|editors[’']? note|note to readers|note"
# Words before the headline itself: "Title: Barges banned".
TITLES = r"title|headline"
# Lines that mark what kind of text follows, before the headline.
MARKERS = (
    r"for immediate release|for (?:general|public) release|embargoed(?: until\b.{0,120})?|"
    r"press release|news release|media release"
)
# Labels of links and of inserts: all that follows in their paragraph is not the article.
LINKS = (
    r"related|read more|read also|also read|read next|see also|more|watch|listen|recommended|most read|in pictures|"
    r"in other news"
)
# What the page says to its reader; a full line, without a period at its end or with nothing else.
SERVICES = (
    r"menu|search|home|log ?in|sign in|register|back to top|advertisement|advertising|sponsored(?: content)?|"
    r"skip to [\w ]{1,40}|(?:story|article) continues below.{0,120}|scroll to continue.{0,120}|"
    r"continue reading.{0,120}|"
    r"listen to this (?:article|story)\b.{0,120}|\d{1,3}[ -]min(?:ute)?s?(?: read| listen)?|"
    r"(?:share|print|save|gift|bookmark|email)(?: (?:this|on)\b.{0,120})?|copy link|"
    r"(?:follow|like) us\b.{0,120}|sign up\b.{0,120}|subscribe\b.{0,120}|join (?:our|us)\b.{0,120}|"
    r"download (?:our|the)\b.{0,120}\bapp|click here\b.{0,120}|"
    r"get our\b.{0,120}|(?:\d+ )?comments?(?: \(?\d+\)?)?|related (?:stories|articles|topics|content)|"
    r"most (?:read|popular)|trending(?: now)?|recommended(?: stories)?|read more|more (?:stories|news)|"
    r"(?:©|copyright\b).{0,120}|all rights reserved.{0,120}|-? ?(?:30|ends) ?-|[#*_=~-]{3,80}|(?:[#*] ){2,9}[#*]"
)

# Sentences in which an article says that it was corrected; they begin a paragraph.
AMENDED = (
    r"this (?:article|story|report|post|piece|column|headline|page|item|version) (?:was|has|is|had)(?: \w+){0,3} "
    r"(?:amended|corrected|updated|changed|edited|revised|clarified)|"
    r"(?:an? |the )?(?:earlier|previous|original|initial|first) version of (?:this|the)|"
    r"(?:corrects|corrected|updates|clarifies) (?:to|the|that|with|spelling|name)|"
    r"(?:amended|corrected|clarified|updated) (?:on|at) "
)
# Labels of who made a picture, at the end of its caption.
PICTURE_CREDITS = (
    r"(?:photograph|photo|photos|picture|pictures|pic|pics|image|images|credit|credits|copyright|source|illustration|"
    r"graphic|video)(?: credit| source| courtesy)?(?: by|:)|courtesy(?: of)?:?|file photo:|©"
)
# What a page says to those who may not read on, to those who do not pay, and to those who run no scripts.
WALLS = (
    r"to continue reading|already a subscriber|"
    r"this (?:article|content|story) is (?:for|available to) (?:\w+ )?subscribers|"
    r"subscribe (?:now|today|to (?:read|continue|unlock))|you have (?:read|reached) |create (?:a|your) free account|"
    r"we(?: and our (?:\d+ )?partners)? (?:use|store) |please enable (?:javascript|cookies)|enable javascript|"
    r"javascript is (?:disabled|required)|checking your browser|access (?:to this page has been )?denied|"
    r"support (?:fearless|local|independent|our) "
)
# Labels over what somebody paid for; and what a page says of the rights to it.
PAID = (
    r"sponsored(?: content| message| post)?|promoted(?: content)?|paid (?:content|post|partnership)|partner content|ad"
)
RIGHTS = r"all rights reserved|©\s?(?:copyright )?\d{4}|may not be (?:reproduced|published)"
# Headings of what follows the article in a press release, and under the articles of many newspapers.
ENDINGS = (
    r"about (?:the (?:authors?|writers?|contributors?|company)|[A-Z]\w+(?: [A-Z&]\w*){0,5})\Z|"
    r"forward[- ]looking statements?\b|"
    r"(?:media|press|investor) (?:contacts?|inquiries|enquiries)\b.{0,60}\Z|"
    r"for (?:more|further) information,? (?:please )?contact\b|"
    r"notes? to editors?\W{0,2}\Z|source:? (?-i:[A-Z]).{0,80}\Z|other (?:headlines|stories)\b.{0,40}\Z|"
    r"keep reading\W?\Z|"
    r"(?:\d+ )?(?:comments?|responses?|replies|thoughts)(?: \(?\d+\)?)?(?: (?:to|on)\b.{0,120})?\Z"
)
# Ends of the names of companies, after a comma.
COMPANIES = r"Inc|Ltd|LLC|L\.L\.C|Co|Corp|PLC|plc|LLP|Pty|GmbH|AG|SA|S\.A|NV|N\.V"
# Further lines of web pages: what begins them, and what marks them wherever it is.
OFFERS = (
    r"(?:kindly|please) (?:share|print|save|bookmark)\b|(?:article|story) content\Z|what do you think\?\Z|"
    r"key (?:events?|points?)\W?\Z|\d{1,2} of \d{1,2}\b\W{0,3}\Z|by signing up\b|"
    r"(?:do you have|got|have) (?:a|any) (?:story|tip|news)\b"
)
INVITATIONS = r"\bhave your say\b"
# What names who made a picture, in parentheses at the end of its caption.
MAKERS = r"[/:]|\b(?:photo|staff|handout|contributed|courtesy|supplied|file|via|AP|AFP|Reuters|Getty|EPA|PA|Alamy)\b"
