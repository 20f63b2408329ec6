"""Faults of the calendar and the clock."""

from benchmarks.faults import Kind

KINDS: tuple[Kind, ...] = ()
