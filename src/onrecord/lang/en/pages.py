"""Words of the lines around an article: what opens a byline, a note or a line of the page, and who signs articles."""

# ruff: noqa: E501 -- one phrase a line

from __future__ import annotations

from onrecord.lang.en import lexicon


def _any(phrases: str) -> str:
    """A pattern for any of the phrases, one a line."""
    return "|".join(line.strip() for line in phrases.strip().splitlines())


# Words before "by": "Story by Nora Pell", "Opinion by Nora Pell".
WORKS = lexicon.words("""
    story words report reporting reported written posted published opinion analysis commentary review column interview
    text compiled production filed submitted curated created exclusive interviewed
""")
# Words before the name of who wrote down what somebody else said.
INTERVIEWERS = r"as told to "
# Words before a colon and the names: "Author: Nora Pell".
AUTHORS = lexicon.words("""
    author authors reporter reporters writer writers byline correspondent correspondents story words report text
""")
# Nouns of posts in a newsroom after the author's name or instead of it: "Nora Pell, Staff Writer", "Our Correspondent".
POSTS = lexicon.words("""
    writer writers reporter reporters editor editors columnist columnists contributor contributors correspondent
    correspondents intern blogger photographer photojournalist journalist journalists staff desk bureau freelance
    freelancer freelancers agencies agency wires wire newsroom stringer sportswriter producer critic newsdesk webdesk
    anchor commentator videographer videojournalist subeditor sub-editor copywriter trainee
""")
# Those of them that are of one person.
PEOPLE = lexicon.words("""
    writer reporter editor columnist contributor correspondent blogger photographer photojournalist journalist
    freelancer freelance sportswriter critic staff
""")
# Words that go with a post: "Chief Political Correspondent", "Special to the Courier".
QUALIFIERS = lexicon.words("""
    chief senior deputy assistant associate managing executive special contributing staff our own guest general
    political
    principal lead junior roving data digital online web night weekend foreign diplomatic national local regional
    community democracy social affairs assignment courts city news print middle north south east west northern southern
    eastern western central nordic european asian african american welsh scottish irish indian chinese russian german
    french pacific caribbean gulf parliamentary legal religious home rural higher further primary consumer personal
    criminal civil industrial municipal regulatory scientific medical cultural royal arts-and-culture audience social
    multimedia mobile breaking live acting founding former consulting corporate joint group regular visual
""")
# What articles are about: names of sections, and words of posts.
TOPICS = lexicon.words("""
    news world politics business sport sports opinion opinions culture lifestyle life local metro national international
    crime courts court education health science technology tech environment climate economy finance money markets
    companies property travel food arts entertainment music film books media features feature letters obituaries
    obituary comment editorial editorials commentary analysis weather transport housing agriculture farming farm energy
    industry counties county state states nation city cities region regions regional community home homepage latest
    breaking exclusive investigation investigations explainer interview interviews profile column columnists columns
    review reviews live video headlines headline top africa asia europe uk us usa india australia ireland americas
    football soccer rugby cricket gaa racing golf tennis athletics motoring cars style fashion fitness family religion
    faith law justice immigration defence defense security labour labor welfare science royal royals parliament
    westminster election elections votes voices society people public update updates brief briefs page front
    transport transportation traffic guest essay essays contributor viewpoint viewpoints perspective perspectives letter
    digest roundup round-up bulletin diary notebook blog blogs podcast podcasts longread longreads roads
    infrastructure development telecoms technology innovation startups banking retail employment jobs careers work
    employees wellness nutrition parenting relationships gardening gardens history heritage nature wildlife animals pets
    oceans space universities schools campus college police conflict war military diplomacy government legislature
    congress senate judiciary tourism hotels aviation shipping maritime mining oil gas water recreation leisure
    theatre theater dance design architecture photography celebrity celebrities showbiz gaming games puzzles hockey
    basketball baseball netball volleyball boxing wrestling swimming cycling rowing olympics paralympics prep preps
    correction corrections clarification clarifications
""")
# Those of them that say what kind of article it is: "EXCLUSIVE".
KICKERS = lexicon.words("""
    exclusive breaking explainer analysis investigation profile review interview latest update updates live video
""")
# Small words in the names of sections: "Companies & Markets", "News in brief".
JOINING = lexicon.words("& and in of the your our my from | / • · > - –")
# Words of a post or an outlet after the author's name: "Nora Pell, University Communications".
CREDENTIALS = (
    POSTS
    | lexicon.OFFICES
    | lexicon.ORGANIZATIONS
    | lexicon.words("special communications associated courier ledger daily weekly contributing")
)
# Those who sign for a newsroom, with no name: "Staff report", "Express News Service".
_OF_DESKS = lexicon.words("""
    our a the own special staff principal city district local crime court sport sports business political health
    education senior agency foreign metro state news national diplomatic legal web online digital courthouse capitol
    statehouse features entertainment lifestyle science technology environment economic economics finance financial
    investigations investigative regional international world video social media wire copy night weekend data breaking
""")
_BY_DESKS = "|".join(sorted(_OF_DESKS))
_DESK = "correspondents?|reporters?|bureau|staff|staff writers?|desk|newsroom"
DESKS = rf"(?:(?:{_BY_DESKS}) ){{0,3}}(?:{_DESK})|" + _any(r"""
    (?:our |the )?(?:combined |local )?(?:staff|wire|news|agency)(?:(?:,? and | & |/)(?:wire|news|agency|staff|news service))? (?:reports?|services?|dispatches|sources)
    (?:[A-Z][\w&’'-]{0,20} ){1,3}(?:news service|news network|web ?desk|news desk|bureau)
    (?:[A-Z]{2,6}|[A-Z][a-z]{2,20}) (?:correspondent|reporter|staff|newsroom)
    TNN
    DHNS
    ENS
    [A-Z]{2} Correspondent
    (?:the )?editorial (?:board|team|staff|desk)
    (?:the )?[A-Z][\w’'-]{1,20} (?:editorial board|web team|digital team|reporters?|online)
    (?:news |wire )?agencies
    wire (?:services?|reports)
    agency reports?
""")
# Agencies that sign with their name, as a line or before the first sentence, and the wires of press releases.
AGENCIES = _any(r"""
    (?:the )?associated press
    (?:the )?canadian press
    (?:the )?press association
    press trust of india
    agence france[- ]presse
    associated press of pakistan
    agence de presse africaine
    agenzia nazionale stampa associata
    deutsche presse-agentur
    iraqi news agency
    islamic republic news agency
    turkish news agency
    anadolu(?: agency)?
    jiji(?: press)?
    kyodo news
    yonhap news agency
    central news agency
    vietnam news agency
    antara(?: news)?
    philippine news agency
    lankapuvath
    emirates news agency
    saudi press agency
    qatar news agency
    new zealand press association
    nz newswire
    crown newswire
    abc news wire
    interfax(?:-\w{2,12})?
    ria novosti
    ukrinform
    belta
    ritzau
    lusa
    tt news agency
    keystone-sda
    pana(?:press)?
    zimbabwe news agency
    zambia news and information services
    malawi news agency
    inter press service
    religion news service
    tribune news service
    tribune content agency
    stat news service
    states newsroom
    (?:kaiser|kff) health news
    dow jones(?: newswires)?
    mt newswires
    news ?file(?: corp\.?)?
    cision
    pressat
    einpresswire
    (?:the )?(?-i:[A-Z][\w’'-]{1,20}(?: [A-Z][\w’'-]{1,20}){0,2} (?:News ?[Ww]ires?|Presswire|News Agency|Press Agency))
    (?-i:APP|AA|KUNA|SPA|QNA|BNA|MENA|SABA|IRNA|ISNA|VNA|PNA|CNA|BSS|UNB|RSS|ZIANA|ZANIS|MANA|NAMPA|ANGOP|APS|MAP|TAP|NZPA|NZN|NZME|RNS|TNS|DJ|SDA|STT|NTB|ANP|TT|INA|SUNA|ENA|BTA|MTI|PAP|CTK|TASR|HINA|FENA|AGERPRES|APTN|LUSA|RNZ)
    united press international
    asian news international
    indo-asian news service
    united news of india
    australian associated press
    xinhua(?: news agency)?
    thomson reuters
    news agency of nigeria
    ghana news agency
    kenya news agency
    south african government news agency
    pa media
    pa news agency
    pa
    ap
    afp
    reuters
    pti
    ani
    ians
    uni
    upi
    aap
    cp
    dpa
    efe
    ansa
    tass
    yonhap
    kyodo
    bernama
    nan
    gna
    kna
    sapa
    ips
    jta
    wam
    apa
    belga
    bloomberg
    pr ?newswire(?:[-/ ]\w{2,20})?
    business wire
    globe ?newswire
    accesswire
    ein presswire
    apo group
""")
# Words before a date or a time: "Updated 14:05", "Published on May 4, 2031".
STAMPS = lexicon.words("""
    updated update published posted last modified first created date dated issued release released on at of from filed
    edited publish time online uploaded added reviewed refreshed revised live originally
""")
# Those of them that name a later day than that of publication.
LATER = frozenset({"updated", "update", "modified", "edited", "refreshed", "revised"})
# The time zones whose abbreviations have one meaning, with their offsets; IST, BST, CST and ET have several.
ZONES = {
    "UTC": "Z",
    "GMT": "Z",
    "EST": "-05:00",
    "EDT": "-04:00",
    "CDT": "-05:00",
    "MDT": "-06:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "CET": "+01:00",
    "CEST": "+02:00",
    "WAT": "+01:00",
    "CAT": "+02:00",
    "SAST": "+02:00",
    "EAT": "+03:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
}
# Labels of notes to the reader, and the beginnings of those that have no label.
NOTES = r"(?:corrections?|clarifications?|editor[’']?s[’']? note|editors[’']? note|note to (?:our )?readers|(?:update |publisher[’']s |author[’']s |reader )?note|erratum|errata|retraction)(?: (?:[(]|[–—-] ?)?[\w., ]{1,30}[)]?)??"
AMENDED = _any(r"""
    (?:this|the) (?:article|story|report|post|piece|headline|page|copy) (?:was|has been) (?:\w{1,12} )?amended\b
    (?:this|the) (?:article|story|report|post|piece|headline|page|copy) (?:was|has been) (?:\w{1,12} )?corrected\b
    (?:this|the) (?:article|story|report|post|piece|headline|page|copy) (?:was|has been) (?:\w{1,12} )?updated\b
    (?:this|the) (?:article|story|report|post|piece|headline|page|copy) (?:was|has been) (?:changed|clarified)\b
    (?:an|a) (?:earlier|previous|prior) version of (?:this|the)\b
    this (?:interview|conversation|transcript|q&a|discussion|excerpt|text) (?:was|has been|is) (?:\w{1,12} )?(?:edited|condensed|shortened|abridged|translated|lightly)\b
    (?:the )?original version of (?:this|the)\b
    in an earlier version of (?:this|the)\b
""")
# Words before the headline itself: "Title: Barges banned".
TITLES = r"title|headline|hd|subject"
# Labels of databases of news; the line names no part of the article, or a part that the label names.
FIELDS = _any(r"""
    section
    length
    word count
    load-date
    language
    publication-type
    publication
    document-type
    journal-code
    subject
    geographic
    industry
    company
    ticker
    person
    graphic
    type
    edition
    pg
    page
    from
    to
    reply-to
    message-id
    source
    copyright
    url
    doi
    correction-date
    publication date
    body text
    byline-note
    source text
    further company coverage
    companies in this story
    keywords?
    story type
    word-count
    update-date
    accession (?:number|no\.?)
    document id
    record (?:number|no\.?)
    column
    memo
    slug
    notes?-to-desk
    issn
    country
    organization
    classification
    dateline
    series
    category
    tags?
    topics?
    filed under
    keywords
    sn
    sc
    ed
    la
    cy
    wc
    pub
    ngc
    an
    co
    in
    ns
    re
    ipd
""")
# Lines of such databases without a label, full lines.
RECORDS = _any(r"""
    \d{1,6} of \d{1,6} documents?
    \d{1,6} words
    document \S{8,60}
    (?:[\w.]{1,20} ){0,2}edition
    english
    (?:(?:first|final|late|early|national|metro|city|state|morning|evening|sunday|online|home|five star|1|2|3)[ ,–-]{0,3}){0,2}edition(?:[ ,–-]{1,3}(?:final|\d|[a-z]{2,12}))?
    corrections? appended
    clarifications? appended
    see correction appended.{0,40}
    body:?
    full text:?
    (?:bc|am|pm) cycle
    page \d{1,3} of \d{1,3}
    \d{1,4}
    abstract
    end of document
    (?:pg?|page)\.? ?[a-z]?\d{1,4}
""")
# Lines that mark what kind of text follows, before the headline.
MARKERS = _any(r"""
    for immediate release(?:\s?[:–—-].{0,60})?
    for (?:general|public) release
    embargo(?:ed)?\b.{0,120}
    not for (?:release|publication)\b.{0,80}
    press release
    news release
    media release
    media (?:statement|advisory|alert|notice)
    press (?:statement|advisory|notice|alert)
    (?:official )?statement
    for (?:planning|publication|use|release) (?:on|after|at|before)\b.{0,60}
    (?-i:(?:AM|PM|BC)-{1,2}[A-Z]).{0,80}
    (?-i:[A-Z]{2,4}--[A-Z]).{0,80}
    (?-i:[A-Z]{2,4}-[A-Z])[\w-]{1,40},(?:\d|urgent|bulletin|writethru).{0,40}
    eds: .{0,160}
""")
# Labels of whom to ask about a press release.
CONTACTS = _any(r"""
    (?:(?:media|press|news|public relations|pr|investor|editorial) ?)?(?:contacts?|enquiries|inquiries|relations)
    for (?:more|further|media|press) (?:information|enquiries|inquiries|queries)(?: contact)?
    for (?:more|further) information(?:, please contact)?
    for interviews
""")
# Lines at which an article ends: all that follows is not the article.
ENDS = _any(r"""
    \W{0,3}ends?\W{0,3}
    \(end\).{0,60}
    (?:# )?(?:dpa-?)?notebook
    the following information is not intended for publication\b.{0,40}
    attachments?
    #{2,10}
    -? ?30 ?-
    -? ?more ?-
    \W{0,3}(?:mf|xxx|o{3,5}|end ?of ?(?:story|text|release|item))\W{0,3}
    notes? to editors?:?
    source:? (?-i:[A-Z]).{0,80}
    end of document
    load-date:.{0,60}
    distributed by\b.{0,120}
""")
# Headings of the points of an article above it.
SUMMARIES = _any(r"""
    summary
    in summary
    key points
    highlights
    at a glance
    in short
    in brief
    key takeaways
    takeaways
    what you need to know
    what to know
    the main points
    main points
    story highlights
    quick read
""")
# Labels of links and of inserts: all that follows in their paragraph is not the article.
LINKS = _any(r"""
    related(?: stories| articles| news| content)?
    read more
    read also
    also read
    read
    read next
    see also
    see
    more
    more on this
    watch
    watch live
    listen
    recommended
    most read
    in pictures
    in other news
    don[’']t miss
    also (?:watch|listen)
    more (?:coverage|stories|news|here|like this)
    (?:next|previous|prev)(?: (?:post|article|story|page))?
    (?:you )?might also like
    you may (?:also )?like
    (?:from the archives?|gallery|in photos|photo gallery|related (?:video|coverage|reading))(?= ?:)
    click here
    editor[’']s picks?
    explore more
""")
# What the page says to its reader; a full line, without a period at its end or with nothing else.
SERVICES = _any(r"""
    menu
    search
    home(?:page)?
    log ?in
    sign in
    register
    back to top
    advertise(?:ment)?
    advertising
    sponsored(?: content)?
    ad
    skip to [\w ]{1,40}
    (?:story|article) continues below.{0,120}
    scroll to continue.{0,120}
    continue reading.{0,120}
    keep reading
    skip ad(?:vert(?:isement)?)?
    listen to this (?:article|story)\b.{0,120}
    (?:listen|watch|play)(?: now| live)?(?:\W{1,4}\d{1,2}:\d{2}(?::\d{2})?)?
    (?:estimated )?\d{1,3}[ -]min(?:ute)?s?(?: (?:to )?(?:read|listen|watch|video))?
    (?:reading time|read time)\b.{0,30}
    (?:share|print|save|gift|bookmark|e-?mail)(?: (?:this|on|via|to|by|article|story|now)\b.{0,120})?
    copy link
    link copied\b.{0,20}
    facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|messenger|instagram
    (?:(?:facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|telegram|print|share|copy link)(?:[ ,|/·•]{1,3}|\Z)){2,9}
    (?:follow|like|find) us\b.{0,120}
    follow (?:@?\w{1,30} )?on (?:x|twitter|facebook|instagram|whatsapp|google)\b.{0,80}
    sign up\b.{0,120}
    subscribe\b.{0,120}
    join (?:our|us)\b.{0,120}
    newsletters?
    log in, register\b.{0,120}
    already (?:a )?(?:subscribed|subscriber|have an account)\b.{0,80}
    (?:download|get|install|try) (?:our|the) (?:\w{1,20} ){0,4}apps?\b.{0,60}
    (?:share|comment)(?: on)?,? (?:or|and) (?:comment|share|discuss)\b.{0,60}
    (?:purchase|buy|request|get) (?:licensing|reprint) rights
    (?:as )?(?:heard|seen|aired|featured|broadcast) (?:on|in) (?-i:[A-Z]).{0,60}
    unlock\b.{0,120}\b(?:free|subscription|subscribing)
    (?:the |an? )?(?:[\w-]{1,20} ){0,4}newspaper (?:of|for|serving)\b.{0,80}\bsince (?:1[789]|20)\d\d
    (?:founded|established|est\.?)(?: in)? (?:1[789]|20)\d\d
    (?:also,? )?(?:watch|listen|read|see)\b.{0,80}\bbelow:?
    (?:a ){1,3}a
    refresh\b.{0,60}
    view (?:this )?(?:e-?mail|newsletter|message)\b.{0,40}
    (?:issue|vol\.?|volume)(?: no\.?)? ?\d{1,4}(?:\s?[,·•|–—-] .{0,40})?
    (?:was this|were you) forwarded\b.{0,80}
    unsubscribe\b.{0,80}
    (?:written|words|story|reported|published|posted)(?: by)?:?
    (?:click|tap) (?:here|to)\b.{0,120}
    get (?:our|the (?:latest|best|day|top|news|headlines))\b.{0,120}
    get (?:\w{1,20} ){1,4}(?:delivered|sent|straight)\b.{0,80}
    stay (?:informed|up to date|updated)\b.{0,100}
    (?:add to|remove from|view|see) (?:your |my )?(?:saved (?:stories|items)|favou?rites|reading list|bookmarks)
    add to (?:myft|google)\b.{0,40}
    (?:add|make|choose|set) (?:us|\w{1,30}(?: \w{1,30}){0,3}) (?:as )?(?:a|your) (?:preferred|trusted) source\b.{0,30}
    add (?:us|\w{1,30}(?: \w{1,30}){0,3}) on google\b.{0,20}
    (?:view |show |hide |leave (?:a )?|join the |post a )?(?:\d+ )?(?:view )?(?:comments?|conversation) ?\(?\d{0,6}\)?
    (?:show|hide|toggle|expand|close|open|collapse|view|skip|mute|unmute|enable|enter|zoom|play|pause|load)(?: (?:the |full |all |more |your |main |latest |new |high )?(?:captions?|navigation|menu|search|sidebar|image|images|key|map|transcript|transcripts|details|text|audio|video|sound|sharing options|share options|options|modal|dialog|gallery|profile|fullscreen|full screen|advertisement|ad|player|e-?mail(?: address)?|comments|results|posts|contrast))?
    quick guide
    what is this\??
    accept (?:all|cookies|all cookies|and (?:close|continue))
    (?:reject|decline|manage) (?:all|cookies|preferences|options)
    (?:today[’']s|this week[’']s|the|read the|print) (?:news)?paper
    (?:the )?(?:e-?paper|e-?edition|digital edition|print edition|digital replica|paper edition)
    [←<‹«→>›»]+\s?(?:back|next|previous|home|prev)\b.{0,60}
    (?:back|return|go back) to (?:\w{1,20} ){0,2}(?:page|home(?:page)?|top|site|results|index|news)
    (?:next|previous|prev)(?: (?:post|article|story|page|slide|photo|image|in .{1,40}))?\W{0,4}
    by (?:signing up|clicking|subscribing|registering|submitting|entering|continuing|creating)\b.{0,160}
    (?:close )?thank(?:s| you) for (?:signing up|subscribing|registering|your (?:support|interest))\b.{0,60}
    (?:you must|you need to|please|you have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?|register(?:ed)?)[ -]?(?:in|up)?\b.{0,80}
    (?:please )?(?:enter|confirm|verify|submit) (?:your|a|an) (?:valid )?(?:e-?mail|name|phone|postcode|zip).{0,40}
    (?:your )?(?:e-?mail|e-?mail address|first name|last name|password|your name)\*?
    don[’']t (?:have an account|(?:want to )?miss (?:a|an|out|our|any|these|this|what)\b).{0,60}
    report (?:an?|this|any) (?:\w{1,12} )?(?:error|typo|ad|issue|problem|mistake|inaccuracy|comment|story|article)\b.{0,40}
    (?:found|spotted|see|notice) (?:an? )?(?:error|typo|mistake|something wrong)\b.{0,80}
    (?:request|suggest|submit) (?:a |an )?(?:correction|story idea|tip|news tip|reprint|letter|clarification)s?\b.{0,60}
    (?:leading article|leader|editorial|analysis|comment|review|obituary|letters|sport|business|full story|story|report|reports|results|see|turn to|more|photos?|weather|index|page)[,:]? (?:on |see )?(?:pages?|pp?\.?) ?[a-z]?\d{1,3}(?:[-–,& ]{1,3}[a-z]?\d{1,3})?
    \W?(?:story |please )?(?:continued|continues|cont[’']?d) (?:on|from|to|in|inside|overleaf)\b.{0,40}
    (?:watch|listen to|see|read|view|find|get) (?:the |our |more )?(?:latest |full |whole |new )?(?:episode|video|podcast|programme|bulletin|clip|interview|gallery|photos)s?\b.{0,60}
    (?:\d[\d,.]{0,6}[km]? (?:shares?|comments?|views?|likes?|reactions?|replies|retweets|reads|posts|responses)[ ,|·•]{0,3}){1,5}
    (?:view|read|post|leave|add|write|join|start|show|hide|be the first to) (?:a |an |the |all |your )?(?:\d+ )?(?:comments?|conversation|discussion|reply|replies|review)\b.{0,40}
    (?:sponsored|promoted|partner|paid|recommended|related|trending|popular|top|latest|more|featured|suggested|other|editor[’']s|similar)(?: \w{1,12})? (?:stories|content|articles|news|links|posts|videos|headlines|topics|reads|picks|coverage|picks for you)(?: (?:you (?:may|might) (?:also )?(?:like|have missed)|for you|from .{1,40}|in .{1,40}|on .{1,40}|by .{1,40}|now))?
    (?:trending|popular|happening)(?: (?:now|today|stories|this week))?(?: (?:in|on) .{1,40})?
    (?:more|things|what) to (?:explore|read|watch|discover|know next)
    (?:what|who) (?:we[’']re|we are) (?:covering|reading|watching)(?: here| today)?
    (?:this article is|this is a|this content is) (?:free|sponsored|an advertisement|paid|more than|brought|for)\b.{0,80}
    this (?:article|story) is (?:over |about |more than )?\d{1,2} (?:year|month)s? old
    get (?:all|every|breaking|free|unlimited|more|instant)\b.{0,160}\b(?:newsletters?|inbox|alerts?|e-?mail|app|whatsapp|updates)
    (?:\(|\[)?(?:full )?names? (?:and|&) (?:full )?address(?:es)? (?:supplied|withheld|provided|with the editor).{0,30}
    (?:\(|\[)?(?:name|address) (?:supplied|withheld|provided)\b.{0,30}
    (?:yours|sincerely|respectfully|kind regards|best wishes|regards|best regards|with regards)(?: (?:sincerely|faithfully|truly|etc|respectfully|in \w{1,20}))?,?
    (?:readers|people|supporters|members|viewers) like you\b.{0,100}
    (?:gift|give|unlock|redeem|bookmark|save|print|e-?mail|share|listen to|tweet|pin|post|flag|download)(?: (?:this|the|an?))? (?:article|story|page|post|report|link|pdf|next story)\b.{0,30}
    (?:play){2,3}
    tweet|toot|post|pin it|flip|bookmark|bluesky|threads|tumblr|sms|messages|flipboard|viber|line|wechat|weibo|youtube|tiktok|snapchat|rss(?: feed)?|google news|apple news
    (?:get|buy|order|download|view) (?:the )?(?:app|pdf|reprints?|rights|permissions|licen[cs]e)\b.{0,60}
    (?:reprints?|permissions|rights(?: and permissions)?|licensing|order reprints)
    article(?: (?:tools|options|information|history|share(?: options)?|sharing|author|continues(?: below)?))?
    (?:author|reporter|writer)(?:s|[’']s)? (?:profile|page|bio|archive|email|stories)
    (?:view|see|read|show) (?:author|reporter|full|profile|bio|all by)\b.{0,40}
    about the (?:author|writer|reporter|contributor)s?
    (?:story|article|page|image|video|photo) \d{1,3} of \d{1,3}
    (?:\d{1,3}|posted) (?:posts|updates|entries|photos|images|slides|videos|items)
    (?:latest|newest|oldest|most recent|pinned)(?: (?:first|posts?|updates?))?|new (?:posts?|updates?)
    auto[- ]?(?:refresh|update|play)\b.{0,30}
    (?:automatic )?(?:transcript|translation) (?:may|is|was|by)\b.{0,60}
    (?:hear|listen to|watch) (?:this|the|our) (?:story|article|audio|podcast|video)\b.{0,40}
    (?:your browser|this browser|this video|this player|video player|audio player) .{0,80}
    (?:text|font)[ -]?size\b.{0,20}
    (?:smaller|larger|small|medium|large|increase|decrease)(?: (?:text|font|print))?
    (?:high|low) contrast
    trust (?:project|mark)|why (?:you can )?trust (?:us|\w{1,20})\??|how we report
    (?:editorial|ethics|corrections?|standards|privacy|cookie) (?:standards|policy|policies|guidelines|code|settings|notice|preferences)
    -? ?(?:30|ends) ?-
    \d[\d,.]{0,6}k? (?:shares?|comments?|views?|view comments|likes|reactions|replies)
    no comments(?: yet)?
    comments? (?:off|closed)
    (?:comment|comments) on this (?:story|article)
    related (?:stories|articles|topics|content|news|links|items)
    most (?:read|popular|viewed|shared|recent)
    trending(?: now)?
    recommended(?: (?:stories|for you))?
    (?:read|see|view) more\b.{0,60}
    more (?:stories|news|like this)(?: .{0,60})?
    more (?:on|about|in|from) .{1,60}
    you (?:may|might) also like\b.{0,20}
    topics
    tags
    explore more\b.{0,30}
    reuse this (?:content|article)
    view (?:image )?in fullscreen
    view gallery
    view all.{0,40}
    see all.{0,40}
    show more\b.{0,30}
    (?:image|open image|enlarge) (?:in )?(?:gallery|image|fullscreen)
    play(?: video| audio)?
    live
    close
    photos?
    gallery
    loading\W{0,3}
    (?:©|\(c\)|copyright\b).{0,120}
    all rights reserved.{0,120}
    [#*_=~-]{2,80}
    0:00
    subscribers can listen\b.{0,60}
    (?:please )?see [A-Z ]{1,30}, page \w{1,4}
    continued (?:on|from) page \w{1,4}
    (?:[#*] ){2,9}[#*]
    terms (?:of use|and conditions).{0,60}
    privacy policy.{0,60}
    cookie.{0,60}
    report (?:a typo|this ad)
    rate this\b.{0,60}
    (?:last )?(?:updated|published|posted|modified)(?: on| at)?
    sort by:? .{0,30}
    live (?:feed|updates|reporting)
    share this post
    (?:(?:facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|telegram|print|share|copy link|tweet|save|bookmark|comment|like|pinterest|messenger|threads|bluesky|instagram|youtube)(?:[ ,|/·•]{1,3}|\Z)){2,12}
    kindly share\b.{0,40}
    (?:news )?provided by
    lp
    td
    copy/paste the\b.{0,80}
    (?:support|fund|help|back|protect|invest in|power) (?:\w{1,20} ){0,3}journalism\b.{0,100}
    donate(?: now)?
    become a (?:member|subscriber).{0,60}
    buy .{0,40}\bnow
    font size.{0,20}
    text size.{0,20}
    a[-+] ?a[-+]?
    whatsapp channel
    translate
    listen to article
""")
# Sentences of the page about the article: its feed, its agency, where its author is.
ABOUT_IT = (
    r"\(?(?:"
    + _any(r"""
    this (?:story|article|report|news|content) (?:has not been|is auto|is published|is from|is part)\b
    this (?:story|article|report|news|content) (?:was|has been) (?:auto|originally|first|published|sourced)\b
    except for the headline\b
    (?:a |an |this )?(?:\w{1,12} )?version of (?:this|the) (?:article|story|report|piece) (?:appears|appeared|ran|runs|was (?:first )?published|is published)\b
    with (?:additional )?(?:inputs?|reporting|files|reports?) (?:from|by)\b
    (?:with )?(?:agency|agencies) inputs?
    additional reporting (?:by|from)\b
    material from\b.{1,80}\bwas used
    our (?:rules|standards)\b
    (?:this (?:story|article) )?originally published\b
    disclaimer:
    the (?:views|opinions) expressed\b
    sign up\b
    subscribe\b
    want (?:to|more)\b.{0,80}\b(?:inbox|newsletter)
    get more\b.{0,80}\binbox
    for more (?:stories|news)\b
    letters (?:may be|are) edited\b
    send (?:yours|letters|your letters?) to\b
    follow (?:the |our )?[\w’' ]{1,40} on (?:twitter|x|facebook|instagram|whatsapp)\b
    email [\w’' ]{1,40} at\b
    you (?:get|are receiving|received) this\b
    to unsubscribe\b
    (?:do|did|have|are|would) you\b[^?]{0,80}\? (?:please )?(?:e-?mail|write|letters?|tell|let us|get in touch|contact|send)\b
    do you have (?:a story|a tip|any tips)\b
    would you like to (?:comment|receive|get|sign up|read|support|share|subscribe)\b
    (?:readers|people|supporters) like you\b
    by (?:clicking|signing up|subscribing|registering|providing|entering|submitting your)\b.{1,80}\b(?:terms|policy|agree|consent|newsletters?|e-?mails?)\b
    you (?:must|need to|have to) be (?:logged|signed) in\b
    (?:the )?[\w’' ]{1,40} (?:is|are) not responsible for (?:the )?(?:content|accuracy)\b
    the issuer is solely responsible\b
    neither [\w’'() ]{1,160} accepts? responsibility\b
    this (?:press release|news release|announcement|content|article|post|advertisement) (?:contains|is|was|does not|may contain|includes) (?:forward|not an|sponsored|paid|distributed|provided by|for information|a paid|prepared by|produced by|created (?:with|by)|brought)\b
    (?:the )?(?:information|content|statements?|material)s? (?:in|on|contained in) this (?:press release|release|article|page|site|announcement) (?:is|are|does|do|may|contain)\b
    (?:we|our site|this site|this website) (?:may )?(?:earn|uses? cookies|receives? a commission)\b
    (?:email|send|write|submit) (?:your )?(?:letters|tips|comments|corrections|news tips|story ideas|responses|views|questions) to\b
    (?:e-?mail|write to|contact) (?:us (?:at|on|via)|[\w.+-]{1,64}@)
    (?:the )?(?:comments|comment section) (?:are|is|have been) (?:closed|moderated|disabled|now closed)\b
    (?:reporting|coverage|support) for this (?:story|article|project|series) (?:was|is|comes) (?:supported|funded|made)\b
    (?:views|opinions) (?:are |expressed |here )(?:personal|are|in this|are the)\b
    (?:the )?(?:author|writer)[’']?s? (?:views|opinions) (?:are|expressed)\b
    read (?:more|all|our|the full)\b.{0,60}\b(?:here|stories|coverage|terms)\W{0,2}\Z
    got a (?:story|tip|news tip)\b
    have (?:a tip|you got a story)\b
    if you (?:have|want|would like) [\w ]{0,60}(?:story|tip|email|newsletter)\b
""")
    + r")"
)
# Where the text says which outlet it is from: "This article was originally published by The Tarn Courier."
_OUTLET = r"(?:[Tt]he )?[A-Z][\w&’'-]{0,40}(?:(?: (?:of|and|the|for)){0,2} [A-Z][\w&’'-]{0,40}){0,6}"
REPUBLISHED = (
    r"\b(?:(?:[Ff]irst|[Oo]riginally) (?:published|appeared|ran|reported)|"
    r"(?:[Rr]epublished|[Rr]eprinted|[Ss]yndicated|[Dd]istributed)(?: with permission)?) (?:by|in|on|from) "
    rf"(?P<outlet>{_OUTLET})"
)
# A line that says that the article is a later version, some with its number: "UPDATE 2 - Barges banned".
UPDATES = (
    r"\W{0,3}(?:(?:updated?|wrapup)(?: (?P<number>\d{1,2}))?\s?[]):–—|-]|\((?:adds|updates|recasts)\b|"
    r"(?:editor[’']?s note: )?this (?:story|article|report|post) (?:has been|was|is being) updated\b)"
)

