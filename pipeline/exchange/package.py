"""Make a package for one translator: values in, the bytes of a ZIP file out, always the same for the same work."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from pipeline.article.placeholders import TOKEN, has_words, remove_placeholders
from pipeline.exchange import ExchangeCatalog
from pipeline.exchange.formats import ExchangeFormat
from pipeline.exchange.letter import LetterFacts, write_letter
from pipeline.exchange.reading_page import render_reading_page
from pipeline.export.zip_package import make_package
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.glossary.table import append_terms
from pipeline.memory import MemoryUnit
from pipeline.memory.analysis import KINDS, Work, add_work, price_work
from pipeline.memory.tmx import write_tmx
from pipeline.model import Article, Catalog, Entry, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedArticle:
    """An article of a package: its catalog in the translator's language, the entries of it that are sent, the work that
    they are, and near matches.
    """

    path: str
    stem: str
    article: Article
    catalog: Catalog
    sent: tuple[Entry, ...]
    work: Work
    matches: tuple[MemoryUnit, ...] = ()

    @property
    def title(self) -> str:
        """The first text of the article that has words."""
        texts = (item.text for item in self.article.segments if has_words(item))
        return TOKEN.sub("", next(texts, self.stem))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """The facts of a package: its name, its language, the person, the date, and the rates of a word by kind of work."""

    name: str
    lang: str
    project: str
    to: str = ""
    due: date | None = None
    rates: Mapping[str, Decimal] | None = None
    currency: str = ""


def pack(facts: PackageFacts, articles: Sequence[PackedArticle], glossary: Glossary, form: ExchangeFormat) -> bytes:
    """Make the package: the catalogs in a format, pages to read, terms, near matches, figures and a letter."""
    members = dict(_pack_catalogs(facts, articles, form))
    catalogs = ", ".join(members) if len(members) == 1 else f"*{form.suffixes[0]}"
    for item in articles:
        entries = {entry.key: entry for entry in item.catalog.entries if not entry.obsolete}
        page = render_reading_page(item.article, item.path, facts.lang, entries)
        members[f"read/{item.stem}.html"] = page.encode()
    terms = _find_terms(articles, glossary)
    if terms:
        members["terms.csv"] = append_terms(None, terms).decode().encode("utf-8-sig")  # for Excel, which guesses
    memories = dict(_pack_matches(articles))
    members |= memories
    works = price_articles(facts, articles)
    members["work.csv"] = _write_csv(work_rows(works, facts.currency)).encode()
    members["work.json"] = _write_figures(facts, works).encode()
    letter = write_letter(
        LetterFacts(
            project=facts.project,
            to=facts.to,
            due=facts.due,
            lang=facts.lang,
            source_langs=list(dict.fromkeys(item.article.lang for item in articles)),
            titles=[(item.title, item.work.total) for item in articles],
            work=add_work(item.work for item in articles),
            catalogs=catalogs,
            editors=form.editors,
            pages="read/*.html" if len(articles) > 1 else f"read/{articles[0].stem}.html",
            terms="terms.csv" if terms else "",
            memories=list(memories),
            figures="work.csv",
        )
    )
    members["letter.txt"] = letter.encode()
    return make_package({f"{facts.name}/{name}": members[name] for name in sorted(members)})


def _pack_catalogs(
    facts: PackageFacts, articles: Sequence[PackedArticle], form: ExchangeFormat
) -> Iterator[tuple[str, bytes]]:
    catalogs = [
        ExchangeCatalog(
            catalog=replace(item.catalog, entries=item.sent),
            article=item.path,
            sending=facts.name,
            lang=facts.lang,
            source_lang=item.article.lang,
        )
        for item in articles
    ]
    if form.is_single:
        yield f"{facts.name}{form.suffixes[0]}", form.write(catalogs)
        return
    for item, catalog in zip(articles, catalogs, strict=True):
        yield f"{item.stem}{form.suffixes[0]}", form.write([catalog])


def _find_terms(articles: Iterable[PackedArticle], glossary: Glossary) -> tuple[Term, ...]:
    """Return the terms in the texts that are sent, in the glossary's order."""
    found = {
        id(term)
        for item in articles
        for entry in item.sent
        for match in glossary.find(remove_placeholders(entry.source), item.article.lang)
        for term in match.terms
    }
    return tuple(term for term in glossary.terms if id(term) in found)


def _pack_matches(articles: Sequence[PackedArticle]) -> Iterator[tuple[str, bytes]]:
    """Yield a TMX file of near matches for each source language."""
    by_lang: dict[str, dict[MemoryUnit | tuple[str, ...], MemoryUnit]] = {}
    for item in articles:
        for unit in item.matches:
            by_lang.setdefault(item.article.lang, {})[tuple(unit.texts.values())] = unit
    for lang, units in sorted(by_lang.items()):
        yield f"memory-{lang}.tmx", "".join(write_tmx(units.values(), lang)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWork:
    """The work in an article of a package, or in all: its texts, the words of their sources, also `by_kind` of work,
    and the amount, empty without rates.
    """

    article: str
    texts: int
    words: int
    by_kind: Mapping[str, int]
    amount: str = ""


def price_articles(facts: PackageFacts, articles: Sequence[PackedArticle]) -> tuple[SentWork, ...]:
    """Return the work in each article and, at the end, in all; the last amount is the sum of the others."""
    parts = [(item.path, item.work, price_work(item.work, facts.rates or {})) for item in articles]
    total = ("total", add_work(item.work for item in articles), sum((price for *_, price in parts), Decimal(0)))
    return tuple(
        SentWork(
            article=path,
            texts=work.texts,
            words=work.total,
            by_kind=work.words,
            amount=str(price) if facts.rates else "",
        )
        for path, work, price in (*parts, total)
    )


def work_rows(works: Iterable[SentWork], currency: str) -> list[list[str]]:
    """Return the figures as a table, with a column for amounts if there are any."""
    found = list(works)
    amount = [f"amount {currency}".strip()] if found[-1].amount else []
    rows = [["article", "texts", "words", *KINDS, *amount]]
    for item in found:
        figures = (item.texts, item.words, *(item.by_kind[kind] for kind in KINDS))
        rows.append([item.article, *map(str, figures), *([item.amount] if amount else [])])
    return rows


def _write_figures(facts: PackageFacts, works: Sequence[SentWork]) -> str:
    """Write the figures as JSON."""
    *parts, total = map(asdict, works)
    head = {"package": facts.name, "lang": facts.lang, "to": facts.to, "due": str(facts.due or "")}
    rates = {kind: str(rate) for kind, rate in (facts.rates or {}).items()}
    report = head | {"currency": facts.currency, "rates": rates, "articles": parts, "total": total}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _write_csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
