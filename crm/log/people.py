"""Who a message is about: the client companies and the people there, known or new."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crm.log.companies import new_companies
from crm.log.days import find_days
from crm.log.given import GIVEN
from crm.log.houses import family_firms, is_of, titled_from, whole_name
from crm.log.trades import TRADES, WARES
from crm.mentions import Mention, Mentions
from crm.naming import COMPANY_NOUNS, LEGAL, TITLES, TITLES_AFTER, Token, common_words, fold, tokens, word_set
from crm.periods.words import WEEKDAYS

OTHER_BEFORE = re.compile(
    r"\b(?:lost (?:\w+ ){0,4}?to|went (?:with|for)|goes (?:with|for)|going for|gone for|(?:bought|buy|buys|buying|ordered|ordering|purchased) (?:it |them |one |all |everything |theirs |elsewhere )?(?:from|off)|(?:bought|buys|buying|purchased) (?:it |them |one |all |everything |theirs )?(?:at|with)|opted for|awarded to|goes to|went to|going with|gone with|(?:awa|away|off|in bed|in cahoots) (?:with|wi)|go with|chose|picked|selected|(?<!contract )(?<!deal )(?<!agreement )(?<!order )signed with|stay(?:s|ed|ing)? with|stick(?:s|ing)? with|stuck with|remain(?:s|ed|ing)? with|vs\.?|versus|against|"
    r"compet(?:es?|ing) with|compar(?:ed?|ing|es) (?:\w+ ){0,2}?(?:to|with|against)|(?:competitors?|competition|rivals?)(?: (?:from|at|like|of|such as|called|named|here|is|are|was|were))?:?|switch(?:ed|ing)? (?:over )?from|switch(?:ed|ing)? to|incumbent:?|"
    r"going w/|gone w/|went w/|go w/|(?<!took )(?<!take )(?<!taking )(?<!taken )(?<!takes )over|evaluat(?:e[ds]?|ing)|(?:the )?same (?:\w+ ){1,3}as|sister (?:company|hotel|site|school|shop) (?:of|to)|old (?:contact|customer|colleague|client) (?:from|at|of)|owned by|subsidiary of|belongs? to|next door to|(?:heard|knows?) (?:about|of) us (?:from|via|through)|got (?:our|my) (?:number|name|details|card) (?:from|off|via|through)|looking at|look at|considering|also talking to|(?<!got )(?<!get )(?<!been )(?<!started )(?<!was )(?<!after )(?<!just )(?<!i'm )(?<!ended up )talking to|in talks with|like|same as|similar to|referred by|intro(?:'d|ed|\s?d)? by \w+ (?:at|from|of)|referral from|referral(?: to)?:|reference from|"
    r"intro(?:duced)? (?:by|from|via)|used to (?:be|work|run \w+|buy \w+|do \w+) (?:in|at|for|with)|(?:formerly|previously|originally) (?:in|at|of|with|from|by)|(?<!\bi )(?<!\bwe )(?:was|were|worked|has been|had been|sat) (?:before|previously|formerly|until \w+|till \w+) (?:in|at|with|by|for|of)|(?:before|earlier|previously|formerly),? (?:s?he|they) (?:was|were|worked|had been|bought|sat)(?: \w+)? (?:in|at|with|for|by)|(?:old|former|previous) (?:job|employer|firm|company|place|post|role|boss|life|outfit)(?:,? (?:at|with|was|is|of))?|(?:his|her|their|my|your) (?:time|days|years|stint|spell) (?:at|with|in)|(?:spent|after|did) (?:\w+ ){1,2}years (?:at|with|in)|poached (?:\w+ )?from|hired (?:\w+ )?(?:away )?from|not (?:(?:the |our )?(?-i:[A-Z][\w'\u2019]+)(?: (?-i:[A-Z][\w'\u2019]+))?|the (?:one|guy|man|lady|woman|lad|bloke)) (?:at|from|of)|ex-?|came from|joined from|"
    r"instead of|better than|cheaper than|undercut by|losing (?:it )?to|replac(?:e|ing)|replacement for|currently (?:use|using|on|with)|"
    r"(?:they|she|he|who) (?:use|uses|used)|using|contract with|demo (?:from|of|by)|quote from|offer from|pitch from|bid from|left for|moved to|moving to|(?:(?:gone|went|going|'re|'s|are|is|heading|headed) )?(?:off|over|across|away) to|"
    r"migrat(?:e|ing) from|move off|also (?:use|uses)|not|confused with|unlike|integrat\w* with|beat|beating)\s+(?:the |a |our |their )?(?:likes of )?(?:company |firm )?(?:\w+ (?:and|&|or) )?$",
    re.IGNORECASE,
)
OTHER_AFTER = re.compile(
    r"^(?:'s)?\s*(?:is (?:cheaper|the incumbent|also (?:in|pitching|bidding))|undercut|quoted them|(?:came|come) in (?:at|lower|cheaper)|"
    r"offered them|(?:is|are) (?:bidding|pitching|in the mix|circling)|as (?:a )?(?:reference|competitor|competition)|contract (?:runs|ends|expires|is up)|alumni)",
    re.IGNORECASE,
)
_TO_PERSON = re.compile(
    r"(?:\b(?:with|w|met|called|phoned|rang|emailed|e-mailed|texted|messaged|pinged|whatsapped|dm'?d|slacked|told|asked|ask|tell|ping|call|email|"
    r"text|cc|and|spoke to|talked to|chatted to|from|to|for|by|remind|loop in|hi|hey|dear|thanks|introduced|meet|into|lm|vm|cb|brought(?: along)? (?:the|his|her|their) (?:[a-z]+ )?[a-z]+|[a-z]*(?:ceo|cfo|cto|coo|cio|ciso|vp|president|director|manager|head|lead|buyer|owner|boss|brother|sister|wife|husband|colleague|assistant|partner|named|contact|engineer|chief|officer|daughter|son|successor|replacement|champion|admin|secretary|founder|principal|dean|sponsor)(?:\s+(?:is|was|called|named)|\s*[:=])?)|w/|&|\+|,)\s*(?:to |for )?$",
    re.IGNORECASE,
)
_TO_COMPANY = re.compile(
    r"(?:\b(?:at|from|visit(?:ed)?|of|client|customer|prospect|account|for|re)|@)\s*:?\s*(?:the )?$", re.IGNORECASE
)
_PEOPLE_FROM = re.compile(
    r"\b(?:team|people|folks|guys|guy|chap|bloke|fella|fellow|gent|gentleman|lad|girl|person|rep|purchaser|planner|foreman|md|founder|partner|consultant|receptionist|secretary|assistant|crew|someone|somebody|man|woman|lady|buyer|owner|manager|director|staff|group|client|customer|prospect|lead|contact|engineers?|ceo|cfo|cto|coo|vp|head)"
    r"\s+(?:from|at|of|@|over at)\s+(?:the )?$",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\s*(?:\([^)]{2,40}\)\s*)?(?:,\s*(?:[a-z]\w*[ &/]?){1,4},?)?\s*(?:,|\(|\b(?:from|at|of|with|over at)\b|@)\s*(?:the )?",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r" (?:from|of|at) (?:the )?(?-i:[^\W\d_a-z])", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:call|meeting|mtg|demo|lunch|coffee|visit|chat|intro|contact|spoke|who|with|present|attendees|kontakt|telefonat)\s*[:\u2013-]\s*$",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:(?:new|inbound|hot|fresh|warm|cold) (?:lead|prospect|account|client|customer|opp|opportunity|logo|enquiry|inquiry|name|one|biz|business)|lead|prospect|enquiry|inquiry)\s*(?:[:,\u2013-]|is\b|from\b|called\b)\s*$|\bnew one\s*[:,]?\s*$|(?:^|[\n.!?])\W*(?:new|nouve(?:au|lle)|nuev[oa]|nuov[oa]|nov[oa]|neu|nieuw|nytt?|yeni|nowy)\s*[:\u2013-]\s*$|\b(?-i:[Nn])ew (?:wee |little |small |big |nice |local |potential |possible |possibly )*(?:client|customer|prospect|lead|company|firm|party|buyer|business|enterprise|chain|group|operator|supermarket|store|gym|hospital|brewery|bakery|shop|hotel|school|clinic|farm|plant|yard|factory|workshop|restaurant|caf[e\u00e9]|dealer|distributor|builder|contractor|outfit|place|one)\b(?: (?:at|on|from|in|near|by) [^.,;!?\n]{1,40})?,\s*$|\b(?:mob|outfit|firm|company|crowd|business|start-?up|shop|bunch|lot|place) (?:called|named)\s*$|\b(?:referral|intro|introduction|lead|tip|recommendation) (?:from|by|via|through) (?-i:[A-Z]\w+)(?: (?-i:[A-Z]\w+))?\s*[:\u2013-]\s*$|(?<!used to )\b(?:s?he|who) (?:also |now )?(?:runs|owns|manages|founded|heads|chairs|represents|buys for) (?:the |a )?$",
    re.IGNORECASE,
)
_TAKEN_ON = re.compile(r"\b(?:new|fresh|inbound) (?:lead|prospect|client|customer|account|company|firm|enquiry|inquiry|logo)\s+$", re.IGNORECASE)  # fmt: skip
_KIND_SAID = re.compile(r"\b(?:with|from|at|by|for|of|to|called|visited|met|the|a|an|our|this) (?:\w+ )?(?:company|firm)\s+$", re.IGNORECASE)  # fmt: skip
_ITS_PEOPLE = re.compile(  # "new lead Chaka Hills Avocado, farm manager Dennis"
    r",?\s*\(?(?:the |their |its )?(?:(?!is\b|was\b|wants?\b)[a-z]+ ){0,2}(?:manager|owner|director|buyer|boss|contact(?: person)?|foreman|founder|head|principal|chef|planner|engineer|purchaser|md|ceo|cfo)\b|,?\s*\(?(?:they|who) (?:do|make|sell|run|build|grow|have|need|want|are)\b",
    re.IGNORECASE,
)
_FROM_TOWN = re.compile(r",? (?:from|in|of|near|out of|based in) ")  # "company Lumirex from Gdynia"
_COMPANY_AFTER = re.compile(r"\s*\((?-i:[A-Z])")
_OUT_THERE = re.compile(r"\b(?:out|over|down|up) (?:at|in|near|by|to)\s*$", re.IGNORECASE)  # "I'm out at Newman Monday"
_OUT_OF = re.compile(r"\b(?:(?:out|south|north|east|west|based out) of|based (?:in|near|at))\s*$", re.IGNORECASE)
_INBOUND = re.compile(r"\b(?:inbound|new (?:lead|prospect|enquiry|inquiry)|(?:web|website|cold) (?:lead|enquiry|inquiry))\s*[:\u2013-]\s*$", re.IGNORECASE)  # fmt: skip
_PLACE = re.compile(r"\b(?:at|from|of|in) the\s*$", re.IGNORECASE)
_TOWN = re.compile(
    r"\b(?:out(?= of)|mov\w+|come|comes|coming|came|go|goes|going|went|gone|arriv\w+|return\w*|live[sd]?|born|back|home|holidays?|relocat\w+|fly\w*|flew|flights?|travel\w*|driv\w+|drove|train|trip|based|headed|heading|site|plant|branch|depot|warehouse|hq|office|airport|station|port|city|town)\s+(?:over |back |down |up )?(?:to|in|from|near|of|at)\s*$",
    re.IGNORECASE,
)
_FAIR_OF = re.compile(
    r"\b(?:fair|expo|airport|port|city|town|region|province|university)\s+(?:of|in|at)\s*$", re.IGNORECASE
)
_SOURCE = re.compile(  # where goods and people come from
    r"\b(?:cheaper|cheap|supplied|shipped|imported|delivered|bought|ordered|sourced|made|coming|comes|came|arriv\w+|quotes?|offers?|samples?|stock|parts?|price[sd]?|one|ones|it|them|something|someone|somebody|people|down|over|up|back|all the way) (?:in |over |down )?from\s*$|(?:^|[.,;!?\n] ?)(?:in|near|outside|around) $",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\s+(?:sites?|plant|offices?|branch|depot|warehouse|factory|campus|airport|road|street|showroom|yard|region|fair|expo|show|congress)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:an?|some|another) (?:\w+ )?(?:bloke|guy|chap|man|woman|lady|lad|fellow|fella|person|gent|gentleman|dude|girl|kid) (?:(?:named|called|by the name of) )?$",
    re.IGNORECASE,
)  # "a bloke named Lars" is none of those we know
LONGEST_SHORT = 4  # letters of a word in capitals that is a thing's short name: SKU, EDI
_TITLED = re.compile(rf"\b(?:capt|captain|(?-i:DI|DDr|Dkfm|KommR|MMag|Mag|Ph\.?D)|{'|'.join(sorted(TITLES, key=len, reverse=True))})\.?\s$", re.IGNORECASE)  # fmt: skip
_ANY_DAY = date(2001, 1, 1)
_NEW_ONE = re.compile(r"\s*\((?:new|prospect|lead|inbound)\b", re.IGNORECASE)
_DATED = re.compile(r"\d(?:st|nd|rd|th)?\.?\s+(?:of\s+)?$")
_MONTH = re.compile(r"jan|april?|may|june|august|sep|jul|mar")
_WITH = re.compile(r"(?:\b(?:with|w|call|demo|meeting|mtg|to|re|met)|w/|re:)\s*$", re.IGNORECASE)
_WORKS_AT = re.compile(
    r"^\s*(?:\([^)]{2,40}\)\s*)?(?:,\s*[\w &/]{2,30},?)?\s*(?:\bfrom\b|\bat\b|@|\bof\b|\bover at\b|\()", re.IGNORECASE
)
SPEAKS = re.compile(
    r"^\s*(?:said|says|wants|wanted|asked|told|mentioned|thinks|agreed|confirmed|called|emailed|replied|texted|joined|came|is (?:happy|worried|keen|on board|out|back)|loves|loved|likes|promised|will|needs)\b",
    re.IGNORECASE,
)
_NOT_NAMES = (
    word_set(
        "i i'm ok okay pm am vp ceo cfo cto cio coo it hr q1 q2 q3 q4 h1 h2 sow msa nda po rfp poc fyi asap eod eow eom eoq eoy usd eur gbp "
        "arr mrr sla api sso crm erp tbd tba re fwd fw lm vm qbr ebr roi hq us uk eu emea apac latam nyc sf la god xmas christmas thanksgiving "
        "english german french spanish european american british welsh scottish irish italian dutch polish portuguese chinese japanese indian african australian "
        "swedish danish norwegian finnish greek turkish swiss austrian belgian brazilian mexican canadian russian korean procurement legal zoom teams webex slack zalo viber telegram wechat weixin kakao kakaotalk signal messenger skype instagram facebook threema discord botim imessage whatsapp linkedin gmail outlook excel hubspot "
        "salesforce rapport easter diwali ramadan eid hanukkah pentecost carnival lent advent ascension pdf gdpr soc2 hipaa iso vat rep reps sdr bdr ae csm lol omg haha tia ps nb pov loi rfi rfq kpi okr saas covid"
    )
    | (WEEKDAYS.keys() - {"sun"})
    | {"capt"}
)


@dataclass(frozen=True)
class Party:
    """A company or person in a message; without an id it is not in the record. `client` is False for a name in passing."""

    name: str
    id: int | None
    start: int
    end: int
    client: bool = True
    account_id: int | None = None
    ambiguous: tuple[int, ...] = ()


@dataclass(frozen=True)
class Parties:
    accounts: tuple[Party, ...] = ()
    contacts: tuple[Party, ...] = ()
    users: tuple[Party, ...] = ()
    deals: tuple[Party, ...] = ()
    products: tuple[Party, ...] = ()

    @property
    def named(self) -> tuple[Party, ...]:
        return (*self.accounts, *self.contacts, *self.users, *self.deals, *self.products)

    def until(self, end: int) -> Parties:
        """Those that are named before a place."""
        return Parties(
            *(
                tuple(party for party in group if party.end <= end)
                for group in (self.accounts, self.contacts, self.users, self.deals, self.products)
            )
        )

    @property
    def known(self) -> bool:
        """Whether the message names a client, a person there, or a deal of the record."""
        return any(p.id or p.ambiguous for p in (*self.accounts, *self.contacts, *self.deals))


def find_parties(text: str, mentions: Mentions) -> Parties:
    """Everybody that `text` names. Unknown names are taken only where the words around say what they are."""
    found = mentions.find(text, ends=True)
    known: dict[str, list[Party]] = {"account": [], "contact": [], "user": [], "deal": [], "product": []}
    for mention in found:
        known[mention.entity].append(_party(mention, text))
    new_accounts, new_contacts = _unknown(text, found)
    accounts = sorted([*known["account"], *new_accounts], key=lambda party: party.start)
    contacts = sorted([*known["contact"], *new_contacts], key=lambda party: party.start)
    return Parties(
        tuple(accounts), tuple(contacts), tuple(known["user"]), tuple(known["deal"]), tuple(known["product"])
    )


def in_passing(text: str, start: int, end: int) -> bool:
    """Whether a company is named as a competitor, a reference or a former place, not as the client."""
    before = re.split(r"[.;!?\n]", text[max(0, start - 60) : start])[-1]
    return OTHER_BEFORE.search(before) is not None or OTHER_AFTER.match(text[end : end + 40]) is not None


def _party(mention: Mention, text: str) -> Party:
    if mention.entity == "contact" and _SOMEBODY.search(text[: mention.start]):
        return Party(text[mention.start : mention.end], None, mention.start, mention.end)
    client = mention.entity != "account" or not in_passing(text, mention.start, mention.end)
    return Party(
        mention.name, mention.id or None, mention.start, mention.end, client, mention.account_id, mention.ambiguous
    )


def _unknown(text: str, found: list[Mention]) -> tuple[list[Party], list[Party]]:
    taken = [(mention.start, mention.end) for mention in found]
    firms = [(titled_from(text, at), whole_name(text, end, taken)) for at, end in new_companies(text, found)]
    accounts = [Party(text[at:end], None, at, end, client=not in_passing(text, at, end)) for at, end in firms]
    contacts: list[Party] = []
    untold: list[tuple[int, int]] = []  # two words written large that may be somebody's name
    has_account = any(mention.entity == "account" for mention in found)
    previous = 0  # where the last new person ends
    for run in _runs(text, [*((mention.start, mention.end) for mention in found), *firms]):
        start, end = run[0].start, run[-1].end
        before, after = text[max(0, start - 40) : start], text[end : end + 50]
        passing = in_passing(text, start, end)
        named = has_account or bool(accounts)
        placed = named and (_PLACE.search(before) or _OUT_THERE.search(before))  # "ran into Col at the Roma saleyards"
        if previous and _EMPLOYER.fullmatch(text[previous:start]) and run[0].norm not in GIVEN and not placed:
            kind: str | None = "account"
        else:
            kind = _what(run, before, after, has_account=named)
        if kind == "account" and any(_FROM_TOWN.fullmatch(text[each.end : start]) for each in accounts):
            kind = None
        if kind is None and len(run) == 2 and all(token.capital for token in run) and not _firm(run):
            untold.append((start, end))
        previous = end if kind == "contact" else 0
        if kind == "account":
            start, end = titled_from(text, start), whole_name(text, end, taken)
        party = Party(text[start:end], None, start, end, client=not passing)
        if kind == "account":
            accounts.append(party)
        elif kind == "contact" and not passing:
            contacts.append(party)
    firms_at = {each.start for each in accounts} | {mention.start for mention in found if mention.entity == "account"}
    contacts += [Party(text[at:end], None, at, end) for at, end in untold if is_of(text, (at, end), firms_at, taken)]
    people = [(party.start, party.end) for party in contacts]
    for at, end in family_firms(text, people, taken):
        accounts = [each for each in accounts if each.end <= at or end <= each.start]
        accounts.append(Party(text[at:end], None, at, end, client=not in_passing(text, at, end)))
    contacts = [each for each in contacts if not _is_place(each, text)]
    return accounts, [each for each in contacts if not _said_before(each, contacts, found)]


def _is_place(party: Party, text: str) -> bool:
    """Whether a lone name is where something is, by what the text says elsewhere: "two in Ajah, they start with Ajah"."""
    name = re.escape(party.name)
    return party.name.isalpha() and fold(party.name) not in GIVEN and bool(re.search(rf"\b(?:in|near) {name}\b", text))


def _said_before(party: Party, contacts: list[Party], found: list[Mention]) -> bool:
    """Whether a lone first name is that of somebody who was named in full: Carmen, after Carmen Ruiz."""
    whole = [other.name for other in contacts] + [mention.name for mention in found if mention.entity == "contact"]
    return " " not in party.name and any(name.lower().startswith(f"{party.name.lower()} ") for name in whole)


def _what(run: list[Token], before: str, after: str, *, has_account: bool) -> str | None:
    last, first = run[-1].norm, run[0].norm
    if has_account and len(run) == 2 and _INBOUND.search(before) and _EMPLOYER.match(after) and not _firm(run):
        return "contact"  # "Inbound: Ramona Teller, High Mesa Orthopedics"
    if has_account and len(run) == 2 and _ANNOUNCED.search(before) and _OF_ONE.match(after) and not _firm(run):
        return "contact"  # "New lead, Ramona Teller of High Mesa Orthopedics"
    if _KIND_SAID.search(before) and first not in GIVEN:
        return "account"
    if _TAKEN_ON.search(before) and first not in GIVEN and (len(run) > 2 or _firm(run) or _ITS_PEOPLE.match(after)):
        return "account"
    if _ANNOUNCED.search(before) and not (first in GIVEN and len(run) > 1 and not _COMPANY_AFTER.match(after)):
        return "account"
    if has_account and (
        _TOWN.search(before)
        or (len(run) == 1 and run[0].raw.isupper() and len(last) <= LONGEST_SHORT)
        or (len(run) == 1 and run[0].raw.isupper() and not SPEAKS.match(after))
        or (len(run) == 1 and _SOURCE.search(before))
    ):
        return None  # "moves to Munich", "size of SKU file"
    if _FAIR_OF.search(before) or (has_account and first not in GIVEN and _SITE.match(after)):
        return None
    if has_account and (_PLACE.search(before) or _OUT_THERE.search(before)):
        return None  # "the outage at the Bremen dock"
    if _TITLED.search(before):
        return "contact"
    if _OUT_OF.search(before):
        return None
    if _PEOPLE_FROM.search(before) and first not in GIVEN:
        return "account"
    if len(run) > 1 and (
        last in COMPANY_NOUNS | LEGAL or (last in TRADES and first not in GIVEN) or _NEW_ONE.match(after)
    ):
        return "account"
    person = first in GIVEN or (len(run) == 2 and not run[0].raw.isupper() and _TO_PERSON.search(before) is not None)
    if person and (_TO_PERSON.search(before) or SPEAKS.match(after) or _WORKS_AT.match(after)):
        return "contact"
    if first in GIVEN and len(run) == 2 and all(token.capital for token in run):
        return "contact"
    if (
        _TITLE.search(before)
        and _WORKS_AT.match(after.replace(",", "(", 1))
        and len(run) == 2
        and all(token.capital for token in run)
    ):
        return "contact"
    if _TO_COMPANY.search(before) and not person:
        return "account"
    if _TO_PERSON.search(before) and _WORKS_AT.match(after) and len(run) <= 3:
        return "contact"
    if _WITH.search(before) and not person:
        return "contact" if has_account and not run[0].raw.isupper() else "account"
    return "account" if SPEAKS.match(after) and not person and not has_account and len(run[0].raw) > 3 else None


def _firm(run: list[Token]) -> bool:
    return any(token.norm in COMPANY_NOUNS | LEGAL | TRADES for token in run)


def _runs(text: str, taken: list[tuple[int, int]]) -> list[list[Token]]:
    """Neighbouring words that look like one unknown name."""
    small = text in {text.lower(), text.upper()}  # one case throughout says nothing about names
    runs: list[list[Token]] = []
    for token in tokens(text):
        if any(start < token.end and token.start < end for start, end in taken):
            continue
        if token.norm in TITLES_AFTER and any(token.start - end in {0, 1} for _, end in taken):
            continue  # Selin Hanim
        if not _namelike(token, text, small=small):
            surname = bool(runs) and len(runs[-1]) == 1 and runs[-1][0].norm in GIVEN and _surname(token)
            follows = runs and text[runs[-1][-1].end : token.start] in {" ", " & "}
            announced = follows and any(
                cue.search(text[: runs[-1][0].start]) for cue in (_ANNOUNCED, _TAKEN_ON, _KIND_SAID)
            )
            if (
                follows
                and token.capital
                and (
                    surname
                    or announced
                    or _goes_on(text, runs[-1], token)
                    or "&" in text[runs[-1][-1].end : token.start]
                    or _names_firm(runs[-1], token)
                )
            ):
                runs[-1].append(token)
            continue
        if runs and text[runs[-1][-1].end : token.start] in {" ", " & ", "-", "'", "\u2019"}:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if len(run) <= 4 and any(len(token.norm) > 2 for token in run)]


def _names_firm(run: list[Token], token: Token) -> bool:
    """Whether an everyday word, written large, goes on with a company's name."""
    return token.norm in COMPANY_NOUNS | LEGAL or (token.norm in TRADES | WARES and run[0].norm not in GIVEN)