# Sentences in which an article says that it was corrected; they begin a paragraph.
SAYS_AMENDED = (
    r"this (?:article|story|report|post|piece|column|headline|page|item|version) (?:was|has|is|had)(?: \w+){0,3} "
    r"(?:amended|corrected|updated|changed|edited|revised|clarified)|"
    r"(?:an? |the )?(?:earlier|previous|original|initial|first) version of (?:this|the)|"
    r"(?:corrects|corrected|updates|clarifies) (?:to|the|that|with|spelling|name)|"
    r"(?:amended|corrected|clarified|updated) (?:on|at) "
)
# Labels of who made a picture, at the end of its caption.
PICTURE_CREDITS = (
    r"(?:photograph|photo|photos|picture|pictures|pic|pics|image|images|credit|credits|copyright|source|illustration|"
    r"graphic|video)(?: credit| source| courtesy)?(?: by|:)|courtesy(?: of)?:?|file photo:|©"
)
# What a page says to those who may not read on, to those who do not pay, and to those who run no scripts.
WALLS = (
    r"to continue reading|already a subscriber|"
    r"this (?:article|content|story) is (?:for|available to) (?:\w+ )?subscribers|"
    r"subscribe (?:now|today|to (?:read|continue|unlock))|you have (?:read|reached) |create (?:a|your) free account|"
    r"we(?: and our (?:\d+ )?partners)? (?:use|store) |please enable (?:javascript|cookies)|enable javascript|"
    r"javascript is (?:disabled|required)|checking your browser|access (?:to this page has been )?denied|"
    r"support (?:fearless|local|independent|our) "
)
# Labels over what somebody paid for; and what a page says of the rights to it.
PAID = (
    r"sponsored(?: content| message| post)?|promoted(?: content)?|paid (?:content|post|partnership)|partner content|ad"
)
RIGHTS = r"all rights reserved|©\s?(?:copyright )?\d{4}|may not be (?:reproduced|published)"
# Each phrase of rights has one of these, in folded words, which are quicker to look for.
RIGHTS_SIGNS = ("reserved", "©", "may not be")
# Headings of what follows the article in a press release, and under the articles of many newspapers.
ENDINGS = (
    r"about (?:the (?:authors?|writers?|contributors?|company)|[A-Z]\w+(?: [A-Z&]\w*){0,5})\Z|"
    r"forward[- ]looking statements?\b|"
    r"(?:media|press|investor) (?:contacts?|inquiries|enquiries)\b.{0,60}\Z|"
    r"for (?:more|further) information,? (?:please )?contact\b|"
    r"notes? to editors?\W{0,2}\Z|source:? (?-i:[A-Z]).{0,80}\Z|other (?:headlines|stories)\b.{0,40}\Z|"
    r"keep reading\W?\Z|"
    r"(?:\d+ )?(?:comments?|responses?|replies|thoughts)(?: \(?\d+\)?)?(?: (?:to|on)\b.{0,120})?\Z"
)
# Ends of the names of companies, after a comma.
COMPANIES = r"Inc|Ltd|LLC|L\.L\.C|Co|Corp|PLC|plc|LLP|Pty|GmbH|AG|SA|S\.A|NV|N\.V"
# Further lines of web pages: what begins them, and what marks them wherever it is.
OFFERS = (
    r"(?:kindly|please) (?:share|print|save|bookmark)\b|(?:article|story) content\Z|what do you think\?\Z|"
    r"key (?:events?|points?)\W?\Z|\d{1,2} of \d{1,2}\b\W{0,3}\Z|by signing up\b|"
    r"(?:do you have|got|have) (?:a|any) (?:story|tip|news)\b|"
    r"(?:sign|log) in to (?:unlock|read|continue|comment|view)\b|"
    r"thank you for (?:reading|visiting|signing|subscribing)\b|"
    r"(?:local|independent|quality|our) (?:journalism|news|reporting) (?:needs|matters|depends|is (?:funded|free))\b|"
    r"(?:if you|did you) (?:enjoy|like|love)(?:ed|d)?\b|why you (?:can|should) trust\b|"
    r"send (?:us )?your (?:story|stories|tips|news)\b|"
    r"follow (?!up\b)(?-i:@|[A-Z]).{0,60}\bon (?:facebook|x|twitter|instagram|bluesky|threads|tiktok|youtube)\b|"
    r"(?:problems?|trouble) (?:with|viewing) this (?:page|site)\b|best (?:viewed|seen) (?:at|in|with)\b|"
    r"purchase licensing rights\b"
)
INVITATIONS = r"\bhave your say\b"
INVITATION_SIGNS = ("your say",)
# What names who made a picture, in parentheses at the end of its caption.
MAKERS = r"[/:]|\b(?:photo|staff|handout|contributed|courtesy|supplied|file|via|AP|AFP|Reuters|Getty|EPA|PA|Alamy)\b"
