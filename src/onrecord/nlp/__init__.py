"""The only place where models run: one network reads names, quotes and syntax; spaCy makes the tokens."""
