"""What commands found and did, as documents: JSON for every command; SARIF, GitHub's annotations and JUnit for `check`.

`documents` is the JSON that commands print with `--format json`. `sarif`, `github` and `junit` each have a `serialize`
that takes a `CheckReport`; they are imported when they are asked for.

What a check came to, as the serializers take it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.errors import TargmanError
from pipeline.model import Finding, Severity
from pipeline.reports.json import VERSION, as_fields, document, problem, segment_lines

__all__ = ["UNCHECKED", "VERSION", "CheckReport", "Checked", "as_fields", "document", "problem", "segment_lines"]

UNCHECKED = "not-checked"
"""The rule under which formats that know only findings tell of what could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A catalog that was asked for: that of `article` for the edition in `lang`."""

    article: str
    lang: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What was looked at, what was found, and what could not be looked at.

    Findings of `fail_on` or worse are failures; without it, none are. Problems always are.
    """

    catalogs: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    problems: tuple[TargmanError, ...] = ()
    notices: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.WARNING

    def is_failure(self, finding: Finding) -> bool:
        """Whether the finding is grave enough to fail."""
        order = list(Severity)
        return self.fail_on is not None and order.index(finding.severity) <= order.index(self.fail_on)

    @property
    def is_failed(self) -> bool:
        return bool(self.problems) or any(map(self.is_failure, self.findings))

    @property
    def articles(self) -> Mapping[str, str]:
        """The article that each catalog is of, by the catalog's path."""
        return {item.path: item.article for item in self.catalogs}

    def below(self, folder: str) -> "CheckReport":
        """The same with all paths as they are seen from above, where the workspace is `folder` (empty: the same)."""
        if not folder:
            return self
        return replace(
            self,
            catalogs=tuple(
                replace(item, article=f"{folder}/{item.article}", path=f"{folder}/{item.path}")
                for item in self.catalogs
            ),
            findings=tuple(replace(item, path=f"{folder}/{item.path}") for item in self.findings),
            problems=tuple(
                TargmanError(item.message, path=f"{folder}/{item.path}" if item.path else "", line=item.line)
                for item in self.problems
            ),
        )
