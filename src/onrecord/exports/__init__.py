"""Package -> tables for people, Popolo votes, schema.org claim reviews, W3C web annotations, SQL."""

from onrecord.exports.formats import FILE_FORMATS, FORMATS, TABLES, Export, export

__all__ = ["FILE_FORMATS", "FORMATS", "TABLES", "Export", "export"]
