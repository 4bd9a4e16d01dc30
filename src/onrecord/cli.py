"""The `onrecord` command: it parses, calls one function, prints what came of it and returns an exit code.

0: done, and valid. 1: problems found in the data. 2: could not run. Nothing but the standard library is
imported before a command is known, so that help comes at once.
"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from onrecord import __version__
from onrecord.errors import OnrecordError, of_system
from onrecord.text.printable import escape_json, visible, visible_json, without_secrets

if TYPE_CHECKING:
    from pathlib import Path

VALID, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
_SHOWN = 10  # notes of one kind
_HERE = "."  # the package unless another one is named
_LONGEST = 4_000  # characters of a line of a message
# What a shell reports of a command that Ctrl-C, a signal to end, or a reader that has left, ended.
INTERRUPTED, TERMINATED, PIPE_CLOSED = 130, 143, 141
TRACEBACK = "ONRECORD_TRACEBACK"


class _Terminated(KeyboardInterrupt):
    """The process was asked to end; what Ctrl-C cleans up is cleaned up."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line `arguments`, the ones of the process unless told, and returns the exit code."""

    def run() -> int:
        options = build_parser().parse_args(arguments)
        code: int = options.run(options)
        return code

    return guard(run)


def guard(run: Callable[[], int]) -> int:
    """Calls `run` and returns its exit code; what stops it becomes a message and a code, not a traceback.

    With ONRECORD_TRACEBACK in the environment there is a traceback, too.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed, and the next file to be opened would become it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - till the process ends
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
    except SystemExit:  # of the parser, which has said why
        raise
    except BaseException as error:
        code = _stop(*_lines(error))
        if os.environ.get(TRACEBACK):
            _print_traceback(error)
        if isinstance(error, KeyboardInterrupt):
            return TERMINATED if isinstance(error, _Terminated) else INTERRUPTED
        return code


def _flush() -> None:
    """Has the output written; what cannot be is dropped, or Python would try once more at its end."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, error.strerror, "the output") from None


def _lines(error: BaseException) -> Iterator[str]:
    """What is said of an error that has ended a run."""
    match error:
        case OnrecordError():
            yield from str(error).split("\n")
        case KeyboardInterrupt():
            yield ": ".join(("interrupted", *getattr(error, "__notes__", ())[:1]))  # the innermost knows best
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
            yield f"this is a fault of onrecord, even if a file is damaged; to report it, run again with {TRACEBACK}=1"


def _print_traceback(error: BaseException) -> None:
    import traceback

    print(visible(without_secrets("".join(traceback.format_exception(error))), lines=True), end="", file=sys.stderr)


@contextmanager
def _ended_by_a_signal() -> Iterator[None]:
    """Lets the signal to end a process run what Ctrl-C runs, for a block; once, as some senders send it twice."""

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
def _leaving(words: str) -> Iterator[None]:
    """Says of a run that is interrupted within the block what it has left as it was, or has written before."""
    from onrecord.package import written

    start = written.number()
    try:
        yield
    except KeyboardInterrupt as interrupt:
        places = written.since(start)
        told = f"{', '.join(places)} {'was' if len(places) == 1 else 'were'} written before; run the same command again"
        interrupt.add_note(told if places else words)
        raise


def _stop(*lines: str) -> int:
    for line in lines:
        shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
        _say(f"onrecord: {without_secrets(shown)}", to=sys.stderr)
    return COULD_NOT_RUN


