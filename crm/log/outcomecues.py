"""Turns of phrase that tell of a deal won or lost, in clauses whose names are written q; beside the plain ones."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

_ORDER = r"(?:orders?|p\.?o\.?|purchase orders?|loi|signed (?:copy|order form|form|quote|contract)|signature(?: page)?|e-?signature|docusign)"
_PAPER = r"(?:order|p\.?o\.?|purchase order)"
_DEAL = r"(?:deal|renewal|expansion|upsell|project|opp(?:ortunity)?|tender|bid|job|contract|business|account)"
_OTHERS = (
    r"(?:(?:the |an? )?(?:other (?:mob|lot|guys?|crowd|supplier|vendor|one|bidder|firm|company|party)|other\b|cheaper (?:one|option|bid|firm|offer)|cheapest\b|co-?op|"
    r"competit\w+|rivals?|incumbent|l1\b|germans|chinese|local (?:firm|make|dealer|supplier|company)|neighbou?r\S*)|(?-i:[A-Z](?!q)[\w&]+)(?! (?:and|to (?:see|meet|visit))\b))"
)
_GOERS = r"(?:(?-i:q+)|it|that|this|one|they|(?:deal|renewal|project|opp|tender|bid|job|contract|business|order|work))"  # people go to towns, deals to rivals
WON_TOO = re.compile(
    rf"\b(?:(?:have|has|they|they've|s?he|qq+) (?:just |all |finally )?(?:gone|went) for it\b(?! (?:with|elsewhere))|{_ORDER}(?:'s|\u2019s| is| are| was| has| just| now| finally)* (?:(?:just |finally |now )?(?:here\b(?! (?:to|for|if))|arrived|come\b|came\b(?! (?:to|from|with))|(?:in|on) (?:my|the|our|your) (?:inbox|mail|mailbox|post|desk|table|e-?mail)\b))|{_ORDER}(?: (?:no\.?|number|nr\.?)?\s?\d+| form| confirmation)?(?:'s|\u2019s)?(?: is| are| has| have| was| just| now| finally| all)*(?: been)? (?:in(?=\s*(?:$|[,.!;:(]|at\b|for\b|hand\b))|placed|released|issued|raised|booked|confirmed|received|landed|dropped|signed|complete[d]?|came (?:in|back|through))\b"
    r"|orders? (?:from|of|by) (?:[\w&.'\u2019-]+ ){1,4}?(?:came|arrived|is in|is here|landed|has come)\b(?! (?:to|from)\b)|already sign\b(?! (?:(?:the |an? )?nda|up|in)\b)"
    rf"|(?:placed|raised|issued|released|gave us|given us|sent us|sent over) (?:the|an?|his|her|their|its) (?:firm |formal )?{_PAPER}\b(?! form)"
    r"|^\W*p\.?o\.?(?: (?:na|la|lah|already|yes))?\W*$|(?:unanimous(?:ly)?|decided|decision|voted|vote|choice) (?:is |was |fell )?(?:for|in favou?r of) us\b|in our favou?r\b"
    r"|(?:e-?mail(?:s|ed)?|sen[dt]s?|hand(?:s|ed)|gave|gives|forward(?:s|ed)|whatsapp(?:s|ed)|brought|pass(?:es|ed)|drop(?:s|ped)) (?:me |us |over |in |through )+(?:the |their |his |her |its |a )?(?:signed )?(?:p\.?o\.?|purchase order)\b(?! (?:template|form|draft|number|list|terms))|"
    r"in the bag\b|(?:over|across) the line\b|(?:the )?ink(?:'s| is) dry|done and dusted|pen to paper|(?:on )?the dotted line|ring the (?:bell|gong)|bang the gong"
    rf"|(?:bagged|landed|clinched|secured|nailed|sealed|closed) (?:the |this |that |our )?(?:qq+ )*{_DEAL}\b|{_DEAL} (?:is |has been |was )?(?:secured|clinched|bagged|landed|locked in|wrapped up|in the bag)\b"
    r"|closed qq+(?: qq+)*(?=\s*(?:$|[,.!]|today|yesterday|this|at|for|last))"
    r"|we(?:'ve| have| were| are|'re|\u2019ve)? (?:been awarded|got it\b|the winners?\b)|awarded (?:it |the \w+ )?to us\b"
    rf"|(?:gave|given|giving|awarded) us the {_DEAL}\b|{_DEAL} is (?:for us|won)\b|business won\b|^\W*won\b\s*[:!,-]|won (?:the|this) (?:qq+ )+(?:{_DEAL})\b"
    r"|^\W*sold\b(?=\W)|\b(?<!not )sold (?:them|him|her|it|the lot)\b(?! (?:on|out|off))"
    r"|(?:s?he|they|qq+|has|have) (?:has |have |just |finally )?(?:renewed|re-?upped)\b(?! (?:interest|the lease|with (?!us\b)))|hat verl\u00e4ngert\b|haben verl\u00e4ngert\b"
    r"|(?:ha|han|hanno) firmado\b|(?:ha|hanno) firmato\b|(?:contrat|devis|commande) sign\u00e9\w?\b|(?:contratto|ordine) (?:confermato|firmato)\b|(?:contrato|pedido) (?:firmado|confirmado)\b|bestellung ist (?:heute |gestern |endlich )?(?:gekommen|da|eingegangen)\b"
    r"|(?:is|are|'s|\u2019s) after (?:signing|sending (?:back|in) the)\b|signed off (?:on )?(?:the|our) (?:order form|contract|quote|renewal)|signed up\b(?! (?:for (?:the|a) (?:webinar|event|demo|training|newsletter)|to\b))"
    r"|(?:has|have|'ve) ordered\b(?! (?:from|elsewhere|off|a (?:coffee|beer|taxi)|lunch))|^\W*ordered!|(?:mark|close|put|book|log|chalk|treat|count) (?:\w+ ){0,3}?(?:as|down as) won\b)",
    re.IGNORECASE,
)
LOST_TOO = re.compile(
    rf"\b(?:(?<!\bi )(?<!\bwe )(?:going|go|goes|gone|went) (?:w/|with|for) {_OTHERS}|{_GOERS}(?:'s|\u2019s|'ve|\u2019ve| has| have| is| are| all| now| just)* (?:going|go|goes|gone|went) (?:to|off to|over to) {_OTHERS}(?! (?:till|until|for (?:an?|the|two|three)|on|this|next|today|tomorrow|yesterday|together)\b)|(?:going|go|goes|gone|went) (?:w/|with) an? (?!(?:our|us)\b)(?:[\w&-]+ ){{0,3}}?(?:company|firm|supplier|vendor|agency|provider|outfit|crowd|dealer|contractor|caterer|mob|reseller|start-?up)\b(?! to (?:see|meet|visit))|(?:answer|decision|verdict)(?:'s|\u2019s| is| was) (?:an? )?(?:firm |hard |flat |clear )?no\b(?! (?:problem|longer|different|surprise))"
    r"|keep(?:s|ing)? (?:the|their|his|her) (?:old|current|existing|present) (?:platform|system|supplier|vendor|provider|tool|software|machines?|kit|agency|firm|partner|set-?up|one)\b(?! (?:until|till|for now))"
    r"|(?:do|doing|done|build|building|built|making|run|running|keep|keeping|tak(?:e|es|ing|en)|took|bring(?:s|ing)?|brought) (?:it |this |that |everything |the \w+ )?(?:(?:back )?in.?house\b|themselves\b|with their own\b)"
    r"|(?:do|does|will|are|is)(?: not|n't|n\u2019t) (?:continue|renew|extend|proceed|go (?:on|ahead|forward) with|prolong)\b(?! (?:until|till|before|yet))"
    rf"|down the drain\b|out (?:of )?the window\b|kiss(?:ed|ing)? goodbye\b|\d\S*k? (?:is |are |'s )?gone\b(?=\s*(?:$|[.,!;]))|{_DEAL}(?:'s|\u2019s| has| have)? (?:just )?(?:fell|fallen|falls) through\b|slipped away\b"
    rf"|{_DEAL}(?: is|'s|\u2019s| was| has been| got| gets)? (?:dead|off(?=\s*(?:$|[,.!;]))|scrapped|cancell?ed|canned|binned|axed|stuffed|cooked|toast|finished)\b|(?:it|all|everything)(?:'s| is) off(?=\s*$)|orders? (?:is |was |got )?cancell?ed\b"
    r"|bin (?:it|this one|that one|this|that)\b|writ(?:e|ten|ing) (?:it|this|that|them|this one|that one|qq+) off\b|write off qq+"
    rf"|(?:stay(?:s|ing)?|stick(?:s|ing)?|stuck) with (?:what (?:they|he|she)|the(?:ir|m)? (?:old|current|existing|present|incumbent)|the incumbent|{_OTHERS})"
    r"|we (?:came|come|were|are|finished) (?:second|third|last|runner.?up|l[2-9]\b)(?! (?:in (?:the )?(?:queue|line)|to (?:arrive|present|speak|go)))|we(?:'re|\u2019re| are) (?:out\b(?=\s*(?:$|[,.!]|of (?:it|the (?:race|tender|running))))|l[2-9]\b)|(?:did not|didn'?t) make (?:it to )?the (?:short.?list|cut)\b|(?:dropped|struck|knocked out|eliminated|kicked) (?:from|off|out of|in) the (?:short.?list|list|race|tender|\w+ round)\b"
    rf"|(?:bid|offer|tender|proposal) (?:was |is |got |has been |were )?(?:rejected|refused|declined|turned down)\b|hard no\b|^\W*no deal\b|\bso no deal\b|no.?go (?:for|at|from|with)\b"
    r"|(?:tender|order|job|business|bid) (?:has |was |is |have )?(?:went|gone|awarded|given) to (?!us\b|qq|legal|print|production|the (?:warehouse|factory|plant)|him|her|them)\w+"
    rf"|cancel(?:l?ing|s|l?ed)? (?:the |their |his |her |our |its )?(?:qq+ )*(?:\w+ )?(?:subscription|contract|licen[cs]es|expansion|renewal|deal|order|agreement)\b(?! form)|(?:called|rang|wrote|mailed|emailed) to cancel (?:the |their )?(?:qq+ )*(?:subscription|contract|expansion|renewal|order)\b"
    r"|(?:not|no longer|isn't|aren't) interested (?:any ?more|now)\b|kein(?:e)? (?:interesse|auftrag)\b|want(?:s)? no (?:more )?(?:offers?|mails?) (?:from|of) us\b"
    r"|(?:they|they're|they've|qq+|who|who've)(?: are| is| have| has)? (?:leaving|left|ditched|ditching|dropping) us\b|(?:they|they've|they're|qq+)(?: are| is| have| has)? (?:switched|switching|moved|moving) (?:over )?to (?:an? (?:competitor|rival)|another (?:vendor|supplier|tool|system))"
    r"|hat abgesagt\b|haben abgesagt\b|f\u00fcr einen anderen\b|anderen anbieter\b|(?:hemos|abbiamo) (?:perdido|perso)\b|(?:han|ha) elegido a? ?otr\w|(?:ont|a) choisi un (?:concurrent|autre)"
    r"|(?<!supplier )(?:went|gone|goes|going|is|are|declared) (?:bankrupt|bust|insolvent|into (?:administration|receivership|liquidation))\b|regret letter|pass(?:ed|es|ing) on (?:our|the) (?:offer|proposal|quote|bid)\b"
    r"|(?:treat|mark|close|put|book|log|chalk|count) (?:\w+ ){0,3}?(?:as|down as|like) (?:closed )?lost\b|picked (?:the|an)other (?:vendor|supplier|one|offer)|(?:corporate|corp|hq|head office|the board|the council|council) (?:has |have )?(?:killed|cancelled|scrapped|binned) (?:it|the|this)|voted (?:no|against)\b|(?:it's|that's|game) over (?:with|at|for) qq+)",
    re.IGNORECASE,
)
