"""How clients' verdicts are told besides: that an order is there or a deal is gone, in clauses whose names are written q.

Clients and their deals are written in small q, people and colleagues with a large Q before it.
"""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

_Q = r"(?-i:q+)"
_NOT_NAMES = r"(?!(?:Q|We|I|They|He|She|It|You|Who|Just|Finally|Also|And|So|Then|Today|Yesterday|Tomorrow|That|This|These|The|Our|My|His|Her|Their|Team|Sales|Legal|Procurement|Purchasing|Finance|Management|Production|Head|Board|Council|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|PO|OK)\w*\b)"
_RIVAL = rf"(?:(?-i:{_NOT_NAMES}[A-Z][\w&]+)|(?:the |an? |another |some )?(?:competitors?|competition|rivals?|incumbent|other (?:\w+ )?(?:mob|lot|guys?|crowd|suppliers?|vendor|bidder|firm|company|party|people|side)|cheaper (?:\w+ )?(?:one|bid|firm|supplier|offer)))"
_DEAL = r"(?:deal|renewal|project|opp(?:ortunity)?|tender|bid|job|contract|business|order|work|gig|account)"
_ONE = rf"(?:{_Q}(?: (?!is|was|has|are|were|and|but)[a-z]+)?|it|that|this|that one|this one|(?:the |our |this |that )?(?:{_Q} )*{_DEAL})"
_IS = r"(?:['\u2019]s|['\u2019]re| is| are| was| has been| have been| looks)(?: now| officially| sadly| definitely| finally| already| as good as| well and truly| all)*"
_ENDS = r"(?=\s*(?:$|[,.;!:)(\u2013-]|at\b|for\b|because\b|since\b|due\b|on price\b|to (?-i:[A-Z])|so\b|and\b|, ))"
_PO = r"(?:l\.?p\.?o\.?|p\.?o\.?|purchase order|work order)"
_SIGNED = r"signed (?:(?:and stamped|off|framework|service|hire|supply|rental|maintenance|master|order|purchase|sales|lease|final|updated|paper) ){0,2}(?:sla|agreements?|offer|proposal|quot(?:e|ation)|contracts?|copy|copies|form|order|sow|msa|papers?|paperwork|lease|documents?|docs|estimate|deal|p\.?o\.?|devis|confirmation|mandate)"
_NUMBER = r"(?:[A-Z]{1,5}[-/ ]?)?\d[\w/-]*"
_OFFER = r"(?:the |our |my |this |that |his |her |their )?(?:\w+ )?(?:offer|quot(?:e|ation)|proposal|bid|deal|renewal|contract|tender|estimate|price|pitch)"
_NO_MEETING = r"(?! (?:with )?(?:the |our |my |a |an |today['\u2019]s |tomorrow['\u2019]s )?(?:\w+ )?(?:call|meeting|visit|demo|session|appointment|lunch|slot|invite|date|time)\b)"
_NOT_NOW = r"(?! (?:until|till|before|yet|without|today|this (?:week|month)|just yet|so fast)\b)"

