"""The items that differ between two packages of bench/packages.py, joined in DuckDB.

`python bench/duckdb_join.py OLD.csv NEW.csv`
"""

from __future__ import annotations

import sys

import duckdb

COLUMNS = ("parent_id", "kind", "code", "count", "score", "day", "active", "name", "note")


def main(old: str, new: str) -> None:
    """Prints how many rows were added, removed and changed, after fetching them with their cells."""
    connection = duckdb.connect(config={"threads": 1})
    for name, path in (("old", old), ("new", new)):
        read = f"read_csv('{path}', all_varchar=true, header=true, delim=',')"
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {read}")
    differ = " OR ".join(f"old.{column} IS DISTINCT FROM new.{column}" for column in COLUMNS)
    queries = (
        "SELECT * FROM new ANTI JOIN old USING (item_id)",
        "SELECT * FROM old ANTI JOIN new USING (item_id)",
        f"SELECT old.*, new.* FROM old JOIN new USING (item_id) WHERE {differ}",
    )
    print(*(len(connection.execute(query).fetchall()) for query in queries))


if __name__ == "__main__":
    main(*sys.argv[1:])
