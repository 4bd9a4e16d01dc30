"""Trained models that mark sources, cues, contents and names in an article."""
