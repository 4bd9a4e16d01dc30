"""Where the facts about an article are found in a page, and which place wins: one table, read from the top."""

from __future__ import annotations

from onrecord.lang.en.lexicon import words

# For each column of `articles`: the basis, and the names of the properties there, separated by blanks. The first place
# that gives a value the column allows decides. Names of `meta` are compared in lower case, with `.` for `:` and `_`.
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        ("markup", "headline"),
        ("json-ld", "headline"),
        ("microdata", "headline"),
        ("open-graph", "og:title"),
        ("json-ld", "name"),
        ("meta", "dc.title dcterms.title parsely-title sailthru.title cxenseparse.title twitter.title headline title"),
        ("markup", "title"),
    ),
    "authors": (
        ("json-ld", "author"),
        ("microdata", "author"),
        ("open-graph", "article:author book:author"),
        ("meta", "parsely-author sailthru.author cxenseparse.author dc.creator dcterms.creator byl author byline"
                 " article.author.name"),
        ("markup", "author"),
        ("text", "byline"),
        ("json-ld", "creator"),
        ("meta", "twitter:written-by twitter:author"),
    ),
    "publisher": (
        ("json-ld", "publisher"),
        ("microdata", "publisher"),
        ("open-graph", "og:site_name"),
        ("meta", "dc.publisher dcterms.publisher cxenseparse.publisher cre application-name"
                 " apple-mobile-web-app-title"),
        ("json-ld", "sourceOrganization isPartOf"),
        ("markup", "site"),
    ),
    "url": (
        ("link", "canonical"),
        ("open-graph", "og:url"),
        ("json-ld", "url mainEntityOfPage @id"),
        ("microdata", "url mainEntityOfPage"),
        ("meta", "parsely-link cxenseparse.url dc.identifier twitter.url"),
        ("record", "url"),
    ),
    "published": (
        ("json-ld", "datePublished"),
        ("microdata", "datePublished"),
        ("open-graph", "article:published_time og:article:published_time article:published og:published_time"),
        ("meta", "parsely-pub-date sailthru.date cxenseparse.recs.publishtime cxenseparse.publishtime datepublished"
                 " dcterms.created dcterms.issued dc.date.issued dc.date dcterms.date pubdate publishdate publish-date"
                 " publish_date publication_date article_date_original ptime displaydate date"),
        ("time", "published"),
        ("text", "published"),
        ("json-ld", "dateCreated uploadDate"),
    ),
    "updated": (
        ("json-ld", "dateModified"),
        ("microdata", "dateModified"),
        ("open-graph", "article:modified_time og:article:modified_time article:modified og:updated_time"),
        ("meta", "datemodified dcterms.modified dc.date.modified lastmod last-modified utime revised"),
        ("time", "updated"),
    ),
    "language": (
        ("markup", "lang"),
        ("json-ld", "inLanguage"),
        ("microdata", "inLanguage"),
        ("meta", "content-language dc.language dcterms.language language"),
        ("open-graph", "og:locale"),
    ),
    "section": (
        ("json-ld", "articleSection"),
        ("microdata", "articleSection"),
        ("open-graph", "article:section og:article:section og:section"),
        ("meta", "parsely-section cxenseparse.section cxenseparse.recs.articlesection cg section"
                 " sailthru.section category twitter:filed-under"),
        ("markup", "section"),
    ),
    "rights": (
        ("json-ld", "copyrightNotice license"),
        ("microdata", "copyrightNotice license"),
        ("meta", "dc.rights dcterms.rights dcterms.rightsholder rights copyright"),
        ("link", "license"),
    ),
}  # fmt: skip
# Types of schema.org, the most specific first: what describes a page counts where nothing describes the article.
ARTICLES = words("""
    NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle ReviewNewsArticle
    AskPublicNewsArticle LiveBlogPosting SatiricalArticle AdvertiserContentArticle
""")
WORKS = frozenset(
    [
        "Article",
        "BlogPosting",
        "Report",
        "TechArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "Review",
        "CreativeWork",
        "PressRelease",
    ]
)
PAGES = frozenset(["WebPage", "ItemPage", "AboutPage", "CollectionPage", "MediaGallery", "VideoObject"])
ORGANIZATIONS = frozenset(
    ["Organization", "NewsMediaOrganization", "Corporation", "LocalBusiness", "GovernmentOrganization", "NGO", "Brand"]
)
# Names of accounts, which sign what nobody signed.
ACCOUNTS = words("""
    admin administrator webmaster editor editors staff user guest root wordpress anonymous unknown none null undefined
    author default
    superuser online web digital
""")
# Parameters of addresses that follow readers, and name no page.
TRACKING = words("""
    fbclid gclid dclid gbraid wbraid msclkid twclid yclid igshid igsh mc_cid mc_eid cmp cmpid ito ns_campaign
    ns_mchannel ns_source ns_linkname smid smtyp spm xtor at_medium at_campaign at_custom1 at_custom2 at_custom3
    at_custom4 at_format at_link_id at_link_origin at_link_type at_ptr_name ocid icid intcid ref_src ref_url
    __twitter_impression wt.mc_id wt.z soc_src soc_trk srnd taid _ga _gl _hsenc _hsmi mkt_tok ncid sr_share
""")
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "piwik_", "matomo_")
