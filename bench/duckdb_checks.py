"""The checks of a package of bench/packages.py as somebody would write them by hand for DuckDB.

`python bench/duckdb_checks.py FOLDER`
"""

from __future__ import annotations

import sys

import duckdb

CHECKS = """
    SELECT count(*) FROM items WHERE item_id IS NULL OR parent_id IS NULL OR kind IS NULL OR code IS NULL
        OR count IS NULL OR score IS NULL OR day IS NULL OR active IS NULL OR name IS NULL;
    SELECT count(*) FROM items WHERE try_cast(count AS BIGINT) IS NULL OR try_cast(score AS DOUBLE) IS NULL
        OR try_cast(day AS DATE) IS NULL OR active NOT IN ('true', 'false');
    SELECT count(*) FROM items WHERE kind NOT IN ('direct', 'indirect', 'mixed', 'fragment', 'other');
    SELECT count(*) FROM items WHERE NOT regexp_full_match(item_id, 'it_[0-9]{10}')
        OR NOT regexp_full_match(code, '[A-Z]{2}-[0-9]{4}');
    SELECT count(*) FROM items WHERE try_cast(count AS BIGINT) NOT BETWEEN 0 AND 1000
        OR try_cast(score AS DOUBLE) NOT BETWEEN 0 AND 1 OR length(name) NOT BETWEEN 1 AND 40;
    SELECT count(*) FROM (SELECT item_id FROM items GROUP BY item_id HAVING count(*) > 1);
    SELECT count(*) FROM (SELECT parent_id FROM parents GROUP BY parent_id HAVING count(*) > 1);
    SELECT count(*) FROM items ANTI JOIN parents USING (parent_id);
    SELECT count(*) FROM parents WHERE parent_id IS NULL OR label IS NULL
        OR NOT regexp_full_match(parent_id, 'pa_[0-9]{7}')
"""


def main(folder: str) -> None:
    """Prints the number of rows that each check rejects."""
    connection = duckdb.connect(config={"threads": 1})
    for table in ("parents", "items"):
        read = f"read_csv('{folder}/data/{table}.csv', all_varchar=true, header=true, delim=',')"
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {read}")
    print(*(connection.execute(check).fetchall()[0][0] for check in CHECKS.split(";")))


if __name__ == "__main__":
    main(sys.argv[1])
