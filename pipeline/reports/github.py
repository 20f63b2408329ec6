"""Findings as workflow commands, `::error file=…,line=…,title=…::…`, which GitHub shows beside the lines of a pull
request (documentation, "Workflow commands for GitHub Actions"). What would end one early is percent-encoded.
"""

from collections.abc import Iterator

from pipeline.model import Severity
from pipeline.reports import UNCHECKED, CheckReport

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def serialize(report: CheckReport) -> str:
    """Return a line for each finding, problem and notice; empty without any."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: CheckReport) -> Iterator[str]:
    for item in report.findings:
        text = f"{item.message}\n{item.source}" if item.source else str(item.message)
        yield _command(_COMMANDS[item.severity], text, path=item.path, line=item.line, title=item.rule)
    for error in report.problems:
        yield _command("error", error.message, path=error.path, line=error.line, title=UNCHECKED)
    for notice in report.notices:
        yield _command("notice", notice)


def _command(name: str, message: str, *, path: str = "", line: int = 0, title: str = "") -> str:
    properties = {"file": path, "line": str(line) if line else "", "title": title}
    given = ",".join(f"{key}={value.translate(_IN_PROPERTIES)}" for key, value in properties.items() if value)
    return f"::{name}{' ' if given else ''}{given}::{message.translate(_IN_MESSAGES)}"
