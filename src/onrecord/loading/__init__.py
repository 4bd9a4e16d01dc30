"""Package -> typed frames, or a database, with the types of the schemas."""

from onrecord.loading.backends import BACKENDS, Tables, Views, load

__all__ = ["BACKENDS", "Tables", "Views", "load"]
