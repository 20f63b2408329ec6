"""The explanation of each rule, with right and wrong examples, from `rules.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from pipeline.article.markdown import read_article
from pipeline.checks.codes import CODES, expand_name
from pipeline.frozen import dataclass
from pipeline.model import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExample:
    """An example of a rule: a source in `source_lang`, as catalogs show it, with a right and a wrong translation into
    `lang`, each of one or two texts. For a rule about articles there is no source, and its language is empty.
    """

    source_lang: str
    lang: str
    source: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRule:
    """A rule: what it finds, why, and examples. One for `always` cannot be switched off."""

    rule: str
    severity: Severity
    always: bool
    summary: str
    why: str
    examples: tuple[RuleExample, ...]


def explain(name: str) -> tuple[ExplainedRule, ...]:
    """Return the rules that a code or the name of a family means; none if there is no such name."""
    return tuple(_explain(code) for code in expand_name(name) or ([name] if name in CODES else ()))


@cache
def read_rules() -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of `rules.toml`, by code."""
    return tomllib.loads(resources.files("pipeline.checks").joinpath("rules.toml").read_bytes().decode("utf-8"))


def _explain(name: str) -> ExplainedRule:
    code, table = CODES[name], read_rules().get(name, {})
    return ExplainedRule(
        rule=name,
        severity=code.severity,
        always=code.fixed,
        summary=code.summary,
        why=table.get("why") or f"{code.summary[0].upper()}{code.summary[1:]}.",
        examples=tuple(_examples(table)),
    )


def _examples(table: Mapping[str, Any]) -> Iterator[RuleExample]:
    for example in [*table.get("examples", ()), table]:
        for lang, texts in example.items():
            if isinstance(texts, dict) and {"right", "wrong"} <= texts.keys():
                yield RuleExample(
                    source_lang=example.get("from", ""),
                    lang=lang,
                    source=_source(example) if "from" in example else (),
                    right=_texts(texts["right"]),
                    wrong=_texts(texts["wrong"]),
                )


def _source(example: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the source as catalogs show it, with the second text of the example if there is one."""
    notes = "".join(f"\n\n[^{label}]: A note." for label in (1, 2))
    article = read_article(example["source"] + notes, lang=example["from"], sentences=False)
    return (article.segments[0].text, *([example["other"]] if "other" in example else ()))


def _texts(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
