"""The only place where models run: names, quotes and syntax from one network, tokens from spaCy."""

from onrecord.nlp.articles import ParsedArticle, Passage, models, parse
from onrecord.nlp.pipeline import Model, require_libraries

__all__ = ["Model", "ParsedArticle", "Passage", "models", "parse", "require_libraries"]
