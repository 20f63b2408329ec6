"""Translator's notes, written `^[text]` in a translation: extra footnotes of the edition, marked as such."""

import re
from functools import cached_property

from pipeline.article import escape
from pipeline.article.markdown.inline_notes import short_definitions
from pipeline.article.markdown.note_definitions import append_definitions
from pipeline.article.markdown.outline import read_outline
from pipeline.languages import load
from pipeline.model import Article


class TranslatorNotes:
    """Gives labels to translator's notes, distinct from those of the article, and writes their definitions."""

    def __init__(self, article: Article, lang: str) -> None:
        self.article = article
        self.lang = lang
        self.dialects = article.dialects
        self.texts: dict[str, str] = {}

    @cached_property
    def labels(self) -> set[str]:
        """The labels of the article's notes; few editions ask for them."""
        return {note.label.casefold() for note in self.article.notes}

    @cached_property
    def prefix(self) -> str:
        """The beginning of the labels, which no other label has."""
        taken = self.labels | set(re.findall(r"\[\^([^\]\s]+)\]", self.article.source))
        prefix = "tn"
        while any(label.casefold().startswith(prefix) for label in taken):
            prefix += "n"
        return prefix

    def add(self, text: str) -> str:
        """Add a note with this text; return its label."""
        label = f"{self.prefix}{len(self.texts) + 1}"
        self.texts[label] = text
        return label

    def append(self, text: str) -> tuple[str, int]:
        """Add to the edition's text the definitions of the notes that it refers to; return it and their offset."""
        used = [label for label in self.texts if f"[^{label}]" in text]
        if not used:
            return text, len(text)
        definitions = {label: self._definition(self.texts[label]) for label in used}
        return append_definitions(text, definitions, self.dialects)

    def _definition(self, text: str) -> str:
        """Return the note's text, as Markdown if it stays in one paragraph and adds only safe links, else escaped.

        It refers to no note of the article: that would be one reference more than the article has (law 4).
        """
        text = escape.escape_note_references(text)
        signed = f"{text} — *{load(self.lang).translators_note}*"
        known = short_definitions(text, (), self.labels)
        outline = read_outline(f"[^x]: {signed}\n\n{known}", self.dialects)
        tags = [item[1] for item in outline.skeleton if item[0] == "start"]
        leaf = outline.leaves[0] if len(outline.leaves) == 1 + known.count("\n\n") else None
        plain = (
            leaf is not None
            and not (leaf.images or leaf.html or leaf.notes or leaf.marks)
            and tags == ["FootnoteDefinition", "Paragraph"] * len(outline.leaves)
        )
        if leaf is not None and plain and all(escape.is_safe_target(link, "", bare=False) for link in leaf.links):
            return escape.escape_line_start(signed)
        return escape.escape_markdown(text) + signed[len(text) :]
