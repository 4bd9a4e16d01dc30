"""The sessions of the project, for people and for CI alike.

`nox -s package` converts, validates and publishes the package in this folder; a bare `nox` checks the code.
After the first run everything works without a network: `nox -R -s package`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_venv = "yes"

ENVIRONMENT = Path(".nox", "onrecord")
# Clients that are not on PyPI: a command that shows whether each is installed, and its Debian packages.
CLIENTS = {
    "sqlite3 --version": ["sqlite3"],
    "psql --version": ["postgresql"],
    "Rscript -e library(readr);library(jsonlite)": ["r-base-core", "r-cran-readr", "r-cran-jsonlite"],
    "node --version": ["nodejs"],
    "npm --version": ["npm"],
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def python_of_package() -> str:
    """The interpreter of the environment that the sessions for a package share."""
    return str((ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python").absolute())


def onrecord(session: nox.Session, *commands: str) -> None:
    """Runs Python with each command line, in the environment that the sessions for a package share."""
    python = python_of_package()
    # Nox would give each session its own environment; with a language model, it is large and slow to create.
    pinned = hashlib.sha256(Path("pyproject.toml").read_bytes()).hexdigest()
    stamp = ENVIRONMENT / "made-for.txt"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != pinned:
        session.run(sys.executable, "-m", "virtualenv", "--quiet", "--clear", str(ENVIRONMENT))
        session.run(python, "-m", "pip", "install", "--quiet", "--editable", ".[convert,duckdb]")
        stamp.write_text(pinned, encoding="ascii")
    for command in commands:
        session.run(python, *command.split(), *session.posargs)


@nox.session(venv_backend="none")
def package(session: nox.Session) -> None:
    """Convert, validate and publish the package in this folder."""
    onrecord(session, "scripts/convert.py", "scripts/validate.py --engine both", "scripts/publish.py")


@nox.session(venv_backend="none")
def convert(session: nox.Session) -> None:
    """Write data/ from seeds/; arguments after `--` go to `onrecord convert`."""
    onrecord(session, "scripts/convert.py")


@nox.session(venv_backend="none")
def validate(session: nox.Session) -> None:
    """Check data/ with both engines; arguments after `--` go to `onrecord validate`."""
    onrecord(session, "scripts/validate.py --engine both")


@nox.session(venv_backend="none")
def publish(session: nox.Session) -> None:
    """Write the release to dist/; arguments after `--` go to `onrecord publish`."""
    onrecord(session, "scripts/publish.py")


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Write the generated parts of docs/, and build all pages as a site in _site/."""
    onrecord(
        session,
        "-m onrecord.package.dictionary docs/data-dictionary.md",
        "scripts/draw_rooms.py",
        "scripts/list_commands.py",
    )
    session.run(python_of_package(), "-m", "pip", "install", "--quiet", "--editable", ".[docs]")
    # Silences a warning about the next major version, which pyproject.toml excludes.
    session.run(python_of_package(), "-m", "mkdocs", "build", "--quiet", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """Time installation, pages, conversion, validation, comparison and the site; `-- difference --rows N` times one."""
    onrecord(session)
    what, *arguments = session.posargs or ["all"]
    # Only needed to compare their times with onrecord's.
    session.run(
        python_of_package(),
        *("-m", "pip", "install", "--quiet", "textacy>=0.13,<1", "duckdb>=1.2,<3", "daff>=1.3,<2"),
        *("trafilatura>=2,<3", "lxml_html_clean>=0.4", "resiliparse>=0.15"),
    )
    if what in ("all", "scale"):
        session.run(python_of_package(), "-m", "pip", "install", "--quiet", "--editable", ".[dask]")
    for part in ("installation", "pages", "conversion", "incremental", "validation", "difference", "site", "scale"):
        if what in ("all", part):
            session.run(python_of_package(), f"bench/{part}.py", *arguments)


@nox.session(venv_backend="none")
def screenshot(session: nox.Session) -> None:
    """Draw docs/site.png: the article in this folder on the site, shown by Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        session.error(f"none of {', '.join(BROWSERS)} is on PATH; on Debian: apt-get install chromium")
    folder = Path(session.create_tmp(), "site").absolute()
    onrecord(session, f"-m onrecord site --output {folder}")
    page = next((folder / "articles").glob("*.html"))
    session.run(
        browser,
        "--headless",
        "--no-sandbox",  # Chromium refuses to start as root, as in a container, without it.
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--window-size=1280,1400",
        "--screenshot=docs/site.png",
        page.as_uri(),
        silent=True,  # It warns about the desktop that a server lacks.
    )


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; arguments after `--` go to pytest."""
    session.install("--editable", ".[tests]")
    session.run("pytest", "--numprocesses=auto", *session.posargs)


@nox.session
def scale(session: nox.Session) -> None:
    """Run conversions on a cluster of processes in which something fails; as root also on a full disk."""
    session.install("--editable", ".[tests]")
    session.run("pytest", "-m", "scale", *(session.posargs or ["tests/scale"]))


@nox.session
def browser(session: nox.Session) -> None:
    """Test the site in Chromium, which must be installed; arguments after `--` go to pytest."""
    session.install("--editable", ".[browser,tests]")
    session.run("pytest", "-rs", *(session.posargs or ["tests/browser"]))


@nox.session
def loaders(session: nox.Session) -> None:
    """Install all clients that docs/loading.md names and load a package in each; arguments after `--` go to pytest."""
    session.install("--editable", ".[tests,arrow,duckdb]", "datasette>=0.64,<2")
    lacking = [name for command, names in CLIENTS.items() if not runs(command) for name in names]
    if lacking and shutil.which("apt-get") and os.geteuid() == 0:
        session.run("apt-get", "update", "--quiet", external=True)
        session.run("apt-get", "install", "--yes", "--no-install-recommends", *lacking, external=True)
    elif lacking:
        session.warn(f"the tests of some clients are skipped; for them run: sudo apt-get install {' '.join(lacking)}")
    folder = Path(session.create_tmp()).absolute()
    if shutil.which("npm"):
        session.run("npm", "install", "--prefix", str(folder), "datapackage@1.1.10", external=True, silent=True)
    session.run(
        "pytest", "-rs", *(session.posargs or ["tests/loaders"]), env={"NODE_PATH": str(folder / "node_modules")}
    )


def runs(command: str) -> bool:
    """Whether a program is installed and runs this command without an error."""
    program, *arguments = command.split(" ", 2)
    return bool(shutil.which(program)) and not subprocess.run([program, *arguments], capture_output=True).returncode


@nox.session
def standards(session: nox.Session) -> None:
    """Read the metadata of a release with the libraries of DataCite, Croissant, RO-Crate and RDF."""
    session.install("--editable", ".[standards,tests]")
    session.run("pytest", "tests/unit/release", *session.posargs)


@nox.session
def audit(session: nox.Session) -> None:
    """Look up known vulnerabilities of all that the package and its extras install; needs a network."""
    session.install(".[arrow,convert,dask,duckdb,gs,review,s3,sign]", "pip-audit>=2.7,<3")
    report = Path(session.create_tmp(), "audit.json").absolute()
    report.unlink(missing_ok=True)
    # Its exit code is 1 both for a finding and for an unreachable service, and 0 if everything was skipped, for example
    # with a mirror of PyPI that has no advisories.
    session.run("pip-audit", "--format=json", f"--output={report}", success_codes=[0, 1])
    packages = json.loads(report.read_bytes())["dependencies"] if report.is_file() else []
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        session.error("nothing was audited: the advisory service cannot be reached from here; run this with a network")
    for package in packages:
        if "skip_reason" in package and package["name"] != "onrecord":
            session.warn(f"not audited: {package['skip_reason']}")
    found = [
        f"{package['name']} {package['version']}: {problem['id']}, fixed in {problem['fix_versions'] or 'no version'}"
        for package in audited
        for problem in package["vulns"]
    ]
    for line in found:
        session.warn(line)
    if found:
        session.error(f"{len(found)} known vulnerabilities; raise the lower bounds in pyproject.toml")
    session.log(f"no known vulnerability in {len(audited)} packages")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and that all imports are declared; `-- --fix` fixes what it can."""
    session.install("deptry>=0.23,<1", "ruff>=0.14,<1")
    session.run("ruff", "check", *session.posargs, ".")
    session.run("ruff", "format", *([] if session.posargs else ["--check"]), ".")
    session.run("deptry", "src", "scripts")
    # Tests and training may import packages of the groups for development.
    session.run("deptry", "--ignore", "DEP002,DEP004", "tests", "training")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy."""
    session.install("--editable", ".[convert,review,types]", "nox")
    session.run("mypy", *session.posargs)
