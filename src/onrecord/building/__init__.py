"""Extracted values -> rows: stable ids, entity resolution across articles, linking reports of the same vote."""
