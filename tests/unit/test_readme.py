"""What the documents say, the commands do: every command line that they show exists."""

from __future__ import annotations

import argparse
import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import __version__
from onrecord.cli.parser import build_parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_SHELL = {"", "sh", "bash", "console", "shell"}


def shown() -> Iterator[tuple[str, str]]:
    """Document and command of each command line in a block of shell or between backquotes."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        lines = [line for kind, block in _FENCE.findall(text) if kind in _SHELL for line in block.splitlines()]
        for line in [*lines, *_INLINE.findall(_FENCE.sub("", text))]:
            for command in re.split(r"&&|\||;", line.removeprefix("$ ").split(" #")[0]):
                yield document.name, command.strip()


def words_of(program: str) -> list[tuple[str, list[str]]]:
    """Document and words after the program's name of each command line that calls `program`."""
    called = re.compile(rf"(?:\S*/)?{program}(?: (.*))?")
    found = sorted({(document, match[1] or "") for document, line in shown() if (match := called.fullmatch(line))})
    return [(document, shlex.split(rest)) for document, rest in found]


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by name."""
    [action] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(action.choices)


def sessions() -> set[str]:
    """The sessions of the noxfile."""
    tree = ast.parse((ROOT / "noxfile.py").read_bytes())
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any("session" in ast.unparse(mark) for mark in node.decorator_list)
    }


@pytest.mark.parametrize(("document", "words"), words_of("onrecord"))
def test_onrecord_commands_exist(document: str, words: list[str]) -> None:
    """The subcommand is one, and its options are options of it; brackets mean that a part may be left out."""
    plain = [word.strip("[].,") for word in words]
    parsers = {"": build_parser(), **commands(build_parser())}
    name = next((word for word in plain if not word.startswith("-")), "")
    assert name in parsers
    options = {word.split("=")[0] for word in plain if word.startswith("-") and word != "-"}
    assert options <= parsers[name]._option_string_actions.keys()


@pytest.mark.parametrize(("document", "words"), words_of("nox"))
def test_nox_sessions_exist(document: str, words: list[str]) -> None:
    """What stands after `-s` is a session of the noxfile."""
    wanted = words[words.index("-s") + 1 :] if "-s" in words else []
    if "--" in wanted:
        wanted = wanted[: wanted.index("--")]
    assert set(wanted) <= sessions()


def test_scripts_exist() -> None:
    """The documents call every script of the repository, and no other."""
    called = {words[0] for _, words in words_of("python3?") if words[0].startswith("scripts/")}
    assert called == {f"scripts/{path.name}" for path in (ROOT / "scripts").glob("[!_]*.py")}


def test_every_command_is_documented() -> None:
    """Each subcommand and each session is shown in a document."""
    subcommands = {words[0] for _, words in words_of("onrecord") if words}
    named = {word for _, words in words_of("nox") for word in words}
    assert commands(build_parser()).keys() - subcommands == set()
    assert sessions() - named == set()


def test_every_option_is_documented() -> None:
    """docs/commands.md lists the places and options of each command as the parser has them."""
    run = subprocess.run(
        [sys.executable, "scripts/list_commands.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_the_two_commands_of_the_readme_are_what_ci_runs() -> None:
    """A stranger gets what the checks get."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = [words for document, words in words_of("nox") if document == "README.md"]
    for line in ("-s package", "-s lint types tests"):
        assert line.split() in readme
        assert f"nox {line}\n" in script


def test_versions_agree() -> None:
    """The package, its metadata, the citation and the newest release of the changelog tell one version."""
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    citation = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    changes = re.search(r"^## (?!Unreleased$)(.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    message = {metadata["project"]["version"], citation and citation[1], changes and changes[1].split()[0]}
    assert message == {__version__}


def test_links_between_documents_lead_to_files() -> None:
    """A relative link names a file of the repository."""
    targets = [
        (document, target)
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert [
        f"{document.name}: {target}" for document, target in targets if not (document.parent / target).exists()
    ] == []


def test_links_into_documents_lead_to_headings() -> None:
    """What stands behind the `#` of a link is a heading of that page, written as GitHub writes it."""

    def anchors(page: Path) -> set[str]:
        headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    lost = [
        f"{document.name}: {target}#{anchor}"
        for document in DOCUMENTS
        for target, anchor in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", document.read_text(encoding="utf-8"))
        if anchor not in anchors(document.parent / target if target else document)
    ]
    assert lost == []


def test_how_tos_are_one_click_from_the_readme() -> None:
    """The README links to each page, and to the section where one is a how-to of its own."""
    linked = set(re.findall(r"\]\((docs/[^)\s]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    sections = {
        f"docs/publishing.md#{section}"
        for section in (
            "to-s3-and-other-places-behind-a-url",
            "to-a-github-release",
            "to-zenodo",
            "comparing-two-versions",
            "signing",
        )
    }
    assert (pages | sections) - linked == set()


def test_the_site_has_every_page() -> None:
    """The navigation of mkdocs.yml names each page of docs/ once."""
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    named = re.findall(r"- (\S+\.md)$", navigation, re.MULTILINE)
    assert sorted(named) == sorted(page.name for page in (ROOT / "docs").glob("*.md"))