def _say(*lines: str, to: TextIO | None = None) -> None:
    """Prints lines, whatever others have written in them."""
    for line in lines:
        print(visible(line), file=to)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Shows the usage and what is wrong, which may quote what was typed."""
        super().error(visible(without_secrets(message)))


class _AnyOrder(_Parser):
    """Takes options between places, as in `get URL --key KEY DIR`; argparse does so only if it is asked to."""

    _asked = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._asked:
            return super().parse_known_args(args, namespace)
        # What parses in any order asks this method in turn.
        self._asked = True
        try:
            options, rest = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._asked = False
        if (place := getattr(options, "place", None)) is not None:
            if options.package != _HERE:
                self.error(f"the package is named twice: {place} and --package {options.package}")
            options.package = place
        return options, rest


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line; a parsed command's function is its option `run`."""
    parser = _Parser(
        prog="onrecord",
        description="News articles as a data package of quotes, votes and claims that can be checked.",
        epilog="exit codes: 0 done and valid, 1 problems found, 2 could not run\n"
        "example: onrecord convert texts/ --package out && onrecord validate --package out",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_AnyOrder)

    def command(run: Callable[[argparse.Namespace], int], summary: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            run.__name__.removeprefix("_"),
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        added.set_defaults(run=run)
        return added

    init = command(_init, "make an empty package", "onrecord init my-corpus")
    init.add_argument("folder", metavar="DIR", help="folder of the new package; made where it is missing")
    init.add_argument(
        "--requirement",
        metavar="SPEC",
        help="what installs onrecord in its workflow, as 'onrecord==0.2.0' or 'onrecord @ git+https://…' "
        "(default: where this onrecord was installed from)",
    )

    convert = command(_convert, "read articles and write the tables", "onrecord convert texts/ --package out")
    convert.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCES",
        help="files, folders or globs of plain text articles, copied into the package's seeds/ first; "
        "without them the articles in seeds/ are converted",
    )
    _add_package(convert, "folder of the package; made where it is missing", is_place=False)

    validate = command(_validate, "check a package and report every problem", "onrecord validate --package out")
    _add_package(validate, "folder, .zip or descriptor of the package")
    validate.add_argument(
        "--texts",
        metavar="DIR",
        help="folder with the articles' texts, for a package that does not carry them",
    )
    depth = validate.add_mutually_exclusive_group()
    for level, what in (
        ("quick", "look at the descriptor, at sizes, hashes and headers only"),
        ("rows", "judge every row by the schemas, and compare nothing with the texts"),
        ("deep", "compare rows with the texts and with each other, too (default)"),
    ):
        depth.add_argument(f"--{level}", dest="level", action="store_const", const=level, default="deep", help=what)
    validate.add_argument(
        "--engine",
        choices=("fast", "both", "frictionless"),
        default="fast",
        help="who judges rows by the schemas: polars alone (default), frictionless and Pandera, or frictionless alone",
    )
    validate.add_argument(
        "--format",
        choices=("text", "json", "junit", "sarif", "github", "html"),
        default="text",
        help="how to print (default: text)",
    )
    validate.add_argument(
        "--allow-remote",
        action="store_true",
        help="download tables, schemas and dialects that the descriptor refers to by a URL, and judge them, too",
    )
    validate.add_argument("--output", metavar="FILE", help="write there instead of printing")
    validate.add_argument(
        "--accepted",
        metavar="FILE",
        help="CSV of problems that are accepted, each with a reason; one that is gone fails",
    )
    validate.add_argument(
        "--accept", metavar="REASON", help="write all that is found to the file of --accepted, for this reason"
    )
    validate.add_argument("--strict", action="store_true", help="take advice for errors")

    schema = command(_schema, "draft or check a Table Schema", "onrecord schema infer rows.csv > rows.schema.json")
    schema.add_argument("what", choices=("infer", "check"), help="draft the schema of a table, or lint a schema")
    schema.add_argument(
        "file", metavar="FILE", help="infer: the table, or the folder or descriptor of its package; check: the schema"
    )
    schema.add_argument("--table", metavar="NAME", help="infer: which table of the package")
    schema.add_argument("--strict", action="store_true", help="check: exit with 1 where there is advice, too")

    diff = command(_diff, "tell how two packages differ", "onrecord diff dist/my-corpus/1.0.0 out --format markdown")
    diff.add_argument(
        "old",
        metavar="OLD",
        help="folder, .zip or descriptor of the package that was; or a release as for get, as dist/NAME@1.0.0",
    )
    diff.add_argument("new", metavar="NEW", help="the package that is, likewise")
    diff.add_argument(
        "--format",
        choices=("text", "json", "csv", "markdown", "html"),
        default="text",
        help="how to print (default: text)",
    )

    publish = command(_publish, "validate a package and write a release of it", "onrecord publish --output dist")
    _add_package(publish)
    publish.add_argument(
        "--output",
        metavar="PLACE",
        default="dist",
        help="folder of the releases, or a URL such as s3://bucket/prefix (default: dist)",
    )
    publish.add_argument(
        "--created", metavar="DATE", help="date of the release, as 2031-05-13; else the one in datapackage.json"
    )
    publish.add_argument(
        "--version", metavar="VERSION", help="a version of your own; one higher than the changes ask for wants a reason"
    )
    publish.add_argument("--reason", metavar="TEXT", help="why the release is made, for its changelog")
    publish.add_argument(
        "--against", metavar="VERSION", help="the release to compare with (default: the one of the highest version)"
    )

    publish.add_argument(
        "--accepted",
        metavar="FILE",
        help="CSV of problems with which to publish all the same, each with a reason, as validate --accept writes it",
    )
    publish.add_argument("--sign", metavar="KEY", help="PEM file of the private Ed25519 key to sign the release with")
    publish.add_argument(
        "--take-over",
        action="store_true",
        help="drop the release that another run has begun to send to a URL and will never finish",
    )

    get = command(_get, "download a release and verify it", "onrecord get https://example.org/dist/my-corpus@1.2.0")
    get.add_argument(
        "url",
        nargs="?",
        metavar="URL[@VERSION]",
        help="folder of a package's releases, its index.json, or a zip: http(s)://, s3://, a path; the newest version "
        "unless one is named",
    )
    get.add_argument("folder", nargs="?", metavar="DIR", help="where it goes (default: NAME-VERSION)")
    get.add_argument(
        "--key", metavar="KEY", help="public key that must have signed it: a PEM file, or ed25519: and base64"
    )
    get.add_argument(
        "--check-updates",
        action="store_true",
        help="write nothing; tell what is newer than the release in DIR (default: the current folder), and its changes",
    )

    evaluate = command(
        _evaluate, "score what onrecord reads against annotated articles", "onrecord evaluate gold.jsonl --format json"
    )
    evaluate.add_argument("gold", metavar="GOLD", help="JSON lines, as docs/evaluate.md describes them")
    evaluate.add_argument(
        "--predictions", metavar="FILE", help="score these instead: what another program read in the same texts"
    )
    evaluate.add_argument("--write", metavar="FILE", help="write what onrecord read, in the format of GOLD")
    evaluate.add_argument("--format", choices=("text", "json"), default="text", help="how to print (default: text)")

    export = command(
        _export,
        "write votes, claims or spans in the formats of others, or the tables for a database",
        "onrecord export popolo --package out",
    )
    export.add_argument(
        "form",
        metavar="FORMAT",
        choices=("popolo", "claimreview", "annotations", "postgres", "views", "duckdb"),
        help="popolo: votes for Popolo and Open Civic Data; claimreview: schema.org skeletons for fact-checkers; "
        "annotations: every span as a W3C web annotation; postgres: a script that loads all tables into PostgreSQL; "
        "views: joined views for any SQL database; duckdb: all tables and views as one DuckDB database",
    )
    _add_package(export, "folder, .zip or descriptor of the package")
    export.add_argument("--output", metavar="FILE", help="file to write (default: named after the format)")

    report = command(_report, "write one page to look at", "onrecord report --package out --output report.html")
    _add_package(report)
    report.add_argument("--output", metavar="FILE", default="report.html", help="file to write (default: report.html)")
    return parser


