"""A verdict as text, on a terminal, and in the formats of other programs."""
