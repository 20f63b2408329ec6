"""Judge the answers of web servers to a question for an address."""

from enum import StrEnum

from pipeline.frozen import dataclass

MOVED_FOR_GOOD = frozenset({301, 308})
MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = {404: "the server answers 404, not found", 410: "the server answers 410, gone"}
_MOST = 400


class Verdict(StrEnum):
    """The state of an address: its page is there, is elsewhere for good, is not there, or nobody says."""

    FINE = "fine"
    MOVED = "moved"
    DEAD = "dead"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The verdict on an address, with the reason for a bad one, and the new address of a page that moved."""

    verdict: Verdict
    reason: str = ""
    location: str = ""


def judge_status(status: int, location: str) -> Answer:
    """Return what the status of the last answer means, if all answers before it led on. `location` is the page to which
    the address leads for good, empty if it is its own.

    A server that refuses programs (401, 403, 429, 999), or fails, says nothing about its pages.
    """
    if status in _GONE:
        return Answer(verdict=Verdict.DEAD, reason=_GONE[status])
    if status >= _MOST:
        return Answer(verdict=Verdict.SILENT, reason=f"the server answers {status}")
    if location:
        return Answer(verdict=Verdict.MOVED, location=location)
    return Answer(verdict=Verdict.FINE)


def dead(reason: str) -> Answer:
    """Return the answer that an address leads nowhere."""
    return Answer(verdict=Verdict.DEAD, reason=reason)


def silent(reason: str) -> Answer:
    """Return the answer that nobody says anything about an address."""
    return Answer(verdict=Verdict.SILENT, reason=reason)
