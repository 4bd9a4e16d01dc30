"""Conversion of more articles than one machine reads: shards, an engine that runs them, and a second pass over all."""
