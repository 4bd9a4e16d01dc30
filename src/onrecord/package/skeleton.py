"""An empty package to start from."""

from __future__ import annotations

import dataclasses
import string
from pathlib import Path

from onrecord.errors import PackageError, of_system
from onrecord.package import DESCRIPTOR, descriptor, origin
from onrecord.package.files import names, read_file
from onrecord.package.own_tables import data_path, own_tables
from onrecord.package.staging import staged
from onrecord.package.tables import TableWriter

_TEMPLATES = Path(__file__).parent / "templates"
# Where each template goes in the package; here they have names that git and linters ignore.
_PLACES = {
    "README.md": "README.md",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "noxfile.txt": "noxfile.py",
    "requirements-convert.txt": "requirements-convert.txt",
    "requirements.txt": "requirements.txt",
    "workflow.yml": ".github/workflows/validate.yml",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Skeleton:
    """An empty package: what `init` returns.

    Attributes:
        folder: the package's folder.
        requirement: what its requirements.txt installs, in pip's syntax.
        note: why that is not the onrecord that made it; empty if it is.

    Examples:
        >>> onrecord.init("my-corpus", "onrecord==0.2.0").folder.name
        'my-corpus'
    """

    folder: Path
    requirement: str
    note: str = ""


def init(folder: str | Path, requirement: str | None = None) -> Skeleton:
    """Makes an empty package, with all its tables, and a workflow that validates it.

    Args:
        folder: a folder that does not exist yet, or is empty except for the `.git` of a git repository.
        requirement: what that workflow installs, such as "onrecord==0.2.0"; by default, the origin that this onrecord
            was installed from.

    Raises:
        PackageError: the folder is not empty or cannot be written, or the requirement is not a requirement of onrecord.

    Examples:
        >>> onrecord.init("my-corpus", "onrecord==0.2.0").requirement
        'onrecord==0.2.0'
    """
    folder = Path(folder)
    source = origin.installed() if requirement is None else origin.named(requirement)
    try:
        if folder.is_dir() and any(name != ".git" for name in names(folder)):
            raise PackageError(f"{folder}: not empty; name an empty folder, or one that does not exist yet")
        with staged(folder) as staging:
            resources = []
            for name, table in own_tables().items():
                TableWriter(staging.open(data_path(name)), table).close()
                facts = descriptor.file_facts(staging.path(data_path(name)))
                resources.append(descriptor.table_resource(table, facts, rows=0))
            human = descriptor.new_descriptor(folder.resolve().name)
            staging.write(DESCRIPTOR, descriptor.dump(descriptor.build(human, {"texts": "full"}, resources)))
            for path, content in descriptor.schema_files().items():
                staging.write(path, content)
            for kept in ("seeds/.gitkeep", "corrections/.gitkeep"):
                staging.write(kept, b"")
            for template, path in _PLACES.items():
                staging.write(path, _filled(template, human["title"], source.requirement).encode("utf-8"))
    except OSError as error:
        raise PackageError(of_system(error, folder)) from error
    return Skeleton(folder, source.requirement, source.note)


def _filled(template: str, name: str, requirement: str) -> str:
    text = read_file(_TEMPLATES / template).decode("utf-8")
    return string.Template(text).substitute(
        name=name, requirement=requirement, convert=origin.with_extra(requirement, "convert")
    )
