"""Finders of personal data for which Presidio has no recogniser, or one that does not fit business mail."""

from privacy.finders.addresses import find_addresses
from privacy.finders.births import find_births
from privacy.finders.cards import find_cards
from privacy.finders.credentials import find_credentials
from privacy.finders.emails import find_emails
from privacy.finders.finding import Finder, Finding
from privacy.finders.health import find_health
from privacy.finders.names import find_names
from privacy.finders.phones import find_phones

FINDERS: dict[str, Finder] = {
    "EMAIL_ADDRESS": find_emails,
    "PHONE_NUMBER": find_phones,
    "CREDIT_CARD": find_cards,
    "STREET_ADDRESS": find_addresses,
    "DATE_TIME": find_births,
    "CREDENTIALS": find_credentials,
    "MEDICAL_CONDITION": find_health,
    "PERSON": find_names,
}

__all__ = ["FINDERS", "Finder", "Finding"]
