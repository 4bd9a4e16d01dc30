"""Documents of Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Fact, Original, Refusal

from .reading import blocks, read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: docx.document.Document) -> bytes:
    """A document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def ferry() -> docx.document.Document:
    """An article with all that is left out."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Ferry stays", "Nora Pell"
    document.sections[0].header.paragraphs[0].text = "Tarn Courier"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Ferry stays", style="Title")
    document.add_paragraph("It runs until spring", style="Subtitle")
    document.add_paragraph("By Nora Pell")
    body = document.add_paragraph("The ferry ")
    for xml in (
        '<w:del w:id="1" w:author="x"><w:r><w:delText>sinks</w:delText></w:r></w:del>',
        '<w:ins w:id="2" w:author="x"><w:r><w:t>stays</w:t></w:r></w:ins>',
        '<w:moveFrom w:id="3" w:author="x"><w:r><w:t>here</w:t></w:r></w:moveFrom>',
        '<w:r><w:t xml:space="preserve"> in  </w:t><w:tab/><w:t>Tarn.</w:t><w:footnoteReference w:id="2"/></w:r>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
        '<w:hyperlink w:anchor="a"><w:r><w:t xml:space="preserve"> See below.</w:t></w:r></w:hyperlink>',
        "<w:r><w:br/><w:br/><w:t>It is old,</w:t><w:br/><w:t>she said.</w:t></w:r>",
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>A box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
    ):
        body._p.append(parse_xml(xml.replace(">", f" {W}>", 1)))
    document.add_paragraph("The ferry at dawn.", style="Caption")
    document.add_heading("What comes next", 2)
    document.add_paragraph("a new pier", style="List Bullet")
    document.add_paragraph("“No,” she said.", style="Quote")
    document.add_table(1, 1).cell(0, 0).text = "a cell"
    joined = document.add_paragraph("It runs ")
    joined._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="4" w:author="x"/></w:rPr>'))
    document.add_paragraph("until spring.")
    return document


def test_an_article() -> None:
    """Changes are accepted; headers, footers, tables, boxes, notes and hidden words are left out."""
    content = saved(ferry())
    [document] = read(content, ".docx")
    assert isinstance(document, Document)
    assert blocks(document) == [
        ("headline", "Ferry stays"),
        ("headline", "It runs until spring"),
        (None, "By Nora Pell"),
        (None, "The ferry stays in Tarn. See below."),
        (None, "It is old, she said."),
        ("caption", "The ferry at dawn."),
        ("headline", "What comes next"),
        (None, "a new pier"),
        (None, "“No,” she said."),
        (None, "It runs until spring."),
    ]
    assert document.facts == {"title": Fact("Ferry stays", "properties"), "authors": Fact("Nora Pell", "properties")}
    assert document.original == Original(content, ".docx")


def test_what_programs_fill_in() -> None:
    """The name of the program and of a file are not facts, and the day of the file is not that of publication."""
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - ferry_final.doc"
    document.add_paragraph("It runs.")
    [found] = read(saved(document), ".docx")
    assert isinstance(found, Document)
    assert (found.text, found.facts) == ("It runs.\n", {})


def test_a_document_without_words() -> None:
    """A table alone is not an article."""
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "a cell"
    message = "a document without words outside of tables and boxes; save its text as .txt"
    assert read(saved(document), ".docx") == [Refusal("no_text", message)]


def test_a_list_of_a_database() -> None:
    """Nexis gives out many articles in a single document."""
    document = docx.Document()
    for title in ("Ferry stays", "Mill closes"):
        for words in (title, "It was so.", "End of Document"):
            document.add_paragraph(words)
    [refusal] = read(saved(document), ".docx")
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.message[:41]) == ("kind", "a list of 2 articles as Nexis gives them ")


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A document of which a part is changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(ferry()))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(old.read(part)) if part.filename == name else old.read(part))
    return file.getvalue()


def test_entities() -> None:
    """Those that a document declares are neither expanded nor read from a file."""
    entities = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    content = changed(
        "word/document.xml",
        lambda part: part.replace(b"?>", b"?>" + entities, 1).replace(b"until spring.", b"&a;&x;until spring."),
    )
    [document] = read(content, ".docx")
    assert "aaaa" not in document.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (saved(ferry())[:3000], "a.docx: a damaged document (File is not a zip file); open it in Word, and save it as"),
        (
            changed("word/document.xml", lambda part: part.replace(b"<w:body>", b"<w:body>" + b" " * 40_000_000)),
            "a.docx: far larger when it is unpacked than an article is; save its text as .txt",
        ),
        (changed("word/document.xml", lambda part: part[:500]), "a.docx: a damaged document ("),
        (changed("word/document.xml", lambda part: b"<a/>"), "a.docx: a damaged document ("),
        (changed("word/styles.xml", lambda part: b"<a/>"), "a.docx: a damaged document ("),
        (changed("docProps/core.xml", lambda part: b"<a/>"), "a.docx: a damaged document ("),
        (changed("[Content_Types].xml", lambda part: b"<a/>"), "a.docx: a damaged document ("),
        (
            changed("word/document.xml", lambda part: part.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 50_000)),
            "a.docx: a damaged document (",
        ),
    ],
)
def test_damaged_and_hostile_documents(content: bytes, message: str) -> None:
    """The reason and the remedy."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read(content, ".docx")


def renamed(name: str) -> bytes:
    """A document whose main part is large and has another name."""
    large = changed("word/document.xml", lambda part: part.replace(b"<w:body>", b"<w:body>" + b" " * 40_000_000))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(large)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename in {"[Content_Types].xml", "_rels/.rels"}:
                content = content.replace(b"word/document.xml", name.encode())
            new.writestr(name if part.filename == "word/document.xml" else part.filename, content)
    return file.getvalue()


@pytest.mark.parametrize("name", ["word/document.dat", "word/media/document.xml", "word/media/image1.png"])
def test_a_large_text_by_any_name(name: str) -> None:
    """The main part is named by the document, so the limit holds for parts of all names."""
    with pytest.raises(SourceError, match=re.escape("a.docx: far larger when it is unpacked than an article is")):
        read(renamed(name), ".docx")


def test_a_large_picture() -> None:
    """The limit for parts does not hold for pictures."""
    file = io.BytesIO(saved(ferry()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.bmp", b"BM" + bytes(40_000_000))
    [document] = read(file.getvalue(), ".docx")
    assert isinstance(document, Document)
