"""Reads and judges any table by any Table Schema: types, forms, constraints, CSV. It knows nothing of news."""
