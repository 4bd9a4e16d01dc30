"""The description of a release from which every metadata file is made. It has only what the descriptor states."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord.package.descriptor import file_facts
from onrecord.package.package import Package
from onrecord.package.resources import Resource
from onrecord.sql.schema import SqlTable

_ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)")
_ADDRESS = re.compile(r"https?://\S+")
# The roles that make a contributor an author, in Data Package and before it.
_CREATING = frozenset({"creator", "author"})


@dataclasses.dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its SPDX identifier, empty if it has none; its name and title in the descriptor; its URL."""

    spdx: str
    name: str
    title: str
    url: str

    @property
    def label(self) -> str:
        """What it is called for short."""
        return self.spdx or self.name or self.title


@dataclasses.dataclass(frozen=True, slots=True)
class Agent:
    """A contributor; a property is empty if it is not stated.

    Attributes:
        name: the full name.
        given: the given name of a person.
        family: the family name of a person.
        orcid: the identifier of a person, as 0000-0002-1825-0097.
        url: a URL.
        email: an email address.
        organization: the organization of a person.
        roles: the roles in lower case.
    """

    name: str
    given: str = ""
    family: str = ""
    orcid: str = ""
    url: str = ""
    email: str = ""
    organization: str = ""
    roles: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether this is known to be a person; everybody else is described as an organization."""
        return bool(self.given or self.family or self.orcid)

    @property
    def role(self) -> str:
        """The roles in words."""
        return ", ".join(self.roles).capitalize() or "Contributor"


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file of a release: its path in the version's folder, title, media type, size in bytes and SHA-256."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, folder: Path, path: str, title: str, media_type: str) -> File:
        """The file at `path` in `folder`."""
        facts = file_facts(folder / path)
        return cls(path, title, media_type, facts.size, facts.sha256)


@dataclasses.dataclass(frozen=True)
class About:
    """A release. A text is empty if the descriptor does not state it.

    Attributes:
        name: the package's name.
        title: its title, else its name.
        description: its description.
        version: the version of the release.
        created: when it was made, as a date-time of RFC 3339.
        homepage: its URL.
        doi: its DOI, as in 10.5281/zenodo.1234, if `id` is a DOI.
        keywords: its keywords.
        licences: its licences.
        agents: its contributors.
        sources: title and URL of each source.
        tables: the tables that are written in every format.
        resources: the tables and other files that the descriptor lists.
        settings: the descriptor's `onrecord` property.
        files: the downloads, once they are written: the zip, then each table in each format, then the database.
    """

    name: str
    title: str
    description: str
    version: str
    created: str
    homepage: str
    doi: str
    keywords: tuple[str, ...]
    licences: tuple[Licence, ...]
    agents: tuple[Agent, ...]
    sources: tuple[tuple[str, str], ...]
    tables: tuple[SqlTable, ...]
    resources: tuple[Resource, ...]
    settings: Mapping[str, Any]
    files: tuple[File, ...] = ()

    @property
    def creators(self) -> tuple[Agent, ...]:
        """The contributors who made the data."""
        return tuple(agent for agent in self.agents if _CREATING.intersection(agent.roles))

    @property
    def publishers(self) -> tuple[Agent, ...]:
        """The contributors who publish the data."""
        return tuple(agent for agent in self.agents if "publisher" in agent.roles)

    @property
    def others(self) -> tuple[Agent, ...]:
        """The contributors with other roles."""
        known = {*_CREATING, "publisher"}
        return tuple(agent for agent in self.agents if not known.intersection(agent.roles))

    @property
    def date(self) -> str:
        """The day on which the release was made."""
        return self.created[:10]

    @property
    def address(self) -> str:
        """The URL of the data: that of the DOI, else the homepage."""
        return f"https://doi.org/{self.doi}" if self.doi else self.homepage

    def citation(self) -> str:
        """The citation, as far as it is known: creators (year). title (version). publisher. address."""
        names = "; ".join(agent.name for agent in self.creators)
        year = f"({self.created[:4]})" if self.created else ""
        head = f"{names} {year}".strip()
        parts = [head, f"{self.title} (version {self.version})"]
        parts += [publisher.name for publisher in self.publishers[:1]]
        text = ". ".join(part for part in parts if part)
        return f"{text}. {self.address}".strip()


# What the standards require, by its name in `About`: a word for it, and the remedy if it is not stated.
WANTED: Mapping[str, tuple[str, str]] = {
    "created": ("date", 'publish with --created, or add "created": "2031-05-13T00:00:00Z" to datapackage.json'),
    "description": ("description", 'add "description": "..." to datapackage.json'),
    "licences": ("licence", 'add "licenses": [{"name": "CC-BY-4.0"}] to datapackage.json'),
    "creators": ("creator", 'add "contributors": [{"title": "...", "roles": ["creator"]}] to datapackage.json'),
    "publishers": ("publisher", 'add a contributor with "roles": ["publisher"] to datapackage.json'),
    "homepage": ("homepage", 'add "homepage": "https://..." to datapackage.json'),
}


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without empty texts, lists and objects, and without None."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def describe(package: Package, tables: Iterable[SqlTable]) -> About:
    """The description of a release from the package in its folder.

    Args:
        package: the package.
        tables: its tables that are written in every format.
    """
    stated = package.descriptor
    identifier = _text(stated.get("id"))
    doi = _DOI.fullmatch(identifier)
    return About(
        name=_text(stated.get("name")),
        title=_text(stated.get("title")) or _text(stated.get("name")),
        description=_text(stated.get("description")),
        version=_text(stated.get("version")),
        created=_text(stated.get("created")),
        homepage=_address(stated.get("homepage")),
        doi=doi[1] if doi else "",
        keywords=tuple(filter(None, map(_text, _list(stated.get("keywords"))))),
        licences=tuple(_licence(each) for each in _list(stated.get("licenses")) if isinstance(each, dict)),
        agents=tuple(
            agent
            for each in _list(stated.get("contributors"))
            if isinstance(each, dict) and (agent := _agent(each)).name
        ),
        sources=tuple(
            (_text(source.get("title")), _address(source.get("path")))
            for source in _list(stated.get("sources"))
            if isinstance(source, dict)
        ),
        tables=tuple(tables),
        resources=package.resources,
        settings=package.settings,
    )


def _licence(stated: Mapping[str, Any]) -> Licence:
    name, url = _text(stated.get("name")), _address(stated.get("path"))
    spdx = _spdx(name)
    return Licence(
        spdx=spdx,
        name=name,
        title=_text(stated.get("title")),
        url=url or (f"https://spdx.org/licenses/{spdx}.html" if spdx else ""),
    )


def _spdx(name: str) -> str:
    """A name as an SPDX identifier, in its canonical form; empty if it is not an SPDX identifier."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return "" if not name or " " in name else canonicalize_license_expression(name)
    except InvalidLicenseExpression:
        return ""


def _agent(stated: Mapping[str, Any]) -> Agent:
    given, family = _text(stated.get("givenName")), _text(stated.get("familyName"))
    url = _address(stated.get("path"))
    orcid = _ORCID.fullmatch(url)
    # Data Package 1 has one role; its default is contributor.
    roles = _list(stated.get("roles")) or [stated.get("role")]
    return Agent(
        name=_text(stated.get("title")) or f"{given} {family}".strip(),
        given=given,
        family=family,
        orcid=orcid[1] if orcid else "",
        url=url,
        email=_text(stated.get("email")),
        organization=_text(stated.get("organization")),
        roles=tuple(_text(role).casefold() for role in roles if _text(role)),
    )


def _text(value: object) -> str:
    """A text on one line, without unprintable characters; empty if the value is not a text."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split()) if isinstance(value, str) else ""


def _address(value: object) -> str:
    text = _text(value)
    return text if _ADDRESS.fullmatch(text) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
