"""Further turns of phrase that tell how far along a deal is, also in other languages; names in them are written q."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

_CAPITAL = r"(?-i:(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)[A-Z](?!q)[\w&]+)"
_NOBODY = r"(?!us\b|me\b|q|him\b|her\b|them\b|you\b|legal\b|procurement\b|purchasing\b|finance\b|management\b|accounting\b|my\b|our\b|his\b|their\b|the (?:board|boss|team|committee|lawyers?|director|printer|courier|owner)\b|an? (?:lawyer|colleague)\b)"
_THING = r"(?:it|this|that|this one|that one|them|the (?:job|order|contract|work|business|tender|deal|project|lot))"
_MEAL = r"(?! (?:coffee|tea|lunch|dinner|breakfast|pizza|food|drinks|beers?|wine|samples?|us|him|her|me|more time|an? (?:taxi|beer|coffee|sample|audit|review|test|survey|inspection|recall|quote))\b)"
WON_ABROAD = re.compile(
    rf"\b(?:(?:q+|s?he|they|who|just|finally|have|has)\s+(?:just |finally |now )?ordered\b{_MEAL}(?! (?:from|elsewhere|off)\b)|^\W*ordered(?=\s*(?:$|[,.!:;\u2013-]))"
    r"|sign(?:s|ing)? (?:today |now )?the (?:contract|order|agreement|papers?) (?:today|now|with (?:me|us))\b|signs? today\b|q+(?: deal| order| project)? is a go\b|signed off (?:on )?(?:the|our|it)\b(?! (?:[\w-]+ ){0,2}(?:designs?|drawings?|layouts?|samples?|proofs?|artworks?|spec(?:s|ification)?|mock-?ups?|prototypes?|plans?|scope|survey|snag\w*|minutes|trial|tests?|risk assessment|method statement|colou?rs?|concept|evaluation)\b)|bound the (?:renewal|policy|cover|risk)\b|confirmed (?:the|an|our|his|her|their) order\b|auftrag (?:ist )?(?:erteilt|da|erhalten|bekommen)\b|gave (?:us |me )?(?:the )?(?:go[- ]ahead in writing|written (?:go[- ]ahead|order))"
    r"|^\W*(?:gewonnen|gagn\u00e9|ganad[oa]|ganamos|ganhamos|ganhou|vinto|vundet|vunnet|vunnit|voitimme|voitettu|kazand\u0131k|wygrali\u015bmy|wygrane|wygrana|vyhr\u00e1li(?: jsme)?|megnyert\u00fck|c\u00e2\u0219tigat|am c\u00e2\u0219tigat|laim\u0117jome|dobili smo|abbiamo vinto|on a gagn\u00e9|hemos ganado|wir haben (?:es |den auftrag )?gewonnen|sign\u00e9e?s?|firmado|firmato|getekend|podpisan[eoay]|podeps\u00e1no|unterschrieben|bestellt|besteld|assinado|fechado|imzaland\u0131|potpisano|tilattu|bestilt|signert|underskrevet|p\u00e5skrivet)\b"
    r"|(?:a|ont|est|sont) (?:sign\u00e9|command\u00e9)e?s?\b|(?:commande|contrat|devis|offre) sign\u00e9e?\b|firm(?:\u00f3|aron)\b|(?:ha|han|hanno) (?:firmado|firmato|ordinato|pedido)\b|assin(?:ou|aram)\b|fech(?:amos|aram|ou) (?:o|a|com|neg\u00f3cio)\b"
    r"|(?:hat|haben) (?:\w+ )?(?:bestellt|beauftragt|unterschrieben|unterzeichnet)\b|(?:heeft|hebben) (?:\w+ )?(?:getekend|besteld)\b|podpisa(?:\u0142|\u0142a|li|\u0142o)\b|zam\u00f3wi(?:\u0142|\u0142a|li)\b|potpisali?\b|imzalad\u0131|allekirjoitti|har (?:skrevet under|skrivit p\u00e5|bestilt|best\u00e4llt|signert))",
    re.IGNORECASE,
)
LOST_ABROAD = re.compile(
    rf"\b(?:(?:going|go|goes|gone|went) (?:with|for) the {_CAPITAL}(?! (?:option|plan|package|slot|date|version))|(?-i:q+)(?:'s|\u2019s| is| are| has| have)?(?: gone)? (?:off|away|over|gone) to {_CAPITAL}"
    r"|(?:it|that|q+)(?:'s|\u2019s) a (?:hard |firm |flat )?no\b(?! (?:problem|brainer|to\b))|(?:buying|getting|taking|ordering|installing) {_CAPITAL} instead\b"
    r"|(?:says?|said|zegt|zei|sagt|sagte|dice|dijo|dit) (?:nee|nein|no|non)\b(?=\s*(?:$|[,.!;]))|(?:f\u00fcr die konkurrenz|gegen uns|f\u00fcr (?:jemand anderen|einen anderen)|anders) entschieden\b"
    r"|dead in the water\b|(?:is|it's|that's) (?:a )?dead (?:duck|deal|end)\b|pulled the (?:pin|rug)\b|that ship has sailed\b|we(?:'ve| have)? (?:missed out|been beaten|got beaten|been outbid|were outbid|were beaten)\b"
    rf"|(?:gave|giving|given|gives|handed|handing|hands) {_THING} to {_NOBODY}\w+|(?:took|taking|taken|accepted|accepting) (?:the|an)?other (?:offer|quote|bid|one|supplier|deal)\b|(?:took|taking|accepted) (?:the )?(?:cheaper|competitor\w*|rival\w*)\b"
    rf"|(?:did not|didn'?t|not) (?:get|win) (?:q+|{_THING})(?! (?:yet|to)\b)(?=\s*(?:$|[,.!;:]))|(?:chose|chosen|choose|picked|taking|took) the (?:cheap\w*|other|local|german|chinese)\b|(?:sticks?|sticking|stuck|stick|stay|staying) with (?:the|his|her|their) (?:old|current|existing)\b"
    r"|verloren\b|pierdut[\u0103a]?\b|f\u00f6rlorad\b|(?:er |is )?tabt\b|prohr\u00e1li\b|elvesz\u00edtett\u00fck\b|au ales (?:pe )?(?:al)?\w+ii\b|gestorben\b|(?:on (?:l')?a|avons|est|c'est) perdue?\b|perd(?:imos|emos|ido|ida|eu)\b|(?:abbiamo |\u00e8 )?pers[oa]\b(?= (?:il|la|contro|tutto)|\s*[,.!])|desisti(?:u|ram|\u00f3|eron)\b|(?:eligi(?:\u00f3|eron)|escolh(?:eu|eram)|hanno scelto|ha scelto|ont choisi|a choisi) (?:a )?(?:otr|outr|un altr|un autre|altr)\w*"
    r"|przegra(?:li\u015bmy|ne|na|ny)\b|stracon[eya]\b|izgubili (?:smo)?\b|kaybettik\b|h\u00e4vi(?:simme|ttiin)\b|tapte?t?\b(?= (?:den|det|til|mot))|f\u00f6rlora(?:de|t)\b)",
    re.IGNORECASE,
)
AGREED_ALOUD = (
    r"\boral(?:ly)? (?:agree\w*|approv\w*|yes|ok(?:ay)?|confirm\w*|commit\w*|accept\w*|go.?ahead)|\bverbally (?:in|on board|yes|ok(?:ay)?|confirmed|accepted)\b|\bagree[ds]? in principle|\bin principle (?:yes|ok(?:ay)?|agreed)\b|\bsh(?:ook|aken) hands\b|\bhandshake (?:deal|agreement|on)\b|"
    r"\bsa(?:id|ys) (?:a )?yes (?:on the phone|verbally|by phone|in person|over (?:lunch|coffee|the phone)|but nothing|already)|\bvoted (?:yes|in favou?r|for (?:it|us))\b|\bgave (?:me|us) (?:his|her|their) word\b|\bthey(?:'ll| will) take (?:it|them)\b|"
    r"\bm\u00fcndlich\w* (?:zusage|zugesagt|ja)|\bzugesagt\b|\bde palabra\b|\bs\u00ed verbal|\baccord (?:verbal|oral|de principe)|\bgave (?:a |his |her |their )?(?:thumbs up|nod)\b|\bjust needs? (?:the|a) (?:signature|stamp|board stamp|paperwork)\b"
)
PARKED = (
    r"\bpark(?:s|ed|ing)? (?:it|this|that|q+)\b|(?:^\W*|\b(?:and|so|to|please|pls|must|we|i) )park(?:ed)? (?:the|our|their|that|this) (?:[\w-]+ ){0,2}(?:one|deal|job|order|project|quote|offer|lot|thing|renewal|upgrade|bid)\b|\b(?:we|i) (?:have to |must |will |should )?park(?: for now)?(?=\s*(?:$|[,.;!]|until\b|till\b|for now\b))|\bput\w* (?:it |q+ |this )?(?:on ice|on the shelf|to sleep|to bed for)\b|\basks?(?:ed)? (?:us )?to (?:pause|hold off)\b|\b(?:froze|frozen|freez\w+) (?:all |the |any )?(?:spend\w*|budgets?|purchas\w*|capex|orders|projects?)|"
    r"\b(?:spend\w*|budgets?|capex|purchasing|procurement|projects?) (?:is |are |has been |was )?(?:freeze|frozen|stopped)\b|\bmothballed\b|\bauf eis\b|\bpausiert\b|\ben (?:pausa|pause|attente|espera)\b|\bin sospeso\b|\bwstrzyman\w*|\bop pauze\b|\bon stand-?by\b|\bon the shelf\b|\bquiet since\b"
)
STARTS_AGAIN = re.compile(
    r"\bback to (?:square one|the drawing board|zero|scratch|the (?:very )?(?:start|beginning))\b|\bstart(?:s|ing|ed)? (?:it |this )?(?:all )?(?:over|again from|from (?:scratch|zero|the (?:start|beginning)))\b|\beverything from (?:the )?(?:beginning|start|scratch|zero)\b|\bfrom scratch again\b|\bwieder (?:bei null|von vorne?)\b|\bde cero\b|\brepart\w* de z\u00e9ro\b",
    re.IGNORECASE,
)
