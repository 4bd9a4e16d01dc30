"""The review desk: people judge rows, and each decision is a line of a file in corrections/."""
