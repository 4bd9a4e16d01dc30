"""Articles in PDF: lines become paragraphs."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from onrecord.errors import SourceError
from onrecord.ingestion.document import Document, Fact, Original, Refusal
from onrecord.ingestion.formats import pdf

from .reading import blocks, read

SENTENCES = (
    "The ferry between Tarn and Ashgrove will run until the spring of next year, the council decided on Monday night.",
    "“We need it, and we will pay for it,” Mayor Ida Mott said after the vote, which had been put off three times.",
    "The old pier is closed.",
    "Nobody spoke against it, and only one member of the council, who has a boat, did not vote at all.",
)
# Paragraphs of different lengths, of which no two begin or end alike.
PARAGRAPHS = [
    f"Number {number} of the reasons: {' '.join(SENTENCES[number % 4 :] + SENTENCES[: number % 3])}"
    for number in range(30)
]


def printed(
    paragraphs: Sequence[str] = PARAGRAPHS, *, columns: int = 1, indent: bool = False, title: str = ""
) -> bytes:
    """An article as a program for page layout prints it."""
    styles = getSampleStyleSheet()
    space = {"firstLineIndent": 12} if indent else {"spaceAfter": 8}
    body = ParagraphStyle("body", parent=styles["Normal"], fontName="Times-Roman", fontSize=10, leading=12, **space)

    def margins(page: canvas.Canvas, document: BaseDocTemplate) -> None:
        page.setFont("Helvetica", 8)
        page.drawString(72, 810, "TARN COURIER | Thursday, May 8, 2031")
        page.drawCentredString(300, 30, f"Page {document.page} of 9")

    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, title=title or "Microsoft Word - ferry.docx", author="Nora Pell")
    width = (A4[0] - 144 - (columns - 1) * 20) / columns
    frames = [Frame(72 + number * (width + 20), 60, width, 720, 0, 0, 0, 0) for number in range(columns)]
    document.addPageTemplates(PageTemplate(frames=frames, onPage=margins))
    story = [Paragraph("Ferry stays in Tarn until the spring", styles["Title"]), Paragraph("By Nora Pell", body)]
    for number, paragraph in enumerate(paragraphs):
        if number == 7:
            story.append(Paragraph("What comes next", styles["Heading2"]))
        story.append(Paragraph(paragraph, body))
    document.build(story)
    return file.getvalue()


EXPECTED = [
    ("headline", "Ferry stays in Tarn until the spring"),
    (None, "By Nora Pell"),
    *((None, paragraph) for paragraph in PARAGRAPHS[:7]),
    ("headline", "What comes next"),
    *((None, paragraph) for paragraph in PARAGRAPHS[7:]),
]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("indent", [True, False])
def test_an_article(columns: int, indent: bool) -> None:
    """Paragraphs go on over lines, columns and pages; running heads and page numbers are left out."""
    content = printed(columns=columns, indent=indent)
    [document] = read(content, ".pdf")
    assert isinstance(document, Document)
    assert blocks(document) == EXPECTED
    assert document.facts == {"authors": Fact("Nora Pell", "properties")}
    assert document.original == Original(content, ".pdf")
    assert document.pieces == ()


def test_a_title_that_a_person_wrote() -> None:
    """It is a fact."""
    [document] = read(printed(PARAGRAPHS[:2], title="Ferry stays"), ".pdf")
    assert document.facts["title"] == Fact("Ferry stays", "properties")  # type: ignore[union-attr]


def drawn(lines: Sequence[str], *, size: float = 10, password: str | None = None, leading: float = 12) -> bytes:
    """A page with lines as they are given."""
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=A4)
    page.setFont("Helvetica", size)
    for number, line in enumerate(lines):
        page.drawString(72, 700 - leading * number, line)
    page.save()
    if password is None:
        return file.getvalue()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(file.getvalue()))
    writer.encrypt(password, "owner")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_hyphens() -> None:
    """A word that was divided is joined, and a compound that the text has elsewhere keeps its hyphen."""
    lines = [
        "The well-known harbor mas-",
        "ter of Tarn, the Anglo-",
        "Irish captain and the well-",
        "known pilot spoke for 20-",
        "30 minutes.",
    ]
    [document] = read(drawn(lines), ".pdf")
    assert document.text == (  # type: ignore[union-attr]
        "The well-known harbor master of Tarn, the Anglo-Irish captain and the well-known pilot spoke for 20- 30 "
        "minutes.\n"
    )


def test_paragraphs_without_space_between_them() -> None:
    """A short line with the end of a sentence ends a paragraph."""
    lines = [
        "The ferry will run until the spring of next year, and",
        "then it will be sold, the council said.",
        "Nobody spoke against it on Monday night in the hall of",
        "the old mill, where the council met.",
    ]
    [document] = read(drawn(lines), ".pdf")
    assert blocks(document) == [(None, " ".join(lines[:2])), (None, " ".join(lines[2:]))]


def test_a_scan() -> None:
    """Pages without words need a text layer."""
    message = (
        "pages without a text layer, as a scanner makes them; add one by OCR, for example: ocrmypdf FILE.pdf NEW.pdf"
    )
    assert read(drawn([]), ".pdf") == [Refusal("no_text", message)]


def test_passwords() -> None:
    """A file that everybody can open is read, although it is encrypted."""
    assert read(drawn(["It runs."], password=""), ".pdf")[0].text == "It runs.\n"  # type: ignore[union-attr]
    with pytest.raises(SourceError, match="protected by a password; save it without the password"):
        read(drawn(["It runs."], password="secret"), ".pdf")


def stream(drawing: bytes) -> bytes:
    """A file with a page that is drawn so."""
    packed = zlib.compress(drawing)
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R" + font + b">>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return content + end % (table, len(content))


def test_a_file_without_properties() -> None:
    """They are not needed."""
    [document] = read(stream(b"BT /F1 10 Tf 10 700 Td (It runs.) Tj ET"), ".pdf")
    assert isinstance(document, Document)
    assert (document.text, document.facts) == ("It runs.\n", {})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (printed()[:2000], "a.pdf: a damaged PDF ("),
        (b"%PDF-1.4\n", "a.pdf: a damaged PDF ("),
        (stream(b"[" * 1_000_000), "a.pdf: a damaged PDF ("),
        (stream(b" " * 100_000_000), "a.pdf: a damaged PDF (Limit reached while decompressing."),
        (stream(b" " * 5_000_000), "a.pdf: page 1 is drawn in more than 4 MiB; leave it out"),
        (stream(b"q " * 1_000_000), "a.pdf: a damaged PDF (Reached maximum number of tokens per stream.)"),
    ],
)
def test_damaged_and_hostile_files(content: bytes, message: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The reason and the remedy, and no warnings of the library."""
    with pytest.raises(SourceError, match=re.escape(message)):
        read(content, ".pdf")
    assert capfd.readouterr() == ("", "")


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book is not an article."""
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    with pytest.raises(SourceError, match=re.escape("a.pdf: 2 pages; an article has at most 1, so extract its pages")):
        read(printed(PARAGRAPHS[:16]), ".pdf")
