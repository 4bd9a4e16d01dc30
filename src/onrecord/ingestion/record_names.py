"""The names that programs give to the text of an article and to its facts, in records, feeds and front matter.

A name is compared without its case and without `_`, `-` and blanks, so that `articleBody` stands for `article_body`,
too. A dot leads to a value inside another.
"""

from __future__ import annotations

from collections.abc import Mapping

# The names of the text. The names in a row are forms of the same text, of which the first that is there is read; two
# texts of different rows may be different, so that somebody has to choose.
TEXTS: tuple[tuple[str, ...], ...] = (
    ("article_body",),
    ("maintext", "main_text"),
    ("full_text", "full_content"),
    ("content.rendered",),
    ("content_html", "content_text"),
    ("body_html", "body", "body_text"),
    ("fields.body", "fields.body_text"),  # of The Guardian's Open Platform
    ("content.#text", "content"),
    ("text",),
    ("article", "article_text"),
    ("article_content",),
    ("post_content",),
    ("story_text", "story_body"),
    ("paragraphs",),
)
# The names of each fact, those that say most first.
FACTS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title.rendered",
        "headline.main",
        "headline",
        "title",
        "article_title",
        "web_title",
        "headline_text",
        "post_title",
    ),
    "published": (
        "date_gmt",
        "post_date_gmt",
        "date_published",
        "published",
        "published_at",
        "published_date",
        "published_on",
        "publish_date",
        "date_publish",
        "publication_date",
        "pub_date",
        "web_publication_date",
        "first_published",
        "publish_time",
        "post_date",
        "date",
        "datetime",
    ),
    "updated": (
        "modified_gmt",
        "post_modified_gmt",
        "date_modified",
        "updated",
        "updated_at",
        "modified",
        "modified_at",
        "date_modify",
        "last_modified",
        "lastmod",
        "last_updated",
        "post_modified",
    ),
    "authors": (
        "authors",
        "author",
        "byline.original",
        "byline",
        "fields.byline",
        "yoast_head_json.author",
        "_embedded.author",
        "author_name",
        "creator",
        "writer",
    ),
    "url": ("canonical_url", "canonical", "url", "link", "permalink", "web_url", "article_url", "main_entity_of_page"),
    "publisher": (
        "publisher",
        "outlet",
        "newspaper",
        "publication",
        "site_name",
        "sitename",
        "news_source",
        "journal",
        "media_name",
        "media_outlet",
        "source_name",
        "source",
        "source_domain",
        "hostname",
    ),
    "section": ("section", "article_section", "section_name", "category", "categories", "desk", "news_desk"),
    "language": ("language", "lang", "in_language", "locale"),
    "rights": ("rights", "copyright", "copyright_notice", "license", "licence"),
}
# The names of what names an article among those of its file.
KEYS = (
    "id",
    "guid.rendered",
    "guid",
    "uuid",
    "article_id",
    "article_no",
    "post_id",
    "doc_id",
    "identifier",
    "_id",
    "@id",
)
# What programs write for a value that is missing.
MISSING = frozenset({"", "na", "n/a", "nan", "nat", "null", "none", "-", "--", "undefined", "unknown"})
# Times by these names are in UTC, though they do not say so.
IN_UTC = ("gmt",)
# Names of accounts and posts for authors that are not people.
NOBODY = frozenset({"admin", "administrator", "editor", "staff", "wordpress", "webmaster", "guest", "root", "user"})
# Names of languages for their tags; other words are left to the reader, which looks at the text itself.
LANGUAGES = {"english": "en", "eng": "en"}