def _add_package(
    parser: argparse.ArgumentParser, what: str = "folder or descriptor of the package", *, is_place: bool = True
) -> None:
    """Adds the package as an option and, unless something else stands there, as a place."""
    told = f"{what} (default: the current folder)"
    parser.add_argument("--package", metavar="PACKAGE", default=_HERE, help=told)
    if is_place:
        parser.add_argument("place", metavar="PACKAGE", nargs="?", help="the same, without --package")


def _init(options: argparse.Namespace) -> int:
    from onrecord.package.skeleton import init

    with _leaving("no package was made"):
        made = init(options.folder, options.requirement)
    _say(f"{made.folder}: an empty package; its workflow installs {made.requirement}")
    if made.note:
        _say(f"note: {made.note}")
    _say(f"next: put articles into {made.folder}/seeds and run: onrecord convert{_in_package(options.folder)}")
    return VALID


def _convert(options: argparse.Namespace) -> int:
    from onrecord.building.conversion import convert

    with _leaving("the package was left as it was"):
        conversion = convert(options.package, options.sources)
    _say(f"{conversion.folder}: {_counted(len(conversion.articles), 'article')} converted")
    _print_counts(conversion.rows)
    if conversion.left_out:
        some = ", ".join(conversion.left_out[:3]) + (", ..." if len(conversion.left_out) > 3 else "")
        left_out = _counted(len(conversion.left_out), "file")
        _say(f"note: {left_out} left out, as only *.txt and *.toml are read, and none that is hidden or linked: {some}")
    for difference in conversion.differing[:_SHOWN]:
        _say(f"note: reports of one vote differ, and both stand as they are: {difference}")
    if more := conversion.differing[_SHOWN:]:
        _say(f"note: {_counted(len(more), 'more report')} differ from others of the same vote")
    if conversion.problems:
        for problem in conversion.problems:
            _say(str(problem), to=sys.stderr)
        count = _counted(len(conversion.problems), "correction")
        _say(f"note: {count} could not be applied; all else was written: mend the lines and convert again")
        return PROBLEMS
    _say(f"next: onrecord validate{_in_package(options.package)}")
    return VALID


