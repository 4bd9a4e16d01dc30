"""The network that is trained: an encoder that sees how words are written, and three heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.nlp.decoding import LEVELS
from onrecord.nlp.word_pieces import FORMS
from training.prepare import NAMES, ROLES, tag_names

LINK = 64
ARC = 128
ATTRIBUTION_TAGS = tag_names(ROLES)
NAME_TAGS = tag_names(NAMES)


class Reader(nn.Module):
    """Word pieces -> logits of attribution tags and of name tags, and vectors that link spans.

    The four vectors of a piece are, for a span that begins or ends with it: a content that looks for its cue, a cue
    that is looked for, a cue that looks for its source, a source that is looked for.

    With `syntax`, the numbers of tags and of dependencies, a fourth head reads the parse: logits of tags, logits of
    dependencies, the logit of beginning a sentence, and two vectors, of a token that looks for its head and of a head.
    """

    def __init__(self, encoder: Path, syntax: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(encoder, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.forms = nn.Embedding(FORMS, width)
        nn.init.zeros_(self.forms.weight)
        self.attribution = nn.Linear(width, len(ATTRIBUTION_TAGS))
        self.names = nn.Linear(width, len(NAME_TAGS))
        self.links = nn.Linear(width, 4 * LINK)
        # What distance adds to a link, of contents to cues and of cues to sources; at first, near ones are preferred.
        levels = torch.arange(LEVELS).repeat(2)
        self.between = nn.Parameter(-1.0 * levels.repeat(2, 1))
        self.paragraphs = nn.Parameter(-2.0 * (torch.arange(5) - 2).abs().repeat(2, 1))
        self.no_source = nn.Parameter(torch.tensor(-5.0))
        self.syntax = nn.Linear(width, sum(syntax) + 1 + 2 * ARC) if syntax else None
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # A third of the time on two cores, for epochs that are too few to overfit.
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        # Before and behind the encoder it costs nothing.
        self.dropout = nn.Dropout(0.0)

    def forward(self, ids: Tensor, forms: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        embedded = self.dropout(self.encoder.embeddings.word_embeddings(ids) + self.forms(forms))
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        heads = (self.attribution, self.names, self.links, self.syntax)
        return tuple(head(hidden) for head in heads if head is not None)

    def link_facts(self) -> dict[str, Any]:
        """What a link needs besides the vectors, as `links` reads it."""
        facts = {"between": self.between, "paragraphs": self.paragraphs, "no_source": self.no_source}
        return {name: parameter.detach().tolist() for name, parameter in facts.items()}


def vocabulary(folder: Path) -> dict[str, int]:
    return {line: number for number, line in enumerate((folder / "vocab.txt").read_text("utf-8").split("\n")) if line}


SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "[UNK]", "[MASK]": "<mask>"}


def renumbered(own: Path, other: Path) -> Tensor:
    """The number in `other`'s vocabulary of each piece of `own`'s."""
    numbers = vocabulary(other)
    return torch.tensor([numbers[SPECIAL.get(piece, piece)] for piece in vocabulary(own)])
