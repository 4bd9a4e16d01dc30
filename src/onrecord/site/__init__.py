"""Package -> one self-contained HTML page to look at."""

from onrecord.site.reporting import Report, report

__all__ = ["Report", "report"]
