"""Words around an amount of money by which it shows to be the size of a deal, or something else."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

from crm.naming import common_words

SIZE_AFTER = re.compile(
    r"^\s*(?:/\s?(?:yr|year)|a year|per year|p\.?a\.?\b|annual(?:ly)?|(?:in )?(?:arr|acv|tcv|mrr)\b|deal|opp|opportunity|contract|(?:in|all) total|altogether|"
    r"(?:(?:is|was|as) )?(?:(?:my|our|the|a|his|her|their) )?(?:very )?(?:last|final|best|bottom|closing|agreed|new|revised|special) (?:price|offer|figure|word|quote|amount|rate)\b|order|po\b|renewal|expansion|upsell|upgrade|package|subscription|quote|project|total|initial|engagement|worth|license|over |for (?:the )?(?:pair|lot|both|set|whole|all (?:of )?(?:them|it|the|two|three|four|five|six)|two|three|four|five|six)\b)",
    re.IGNORECASE,
)
SIZE_BEFORE = re.compile(
    r"\b(?:deal|opp(?:ortunity)?|worth|value(?:d)?|for|at|to|size|amount|contract|arr|acv|tcv|total(?:ing|s)?|quote(?:d)?|proposal|"
    r"order|po|renewal|renew|expansion|price|pricing|it's|about|around|roughly|approx(?:imately)?|the|now|budget|closed|signed|"
    r"won|ask(?:ing)?|of|is|on|their|our)\b[\s:~=\u2248(]*(?:is|of|at|for|to|about|around|roughly|approx|the|now|a|an|them|us|~|up|down|came|in|would|be|will)*[\s:~=(]*$",
    re.IGNORECASE,
)
NOT_SIZE_AFTER = re.compile(
    r"^\s*(?:-|\u2013)?\s*(?:off\b|discount|rebate|credits?\b|reduction|less\b|cheaper|(?:per|a|an|each|/)\s?"
    r"(?:seat|user|head|unit|month|mo\b|licen[cs]e|day|hour|hr|ton|tonne|kg|box|piece|device|agent|person|employee|site|mile|km|pallet)|"
    r"pm\b|p/m|(?:in |of )?(?:funding|revenue|turnover|sales|series|savings?|penalt|fees?\b|fines\b|fine (?=for|from)|round|raise|last year|"
    r"back then|people|users|seats|employees|units|staff|licen[cs]es|devices|agents|stores|sites|locations))",
    re.IGNORECASE,
)
NOT_SIZE_BEFORE = re.compile(
    r"\b(?:discount|rebate|(?:list|catalogue|retail|shelf) price|rrp|last (?:year|time)|minus|trade-?in|knock|knocked|(?<!signed )(?<!sign )off|save[sd]?|saving|raised?|raising|revenues?|turnover|funding|series \w|from|was|instead of|"
    r"vs\.?|versus|compared to|rather than|up from|down from|used to pay|currently pay(?:ing|s)?|paid|pay|fee|fine|penalty|salary|"
    r"(?:hourly|daily|day|monthly|weekly|unit|overtime|call-?out) (?:rate|fee|price|charge)s?|competitor|they lost|costs? them|wasting|losing|cheaper|credit|refund|overdue|unpaid|outstanding|invoice|extra|another|add(?:s|ed|ing)?|on top|"
    r"headcount|cap|wrong|short|deposit|floor|over|above|under|below|than|not|threshold|limit|undercut)\b(?:\s+(?:of|by|is|a|an|at|about|the|their|was|"
    r"around|roughly|like|some|maybe|nearly|them|us|for|to|no\.?|nr\.?|note|#?\w{0,4}\d+))*\s*\(?\s*[~$]?\s*$",
    re.IGNORECASE,
)
SETTLED_BEFORE = re.compile(  # "wanted 10% off 33.5k, we met at 31,900"
    r"(?:\b(?:so|therefore|thus|hence|we say|we said|i say|i said|call it|(?:that )?gives|i\.?e\.?,?|o sea|soit|d\.?h\.?,?|split (?:it )?at|met at|meet at|met (?:him|her|them) at|settl(?:ed?|ing) (?:on|at|for)|lands? (?:on|at)|landed (?:on|at)|land (?:on|at)|end(?:ed|s)? (?:up )?(?:at|on|with)|agreed (?:on|to|at)|makes(?: it)?|that's|go(?:es)? through at|"
    r"comes to|came (?:out )?(?:to|at)|down to|up to now|stays? at|stands? at|sign(?:s|ed)? (?:it )?(?:for|at)|clos(?:es?|ed) (?:at|for|on)|accept(?:s|ed)?|sold(?: it)? (?:at|for)|shook (?:hands )?(?:on|at)|leav(?:es|ing)(?: us| it)?(?: with| at)?|altogether|(?<!get )(?<!put )(?<!us )together|(?:should|must|ought to) (?:be|read|say|have (?:been|read|said))|correct(?:ed)? (?:figure|amount|price|value|number|sum)(?: is)?|total(?:'s| is| now| comes to| of)?|now|new price(?: is)?|final(?: price| offer| figure)?(?: is)?|revised to|(?:i|we)(?:['\u2019]ve| have)? (?:held|kept|got|defended|insisted on|stuck (?:to|at|with)|stood (?:by|at|on|firm at))(?: it)?(?: at| to)?)|[=\u2192]|->)\s*:?\s*(?:about |around |roughly )?$",
    re.IGNORECASE,
)
PART_AFTER = re.compile(  # "18,250, 2k of it upfront"
    r"\s*(?:of (?:it|that|this|which)\b|(?:paid )?up ?front\b|down(?=\s*(?:$|[.,;!)]|now\b|payment\b|and\b))|(?:to be )?(?:paid )?in advance\b)",
    re.IGNORECASE,
)
OURS_BEFORE = re.compile(  # what is asked, beside a budget or what they would like
    r"\b(?:(?:our|my) (?:quote|quotation|offer|price|bid|proposal|figure|number)(?: (?:is|was|of|at|stands at|came to|comes to))?:?|(?:i|we)(?:['\u2019]d|['\u2019]ve| have| had)? quoted(?: (?:him|her|them))?)\s+$",
    re.IGNORECASE,
)
SETTLED_AFTER = re.compile(
    r"\s*(?:final\b|in the end\b|(?:(?:is|was|as) )?(?:(?:my|our|the|his|her|their) )?(?:very )?(?:last|final|best|bottom|agreed) (?:price|offer|figure|word)\b|even\b|agreed\b|it is\b|and done\b|deal\b[.!,]|done\b|all[ -]in\b)",
    re.IGNORECASE,
)
NUMBER_OF = re.compile(  # what the number numbers: an order, a room, a telephone
    r"(?:\b(?:no|nr|n\u00b0|nos|num|number|ref|reference|id|invoice|inv|ticket|serial|s/n|case|job|item|part|model|account|acct|room|zip|(?<!the )(?:tel|phone|mobile|cell)|fax|ext|vat|article|po|rma|claim|policy|folio|pedido|factura|rechnung)\.?|#)(?:\s?(?:no|nr|number|#|is|:))*\.?\s*$",
    re.IGNORECASE,
)
BETWEEN_TWO = re.compile(
    r"^\s*(?:(?:over|above|under|below|too dear|dearer|cheaper|higher|lower|adrift|more|less)\s*(?:$|[.,;!)])|(?:more|less|higher|lower|over|above|under|below) (?:than )?the (?:winner|others?|lowest|cheapest|next)|between (?:us|them|the two)|apart|(?:of )?(?:a )?(?:difference|gap)|short\b|too (?:much|high|expensive|dear|low)|(?:above|below|under|over|more than|less than|cheaper than) (?:budget|us|them|theirs|ours|list|the)|dearer|"
    r"an? (?!(?:year|yr|annum|season|month|week|day|bit|lot|little|touch|deal|steal|bargain|win|go|must|yes|no|pop)\b)[a-z]{3,}(?=\s*(?:$|[.,;!)]|(?:and|but|for|instead|fixed|is|was)\b))|each\b|apiece|a piece|per (?!(?:year|annum|anno|an|ann\u00e9e|jaar|jahr|ano|a\u00f1o|\u00e5r|rok|season|deal|our|the|my)\b)\w+|/\s?(?!yr|year|a\b)[a-z]|monthly|a month|weekly|al mes|im monat|par mois|pro monat|per month|mensual\w*)",
    re.IGNORECASE,
)
BY = re.compile(
    r"\b(?:lost|beat\w*|missed|undercut|cheaper|short|apart|behind|ahead|above|below|under|over|dearer|won|up|down|reduc\w+|cut|lower\w*|rais\w+)\b[^.;!?\n]{0,25}\bby\s+(?:about |around |some )?$",
    re.IGNORECASE,
)
RIVAL = re.compile(
    r"(?:\b(?:competitors?|competition|rivals?|incumbent|the other (?:firm|lot|supplier|vendor|bidder|quote|crowd)|another (?:firm|supplier|vendor|bidder|quote)|someone else|(?P<who>(?-i:(?!Qq)[A-Z][a-z]{3,})))\s+(?:(?:has|have|had|already|just|also|only|apparently|now)\s+)?"
    r"(?:quot(?:ed|es)|bids?|gave|gives|offer(?:ed|s)|undercut|came in at|pitched|asks?|wants)\b)[^.;!?\n]{0,30}$",
    re.IGNORECASE,
)
RIVAL_AT = re.compile(  # "Hydromax is at 59.000"
    r"(?:^\s*|[.,;:!?\n(]\s*|\b(?:but|and|that|because|while)\s)(?P<who>(?-i:(?!Qq)[A-Z][\w&-]{3,}))\s+(?:is|are|was|were|stands?|sits?|came in|comes in) (?:only |already )?(?:at|on) (?:about |around |only )?$",
    re.IGNORECASE,
)
FROM_TO = re.compile(r"\bfrom\s+\S{1,12}(?:\s\w{1,8})?\s+(?:to|up to|down to|auf|a|\u00e0)\s+$", re.IGNORECASE)
COUNT_AFTER = re.compile(
    r"^\s*(?:%|x\b|-?\s?(?:people|users?|seats?|employees?|units?|staff|licen[cs]es?|devices?|agents?|stores?|sites?|locations?|"
    r"minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|pallets?|beds?|trucks?|miles?|km|kg|tons?|tonnes?|pages?|questions?|"
    r"points?|items?|boxes|pieces|times|reps?|[ap]m\b|th\b|st\b|nd\b|rd\b|sq|acres?|rooms?|vehicles?|panels?|machines?|customers?|"
    r"base\b|salary|tickets?|emails?|calls?|attendees|participants))",
    re.IGNORECASE,
)
THINGS_AFTER = re.compile(  # "2 million trays"
    r"\s(?!(?:plus|less|gross|is|was|as|yes|this|his|us|has|across|minus|versus|terms|always|does|thanks|fees|years?|months|weeks|days|perhaps|unless|stands|stays|holds|works|wins|sounds|goes|covers|includes|gets|starts|remains|sits|looks|seems|comes|needs|wants|closes|ends|means|makes|takes|buys|lands|passes|feels|suits|fits|besides|towards|times|process|business|access|basis|discounts?|bonus|"
    r"savings|orders?|deals?|contracts?|projects?|renewals?|licen[cs]es|subscriptions?|packages?)\b)[a-z]{3,}(?<![su])s\b(?!['\u2019])",
)
_MONEYED = (  # things that an amount of millions is put before
    r"deals?|opp\w*|contracts?|tenders?|orders?|budgets?|projects?|bids?|quotes?|offers?|invest\w*|revenues?|roll-?outs?|renewals?|expansion|licen[cs]\w*|program\w*|funds?|funding|rounds?|plans?|plus|package|subscription|upsell|"
    r"grants?|loans?|lease|leasing|facility|turnover|sales?|business|account|customer|client|company|firm|agreement|framework|job|order ?book|pipeline|target|figure|number|price|purchase|po|commitment|upgrade|initial|value|sum|mark|cap|limit|ceiling|threshold|exposure|claim|fine|penalty|loss|gap|hole|saving|total|proposal|option|extension|scheme|spend|opportunity|capex|opex|arr|acv|tcv"
)
_SAID_NEXT = (  # and words that go on with the sentence
    r"for|and|but|or|so|with|without|on|over|in|at|from|to|of|by|per|if|as|than|then|that|this|which|who|we|they|she|you|was|were|will|would|can|could|should|may|might|must|had|has|have|its|not|now|net|gross|flat|final|max|min|"
    r"maximum|minimum|more|less|off|out|up|down|back|all|each|year|annual\w*|yearly|only|after|before|until|till|because|when|while|though|instead|still|again|already|also|too|including|incl|excl|excluding|range|deposit|due|paid|later|today|tomorrow|together|altogether|split|spread|across|between|through|against|under|above|worth|between|either|maybe|even|here|there|please|just|looks?|seems?|sounds?|stands?|feels?|came|went|got|told"
)
COUNTED_OUT = re.compile(
    r"(?:\b(?:an?|the|that|this|our|their|his|her|one|two|three|four|five|six|eight|ten|new|old|another|each|\d{1,3}(?: ?x)?))\s*$",
    re.IGNORECASE,
)
THING_AFTER = re.compile(rf"[ -](?!(?:{_MONEYED}|{_SAID_NEXT})\b)(?:[a-z]{{3,}}(?<!ed)(?<!ing)(?<!ly))\b", re.IGNORECASE)  # fmt: skip
WITH_TAX = re.compile(r"\s*\(?(?:incl?\b\.?|including|inclusive of|with)(?:\s*(?:vat|tax|gst|mwst|ust|iva|tva|btw|moms|all tax\w*))?\s*(?=$|[.,;)!\n])", re.IGNORECASE)  # fmt: skip
LENGTH_BEFORE = re.compile(  # what is measured in metres
    r"\b(?:tall|taller|too (?:high|deep|wide|long)|height|clearance)\b[^.;!?\n]{0,28}$|\b(?:water|depth|drill\w*|fenc\w+|pipe\w*|cables?|hoses?|masts?|pools?|walls?|trench\w*|bore\w*|wells?|ditch|tunnel|corridor|shaft|tracks?|tents?|marquees?|stage|beams?|booms?|tower|truss|plot|boats?|hull|trailers?|conveyors?|belts?|ropes?|kerb|gutter\w*|rails?|rack\w*|shelving|height|width|length|radius|distance|clearance|span|roof|ceiling|door|gate|ramp)\b[^.;!?\n,$\u20ac\u00a3]{0,14}$",
    re.IGNORECASE,
)
LENGTH_AFTER = re.compile(
    r"\s*(?:deep|wide|long|high|tall|away|apart|thick|across|underground|below|above|of (?:pip\w+|cabl\w+|fenc\w+|hose|rope|wir\w+|track|trench\w*|duct\w*|shelving|racking|belt\w*|conveyor|tape|fabric|carpet|gutter\w*|kerb|walls?|rails?|tubing|hedge|road|netting)|of (?!(?:revenues?|funding|sales|turnover|budgets?|savings?|business|invest\w*|capital|capex|opex|spend\w*|debts?|orders?|equity|recurring|annual|annually|credit|grants?|money|cash|profits?|costs?|value|pipeline|it|that|this|which|these|those|them|losses|exposure|cover)\b)[a-z]{2,}|x\b|\u00d7|by \d|from (?:the|our|their)\b|[\u00b2\u00b3]|(?:cable|pipe|fence|hose|mast|pool|rope|beam|boom|span|run|lengths?|rolls?|tower|boat|tent|marquee|ramp|truss|trailer)\b)",
    re.IGNORECASE,
)
CHANGED = re.compile(  # "cut it from 289,600 to 250,000"
    r"\b(?:cut|reduc\w+|rais\w+|lower\w*|drop\w*|increas\w+|went|goes?|gone|moved?|bring\w*|brought|up|down)\b[^.;]{0,40}\b(?:from|to)\s*$",
    re.IGNORECASE,
)
CUT = re.compile(
    r"(?:%|percent|pct)\s*(?:discount\s*)?(?:off|on|from)\s*(?:of\s)?(?:the|their|our|a|that|this)?\s*[~]?$",
    re.IGNORECASE,
)
SHARE = re.compile(  # "10% off the", "a 5 percent discount on her"
    r"(?P<share>\d{1,2}(?:[.,]\d)?)\s?(?:%|percent|pct)\s*(?:discount|rebate|less|off|reduction)?\s*(?:off|on|from|of)?\s*(?:the|their|our|my|his|her|a|that|this)?\s*~?$",
    re.IGNORECASE,
)
AGREED_AFTER = re.compile(
    r"\s*,?\s*(?:and |so |which |& )?(?:i|we|he|she|they)(?: have| has|['\u2019]ve)? (?:agreed|accepted|okayed|said (?:yes|ok|okay|fine)|gave it|granted it|approved)\b(?! (?:to|on) (?!it|that))",
    re.IGNORECASE,
)
AGREED_BEFORE = re.compile(r"\b(?:i|we)(?: have|['\u2019]ve)? (?:gave|granted|agreed to|agreed|accepted|conceded) (?:\w+ ){0,3}$", re.IGNORECASE)  # fmt: skip
GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
STANDS_ALONE = re.compile(
    r"\s*(?:$|[.,;!)\n\u2013-]|(?:all in|net|flat|plus|for|of|on|fine|ok|okay|yes|per year|a year|and|but|then|instead|with|w/|after|through|incl\w*|excl?\w*|final|even|now|today|sounds|is|was|each way|from|delivered|installed)(?!\w))",
    re.IGNORECASE,
)
ALONE = re.compile(  # a number in groups that nothing counted follows
    r"\s*(?:$|[\u2600-\u27bf\U0001f300-\U0001faff]|[.,;!)\n](?!\d)|(?:for|with|w/|after|final|even|all in|net|plus|incl\w*|excl?\w*|ok|okay|fine|yes)(?!\w))",
    re.IGNORECASE,
)
OPENING = re.compile(r"(?:^|[.;!?\n])\s*$")
DONE_DEAL = re.compile(r"\b(?:signed|sum|win|won|lost|gone|tally|expansion|upsell|package|stays?|stands?|agreed|accept\w*|approv\w+|contract|proposal|quote|offer|p\.?o\.?|is)\b[^.;!?\n]{0,70}$", re.IGNORECASE)  # fmt: skip
WIDE = 90  # characters before a number in which a deal may be spoken of
BETWEEN = re.compile(r"\b(?:between|from)\s*\S{1,8}\s*(?:and|to)\s*[$\u20ac\u00a3]?$", re.IGNORECASE)


TIMES = re.compile(r"\b\d{1,3} ?[x\u00d7*] ?$", re.IGNORECASE)  # "2 x 15.5k"
GIVES_WAY = re.compile(r"\s*(?:\w{3,6} )?(?:(?:should|must|ought to) (?:be|read|say|have (?:been|read))|becom\w+|became|->|\u2192|is now|goes (?:up|down)|drops? to|went (?:up|down)|down to|up to)", re.IGNORECASE)  # fmt: skip


def weight(before: str, after: str) -> int:
    """How likely an amount is the deal's size, by the words on both sides; below 0 it is not."""
    if CUT.search(before):
        return 2  # "15% off the 80k": the amount is what the discount is taken from
    if (
        TIMES.search(before)
        or GIVES_WAY.match(after)
        or BETWEEN_TWO.match(after)
        or PART_AFTER.match(after)
        or BY.search(before)
        or of_a_rival(before)
    ):
        return -1
    if FROM_TO.search(before):
        return 2
    if SETTLED_BEFORE.search(before) or SETTLED_AFTER.match(after):
        return 3 if not NOT_SIZE_AFTER.match(after) else -1
    if NOT_SIZE_AFTER.match(after) or NOT_SIZE_BEFORE.search(before):
        return -1
    if OURS_BEFORE.search(before):
        return 2
    return 2 * bool(SIZE_AFTER.match(after)) + bool(SIZE_BEFORE.search(before))


def of_a_rival(before: str) -> bool:
    """Whether the words before an amount say that it is what somebody else asks."""
    match = RIVAL.search(before) or RIVAL_AT.search(before)
    return match is not None and (match["who"] or "").lower() not in common_words()
