"""Strings and nothing else: spans, quotation marks, dates, numbers, and third-party text made safe to print."""
