"""Data as scripts. A page that is opened from disk may load scripts next to it, but no other data.

Each file has one call, `onrecord.put(NAME, VALUE)`, with a value in JSON in ASCII: inert whatever it contains.
"""

from __future__ import annotations

import json
from typing import Any


def data_script(name: str, value: Any) -> bytes:
    r"""The content of a file that gives the site's script a value.

    Example:
        >>> data_script("quotes/rows-0", [["</script>\u2028"]])
        b'onrecord.put("quotes/rows-0",[["\\u003c/script>\\u2028"]]);\n'
    """
    text = json.dumps([name, value], separators=(",", ":"), allow_nan=False)
    return f"onrecord.put({text[1:-1]});\n".replace("<", "\\u003c").encode("ascii")