def _validate(options: argparse.Namespace) -> int:
    from pathlib import Path

    from onrecord.validation import accept, judge, render, write_accepted, write_rendered

    fetch = _fetcher() if options.allow_remote else None
    with _leaving("nothing was written"):
        verdict = judge(
            options.package,
            options.texts,
            level=options.level,
            engine=options.engine,
            strict=options.strict,
            fetch=fetch,
        )
    if options.accept is not None:
        if not options.accepted or not options.accept.strip():
            return _stop("--accept REASON needs a reason, and --accepted FILE for the file to write")
        write_accepted(Path(options.accepted), verdict.problems, options.accept)
    if options.accepted:
        verdict = accept(verdict, Path(options.accepted))
    if options.output:
        write_rendered(Path(options.output), verdict, options.format, options.package)
        _say(f"{options.output}: {verdict.word}")
    elif options.format == "text" and sys.stdout.isatty():
        from onrecord.validation.rendering.terminal import show

        show(verdict)
    else:
        print(render(verdict, options.format, options.package), end="")
    return VALID if verdict.valid else PROBLEMS


def _fetcher() -> Callable[[str], Path]:
    from onrecord.release.download import fetch_url

    return fetch_url


def _schema(options: argparse.Namespace) -> int:
    from onrecord.validation import check_schema, infer_schema

    if options.what == "infer":
        draft, notes = infer_schema(options.file, options.table)
        print(visible_json(draft))
        for note in notes:
            _say(f"note: {note}", to=sys.stderr)
        return VALID
    problems = check_schema(options.file)
    for problem in problems:
        _say(str(problem))
    errors = [problem for problem in problems if problem.severity == "error"]
    found = "no problem" if not problems else _counted(len(errors), "problem")
    advice = f", {_counted(len(problems) - len(errors), 'piece')} of advice" if len(problems) > len(errors) else ""
    _say(f"{options.file}: {found}{advice}")
    return PROBLEMS if errors or (options.strict and problems) else VALID


def _diff(options: argparse.Namespace) -> int:
    from onrecord.release import diff, render

    with _leaving("nothing was written"):
        found = render(diff(options.old, options.new), options.format)
    print(found, end="")
    return VALID


