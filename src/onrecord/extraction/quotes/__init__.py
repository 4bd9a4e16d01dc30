"""What an article attributes to a source: source, cue and content."""
