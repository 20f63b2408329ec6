"""Document → one HTML page, complete in itself: for readers, for machines that search, for screens and for paper."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.languages.messages import LOCALES, NATIVE, Wording
from pipeline.publishing.document import Document, Footnote
from pipeline.publishing.html import Addresses, Writer, clean, note_id, page_reference, reference_id
from pipeline.publishing.reader import called, summary

ENGLISH_NAMES = {"hy": "Armenian", "en": "English", "ru": "Russian"}
"""What our messages call a language, where there is one for each."""

_SOURCE = re.compile(r'(<img (?:[a-z-]+="[^"]*" )*?src=")([^"]*)')

BACK = "↩\N{VARIATION SELECTOR-15}"
"""The arrow that leads from a note back to the text, as a character and not as a coloured picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sister:
    """Another edition of the same article: where it is from this page, and in full where that is known.

    One that is not ready has a page in its language that shows the source's text.
    """

    lang: str
    address: str
    full: str = ""
    is_ready: bool = True

    @property
    def name(self) -> str:
        return NATIVE[self.lang]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page says beyond its article. All addresses are as they stand on this page.

    `sisters` are the editions in the other languages, `own` is the page's own address where it is known in full,
    `default` is for readers of languages that there is no edition in. `canonical` is the page whose text this one only
    repeats. `image` is the article's own picture, in full, as other sites show it; `images` has what stands for the
    address of an image on the page, such as its data. `furniture` has the words around the article where they are in
    another language than the text. `style` is the address of a style sheet; without one the page has its own.
    """

    sisters: Sequence[Sister] = ()
    own: str = ""
    publisher: str = ""
    home: str = ""
    feed: str = ""
    notice: str = ""
    canonical: str = ""
    default: str = ""
    image: str = ""
    style: str = ""
    furniture: Wording | None = None
    addresses: Addresses = field(default_factory=Addresses)
    images: Mapping[str, str] = field(default_factory=dict)


def page(document: Document, wording: Wording, around: Surroundings | None = None) -> str:
    """The HTML page of a document, with the words around it from `wording`."""
    around = around or Surroundings()
    writer = Writer(document, around.addresses, page_reference(wording("Note {marker}", marker="{marker}")))
    return render(
        "article.html",
        frame(document, wording, around),
        headline=Markup(headline(document, writer)),  # noqa: S704  through nh3
        body=Markup(with_images(writer.fragment(document.body), around.images)),  # noqa: S704
        notes=Markup(with_images(notes_section(document, writer, wording), around.images)),  # noqa: S704
    )


def frame(document: Document, wording: Wording, around: Surroundings) -> dict[str, Any]:
    """What the template asks for beside the text."""
    say = around.furniture or wording
    return {
        "say": say,
        "lang": say.lang,
        "text_lang": document.lang,
        "locale": LOCALES[document.lang],
        "title": called(document) or NATIVE[document.lang],
        "description": summary(document),
        "image": around.image,
        "authors": document.metadata.authors,
        "publisher": around.publisher,
        "canonical": around.canonical or around.own,
        "alternates": _alternates(around, say.lang),
        "feed": around.feed,
        "home": around.home,
        "switch": switch(around.sisters, say.lang),
        "read_in": [each for each in around.sisters if each.is_ready],
        "notice": around.notice,
        "main": _free("article", document),
        "anchor": document.headline.value.anchor if document.headline else "",
        "subtitle": document.metadata.subtitle,
        "byline": byline(document, wording),
        "style": "" if around.style else Markup(stylesheet()),  # noqa: S704  our own
        "style_address": around.style,
        "structured": Markup(_structured(document, around)),  # noqa: S704  escaped for a script
    }


def switch(sisters: Sequence[Sister], lang: str) -> list[dict[str, str]]:
    """The languages that a reader of the page in `lang` can choose from; the page's own has no address."""
    if not sisters:
        return []
    addresses = {each.lang: each.address for each in sisters} | {lang: ""}
    return [{"lang": each, "name": NATIVE[each], "address": addresses[each]} for each in NATIVE if each in addresses]


def _alternates(around: Surroundings, lang: str) -> list[dict[str, str]]:
    """The same article in all languages for search engines; none for a page that only repeats another one's text."""
    if around.canonical or not around.sisters:
        return []
    addresses = {each.lang: each.full or each.address for each in around.sisters if each.is_ready} | {lang: around.own}
    found = [{"lang": each, "address": addresses[each]} for each in NATIVE if addresses.get(each)]
    return [*found, {"lang": "x-default", "address": around.default}] if around.default else found


def partly_translated(source_lang: str, wording: Wording) -> str:
    """What readers are told of an edition in which some passages stand in the language of the source."""
    return wording(f"Some passages have not been translated yet; they stand here in {ENGLISH_NAMES[source_lang]}.")


def headline(document: Document, writer: Writer) -> str:
    """The inside of the page's first heading."""
    if document.headline is None:
        return str(Markup.escape(document.metadata.title))
    return writer.fragment(document.headline.children)


def byline(document: Document, wording: Wording) -> list[str]:
    """Who wrote and translated the article, and when it was published."""
    about = document.metadata
    lines = []
    if about.authors:
        names = wording.names(about.authors)
        lines.append(wording.count("By {authors}", "By {authors}", len(about.authors), authors=names))
    if document.is_translated:
        said = f"Translated from the {ENGLISH_NAMES[document.source_lang]}"
        if about.translators:
            lines.append(wording(said + " by {translators}", translators=wording.names(about.translators)))
        else:
            lines.append(wording(said))
    if about.published:
        lines.append(wording("Published on {date}", date=wording.date(about.published)))
    elif about.written_date:
        lines.append(about.written_date)
    return lines


def notes_section(document: Document, writer: Writer, wording: Wording) -> str:
    """The notes with links back to every reference; empty where there are none."""
    if not document.notes:
        return ""
    items = "".join(_note(note, writer, wording) for note in document.notes)
    name = Markup.escape(_free("notes", document))
    title = f'<h2 id="{name}">{Markup.escape(wording("Notes"))}</h2>'
    opening = f'<section class="notes" role="doc-endnotes" aria-labelledby="{name}">'
    return clean(f"{opening}\n{title}\n<ol>\n{items}</ol>\n</section>\n")


def _free(name: str, document: Document) -> str:
    """An identifier that no heading of the document has."""
    taken = set(document.fragments.values())
    return next(
        each for each in (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))) if each not in taken
    )


def _note(note: Footnote, writer: Writer, wording: Wording) -> str:
    text = "".join(map(writer.node, note.blocks)).rstrip()
    links = " ".join(_back(note, ordinal, wording) for ordinal in range(1, note.references + 1))
    if links and text.endswith("</p>"):
        text = f"{text.removesuffix('</p>')} {links}</p>"
    elif links:
        text = f"{text}\n<p>{links}</p>"
    marker = f'<span class="marker">{Markup.escape(note.marker)}</span>'
    return f'<li id="{Markup.escape(note_id(note.label))}">{marker}<div>{text}</div></li>\n'


def _back(note: Footnote, ordinal: int, wording: Wording) -> str:
    several = note.references > 1
    said = wording("Back to reference {number}", number=ordinal) if several else wording("Back to the text")
    number = f"<sup>{ordinal}</sup>" if several else ""
    address = Markup.escape("#" + reference_id(note.label, ordinal))
    said = Markup.escape(said)
    return f'<a href="{address}" role="doc-backlink" aria-label="{said}">{BACK}{number}</a>'


def with_images(html: str, images: Mapping[str, str]) -> str:
    """Cleaned HTML with what `images` has in the place of image addresses."""
    if not images:
        return html
    return _SOURCE.sub(lambda found: found[1] + images.get(found[2].replace("&amp;", "&"), found[2]), html)


def _structured(document: Document, around: Surroundings) -> str:
    """The article for search engines, as JSON-LD in the words of schema.org."""
    about = document.metadata
    ready = (each for each in around.sisters if each.is_ready and each.lang != document.lang)
    sisters = {each.lang: each.full or each.address for each in ready}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": called(document),
        "inLanguage": document.lang,
    }
    if address := around.canonical or around.own:
        data["url"] = address
    if text := summary(document):
        data["description"] = text
    if around.image:
        data["image"] = around.image
    if about.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in about.authors]
    if about.published:
        data["datePublished"] = about.published.isoformat()
    if around.publisher:
        data["publisher"] = {"@type": "Organization", "name": around.publisher}
    if document.is_translated:
        if about.translators:
            data["translator"] = [{"@type": "Person", "name": name} for name in about.translators]
        data["translationOfWork"] = _work(document.source_lang, sisters.get(document.source_lang, ""))
    elif sisters:
        data["workTranslation"] = [_work(lang, address) for lang, address in sisters.items()]
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _work(lang: str, address: str) -> dict[str, str]:
    return {"@type": "Article", "inLanguage": lang} | ({"url": address} if address else {})


@cache
def stylesheet(name: str = "style.css") -> str:
    """The style of all pages, or another of our style sheets."""
    return resources.files("pipeline.publishing").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.publishing"), autoescape=True, trim_blocks=True, keep_trailing_newline=True
    )


def render(name: str, *values: Mapping[str, Any], **more: object) -> str:
    """One of our templates with these values in it."""
    return _environment().get_template(name).render(*values, **more)
