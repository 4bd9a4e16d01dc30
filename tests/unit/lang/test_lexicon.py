"""Each list has a word once."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from types import ModuleType

import pytest

from onrecord.lang.en import lexicon, modality


@pytest.mark.parametrize("module", [lexicon, modality])
def test_a_list_has_a_word_once(module: ModuleType) -> None:
    """A second one would be lost unseen."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    texts = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id.endswith("words")]
    lists = [text.value.split() for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    twice = [word for words in lists for word, times in Counter(words).items() if times > 1]
    assert lists
    assert twice == []
