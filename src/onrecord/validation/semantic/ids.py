"""Removed and replaced ids against the ids in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.problems import Problem
from onrecord.validation.semantic.book import Book, check


@check(id_changes="table_name old_id new_id")
def changed_ids_are_gone(book: Book) -> Iterator[Problem]:
    """A removed id is not in its table, and the id that replaces it is."""
    changes = book.sheets["id_changes"]
    there: dict[str, set[str]] = {}
    for row, table, old_id, new_id in changes.records("table_name", "old_id", "new_id"):
        sheet = book.sheets.get(table)
        if sheet is None or len(sheet.table.primary_key) != 1 or not sheet.has(*sheet.table.primary_key):
            continue
        if table not in there:
            there[table] = {key for _, key in sheet.records(*sheet.table.primary_key)}
        if old_id in there[table]:
            yield changes.problem("changed-id-in-use", row, "old_id", f"{old_id} is the id of a row of {table}")
        if new_id and new_id not in there[table]:
            yield changes.problem("changed-id-unknown", row, "new_id", f"{table} has no row {new_id}")
