"""The parser of the command line: what is typed, and what is said of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import onrecord.cli
from onrecord import __version__
from onrecord.cli import main
from onrecord.cli.parser import COMMANDS, build_parser

from ..test_readme import commands


def test_a_command_is_a_file() -> None:
    """Each command is the module of its name; the other modules are shared."""
    assert list(commands(build_parser())) == list(COMMANDS)
    files = {path.stem for path in Path(onrecord.cli.__file__).parent.glob("*.py")}
    assert files - COMMANDS.keys() == {"__init__", "arguments", "exits", "parser", "printing"}


def test_only_the_command_that_runs_is_imported() -> None:
    """Help waits for no command, and a command for no other."""
    code = (
        "import sys; from onrecord.cli.parser import COMMANDS, parse; parse(['site', 'out'])\n"
        "print(sorted(name for name in COMMANDS if f'onrecord.cli.{name}' in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "['site']\n"


def test_the_package_runs_as_a_module() -> None:
    """`python -m onrecord` is the command, where that is not on the path."""
    run = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"onrecord {__version__}\n"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints name and version."""
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert (stop.value.code, capsys.readouterr().out) == (0, f"onrecord {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["weigh"], ["validate", "--format", "xml"], ["publish", "--out", "x"], ["init"]],
    ids=" ".join,
)
def test_a_wrong_command_line_could_not_run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The usage is shown, and the code is the one of a run that could not start."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: onrecord")


def test_options_stand_anywhere() -> None:
    """An option between two places leaves both of them what they are."""
    options = build_parser().parse_args(["get", "https://example.org/dist/small", "--key", "public.pem", "there"])
    assert (options.url, options.key, options.folder) == ("https://example.org/dist/small", "public.pem", "there")
    options = build_parser().parse_args(["convert", "one", "--package", "out", "two"])
    assert (options.sources, options.package) == (["one", "two"], "out")


def test_choices_are_those_of_the_validator() -> None:
    """The command line names formats and levels without importing what knows them."""
    from onrecord.validation import FORMATS, LEVELS

    for form in FORMATS:
        assert build_parser().parse_args(["validate", "--format", form]).format == form
    for level in LEVELS:
        assert build_parser().parse_args(["validate", f"--{level}"]).level == level


@pytest.mark.parametrize("command", ["init", "convert", "validate", "publish", "get", "site"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command ends with a line to copy."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"example: onrecord {command} ")


def test_a_wrong_command_line_is_shown_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser quotes what was typed."""
    with pytest.raises(SystemExit):
        main(["get", "a", "b", "https://ida:secret@example.org/\x1b[2J?secret"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: https://example.org/\\x1b[2J\n")


@pytest.mark.parametrize("command", ["validate", "publish", "site"])
@pytest.mark.parametrize("named", [["out"], ["--package", "out"], ["-p", "out"]], ids=" ".join)
def test_the_package_is_a_place_or_an_option(command: str, named: list[str]) -> None:
    """Each way to name it means the same; without it the package is the current folder."""
    assert build_parser().parse_args([command, *named]).package == "out"
    assert build_parser().parse_args([command]).package == "."
    assert build_parser().parse_args(["export", "popolo", *named]).package == "out"


def test_a_package_has_one_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Two places of one package are a mistake."""
    with pytest.raises(SystemExit):
        main(["validate", "one", "-p", "two"])
    assert capsys.readouterr().err.endswith("error: the package is named twice: one and --package two\n")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (["validate", "-f", "json", "-o", "x", "-q"], ["validate", "--format", "json", "--output", "x", "--quiet"]),
        (["convert", "a", "-p", "x", "-q"], ["convert", "a", "--package", "x", "--quiet"]),
        (["publish", "-o", "x", "-q"], ["publish", "--output", "x", "--quiet"]),
        (["get", "url", "-q"], ["get", "url", "--quiet"]),
        (["diff", "a", "b", "-f", "csv"], ["diff", "a", "b", "--format", "csv"]),
        (["evaluate", "a", "-f", "json"], ["evaluate", "a", "--format", "json"]),
        (["export", "views", "-o", "x"], ["export", "views", "--output", "x"]),
        (["site", "-o", "x"], ["site", "--output", "x"]),
    ],
    ids=" ".join,
)
def test_short_options(short: list[str], long: list[str]) -> None:
    """One letter stands for the same option in every command."""
    assert build_parser().parse_args(short) == build_parser().parse_args(long)


def test_a_letter_means_one_option() -> None:
    """No letter is another option in another command."""
    letters = {
        (option, action.option_strings[-1])
        for parser in commands(build_parser()).values()
        for action in parser._actions
        for option in action.option_strings
        if len(option) == 2
    }
    assert sorted(letters) == [
        ("-f", "--format"),
        ("-h", "--help"),
        ("-j", "--jobs"),
        ("-o", "--output"),
        ("-p", "--package"),
        ("-q", "--quiet"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validte"], "argument COMMAND: invalid choice: 'validte', did you mean validate? (choose from init, "),
        (["--versoin"], "there is no option --versoin, did you mean --version?\n"),
        (["validate", "--fromat", "json"], "there is no option --fromat, did you mean --format?\n"),
        (["publish", "--out=x"], "there is no option --out, did you mean --output?\n"),
        (["export", "--outptu", "x"], "there is no option --outptu, did you mean --output?\n"),
        (["diff", "a", "b", "--zzz"], "there is no option --zzz\n"),
        (["help", "pubish"], "argument COMMAND: invalid choice: 'pubish', did you mean publish? (choose from init, "),
        (
            ["validate", "-f", "jsn"],
            "argument -f/--format: invalid choice: 'jsn', did you mean json? "
            "(choose from text, json, junit, sarif, github, html)\n",
        ),
        (["validate", "--limit", "-1"], "argument --limit: '-1' is not a whole number; give one such as 20\n"),
        (["validate", "--limit", "few"], "argument --limit: 'few' is not a whole number; give one such as 20\n"),
        (["diff", "a", "b", "c"], "unrecognized arguments: c\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_may_have_been_meant(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong command, option or choice is answered with the nearest match, if any."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert f": error: {said}" in capsys.readouterr().err


def test_a_command_with_a_new_name_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever types the old name learns how to type the new one."""
    with pytest.raises(SystemExit, match="2"):
        main(["report", "out"])
    assert "report is now site, and makes a folder of pages: onrecord site PACKAGE --output FOLDER" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(("asked", "same"), [(["help"], ["--help"]), (["help", "validate"], ["validate", "--help"])])
def test_help_is_a_command_too(asked: list[str], same: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """`help COMMAND` shows what `COMMAND --help` shows."""
    shown = []
    for arguments in (asked, same):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] != ""
