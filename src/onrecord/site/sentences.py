"""What a row says, as plain sentences: no word that only the data dictionary explains."""

from __future__ import annotations

from onrecord.package.records import Row

# By stance and certainty; the claimant comes before these words. A "not" in the text of a claim does not make a denial.
_CLAIMS = {
    ("asserted", "certain"): "says it is so",
    ("asserted", "probable"): "says it is likely",
    ("asserted", "possible"): "says it may be so",
    ("asserted", "unknown"): "says it is so, but not how sure that is",
    ("denied", "certain"): "denies it: says it is not so",
    ("denied", "probable"): "denies that it is likely",
    ("denied", "possible"): "denies that it may be so",
    ("denied", "unknown"): "denies it, but does not say how sure that is",
}
_SPEECH = {
    "direct": "said, word for word",
    "indirect": "said, in the words of the article",
    "mixed": "said, partly word for word",
    "fragment": "a few words, not a whole sentence",
}
_THOUGHT = {
    "direct": "thought or planned, word for word",
    "indirect": "thought or planned, in the words of the article",
    "mixed": "thought or planned, partly word for word",
    "fragment": "a few words of a thought",
}
_SPEAKERS = {
    "role": "described, not named",
    "anonymous": "the article keeps the name back",
    "collective": "several speakers together",
    "document": "a document",
    "unknown": "the article does not say who",
}
RESULTS = {"pass": "passed", "fail": "failed", "tie": "tied", "": "result not stated"}
_METHODS = {
    "roll_call": "by roll call",
    "voice": "by voice",
    "ballot": "by ballot",
    "referendum": "in a referendum",
    "court": "by judges of a court",
}
OPTIONS = {
    "yes": "Yes",
    "no": "No",
    "abstain": "Abstained",
    "absent": "Absent",
    "not_voting": "Not voting",
    "excused": "Excused",
    "other": "Other",
}
# The part of an entity in a claim.
ROLES = {"subject": "does it, or is it", "object": "it is done to them", "mentioned": "is named in it"}
_STATUS = {"confirmed": "checked by a person", "corrected": "corrected by a person"}
KINDS = {
    "person": "People",
    "organization": "Organizations",
    "group": "Groups",
    "place": "Places",
    "facility": "Facilities",
    "event": "Events",
    "work": "Works",
    "law": "Laws",
    "other": "Other",
}


def of_claim(row: Row) -> str:
    """How a claimant puts a claim, to be read after the claimant's name.

    Example:
        >>> of_claim({"stance": "denied", "certainty": "certain"})
        'denies it: says it is not so'
    """
    key = (row["stance"], row["certainty"])
    return _CLAIMS.get(key) or ", ".join(filter(None, (row["stance"], row["certainty"])))


def of_quote(row: Row) -> str:
    """How words were said, and in what way the article gives them.

    Example:
        >>> of_quote({"kind": "speech", "quote_type": "direct", "polarity": "positive"})
        'said, word for word'
    """
    sentence = (_THOUGHT if row["kind"] == "thought" else _SPEECH).get(row["quote_type"], row["quote_type"])
    return f"{sentence}; the speaker denies or rejects it" if row["polarity"] == "negative" else sentence


def worded(row: Row) -> str:
    """The text of a quote or claim where its sentence is not next to it: what was denied is not taken for said.

    Examples:
        >>> worded({"text": "he stole the motors", "polarity": "negative"})
        'Denied: he stole the motors'
        >>> worded({"text": "the ferry is shut", "stance": "asserted"})
        'the ferry is shut'
    """
    is_denied = row.get("polarity") == "negative" or row.get("stance") == "denied"
    return f"Denied: {row['text']}" if is_denied else row["text"]


def of_speaker(row: Row) -> str:
    """What the article says about the speaker; empty for a speaker with a name."""
    return _SPEAKERS.get(row["speaker_status"], "")


def of_vote(row: Row) -> str:
    """The result of a vote and how it was taken.

    Example:
        >>> of_vote({"result": "pass", "unanimous": "true", "voting_method": "voice"})
        'passed, without a vote against it, by voice'
    """
    unanimous = "without a vote against it" if row["result"] == "pass" else "all votes on one side"
    parts = (
        RESULTS.get(row["result"], row["result"]),
        unanimous if row["unanimous"] == "true" else "",
        _METHODS.get(row["voting_method"], ""),
    )
    return ", ".join(filter(None, parts))


def of_date(row: Row) -> str:
    """When a vote was taken, and from which words that follows; empty if the article does not say.

    Example:
        >>> of_date({"date": "2024-05-13", "date_text": "Monday", "date_basis": "published"})
        'on 2024-05-13 (“Monday”, counted from the day of publication)'
    """
    if not row["date"]:
        return f"“{row['date_text']}”" if row["date_text"] else ""
    words = f"“{row['date_text']}”" if row["date_text"] else ""
    basis = "counted from the day of publication" if row["date_basis"] == "published" else ""
    grounds = ", ".join(filter(None, (words, basis)))
    return f"on {row['date']} ({grounds})" if grounds else f"on {row['date']}"


def of_confidence(row: Row) -> str:
    """How often rows like this were right when that was measured, or that a person has looked at the row.

    Example:
        >>> of_confidence({"status": "auto", "confidence": "0.92"})
        'of 100 such rows, 92 were right'
    """
    if row["status"] in _STATUS:
        return _STATUS[row["status"]]
    try:
        share = round(100 * float(row["confidence"]))
    except (ValueError, OverflowError):
        return "not measured"
    return f"of 100 such rows, {share} were right"
