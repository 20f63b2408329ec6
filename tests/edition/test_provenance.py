"""What an edition's front matter says of its source."""

import hashlib

from edition.making import entries
from pipeline.article.markdown import read_article
from pipeline.edition import build_edition
from pipeline.edition.provenance import add_provenance

TEXT = "---\nlang: en\ntitle: Lake\n---\n\nOne. Two.\n"


def signed(pairs: dict[str, str], *translators: str, lang: str = "hy") -> str:
    article = read_article(TEXT)
    return add_provenance(build_edition(article, entries(pairs), lang), article, "articles/a.md", translators)


def test_it_names_the_language_the_source_its_digest_and_the_share_rounded_down() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()[:16]
    assert signed({"One.": "Մեկ։", "Two.": "Երկու։"}) == (
        "---\nlang: hy\ntitle: Lake\ntargman:\n  source: articles/a.md\n  source_lang: en\n"
        f'  source_digest: "{digest}"\n  translated: 0.66\n---\n\nՄեկ։ Երկու։\n'
    )
    assert "\n  translated: 1.0\n" in signed({"Lake": "Լիճ", "One.": "Մեկ։", "Two.": "Երկու։"})


def test_translators_are_listed_and_quoted_where_yaml_needs_it() -> None:
    text = signed({}, "Արամ", "Anna: A.")
    assert '  translators:\n    - Արամ\n    - "Anna: A."\n---\n' in text


def test_an_edition_that_is_its_source_stays_as_it_is() -> None:
    assert signed({}, lang="en") == TEXT
    assert signed({"One.": "One!"}, lang="en").startswith("---\nlang: en\ntitle: Lake\ntargman:\n")
