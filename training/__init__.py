"""How the weights of the reader are made; README.md tells the commands."""
