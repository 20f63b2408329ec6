"""Findings as SARIF 2.1.0 (OASIS), which GitHub's code scanning, GitLab and editors read."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.checks.codes import CODES
from pipeline.model import Finding, Message, Severity
from pipeline.reports import UNCHECKED, CheckReport

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_ROOT = "%SRCROOT%"
_DIGITS = 16

Fields = dict[str, Any]


def serialize(report: CheckReport) -> str:
    """Return a log with one run. What could not be read is a result too, with the rule `not-checked`, since viewers
    skip notifications. The source text is among the properties, since viewers would make links of the Markdown in it.
    """
    findings = [*report.findings, *_unchecked(report)]
    rules = sorted({finding.rule for finding in findings})
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, findings, rules)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _unchecked(report: CheckReport) -> Iterator[Finding]:
    for error in report.problems:
        message = Message(template=error.message)
        yield Finding(rule=UNCHECKED, severity=Severity.ERROR, message=message, path=error.path, line=error.line)


def _run(report: CheckReport, findings: Sequence[Finding], rules: Sequence[str]) -> Fields:
    notices = [{"level": "note", "message": _message(notice)} for notice in report.notices]
    return {
        "tool": {
            "driver": {"name": "targman", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
        },
        "invocations": [{"executionSuccessful": not report.problems, "toolExecutionNotifications": notices}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that all paths are below."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(findings, rules)),
    }


def _rule(rule: str) -> Fields:
    known = CODES.get(rule)
    words = known.summary if known else rule.replace("-", " ")
    summary = words[:1].upper() + words[1:]
    fields: Fields = {
        "id": rule,
        "shortDescription": {"text": summary},
        # GitHub's code scanning asks for one too.
        "fullDescription": {"text": f"{summary}."},
        "help": {
            "text": f"The rule {rule} is described in: targman docs checks",
            "markdown": f"The rule `{rule}` is described in `targman docs checks`.",
        },
    }
    if known:
        fields["defaultConfiguration"] = {"level": _LEVELS[known.severity]}
    return fields


def _results(findings: Sequence[Finding], rules: Sequence[str]) -> Iterator[Fields]:
    alike: Counter[str] = Counter()
    for finding in findings:
        mark = _fingerprint(finding)
        alike[mark] += 1
        result: Fields = {
            "ruleId": finding.rule,
            "ruleIndex": rules.index(finding.rule),
            "level": _LEVELS[finding.severity],
            "message": _message(str(finding.message)),
            # The name that GitHub's code scanning looks for; with it, it does not work out one by the lines around.
            "partialFingerprints": {"primaryLocationLineHash": f"{mark}:{alike[mark]}"},
        }
        if finding.path:
            where = {"uri": quote(finding.path), "uriBaseId": _ROOT}
            region = {"startLine": max(finding.line, 1)}
            result["locations"] = [{"physicalLocation": {"artifactLocation": where, "region": region}}]
        properties = {"source": finding.source or None, "replacement": finding.replacement}
        if any(properties.values()):
            result["properties"] = {name: value for name, value in properties.items() if value is not None}
        yield result


def _message(text: str) -> Fields:
    """Return a text as a message, with braces doubled, as single ones hold arguments (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _fingerprint(finding: Finding) -> str:
    """Return a digest of the rule, the file and the source text, which stays the same when lines move."""
    told = "\0".join([finding.rule, finding.path, finding.source or str(finding.message)])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
