"""Periods of time as people write them: "last quarter", "since May", "a week from Tuesday"."""

from crm.periods.describe import describe
from crm.periods.finder import find_periods, parse_day
from crm.periods.period import Counted, Grain, Period, Prefer

__all__ = ["Counted", "Grain", "Period", "Prefer", "describe", "find_periods", "parse_day"]
