"""What a row says, as plain sentences: no word that only the data dictionary explains."""

from __future__ import annotations

from onrecord.package.records import Row

# By stance, negated and certainty; the claimant comes before these words.
_CLAIMS = {
    ("asserted", "false", "certain"): "says it is so",
    ("asserted", "true", "certain"): "says it did not happen",
    ("denied", "false", "certain"): "denies it: says it did not happen",
    ("denied", "true", "certain"): "denies that it did not happen",
    ("asserted", "false", "probable"): "says it is likely",
    ("asserted", "true", "probable"): "says it is likely not so",
    ("denied", "false", "probable"): "denies that it is likely",
    ("denied", "true", "probable"): "denies that it is likely not so",
    ("asserted", "false", "possible"): "says it may be so",
    ("asserted", "true", "possible"): "says it may not be so",
    ("denied", "false", "possible"): "denies that it may be so",
    ("denied", "true", "possible"): "denies that it may not be so",
    ("asserted", "false", "unknown"): "says it, but not how sure that is",
    ("asserted", "true", "unknown"): "says it did not happen, but not how sure that is",
    ("denied", "false", "unknown"): "denies it, but does not say how sure that is",
    ("denied", "true", "unknown"): "denies that it did not happen, but does not say how sure that is",
}
_SPEECH = {
    "direct": "said, in quotation marks",
    "indirect": "said, in the words of the article",
    "mixed": "said, partly in quotation marks",
    "fragment": "a few words, not a whole sentence",
}
_THOUGHT = {
    "direct": "thought or planned, in quotation marks",
    "indirect": "thought or planned, in the words of the article",
    "mixed": "thought or planned, partly in quotation marks",
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
        >>> of_claim({"stance": "asserted", "negated": "true", "certainty": "certain"})
        'says it did not happen'
    """
    key = (row["stance"], row["negated"], row["certainty"])
    return _CLAIMS.get(key) or ", ".join(filter(None, (row["stance"], row["certainty"])))


def of_quote(row: Row) -> str:
    """How words were said, and in what way the article gives them.

    Example:
        >>> of_quote({"kind": "speech", "quote_type": "direct", "polarity": "positive"})
        'said, in quotation marks'
    """
    sentence = (_THOUGHT if row["kind"] == "thought" else _SPEECH).get(row["quote_type"], row["quote_type"])
    return f"{sentence}; the speaker denies or rejects it" if row["polarity"] == "negative" else sentence


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
    except ValueError:
        return "not measured"
    return f"of 100 such rows, {share} were right"
