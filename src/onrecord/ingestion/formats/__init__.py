"""Formats of files that articles come in: one module a format, behind one registry.

A format is a `Format`; its module is imported when a file of its kind is read. Other packages add theirs by an entry
point of the group `onrecord.formats` that names a `Format`.
"""

from onrecord.ingestion.formats.registry import Format, Request, format_of, formats, why_not

__all__ = ["Format", "Request", "format_of", "formats", "why_not"]
