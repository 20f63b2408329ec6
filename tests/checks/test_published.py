"""How often published translations are called wrong; `python -m benchmarks.checks` measures in full."""

import pytest

from benchmarks import checks as benchmark

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not benchmark.TEXTS.is_dir(), reason="the data in ../shared is not here"),
]


@pytest.mark.parametrize("lang", benchmark.OTHERS)
def test_hardly_any_published_translation_from_english_has_an_error(lang: str) -> None:
    counts, segments = benchmark.clean_table(list(benchmark.cases("en", lang)))
    errors = sum(number for (severity, _), number in counts.items() if severity == "error")
    assert segments > 900
    assert errors / segments < 0.005
