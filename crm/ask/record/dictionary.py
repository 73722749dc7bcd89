"""The team's own words: “whale” is “account with revenue over 1m”. They are spelt out before a question is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import audit, rights
from crm.ask.language.lexicon import fixed, stop_words
from crm.ask.language.rewriting import LONGEST
from crm.ask.language.text import key, tokens
from crm.ask.record.vocabulary import Vocabulary
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import User, Word, WordOrigin
from crm.rights.names import speaks_of, unseen_names
from crm.store import Store

MOST = 500  # words of one team
LONGEST_MEANING = 300  # characters
ARTICLES = ("the ", "a ", "an ")
# a meaning is understood where one of these is: it may be a noun, a figure, or what rows are narrowed down by
FORMS = (
    "list {0}", "how many {0}", "total {0}", "deals {0}", "accounts {0}", "{0} deals", "{0} accounts", "deals of {0}",
    "deals in {0}", "accounts in {0}", "deals by {0}", "accounts by {0}",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One word as a list shows it."""

    id: int
    phrase: str
    meaning: str
    origin: WordOrigin
    added_by: str | None
    added_at: datetime


class Dictionary:
    """Keeps the words of teams. Whoever may not teach is refused; without a user it is the administrator.

    Args:
        store: the record.
        clock: the time.
        reads: whether a question is read with confidence in a tenant's record.
        knows: a tenant's vocabulary.
    """

    def __init__(
        self, store: Store, clock: Clock, reads: Callable[[int, str], bool], knows: Callable[[int], Vocabulary]
    ) -> None:
        self._store = store
        self._clock = clock
        self._reads = reads
        self._knows = knows

    def entries(self, tenant_id: int) -> list[Entry]:
        """Every word of the team, in the order of the alphabet; those that name whom one may not see are left out."""
        found = self._entries(tenant_id)
        with self._store.read() as session:
            unseen = unseen_names(session, tenant_id) if found else frozenset()
        return [entry for entry in found if not speaks_of(f"{entry.phrase} {entry.meaning}", unseen)]

    def _entries(self, tenant_id: int) -> list[Entry]:
        query = (
            select(Word.id, Word.phrase, Word.meaning, Word.origin, User.name, Word.added_at)
            .outerjoin(User, User.id == Word.added_by)
            .where(Word.tenant_id == tenant_id)
        )
        with self._store.read() as session:
            return sorted((Entry(*row) for row in session.execute(query)), key=lambda entry: entry.phrase)

    def add(self, tenant_id: int, phrase: str, meaning: str, *, user: User | None, over: bool = False) -> Entry:
        """Teaches a word; one that was taught before gets the new meaning.

        Args:
            tenant_id: whose word it is.
            phrase: the word, in any case, with or without an article.
            meaning: what it stands for, in words that the record knows.
            user: who teaches it.
            over: also where the record or the language of questions uses the phrase already.

        Raises:
            RejectedError: the person may not, the phrase is taken, or the meaning is not understood.
        """
        if problem := rights.cannot_teach(tenant_id, user):
            raise RejectedError(problem)
        phrase, meaning = _phrase(phrase), " ".join(meaning.split()).strip(" .?!")
        self._check_phrase(tenant_id, phrase, over=over)
        self._check_meaning(tenant_id, phrase, meaning)
        return self._keep(tenant_id, phrase, meaning, WordOrigin.ADMIN, user)

    def learn(self, tenant_id: int, phrase: str, meaning: str, *, user: User) -> Entry | None:
        """Keeps what a person chose when asked; None where that is not theirs to teach or nothing is to be learnt."""
        if rights.cannot_explain(tenant_id, user) is not None:
            return None
        try:
            phrase = _phrase(phrase)
            self._check_phrase(tenant_id, phrase, over=False)
            self._check_meaning(tenant_id, phrase, meaning)
        except RejectedError:
            return None
        if any(entry.phrase == phrase for entry in self._entries(tenant_id)):
            return None
        return self._keep(tenant_id, phrase, meaning, WordOrigin.CLARIFICATION, user)

    def remove(self, tenant_id: int, phrase: str, *, user: User | None) -> str:
        """Forgets a word, and says which.

        Raises:
            RejectedError: the person may not, or there is no such word.
        """
        wanted = key(_phrase(phrase))
        found = next((entry for entry in self.entries(tenant_id) if key(entry.phrase) == wanted), None)
        if found is None:
            raise RejectedError(f"Nobody taught me “{phrase.strip()}”. `rapport words` lists what was taught.")
        return self.forget(tenant_id, found.id, user=user)

    def forget(self, tenant_id: int, word_id: int, *, user: User | None) -> str:
        """Forgets a word by its id: an admin any, others what they explained themselves.

        Raises:
            RejectedError: the person may not, or it is forgotten already.
        """
        with self._store.write() as session:
            row = session.scalar(select(Word).where(Word.id == word_id, Word.tenant_id == tenant_id))
            if row is None:
                raise RejectedError("That word is forgotten already.")
            own = user is not None and row.added_by == user.id and row.origin == WordOrigin.CLARIFICATION
            refused = rights.refusal(tenant_id, user) if own else rights.cannot_teach(tenant_id, user)
            if refused:
                raise RejectedError(refused)
            session.delete(row)
            self._audit(session, tenant_id, "words.remove", row.id, user)
            return row.phrase

    def _check_phrase(self, tenant_id: int, phrase: str, *, over: bool) -> None:
        words = tokens(phrase)
        if not 1 <= len(words) <= LONGEST or len(phrase) > 100:
            raise RejectedError(f"A word of yours has one to {LONGEST} words, such as “whale” or “the north team”.")
        plain = all(word.fold in stop_words() or not word.fold[:1].isalpha() for word in words)
        if plain or len(key(phrase)) < 2:
            raise RejectedError(f"“{phrase}” is too common a word to stand for something else.")
        vocabulary = self._knows(tenant_id)
        taught = vocabulary.taught.get(key(phrase))
        if taught is not None and taught.phrase != phrase:
            raise RejectedError(f"“{phrase}” is spelt like “{taught.phrase}”, which means {taught.meaning}.")
        if over or taught is not None:
            return
        if vocabulary.knows(phrase):
            raise RejectedError(
                f"“{phrase}” is in your record already, as a name, a value or a column. If it is to mean something "
                "else in every question, say so: `rapport words add --over`, or `/rapport words override`."
            )
        if key(phrase) in fixed():
            raise RejectedError(
                f"I know “{phrase}” already. If it is to mean something else here, say so: `rapport words add --over`, "
                "or `/rapport words override`."
            )

    def _check_meaning(self, tenant_id: int, phrase: str, meaning: str) -> None:
        words = tokens(meaning)
        if not words or len(meaning) > LONGEST_MEANING:
            raise RejectedError("Say what it stands for in a few words, such as “account with revenue over 1m”.")
        said = _keys(meaning)
        if key(phrase) in said:
            raise RejectedError(f"“{phrase}” cannot be explained by itself.")
        if said & _explained_by(self._knows(tenant_id), key(phrase)):
            raise RejectedError(f"“{meaning}” is itself explained by “{phrase}”; one of the two must stand alone.")
        vocabulary = self._knows(tenant_id)
        telling = any(known in fixed() or known in vocabulary.taught or vocabulary.knows(known) for known in said)
        if not telling or not any(self._reads(tenant_id, form.format(meaning)) for form in FORMS):
            raise RejectedError(
                f"I do not understand “{meaning}” in this record, so it cannot explain another word. Try it in a "
                f"question first (“how many {meaning}”), with names, values and columns that the record has."
            )

    def _keep(self, tenant_id: int, phrase: str, meaning: str, origin: WordOrigin, user: User | None) -> Entry:
        now = self._clock.now()
        try:
            with self._store.write() as session:
                row = session.scalar(select(Word).where(Word.tenant_id == tenant_id, Word.phrase == phrase))
                if row is None:
                    _check_room(session, tenant_id)
                    row = Word(tenant_id=tenant_id, phrase=phrase)
                    session.add(row)
                row.meaning, row.origin, row.added_by, row.added_at = meaning, origin, user.id if user else None, now
                session.flush()
                self._audit(session, tenant_id, "words.add", row.id, user)
                return Entry(row.id, phrase, meaning, origin, user.name if user else None, now)
        except IntegrityError:
            raise RejectedError(f"Somebody taught “{phrase}” just now. `rapport words` shows it.") from None

    def _audit(self, session: Session, tenant_id: int, action: str, row_id: int, user: User | None) -> None:
        who = user.id if user else None
        audit.append(
            session, tenant_id, at=self._clock.now(), actor_id=who, action=action, entity="word", row_id=row_id
        )


def _explained_by(vocabulary: Vocabulary, phrase: str) -> set[str]:
    """Keys of the words that are explained by this one, near or far."""
    found: set[str] = set()
    while True:
        more = {
            known
            for known, each in vocabulary.taught.items()
            if known not in found and {phrase, *found} & _keys(each.meaning)
        }
        if not more:
            return found
        found |= more


def _keys(meaning: str) -> set[str]:
    """Keys of every stretch of words in a meaning."""
    words = [word.base for word in tokens(meaning)]
    return {"".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1)}


def _phrase(text: str) -> str:
    """A phrase as it is kept: lower case, single spaces, no article."""
    phrase = " ".join(text.casefold().replace("’", "'").split()).strip(" .?!\"“”'")
    return next((phrase[len(each) :] for each in ARTICLES if phrase.startswith(each)), phrase)


def _check_room(session: Session, tenant_id: int) -> None:
    if (session.scalar(select(func.count()).where(Word.tenant_id == tenant_id).select_from(Word)) or 0) >= MOST:
        raise RejectedError(f"{MOST} words are taught, which is the most. Remove some that nobody uses.")
