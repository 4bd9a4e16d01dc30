"""Votes as Popolo motions and vote events, as Open Civic Data has them; popoloproject.com/specs/vote-event.html."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.exports.json_values import location_of, without_empty
from onrecord.package.records import Row

_OPTIONS = {"not_voting": "not voting"}
# Popolo allows dates without day or month, but neither intervals nor approximate dates.
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def document(tables: Mapping[str, list[Row]], notes: list[str]) -> tuple[dict[str, Any], int]:
    """Organizations, persons, motions and vote events; reports of one vote are one event.

    Counts are whole numbers in Popolo, so percentages are left out, and so are counts on which reports differ: `notes`
    gets a line for each.

    Returns:
        The document and the number of vote events.
    """
    entities = {row["entity_id"]: row for row in tables["entities"]}
    articles = {row["article_id"]: row for row in tables["articles"]}
    counts, positions = _by_vote(tables["vote_counts"]), _by_vote(tables["vote_positions"])
    events: dict[str, list[Row]] = defaultdict(list)
    for row in tables["votes"]:
        events[row["vote_event_id"]].append(row)
    motions, vote_events = [], []
    for event_id, reports in events.items():
        body = _first(reports, "body_id")
        motion_id = event_id.replace("vev_", "mot_", 1)
        motions.append(
            without_empty(
                {
                    "id": motion_id,
                    "organization_id": body,
                    "text": _first(reports, "motion"),
                    "classification": _first(reports, "motion_type"),
                    "result": _first(reports, "result"),
                }
            )
        )
        vote_events.append(
            without_empty(
                {
                    "id": event_id,
                    "organization_id": body,
                    "motion_id": motion_id,
                    "classification": next((v for r in reports if (v := r["voting_method"]) != "unknown"), None),
                    "start_date": next((r["date"] for r in reports if _DATE.fullmatch(r["date"])), None),
                    "result": _first(reports, "result"),
                    "counts": _agreed(event_id, reports, counts, notes),
                    "votes": _votes(reports, positions),
                    "sources": [{"url": location_of(articles[r["article_id"]]), "note": r["exact"]} for r in reports],
                }
            )
        )
    bodies = [event.get("organization_id") for event in vote_events]
    voters = [vote.get("voter_id") for event in vote_events for vote in event.get("votes", [])]
    found = {
        "organizations": _named(bodies, entities),
        "persons": _named(voters, entities),
        "motions": motions,
        "vote_events": vote_events,
    }
    return found, len(vote_events)


def _by_vote(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["vote_id"]].append(row)
    return found


def _first(reports: Iterable[Row], column: str) -> str | None:
    return next((row[column] for row in reports if row[column]), None)


def _agreed(
    event_id: str, reports: Iterable[Row], counts: Mapping[str, list[Row]], notes: list[str]
) -> list[dict[str, Any]]:
    """The counts that are the same in all reports that state them."""
    stated: dict[str, dict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        for row in counts.get(report["vote_id"], []):
            if row["unit"] == "count":
                stated[row["option"]][float(row["value"])].append(report["article_id"])
            else:
                notes.append(f"{event_id}: {row['option']} {row['value']}% is not a whole number of votes, left out")
    agreed = []
    for option, values in stated.items():
        if len(values) > 1:
            message = ", ".join(f"{value:g} in {' and '.join(articles)}" for value, articles in values.items())
            notes.append(f"{event_id}: reports differ on {option}, left out: {message}")
        else:
            agreed.append({"option": _OPTIONS.get(option, option), "value": int(next(iter(values)))})
    return agreed


def _votes(reports: Iterable[Row], positions: Mapping[str, list[Row]]) -> list[dict[str, Any]]:
    """The vote of each voter, from the first report that names them."""
    votes: dict[str, dict[str, Any]] = {}
    for report in reports:
        for row in positions.get(report["vote_id"], []):
            vote = {"voter_id": row["voter_id"], "option": _OPTIONS.get(row["option"], row["option"])}
            votes.setdefault(row["voter_id"] or row["voter"], without_empty({**vote, "voter": {"name": row["voter"]}}))
    return list(votes.values())


def _named(ids: Iterable[str | None], entities: Mapping[str, Row]) -> list[dict[str, str]]:
    """The entities with these ids, each once, with their names."""
    known = dict.fromkeys(key for key in ids if key is not None and key in entities)
    return [{"id": key, "name": entities[key]["name"]} for key in known]
