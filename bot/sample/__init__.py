"""The sample company: what `rapport demo` imports, and what to ask it."""

from bot.sample.export import write_export
from bot.sample.suggestions import SUGGESTIONS

__all__ = ["SUGGESTIONS", "write_export"]