def _publish(options: argparse.Namespace) -> int:
    from onrecord.release import InvalidPackage, publish

    try:
        with _leaving("no release was added; publish the same package to go on"):
            release = publish(
                options.package,
                options.output,
                created=options.created,
                version=options.version,
                reason=options.reason,
                against=options.against,
                sign=options.sign,
                take_over=options.take_over,
                accepted=options.accepted,
            )
    except InvalidPackage as error:
        for problem in error.problems:
            _say(str(problem), to=sys.stderr)
        _stop(str(error))
        return PROBLEMS
    if release.is_new:
        _say(f"{release.name} {release.version}: {'; '.join(release.changes)}")
    else:
        _say(f"{release.name} {release.version}: published before, nothing has changed")
    for place in (release.folder, release.zip, release.index):
        _say(f"  {release.place_of(place)}")
    for note in release.notes:
        _say(f"note: {note}")
    return VALID


def _get(options: argparse.Namespace) -> int:
    if options.check_updates:
        # With one place it is the folder, which tells where it came from.
        alone = options.folder is None
        return _check_updates(None if alone else options.url, (options.url or ".") if alone else options.folder)
    if options.url is None:
        return _stop("get needs a URL; name the folder of a package's releases, its index.json or a zip")
    from onrecord.release import get

    with _leaving("the folder was left as it was"):
        download = get(options.url, options.folder, key=options.key)
    what = f"{download.name} {download.version}".strip()
    if not download.is_new:
        _say(f"{download.folder}: {what} was there already, and is as it was published")
    elif download.replaced:
        _say(f"{download.folder}: {what}, in the place of {download.replaced}")
    else:
        _say(f"{download.folder}: {what}")
    if not download.is_known:
        _say("note: nobody tells the hash of this zip, so only its own descriptor can be asked: onrecord validate")
    if download.key and download.is_trusted:
        _say(f"signed by {download.key}, as it should be")
    elif download.key:
        _say(f"note: signed by {download.key}, a key that came with the release and so proves nothing of its maker;")
        _say("      compare it with what the publisher tells, and name it: --key")
    _say(f"next: onrecord validate{_in_package(str(download.folder))}")
    return VALID


def _check_updates(url: str | None, folder: str) -> int:
    from onrecord.release import check_updates

    with _leaving("nothing was written"):
        found = check_updates(folder, url)
    newest = "this is the newest" if found.newest == found.version else f"the newest is {found.newest}"
    _say(f"{found.folder}: {found.name} {found.version}; {newest} at {found.url}")
    if not found.is_listed:
        _say(f"note: {found.version} is not listed there any more")
    for step in found.steps:
        _say(f"  {step.version} ({step.level}): {'; '.join(step.changes)}")
    if found.steps:
        told = {"major": "programs that read it may break", "minor": "programs run on, their results differ"}
        _say(f"all together: {found.level}, {told.get(found.level, 'rows and columns stay in their place')}")
        _say(f"next: onrecord get {shlex.quote(found.url)} {shlex.quote(str(found.folder))}")
    return VALID


def _evaluate(options: argparse.Namespace) -> int:
    from onrecord.evaluation import evaluate, render_json, render_text

    render = {"text": render_text, "json": render_json}[options.format]
    with _leaving("nothing was written"):
        found = render(evaluate(options.gold, options.predictions, write=options.write))
    print(escape_json(found) if options.format == "json" else visible(found, lines=True), end="")
    return VALID


def _export(options: argparse.Namespace) -> int:
    from onrecord.exports import export

    with _leaving("the file was left as it was"):
        written = export(options.package, options.form, options.output)
    things = {"popolo": "vote event", "claimreview": "claim", "annotations": "annotation"}
    things |= {"postgres": "table", "views": "view", "duckdb": "table"}
    _say(f"{written.path}: {_counted(written.count, things[options.form])}")
    for note in written.notes:
        _say(f"note: {note}", to=sys.stderr)
    return VALID


def _report(options: argparse.Namespace) -> int:
    from onrecord.site import write_report

    with _leaving("the page was left as it was"):
        report = write_report(options.package, options.output)
    _say(f"{report.path}: open it in a browser", *report.notes)
    return VALID


def _print_counts(counts: Mapping[str, int]) -> None:
    width = max(map(len, counts))
    for name, count in counts.items():
        _say(f"  {name:<{width}} {count:>7}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _in_package(folder: str) -> str:
    return "" if folder == _HERE else f" --package {shlex.quote(folder)}"


if __name__ == "__main__":
    sys.exit(main())
