"""The rights of others: who is neither the person nor a colleague is handed over by initials alone."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.display import HIDDEN, hidden
from crm.model import Contact, User
from crm.placeholders import PERSON
from privacy.erasure.subject import Subject
from privacy.erasure.traces import NUMBER
from privacy.people import EMAIL_IN_VALUE, Directory, Found, Person, phone_tail
from privacy.words import fold, tokens

SOMEBODY, ADDRESS, PHONE = "(somebody else)", "(somebody else's e-mail)", "(somebody else's number)"


class Others:
    """Writes texts anew for the person to read.

    Args:
        directory: everybody the tenant knows.
    """

    def __init__(self, session: Session, tenant_id: int, subject: Subject, directory: Directory) -> None:
        self._subject, self._directory = subject, directory
        self._own_words = {token.key for name in subject.names for token in tokens(name)}
        self._own_names = {fold(name) for name in subject.names}
        self._own_emails = {mail.casefold() for mail in subject.emails}
        users = select(User.id, User.name, User.email).where(User.tenant_id == tenant_id)
        self._users = {row.id: row for row in session.execute(users)}
        self._colleagues = {(row.email or "").casefold() for row in self._users.values()}
        contacts = select(Contact.id, Contact.name).where(Contact.tenant_id == tenant_id)
        self._contacts = {row.id: row.name for row in session.execute(contacts)}
        own = {tail for number in subject.phones if (tail := phone_tail(number))}
        strangers = [each for each in directory.people if each.kind == "person" and not self._is_own(each)]
        self._tails = {tail for each in strangers for number in each.phones if (tail := phone_tail(number))} - own

    def text(self, text: str) -> str:
        """The text with other clients' people as initials, without their addresses and numbers."""
        found = self._directory.find(text)
        marks = [(each.start, each.end, said) for each in found if (said := self._said(text, each))]
        marks += [(*each.span(), ADDRESS) for each in EMAIL_IN_VALUE.finditer(text) if not self._is_known(each[0])]
        marks += [(*match.span(), PHONE) for match in NUMBER.finditer(text) if phone_tail(match[0]) in self._tails]
        parts, position = [], 0
        for start, end, said in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
            if start >= position:
                parts += [text[position:start], said]
            position = max(position, end)
        return "".join([*parts, text[position:]])

    def shown(self, text: str) -> str:
        """A stored text as people see it: placeholders as names, which are the person's own and colleagues' alone."""
        return HIDDEN.sub(hidden, PERSON.sub(self._named, self.text(text)))

    def value(self, value: Any) -> Any:
        """As `shown`, of anything that JSON can hold."""
        if isinstance(value, str):
            return self._written(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {self.shown(str(name)): self.value(each) for name, each in value.items()}
        return value

    def names_nobody(self, text: str) -> bool:
        """Whether a stored text names no client's person besides them."""
        own = {str(each) for each in self._subject.contact_ids}
        placeholders = any(match[1] == "person" and match[2] not in own for match in PERSON.finditer(text))
        return not placeholders and "<PERSON>" not in text and self.text(text) == text

    def user(self, user_id: int | None) -> str | None:
        """A colleague's name."""
        row = self._users.get(user_id or 0)
        return row.name if row else None

    def contact(self, contact_id: int) -> str:
        name = self._contacts.get(contact_id)
        if name is None:
            return SOMEBODY
        return name if contact_id in self._subject.contact_ids else initials(name)

    def _written(self, text: str) -> Any:
        """A text; one that is JSON is told as what it holds."""
        if text[:1] in {"{", "["}:
            try:
                return self.value(json.loads(text))
            except ValueError:
                pass
        return self.shown(text)

    def _named(self, match: re.Match[str]) -> str:
        number = int(match[2])
        return self.contact(number) if match[1] == "person" else self.user(number) or SOMEBODY

    def _said(self, text: str, found: Found) -> str | None:
        """What stands for somebody; None where the name stays."""
        person = found.person
        if person is not None:
            return None if person.kind == "user" or self._is_own(person) else initials(person.names[0])
        words = {token.key for token in tokens(text[found.start : found.end])}
        return None if words <= self._own_words else SOMEBODY  # a name that several go by may be theirs

    def _is_known(self, address: str) -> bool:
        """Whether it is theirs (ids of other systems have it behind a dash) or a colleague's."""
        said = address.casefold()
        return said in self._colleagues or any(said == own or said.endswith(f"-{own}") for own in self._own_emails)

    def _is_own(self, person: Person) -> bool:
        if person.kind != "person":
            return False
        known = {fold(name) for name in person.names} & self._own_names
        return person.id in self._subject.contact_ids or bool(
            known and {mail.casefold() for mail in person.emails} & self._own_emails
        )


def initials(name: str) -> str:
    """“Omar Haddad” as “O. H.”"""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_]+", name)) or SOMEBODY
