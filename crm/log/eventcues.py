"""Words by which a dealing shows, and by which one still to come does."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

from crm.log.proposal import LogKind

WITHIN = r"(?:[ \t]+[\w'\u2019]+){0,3}?[ \t]+"


def _spelt(pattern: str) -> str:
    """The pattern, with every "with" as reps write it."""
    return pattern.replace("with", "(?:with|w/|w)")


# Verbs in the past: they say that it happened.
KINDS: dict[str, LogKind] = {"message": "message", "email": "email", "call": "call", "meeting": "meeting"}
PAST: tuple[tuple[LogKind, re.Pattern[str]], ...] = tuple(
    (KINDS[kind], re.compile(rf"\b(?:{_spelt(pattern)})", re.IGNORECASE))
    for kind, pattern in (
        (
            "message",
            r"(?:texts?|whatsapps?|whats apps?|dms?|messages?|pings?) (?:me|us)\b|texted|text(?:'d|ed|d)|txt(?:'d|ed|d)|txts? (?:from|to|w/|with)|sms(?:'?e?d)|(?:dropped|dropping|shot|fired)(?: (?:\w+|(?-i:[Qq]q+)))? an? (?:\w+ )?(?:text|txt|sms|whats ?app|dm|message|msg)\b|whats ?app(?:ed|'d)|slacked|dm(?:'d|'ed|ed)|messaged|msg'?d|in-?mail(?:ed|'d)|slid into (?:my|our|his|her|the) dms|(?<!docusign )(?<!adobe )(?<!system )pinged|im'?d|linked(?: |-)?in(?:ed| message| msg| dm|ed)|"
            r"(?:got|received|sent|exchanged|had|swapped)"
            + WITHIN
            + r"(?:texts?|txts?|sms|whatsapps?|dms?|messages?|msgs?|voice ?notes?)\b(?! on (?:the )?(?:machine|voicemail))|"
            r"(?:texts?|txts?|sms|whatsapp|wa|dm|linkedin message|linkedin|message|msg|voice ?note) (?:from|exchange)|per whatsapp|by text\b",
        ),
        (
            "email",
            r"e-?mailed|mailed|e/m(?= )|em(?:'d)?(?= (?:to|from)\b)|gemailt|geschrieben|geschickt|sent (?:over|us|me|through|across)\b|informed (?:\w+ ){0,2}(?:by|per|via|over|through) (?:e-?)?mail|(?:dropped|dropping)(?: (?:\w+|(?-i:[Qq]q+)))? an? (?:\w+ )?(?:e-?mail|mail|line|note)\b|wrote (?:back|to)|wrote|replied|responded|forwarded|fwd'?d?|resent|cc'?d|heard back|"
            r"sended|writed|(?:i|we) (?:just |now )?(?:e-?mail|mail) (?:him |her |them |the |my |our |a |an )?(?:\w+ ){0,4}?(?:right now|just now|now)\b(?! (?:on|and then))|(?:flicked|flick|flung|lobbed|fired|shot|banged|bunged|zapped) (?:(?:me|us|him|her|them|(?-i:[Qq]q+)) )?(?:over |off )?an? (?:\w+ )?(?:e-?mail|mail)\b|e-?mail says?\b|wri(?:t|tt)en (?:to )?(?:me|us|him|her|them)\b|(?:i'm|im|i am|am) (?:just |now )?(?:e-?mailing|mailing|writing to) (?-i:[Qq]q)(?![^.;!?]*\b(?:tomorrow|tmrw|next|on (?:mon|tue|wed|thu|fri)\w*|mon(?:day)?|tue\w*|wed\w*|thu\w*|fri(?:day)?)\b)|an? (?:e-?mail|mail) (?:this|today|yesterday|overnight|came|arrived|landed|popped|out of|just)\b|(?:got|received|had|sent|exchanged|traded|fired off|shot)"
            + WITHIN
            + r"e-?mails?|"
            r"(?:got|received|had)"
            + WITHIN
            + r"(?:reply|response|note back)|e-?mails? (?:from|exchange|back and forth|thread)|"
            r"(?:proposal|quote|contract|offer|deck|pricing|order form|sow|nda|brochure|price list)(?<!the contract) sent (?:to|over to)\b|(?:sent|shared|sending over|shot|delivered|submitted)(?= (?:over |across |him |her |them |\w+ ){0,4}?(?:the |a |an |our |my |over |revised |updated |new |final |first |some |two |\w+ )*"
            r"(?:proposal|quote|deck|contract|pricing|info|information|sow|msa|nda|order form|docs?|documents?|brochure|case stud\w+|one.?pager|summary|recap|invoice|"
            r"agenda|invite|link|slides|details|samples? list|redlines?|terms|letter|newsletter|card|gift|offer|estimate|datasheet|references?|follow.?up|catalog\w*|price list|report|paperwork|security \w+|questionnaire|"
            r"drawings?|plans?|specs?|cvs?|resum[eé]s?|files?|photos?|pictures|maps?|drafts?|(?:\w+ )?(?:kit|pack|form|list)|data|numbers|figures|feedback|comments|certificates?|letter|rfp|rfq|rfi|(?:user|customer|case) \w+)\b)",
        ),
        (
            "call",
            r"t/c|p/c|telecon|caught (?-i:[Qq]q+)(?: (?:from|at|of) (?-i:[Qq]q+))? for an? (?:\w+ )?(?:chin[ -]?wag|chat|word|natter|call|minute|yarn)|(?:outbound|cold|inbound) dial\b|gatekeeper\b|(?:was|were|been|got|is) (?:straight |back )?on to (?:me|us)\b|(?:off|on|by|per) (?:the )?(?:ph|tel)\b|fones?\b|(?:got|had|have|get) (?:him|her|them|(?-i:[Qq]q+)(?: (?:(?:at|from|in|of) )?(?-i:[Qq]q+))?) live\b|telco (?:with|earlier|today|yesterday|this)\b|(?:was|were|is|kept) (?:calling|ringing|phoning)(?! (?:it|for|on))\b|reached (?:nobody|no one|no-one|him|her|only)\b|(?:nobody|no one|no-one) (?:reached|answer(?:s|ed|ing)|there|pick\w*)|got through to|(?:had|spent|got|grabbed) (?:a )?(?:quick )?\d+ ?(?:min(?:ute)?s?|mins) (?:with|on the)|missed calls? (?:from|by)|(?:just )?(?:got|am|i'm) (?:done|through|finished) with (?-i:[Qq]q)|(?:is|was|are)?(?:n't| not|nt) (?:picking|lifting|answering|taking|attending|receiving)\b|(?:didn't|did not|doesn't|not) (?:pick|lift|attend|receive|take|answer) (?:up |my |the |his |her |our )*(?:calls?|phone)|(?:went|goes|go|gone|diverted) (?:straight )?(?:in)?to (?:the |his |her |their )?(?:voice ?mail|answer\w*|machine)|(?:phone|mobile|cell)(?:'s| is| was) (?:off|switched off|engaged|busy|dead)|conn(?:'d|ected)? (?:with)|disco(?:very)? (?:w/|with)|besprochen mit|spk(?:e|en)? (?:to|w|with)|angerufen|telefoniert|telephonic(?:ally)?\b|aan de (?:lijn|telefoon)|gebeld|opgebeld|ringede|liguei|falei com|llam\u00e9|habl\u00e9 con|appel\u00e9|telefonato|(?:make|made|maked|gave|give|did|do) (?:me|us) (?:a |an? \w+ )(?:call|ring|phone ?call)|telefonat(?! (?:am|um|n\u00e4chst\w*|bis|morgen)\b)|gesprochen|(?<!\bis )(?<!\bare )(?<!\bso-)called(?! (?:in sick|in\b|round\b|(?:over|out|up|down|across) to|by (?:their|the|his|her)\b|off|for|out|it|into question))|phoned|rang|buzzed|belled|rung up|dial(?:l)?ed|telephoned|spoke|spoken|talked|chatted|had a (?:\w+ )?(?:chat|talk|word|natter|ring|chin[ -]?wag|yarn|confab)|gave (?:me|us) (?:a |an? \w+ )(?:tinkle|shout|bell|call|ring|buzz|holler)|on the dog and bone|"
            r"(?:hopped|jumped|got|been|was|were) (?:on|off) (?:the |a |an )?(?:\w+ )?(?:phone|call|blower|horn|line)|(?:just|straight|fresh|now|right|came|am|^\W*) off (?:the|a) (?:phone|call|blower|horn|line|dog)\b|(?-i:[Qq]q+) (?:finally |just |actually )?picked up(?! (?:the (?!phone)|some|a|an|our|his|her|two|\d))|on the (?:phone|blower|horn|dog)(?= (?:with|to|just|this|today|yesterday|earlier|for|again)\b|\s*(?:$|[,.:;\u2013\u2014-]))|over the phone|(?:had|got|have) (?-i:[Qq]q+|him|her|them) on the (?:line|phone)|on the line with|"
            r"l(?:eft|ft)"
            + WITHIN
            + r"(?:vm|voice ?mail|message|msg)|\blv?m+\b|phone tag|\bvm\b(?=\s+(?:for|to|from|w/|with|left|again|,|$))|\bvm'?d\b|voicemail (?:from|for|to)|"
            r"caught up (?:with|w/|by phone)(?=\s|$)(?! (?:[\w'\u2019]+ ){1,4}?(?:out |over |down |up )?(?:at|in) (?:the|their|his|her)\b)|touched base|checked in (?:with|w/|on)|connected (?:with|w/)|conv(?:o|ersation)? (?:with|w/)|reached (?:out to )?(?=\w+ (?:by|on the) phone)|"
            r"hung up (?:with|from)|straight to voice ?mail|(?:nobody|no one|didn't|doesn't|did not|not) (?:picks?|picking|picked|pick) up|left word|tried (?-i:[Qq]q)|tried (?:calling|ringing|to call|phoning|to reach|reaching)|(?:couldn't|could not|can't|didn't|did not|cannot|unable to) (?:reach|get hold of|get through)|no answer(?! from)|no pick ?up|"
            r"(?:got|had|took|received|just had|did|finish(?:ed)?|wrapped(?: up)?|ended|made|after|off)"
            + WITHIN
            + r"(?:phone |intro |discovery |follow.?up |check.?in |zoom |conf(?:erence)? |con)?calls?\b(?! (?:off|for|to|booked|scheduled|set|planned|pencil\w+|lined|arranged|in the (?:diary|calendar))\b)|"
            r"rung|gave \w+ (?:\w+ )?a (?:call|ring|buzz|bell)|\bcb'd|returned (?:his|her|their|my) call",
        ),
        (
            "meeting",
            r"(?:was|were|been|stayed|spent) (?:there|here|on site|out there|over there|with (?:him|her|them)|at (?:the|their) \w+) (?:all|the whole|half the|most of the|the entire) (?:day|morning|afternoon|evening|week)\b|(?:sat|stood|walked) (?:[\w'\u2019]+ ){0,6}?with (?:me|us) (?:for )?(?:\w+ )?(?:hours?|minutes|a while|the whole|all)|met(?: up)?(?! (?:(?:their|our|the|my|all|his|her|its|every) (?:\w+ )?)?(?:quota|targets?|expectations|requirements?|slas?|deadlines?|goals?|criteria|needs|minimum|kpis?)\b)\b|met (?:the|their|our|his|her) (?:\w+ )?"
            r"(?:team|cfo|cto|ceo|coo|cio|ciso|director|manager|head|board|vp|owner|buyer|folks|guys|people|crew|engineers?|procurement|staff)|"
            r"(?:had|did|ran|gave|hosted|attended|finish(?:ed)?|made|held|wrapped(?: up)?|completed|after|joined|grabbed|took|out of|enjoyed|did the|just had)"
            + WITHIN
            + r"(?:meetings?|mtgs?|lunch|coffee|dinner|breakfast|beers?|drinks?|demo|workshop|qbr|ebr|(?:quarterly|monthly|weekly|annual)(?= (?:with|w/|at))|onsite|on-site|site visit|visit|walk.?through|presentation|kick-?off|tour|session|review|training|webinar|sit.?down|zoom|webex|skype|face-?time|round of golf|pints?|cuppa|brew|bite|brunch|cup of \w+|tour|wander|barbie|curry|tea|feed|meal|supper|steak|scran|nosh|bevvy|yarn over \w+)\b(?! (?:booked|scheduled|planned|pencil\w+|lined|arranged|in the (?:diary|calendar))\b)|"
            r"called (?:(?:out|up|down|across) to\b|in (?=at |to (?:see|their|the)\b|on (?!the|monday|tuesday|wed|thu|fri)|for (?:a |an |tea|coffee))|round\b|over to\b|by (?=(?:their|the|his|her) (?:office|site|shop|plant|yard|place|store|depot|farm|works|factory|showroom)))|looked in (?:on|at)|(?:climbed|crawled|clambered|scrambled|squeezed|hiked|tramped|trudged|went|been|was|were) (?:up|down|under|inside|underneath|onto|on top of)(?: (?:to|on|onto|in|at|of|into))?(?: the)?(?: \w+)?(?: (?:of|at|in))? (?-i:q+)(?=\W)|(?:climbed|clambered|hiked|trudged|tramped|cycled|drove|drove up) to (?:the )?(?-i:q+)(?=\W)|face-?timed|skyped|hopped (?:on|onto) (?:a |the )?(?:quick )?(?:zoom|teams|webex|google meet|meet|video)|caught up (?:with )?(?:\w+ ){0,3}?(?:out |over |down |up )?(?:at|in) (?:the|their|his|her)\b|demo(?:ed|'d)|demonstrated|presented|pitched|lunched|visited|walked (?:\w+ ){1,4}(?:through|around)|sat (?:down|next to|with|beside|together)|dropped (?:by|in)|popped (?:in|by|over)|stopped (?:by|in)|(?:swung|nipped|popped|stopped|called) (?:past|round|off at)|nipped (?:in|over|by)|swung by|(?:just|have|i've|we've) seen (?:him|her|them|(?-i:[Qq]q))|"
            r"(?:ran|bumped) into|took \w+ (?:\w+ )?(?:to|out for|for) (?:lunch|dinner|coffee|breakfast|drinks|golf)|toured|hosted|zoomed|drove (?:out|over|up|down) to|walked (?:the|their|his|her|our|a) (?:\w+ )?(?:site|plant|floor|store|job|line|yard|fields?|property|building|facility|shop|warehouse|farm|roof)|"
            r"rode along|(?:walked|came) (?:right |straight )?(?:up|over) to (?:me|us|our)\b|approached (?:me|us) (?:at|in|after)\b|(?:(?:just|straight|fresh|i've|have) )?(?:walked|came|come|stepped|got) (?:out of|back from|away from) (?=(?:the |their |our |a |an )?(?:(?-i:[Qq]q)|meeting|office|plant|site|building|boardroom))|driving (?:back|home|away) from (?-i:[Qq]q)|(?:just )?back from (?:the |a |our |their |my )?(?:\w+ )?(?-i:[Qq]q+|site|visit|office|plant|lab|warehouse|show|fair)|took (?-i:[Qq]q+)|took (?:him|her|them) |walked in|knocked on|dropped (?:\w+ ){1,5}off|dropped off|delivered (?:the |a |some |our |two |three )?(?:\w+ ){0,2}(?:samples?|cases?|kits?|demo units?)|just left (?:the |their |his |her )?(?-i:[Qq]q)|caught (?:him|her|them|(?-i:[Qq]q+)) (?:in|at|on|after|before|by|outside)|"
            r"went (?:to see|over to|out to|down to|up to|round to|by)|saw (?:him|her|them)\b|shook hands|(?:came to|came by|attended|joined|dropped into|was at|were at) (?:our|my)\b|went (?:through|thru|over|round|around|along|across|past|up|down) (?=(?:\w+ ){1,5}?(?:with|w/) (?-i:[Qq]))|getroffen|besucht|besuch (?:bei|heute|gestern|war)\b|(?:was|were|been) in (?:our|the) (?:showroom|store|shop|branch)\b|(?:was |were )?discussed(?= (?:\w+ ){0,4}?(?:with|w/) (?:(?:mr|ms|mrs|dr)\.? )?(?-i:[Qq]))|war(?:en)? (?:\w+ ){0,4}?(?:bei|vor ort|zu besuch)|vor ort|been (?:(?:over|out|up|down|round|across|back|in|along) )?to (?:see|visit)\b|been (?:over|out|up|down|round|across|along) (?:to|at)\b|termin (?:mit|bei|heute|gestern|war)(?![^.;\n]*\b(?:steht|geplant|vereinbart|ausgemacht|angesetzt|am)\b)|treffen mit|zu besuch|shadowed|"
            r"showed (?:them|him|her|(?-i:[Qq]q+)|the (?:team|board|buyer|\w+ team)) (?!interest)(?:the|our|a|how|around|some|both|what)|"
            r"(?:spoke|talked|chatted|caught up)"
            + WITHIN
            + r"(?:over|at|during) (?:lunch|coffee|dinner|the booth|their office)|face to face with|(?:was|were|been) on ?site|(?:was|were|been) (?:over )?(?:at|with) (?-i:[Qq]q)|saw (?-i:[Qq]q)|showed me (?:round|around|through|the|their|his|her)|took me (?:round|around|through)|(?:come|came|coming) (?:by |to |over |past )?(?:our|the) (?:booth|stand|table)\b|\d+ ?min(?:ute)?s? (?:video|zoom|teams)\b|steering (?:group|committee) with|met (?-i:[Qq]q)|\b(?:just )?came out (?:from|of) (?-i:[Qq]q)|\b(?:i|we|i've|we've)(?: have)? (?:was|were|been) (?:in|out|up|down|over|round|at|with|by|across|back|below|above)\b(?: (?:in|at|to|with|by|there|over|out|of))* (?:(?:the|their) )?(?-i:[Qq]q)",
        ),
    )
)
# What may stand before such a noun at the start of a clause.
LEAD = (
    r"qq+|quick|great|good|bad|rough|tough|short|brief|long|intro|discovery|first|second|third|1st|2nd|another|had|just|finished|after|today's|yesterday's|"
    r"this morning's|the|our|this|that|a|an|my|weekly|monthly|quarterly|done|with|wrapped|off|out|of|from|following|in|on|really|very|productive|positive|"
    r"follow.?up|sales|phone|zoom|teams|video|conf|morning|afternoon|yesterday|today|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|"
    r"am|pm|onsite|virtual|remote|inbound|outbound|incoming|cold|new|client|customer|internal|technical|pricing|product|budget|renewal|kick.?off|site|log|ok|so|hi|hey|fyi|update|amazing|excellent|awful|super|pretty|interesting|surprise|impromptu|\d+ ?min(?:ute)?s?|voice|field|\d{1,2}[:.]?\d{0,2} ?(?:am|pm)?|(?-i:[A-Z])[\w&.]+(?:'s)?|re|note|notes|summary|recap"
)
ANY = r"(?!(?:i|we|wants?|needs?|asks?|asked|no|not|will|to|for|about|need|want|booked|next|before|until|if|and|or|but|without|have|has|expect\w*|plan\w*|requested?|skip\w*|miss\w*|cancel\w*|bump\w*|push\w*|move[ds]?|moving|shift\w*|postpon\w*|prepon\w*|resched\w*|delay\w*|slid\w*|slip\w*|send|ping|give|please|pls|set|book|schedule)\b)\w+"
# Things that have a name: they happened unless they are still to come.
NOUNS: tuple[tuple[LogKind, re.Pattern[str]], ...] = tuple(
    (KINDS[kind], re.compile(rf"^\W*(?:(?:{LEAD})\W+){{0,5}}(?:{ANY}\W+){{0,2}}(?:{pattern})(?=$|\W)", re.IGNORECASE))
    for kind, pattern in (
        ("message", r"texts?|sms|in-?mail|whatsapp|(?<!their )(?<!the )(?<!our )(?<!real )(?<!main )dm(?!\s*(?:=|:|is\b|will\b))|linkedin|slack|message|msg"),
        ("email", r"e-?mails?|reply|response|mail"),
        ("call", r"calls?|t/c|teleconf\w*|telefonat|anruf|ph call|ring(?=\s+(?:from|with|w/|w|to)\b|\s*[,:.\u2013-])|phonecall|phone(?=\s+(?:w/|with|to))|voicemail|vm|conf call|chat|catch.?up|check.?in|sync|huddle|cb|convo|conversation"),
        ("meeting", r"(?:best|only|first|last|good|serious|nice|long|real|useful|interesting|proper) (?:talk|conversation|chat|contact|discussion) (?:of (?:the (?:day|fair|show|week)|today|it all)|(?:here|there|today)|at the (?:stand|booth|fair|show))|meetings?|mtgs?|demo|lunch|coffee|dinner|breakfast|drinks|beers|pints|workshop|qbr|ebr|onsite|brekkie|makan|kopi|smoko|tapas|chai|apero|visit|zoom|teams|webex|google meet|gmeet|presentation|kick-?off|tour|walk.?through|webinar|f2f|training|sit-?down|review|session|survey|inspection|audit|walkaround|in.?service|site walk|conference|tasting|ride.?along|steering committee|steerco|committee|board meeting|roundtable|briefing|consult(?:ation)?|viewing|fitting|off.?site|termin(?! (?:mit|bei) (?:qq|(?-i:Qq))[^.;\n]{0,30}(?:steht|geplant|vereinbart))|treffen|seminar|on site|open day|walk.?in|video(?=\s+(?:with|w/|w)\b)|vc(?=\s+(?:with|w/|w)\b)|skype|facetime|hangouts?|video ?(?:call|chat)|golf|barbecue|bbq|trial (?=at|with|w/|wrapped|done|went)|trade ?show"),
    )
)  # fmt: skip
# Things and places of a dealing, wherever they stand.
PHONE = r"\b(?:(?:por|al|au|par|per|am|via|pelo|la|prin|przez|na|på|over de|im) (?:t[eé]l[eé]fon[oe]?n?|telefon(?:en|u|ie)?|telefoon|tel\.)\b|telefoni(?:sch|cznie|cky|cally|co)\b|puhelimessa\b|telefonda\b|telefonon\b|po telefonu\b)"  # in other languages
SOFT: tuple[tuple[LogKind, re.Pattern[str]], ...] = (
    ("call", re.compile(PHONE, re.IGNORECASE)),
    ("call", re.compile(r"\b(?:(?:came|comes|got|was|were|is) (?:\w+ )?(?:on|to) the (?:line|phone)(?! (?:\d|up|of))|(?:other|far) end of the (?:line|phone)|tel(?:ephone)?|phoned|phone(?! (?:him|her|them|me|us|(?-i:[Qq]q)))|hung up|on (?:his|her|their) (?:cell|mobile)|landline|voice ?mail|(?:luck )?reaching|hold of|engaged tone)\b", re.IGNORECASE)),
    ("message", re.compile(r"\b(?:sms|whats ?app|imessage|(?<!saw on )(?<!seen on )(?<!read on )(?<!per )linkedin(?! (?:post|profile|page|connection|request|feed))|(?<!their )(?<!the )(?<!our )(?<!real )(?<!main )dm(?!\s*(?:=|:|is\b|will\b)))\b", re.IGNORECASE)),
    ("email", re.compile(r"\b(?:inbox|dropped (?:\w+ )?(?:a|an) (?:line|note|mail|email)|(?:rcvd|received|got|recd)(?: \w+){0,3} (?:rf[pqi]|reply|response|questions|feedback|comments|redlines|docs?|documents?))\b", re.IGNORECASE)),
    ("meeting", re.compile(r"\b(?:(?:at|by|to) (?:our|their|his|her|the) (?:stand|booth|office|offices|site|plant|hq|showroom|warehouse|factory|farm|store|shop|yard|premises)|(?:over|in|here) at (?:our|their|the)|had (?-i:[Qq]q+)[^.]{0,40} (?:over|in)|in person|in front of (?:me|us)|face.to.face|came (?:by|over|in|round|to see))\b", re.IGNORECASE)),
)  # fmt: skip
CHANNELS: tuple[tuple[LogKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"\b(?:by|via|over|on|through|per) (?:e-?)?mail\b", re.IGNORECASE)),
    ("message", re.compile(r"\b(?:to|per) (?:my|our|the) (?:in-?mail|dm|text|whatsapp|sms|linkedin (?:message|note))|(?:(?<!saw )(?<!seen )(?<!read )(?<!noticed )on|via|over|by|through|in|for(?= whats)) (?:the |our |a )?(?:in-?mail|whats ?app|slack|linkedin|li|sms|text|teams chat|dm|telegram|signal|wechat|messenger|imessage|chat)\b", re.IGNORECASE)),
    ("meeting", re.compile(r"\b(?:over|at|for|during) (?:(?:the|a|our|their|this|today's|yesterday's|[\w']+) ){0,2}(?:lunch|coffee|dinner|breakfast|drinks|a beer|beers|a pint)\b|\bin person\b|\bface.to.face\b|\bf2f\b|\bat (?:their|her|his) (?:office|site|plant|hq|warehouse)\b|\b(?:at|during) (?:the )?(?:\w+ )?(?:trade ?show|conference|expo|booth|fair|summit)\b", re.IGNORECASE)),
    ("call", re.compile(PHONE, re.IGNORECASE)),
    ("call", re.compile(r"\b(?:by|over the|on the|via) (?:phone|telephone)\b|\bon (?:a |the )?call\b(?= (?:just|today|now|yesterday|this|that|with|and)\b|\s*(?:$|[.,;]))", re.IGNORECASE)),
    ("meeting", re.compile(r"\b(?:on|over|via) (?:a )?(?:zoom|teams|webex|google meet|video)\b(?! call)", re.IGNORECASE)),
)  # fmt: skip
# A picture at the head of a message, as those who write with pictures use it.
PICTURES: tuple[tuple[LogKind, re.Pattern[str]], ...] = (
    ("call", re.compile(r"\W*[\U0001F4DE\U0001F4F1\u260E\U0001F4F2\u2706\U0001F57D]")),
    ("email", re.compile(r"\W*[\U0001F4E7\u2709\U0001F4E8\U0001F4E9\U0001F4EC\U0001F4E5\U0001F4E4]")),
    ("message", re.compile(r"\W*[\U0001F4AC\U0001F5E8]")),
    ("meeting", re.compile(r"\W*[\u2615\U0001F37D\U0001F35D\U0001F355\U0001F37B\U0001F37A\U0001F91D\U0001F3ED\U0001F3E2\U0001F944]")),
)  # fmt: skip
TO_COME = re.compile(
    r"\b(?:will|'ll|won't|shall|going to|gonna|need(?:s|ed)? to|have to|has to|should|must|gotta|let's|lets|please|pls|can you|could you|would|might|may|"
    r"plan(?:ning|s)? (?:to|a|on)|wants? (?:to|a|another|me|us)|wanted (?:to|a|another)|asked for|like to|remember to|don't forget|schedul\w+|set(?:ting)? up|booked|booking|book|set for|arrang\w+|"
    r"upcoming|if|until|to do|todo|next steps?|agreed (?:to|on)|organi[sz]\w+|confirmed (?:a|the|for)|ask(?:ed)? (?:to|for)|invite\w*|propos(?:e|ed) (?:a|another)|rescheduled?|postponed?|cancel\w*|moved (?:the|our)|"
    r"haven't|hasn't|never|didn't|did not|not yet|wasn't|without|instead of|supposed to|forgot to|meant to|verschoben|abgesagt|geplant|vereinbart|will|soll|about to|hoping to|try to|trying to)\b[^.;!?\n]*$",
    re.IGNORECASE,
)
AFTER_TO_COME = re.compile(
    r"^[^.;!?\n]{0,40}\b(?:is|are|scheduled|booked|set|planned|confirmed|moved|pushed|rescheduled|postponed)\b[^.;!?\n]{0,15}\b(?:for|to|on|till|until|next|tomorrow)\b",
    re.IGNORECASE,
)
CALLED_OFF = re.compile(
    r"^[^.;!?\n]{0,60}\b(?:cancel\w*|postponed|moved|rescheduled|pushed|(?:is|are|was) (?:now )?off\b(?! to| the| site)|didn't happen|no.?show|verschoben|abgesagt|fällt aus|fell through|called off)\b",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:said|says|told|asked|confirmed|agreed|mentioned|wants?|discussed|went|spent|ping|walked|reviewed)\b",
    re.IGNORECASE,
)
HABIT = re.compile(  # how somebody likes to be reached tells of no dealing
    r"\b(?:prefers?|(?:to|can) be (?:contacted|reached)|best (?:reached|contacted)|only (?:by|via)|reachable)\b",
    re.IGNORECASE,
)
SHIFTED = re.compile(r"\W*(?:bump|mov|push|shift|postpon|prepon|resched|cancel|skip|miss|delay)\w*\b", re.IGNORECASE)
CONFIRMED = re.compile(
    r"\b(?:confirmed|agreed|asked|proposed|cancelled|postponed|rescheduled)\b", re.IGNORECASE
)  # said, whatever for
FAIR = re.compile(r"^\W*(?:at |the |our |from |back from |(?:first |last |second |third )?day (?:one |two |three |four |\d )?(?:of|at) |(?:greetings|hello|live|live from|notes|news) from )*(?:[\w-]+ ){0,2}(?:fair|expo|messe|trade ?show|conference|congress|convention|summit)\b", re.IGNORECASE)  # fmt: skip
CONVERSATION = re.compile(r"\W*(?:\w+ ){0,3}(?:talk|conversation|chat|discussion|convo)s?\b", re.IGNORECASE)
TALK = re.compile(r"(?:spoke|spoken|talked|chatted|discussed|caught up)\b", re.IGNORECASE)
ORDERED = re.compile(  # "call Jane" is an order, "call with Jane" a report
    r"\s+(?!(?:with|w|of|from|to|re|about|went|was|this|today|yesterday|yest|on|in|at|after|done|back|notes?|summary|recap|just|earlier|report|minutes|log|results?|von|mit|bei|bekommen|erhalten|am|vom|heute|gestern|received|rcvd|went|ended|over)\b)\w",
    re.IGNORECASE,
)
VERBS_TOO = re.compile(r"(?:call|text|message|msg|dm|slack|e-?mail|mail|ring|phone|visit|tour|review|chat|zoom|sync|audit|survey|cb|demo|present|reply)s?\W*$", re.IGNORECASE)  # fmt: skip
MEALTIME = re.compile(r"after (?:lunch|dinner|breakfast|coffee)", re.IGNORECASE)
REACHING = re.compile(
    r"(?:didn't|did not|unable to|cannot) (?:reach|get|pick)|couldn't|could not|can't (?:reach|get)|no answer|no pick",
    re.IGNORECASE,
)
