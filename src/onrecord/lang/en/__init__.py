"""English: words with their roles, and what the words of a proposition say without a parse."""
