"""Words for true and false beyond the standard's defaults (`trueValues`, `falseValues`), in lower case."""

from __future__ import annotations

# Words that readers turn into booleans when they guess types; seen with pandas, DuckDB and R.
GUESSED_AS_BOOLEAN = frozenset({"true", "false", "yes", "no", "y", "n", "t", "f", "on", "off"})
# Words that people write instead of true and false.
YES_AND_NO = (GUESSED_AS_BOOLEAN - {"true", "false"}) | {"ja", "nein", "oui", "non"}
