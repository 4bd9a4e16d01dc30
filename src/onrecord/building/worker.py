"""A process that reads articles: texts in, readings out, one at a time, over its standard input and output.

A text that crashes the process or stalls takes down nothing but it. Each message is its length, in four bytes, and
MessagePack. The process ends when its input does, and by itself when an article takes too long: a thread that needs no
interpreter watches the time, so that a loop in a library ends, too.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import os
import signal
import struct
import sys
from typing import IO

import msgspec

from onrecord.errors import ModelError, SourceError
from onrecord.ingestion.document import Block

LENGTH = struct.Struct(">I")
# The code that a new interpreter runs: it imports from the places of this one, and never from the current folder.
COMMAND = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from onrecord.building.worker import main; sys.exit(main())"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """An article to read.

    Attributes:
        text: its text.
        published: the day that relative dates count from, in EDTF.
        blocks: its paragraphs, if the format of the source shows them.
        seconds: how long it may take; the first also has the time to load the model.
    """

    text: str
    published: str | None = None
    blocks: tuple[Block, ...] = ()
    seconds: float = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task.

    Attributes:
        reading: the reading, as `readings.encoded` makes it; empty if there is none.
        reason: why the text is set aside, one of `document.REASONS`; empty if it is not.
        fault: what is wrong.
        model: what is wrong with the language model, so that no article can be read; empty if nothing.
        memory: the most memory that the process has used so far, in bytes.
    """

    reading: bytes = b""
    reason: str = ""
    fault: str = ""
    model: str = ""
    memory: int = 0


def main() -> int:
    """Reads tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    tasks, answers = msgspec.msgpack.Decoder(Task), msgspec.msgpack.Encoder()
    while content := receive(source):
        task = tasks.decode(content)
        faulthandler.dump_traceback_later(task.seconds, exit=True)
        answer = _answered(task)
        faulthandler.cancel_dump_traceback_later()
        send(target, answers.encode(answer))
    return 0


def receive(source: IO[bytes]) -> bytes:
    """The next message; empty if the other side has ended."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    content = source.read(length)
    return content if len(content) == length else b""


def send(target: IO[bytes], content: bytes) -> None:
    """Sends a message."""
    target.write(LENGTH.pack(len(content)) + content)
    target.flush()


def _answered(task: Task) -> Answer:
    from onrecord.building import readings
    from onrecord.ingestion.article import text_article
    from onrecord.ingestion.language import other_language

    try:
        article = text_article(task.text, task.published, task.blocks)
        if language := other_language(task.text):
            fault = f"in the language {language!r}; only English is read"
            return Answer(reason="language", fault=fault, memory=_memory())
        return Answer(readings.encoded(readings.read(article)), memory=_memory())
    except SourceError as error:
        return Answer(reason="too_long", fault=str(error), memory=_memory())
    except ModelError as error:
        return Answer(model=str(error), memory=_memory())
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "an unknown place"
        return Answer(reason="crash", fault=f"{type(error).__name__} in {where}: {error}"[:500], memory=_memory())


def _memory() -> int:
    try:
        import resource
    except ImportError:  # Windows
        return 0
    # Linux counts kibibytes, macOS bytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
