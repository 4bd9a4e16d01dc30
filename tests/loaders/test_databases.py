"""SQLite, Datasette and PostgreSQL load the package as docs/loading.md says; their views are those of the frames."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord import load
from onrecord.package.own_tables import own_tables
from onrecord.package.package import read_package
from onrecord.sql.postgres import postgres_script
from onrecord.sql.views import views

from ..small_package import edit_descriptor
from .conformance import FORM_KINDS, FORMS, KINDS, Row, expected, worth, write_forms, write_things
from .page import block

COMMANDS = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
SECONDS = 60  # a server has to start


def sh(code: str, folder: Path, **environment: str) -> str:
    """What a block of the page prints."""
    run = subprocess.run(
        ["bash", "-euc", code],
        cwd=folder,
        env=os.environ | {"PATH": COMMANDS} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout
    return run.stdout


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def view_rows(package: Path) -> dict[str, list[Row]]:
    """The rows of each view as frames have them, in a form that all databases share."""
    return {name: list(map(plain, frame.to_dicts())) for name, frame in load(package, "polars").views.items()}


def plain(row: Row) -> Row:
    """A row of a view with truth values and whole numbers in one form."""
    return {name: float(value) if isinstance(value, int | float) else value for name, value in row.items()}


@pytest.fixture
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The SQLite file `out.db` that the page makes of the package `out`, with its views."""
    if not shutil.which("sqlite3"):
        pytest.skip("SQLite's shell is not installed: apt-get install sqlite3")
    write_things(tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    exec(compile(block("SQLite", "python"), "docs/loading.md", "exec"), {})
    sh(block("SQLite", "sh", 1), tmp_path)
    return tmp_path / "out.db"


def test_sqlite(sqlite: Path) -> None:
    """Values and views; integers, numbers and texts have SQLite's own types."""
    with contextlib.closing(sqlite3.connect(sqlite)) as database:
        database.row_factory = sqlite3.Row
        for table, kinds in KINDS.items():
            rows = [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid")]
            assert worth(kinds, rows) == expected(table)
        found = {name: [plain(dict(row)) for row in database.execute(f"SELECT * FROM {name}")] for name in VIEWS}
        assert found == view_rows(sqlite.parent / "out")
        quoted, of_stories, voted = block("Views", "sql").splitlines()
        assert tuple(database.execute(quoted).fetchone()) == ("Ida Brandt", 2, 1)
        assert tuple(database.execute(of_stories).fetchone()) == ("Ida Brandt", 1, 2)
        assert [tuple(row)[:3] for row in database.execute(voted)] == [("Mara Quill", "no", "Ashgrove council")]


VIEWS = tuple(views(own_tables()))


@pytest.fixture
def datasette(sqlite: Path) -> Iterator[str]:
    """The address of a Datasette that the page's command starts."""
    if not shutil.which("datasette", path=COMMANDS):
        pytest.skip("Datasette is not installed: pip install datasette")
    port = str(free_port())
    command = block("Datasette", "sh").replace("8001", port).split()
    environment = os.environ | {"PATH": COMMANDS}
    server = subprocess.Popen(
        command, cwd=sqlite.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(int(port), server)
        yield block("Datasette", "sh", 1).replace("8001", port).split('"')[1]
    finally:
        server.terminate()
        server.wait(SECONDS)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Returns when something listens at a port."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens at port {port}")


def fetched(address: str) -> Any:
    """The JSON at an address."""
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:
        return json.load(answer)


def test_datasette(datasette: str, tmp_path: Path) -> None:
    """Tables and views over HTTP, as the page asks for them."""
    for table, kinds in KINDS.items():
        assert worth(kinds, without_rowid(fetched(datasette.replace("quotes_named", table)))) == expected(table)
    found = {name: list(map(plain, fetched(datasette.replace("quotes_named", name)))) for name in VIEWS}
    assert found == view_rows(tmp_path / "out")


def without_rowid(rows: list[Row]) -> list[Row]:
    """Rows without the number that Datasette shows where a table has no key."""
    return [{name: value for name, value in row.items() if name != "rowid"} for row in rows]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A PostgreSQL server of the test's own, as the variables by which its clients find it."""
    if not SERVERS or not shutil.which("psql"):
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    is_root = os.geteuid() == 0
    if is_root and not shutil.which("runuser"):
        pytest.skip("PostgreSQL does not run as root, and there is no runuser: apt-get install util-linux")
    # The server's user must get into all folders above its own.
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, encoding="utf-8", check=True).stdout.strip())
    if is_root:
        shutil.chown(folder, "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if is_root else []
    port, bin_folder = str(free_port()), SERVERS[-1].parent
    data, log = folder / "data", folder / "log"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    try:
        run(str(bin_folder / "initdb"), "-D", str(data), "--auth=trust", "--username=postgres", "--encoding=UTF8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c timezone=America/New_York -c fsync=off"
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
        try:
            yield {"PGHOST": "127.0.0.1", "PGPORT": port, "PGUSER": "postgres", "PGTZ": "UTC"}
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def rows_of_postgres(database: str, relation: str, server: dict[str, str], order: str = "") -> list[Row]:
    """The rows of a table or view of PostgreSQL, in its own JSON."""
    # Numbers keep all their digits; those that JSON lacks become texts.
    query = f'SELECT row_to_json(found) FROM (SELECT * FROM "{relation}" {order}) AS found'
    printed = subprocess.run(
        ["psql", "-d", database, "-AtXq", "-c", query],
        env=os.environ | server,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return [json.loads(line) for line in printed.splitlines()]


def test_postgres(postgres: dict[str, str], tmp_path: Path) -> None:
    """The page's commands load all tables, with their types, keys, comments and views."""
    write_things(tmp_path / "out")
    sh(block("PostgreSQL", "sh"), tmp_path, **postgres)
    for table, kinds in KINDS.items():
        assert worth(kinds, rows_of_postgres("news", table, postgres)) == expected(table)
    found = {name: list(map(plain, rows_of_postgres("news", name, postgres))) for name in VIEWS}
    assert found == view_rows(tmp_path / "out")
    assert "Mara Quill" in sh(block("PostgreSQL", "sh", 1), tmp_path, **postgres)
    keys = (
        "SELECT contype, count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1"
    )
    printed = sh(f'psql -d news -AtXq -c "{keys}"', tmp_path, **postgres)
    tables = own_tables().values()
    assert printed.split() == [f"f|{sum(len(table.foreign_keys) for table in tables)}", f"p|{len(tables) + 2}", "u|1"]
    comment = "SELECT col_description('quotes'::regclass, 1), obj_description('quotes'::regclass)"
    message = sh(f'psql -d news -AtXq -c "{comment}"', tmp_path, **postgres).strip()
    assert message == f"Stable id.|{own_tables()['quotes'].description}"


def loaded(package: Path, name: str, server: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A new database with a package's tables, and how psql took the script."""
    (package / "postgres.sql").write_text(postgres_script(read_package(package)), encoding="utf-8")
    sh(f"createdb {name}", package, **server)
    command = ["psql", "-X", "-q", "-d", name, "-f", "postgres.sql"]
    return subprocess.run(command, cwd=package, env=os.environ | server, capture_output=True, encoding="utf-8")


def test_postgres_reads_other_forms(postgres: dict[str, str], tmp_path: Path) -> None:
    """Words of other languages, decimal commas, patterns of dates and other missing values are told to it."""
    run = loaded(write_forms(tmp_path / "forms"), "forms", postgres)
    assert run.returncode == 0, run.stderr
    rows = rows_of_postgres("forms", "forms", postgres)
    for row in rows:  # JSON has no numbers for these
        row["ratio"] = {"Infinity": float("inf"), "-Infinity": -float("inf")}.get(row["ratio"], row["ratio"])
        row["ratio"] = float("nan") if row["ratio"] == "NaN" else row["ratio"]
    assert worth(FORM_KINDS, rows) == FORMS


BROKEN = {
    # psql before version 18 takes such a line for the end of the file.
    "a line in a cell": ("things", b"two\r\nlines", b"two\n\\.\nlines", "CSV"),
    "a line": ("lines", b"line", b"\\.", "lines does not have the 3 rows that it should have"),
    "a word": ("things", b"true", b"perhaps", "perhaps"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_postgres_is_loaded_wholly_or_not_at_all(broken: str, postgres: dict[str, str], tmp_path: Path) -> None:
    """What psql cannot read, and would cut short without a word, leaves no table behind."""
    version = subprocess.run(["psql", "--version"], capture_output=True, encoding="utf-8", check=True).stdout.split()[2]
    if broken != "a word" and int(version.split(".")[0]) >= 18:
        pytest.skip(f"psql {version} reads such lines")
    table, good, bad, message = BROKEN[broken]
    package = write_things(tmp_path / "out")
    (package / "data" / "lines.csv").write_bytes(b"text\nfirst\nline\nlast\n")
    schema = {"fields": [{"name": "text", "type": "string"}]}
    lines = {"name": "lines", "path": "data/lines.csv", "schema": schema, "rows": 3}
    edit_descriptor(package, lambda descriptor: descriptor["resources"].append(lines))
    name = broken.replace(" ", "_")
    assert loaded(package, name, postgres).returncode == 0
    file = package / "data" / f"{table}.csv"
    file.write_bytes(file.read_bytes().replace(good, bad))
    run = loaded(package, f"{name}_2", postgres)
    assert run.returncode != 0
    assert message in run.stderr
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert sh(f'psql -d {name}_2 -AtXq -c "{tables}"', tmp_path, **postgres) == "0\n"


def test_names_that_are_commands_are_left_out(postgres: dict[str, str], tmp_path: Path) -> None:
    """What stands behind a line break in a name does not reach psql; other odd names are names."""
    package = write_forms(tmp_path / "forms")
    trap = f"x\n\\! touch {tmp_path}/trapped\n"

    def edit(descriptor: dict[str, Any]) -> None:
        [resource] = descriptor["resources"]
        copy = json.loads(json.dumps(resource))
        copy["name"] = 'it\'s a "$$ table" :x'
        copy["schema"]["fields"][0]["name"] = "i'd \"$$"
        resource["name"] = trap
        descriptor["resources"].append(copy)

    content = (package / "forms.csv").read_bytes()
    edit_descriptor(package, edit)
    (package / "forms.csv").write_bytes(content)
    run = loaded(package, "trap", postgres)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "trapped").exists()
    assert sh("psql -d trap -AtXq -c '\\dt'", tmp_path, **postgres).split("|")[1] == 'it\'s a "$$ table" :x'
