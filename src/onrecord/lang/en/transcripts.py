"""Words of the labels in interviews and transcripts."""

from __future__ import annotations

from onrecord.lang.en import lexicon
from onrecord.text.calendar import MONTHS, WEEKDAYS

# Nouns for those who speak without a name, and the words that qualify them: "UNIDENTIFIED MALE", "Audience member".
SPEAKERS = (
    lexicon.OFFICES
    | lexicon.COLLECTIVES
    | lexicon.words("""
    interviewer interviewee moderator caller questioner narrator announcer operator audience listener commentator
    examiner panelist panellist facilitator interpreter translator minister member male female voice respondent
    commissioner student solicitor counsel
""")
)
QUALIFIERS = lexicon.words("""
    prime vice deputy acting former chief assistant senior junior first second third unidentified unknown unnamed ex
    interim presiding managing executive rear national local general associate lead
""")
# Words with a colon that begin other kinds of paragraphs, in a transcript and elsewhere.
HEADINGS = frozenset(word.lower() for word in (*MONTHS, *WEEKDAYS)) | lexicon.words("""
    note notes notice update updated correction corrections photo photos source sources read watch listen more related
    video location where when what why how date time cost price tickets contact phone email website text caption
    graphic music sound audio clip headline title summary background topic topics agenda warning breaking exclusive
    opinion analysis verdict result results score scores total winner winners rating lines answer question step part
    chapter section day round game match here advertisement footnote example
""")
