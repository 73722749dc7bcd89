"""The tables of the record."""

from crm.model.activity import Interaction, Kind, MoodSource, ProposalState, ProposedEntry, Task, interaction_contacts
from crm.model.asking import AnsweredQuestion, AnswerFeedback, Verdict, Word, WordOrigin
from crm.model.base import Base
from crm.model.entities import ROWS, Account, Contact, Deal, Field, Outcome, Product, RelatedRecord, Stage, StageChange
from crm.model.ledger import AuditEntry, InboxItem, InboxState, RowVersion
from crm.model.tenant import Role, Tenant, User

__all__ = [
    "ROWS",
    "Account",
    "AnswerFeedback",
    "AnsweredQuestion",
    "AuditEntry",
    "Base",
    "Contact",
    "Deal",
    "Field",
    "InboxItem",
    "InboxState",
    "Interaction",
    "Kind",
    "MoodSource",
    "Outcome",
    "Product",
    "ProposalState",
    "ProposedEntry",
    "RelatedRecord",
    "Role",
    "RowVersion",
    "Stage",
    "StageChange",
    "Task",
    "Tenant",
    "User",
    "Verdict",
    "Word",
    "WordOrigin",
    "interaction_contacts",
]
