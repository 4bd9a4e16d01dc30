"""Spans and words against the text of their article."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.package.own_tables import column_of, facts_of, own_tables
from onrecord.problems import Problem
from onrecord.text.printable import difference, shown
from onrecord.text.spans import Span
from onrecord.validation.semantic.book import Book, check
from onrecord.validation.sheets import Sheet, integer


@check(articles="article_id length")
def spans_lie_in_their_text(book: Book) -> Iterator[Problem]:
    """Spans start before they end, and end within their text; `exact` equals the text of the span."""
    lengths = {
        article: integer(length) for _, article, length in book.sheets["articles"].records("article_id", "length")
    }
    for name, sheet in book.sheets.items():
        if name == "articles" or not sheet.has("article_id", "start", "end"):
            continue
        exacts = sheet.cells["exact"] if sheet.has("exact") else None
        for row, article, first, last in sheet.records("article_id", "start", "end"):
            start, end = integer(first), integer(last)
            if start is None or end is None or start < 0:
                continue
            text = book.texts.by_article.get(article)
            length = lengths.get(article) if text is None else len(text)
            if start >= end:
                yield sheet.problem("span-order", row, "end", f"start is {start} and end is {end}")
            elif length is not None and end > length:
                message = f"end is {end}, but the text has {length} characters"
                yield sheet.problem("span-outside-text", row, "end", message)
            elif text is not None and exacts is not None:
                exact, span = exacts[row], Span(start, end)
                if exact != span.exact(text):
                    mine, theirs = difference(exact, span.exact(text))
                    message = f"exact reads {mine}, but {book.texts.paths[article]} at {span} reads {theirs}"
                    yield sheet.problem("exact-differs", row, "exact", message)


@check(articles="article_id text_path")
def words_occur_in_their_text(book: Book) -> Iterator[Problem]:
    """Titles, motions and other words taken from an article occur in it, unless its source states them."""
    for table in own_tables().values():
        sheet = book.sheets.get(table.name)
        for field in table.fields if sheet else ():
            if sheet and field.words == "verbatim" and sheet.has("article_id", field.name):
                yield from _words(book, sheet, field.name)


def _words(book: Book, sheet: Sheet, column: str) -> Iterator[Problem]:
    stated = sheet.cells["facts_from"] if sheet.has("facts_from") else None
    for row, article, words in sheet.records("article_id", column):
        text = book.texts.by_article.get(article)
        if stated is not None and f"{column}: " in stated[row]:
            continue
        if text is not None and words not in text:
            message = f"{shown(words)} does not occur in {book.texts.paths[article]}"
            yield sheet.problem("not-in-text", row, column, message)


@check(articles="article_id")
def parts_share_the_article_of_the_whole(book: Book) -> Iterator[Problem]:
    """A span, count, position or other part of a row has the article_id of that row."""
    for child_name in own_tables():
        parent_name = facts_of(child_name).parent
        if not parent_name:
            continue
        column = column_of(child_name, parent_name)
        child, parent = book.sheets.get(child_name), book.sheets.get(parent_name)
        if not (child and parent and child.has(column, "article_id") and parent.has(column, "article_id")):
            continue
        articles = {key: article for _, key, article in parent.records(column, "article_id")}
        for row, key, article in child.records(column, "article_id"):
            if articles.get(key, article) != article:
                message = f"the article is {article}, but that of {parent_name} {key} is {articles[key]}"
                yield child.problem("article-differs", row, "article_id", message)
