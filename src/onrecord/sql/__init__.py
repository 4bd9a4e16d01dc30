"""One writer of SQL: tables, keys, comments and views for SQLite, DuckDB and PostgreSQL."""
