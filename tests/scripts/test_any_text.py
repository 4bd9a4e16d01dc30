"""Any text makes a valid package: articles as they should be, and files that are hardly articles at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from onrecord.building.conversion import convert
from onrecord.validation import validate

GOLDEN = Path(__file__).parents[1] / "golden" / "package" / "seeds"
TEXTS = {
    "all-capitals.txt": 'MAYOR SAYS NO\n\nMAYOR ELLEN PARK SAID THE BRIDGE IS SAFE.\n\n"IT IS SAFE," SHE SAID.\n',
    "astral.txt": "𝒯𝒽𝑒 mayor said 𝒩𝑜.\n\n“𝒴𝑒𝓈,” said Berg.\n",
    "byte-order-mark.txt": "\ufeffHeadline here\n\nA body text by no one.\n",
    "clitics.txt": "Berg said he’d fought three bouts and won. “We’ve seen her and don’t like it,” he said.\n",
    "combining.txt": "Cafe\u0301 owner José says no\n\n“Non,” said Jose\u0301 Pen\u0303a.\n",
    "control.txt": "The \x07mayor\x1b said no.\n\nEnd\x0c\n",
    "blank-quote.txt": "The mayor said “ \x85 ” and left. Council member Owen Pike voted no. \r Owen Pike voted no.\n",
    "crlf.txt": 'Bridge shut\r\n\r\nThe bridge is shut, said Mayor Ellen Park.\r\n\r\n"It is not safe," she said.\r\n',
    "emoji.txt": "😀 Cats rule 😀\n\n“Meow,” said Tom Berg 😀, a cat lover.\n",
    "french.txt": "Le maire a dit : « Non ».\n\nIl est parti.\n",
    "html.txt": '<p>The mayor said <b>"no"</b> & left.</p>\n<script>alert(1)</script>\n',
    "long-quote.txt": f"“{'I said it again and again. ' * 200}” Berg said.\n",
    "long-line.txt": "word " * 5000,
    "marks-only.txt": '"""\n\n“\n\n”””\n\n‘’\n',
    "no-break.txt": "The\u00a0mayor\u00a0said\u00a0the bridge is\u00a0safe.\n\nNo\u2028line\u2029end.\n",
    "no-period.txt": "Just one line without any period",
    "numbers.txt": "1 2 3 4 5-2 6-0 7 to 0\n\n5-2\n\n6-0\n",
    "poem.txt": "Shall we go down\nto the grey old pier?\nThe boats are late\nand the tide is near.\n",
    "right-to-left.txt": "Visit\u200f to city\n\nThe mayor said “שלום” to the guests.\n",
    "spaces & ünïcode.txt": "Town votes 5-2\n\nThe Town Board voted 5-2 to approve the plan.\n",
    "sub/folder/deep.txt": "Deep\n\nDeep text said so.\n",
    "table.txt": "\tName\tVote\n\tBerg\tyes\n\tRuiz\tno\n",
}


def test_any_text_makes_a_valid_package(tmp_path: Path) -> None:
    """Twenty odd texts and three articles convert to a package that onrecord and frictionless accept."""
    sources = tmp_path / "texts"
    for name, text in TEXTS.items():
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_bytes(text.encode("utf-8"))
    package = tmp_path / "out"
    made = convert([sources, GOLDEN], package=package)
    assert made.rows["articles"] == len(TEXTS) + 3
    assert list(validate(package)) == []
    judged = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout
