"""Addresses that lead nowhere or elsewhere, without asking anybody."""

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_entries
from pipeline.checks.addresses import find_addresses, is_local_host
from pipeline.model import Entry, Finding

LINK = "https://example.org/en/2018/report-7"


def found(made: str, told: str = LINK, words: str = "См. [доклад]({url1}).") -> list[Finding]:
    article = read_article(f"See the [report]({told}).\n", lang="en")
    targets = {article.segments[0].text: words, told: made}
    entries = {source: Entry(source=source, target=target) for source, target in targets.items()}
    findings = check_entries(article, entries, "locales/x.po", "ru")
    return [finding for finding in findings if finding.rule.startswith("address")]


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        ("www.example.org/en/2018/report-7", "address-scheme"),
        ("https//example.org/en/2018/report-7", "address-scheme"),
        ("http:/example.org/en/2018/report-7", "address-scheme"),
        ("htps://example.org/en/2018/report-7", "address-scheme"),
        ("example.org/en/2018/report-7", "address-scheme"),
        ("file:///C:/report.html", "address-local"),
        ("C:\\report.html", "address-local"),
        ("http://localhost:8000/report", "address-local"),
        ("http://10.0.0.3/report", "address-local"),
        ("http://wiki.local/report", "address-local"),
        ("https://github", "address-local"),
        ("https://example.org/en/2081/report-7", "address-slip"),
        ("https://exmaple.org/en/2018/report-7", "address-slip"),
        ("https://example.org/en/2018/report7", "address-slip"),
        ("https://example.ogr/en/2018/report-7", "address-slip"),
        ("https://elsewhere.org/en/2018/report-7", "address-host"),
    ],
)
def test_an_address_that_leads_nowhere_or_elsewhere_is_found(made: str, rule: str) -> None:
    assert [finding.rule for finding in found(made)] == [rule]


@pytest.mark.parametrize(
    "made",
    [
        LINK,
        "https://example.org/ru/2018/report-7",
        "https://ru.example.org/2018/doklad",
        "http://www.example.org/en/2018/report-7/",
        "https://example.ru/doklad",
        "doklad.md",
        "/ru/doklad",
        "mailto:office@example.org",
    ],
)
def test_another_page_of_the_same_site_is_right(made: str) -> None:
    assert found(made) == []


def test_what_the_source_has_too_is_its_own_fault() -> None:
    assert found("http://localhost/ru", "http://localhost/en") == []
    assert found("www.example.org/ru", "www.example.org/en") == []


def test_an_address_typed_for_its_placeholder_is_compared_with_that_of_the_source() -> None:
    (finding,) = found("", words="См. [доклад](https://example.org/en/2081/report-7).")
    assert finding.rule == "address-slip"
    assert LINK in str(finding)


def test_a_scheme_is_repaired() -> None:
    (finding,) = found("https//example.org/ru")
    assert finding.replacement == "https://example.org/ru"


def test_links_and_pictures_of_an_article_are_checked_and_its_words_and_code_are_not() -> None:
    text = (
        "See [a](www.example.org) and [b](file:///tmp/b), `http:/c`, localhost:80.\n\n"
        "![d](http://127.0.0.1/d.png) [e](e.md) [f](https://example.org)\n\n```\n[g](www.g.org)\n```\n"
    )
    found = [item for item in check_article(read_article(text, lang="en"), "a.md") if item.rule.startswith("address")]
    assert [(item.rule, item.line) for item in found] == [
        ("address-scheme", 1),
        ("address-local", 1),
        ("address-local", 3),
    ]


def test_addresses_are_found_in_text_without_the_marks_after_them() -> None:
    text = "(https://a.org/x(y)), www.b.org։ http:/c.org/x and/or https//d.org, km/h."
    assert find_addresses(text) == ["https://a.org/x(y)", "www.b.org", "http:/c.org/x", "https//d.org"]


@pytest.mark.parametrize(
    ("host", "is_local"),
    [("localhost", True), ("::1", True), ("8.8.8.8", False), ("a.am", False), ("wiki", True), ("", False)],
)
def test_hosts_of_this_machine_and_private_networks_are_local(host: str, is_local: bool) -> None:  # noqa: FBT001
    assert is_local_host(host) is is_local


@pytest.mark.parametrize(
    ("told", "made", "is_slip"),
    [
        ("desk@example.org", "desk@exmaple.org", True),
        ("example.org/help", "exampel.org/help", True),
        ("www.example.org/2018", "www.example.org/2081", True),
        ("desk@example.org", "desk@example.org", False),
        ("desk@example.org", "press@example.org", False),
        ("example.org/en/help", "example.org/hy/help", False),
    ],
)
def test_addresses_without_a_scheme_are_compared_letter_by_letter(told: str, made: str, is_slip: object) -> None:
    article = read_article(f"Write to {told} today.\n", lang="en", sentences=False)
    source = article.segments[0].text
    entries = {source: Entry(source=source, target=f"Գրե՛ք այսօր {made} հասցեին։")}
    rules = [finding.rule for finding in check_entries(article, entries, "x.po", "hy")]
    assert rules.count("address-slip") == is_slip
