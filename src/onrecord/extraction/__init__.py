"""Article -> entities, mentions, quotes, votes and claims, as plain frozen values."""
