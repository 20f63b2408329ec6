"""Reports of commands as documents: JSON for every command; `sarif`, `github` and `junit` for `check`, each with a
`serialize` that takes a `CheckReport`, imported when asked for.
"""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Finding, Severity
from pipeline.reports.json import VERSION, format_report, format_segments, problem_fields, result_fields

__all__ = [
    "UNCHECKED",
    "VERSION",
    "CheckReport",
    "CheckedCatalog",
    "format_report",
    "format_segments",
    "problem_fields",
    "result_fields",
]

UNCHECKED = "not-checked"
"""The rule for files that could not be read, in formats that have only findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalog:
    """A checked catalog: that of `article` for the edition in `lang`."""

    article: str
    lang: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The catalogs that were checked, the findings, and the problems, which are always failures. Findings are if they
    are of `fail_on` or worse.
    """

    catalogs: tuple[CheckedCatalog, ...]
    findings: tuple[Finding, ...]
    problems: tuple[TargmanError, ...] = ()
    notices: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.WARNING

    @property
    def failing(self) -> tuple[Severity, ...]:
        """The severities that are failures."""
        order = list(Severity)
        return tuple(order[: order.index(self.fail_on) + 1]) if self.fail_on else ()

    def is_failure(self, finding: Finding) -> bool:
        """Tell whether the finding is severe enough to fail."""
        return finding.severity in self.failing

    @property
    def is_failed(self) -> bool:
        failing = self.failing
        return bool(self.problems) or any(finding.severity in failing for finding in self.findings)

    @property
    def articles(self) -> Mapping[str, str]:
        """The article of each catalog, by the catalog's path."""
        return {item.path: item.article for item in self.catalogs}

    def below(self, folder: str) -> "CheckReport":
        """Return the same report with paths relative to a folder above, in which the workspace is `folder`."""
        if not folder:
            return self
        start = f"{folder}/"
        catalogs = (replace(item, article=start + item.article, path=start + item.path) for item in self.catalogs)
        findings = (replace(item, path=start + item.path) for item in self.findings)
        problems = (
            TargmanError(item.message, path=start + item.path if item.path else "", line=item.line)
            for item in self.problems
        )
        return replace(self, catalogs=tuple(catalogs), findings=tuple(findings), problems=tuple(problems))
