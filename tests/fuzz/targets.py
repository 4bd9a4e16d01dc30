"""What is fuzzed: a target makes a package of any bytes, and fails where its judgement is neither verdict nor refusal.

The target `csv` also compares the fast engine with a slow reference: the csv module, row by row, and the law of
`values`, cell by cell.
"""

from __future__ import annotations

import contextlib
import copy
import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package import DESCRIPTOR
from onrecord.problems import Problem, sort_problems
from onrecord.tableschema.cells import CELL_LIMIT
from onrecord.tableschema.column_values import beyond_columns
from onrecord.tableschema.dialect import Dialect
from onrecord.tableschema.forms import form_defect, missing_words
from onrecord.tableschema.schema import Field, Table, parse_table
from onrecord.tableschema.values import broken, normal
from onrecord.validation import check_schema, validate
from onrecord.validation.engines.findings import INCOMPLETE_KEY, cell_message
from onrecord.validation.hints import hint_for_column, hint_for_encoding
from onrecord.validation.rules import problem

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
FILE, TABLE = "things.csv", "things"
PLACE = {"path": FILE, "table": TABLE}

# Schemas of a column that anybody might write.
FIELDS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "any"},
    {"type": "string", "constraints": {"required": True}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 4}},
    {"type": "string", "constraints": {"pattern": "[a-z]+(-[0-9]{1,3})?"}},
    {"type": "string", "constraints": {"pattern": r"\d+\.?\d*|[^,x]"}},
    {"type": "string", "constraints": {"pattern": "(a|ab|b)*x?"}},
    {"type": "string", "constraints": {"pattern": r"^(\w+\s?)*$"}},
    {"type": "string", "constraints": {"enum": ["a", "ü", "", "-0"]}},
    {"type": "string", "categories": ["a", {"value": "b"}]},
    {"type": "string", "missingValues": ["-", "NA", "e\u0301"]},
    {"type": "string", "format": "uri"},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "binary"},
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": -1, "maximum": 9007199254740993}},
    {"type": "integer", "constraints": {"exclusiveMinimum": 0, "exclusiveMaximum": "10"}},
    {"type": "integer", "constraints": {"minimum": 10**30}},
    {"type": "integer", "constraints": {"enum": [1, "2", 10**20]}},
    {"type": "integer", "groupChar": ",", "bareNumber": False},
    {"type": "integer", "missingValues": ["0", "-1"], "constraints": {"required": True}},
    {"type": "integer", "categories": [1, 2, 10]},
    {"type": "number"},
    {"type": "number", "constraints": {"minimum": 0.1, "maximum": 1}},
    {"type": "number", "constraints": {"exclusiveMinimum": -1e-300, "exclusiveMaximum": "1e999"}},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "number", "bareNumber": False, "constraints": {"minimum": 0}},
    {"type": "number", "constraints": {"enum": [0.1, 1, "1e3"]}},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["ja", "1"], "falseValues": ["nein", "0", "false"]},
    {"type": "boolean", "constraints": {"enum": [True]}},
    {"type": "date"},
    {"type": "date", "constraints": {"minimum": "2000-02-29", "exclusiveMaximum": "2031-01-01"}},
    {"type": "date", "format": "any"},
    {"type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "01.01.2000"}},
    {"type": "time"},
    {"type": "time", "constraints": {"maximum": "12:00:00"}},
    {"type": "datetime"},
    {"type": "datetime", "constraints": {"minimum": "2000-01-01T00:00:00Z"}},
    {"type": "datetime", "format": "any"},
    {"type": "year", "constraints": {"minimum": 1900, "maximum": 2100}},
    {"type": "yearmonth", "constraints": {"minimum": "1999-12"}},
    {"type": "duration", "constraints": {"maximum": "P1Y"}},
    {"type": "object", "constraints": {"jsonSchema": {"required": ["a"], "properties": {"a": {"pattern": "^a+$"}}}}},
    {
        "type": "array",
        "constraints": {"minLength": 1, "jsonSchema": {"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {}}}},
    },
    {"type": "list", "itemType": "integer", "delimiter": ";", "constraints": {"maxLength": 2}},
    {"type": "geopoint"},
    {"type": "geopoint", "format": "array"},
    {"type": "geojson"},
    {"type": "geojson", "format": "topojson"},
    {"type": "nonsense", "constraints": {"minimum": 1}},
]
# Pieces of files in which readers have differed, or might.
PIECES = (
    *",;\t|\"'\n\r \0\\#-+.0129aeTZxü",
    *(
        "\r\n",
        '""',
        ',"',
        '",',
        '"\n',
        ",,",
        "\ufeff",
        "\xa0",
        "\u2028",
        "\u0661",
        "e\u0301",
        "\U0001f6a2",
        "\x1c",
        "\x85",
    ),
    *(
        "true",
        "TRUE",
        "ja",
        "nein",
        "NaN",
        "INF",
        "-INF",
        "NA",
        "null",
        "1_0",
        "-0",
        "00",
        "+1",
        "0x1",
        "1e5",
        "1E-400",
    ),
    *("9007199254740993", "9223372036854775808", "0.1", "0.10000000000000001", "1.0", "1e999", ".5", "5.", "$1", "5%"),
    *("2000-02-29", "1999-02-29", "2031-01-01", "0000-01-01", "2000-2-9", "29.02.2000", "24:00:00", "12:00:00.5"),
    *("2000-01-01T00:00:00Z", "2000-01-01T00:00:00+01:00", "2000-01-01T24:00:00", "1999-12", "P1Y", "PT1.5S", "P"),
    *("[]", "{}", '{""a"":1}', "[[", "[1e400]", "1,2", '"[1,2]"', "a@b.org", "http://a.org/", "urn:x", "YQ=="),
    *("0e1f8a4c-6b2d-4f3a-9c5e-7d8b9a0c1e2f", '"{""type"":""Point"",""coordinates"":[1,2]}"', "ab-1", "a b", "ab" * 9),
)
DIALECTS: list[dict[str, Any]] = [
    *(
        {},
        {},
        {},
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"quoteChar": "'"},
        {"doubleQuote": False},
        {"header": False},
    ),
    *({"escapeChar": "\\"}, {"commentChar": "#"}, {"skipInitialSpace": True}, {"delimiter": "a"}),
]
# What stands where something else should.
ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "x", "../x", "\ud800", "\0", "a" * 1000, 10**30, 1e999, "(a+)+", "(?=(a+)+$)a", "*"),
    *(
        [],
        {},
        [1],
        [[]],
        {"a": 1},
        ["a"],
        ["id", "id"],
        [None],
        {"$ref": "#"},
        "http://localhost/x.json",
        "file:///etc",
    ),
    *("integer", "datetime", "any", "list", "%Y", "hex", "utf-16", "gz", "\n", "id", FILE, DESCRIPTOR, "1e99999999999"),
]
PROPERTIES = [
    *("schema", "dialect", "profile", "$schema", "constraints", "enum", "pattern", "missingValues", "foreignKeys"),
    *("primaryKey", "uniqueKeys", "fields", "categories", "path", "data", "encoding", "compression", "format", "type"),
    *("minimum", "maxLength", "exclusiveMaximum", "jsonSchema", "bareNumber", "decimalChar", "groupChar", "trueValues"),
    *("itemType", "delimiter", "header", "quoteChar", "commentChar", "bytes", "hash", "rows", "name", "required"),
]


