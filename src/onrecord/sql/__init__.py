"""One writer of SQL: the tables, keys, comments and views of a package for SQLite, DuckDB and PostgreSQL."""
