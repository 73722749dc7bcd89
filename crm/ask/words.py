"""What newcomers call things. Data only: each class of words, its meaning, the phrases for it."""

from __future__ import annotations

from crm.naming import word_set

ENTITIES: dict[str, str] = {
    "account": (
        "account, client, customer, company, organisation, organization, firm, business, buyer, client company, "
        "customer account, client account, corporation, enterprise customer, logo"
    ),
    "contact": "contact, person, people, stakeholder, decision maker, contact person, point of contact",
    "deal": "deal, opportunity, opp, sales opportunity, transaction, sales deal",
    "product": "product, item, sku, article",
    "user": (
        "rep, sales rep, representative, sales representative, agent, sales agent, salesperson, salespeople, seller, "
        "account executive, account manager, teammate, colleague, salesman, salesmen, deal owner, account owner, "
        "sales person, sales people, sales manager agent, salesforce member, team member, sales team member, user"
    ),
    "manager": "manager, sales manager, team lead, supervisor, boss, team leader",
    "interaction": "interaction, touchpoint, touch point, activity, conversation, communication, correspondence",
    "task": "task, follow up, followup, to do, todo, next step, reminder, action item",
}
KINDS: dict[str, str] = {
    "call": "call, phone call",
    "email": "email, e mail, mail",
    "meeting": "meeting, demo meeting",
    "message": "message, chat, slack message",
    "ticket": "ticket, support ticket, support case, support request",
    "note": "note",
}
OUTCOMES: dict[str, str] = {
    "won": "won, win, winning, closed won, close won, successful, successfully closed, successfully, victory",
    "lost": "lost, lose, loss, losing, closed lost, close lost, unsuccessful, failed",
    "open": (
        "open, ongoing, in progress, pending, outstanding, still open, unclosed, not closed yet, not yet closed, "
        "currently open, in the pipeline, in pipeline, undecided, active, current"
    ),
    "closed": "closed, close, closing, decided, finished, completed, concluded, complete, done",
}
SALES = "sold, sell, selling, bought, buy, buying, purchase, purchased, ordered, order, purchasing"
METRICS: dict[str, str] = {
    "revenue": (
        "revenue, sale, turnover, sales value, booking, sales revenue, won revenue, income, earning, earned, brought "
        "in, money, sales volume, revenue generated, closed won revenue, won amount, won value, sales amount, closed "
        "revenue, sales total, total sales, gross sales, generated revenue, sales figure, sales number, value of "
        "sales, bring in, brings in, bringing in"
    ),
    "win_rate": (
        "win rate, close rate, closing rate, conversion rate, success rate, winning percentage, hit rate, win ratio, "
        "win percentage, closing ratio, conversion ratio, winning rate, conversion, close ratio, deal success rate, "
        "success ratio, won lost ratio, win loss ratio"
    ),
    "loss_rate": "loss rate, lose rate, failure rate, loss percentage, lost rate",
    "pipeline": "pipeline value, pipeline, open pipeline, pipeline amount, open value",
    "cycle": (
        "sales cycle, cycle length, time to close, day to close, sales cycle length, cycle time, deal duration, "
        "closing time, deal cycle, deal length, take to close, takes to close, took to close, take to win, takes to "
        "win, took to win, cycle, deal cycle length, sales cycle duration, time to win, take to close a deal, takes "
        "to close a deal, take to win a deal, takes to win a deal, take to close deals, takes to close deals, took to "
        "close a deal, take to close the deal, length of the sales cycle, sales cycle time"
    ),
    "deal_size": (
        "deal size, deal value, contract value, size of deal, value of deal, order value, order size, ticket size, "
        "sale size, sale price, deal amount, size of a deal, value of a deal, size of a won deal, won deal size, won "
        "deal value, size of won deals, how big is a won deal, how big is a deal, how large is a deal, how large is a "
        "won deal, how big are deals, how large are deals, how big are our deals, how big are won deals, how large "
        "are won deals"
    ),
}
AGGREGATES: dict[str, str] = {
    "count": (
        "how many, number of, count of, count, total number of, total number, how often, number, quantity, what "
        "number of, how many different, total count, total count of, amount of deals"
    ),
    "distinct": "distinct, unique, different",
    "sum": (
        "total, sum of, sum, combined, altogether, how much, in total, aggregate, summed, cumulative, total of, total "
        "amount of, sum total"
    ),
    "avg": "average, mean, avg, typical, on average, typically, in average, average of, mean of, how long",
    "median": "median, middle",
    "share": "share, percentage, percent, proportion, fraction, pct, what part, portion, share of, percentage of",
    "ratio": "ratio, divided by, ratio of",
    "min": "minimum, min",
    "max": "maximum, max",
}
SUPERLATIVES: dict[str, str] = {
    "desc": (
        "most, top, best, highest, largest, biggest, greatest, strongest, leading, lead, max amount, best performing, "
        "top performing, most valuable, most successful, highest performing, maximal, star, busiest, most active, "
        "number one, no 1, leader, ranking, rank, ranked, the more, outperform, most popular, more often, most often, "
        "most frequent, most common, most frequently, most commonly, best selling, bestselling, top selling, best "
        "seller, bestseller, topmost, common, in descending order"
    ),
    "asc": (
        "least, fewest, lowest, smallest, worst, bottom, weakest, worst performing, poorest, minimal, tiniest, least "
        "popular, least active, least common, least frequent, in ascending order, lowest performing, poorest "
        "performing"
    ),
    "oldest": "oldest, earliest, first, longest open, longest standing",
    "newest": "newest, latest, most recent, last, recent, most recently, youngest, recently, lately",
    "longest": "longest, slowest, lengthiest",
    "shortest": "shortest, fastest, quickest, soonest",
    "expensive": "most expensive, priciest, dearest, costliest",
    "cheap": "cheapest, least expensive",
    "happiest": "happiest, most satisfied, most positive, happy most",
    "unhappiest": "unhappiest, angriest, most unhappy, most negative, least happy, most frustrated, most dissatisfied",
}
COMPARATORS: dict[str, str] = {
    "gt": (
        "over, above, more than, greater than, exceeding, exceed, exceeds, bigger than, larger than, higher than, "
        "upwards of, in excess of, longer than, older than, beyond, north of, topping, exceeded, worth more than, "
        "better than"
    ),
    "ge": (
        "at least, minimum of, no less than, not less than, no fewer than, greater or equal to, at minimum, a minimum "
        "of"
    ),
    "lt": (
        "under, below, less than, fewer than, smaller than, lower than, shorter than, beneath, younger than, cheaper "
        "than, worse than"
    ),
    "le": "at most, up to, no more than, not more than, maximum of, no larger than, a maximum of, not over",
    "eq": "exactly, equal to, precisely, equals, equal, just, worth",
    "between": "between, ranging from, in the range of",
}
NEGATIONS = (
    "no, not, without, never, none, lack, lacking, missing, zero, neither, don t, doesn t, didn t, haven t, hasn t, "
    "aren t, isn t, weren t, wasn t, dont, doesnt, didnt, havent, hasnt, arent, isnt, won t, cannot, have yet to, has "
    "yet to, lacks, hadn t, not yet, nobody, nothing, not any, not have any, do not, does not, did not, have not, has "
    "not, don t have, doesn t have, no longer"
)
EXCLUSIONS = "excluding, except, other than, apart from, except for, outside, outside of, non, besides, but not"
GROUPERS = (
    "by, per, each, every, for each, for every, broken down by, split by, grouped by, across, breakdown by, group by, "
    "by each, in each, of each, according to, depending on, from each, breakdown of, segmented by, with each, "
    "distribution by, distribution across, break down by, across each, across all, broken out by, sliced by, "
    "distributed across, distributed by, split across, breakdown per, vary by, varies by, differ by, differs by"
)
VERSUS = (
    "vs, versus, compare, compared to, compared with, against, comparison, compare to, v, comparing, than, relative to"
)
QUESTION = "which, what, who, whom, whose, when, where, how, list, show, name"
MANAGES = (
    "manage, managing, managed, report to, reporting to, reports to, supervise, supervises, lead by, led by, managed by"
)
OWNS = (
    "own, owns, owned, owner, handle, handles, in charge of, responsible for, look after, looks after, handled, "
    "handling, covers, account owner, deal owner, assigned to, taking care of, takes care of, responsible"
)
PARENT = (
    "parent company, parent, holding company, mother company, owned by which company, parent account, belong to, "
    "belongs to"
)
SUBSIDIARY = (
    "subsidiary, subsidiaries, subsidiary of, daughter company, child company, subsidiary company, child account"
)
WORKS_AT = "work at, works at, work for, works for, working at, employed at, employed by"
BASED = "where, based, located, headquartered, location of"
GRAINS: dict[str, str] = {
    "day": "day, daily, date",
    "week": "week, weekly",
    "month": (
        "month, monthly, over time, trend, month by month, month over month, evolve, evolved, developed, over the "
        "months, evolution, trending"
    ),
    "quarter": "quarter, quarterly, quarter by quarter, quarter over quarter",
    "year": "year, yearly, annually, year by year, year over year",
}
MOODS: dict[str, str] = {
    "negative": (
        "unhappy, angry, upset, frustrated, negative, dissatisfied, annoyed, complain, complaining, complained, "
        "complaint, irritated, disappointed, mad, unsatisfied, worried, concerned, displeased, furious, at risk, "
        "grumpy, worry, concern, unhappiness, frustration, anger, sad, in a bad mood, complaints, negative mood, "
        "negative feedback"
    ),
    "positive": (
        "happy, positive, satisfied, pleased, delighted, glad, thrilled, excited, enthusiastic, praise, praised, "
        "loved, love, in a good mood, positive mood, positive feedback, content customer"
    ),
}
MOOD_WORDS = "mood, sentiment, feeling, tone"
ABOUT = (
    "about, regarding, concerning, mention, mentioned, mentions, mentioning, said about, say about, talk about, "
    "talked about, discuss, discussed, complain about, complained about, worried about, asked for, on the topic of, "
    "on the subject of, with regard to, in terms of complaints, feedback on, bring up, brought up, discussing, "
    "talking about, asked about, ask about, unhappy about, unhappy with, concerned about, happy with, happy about, "
    "angry about, complaining about, related to the topic, spoke about, told us about, feel about, think about, "
    "thinks about, feels about, frustrated with, frustrated about, frustrated by, upset about, excited about, "
    "interested in, asking about, asking for, want, wants, wanted, request, requested, requesting, objection to, "
    "disappointed with, disappointed by, worry about, worries about"
)
SAID = "say, said, tell, told, wrote, write, talk, talked, feedback, spoke, speak, think, thinks, feel, feels"
TIMELINE = (
    "what happened, what has happened, happened, timeline, history, catch me up, story, what s new, what is new, what "
    "s going on, going on, happening, what has been happening, what did we do, update on, status of, summary of, "
    "summarise, summarize, brief me on, bring me up to speed, recap, tell me about, what do we know about, overview "
    "of, news, up to date, developments, what s up with, log of, latest on"
)
UNANSWERABLE: dict[str, str] = {
    "It asks what will happen, and the record only knows what has happened.": (
        "forecast, forecasted, predict, prediction, projection, projected, likely to, will, going to, gonna, "
        "likelihood, probability of, chance, chances, predicted, anticipate, forecasting, extrapolate, expect to"
    ),
    "It asks for reasons or advice; Rapport reports what the record holds.": (
        "why, should we, should i, recommend, recommendation, advise, advice, suggest, suggestion, how can we, how do "
        "we improve, how should, what should, how could we, how can i, should, best way, strategy, improve, how do i, "
        "how to"
    ),
}
CONTACT_GAP = (
    "contact, contacted, contacting, touch, touched, touches, reached out, heard from, talked to, spoken to, spoken "
    "with, in touch, been contacted, hear from, spoke to, been in touch, talked with, speak to, follow up with, reach "
    "out, reached out to, interacted with, engaged with, any contact, activity, outreach"
)
OVERDUE = "overdue, late, past due, delayed, missed"
DUE = "due"
DONE = "done, completed, complete, finished, ticked off, closed"
STALLED = (
    "stalled, stuck, stale, gone quiet, gone silent, gone cold, dormant, idle, inactive, neglected, quiet, went quiet"
)
MINE = "my, mine, i, me, myself, i m, i ve"
TEAM = "my team, my team s, my reps, my people, my direct reports, my reports, my salespeople"
YES_NO = "is, are, was, were, do, does, did, has, have, had, can, any"
FIELD_SYNONYMS: dict[str, str] = {
    "account.industry": "industry, sector, vertical, line of business, branch, business area, industry sector",
    "account.country": "country, location, office location, nation, headquarter, hq, geography, home country",
    "account.employees": (
        "employee, headcount, staff, worker, workforce, number of employees, staff count, company size, employee "
        "count, head count, number of staff, size of workforce"
    ),
    "account.annual_revenue": (
        "annual revenue, yearly revenue, company revenue, account revenue, customer revenue, revenue of the company, "
        "annual turnover"
    ),
    "account.domain": "domain, website, web site, homepage, url",
    "account.created_at": "added, created, creation date",
    "contact.email": "email, e mail, email address, mail address, e mail address, mail",
    "contact.phone": "phone, phone number, telephone, telephone number, mobile, number, cell, mobile number",
    "contact.title": "title, job title, role, position, job",
    "deal.name": "deal name, opportunity name",
    "deal.stage": "stage, deal stage, sales stage, pipeline stage, phase, status",
    "deal.outcome": "outcome, result",
    "deal.amount": "amount, value, worth, size, close value, deal amount, sum of money, price paid",
    "deal.currency": "currency",
    "deal.opened_on": (
        "opened, created, started, engaged, engage date, open date, creation date, created date, start date, opening "
        "date, opened on, begun, began, entered the pipeline, engagement date"
    ),
    "deal.close_date": "close date, closing date, closed on, closed date, closure date, signed",
    "deal.age_days": "age",
    "deal.cycle_days": "days to close, cycle days, number of days to close",
    "product.family": (
        "family, series, category, line, product line, product family, product series, product category, product "
        "group, group of products, product type"
    ),
    "product.price": "price, list price, sales price, cost, sale price, selling price, retail price, unit price",
    "user.email": "email, e mail, email address, mail address, e mail address, mail",
    "user.title": "title, job title, position",
    "user.team": "team, sales team, group, department",
    "user.role": "role",
    "interaction.kind": "kind, type, channel",
    "interaction.occurred_at": "occurred, happened on",
    "interaction.subject": "subject",
    "interaction.mood_score": "mood score, sentiment score, mood, sentiment, average mood",
    "task.due_on": "due date, deadline",
}
GENERIC_LABEL_WORDS = word_set(
    "amount at been code count date day did eur flag gbp has hour hrs id in is mins minute month ms name no num "
    "number of on pct percent score sec second secs the total usd value was were"
)
LABEL_SYNONYMS: dict[str, str] = {
    "established": "founded, founding, foundation, incorporated, started",
    "satisfaction": "csat, rating, satisfied",
    "mrr": "monthly recurring revenue, recurring revenue, monthly revenue",
    "arr": "annual recurring revenue, yearly recurring revenue",
    "signup": "signed up, sign up, joined, registered, onboarded, became customer, became a customer, registration",
    "churn": "churned, churning, left us, leave, left, cancelled, canceled, cancellation, attrition",
    "trial": "trial, trialing, free trial, on trial, trialling",
    "escalation": "escalated, escalate",
    "region": "region, territory, area",
    "regional": "region, territory, regional office, office, sales region",
    "referral": "referral, referred, acquisition channel, acquisition source, lead source",
    "source": "source, channel, came from",
    "priority": "priority, urgency, severity",
    "industry": "industry, sector, vertical",
    "sector": "industry, sector, vertical",
    "country": "country, location, nation",
    "seat": "seat, license, licence, user seat",
    "resolution": "resolve, resolved, resolution, to resolve, resolving",
    "response": "respond, reply",
    "reason": "reason, cause, why lost",
    "discount": "discount, rebate",
    "quota": "quota, target",
    "refund": "refund, refunded, reimbursement",
    "renew": "renewal, renewing, renews, renewed",
    "reactivation": "reactivated, came back, returned",
    "upgrade": "upgraded, upgrading",
    "downgrade": "downgraded, downgrading",
    "employee": "headcount, staff",
    "beta": "beta",
    "plan": "subscription plan, pricing plan, tier",
    "budget": "budget",
    "submitted": "opened, raised, created, reported, filed, logged, came in",
    "start": "started, began, begun, starting",
    "end": "ended, expired, terminated, ending, finish",
    "billing": "billed, billing",
    "error": "error, bug, failure",
}
UNIT_WORDS: dict[str, str] = {
    "hour": "hours",
    "hours": "hours",
    "hrs": "hours",
    "minute": "minutes",
    "minutes": "minutes",
    "mins": "minutes",
    "secs": "seconds",
    "sec": "seconds",
    "seconds": "seconds",
    "days": "days",
    "day": "days",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "pct": "%",
    "percent": "%",
}
COUNTRIES: dict[str, str] = {
    "US": "usa, u s a, u s, united states of america, america, the states, states, american, us based",
    "GB": "uk, u k, great britain, britain, england, united kingdom, british",
    "KR": "korea, south korea",
    "NL": "holland, dutch",
    "DE": "german",
    "FR": "french",
    "IN": "indian",
    "CA": "canadian",
    "AU": "australian",
    "JP": "japanese",
    "IT": "italian",
    "AE": "uae, emirates",
    "CZ": "czech republic",
    "RU": "russia",
}
NUMBER_WORDS: dict[str, float] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "million": 1000000,
    "once": 1,
    "twice": 2,
}
STOP = (
    "a an the of in on at for to with from into onto as is are was were be been being am do does did done has have "
    "had having that this these those it its their them they he she his her our ours we us you your and or please can "
    "could would may might tell give show list find display get let know me all some there here then so if just also "
    "only s t re ve m d ll what which who whom whose when where how name many much see want need like look looking "
    "currently now today's present existing overall whole entire altogether ever yet still already so far within "
    "during per until till both either amongst among between within up out off down about-to make makes made making "
    "made up sort ordered order according respectively together individually in-total there's what's who's where's "
    "let's did does go goes went come comes came gone been being get gets got gotten take takes took taken put puts "
    "perform performing performed performance doing well good better value-wise terms term regards case cases times "
    "time record records data database dataset crm system table report reports overview figure figures result results "
    "detail details information info give provide return fetch pull calculate compute determine identify specify work "
    "works working generate generates generated generating produce produced bring brought contribute contributed "
    "contribution achieve achieved reach reached hit accounted account-for have-had exist exists belong belonging "
    "each-of every-one any anyone anybody everyone everybody someone somebody anything something very really actually "
    "basically approximately approx around roughly about-equal main major key hi hello hey thanks thank please kindly "
    "ok okay quick quickly question questions wondering wonder curious month-to-date but however while whereas "
    "because since than too same such more most less other another i'd id like-to would-like sales-wise full complete "
    "total-of overall breakdown split distribution ranking across whose's number side type types kind kinds row rows "
    "entry entries level levels rate-of based belonging registered recorded available assigned associated related "
    "linked connected involved involving sorted sort order ordered descending ascending alphabetical alphabetically "
    "highest-first respectively serve serves serving served service supply supplies deliver land landed receive "
    "received new newly happen happens occur occurred break breakdown broken client-side log logged logs logging "
    "raise raised raises file filed files submit submitted submits send sent sends receives post posted reported "
    "issue issued issues attend attended conduct conducted schedule scheduled expected expect set use used uses using "
    "through via under-way placed given following next-to named called known titled contain contains include included "
    "includes including handle deal-with turn turns turned combined entirety historical historically lifetime "
    "all-time date-range period periods yes no-one one ones hold holds held keep keeps kept fall falls fell spend "
    "spends spent paid pay pays score scored scores count counts counted sum sums summed per-person show-me plot "
    "chart graph visualize state states answer list-out pls plz kindly won't doesn't start-of end-of side-by-side "
    "terms-of equal equally proportionally exactly individual specific particular certain different various several "
    "multiple rated sound sounds sounding seem seems seemed appear appears"
)