class Choices:
    """Decisions that bytes make; where they are used up, always for the first."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def below(self, limit: int) -> int:
        """A number from 0 to less than `limit`."""
        self._at += 2
        return int.from_bytes(self._data[self._at - 2 : self._at], "big") % limit

    def one_of(self, options: Sequence[Any]) -> Any:
        """One of the options."""
        return options[self.below(len(options))]

    def rest(self) -> bytes:
        """The bytes that have decided nothing."""
        return self._data[self._at :]


@contextlib.contextmanager
def written(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with files."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        yield folder
    finally:
        shutil.rmtree(folder)


def judged(package: Path, engine: str = "fast", level: str = "deep") -> list[Problem] | str:
    """The problems of a package, or why it is refused; each can be printed."""
    try:
        found = list(validate(package, engine=engine, level=level))
    except PackageError as error:
        return str(error)
    assert all(str(one) for one in found)
    return found


def descriptor_of(schema: Any, dialect: Any = None, **more: Any) -> dict[str, Any]:
    """A descriptor of one table."""
    resource = {"name": TABLE, "path": FILE, "type": "table", "schema": schema, **more}
    return {"$schema": STANDARD, "name": TABLE, "resources": [resource | ({"dialect": dialect} if dialect else {})]}


def dumped(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


def compare(schema: Mapping[str, Any], dialect: Mapping[str, Any], content: bytes) -> None:
    """Asserts that the fast engine finds in a CSV file exactly what the slow reference finds."""
    with written({DESCRIPTOR: dumped(descriptor_of(schema, dialect, encoding="utf-8")), FILE: content}) as folder:
        found = judged(folder, level="rows")
        if len(content) % 32 == 1:  # not too often, as frictionless is slow
            judged(folder, "both", level="rows")
        expected = by_the_law(parse_table(TABLE, schema, ""), dialect, content, folder / FILE)
    assert not isinstance(found, str), found
    # What readers make of whole columns is judged by eye.
    found = [one for one in found if one.line]
    assert found == expected, (schema, dialect, content, *(set(found) ^ set(expected)))


def by_the_law(table: Table, declared: Mapping[str, Any], content: bytes, file: Path) -> list[Problem]:
    """The problems of a table, found slowly."""
    csv.field_size_limit(CELL_LIMIT)
    dialect, found = dialect_of(declared), list[Problem]()
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
        found.append(problem("byte-order-mark", "the file begins with a byte order mark", line=1, **PLACE))
    seen, last, nul = [1], [""], list[int]()
    ends: dict[str, list[int]] = {"\r\n": [], "\n": [], "\r": []}

    def pieces() -> Iterator[str]:
        for line in io.BytesIO(content):
            text = line.decode()
            nul.extend([seen[0]] if "\0" in text else [])
            for piece in io.StringIO(text, newline=""):
                seen[0] += piece.endswith("\n")
                last[0] = piece
                is_comment[0] = is_first[0] and bool(dialect.comment_char and piece.startswith(dialect.comment_char))
                is_first[0] = False
                yield "\n" if is_comment[0] else piece

    is_first, is_comment = [True], [False]
    rows, start = list[tuple[int, list[str]]](), 1
    try:
        for cells in dialect.reader(pieces()):
            end = next((end for end in ends if last[0].endswith(end)), "")
            if end:
                ends[end].append(seen[0] - (end != "\r"))
            seen[0] += end == "\r"
            if not is_comment[0]:
                rows.append((start, cells))
            start, is_first[0] = seen[0], True
    except UnicodeDecodeError as error:
        message = f"the line is not UTF-8: {error.reason}"
        defect = problem("not-utf8", message, remedy=hint_for_encoding(file), line=seen[0], **PLACE)
        return _of_header(table, dialect, rows, found) or [defect]
    except csv.Error as error:
        return _of_header(table, dialect, rows, found) or [
            problem("not-csv", f"the row is not CSV: {error}", line=start, **PLACE)
        ]
    if defect := _of_header(table, dialect, rows, found, at_end=True):
        return defect
    found += [problem("nul-character", "the line holds a NUL character", line=line, **PLACE) for line in nul]
    for end, name in (("\r\n", "a carriage return and a line feed"), ("\r", "a carriage return alone")):
        if ends[end] and (ends["\n"] or end == "\r"):
            message = f"{len(ends[end]):,} lines end with {name}, this is the first; "
            message = message if len(ends[end]) > 1 else f"1 line ends with {name}, "
            message += "some readers do not end the line there"
            found.append(problem("carriage-return", message, line=ends[end][0], **PLACE))
    return sort_problems([*found, *_of_rows(table, rows[dialect.header :])])


def dialect_of(declared: Mapping[str, Any]) -> Dialect:
    """The dialect as `Dialect` has it."""
    names = {"quoteChar": "quote_char", "doubleQuote": "double_quote", "escapeChar": "escape_char"}
    names |= {"skipInitialSpace": "skip_initial_space", "commentChar": "comment_char"}
    return Dialect(**{names.get(name, name): value for name, value in declared.items()})


def _of_header(
    table: Table, dialect: Dialect, rows: list[tuple[int, list[str]]], found: list[Problem], *, at_end: bool = False
) -> list[Problem]:
    """The one defect of a file whose header is wrong; where the file is at its end or has a header."""
    if not dialect.header or (rows and tuple(rows[0][1]) == table.columns) or (not rows and not at_end):
        return []
    from onrecord.validation.sheets import header_defect

    defect = header_defect(rows[0][1] if rows else None, table, PLACE)
    assert defect
    return sort_problems([*found, defect])


def _of_rows(table: Table, rows: Sequence[tuple[int, list[str]]]) -> Iterator[Problem]:
    width = len(table.columns)
    faults: dict[str, list[tuple[int, str, str, str, str]]] = defaultdict(list)
    seen: dict[tuple[str, str], int] = {}
    laws = {field.name: (broken(field), normal(field), missing_words(table, field)) for field in table.fields}
    for line, cells in rows:
        filled = dict(zip(table.columns, [*cells, *[""] * width], strict=False))
        key = ",".join(filled[name] for name in table.primary_key)
        row = {**PLACE, "line": line, "key": key}
        # An empty line is a row whose only cell is empty where there is one column, and none where there are more.
        is_ragged = len(cells or [""]) != width
        if is_ragged and not cells:
            yield problem("blank-row", f"the line is empty, but the schema has {width} fields", **row)
        elif is_ragged:
            text = f"the row has {len(cells)} cell{'s' * (len(cells) != 1)}"
            yield problem("wrong-cell-count", f"{text}, but the schema has {width} field{'s' * (width != 1)}", **row)
        elif not any(cells):
            yield problem("empty-row", "all cells of the row are empty", line=line, **PLACE)
        for field in table.fields:
            name, cell = field.name, filled[field.name]
            law, one, words = laws[name]
            is_missing = _is_missing(field, cell)
            codes = [] if is_missing else [(code, cell_message(code, field, cell)) for code in law(cell)]
            wrong = bool(codes)
            if is_missing and field.required:
                codes, wrong = [("required-missing", cell_message("required-missing", field, ""))], True
            elif is_missing and name in table.primary_key:
                codes = [("incomplete-key", INCOMPLETE_KEY)]
            elif (
                not codes
                and not is_missing
                and (defect := form_defect(field, cell, words) or beyond_columns(field)(cell))
            ):
                codes = [defect]
            if not is_ragged:
                faults[name] += [(line, key, cell, code, message) for code, message in codes]
            if is_missing or not (field.unique or table.primary_key == (name,)):
                continue
            first = seen.setdefault((name, one(cell)), line)
            if (name, one(cell), line) != (name, one(cell), first) and not is_ragged and not wrong:
                code = "duplicate-key" if table.primary_key == (name,) else "duplicate-value"
                from onrecord.validation.engines.findings import key_message

                text = key_message(cell, first)
                yield problem(code, text, field=name, value=cell, **row)
    for name, told_of in faults.items():
        of_type = {cell for _, _, cell, code, _ in told_of if code == "type-error"}
        hint = hint_for_column(table.field(name), of_type) if of_type else ""
        for line, key, cell, code, message in told_of:
            remedy = hint if code == "type-error" else ""
            yield problem(code, message, remedy=remedy, line=line, key=key, field=name, value=cell, **PLACE)


def _is_missing(field: Field, cell: str) -> bool:
    return cell in field.missing_values


def fuzz_csv(data: bytes) -> None:
    """A CSV file of the bytes, or of pieces that they choose, under a schema and a dialect that they choose."""
    choices = Choices(data)
    declared = [choices.one_of(FIELDS) for _ in range(1 + choices.below(3))]
    schema: dict[str, Any] = {"fields": [{"name": name, **one} for name, one in zip("abc", declared, strict=False)]}
    if choices.below(3) == 1:
        schema["primaryKey"] = ["a"]
    if choices.below(3) == 1:
        schema["fields"][-1].setdefault("constraints", {})
        schema["fields"][-1] = {
            **schema["fields"][-1],
            "constraints": {**schema["fields"][-1]["constraints"], "unique": True},
        }
    dialect = choices.one_of(DIALECTS)
    header = dialect.get("delimiter", ",").join("abc"[: len(declared)]).encode() + b"\n"
    is_raw, has_header = choices.below(4) == 1, choices.below(8) != 1
    rest = choices.rest()
    content = rest if is_raw else "".join(PIECES[byte % len(PIECES)] for byte in rest).encode()
    compare(schema, dialect, (header if has_header and dialect.get("header", True) else b"") + content)


def spoilt(value: Any, choices: Choices) -> Any:
    """A value of JSON in which something is replaced, removed or added."""
    value = json.loads(json.dumps(value))
    for _ in range(1 + choices.below(3)):
        *way, last = choices.one_of(list(_places(value)))
        inner = value
        for key in way:
            inner = inner[key]
        odd = copy.deepcopy(choices.one_of(ODD))
        match choices.below(4):
            case 0 | 1:
                inner[last] = odd
            case 2:
                del inner[last]
            case _ if isinstance(inner, dict):
                inner[choices.one_of(PROPERTIES)] = odd
            case _:
                inner.append(odd)
        if not value:
            break
    return value


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(inner, (*place, key))


def _rich(choices: Choices) -> dict[str, Any]:
    """A schema with keys and a few columns."""
    fields = [{"name": "id", "type": "string", "constraints": {"required": True}}]
    fields += [{"name": name, **choices.one_of(FIELDS)} for name in "bc"]
    key = {"fields": ["b"], "reference": {"resource": "", "fields": ["id"]}}
    return {
        "fields": fields,
        "missingValues": ["", "-"],
        "primaryKey": ["id"],
        "uniqueKeys": [["b", "c"]],
        "foreignKeys": [key],
    }


ROWS = b"id,b,c\nx,1,2031-05-13\ny,,\nx,x,true\n"


def fuzz_descriptor(data: bytes) -> None:
    """A descriptor of the bytes, or a good one that they spoil."""
    choices = Choices(data)
    content, engine = data, "frictionless" if choices.below(16) == 1 else "fast"
    if choices.below(4) != 1:
        content = dumped(
            spoilt(descriptor_of(_rich(choices), {"delimiter": ","}, encoding="utf-8", bytes=len(ROWS)), choices)
        )
    with written({DESCRIPTOR: content, FILE: ROWS}) as folder:
        judged(folder, engine)


def fuzz_schema(data: bytes) -> None:
    """A schema in a file of its own, of the bytes, or a good one that they spoil."""
    choices = Choices(data)
    content, engine = data, "both" if choices.below(16) == 1 else "fast"
    if choices.below(4) != 1:
        content = dumped(spoilt(_rich(choices), choices))
    with written({DESCRIPTOR: dumped(descriptor_of("s.json")), FILE: ROWS, "s.json": content}) as folder:
        judged(folder, engine)
        with contextlib.suppress(PackageError):
            check_schema(folder / "s.json")


def fuzz_zip(data: bytes) -> None:
    """A zip of the bytes, or a good one in which they change some."""
    choices = Choices(data)
    content = data
    if choices.below(4) != 1:
        packed = io.BytesIO()
        with zipfile.ZipFile(
            packed, "w", choices.one_of([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA])
        ) as archive:
            archive.writestr(
                DESCRIPTOR, dumped(descriptor_of({"fields": [{"name": name} for name in ("id", "b", "c")]}))
            )
            archive.writestr(FILE, ROWS)
        changed = bytearray(packed.getvalue())
        for _ in range(choices.below(6)):
            changed[choices.below(len(changed))] = choices.below(256)
        content = bytes(changed) + choices.rest()[:100]
    with written({"package.zip": content}) as folder:
        judged(folder / "package.zip")


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "csv": fuzz_csv,
    "descriptor": fuzz_descriptor,
    "schema": fuzz_schema,
    "zip": fuzz_zip,
}
