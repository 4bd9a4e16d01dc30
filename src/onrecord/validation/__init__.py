"""Package -> problems: two engines on one schema, and checks against the source texts.

Nothing here imports the extractor: the validator reads and slices the texts independently.
"""

from onrecord.validation.accepted import accept, reasons, write_accepted
from onrecord.validation.declared import check_schema
from onrecord.validation.inference import infer_schema
from onrecord.validation.rendering.plain import (
    FORMATS,
    render,
    render_json,
    render_problems,
    render_text,
    write_rendered,
)
from onrecord.validation.rules import RULES, Rule
from onrecord.validation.verdict import ENGINES, LEVELS, Verdict, engine_for_release, validate

__all__ = [
    "ENGINES",
    "FORMATS",
    "LEVELS",
    "RULES",
    "Rule",
    "Verdict",
    "accept",
    "check_schema",
    "engine_for_release",
    "infer_schema",
    "reasons",
    "render",
    "render_json",
    "render_problems",
    "render_text",
    "validate",
    "write_accepted",
    "write_rendered",
]
