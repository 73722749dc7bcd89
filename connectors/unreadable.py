"""What a source told and nobody can read."""

from __future__ import annotations

from crm.errors import RapportError


class UnreadableError(RapportError):
    """Nothing can be made of a file; the message is a reason fit for an admin, without the file's words."""
