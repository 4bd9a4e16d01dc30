"""What a stranger installs holds all that the package needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from onrecord.package.own_tables import TABLES

CHECKOUT = Path(__file__).parents[2]


def test_the_wheel_carries_code_schemas_and_type_marker(tmp_path: Path) -> None:
    """The wheel holds every file of src/ and the schemas, and nothing else but its metadata."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    [wheel] = tmp_path.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = CHECKOUT / "src"
    code = {
        path.relative_to(source).as_posix()
        for path in (source / "onrecord").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert "onrecord/py.typed" in code
    assert packed == code | {f"onrecord/schemas/{name}.schema.json" for name in [*TABLES, "corrections"]}
