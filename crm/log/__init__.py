"""A rep's sentence becomes a proposal; a person's word makes it part of the record."""

from crm.log.logbook import LogBook
from crm.log.proposal import DealProposal, LogKind, LogResult, NextStep, Proposal

__all__ = ["DealProposal", "LogBook", "LogKind", "LogResult", "NextStep", "Proposal"]
