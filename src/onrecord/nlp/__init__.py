"""The only place where models run: one network reads names, quotes and syntax; spaCy makes the tokens."""

from onrecord.nlp.articles import ParsedArticle, Passage, models, parse
from onrecord.nlp.pipeline import Model, require_libraries

__all__ = ["Model", "ParsedArticle", "Passage", "models", "parse", "require_libraries"]
