"""A process that derives texts from files and reads texts, one at a time, over its standard input and output.

What crashes the process or stalls takes down nothing but it. Each message is its length, in four bytes, and
MessagePack. The process ends when its input does, and by itself when an article takes too long: a thread that needs no
interpreter watches the time, so that a loop in a library ends, too.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from onrecord.errors import ModelError, SourceError
from onrecord.ingestion.document import Block, Document, Refusal
from onrecord.package.files import read_file

LENGTH = struct.Struct(">I")
_LONGEST_FAULT = 500  # characters
_MOST_REFUSALS = 1_000  # of a file that are listed
# Bytes that the process may ask for: a file that grows beyond them while it is read is set aside.
_MOST_MEMORY = 4 * 1024**3
# The code that a new interpreter runs.
COMMAND = "from onrecord.building.worker import main; sys.exit(main())"


class Task(msgspec.Struct, frozen=True, tag=True):
    """A text to read.

    Attributes:
        text: the text of an article.
        published: the day that relative dates count from, in EDTF.
        blocks: its paragraphs, if the format of the source shows them.
        seconds: how long it may take; the first also has the time to load the model.
    """

    text: str
    published: str | None = None
    blocks: tuple[Block, ...] = ()
    seconds: float = 60.0


class FileTask(msgspec.Struct, frozen=True, tag=True):
    """A file to derive texts from.

    Attributes:
        where: the file, as messages name it.
        path: where it is.
        within: the folder that it must not leave; see `Source`.
        content: its bytes, if they are not in a file.
        columns: see `formats.Request`.
        seconds: how long each of its articles may take.
    """

    where: str
    path: str
    within: str | None = None
    content: bytes | None = None
    columns: dict[str, str] = {}
    seconds: float = 60.0


class Answer(msgspec.Struct, frozen=True):
    """What became of a task.

    Attributes:
        reading: the reading of a text, as `readings.encoded` makes it; empty if it was not read.
        reason: why the text is set aside, as in `Refusal`; empty if it is not.
        fault: what is wrong.
        model: what is wrong with the language model, so that no article can be read; empty if nothing.
        memory: the most memory that the process has used so far, in bytes.
        document: the next article of a file.
        refusal: the next record of a file that is not an article.
        is_last: whether the task is done.
    """

    reading: bytes = b""
    reason: str = ""
    fault: str = ""
    model: str = ""
    memory: int = 0
    document: Document | None = None
    refusal: Refusal | None = None
    is_last: bool = True


def main() -> int:
    """Does the tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    _limit_memory()
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is not an answer
    tasks, answers = msgspec.msgpack.Decoder(Task | FileTask), msgspec.msgpack.Encoder()
    while content := receive(source):
        task = tasks.decode(content)
        found = _answers(task) if isinstance(task, Task) else _derived(task)
        faulthandler.dump_traceback_later(task.seconds, exit=True)
        for answer in found:
            faulthandler.cancel_dump_traceback_later()
            send(target, answers.encode(_sendable(answer)))
            faulthandler.dump_traceback_later(task.seconds, exit=True)
        faulthandler.cancel_dump_traceback_later()
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    own = _MOST_MEMORY if most == resource.RLIM_INFINITY else min(_MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (own, most))


def _sendable(answer: Answer) -> Answer:
    """An answer whose message can be encoded: it may quote half of a character."""
    fault = answer.fault.encode("utf-8", "backslashreplace").decode("utf-8")
    return answer if fault == answer.fault else msgspec.structs.replace(answer, fault=fault)


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


def _answers(task: Task) -> Iterator[Answer]:
    yield _answered(task)


def _derived(task: FileTask) -> Iterator[Answer]:
    """The articles of a file, each as an answer."""
    from onrecord.ingestion.formats import Request, format_of
    from onrecord.ingestion.formats.registry import HEAD
    from onrecord.ingestion.limits import LARGEST_CONTAINER
    from onrecord.ingestion.sources import Source

    path = Path(task.path)
    source = Source(path.name, path, None, Path(task.within) if task.within else None, task.content)
    refused = 0
    try:
        with source.open(LARGEST_CONTAINER) as file:
            head = file.read(HEAD)
            file.seek(0)
            kind = format_of(path.suffix, head)
            for found in kind.read(file, Request(task.where, task.columns)) if kind else ():
                if isinstance(found, Document):
                    yield Answer(document=found, is_last=False)
                    continue
                refused += 1
                if refused <= _MOST_REFUSALS:
                    yield Answer(refusal=found, is_last=False)
        if refused > _MOST_REFUSALS:
            message = f"{refused - _MOST_REFUSALS:,} more records are not articles; look at the file"
            yield Answer(refusal=Refusal("no_text", message, "the rest"), is_last=False)
        yield Answer(memory=_memory())
    except SourceError as error:
        message = str(error).removeprefix(f"{task.where}: ").removeprefix(f"{task.path}: ")
        yield Answer(reason=error.reason, fault=message, memory=_memory())
    except Exception as error:
        yield Answer(reason="crash", fault=_described(error), memory=_memory())


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
        return Answer(reason=error.reason, fault=str(error), memory=_memory())
    except ModelError as error:
        return Answer(model=str(error), memory=_memory())
    except Exception as error:
        return Answer(reason="crash", fault=_described(error), memory=_memory())


def _described(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "an unknown place"
    return f"{type(error).__name__} in {where}: {error}"[:_LONGEST_FAULT]


def _memory() -> int:
    """The most memory that this process has used so far, in bytes; 0 if the system does not say."""
    with suppress(OSError):  # on Linux, not `getrusage`: its maximum starts at what the parent used
        status = read_file(Path("/proc/self/status"))
        if found := re.search(rb"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
            return int(found[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024  # macOS counts bytes, others kibibytes