def _goes_on(text: str, run: list[Token], token: Token) -> bool:
    """Whether an everyday word, written large, goes on with the name of where somebody is from: Capt. X of Coral Dive Trips."""
    of = re.search(r"[A-Z]\w+ (?:of|from|at) (?:the )?$", text[: run[0].start])
    return of is not None and run[0].norm not in GIVEN and _surname(token)


def _surname(token: Token) -> bool:
    """Whether an everyday word, written large after a first name, may be the last name: Bell, Banks, Rose."""
    return (
        token.capital
        and len(token.norm) > 2
        and token.norm not in _NOT_NAMES
        and not find_days(token.raw, _ANY_DAY, "past")
    )


def _namelike(token: Token, text: str, *, small: bool) -> bool:
    if not token.norm.isalpha() or token.norm in _NOT_NAMES | TITLES or len(token.norm) < 2:
        return False
    around = text[max(0, token.start - 1) : token.end + 1]
    if "@" in around[1:] or "/" in around[-1:] or (around[:1] == "." and not small):
        return False
    if small:
        return token.norm in GIVEN and token.norm not in common_words()
    if not token.capital:
        return False
    if _MONTH.fullmatch(token.norm) and (
        re.match(r"[.\s]*\d", text[token.end :]) or _DATED.search(text[: token.start])
    ):
        return False
    if _TITLED.search(text[: token.start]):
        return True
    return token.norm not in common_words() or (token.norm in GIVEN and token.start > 0)
