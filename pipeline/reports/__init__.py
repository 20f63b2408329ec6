"""What commands found and did, as documents: JSON for every command; SARIF, GitHub's annotations and JUnit for `check`.

`documents` is the JSON that commands print with `--format json`. `sarif`, `github` and `junit` each have a `serialize`
that takes a `CheckReport`; they are imported when they are asked for.
"""

from pipeline.reports.documents import VERSION, as_fields, document, problem, segment_lines
from pipeline.reports.values import Checked, CheckReport

__all__ = ["VERSION", "CheckReport", "Checked", "as_fields", "document", "problem", "segment_lines"]
