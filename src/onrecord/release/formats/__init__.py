"""The tables of a release in formats that have types: Parquet, SQLite, DuckDB."""
