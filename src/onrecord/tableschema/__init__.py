"""Reads and checks any table against any Table Schema: CSV, types, constraints. Knows nothing of news."""
