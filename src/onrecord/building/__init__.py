"""Extracted values -> rows of a package: ids that last, entities across articles, reports of one vote."""
