"""Package -> typed frames, or a database, with the types of the schemas."""

from onrecord.loading.backends import BACKENDS, Backend, Tables, Views, given, load, require

__all__ = ["BACKENDS", "Backend", "Tables", "Views", "given", "load", "require"]
