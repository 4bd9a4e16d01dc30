"""A verdict as text, on a terminal, and in formats for other programs."""
