"""The tables of the record."""

from crm.model.activity import Interaction, Kind, MoodSource, ProposalState, ProposedEntry, Task, interaction_contacts
from crm.model.announcing import Announcement
from crm.model.asking import AnsweredQuestion, AnswerFeedback, Verdict, Word, WordOrigin
from crm.model.base import Base
from crm.model.digests import Digest, DigestRun, RunState
from crm.model.entities import ROWS, Account, Contact, Deal, Field, Outcome, Product, RelatedRecord, Stage, StageChange
from crm.model.erasure import ErasureRequest, ErasureState, Forgotten
from crm.model.governance import Consent
from crm.model.intake import Correction, InteractionReading, Signal, Source, SourceDrift, SourceRow, SourceState
from crm.model.ledger import AuditEntry, AuditHead, InboxItem, InboxState, RowVersion
from crm.model.nudge_messages import MessageState, NudgeHabits, NudgeMessage
from crm.model.nudges import Happening, Nudge, NudgeEvent, NudgeMute, NudgeState
from crm.model.outgoing import Outgoing, OutgoingState
from crm.model.retention import RetentionRun
from crm.model.rights import Circle, CircleMember
from crm.model.running import Replica
from crm.model.tenant import Role, Tenant, User
from crm.model.workspace import SlackInstallation, SlackState

__all__ = [
    "ROWS",
    "Account",
    "Announcement",
    "AnswerFeedback",
    "AnsweredQuestion",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Circle",
    "CircleMember",
    "Consent",
    "Contact",
    "Correction",
    "Deal",
    "Digest",
    "DigestRun",
    "ErasureRequest",
    "ErasureState",
    "Field",
    "Forgotten",
    "Happening",
    "InboxItem",
    "InboxState",
    "Interaction",
    "InteractionReading",
    "Kind",
    "MessageState",
    "MoodSource",
    "Nudge",
    "NudgeEvent",
    "NudgeHabits",
    "NudgeMessage",
    "NudgeMute",
    "NudgeState",
    "Outcome",
    "Outgoing",
    "OutgoingState",
    "Product",
    "ProposalState",
    "ProposedEntry",
    "RelatedRecord",
    "Replica",
    "RetentionRun",
    "Role",
    "RowVersion",
    "RunState",
    "Signal",
    "SlackInstallation",
    "SlackState",
    "Source",
    "SourceDrift",
    "SourceRow",
    "SourceState",
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
