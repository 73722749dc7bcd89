"""Words by which a next step shows: who, what, until when."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

from crm.naming import word_set

ACTIONS = word_set(
    "send call email ping follow schedule book set prepare prep draft check get loop share review chase circle cb remind update arrange "
    "confirm touch reach invite quote ship deliver order visit forward finalize finalise finish resend find ask meet demo present "
    "discuss write add submit provide introduce connect bring create build put pull run work look talk speak reconnect nudge text "
    "sort swap redraw rework requote re-quote resubmit circulate compile translate courier dispatch despatch expedite reorder restock measure "
    "calibrate repair replace drive fly pencil pester prod poke badger notify inform brief apologise apologize "
    "message give try see go do make start need research redo revise escalate raise sync dig organize organise propose sign return "
    "respond reply answer phone ring mail drop swing stop pop collect gather coordinate complete close push print install test ship revisit retry recontact reassess reapproach evaluate attend bill charge complete update consult revert restart hold dial fax wait pass point show pitch pursue prioritise prioritize map demo walk train scope size estimate calculate refresh update loop intro extend return fu "
    "f/u issue investigate kick renew reschedule re-send tell verify price file host hand take walk clarify fix recap reengage re-engage onboard approve process plan approach cc move model look congratulate thank clear settle handle translate cost spec line adapt shift transfer"
)
VERB = "|".join(sorted((re.escape(verb) for verb in ACTIONS), key=len, reverse=True))
TEAM = r"legal|finance|support|accounts|engineering|procurement|accounting|billing|logistics|marketing|presales|devops"
ME = r"i'?ll|i will|i'm (?:going to|gonna)|i am going to|i(?:'ve)? (?:need|have|got|promised|agreed|said i'?d|owe|plan|want) (?:to|them|her|him|you|us)?|i should|i must(?: to)?|i gotta|(?<!they )(?<!he )(?<!it )(?<!that )(?<!this )(?<!you )must(?: not forget to)?|i owe|(?:told|promised|assured|texted|said to) (?:him|her|them|[\w'\u2019]+(?: [\w'\u2019]+)?) (?:that )?(?:i'?d|i would|i'?ll|i will|we'?d|we would|we'?ll|we will)|i am to|i'?m (?:to|tae)|gonna|gotta|need to|have to|i'd better|will"
STATED = (  # what "I" or "we" may do that is no task: states, and what is past
    r"(?:am|are|was|were|have|had|has|do|did|don't|didn't|can|can't|cannot|could|couldn't|would|wouldn't|should|might|may|must|not|never|think|thought|hope|guess|feel|felt|know|knew|like|love|hate|want|wish|need|"
    r"doubt|expect|believe|assume|suspect|understand|mean|said|say|told|went|got|came|gave|made|took|sent|met|spoke|left|saw|held|ran|won|lost|wrote|rang|caught|brought|bought|sat|paid|shown?|been|heard|found|kept|drove|rode|flew|drew|threw|chose|swung|dealt|taught|sold|lent|drank|ate|fell|"
    r"put|understood|spent|agree|owe|accept|approve|read|cut|set|lose|win|stand|remain|stay|live|already|really|actually|both|all|only|still|just|also|quoted|always|usually|often|keep|get\b(?! (?:him|her|them|it|this|that|back|the|a))|\w+ed|(?:'|\u2019)\w+)\b"
)
WE = r"we'?ll|we will|we(?:'re| are) (?:going to|gonna)|we(?:'re| are) to|we (?:need|have|agreed|decided|promised|plan|want) to|we should|let's|lets"
NEED = r"(?:wants?|wanted|asks?|asked|needs?|would like|expects?|waiting for|tells?|told|asking|begs?|begged|requests?|requested|invites?|invited|advises?|advised|urges?|urged|reminds?|reminded|instructs?|instructed|'d like) (?:me|us) to|wants? (?:me|us) to|asked (?:that )?(?:i|we)|(?:asked|said|told (?:me|us)) to"
START = re.compile(
    rf"(?P<label>\b(?:next steps?|to-?dos?|actions?(?: items?)?|ns|ais?)\s*(?::|=|\bare\b|\bis\b(?: to)?|\u2013|-)\s*)"
    rf"|\b(?P<me>(?:{ME})\s+(?:(?:also|now|then|just|probably|definitely|try to)\s+)?)(?=(?:{VERB}|be|have|circle|loop)\b)"
    rf"|\b(?P<we>(?:{WE})\s+(?:(?:also|now|then|just|all)\s+)?)(?=\w)"
    rf"|\b(?P<need>(?:{NEED})\s+)(?=\w)"
    rf"|\b(?P<they>(?P<who>they|she|he|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?|(?!(?:\w+ed|wants?|needs?|likes?|said|going|how|what|when|us|me|him|her|them|it|able|have|has|got|hard|ready|happy|keen|easy|time|plans?|due|up|next|back|again)\b)[a-z]+)(?:'ll|\u2019ll| will| is going to| are going to| has to| have to| needs to| need to| agreed to| promised to| is to|(?:'s|\u2019s) to| to| should| must| shall| may please| may kindly|'s going to| said (?:she|he|they)(?:'d| would|'ll| will))\s+)(?=(?:{VERB}|come|let|have|decide|be)\b)"
    rf"|\b(?P<got>(?:need|needs|want|asked|asking|told|get|getting|got|have asked|will ask|ask)\s+(?P<who7>(?-i:[A-Z][\w'\u2019-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?)\s+to\s+)(?=\w)"
    rf"|\b(?P<told>(?:kindly|please|pls)\s+(?!(?:{VERB})\b)(?P<who5>(?-i:[A-Z][\w'\u2019-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?),?\s+|(?P<who6>(?-i:[A-Z][\w'\u2019-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?),?\s+(?:kindly|please|pls)\s+)(?=\w)"
    rf"|\b(?P<they2>(?P<who2>they|she|he|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?)(?:'ll|\u2019ll| will| promised to| agreed to)\s+)(?=(?!be\b|need|have\b|want|like|know|think|see\b|take|cost|go\b|not\b|probably|likely|never|renew|sign|close|buy|win|lose|love|hate|still|also be|stay|remain)\w+)"
    rf"|\b(?P<doing>(?P<who4>they|she|he|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?)(?:'s|\u2019s|'re|\u2019re| is| are)\s+(?:(?:also|now|then)\s+)?)(?=(?:send|call|ring|mail|email|gett?|forward|bring|com|check|chas|pay|writ|prepar|draft|post|deliver|finish|book|review|shar|ship|pass|tak|talk|speak|put|run|look|arrang|sort|confirm|reply|com)ing\b)"
    rf"|(?P<gerund>(?:^|(?<=[,:;(.])|(?<=\band)|(?<=\bi'm)|(?<=\bim)|(?<=\bwe're)|(?<=\bi am)|(?<=\bwe are)|(?<=\bso))\s*)(?=(?!driving|thinking|wondering|hoping|considering|pondering|heading|coming\s+back|getting\s+back|sitting|standing|walking|waiting|going|signing|closing|meeting\s+(?:with|w\b|w/|went|was)|being|having|doing|nothing|thing|something|anything|everything|bring\b|spring\b|pricing|during|morning|evening|including|according|regarding|following\s+(?!up))[a-z]{{3,}}ing\b)"
    rf"|(?P<want>\b(?:wants?|wanted|wishes|asked for|asking for|requested|needs?|needed|expects?|expecting|looking for|(?:s?he|they) waits?(?: for)?|waits for|waiting (?:on|for))\s+)(?=(?!(?:until|till|til|more time)\b|(?:(?:it|this|that|everything|the \w+) )?to (?:sign|pay|close|decide|renew|go live|start|begin|run|kick in|buy|be|move|wait|think|talk to|see how)|(?:me|us) to\b)\w)"
    rf"|(?P<moved>\b(?:resched(?:uled?|uling)|moved?|moving|push(?:ed)?|postpon(?:ed?|ing)|prepon(?:ed?|ing)|bump(?:ed)?|shift(?:ed)?|changed?|swapped|bring|pencill?ed|rebooked|rearranged|slid|slides|slipped|slips|booked|scheduled|set|confirmed)\s+(?:(?:forward|back|out|up|in)\s+)?(?:[\w'\u2019]+\s+){{0,4}}?(?:from\s+(?:[\w/.]+\s+){{1,3}}?)?(?:to|for|until|till|on|at)\s+)(?=\w)"
    rf"|\b(?P<mine>(?:ich\s+)?(?:muss|werde|schicke|rufe|melde|sende|bringe)\b|(?:i|we)\s+(?:(?:then|also|now|just|only|still)\s+)?(?=(?!{STATED})[a-z]{{3,}}\b(?!\s+(?:that|if|so|how|why|you)\b)))"
    rf"|\b(?P<their>(?P<who3>she|he|they|our\s\w+|(?:{TEAM})|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?)\s+(?:(?:then|also|now)\s+)?)(?=(?!(?:asks|signs|closes|renews|decides|goes|needs|works|looks|sees|makes|takes|runs|starts|buys|orders|holds|stops|tests)\b)(?:{VERB})e?s\b)"
    rf"|(?P<owe>\b(?:i owe|we owe) (?:them|her|him|\w+) )(?=\w)"
    rf"|(?P<bare>(?:^|(?<=[,:;(\n])|(?<=\band)|(?<=\bthen)|(?<=\bso)|(?<=\bplus)|(?<=\balso)|(?<=&)|(?<=\+)|(?<=-)|(?<=\bplease)|(?<=\bpls)|(?<=\bsays)|(?<=\bsaid)|(?<=\bsay)|(?<=\bto remember to)|(?<=\bcould you)|(?<=\bcan you)|(?<=\bwould you))\s*(?:(?:then|also|please|pls|just|must|remember to|don't forget to|remind me to|i'm to|to|will|and|now)\s+)*)(?=(?P<verb>{VERB}|f/?u|cb|(?:(?<=could you )|(?<=can you )|(?<=would you )|(?<=please ))come)\b(?!\s+(?:with|w/)\s+\w+\s+(?:went|was)\b))"
    rf"|\b(?P<noun>(?:follow.?up|next|second|another|cb|callback|f/u|fu|demo|meeting|mtg|call|workshop|site visit|visit|onsite|kick-?off|pilot|presentation|review|qbr|lunch|session|deadline|quote|training|trial|survey|install(?:ation)?|go-?live|webinar|appointment|(?:contract|proposal|quote|order|sow|paperwork|samples?) (?=goes|go |going|is going|to go|will go))\b(?=[^.,;!?\n]*?(?:\b(?:on|by|for|next|nxt|in|due|tomorrow|tmrw|is|set|scheduled|booked|until|till|kicks|starts|begins|goes|out)\b|\d)))",
    re.IGNORECASE,
)
STOP = re.compile(
    r"(?:,\s*|\s+)(?:and|then|but|so|plus|also|while|because|since|cause|as|&|\+)\s+(?=(?:(?:then|also|maybe)\s+)?(?:i|we|he|she|they|it|there|the (?:deal|budget|cfo|team)|i'?ll|we'?ll|(?:"
    + VERB
    + r")\b|(?-i:[A-Z])\w+(?:'ll| will| to| is| needs| said| wants| please| kindly| pls)))|,\s+(?=(?:i|we|he|she|they|it|i'?ll|we'?ll|(?:"
    + VERB
    + r")|(?-i:[A-Z])\w+(?:'ll| will| to| is| needs))\b)|,\s+(?:but|so|which|because|since)\b|\s+(?:because|cause|since|cuz|bc)\s|[;\n!?]|\.(?=\s|$)|\s[-\u2013\u2022*]\s|\s\u2192\s",
    re.IGNORECASE,
)
PAST = re.compile(r"^\w+(?:ed|t)\b|^(?:sent|met|got|gave|went|did|made|told|spoke|left|had|was|were)\b", re.IGNORECASE)
BY = re.compile(
    r"\b(?:by|bis|before|no later than|latest|until|till|due|deadline|within|end of|eo[dwmqy])\s*(?:the\s)?(?:end of\s)?(?:the\s)?$",
    re.IGNORECASE,
)
NOT_ACTIONS = re.compile(
    r"^(?:(?:call|make) it (?:about |around )?[\d$\u20ac\u00a3]|note|log|record|mention|hold off|hang on|be (?:great|good|nice|fine|happy|able|interested|a |the |in (?:touch|the office)|out|back|ready|worth|tight|tough)|see (?:how|if|what|whether|you)|have (?:a (?:good|great|nice)|fun|to)|"
    r"need (?:more|a |an |the |it|this|some)|go (?:with|well|dark|live|ahead|forward)|look (?:good|great|like|promising|into the)|work (?:for|out|well)|make sense|let (?:me|us) know (?:if|when you)|do (?:well|great|it again)|"
    r"get (?:it|the (?:deal|business)|better|worse|back to normal)|close (?:this|the deal|it|by|in|before)|renew|sign\b|have (?:all|both|the (?:full|whole|entire|lot)|(?:another )?(?:\d+|two|three|four|five|six|ten|a dozen)\b)(?![^.;!?]*\b(?:ready|done|finished|back|for (?:me|us))\b)|start (?:to|using)|have (?:a |the |their )?budget|decide\b(?! on \w+ by)|take (?:a while|time|longer|weeks|months|(?:the |all |both |another )?\d|the lot\b|the (?:full|whole|entire|complete)\b|the (?:order|package|deal)\b|(?:all|both)\b|(?:it|them)(?: all)? (?:at|for)\b))",
    re.IGNORECASE,
)
DANGLING = re.compile(
    r"(?:\s+(?:and|then|but|so|by|on|for|at|the|to|in|with|a|or|before|until|till|after|of|also|plus|due|&|is|set|scheduled))+$|^[\s,:;.&+-]+|[\s,:;.(&+-]+$",
    re.IGNORECASE,
)


MEETS = re.compile(
    r"\b(?:demo|meeting|mtg|call|visit|session|workshop|review|qbr|lunch|coffee|training|kick-?off|appointment|install\w*|deliver\w+|chat|catch.?up|inspection|tests?|testing|trial|pilot|audit|survey|discussions?|talks?|slot|shipment|collection|pick.?up|hand.?over|presentation|webinar|interview|dinner|breakfast)\b",
    re.IGNORECASE,
)
LOOSE = word_set("need see try do make look work go give start put run take plan")
NOUNS_TOO = word_set(
    "call demo meet email visit text message review quote order test mail ring sync price update close process approach plan set push issue phone fax intro ping talk"
)
CHANGES = word_set("update close set push")
AS_NOUN = re.compile(
    r"\w+\s+(?:with|w/|@|at|from|call|booked|scheduled|set|moved|confirmed|cancelled|done|today|yesterday|went|was|re|about|agreed|accepted|approved|requested|received|confirmed|signed|is|are|had|too|went|was|on\b(?! \w+day)|:|-|of|to say)|\w+\s*(?:$|[:,.])",
    re.IGNORECASE,
)
LONGEST_STRETCH = 6  # days; a meeting in March is no next step yet
DEADLINE = re.compile(
    r"\b(?:by|bis|due|no later than)\s*(?:on\s|in\s)?(?:the\s)?(?:end of\s|eod\s|cob\s)?(?:the\s)?$", re.IGNORECASE
)
NO_TASK = re.compile(
    r"\b(?:clos\w*|sig|sign\w*|entscheid\w*|unterschr\w*|decision|decid\w*|award|expected|was|were|is|are|be|have|had|went|said|out|live|moved|pushed|"
    r"slipp\w*|paperwork|renew\w*|\w{3,}ed)\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(  # "that an offer be submitted", which is a task all the same
    r"^.*\bthat\b(?=.*\bbe \w)|\b(?:an?|the) \w+ed\b|\bbe (?:sent|made|done|given|(?!clos|sign|decid|award|renew)\w+ed)\b",
    re.IGNORECASE,
)
MOVED_TO = re.compile(
    r"\b(?:move|moved|moving|preponed|bumped|changed|swapped|push|pushed|shift|shifted|postpone|postponed|reschedule|rescheduled|bring|brought)\b[^.;!?\n]*\bto\s+(?:the\s)?$",
    re.IGNORECASE,
)
THEN = re.compile(  # "he is out until the 4th, will chase him then", "... when he's back"
    r"\b(?:then|after that|before that|by then|(?:on )?(?:that|the same|that same) day|(?:when|once|as soon as|after|if) (?:(?-i:[A-Z])\w+|s?he|they)(?:'s|\u2019s|'re| is| are| gets?| comes?) (?:back|in again|around|free)|(?:when|once|after) (?:s?he|they) returns?|(?:on|after) (?:his|her|their) return)\W*$",
    re.IGNORECASE,
)
RESTATED = re.compile(r",\s*(?:so|i\.?e\.?|meaning|namely|that(?:'s| is)|which is)\b[^,;.!?\n]{1,60}", re.IGNORECASE)
TAKEN_BACK = re.compile(r"^\W*(?:(?:no|oh|scratch that|sorry|wait|actually|correction|i mean|make (?:that|it)|oops|rather|nope)\b\W*)+", re.IGNORECASE)  # fmt: skip
OFF = re.compile(
    r"\b(?:cxl?e?d|cxl|canx|cncl'?d|cancel(?:l?ed)?\b|called off|abgesagt|fällt aus|no.?show)\b", re.IGNORECASE
)
KEPT_UNTIL = re.compile(  # "the price is held till March" sets no day for anything
    r"\b(?:held?|holds?|fix(?:ed|es)?|valid|good|frozen|freeze|open|validity|keep|kept|stays?|guarantee[ds]?|runs?|lasts?|price[sd]?|terms?)\b[^.;!?\n]{0,25}\b(?:until|till|til|through|thru|to)\s+(?:the\s+)?(?:end of\s+)?$|\b(?:as of|effective|with effect from|wef|starting)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
NOT_DONE = re.compile(r"\W*(?:[\w-]+\s+){0,5}?(?:not|never|no longer)\b", re.IGNORECASE)
PONDERS = re.compile(r"\W*(?:compare|think|consider|sleep on|mull|weigh|ponder|reflect)\b", re.IGNORECASE)
DECIDES = re.compile(
    r"(?:decide|sign|approve)\b", re.IGNORECASE
)  # what a colleague does is a task, what a client does is news
DOES = re.compile(rf"\s+(?:owes?|will|'ll|to|shall|must|has to|needs to|(?:{VERB})(?:e?s)?)\b", re.IGNORECASE)
DUE_ONLY = (
    "gerund",
    "doing",
    "want",
    "moved",
    "mine",
    "their",
)  # they name a next step only together with a day to come