WON_SAID = re.compile(
    rf"\b(?:{_PO}(?: (?:no\.?|number|num|nr\.?|ref|#))? ?(?:is|:) ?#?(?-i:{_NUMBER})\b"
    rf"|(?:attached|attaching|enclosed|herewith|find)\b[^.;!?\n]{{0,30}}\b(?:{_PO}|order confirmation|{_SIGNED})\b(?! (?:template|form|draft|format|terms|process|request))"
    rf"|{_PO}(?: (?:no\.?|number|nr\.?|#))?(?: (?-i:{_NUMBER}))?(?: is| was| are)? (?:attached|enclosed)\b"
    rf"|{_PO}(?: (?:no\.?|number|num|nr\.?|ref\.?)|\s?#)?\s?(?-i:{_NUMBER})(?:,? (?:is |was |has |just |now )*(?:received|in\b|here\b|arrived|came|landed|issued|from (?:[Qq]q+|him|her|them)))"
    rf"|(?:l\.?p\.?o\.?|work order|order sheet|letter of (?:award|acceptance)|loa|acceptance letter)(?: (?:from|of|by) [\w&.'\u2019 -]{{1,40}}?)?(?:['\u2019]s| is| was| has| have| just| now| finally)* (?:here\b|in\b|arrived|come\b|came\b|received|landed|issued|signed|through\b|back\b)(?! (?:to|for|by|process|order)\b)"
    rf"|(?:received|got|have|issued|sent|gave) (?:us |me |over |out )?(?:the |an? |their |his |her |our )?(?:l\.?p\.?o\.?|work order|letter of (?:award|acceptance)|order sheet)\b(?! (?:template|form|format))"
    rf"|(?:got|gotten|have|has|had|received|sent|emailed|mailed|brought|returned|handed|gave|giving|couriered|whatsapped|dropped)(?: (?:me|us|him|her|over|back|in|through|off|across))* (?:the |an? |our |their |his |her |my |both |all )?{_SIGNED}\b(?! (?:by|on|before) (?:mon|tue|wed|thu|fri|next|tomorrow|the \d))"
    rf"|^\W*(?:the |their |his |her |{_Q} )*{_SIGNED}(?:(?: is| has| just| now| finally| are| was| came| come)*(?: (?:in|here|back|received|arrived|through|landed))\b| from (?:[Qq]q+|him|her|them))"
    rf"|{_ONE}{_IS} (?:a )?(?:won|win|ours|in the bag|over the line|home and dry|sewn up|sealed|signed and sealed|a done deal|done deal)\b(?! (?:or|if|when|to)\b)"
    rf"|^\W*(?:{_DEAL} )?won(?:[:!,]| -)? {_Q}|^\W*{_Q}(?: {_DEAL})?\W{{1,3}}(?:closed|won|signed|landed|sold|ours|deal done)\W*$|^\W*(?:bagged|landed|won|nailed|clinched|secured|closed|got) {_Q}(?: {_DEAL})?(?:\W*$| (?:over the line|signed|at|for|today)\b)"
    rf"|(?:went for|gone for|opted for|decided (?:on|for)|settled on|voted for|appointed|hired|awarded|plumped for) us\b(?! (?:to (?:present|pitch|tender|quote|bid)|for (?:the )?(?:short.?list|next round|second round|final)))|awarded us (?:the|a)\b|(?:we(?:['\u2019]ve| have)?|we) (?:been|were|got) (?:chosen|selected|picked|appointed|awarded|named)\b"
    rf"|we(?:['\u2019]ve)?(?: have| finally| just)? (?:got|have|won|landed|secured) (?:the |this |that )?(?:{_Q} )+{_DEAL}\b(?! (?:to|form|number|sheet|review|in the))|(?:{_DEAL}|result)\b[^.;!?\n]{{0,15}}(?:(?-i:q+) )?(?:goes|went|came|comes) (?:to us|our way)\b"
    rf"|(?:put|puts|placed|stuck) (?:his|her|their) (?:signature|name|stamp|initials|john hancock) (?:to|on|under|in)\b|stamped and signed\b|signed and (?:stamped|sealed|delivered|sent (?:it )?back|returned)\b"
    rf"|(?:{_Q}|they|s?he)(?:['\u2019]ve| has| have)?(?: gone and| just| finally)? bought (?:it|them|both|the lot|all of (?:it|them)|one|two|three)\b(?! (?:from|off|elsewhere|at)))",
    re.IGNORECASE,
)
LOST_SAID = re.compile(
    rf"\b(?:{_ONE}{_IS} (?:lost\b(?! (?:for|in|on the way|without))|gone\b{_ENDS}|off the table|dead(?=\s*(?:$|[.,;!)]|(?:for|as) (?:this|now|good|the|far|a)\b|and buried))|a (?:goner|dead loss|lost cause)|toast\b|history\b|kaput\b|a write.?off)"
    rf"|^\W*(?:{_Q}\W+)?(?:so |it['\u2019]?s |they['\u2019]re )?(?:all )?(?:dead|lost|gone|kaput|toast|not us|rejected|declined|binned|scrapped|no go|no sale)\W*$"
    rf"|we (?:were|came|came in|came out|finished|ended(?: up)?|placed|are|got|ranked|scored) (?:in )?(?:2nd|3rd|[4-9]th|second|third|fourth|last|runners?.?up)\b(?! (?:in (?:the )?(?:queue|line)|time|to (?:arrive|present|speak|go)|floor))|^\W*(?:{_Q}\W+)?placed (?:2nd|3rd|second|third|last)\b"
    rf"|(?:decided|settled|plumped|voted|agreed|landed) (?:on|for|in favou?r of) {_RIVAL}(?= (?:guys?|lot|people|offer|quote|bid|instead|over)|\s*(?:$|[.,;!]))"
    rf"|(?:went|gone|going|go|goes|opted|chose|choosing|sign(?:ed|ing)?|order(?:ed|ing)?|sticking|stuck|staying|renew(?:ed|ing)?) (?:for|with|from) (?:the |an? )?(?:other (?:\w+ )?(?:mob|lot|guys?|crowd|supplier|vendor|bidder|firm|company|party|people)|competitor|rival|someone else|somebody else|who they (?:have|know|had))\b|renewed with {_RIVAL}"
    rf"|(?<!\bi )(?<!\bwe )(?:declined|refused|rejected|turned down|turns down|knocked back|passed on|passes on|passing on|says? no to|said no to|bounced) {_OFFER}s?\b{_NO_MEETING}|(?:turned|turns|knocked) (?:it|us|them|{_OFFER}) (?:down|back)\b"
    rf"|^\W*{_Q}(?: has| have|['\u2019]ve)? (?:declined|passed|folded|withdrawn|dropped out|backed out|walked(?: away)?|bailed|fallen through|fell through|died(?: a death)?|bottled it)\W*$|{_DEAL} (?:has |have )?(?:died|fallen through|fell through|collapsed|evaporated|went (?:south|west|away)|bit the dust)\b"
    rf"|(?:won['\u2019]?t|will not|isn['\u2019]?t|aren['\u2019]?t|not|never|no longer) (?:be )?(?:(?:going|go|moving|move) (?:ahead|forward|any further)|proceed(?:ing)?|progress(?:ing)? (?:it|this|further)|(?:order|buy)(?:ing)? (?:from us|after all|it)|tak(?:e|ing) (?:it|this|us) (?:any )?further)\b(?: with (?:it|this|us|the (?:order|deal|project|contract|quote|offer|purchase)))?{_NO_MEETING}{_NOT_NOW}"
    rf"|(?:(?:{_Q}|s?he|they) (?:no longer|doesn['\u2019]?t|don['\u2019]?t) (?:wants?|needs?) (?:it|us|them|the \w+)(?: any ?more| any longer| after all)?{_ENDS})"
    rf"|(?:pulled|scrapped|killed|binned|axed|canned|ditched|abandoned|dropped|cancell?ed) (?:the |their |this |that |whole )+(?:{_Q} )*(?:\w+ )?(?:project|deal|plan|idea|order|tender|purchase|investment|refurb\w*|rollout|roll-out|upgrade)\b(?! (?:review|call|meeting|visit|form|sheet))"
    rf"|(?:went|gone|going|go|goes|headed) (?:in )?(?:another|an? (?:totally |completely |very )?different|the other) (?:way|direction|route)\b"
    rf"|(?:prefers?|preferred|favou?rs?|favou?red) (?:(?:the )?(?:competitor|competition|other (?:\w+ )?(?:offer|quote|lot|supplier|bid|one|guys?|firm))|{_RIVAL} (?:over us|instead|to us)|{_RIVAL},? so that)\b"
    rf"|{_RIVAL} (?:has |have |just )?(?:(?:won|took|bagged|landed|secured|clinched|got|stole|snatched|walked (?:off|away) with|ran off with) (?:the |this |that )?(?:{_Q} )*(?:\w+ )?(?:job|tender|business|deal|bid|contract|gig|order|work|renewal)\b|got in (?:first|before us)|beat us\b)|(?:did not|didn['\u2019]?t|not) (?:get|win|land) (?:the |this |that )?(?:{_Q} )+{_DEAL}\b|beaten (?:to it )?by {_RIVAL}|lost out\b(?! on (?:time|sleep))|missed out (?:at|on|with)\b|pipped (?:at|by)\b"
    rf"|no (?:dice|sale|deal) (?:at|with|from|for) [Qq]q+|no (?:joy|luck) (?:at|with) {_Q}(?! (?:on the phone|by phone|today|again))|thanks,? but no thanks|^\W*it['\u2019]?s a no\b(?! (?:problem|brainer))|a no from [Qq]q+|out of the running\b|knocked (?:us )?out (?:of|in) (?:the |round|stage)|didn['\u2019]?t make (?:the cut|it through)"
    rf"|(?:has|have|had|been|is|are|['\u2019]s) (?:shut(?:ting)? down|closed (?:down|its doors|for good)|ceased trading|folded|gone under|going under|wound up|in (?:administration|liquidation|receivership))\b"
    rf"|^\W*{_Q}(?: {_DEAL})?(?: (?:is|are))? lost\b(?=\s*[,.;:(\u2013-])|closed with (?:the |an)?(?:other|someone|somebody|a competitor|their)\b|(?:going|went|gone|goes) (?:with|w/) (?:his|her|their|an?|the) (?:\w+['\u2019]s|old|local|usual|current|existing) (?:\w+ ){{0,2}}(?:shop|suppliers?|firm|company|printer|vendor|outfit|business|people|crowd|guys?)\b"
    rf"|writ(?:e|ing|ten) {_Q} off\b|{_Q} (?:can be |is |are |to be )?written off\b)",
    re.IGNORECASE,
)
