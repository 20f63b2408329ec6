"""Findings as JUnit XML, which most CI servers read. There is no standard; this keeps to what the schemas of Ant, Maven
and Jenkins share, and adds `file` and `line` to test cases, as GitLab and pytest know them.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.errors import TargmanError
from pipeline.model import Finding
from pipeline.reports import UNCHECKED, CheckedCatalog, CheckReport
from pipeline.xml import INVALID_CHARACTER

_PICTURES = 0x2400
_CONTROLS = 0x20


def serialize(report: CheckReport) -> str:
    """Return a suite for each article and edition, with a test case for each finding, or one that passes without any.
    Findings that are no failures (see `CheckReport`) are cases that pass, with the finding as their output.
    """
    root = ET.Element("testsuites", name="targman check")
    for checked, findings, problems in _suites(report):
        suite = ET.SubElement(root, "testsuite", name=_fit(_name(checked)))
        for finding in findings:
            case = _case(suite, checked, f"{finding.rule}: {finding.source or finding.message}", finding.line)
            case.set("file", _fit(finding.path))
            _told(case, "failure" if report.is_failure(finding) else "system-out", finding)
        for error in problems:
            case = _case(suite, checked, UNCHECKED, error.line)
            ET.SubElement(case, "error", type=UNCHECKED, message=_fit(error.message)).text = _fit(str(error))
        if not findings and not problems:
            _case(suite, checked, "nothing found", 0)
        _count(suite)
    if report.notices:
        suite = ET.SubElement(root, "testsuite", name="notices")
        _count(suite)
        ET.SubElement(suite, "system-out").text = _fit("\n".join(report.notices))
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suites(report: CheckReport) -> Iterator[tuple[CheckedCatalog, list[Finding], list[TargmanError]]]:
    """Yield the catalogs with their findings and problems; any other file, such as an article, gets its own suite."""
    catalogs = {item.path: item for item in report.catalogs}
    findings: dict[str, list[Finding]] = {path: [] for path in catalogs}
    problems: dict[str, list[TargmanError]] = {path: [] for path in catalogs}
    for finding in report.findings:
        findings.setdefault(finding.path, []).append(finding)
    for error in report.problems:
        problems.setdefault(error.path, []).append(error)
    refused = {path for path in problems if path not in catalogs}
    for path in dict.fromkeys([*findings, *problems]):
        checked = catalogs.get(path, CheckedCatalog(article=path, lang="", path=path))
        if checked.article in refused and path in catalogs and not findings[path] and not problems[path]:
            continue  # its article could not be read, so it was not looked at and must not pass
        yield checked, findings.get(path, []), problems.get(path, [])


def _name(checked: CheckedCatalog) -> str:
    return f"{checked.article} ({checked.lang})" if checked.lang else checked.article or "workspace"


def _case(suite: ET.Element, checked: CheckedCatalog, name: str, line: int) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname=_fit(_name(checked)), name=_fit(name), file=_fit(checked.path))
    case.set("time", "0")
    if line:
        case.set("line", str(line))
    return case


def _told(case: ET.Element, tag: str, finding: Finding) -> None:
    told = ET.SubElement(case, tag)
    if tag == "failure":
        told.set("type", finding.rule)
        told.set("message", _fit(str(finding.message)))
    told.text = _fit(f"{finding}\n{finding.source}" if finding.source else str(finding))


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", str(sum(case.find("error") is not None for case in cases)))
    suite.set("time", "0")


def _fit(text: str) -> str:
    """Return `text` with the characters that XML cannot hold replaced by visible ones: pictures, or code points."""
    return INVALID_CHARACTER.sub(lambda match: _picture(ord(match.group())), text)


def _picture(code: int) -> str:
    return chr(_PICTURES + code) if code < _CONTROLS else f"U+{code:04X}"
