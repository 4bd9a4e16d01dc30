"""The only place where language models are run: a network that reads names, quotes and syntax, and spaCy's tokens."""

from onrecord.nlp.articles import ParsedArticle, Passage, models, parse
from onrecord.nlp.pipeline import Model

__all__ = ["Model", "ParsedArticle", "Passage", "models", "parse"]
