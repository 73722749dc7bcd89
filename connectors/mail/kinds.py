"""What a line of a message is."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    SAID = "said"  # by the sender, in this message
    QUOTE = "quote"
    SIGNATURE = "signature"
    NOTICE = "notice"  # disclaimers, gateways' banners, lists' footers
    WEAK = "weak"  # set off by the markup: a quote where a heading stands above it, else said
    REST = "rest"  # the markup says that from here on another message stands


Marks = list[Kind]  # one a line
