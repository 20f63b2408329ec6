"""A translator's desk: one article and one catalog as a pair of values, synced as the command does it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline import catalog
from pipeline.article.extract import TextUnit, extract_all_units
from pipeline.article.markdown import read_article
from pipeline.catalog.update import CatalogUpdate, update_entries
from pipeline.edition import build_edition
from pipeline.model import Catalog, Entry


@dataclass
class Desk:
    """The catalog of one article in `lang`; the article is in `source_lang`."""

    lang: str = "ru"
    source_lang: str = "en"
    entries: tuple[Entry, ...] = ()
    text: str = ""
    sentences: bool = True

    def units(self) -> tuple[TextUnit, ...]:
        article = read_article(self.text, lang=self.source_lang, sentences=self.sentences)
        return extract_all_units(article, "articles/a.md")

    def sync(self, text: str | None = None, *, sentences: bool | None = None) -> CatalogUpdate:
        """The catalog brought up to date with the article, through the bytes of a file."""
        self.text = self.text if text is None else text
        self.sentences = self.sentences if sentences is None else sentences
        carried = update_entries(
            self.entries, self.units(), lang=self.lang, same_language=self.lang == self.source_lang
        )
        self.entries = catalog.parse(self.written(carried.entries)).entries
        assert self.entries == carried.entries
        return carried

    def written(self, entries: tuple[Entry, ...] | None = None) -> bytes:
        header = catalog.new_header("a", self.lang, self.source_lang)
        return catalog.serialize(Catalog(header=header, entries=self.entries if entries is None else entries)).encode()

    def add(self, targets: Mapping[str, str]) -> None:
        """A person adds entries by hand for texts that need none, and the next sync puts them in their places."""
        self.entries += tuple(Entry(source=source, target=target) for source, target in targets.items())
        self.sync()

    def translate(self, targets: Mapping[str, str]) -> None:
        """A translator writes these targets, by key, and marks them as done."""
        assert targets.keys() <= self.active.keys(), "no such text in the catalog"
        self.entries = tuple(
            replace(entry, target=targets[entry.key], fuzzy=False, previous=None)
            if not entry.obsolete and entry.key in targets
            else entry
            for entry in self.entries
        )

    def confirm(self) -> None:
        """A translator clears every fuzzy mark without looking."""
        self.entries = tuple(
            entry if entry.obsolete else replace(entry, fuzzy=False, previous=None) for entry in self.entries
        )

    def change(self, source: str, **values: object) -> None:
        """Any other change to one entry, such as a remark or a flag."""
        assert source in self.active
        self.entries = tuple(
            replace(entry, **values) if entry.key == source else entry  # type: ignore[arg-type]
            for entry in self.entries
        )

    @property
    def active(self) -> dict[str, Entry]:
        """The entries by key: the source text, where it has no context."""
        return {entry.key: entry for entry in self.entries if not entry.obsolete}

    @property
    def obsolete(self) -> dict[str, Entry]:
        return {entry.source: entry for entry in self.entries if entry.obsolete}

    def state(self) -> dict[str, str]:
        """What a translator sees: the targets by source text, with a question mark before the fuzzy ones."""
        return {source: "?" * entry.fuzzy + entry.target for source, entry in self.active.items()}

    def edition(self) -> str:
        article = read_article(self.text, lang=self.source_lang, sentences=self.sentences)
        return build_edition(article, self.active, self.lang).text


def desk(text: str, targets: Mapping[str, str], *, lang: str = "ru", sentences: bool = True) -> Desk:
    """A desk with an article in English and a finished catalog: every text of it is in `targets`."""
    made = Desk(lang=lang, sentences=sentences)
    made.sync(text)
    made.translate(targets)
    left = [entry.source for entry in made.entries if not entry.is_translated]
    assert not left, f"not translated: {left}"
    return made
