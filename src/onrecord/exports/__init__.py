"""Package -> Popolo votes, schema.org claim reviews, W3C web annotations, SQL."""

from onrecord.exports.formats import FORMATS, Export, export

__all__ = ["FORMATS", "Export", "export"]
