"""Tells what is worth keeping from talk to Rapport, to colleagues, or to nobody."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.log.clauses import Clause
from crm.log.people import Parties

_QUESTION = re.compile(
    r"^\W*(?:(?:hey|hi|ok|so|and|um|rapport|please|quick(?: question| q)?|question|btw)\W+)*(?:who|whom|whose|what|when|where|which|why|how|"
    r"(?:is|are|was|were|do|does|did|can|could|would|should|will|shall|am)(?:n't)? (?:i|we|you|they|he|she|it|the|this|that|there|any\w*|our|my|your|their|his|her|these|those|some\w*|(?-i:[A-Z])\w+)|any(?:one|body|thing)|(?:has|have|had) (?:any\w*|some(?:one|body)|you|we|they|he|she|it|(?-i:[A-Z])\w+ (?:\w+ed|been|heard|got))|any (?:updates?|news|word|progress|luck|idea|chance|response|movement|feedback|thoughts)|what's|who's|whats|whos|how's|hows|where's|when's|wheres|remind me (?:who|what|when|where|how|which))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:called|rang|phoned|emailed|mailed|wrote|texted|messaged|pinged|asked|met|saw|visited|spoke|talked|replied|sent|sended|mail|e-?mail|dropped|popped|had|txt|text|sms|whatsapp|msg|message|vm|voicemail|dm|query|question|sat|caught|bumped|presented|showed|discussed|lunch|coffee|demo)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"\W*(?:right|correct|yes|yeah|no|ok(?:ay)?|huh|eh|true|did\w*|has\w*|is\w*|was\w*|do(?:es)?n?'?t?) ?(?:he|she|they|it|i|we|you)?\W*$", re.IGNORECASE)  # fmt: skip
_REQUEST = re.compile(
    r"^\W*(?:(?:hey|hi|ok|so|and|rapport|please|pls|plz|can you|could you|would you|just|now|@\w+)\W+)*(?:show|list|give me|tell me|pull(?: up)?|find|get me|fetch|look up|lookup|search|"
    r"summari[sz]e|draft|compose|write (?:me|a|an|up)|generate|export|download|open|delete|remove|erase|clear|reserve|navigate|share (?:my|location)|call me|text (?:me|\w+ and tell)|undo|cancel|help(?! me (?:to )?remember)|stop|start over|restart|reset|reopen|display|explain|translate|compare|count|"
    r"rank|sort|filter|print|run|ignore|forget|snooze|mute|unmute|subscribe|turn (?:on|off)|log ?(?:in|out)|sign (?:in|out)|repeat|read (?:me|out)|play|order (?:me|us)|sing|make me|make (?:it|that|this|the (?:\w+ ){0,3}?(?:summary|list|report|digest|answer|text|font))|let me know|i(?:'d| would) like (?:to see|a (?:list|report))|"
    r"i want (?:to (?:see|know)|a (?:list|report))|i need (?:to know|a (?:list|report|summary|chart))|assign|merge|import|sync|connect|enable|disable|give us|brief me|prep me|prepare me|catch me up|walk me through|create (?:a |an |the )?(?:report|dashboard|chart|list|digest|user|view)|"
    r"set (?:a |an |my |up a )?(?:alarm|timer|reminder|status|password)|(?:set|put|make|keep|use|switch) my|(?:switch|go) (?:to|off|back)|send me|stop sending|quit|how about|remind me (?:how|what|who|when|where)|change my|update my|what(?:'s| is))\b",
    re.IGNORECASE,
)
_REMIND = re.compile(
    r"^\W*(?:please |pls |can you |could you |ja |ok )*(?:remind (?:me|us)|help me (?:to )?remember|remember me|don'?t let me forget)\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|k+|thanks?|thank you|thx|ty|tysm|cheers|cool|nice(?: one| work| job)?|great(?: job| work| stuff)?|good (?:morning|night|evening|afternoon|job|stuff|one)|morning|evening|hi+|hello+|hey+|yo|sup|lol|lmao|haha+|hehe|yes|yep|yeah|yup|no|nope|nah|sure|"
    r"test(?:ing)?|brb|bye|see (?:you|ya)(?: \w+)*|later|sorry|oops|never ?mind|nvm|got it|done|perfect|awesome|amazing|wow|congrats|congratulations|welcome|well done|sounds good|no worries|np|will do|on it|same|agreed|team|all|everyone|folks|guys|there|you|so much|again|rapport|a lot|mate|buddy|friend|bot|please|help|happy (?:friday|monday|birthday)|have a good \w+|tgif|asdf\w*|foo|bar)\W*)+$",
    re.IGNORECASE,
)
_TO_COLLEAGUE = re.compile(
    r"\b(?:can you|could you|would you|will you|please|pls|plz|don't forget|do you|are you|have you|did you|your|you(?:'re| are| should| need| might| guys)?|thoughts\?|fyi|heads up|lunch)\b",
    re.IGNORECASE,
)
_TO_ALL = re.compile(
    r"^\W*(?:@(?:here|channel|all|everyone)|team\b|hey (?:team|all|folks|everyone|guys)|hi (?:team|all|folks|everyone|guys)|(?:heads up|reminder|psa|fyi) (?:team|all|everyone|folks)|anyone|anybody|everyone|who(?:'s| is) (?:up|in|coming)|folks|all[,:]|guys)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:my (?:wife|husband|mum|mom|mother|dad|father|kids?|son|daughter|dog|cat|dentist|doctor|gym|car|flight|landlord|boyfriend|girlfriend|partner's|parents|brother|sister|boss|manager|bike|laptop|birthday|mechanic|therapist|back hurts)|the (?:dentist|gym|vet|plumber|it help ?desk|cleaner)|"
    r"out sick|called in sick|ooo|out of office|on pto|annual leave|on holiday|working from home|wfh|running late|stand-?up|happy hour|fantasy football|the weather|coffee machine|printer|parking|office party|payroll|expenses? report|timesheets?|(?:all|town).?hands?|1:1|one on one|interview(?:ed|ing)?|recruit\w*|new hire)\b",
    re.IGNORECASE,
)
_TO_READER = re.compile(
    r"^\W*(?:please|pls|plz|let's|lets|let me know|feel free)\b|\b(?:you|your|yours|you'(?:re|ll|ve|d))\b(?! know\b)",
    re.IGNORECASE,
)
_JOKE = re.compile(
    r"\b(?:jk|just kidding|joke|knock knock|walks into a bar|if only|imagine if|dream(?:t|ed|ing)?|i wish|meme|april fool|fantasy|if (?:\w+ ){0,3}ever (?:sign|pay|answer|call|reply|buy|clos|renew)\w*|(?:beers?|drinks|rounds?) (?:is|are|'s) on me|buying (?:everyone|everybody|you all|the whole \w+)|eat my (?:hat|shoe|laptop)|wish me luck|fingers crossed for me|pigs (?:can |will )?fly|hell freezes|run naked)\b",
    re.IGNORECASE,
)
_LAUGH = re.compile(r"\b(?:lol|lmao|rofl|haha+|hehe+|hilarious)\b|\U0001f602|\U0001f923", re.IGNORECASE)
_ASIDE = re.compile(  # what people add to gossip and to jests
    r"\bsmall world\b|\bjust saying\b|\b(?:will|am|i'm) not (?:be )?tak(?:e|ing) (?:any )?(?:further )?questions\b|\bno (?:further )?questions\W*$|\bchange my mind\b|\bfight me\b|\bi said what i said\b|\bthat's (?:it|all),? that's the\b|"
    r"\byou (?:can't|cannot|couldn't) make (?:this|it|that) up\b|\btrue story\b|\b(?:fun|random|useless) fact\b|\bwho knew\b|\bgo figure\b|\bhad to share\b|\b(?:made|makes|making) my (?:day|week|month|year)\b|\bwhat a (?:legend|character|hero|world|life|day to be alive)\b|\bnever change\W*$|"
    r"\b(?:made|makes) (?:me|us) (?:laugh|giggle|smile|cry)\b|\bcrack(?:s|ed) (?:me|us) up\b|\bin stitches\b|\bcan(?:'t|not) (?:stop laughing|unsee)\b|\bno idea why i(?:'m| am) (?:telling|sharing|saying)\b|\bnot sure (?:why|what to do with that)\b|\bliving (?:the|my) (?:dream|best life)\b|\bi(?:'m| am) (?:crying|dying|deceased|screaming|jealous|so jealous)\b|"
    r"\b(?:is|are|was|were) (?:nicer|bigger|better|older|fancier) than my (?:\w+ ){0,2}(?:house|flat|car|salary|life|wedding|kitchen)\b|\b(?:is|are|was|were|keeps?|still) (?:laughing|giggling)\W*$|\bi(?:'m| am) (?:changing|blocking) (?:my|his|her|their) (?:number|phone)\b|\bmakes? the (?:best|worst)\b|\b(?:the )?(?:best|worst) (?:coffee|tea|cake|cakes|biscuits|jam|marmalade|samosas?|dumplings|soup|scones|cookies|pies?|sandwiches|lunch) (?:in|i(?:'ve| have)|ever|on|this side)\b|"
    r"\b(?:eats?|dress(?:es)?|drinks?|lives?|part(?:y|ies)|cooks?|sleeps?|travels?|snacks?) (?:\w+ )?(?:better|worse|more|less|nicer|healthier) than (?:us|we|me|i|ours|our lot)\b|"
    r"\b(?:saw|seen|watched|found|liked|follow\w*|scroll\w*)\b[^.;!?\n]{0,40}\b(?:photos?|pictures?|pics?|videos?|reels?|stor(?:y|ies)|clips?|selfies?|part(?:y|ies))\b[^.;!?\n]{0,20}\bon (?:instagram|insta|facebook|fb|tik ?tok|you ?tube|snapchat)\b|"
    r"\bi (?:swear|could cry|can't even)\b|\b(?:sings?|dances?|snores?|karaoke)\b|\b(?:support|supports|supporting|plays?|played|playing) (?:for|in) (?:the )?(?-i:[A-Z])\w+|\b(?:horoscope|star sign|haircut|moustache|mustache|tattoo|selfie|tik ?tok|wordle)\b|"
    r"(?:^|[,;:])\W*(?:(?:it's|its|only|still|a|another|minus) )*-?\d{1,3} ?(?:degrees|\u00b0 ?[cf]?)(?: [a-z]+){0,3}\W*$|\bsend (?:help|beer|coffee|wine|cake|snacks|chocolate|ice ?cream|an ambulance|a search party|reinforcements|thoughts and prayers)\b|\b(?:kill|shoot|save|rescue|adopt) me(?: now| please)?\W*$",
    re.IGNORECASE,
)
_SALES = re.compile(
    r"\b(?:client|customer|prospect|lead|deal|opp(?:ortunity)?|pricing|price|quote|proposal|contract|renew(?:al|ing|ed)?|demo|pilot|poc|trial|budget|procurement|cfo|cto|ceo|ciso|cio|coo|vp|champion|buyer|seats?|licen[cs]es?|"
    r"discount|sow|msa|nda|po|invoice|implementation|onboarding|integration|competitor|churn|upsell|expansion|decision maker|stakeholders?|legal|redlines?|security review|rfp|rfi|tender|bid|order|delivery|shipment|install(?:ation)?|samples?|close|closing|sign(?:ed|ing|ature)?|purchas\w+|vendor|supplier|(?:needs?|wants?|orders?|ordered|takes?) (?:\d+|two|three|four|five|six|ten|another) (?:extra|more|new|additional)?)\b",
    re.IGNORECASE,
)  # fmt: skip
_NOTE = re.compile(
    r"^\W*(?:note(?:s)?(?: to (?:self|file))?|fyi|update|intel|heads up|quick update|status|news)\s*[:\u2013-]",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^\W*(?:please |pls |can you |could you )*(?:update|move|change|set|mark|push|bump|put|advance|increase|decrease|raise|lower|close|flag)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:system|developer|root|sudo)\s*(?:prompt|message|note|override)?\s*:|\byou are now\b|\bas an ai\b|"
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:rules?|instructions?|prompts?|guardrails|everything|above|previous|restrictions)\b|"
    r"^\W*(?:(?:please|pls|now|then|and|also)\s+)*(?:set|mark|move|close|change|delete|remove|export|wipe|erase)\b.{0,15}\b(?:all|every|each)\b (?:of )?(?:the |my |our |open )*(?:deals?|opp\w*|opportunit\w+|accounts?|contacts?|records?|stages?|pipeline)\b",
    re.IGNORECASE,
)
_MUSING = re.compile(
    r"^\W*(?:in general|generally|i (?:believe|think|feel|reckon) (?:that )?we\b|imo\b|imho\b|maybe we\b|next year (?:i|we)\b|(?:some ?day|one day|one of these days)\b|we should (?:really |all |totally )?(?:think|treat|go after|consider|brainstorm))|"
    r"\bsomething to (?:ponder|think about|chew on)|food for thought|\bi want us to\b|\bat the offsite\b|^\W*(?:i'm |i am |just )?(?:thinking|wondering|pondering|mulling|musing)\b (?:about|how|if|whether|over|that)|\bi should (?:really|probably) (?:\w+ ){1,4}(?:at some point|some ?time|one day|soon)\b|\bat some point\W*$|^\W*i (?:plan|hope|intend|want) to be\b|\blet(?:'s| us) see\W*$|\bbig swing\b|\bwe should (?:\w+ ){1,4}(?:sometime|some ?day|one day)\b",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"^\W*(?:automatic(?:ally)? (?:reply|generated)|auto-?reply|auto:|automatische antwort|out of office|abwesenheit\w*|delivery status|undeliverable)|"
    r"\bthank you for your (?:e-?mail|message)\b.{0,80}\b(?:out of (?:the )?office|on leave|away|on vacation)\b",
    re.IGNORECASE | re.DOTALL,
)
_PRAISE = re.compile(
    r"\b(?:well done|proud of you|good job|great job|nice (?:one|work)|congrat\w*|kudos|hats off|you (?:rock|nailed|crushed|smashed|are the best))\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"^\W*my (?:wife|husband|mum|mom|mother|dad|father|kids?|son|daughter|dog|cat|partner|parents|brother|sister|boyfriend|girlfriend)\b",
    re.IGNORECASE,
)
_TAKES_ON = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took) (?:it |this |that |them |him |her )?over\b|\binherit(?:s|ed|ing)?\b|\bhanded (?:over )?to me\b|\bnew (?:client|customer|account|lead|prospect)\b|\b(?:my |our |the )?contact (?:there|person|is)\b",
    re.IGNORECASE,
)
_PUTS_RIGHT = re.compile(
    r"\b(?:typed|wrote|put|entered|logged|noted|got|had|keyed|spelt|spelled) (?:it|that|this|them|the \w+|\w+) (?:down |in )?wrong(?:ly)?\b|\b(?:mistyped|miskeyed|mis-?typed|misspelt|wrote (?:it|that) the wrong way)\b|\b(?:figures?|numbers?|amounts?|values?|prices?|dates?|days?|totals?|sums?|counts?|quantity|ones?|deals?|entr(?:y|ies))\b[^.;!?\n]{0,45}\b(?:should|ought to|was meant to|were meant to) (?:be|read|say|have (?:been|read|said))\b|\bshould (?:have )?(?:been|be|read|say) [^.;!?\n]{1,30},? (?:and )?not \S|\b(?:mistakes?|error|slip|typo) in (?:my|the|our|that) (?:\w+ ){0,2}(?:update|note|message|entry|log|report|figure|line)\b|\b(?:wrong|swapped|transposed) (?:digits?|figures?|numbers?) (?:in|on|for|with)\b",
    re.IGNORECASE,
)
_ABOUT_US = re.compile(
    r"\bthis (?:bot|tool|assistant|chat ?bot|crm)\b|\b(?:the|our) (?:bot|assistant|chat ?bot)\b|\brapport\W? (?:is|just|keeps?|can(?:'t|not)?|does(?:n't)?|thinks?|still|again|asked|told)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^\W*(?:(?:hmm+|erm?|um+|uh)\W+)?(?:i'm |i am )?(?:not sure|no idea|dunno|don't know|wondering) (?:what|how) (?:to|we|i)\b|\b(?:i (?:love|hate|like|miss|think|feel|wonder|guess|believe) (?:this|that|the|my|how|it|our|we|mondays|when|you)\b|this (?:tool|bot|assistant) \w+|this (?:app|thing) (?:is|was|sucks|rocks)|you(?:'re| are) (?:great|awesome|useless|dumb|slow|a|so|the best))",
    re.IGNORECASE,
)


def is_question(sentence: Clause) -> bool:
    return sentence.question or _QUESTION.match(sentence.text) is not None


def told_apart(parts: Sequence[Clause]) -> list[Clause]:
    """The sentences; one that tells of somebody else's question is none: "Dana mailed, is the 1st fine?"."""
    found: list[Clause] = []
    for part in parts:
        cut = max(part.text.rfind(mark) for mark in (", ", ": ", " - "))
        told, rest = part.text[: max(cut, 0)], part.text[cut + 1 :]
        tells = part.question and not _QUESTION.match(told) and _TOLD.search(told) and not _TAG.match(rest)
        found.append(replace(part, question=False) if tells else part)
    return found


