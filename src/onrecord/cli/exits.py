"""How a run ends: the exit codes, and a message for whatever stops it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from onrecord.cli.printing import say
from onrecord.errors import OnrecordError, of_system
from onrecord.text.printable import visible, without_secrets

VALID, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
_LONGEST = 4_000  # characters of a line of a message
# The exit codes that a shell reports after Ctrl-C, SIGTERM, and a closed pipe.
INTERRUPTED, TERMINATED, PIPE_CLOSED = 130, 143, 141
TRACEBACK = "ONRECORD_TRACEBACK"


class _Terminated(KeyboardInterrupt):
    """SIGTERM has arrived; it cleans up as Ctrl-C does."""


def guard(run: Callable[[], int]) -> int:
    """Calls `run` and returns its exit code; an error becomes a message and an exit code, not a traceback.

    With ONRECORD_TRACEBACK in the environment, the traceback is printed, too.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: the next opened file would get its number
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
    for stream in (sys.stdout, sys.stderr):
        # An article's curly quotes must not end the run on a terminal that cannot show them.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        with _ended_by_a_signal():
            try:
                return run()
            finally:
                _flush()
    except BrokenPipeError:
        # Python flushes once more at exit and would complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except SystemExit:  # from the parser, which has printed the reason
        raise
    except BaseException as error:
        code = stop(*_lines(error))
        if os.environ.get(TRACEBACK):
            _print_traceback(error)
        if isinstance(error, KeyboardInterrupt):
            return TERMINATED if isinstance(error, _Terminated) else INTERRUPTED
        return code


def _flush() -> None:
    """Flushes the output; if that fails, the rest is dropped, or Python would try again at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, error.strerror, "the output") from None


def _lines(error: BaseException) -> Iterator[str]:
    """The lines of the message for an error that has ended a run."""
    match error:
        case OnrecordError():
            yield from str(error).split("\n")
        case KeyboardInterrupt():
            yield ": ".join(("interrupted", *getattr(error, "__notes__", ())[:1]))  # the innermost is the most precise
        case OSError():
            yield of_system(error, "the output") if error.strerror else str(error)
        case MemoryError():
            yield "not enough memory for this; close other programs, divide the package, or use a larger machine"
        case _:
            frames = error.__traceback__
            while frames and frames.tb_next:
                frames = frames.tb_next
            place = (
                f"{frames.tb_frame.f_globals.get('__name__')}, line {frames.tb_lineno}" if frames else "unknown place"
            )
            yield f"unexpected {type(error).__name__} in {place}: {error}"
            yield f"this is a bug in onrecord, even if a file is damaged; to report it, run again with {TRACEBACK}=1"


def _print_traceback(error: BaseException) -> None:
    import traceback

    print(visible(without_secrets("".join(traceback.format_exception(error))), lines=True), end="", file=sys.stderr)


@contextmanager
def _ended_by_a_signal() -> Iterator[None]:
    """Handles SIGTERM like Ctrl-C within a block; only the first, as some programs send it twice."""

    def end(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise _Terminated

    is_ours = threading.current_thread() is threading.main_thread()
    if not is_ours or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def leaving(words: str) -> Iterator[None]:
    """Adds to the message of an interruption within the block what was written before; if nothing, `words`."""
    from onrecord.package import written

    start = written.number()
    try:
        yield
    except KeyboardInterrupt as interrupt:
        places = written.since(start)
        message = (
            f"{', '.join(places)} {'was' if len(places) == 1 else 'were'} written before; run the same command again"
        )
        interrupt.add_note(message if places else words)
        raise


def stop(*lines: str) -> int:
    """Prints why a command could not run, and returns its exit code."""
    for line in lines:
        shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
        say(f"onrecord: {without_secrets(shown)}", to=sys.stderr)
    return COULD_NOT_RUN
