"""Strings and nothing else: spans, quotation marks, dates, and what is shown of strings that others wrote."""
