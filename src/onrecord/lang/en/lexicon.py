"""Word lists that the rules share: facts about English or about news, never about a single article."""

from __future__ import annotations

from onrecord.lang.en import voters


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# Verbs that report what was said or written, as lemmas.
SPEECH = words("""
    acknowledge add admit advise affirm allege announce argue assert assure boast brag caution chant charge claim
    clarify comment complain concede conclude confess confirm contend counter cry declare demand deny disclose
    emphasize estimate exclaim explain hint imply indicate inform insist joke lament maintain mention mutter note
    observe opine plead point pledge predict proclaim promise propose quip read reason recall recommend recount
    reiterate remark remind repeat reply report respond reveal say scream shout signal specify speculate state stress
    suggest swear tell testify tweet underline underscore urge vow warn whisper write yell quote continue go
    ask answer post retort rule find show
""")
# Verbs that report what is believed, hoped or planned.
THOUGHT = words("""
    assume believe consider decide doubt expect fear feel figure guess hope imagine intend know plan realize reckon
    regret remember suspect think understand want wish wonder worry prefer
""")
# Verbs that report what somebody said or thought.
SAYING = SPEECH | THOUGHT
# Words for opinions, wishes and feelings, and for keeping silent: what they govern was not said.
ATTITUDES = THOUGHT | words("""
    accept afraid agreement appear approve aspire aware back belief care certain concern concerned confidence confident
    convince convinced decision decline desire determination determined dislike doubt dread eager enjoy enthusiasm favor
    favour fond glad happy hate hopeful ignore impression inclined intention interest interested keen like look love
    mean mind mistrust mood mull need opinion oppose opposed opposition optimism optimistic perceive perception
    pessimistic plan ponder prepare prioritize proud ready realise recognize refusal refuse reluctance reluctant resist
    resolve respect satisfied see seek seem sentiment sense share skeptical sound stance support sure suspicion
    suspicious sympathetic sympathy think tolerate treat trust try uncertain understanding unhappy unsure unwilling
    value view wait wary weigh will willing willingness wish worried worry
""")
# Verbs of saying or thinking that report only a clause, not a quotation next to them.
CLAUSE_ONLY = words(
    "go continue find show read rule charge report point know feel remember understand figure decide want prefer regret"
)
# Verbs that report with an infinitive: "urged the board to wait", "declined to comment".
INFINITIVE = words("""
    agree ask beg call claim demand encourage expect hope intend invite order plan pledge promise
    propose swear threaten urge vow want warn advise
""")
# Verbs that govern the subjunctive: "recommended that the road be closed".
DEMANDS = words("ask demand insist move order propose recommend request require suggest urge advise")
# Those of them that may state what is, too: "insists that buses run late".
STATING = words("insist suggest")
# Verbs of judging, with the speaker's words: "called the plan “a disaster”".
JUDGMENT = words("""
    blast brand call characterise characterize compare condemn criticise criticize decry denounce depict deride describe
    dismiss hail label lambast lambaste mock paint portray praise refer slam tout
""")
# What only people do, and no plan or pool: judging, asking, and what a speaker may do afterwards.
OF_PEOPLE = (JUDGMENT | INFINITIVE) - words("call claim demand encourage invite plan promise threaten warn") | words(
    "apologise apologize laugh nod resign shrug smile sob thank walk weep"
)
# Those that say as what the speaker sees something: "described the plan as bold"; "called the police" says nothing.
PORTRAYING = words("brand call characterise characterize depict describe label paint portray")
# Words that introduce a name in quotation marks.
NAMING = words("call dub name nickname title entitle term label style christen rename know")
# Verbs whose participle after a report explains it: "he said, referring to the road".
GLOSSING = words("refer allude cite")
# Nouns for texts that are sources: "a petition by the group said".
DOCUMENTS = words("""
    petition report statement letter lawsuit suit complaint ruling memo memorandum bill resolution study survey poll
    document filing email e-mail tweet post order opinion indictment affidavit website site article editorial audit
    brief motion release press-release notice law proposal plan review analysis paper transcript brochure book
    manifesto declaration constitution treaty inquiry investigation probe ordinance warrant record testimony message
    sign data datum statistic
""")
# News texts and programs in which somebody is quoted.
CARRIERS = words("report interview broadcast story article program programme show podcast segment column newscast")
# Works of art and entertainment: "the novel The Long Night".
WORKS = words("""
    album ballad comedy documentary drama film memoir movie musical novel opera painting play poem sequel series show
    sitcom song thriller
""")
# Acts of an office, not statements: "the council banned barges", "the board voted to wait".
ACTS = words("""
    acquit adopt appoint award ban convict elect enact file fine fund grant hire jail legalize outlaw override pass
    repeal sentence sign sue veto vote
""")
# Acts of courts and bodies on the cases before them, which are not statements: "dismissed the suit".
RULING = words("dismiss reject deny grant uphold overturn reverse")
CASES = words("""
    suit lawsuit case charge appeal petition motion application bail injunction amendment bill ordinance permit rezoning
    variance
""")
# Verbs for keeping silent, with an infinitive: "refused to answer", "declined to say why".
REFUSALS = words("refuse decline fail")
# Verbs whose subject hears what the noun after them says: "faced complaints", "received warnings".
RECEIVING = words("face hear receive get draw meet field")
# Verbs of saying and thinking whose object is a thing rather than words: "saw a boom", "ordered a crane".
TRANSITIVE = words("order see")
# Verbs of appearance, whose subject does nothing: "the board seems to hesitate".
RAISING = words("appear seem")
# Verbs for answering a request, or what others say.
ANSWERING = words("respond reply answer return")
# Verbs for coming to know: "learned that the permit had lapsed".
LEARNING = words("learn")
# Verbs with which a text shows what its holder need not have said: "her phone records show".
EVIDENCE = words("show reveal indicate suggest prove confirm")
# Requests of a reporter: "did not return a call".
REQUESTS = words("request message call email e-mail inquiry query comment question text phone")
# Nouns for one person in an office or a function.
ROLES = voters.OFFICES | words("""
    activist adviser advisor aide analyst attorney author bishop candidate chair chairman chairwoman chairperson
    chancellor chief clerk coach colonel commander commentator consultant coordinator coroner correspondent critic
    defendant detective diplomat doctor economist editor engineer envoy executive expert farmer founder general head
    historian inspector investigator journalist lawyer leader lieutenant major manager mayor mother father widow
    neighbor nominee nurse officer official organizer owner parent partner pastor player president prime-minister
    principal professor prosecutor physician priest rabbi imam rapporteur reporter republican democrat researcher
    resident scientist secretary sergeant sheriff speaker spokesman spokesperson spokeswoman strategist student
    superintendent surgeon surrogate teacher treasurer vice-president victim witness woman man writer host anchor
    producer actor actress singer artist captain ceo cfo pollster
""")
# Abbreviated titles before a name, with or without the period, and the nouns for who has the title.
ABBREVIATED_TITLES = {
    "dr": words("doctor"),
    "prof": words("professor"),
    "sen": words("senator lawmaker"),
    "rep": words("representative congressman congresswoman lawmaker"),
    "gov": words("governor"),
    "cllr": words("councillor"),
    "clr": words("councillor"),
    "coun": words("councillor"),
    "ald": words("alderman"),
    "amb": words("ambassador"),
    "atty": words("attorney"),
    "insp": words("inspector"),
    "supt": words("superintendent"),
    "det": words("detective"),
    "sgt": words("sergeant"),
    "cpl": words("corporal"),
    "lt": words("lieutenant"),
    "capt": words("captain"),
    "maj": words("major"),
    "col": words("colonel"),
    "brig": words("brigadier"),
    "gen": words("general"),
    "cmdr": words("commander"),
    "adm": words("admiral"),
    "rev": words("reverend"),
    "msgr": words("monsignor"),
}
# Titles of address, which describe nobody.
ADDRESS = words("mr mrs ms mx miss sir dame lord lady hon")
# Titles before a name, with or without the period.
TITLES = (
    voters.TITLES
    | ABBREVIATED_TITLES.keys()
    | frozenset().union(*ABBREVIATED_TITLES.values())
    | ADDRESS
    | words("""
    president mayor chief sheriff secretary chairman chairwoman chair chancellor professor doctor officer detective
    emperor empress sergeant captain lieutenant colonel general king queen prince princess pope bishop archbishop
    cardinal rabbi imam
    superintendent coach speaker attorney premier
""")
)
# Nouns and titles for who has an office or a function.
OFFICES = ROLES | TITLES
# Offices of those who head a body; the first may stand for any of them: "the port chief" is its director.
HEADS_OF_ANY = words("head chief boss")
HEADS = HEADS_OF_ANY | words("director president leader commander chair chairman chairwoman chairperson ceo")
# Titles that occur only before the names of people.
HONORIFICS = (
    voters.PERSONAL_TITLES
    | ABBREVIATED_TITLES.keys()
    | ADDRESS
    | words("""
    baroness baron justice councillor councilor superintendent sergeant lieutenant inspector detective constable
""")
)
# Letters after the name of a person.
POST_NOMINALS = words("mp mep msp td mla qc kc obe mbe cbe kbe dbe phd md esq")
# Nouns for relatives, who have no office thereby.
KIN = words("""
    mother father wife husband widow widower daughter son sister brother aunt uncle niece nephew cousin mom dad
""")
# Nouns for people who speak for somebody else, or about them: "Her lawyer said", "The judge said".
SPEAKING_FOR = words("""
    agent aide attorney clerk coroner detective doctor employee executive investigator judge lawyer nurse official
    prosecutor reporter representative spokesman spokespeople spokesperson spokeswoman witness worker
""")
FEMALE = voters.WOMEN | words(
    "mrs ms miss dame lady queen princess chairwoman spokeswoman woman mother widow actress daughter sister wife "
    "businesswoman girl"
)
# Given names that are nearly always a woman's, and a man's.
FEMALE_NAMES = words("""
    abigail agnes alexandra alice alison amanda amelia amy ana andrea angela anita anna anne annie april barbara
    beatrice beth betty brenda carla carmen carol caroline carolyn catherine charlotte cheryl christina christine
    cindy claire clara claudia connie cynthia daisy dana dawn deborah debra denise diana diane dolores donna dora
    doris dorothy edith eileen elaine eleanor elena elizabeth ella ellen emily emma erica esther eva evelyn fatima
    fiona florence frances gail georgia gina gladys gloria grace hannah heather heidi helen hillary holly ida
    irene iris isabel jacqueline jane janet janice jean jennifer jenny jessica jill joan joanna josephine joyce
    juanita judith judy julia julie karen kate katherine kathleen kathryn katie keisha kelly kim kimberly laura
    lauren leila lena lillian linda lisa lois lori lorraine louise lucille lucy lydia lynn madeleine margaret
    maria marie marilyn marion marjorie martha mary maureen megan melanie melissa michelle mildred miriam monica
    nadia nancy naomi natalie nicole nina nora norma olivia pamela patricia paula peggy penelope phyllis priscilla
    priya rachel rebecca regina renee rhonda rita roberta rosa rose rosemary ruby ruth sally samantha sandra sara
    sarah shannon sharon sheila sherry shirley sofia sophia sophie stacy stella stephanie susan suzanne sylvia
    tamara tammy tanya tara teresa thelma theresa tiffany tina tracy valerie vanessa vera veronica victoria viola
    violet virginia vivian wanda wendy yvonne zoe
""")
MALE_NAMES = words("""
    aaron abdul adam adrian ahmed alan albert alexander alfred ali allen amir andre andrew anthony antonio arnold
    arthur barry ben benjamin bernard bill bob bobby brad bradley brandon brian bruce bryan callum calvin carl
    carlos cecil charles chris christopher clarence claude clifford colin craig curtis dale dan daniel danny
    darren dave david dean dennis derek diego don donald douglas duncan dwight earl eddie edgar edmund eduardo
    edward edwin eric ernest eugene evan ewan felix fernando floyd francis francisco frank franklin fred frederick
    gary gavin gene geoffrey george gerald gilbert glenn gordon graham greg gregory guy harold harry harvey hassan
    henry herbert herman howard hugh hugo ian ibrahim ivan jack jacob jaime james jamie jason javier jay jeff
    jeffrey jeremy jerome jerry jesse jim jimmy joe joel john johnny jonathan jorge jose joseph josh joshua juan
    julian julio justin karl keith ken kenneth kevin kurt kyle larry lawrence lee leo leon leonard leroy leslie
    lewis liam lloyd louis lucas luis luke malcolm manuel marc marcus mario mark martin marvin matthew maurice max
    melvin michael miguel mike milton mohamed mohammad mohammed muhammad nathan neil nicholas nick nigel norman
    oliver omar oscar oswald otto owen pablo patrick paul pedro peter phil philip phillip rafael ralph ramon randy
    raul ray raymond reginald ricardo richard rick ricky rob robert roberto rodney roger roland ron ronald ross
    roy russell ryan salvador sam samuel scott sean sergio seth simon stanley stephen steve steven stuart ted
    terrence theodore thomas tim timothy todd tom tommy tony travis trevor tyler vernon victor vincent vladimir
    wallace walter warren wayne wesley william willie winston zachary
""")
MALE = voters.MEN | words(
    "mr sir lord king prince pope chairman spokesman man father actor son brother husband businessman boy"
)
# Modifiers by which a person is distinguished from whoever has the office: "the former governor".
CONTRASTING = words("former ex rival other previous next late then deputy assistant vice acting opposing second")
# Those that say what somebody was: "The former banker" may be who is the mayor now.
PAST = words("former ex previous late then")
# Nouns for groups of people that speak as one.
COLLECTIVES = voters.GROUPS | words("""
    police people officials authorities critics supporters opponents protesters experts analysts citizens investigators
    prosecutors lawyers witnesses neighbors neighbours parents students activists advocates aides family scientists
    researchers doctors reporters others many some several observers organizers leaders economists historians
    conservatives liberals progressives camp campaign crowd team administration management staff community communities
    majority minority opposition establishment most
""")
# Nouns for people as a group of two or more: "Lund and Voll, a couple".
TOGETHER = words("couple pair duo trio team family brothers sisters")
# Other nouns for one person; most end in -er, -or, -ist, -ian, -man or -woman.
PEOPLE = words("""
    adult agent ally applicant apprentice assistant attendee aunt boss bride bystander chef child civilian colleague
    comrade cop correspondent cousin dad daughter detainee employee expatriate fan friend graduate groom guard guest
    guide guy heir hero individual insurgent intern judge kid lady mate migrant militant mogul mom monk native
    neighbour nephew niece novelist nun opponent participant pilot poet recruit refugee relative resident rival
    scholar servant sibling soldier spouse star survivor suspect teen tenant thief toddler trainee uncle veteran
    villager volunteer youth
""")
# Nouns for those who only listen: "a court heard".
AUDIENCES = words("court jury inquest inquiry tribunal hearing judge panel juror")
# Nouns for a speaker whom the article deliberately leaves unnamed.
ANONYMOUS = words("source sources insider insiders whistleblower tipster person informant")
# Bodies that deliberate and vote.
BODIES = voters.BODIES | words("""
    council board commission committee court panel legislature senate house assembly parliament chamber caucus jury
    lords icj congress cabinet subcommittee synod union membership board-members tribunal
""")
# The last words of the names of organizations.
ORGANIZATIONS = words("""
    agency administration army association authority bank board bureau cabinet campaign center centre chapter charity
    church club coalition college commission committee company conference congress corporation corp council court
    department constabulary district division federation firm force forces foundation fund government group guild
    hospital inc institute institution league legislature ltd llc ministry mission movement museum nations
    network newspaper office organisation organization panel parliament party patrol police post school senate service
    society station team times tribune tribunal trust union university voice watch house assembly chamber herald
    journal gazette news radio television reserve navy guard white-house
""")
# Nouns that may mean any organization: "the group".
GENERIC_ORGANIZATIONS = words("""
    group organization organisation company agency firm nonprofit charity alliance airline broadcaster conglomerate
    insurer lender manufacturer militia retailer startup start-up
""")
# Legal forms at the end of a company's name, which shorter forms leave out.
LEGAL_FORMS = words("inc incorporated corp corporation co company ltd limited llc llp plc")
# The last words of the names that "the company" and "the agency" may mean.
COMPANIES = LEGAL_FORMS | words("""
    group holdings lines bank industries motors airlines airways energy
    chemicals foods pharmaceuticals systems technologies media partners stores brewery
    tours cruises charters safaris expeditions
""")
# The words of names that bodies of many places have: "City Council", "Ministry of Finance".
COMMON_NAMES = (
    BODIES
    | ORGANIZATIONS
    | words("""
    affairs agriculture and appeals attorney central city commerce corrections county court courts defence defense
    development district education election elections energy environment federal finance fire for foreign general
    health high home housing human immigration industry interior justice labor labour local municipal national of
    parks planning police provincial public regional revenue safety sanitation school security services sheriff
    sheriff's state supreme the town township trade transport transportation treasury village water welfare works
    zoning
""")
)
# Endings of nouns for companies: "the carmaker", "the shipbuilder".
MAKERS = ("maker", "builder")
AGENCIES = words("agency administration bureau department service office commission authority board ministry")
# Kinds of places: "City of Tarn", "the village Tarn".
TOWNS = words("""
    city town county state village township municipality borough province prefecture region island country capital
    suburb
""")
# The same for countries: "the Arab Republic of Tarn".
REALMS = words("republic kingdom commonwealth emirate sultanate principality")
# Small words that begin a surname: "De la Vega".
PARTICLES = words("de del della da di dos du van von der den ter la le el al bin ibn bint")
# Prepositions of what only goes with something: "in addition to other groups".
ACCOMPANYING = words("to with besides including like for of in")
# Words that refer to something in another clause.
RELATIVE_PRONOUNS = words("which that who whom what")
# Plurals of things that are quoted as sources, though no text: "the numbers show".
MEASURES = words("numbers figures data results statistics estimates returns rules standards tests")
# Countries that are mostly named by their initials.
COUNTRIES = {
    "us": "united states",
    "usa": "united states",
    "united states of america": "united states",
    "uk": "united kingdom",
    "uae": "united arab emirates",
}
# Verbs for what a team does in a match, with a score or a game: "Tarn beat Kell 2-1", "Tarn lost six games".
PLAYING = words("beat defeat edge lose outplay rout score thrash win")
FACILITIES = words("""
    airport arena bridge building cathedral dam highway hotel mall park plaza prison jail stadium station street avenue
    boulevard road square terminal theater theatre tower tunnel library palace plant port hospital museum temple mosque
    church pier canal complex towers castle refinery warehouse factory zoo cemetery lighthouse barracks skyscraper
    velodrome racecourse restaurant tavern nightclub lodge clinic infirmary headquarters head-office opera-house
    house hall office
""")
# Words in the names of laws.
LAWS = words("""
    act bill law constitution treaty amendment resolution code ordinance accord convention protocol pact laws codes
    regulation regulations directive decree statute agreement accords charter
""")
STORMS = words("typhoon cyclone hurricane")  # before a given name: "Hurricane Nora"
# Words in the names of events.
EVENTS = STORMS | words("""
    war cup olympics games festival summit championship championships tournament election elections conference
    fair battle siege day week marathon copa olympiad olympiads prix expo grammys oscars awards revolution uprising
    massacre holocaust derby regatta parade pandemic referendum inquiry trophy biennale intifada riots carnival
    exhibition seminar symposium webinar workshop
""")
# Those that are in names of companies, newspapers and bodies, too: "Epic Games", "Vanity Fair".
SHARED = words(
    "convention conference fair week day games hall charter parade software satellite ferry ship rocket drug"
)
# Natural features that have names.
LANDFORMS = words("river lake mountain bay gulf sea ocean valley desert peninsula strait volcano glacier canyon")
# Made things that have names, other than works of art: "the app Kwikpay", "the Velmar 30 Index".
PRODUCTS = words("""
    app index database drug vaccine medicine tablet smartphone software algorithm yacht ship ferry tanker trawler
    submarine satellite rocket missile
""")
