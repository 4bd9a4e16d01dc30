"""A package -> typed frames, or a database, the types those of the schemas and nothing guessed from the cells."""

from onrecord.loading.backends import BACKENDS, Tables, Views, load

__all__ = ["BACKENDS", "Tables", "Views", "load"]