def is_request(sentence: Clause) -> bool:
    """Whether somebody asks Rapport to do or show something; a change of a deal is no such request."""
    return _REQUEST.match(sentence.text) is not None


def is_reminder(sentence: Clause) -> bool:
    return _REMIND.match(sentence.text) is not None


def is_change(sentence: Clause) -> bool:
    """Whether the sentence orders a change of a deal ("move Acme to Negotiation")."""
    return _CHANGE.match(sentence.text) is not None


def is_chatter(text: str) -> bool:
    return (
        _CHATTER.match(text) is not None or _AUTOMATIC.search(text) is not None or not re.search(r"[^\W\d_]{2,}", text)
    )


def to_colleagues(text: str, parties: Parties) -> bool:
    """Whether the message speaks to someone on the own team."""
    if _TO_ALL.match(text):
        return True
    if re.match(r"^\W*(?:<@\w+>|@\w+)", text) and _TO_COLLEAGUE.search(text):
        return True
    if parties.users and not text[: parties.users[0].start].strip() and _PRAISE.search(text):
        return True
    for user in parties.users:
        before, after = text[: user.start].strip(" @").lower(), text[user.end :]
        if before in {"", "hey", "hi", "hello", "thanks", "yo", "morning", "cc", "ok"} and (
            re.match(r"\s*[,:!\u2013-]", after) or before or text[: user.start].strip().endswith("@")
        ):
            return _TO_COLLEAGUE.search(after) is not None or before == "thanks"
        if before in {"", "hey", "hi"} and re.match(
            r"\s+(?:can|could|would|will|please|pls|do|did|have|are) (?:you\b|\w+ )", after
        ):
            return re.match(r"\s+(?:(?:can|could|would|will|do|did|have|are) you\b|please|pls)", after) is not None
    return False


