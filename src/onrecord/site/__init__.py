"""Package -> a website to look at, from disk or from any web server."""

from onrecord.site.making import Site, make_site

__all__ = ["Site", "make_site"]
