"""Package -> whose voices it carries: shares of quotes and words, with intervals and the reader's measured error."""

from onrecord.voices.auditing import Audit, audit

__all__ = ["Audit", "audit"]
