"""The examples of docs/checks.md are true: each wrong one is found, each right one is left alone."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pipeline.article.markdown import read_article
from pipeline.checks import check_article, check_entries
from pipeline.checks.codes import CODES
from pipeline.checks.explanations import read_rules
from pipeline.glossary import Glossary
from pipeline.languages.messages import Wording
from pipeline.model import Entry, Finding, Severity, Term

LANGUAGES = ("hy", "en", "ru")
EXAMPLES: Mapping[str, Mapping[str, Any]] = read_rules()
WITHOUT_EXAMPLES = {
    "credit",
    "ignore-unknown",
    "reviewer",
    "address-edition",
    "link-dead",
    "link-moved",
    "link-unanswered",
    *(name for name, code in CODES.items() if code.fixed),
}
NOTE = "The first note."


def cases() -> Iterator[Any]:
    for code, table in EXAMPLES.items():
        for lang in LANGUAGES:
            for example in [*table.get("examples", ()), table]:
                if lang in example:
                    yield pytest.param(code, {**table, **example}, lang, id=f"{code}-{lang}")


def findings(example: Mapping[str, Any], lang: str, which: str) -> tuple[Finding, ...]:
    """What is found with the right or the wrong translation, or in the right or the wrong article."""
    texts = example[lang][which]
    if "from" not in example:
        return check_article(read_article(f"{texts}\n\n[^1]: {NOTE}\n", lang=lang), "articles/x.md")
    told = example.get(f"{which}_source", example["source"])
    # A text that is a note or an address of the first one is in the article already.
    others = [text for text in [example.get("other", "")] if text not in {"", NOTE} and text not in told]
    notes = [f"[^{label}]: {NOTE}" for label in (1, 2) if f"[^{label}]" in told]
    source = "\n\n".join([told, *others, *notes])
    article = read_article(source + "\n", lang=example["from"], sentences=False)
    segments = {segment.key: segment for segment in article.segments}
    made = [texts] if isinstance(texts, str) else texts
    names, forbidden = (
        {lang: (name,) for lang, name in example.get(key, {}).items()} for key in ("terms", "forbidden")
    )
    glossary = Glossary(terms=(Term(names=names, forbidden=forbidden),)) if names else Glossary()
    entries = [
        Entry(source=segment.text, context=segment.context, target=target)
        for segment, target in zip(segments.values(), made, strict=False)
    ]
    return check_entries(article, {entry.key: entry for entry in entries}, "locales/x.po", lang, glossary)


@pytest.mark.parametrize(("code", "example", "lang"), list(cases()))
def test_the_wrong_example_is_found_and_the_right_one_is_not(code: str, example: Mapping[str, Any], lang: str) -> None:
    wrong = findings(example, lang, "wrong")
    assert code in {finding.rule for finding in wrong}
    right = findings(example, lang, "right")
    assert code not in {finding.rule for finding in right}
    assert [str(finding) for finding in right if finding.severity is not Severity.HINT] == []


@pytest.mark.parametrize("translated", ["hy", "ru"])
@pytest.mark.parametrize(("code", "example", "lang"), list(cases()))
def test_what_is_said_of_an_example_is_said_in_every_language(
    code: str, example: Mapping[str, Any], lang: str, translated: str
) -> None:
    for finding in findings(example, lang, "wrong"):
        assert Wording(lang="en").format(finding.message) == str(finding.message)
        assert Wording(lang=translated).format(finding.message) != str(finding.message), code


def test_every_code_has_examples_in_each_language_that_it_is_about() -> None:
    assert set(EXAMPLES) | WITHOUT_EXAMPLES == set(CODES)
    for code in set(CODES) - WITHOUT_EXAMPLES:
        table = EXAMPLES[code]
        told = {lang for example in [*table.get("examples", ()), table] for lang in LANGUAGES if lang in example}
        wanted = {"hy"} if code.startswith("armenian-") else {"hy", "ru"} if code == "spaces-fixed" else set(LANGUAGES)
        assert told == wanted, code
