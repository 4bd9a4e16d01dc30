"""Words that voters vote with, as alternatives of patterns: "voted aye", "a dissenting vote", "Nays: Cole"."""

from __future__ import annotations

from collections.abc import Mapping

# The word that a voter says.
YES, NO = r"yes|yea|aye", r"no|nay"
# Words before "vote": "five affirmative votes".
YES_VOTE, NO_VOTE = rf"{YES}|affirmative|favou?rable", rf"{NO}|negative|dissenting|opposing"
# What voters do: "sided with the mayor".
VOTING = (
    r"vot(?:e[sd]?|ing)|oppos(?:e[sd]?|ing)|dissent(?:s|ed|ing)?|support(?:s|ed|ing)?|join(?:s|ed|ing)?|side[sd]|siding"
)
# Labels before or after the names of voters, by the option in the schema of `vote_positions`.
LABELS: Mapping[str, str] = {
    "no": r"no|noes|nays?|against|opposed",
    "yes": r"yes|yeas?|ayes?|for|in favou?r",
    "abstain": r"abstain(?:ed|ing)?|abstentions?",
    "absent": r"absent",
    "excused": r"recused|excused",
}
