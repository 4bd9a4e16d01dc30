"""Votes that an article reports: body, motion, result, counts and positions."""
