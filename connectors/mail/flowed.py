"""Text that was wrapped for sending (format=flowed, RFC 3676), unwrapped."""

from __future__ import annotations

import re
from email.message import Message

QUOTED = re.compile(r"^(>*)( ?)(.*)$", re.DOTALL)


def unflowed(part: Message, text: str) -> str:
    """The text with its soft breaks taken out, where the part says that it has some."""
    said = (part.get("Content-Type") or "").casefold()
    if "format=flowed" not in re.sub(r"[\s\"']", "", said):
        return text
    delete = "delsp=yes" in re.sub(r"[\s\"']", "", said)
    lines: list[list[str]] = []
    open_depth: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        marks, _, rest = _parted(line)
        soft = rest.endswith(" ") and rest != "-- "
        kept = rest[:-1] if soft and delete else rest
        if open_depth == len(marks) and lines and rest != "-- ":
            lines[-1].append(kept)
        else:
            lines.append([f"{marks} {kept}" if marks else kept])
        open_depth = len(marks) if soft else None
    return "\n".join("".join(pieces) for pieces in lines)


def _parted(line: str) -> tuple[str, str, str]:
    found = QUOTED.match(line)
    return (found[1], found[2], found[3]) if found else ("", "", line)