def is_about_us(text: str) -> bool:
    """Whether a text is a remark about Rapport itself."""
    return _ABOUT_US.search(text) is not None


def is_musing(text: str) -> bool:
    """Whether a text is somebody's thoughts or family, of which nothing has happened."""
    return _MUSING.search(text) is not None or _FAMILY.match(text) is not None


def is_private(text: str) -> bool:
    return _PRIVATE.search(text) is not None


def is_to_someone(text: str) -> bool:
    """Whether a text speaks to its reader, as mail and chatter do and a rep's note does not."""
    return _TO_READER.search(text) is not None


def is_joke(text: str, *, serious: bool) -> bool:
    """Whether a text is in jest; one that tells of something `serious` may laugh all the same."""
    return _JOKE.search(text) is not None or (not serious and _LAUGH.search(text) is not None)


def is_aside(text: str) -> bool:
    """Whether a text is gossip or a jest about somebody, by what people add to such."""
    return _ASIDE.search(text) is not None and not speaks_of_sales(text)


def without_orders(text: str, parts: Sequence[Clause]) -> str:
    """The text with blanks where it gives orders to the reader itself: such words tell nothing, name nobody."""
    for part in parts:
        if _ORDER.search(part.text):
            text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text


def tells_besides(sentences: Sequence[Clause]) -> bool:
    """Whether a sentence without a laugh or a jest tells something of a client."""
    return len(sentences) > 1 and any(
        is_fact(each, known=True) and not any(jest.search(each.text) for jest in (_LAUGH, _JOKE, _ASIDE))
        for each in sentences
    )


def is_fact(sentence: Clause, *, known: bool) -> bool:
    """Whether the sentence tells something about a client that is worth a note."""
    text = sentence.text
    if is_question(sentence) or is_request(sentence) or is_reminder(sentence) or is_chatter(text):
        return False
    if _NOTE.match(text):
        return known or _SALES.search(text) is not None
    if _GENERAL.search(text) and not _SALES.search(text):
        return False
    return len(text.split()) >= 2 and (known or len(_SALES.findall(text)) >= 2)


def speaks_of_sales(text: str) -> bool:
    return _SALES.search(text) is not None


def takes_on(text: str) -> bool:
    """Whether the writer gets a client to look after: "I take over from Peter, who retires: …"."""
    return _TAKES_ON.search(text) is not None


def puts_right(text: str) -> bool:
    """Whether a message takes back what an earlier one said: "I have typed it wrong"."""
    return _PUTS_RIGHT.search(text) is not None
