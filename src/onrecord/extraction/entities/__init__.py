"""Who and what an article names: entities, their mentions, and which mention means which entity."""
