"""Write a document as one complete HTML page: for readers, search engines, screens and paper."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.languages import load
from pipeline.languages.messages import Wording
from pipeline.model import LANGUAGES
from pipeline.publishing.document import Document, Footnote
from pipeline.publishing.html import HtmlWriter, LinkMap, clean_html, link_to_notes, note_id, reference_id
from pipeline.publishing.reader import display_title, summarize

BACK_ARROW = "↩\N{VARIATION SELECTOR-15}"
"""The arrow that leads from a note back to the text, as a character and not as an emoji."""

_SOURCE = re.compile(r'(<img (?:[a-z-]+="[^"]*" )*?src=")([^"]*)')


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLink:
    """A link to another edition of the article: its address on this page, and in full if that is known. If it is not
    ready, the page there shows the source's text.
    """

    lang: str
    address: str
    full_address: str = ""
    is_ready: bool = True

    @property
    def name(self) -> str:
        return load(self.lang).native_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """The facts about a page that are not in its document. Addresses are as they stand on the page.

    `editions` are the editions in other languages, `full_address` is the page's own, `default` is for readers of all
    other languages. `canonical` is the page whose text this one repeats. `image` is the full address of the article's
    image for other sites. `images` maps image addresses to replacements, such as their data. `interface` has the words
    around the article if their language is not that of the text. `style` is the address of a style sheet; without one
    the page includes its own.
    """

    editions: Sequence[EditionLink] = ()
    full_address: str = ""
    publisher: str = ""
    home: str = ""
    feed: str = ""
    notice: str = ""
    canonical: str = ""
    default: str = ""
    image: str = ""
    style: str = ""
    interface: Wording | None = None
    addresses: LinkMap = field(default_factory=LinkMap)
    images: Mapping[str, str] = field(default_factory=dict)


def render_page(document: Document, wording: Wording, context: PageContext | None = None) -> str:
    """Return the HTML page of a document, with the words around it from `wording`."""
    context = context or PageContext()
    writer = HtmlWriter(document, context.addresses, link_to_notes(wording("Note {marker}", marker="{marker}")))
    return render_template(
        "article.html",
        template_values(document, wording, context),
        headline=Markup(render_headline(document, writer)),  # noqa: S704  through nh3
        body=Markup(replace_image_addresses(writer.render(document.body), context.images)),  # noqa: S704
        notes=Markup(replace_image_addresses(render_notes(document, writer, wording), context.images)),  # noqa: S704
    )


def template_values(document: Document, wording: Wording, context: PageContext) -> dict[str, Any]:
    """Return the values for the template besides the text."""
    say = context.interface or wording
    return {
        "say": say,
        "lang": say.lang,
        "text_lang": document.lang,
        "locale": load(document.lang).locale,
        "title": display_title(document) or load(document.lang).native_name,
        "description": summarize(document),
        "image": context.image,
        "authors": document.metadata.authors,
        "publisher": context.publisher,
        "canonical": context.canonical or context.full_address,
        "alternates": _alternates(context, say.lang),
        "feed": context.feed,
        "home": context.home,
        "switch": language_choices(context.editions, say.lang),
        "read_in": [each for each in context.editions if each.is_ready],
        "notice": context.notice,
        "main": _free_identifier("article", document),
        "anchor": document.headline.value.anchor if document.headline else "",
        "subtitle": document.metadata.subtitle,
        "byline": format_byline(document, wording),
        "style": "" if context.style else Markup(read_stylesheet()),  # noqa: S704  our own
        "style_address": context.style,
        "structured": Markup(_structured_data(document, context)),  # noqa: S704  escaped for a script
    }


def language_choices(editions: Sequence[EditionLink], lang: str) -> list[dict[str, str]]:
    """Return the languages that a reader of the page in `lang` can choose; the page's own has no address."""
    if not editions:
        return []
    addresses = {each.lang: each.address for each in editions} | {lang: ""}
    known = [each for each in LANGUAGES if each in addresses]
    return [{"lang": each, "name": load(each).native_name, "address": addresses[each]} for each in known]


def partial_notice(source_lang: str, wording: Wording) -> str:
    """Return the notice for an edition with passages in the language of the source."""
    return wording.about("Some passages have not been translated yet; they stand here in {language}.", source_lang)


def render_headline(document: Document, writer: HtmlWriter) -> str:
    """Return the content of the page's first heading."""
    if document.headline is None:
        return str(Markup.escape(document.metadata.title))
    return writer.render(document.headline.children)


def format_byline(document: Document, wording: Wording) -> list[str]:
    """Return the lines that say who wrote and translated the article and when it was published."""
    about = document.metadata
    lines = []
    if about.authors:
        names = wording.names(about.authors)
        lines.append(wording.count("By {authors}", "By {authors}", len(about.authors), authors=names))
    if document.is_translated:
        source = document.source_lang
        if about.translators:
            names = wording.names(about.translators)
            lines.append(wording.about("Translated from the {language} by {translators}", source, translators=names))
        else:
            lines.append(wording.about("Translated from the {language}", source))
    if about.published:
        lines.append(wording("Published on {date}", date=wording.date(about.published)))
    elif about.written_date:
        lines.append(about.written_date)
    return lines


def render_notes(document: Document, writer: HtmlWriter, wording: Wording) -> str:
    """Return the notes with links back to every reference, or an empty string if there are none."""
    if not document.notes:
        return ""
    items = "".join(_render_note(note, writer, wording) for note in document.notes)
    name = Markup.escape(_free_identifier("notes", document))
    title = f'<h2 id="{name}">{Markup.escape(wording("Notes"))}</h2>'
    opening = f'<section class="notes" role="doc-endnotes" aria-labelledby="{name}">'
    return clean_html(f"{opening}\n{title}\n<ol>\n{items}</ol>\n</section>\n")


def replace_image_addresses(html: str, images: Mapping[str, str]) -> str:
    """Replace the image addresses in cleaned HTML that `images` has a replacement for."""
    if not images:
        return html
    return _SOURCE.sub(lambda found: found[1] + images.get(found[2].replace("&amp;", "&"), found[2]), html)


@cache
def read_stylesheet(name: str = "style.css") -> str:
    """Return the style sheet of all pages, or another one of ours."""
    return resources.files("pipeline.publishing").joinpath("templates", name).read_text(encoding="utf-8")


def render_template(name: str, *values: Mapping[str, Any], **more: object) -> str:
    """Return one of our templates filled with values."""
    return _environment().get_template(name).render(*values, **more)


def _alternates(context: PageContext, lang: str) -> list[dict[str, str]]:
    """Return the editions for search engines; none if the page only repeats another one's text."""
    if context.canonical or not context.editions:
        return []
    addresses = {each.lang: each.full_address or each.address for each in context.editions if each.is_ready}
    addresses[lang] = context.full_address
    found = [{"lang": each, "address": addresses[each]} for each in LANGUAGES if addresses.get(each)]
    return [*found, {"lang": "x-default", "address": context.default}] if context.default else found


def _free_identifier(name: str, document: Document) -> str:
    """Return an identifier that no heading of the document has."""
    taken = set(document.fragments.values())
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _render_note(note: Footnote, writer: HtmlWriter, wording: Wording) -> str:
    text = "".join(map(writer.render_node, note.blocks)).rstrip()
    links = " ".join(_render_back_link(note, ordinal, wording) for ordinal in range(1, note.references + 1))
    if links and text.endswith("</p>"):
        text = f"{text.removesuffix('</p>')} {links}</p>"
    elif links:
        text = f"{text}\n<p>{links}</p>"
    marker = f'<span class="marker">{Markup.escape(note.marker)}</span>'
    return f'<li id="{Markup.escape(note_id(note.label))}">{marker}<div>{text}</div></li>\n'


def _render_back_link(note: Footnote, ordinal: int, wording: Wording) -> str:
    label, number = wording("Back to the text"), ""
    if note.references > 1:
        label, number = wording("Back to reference {number}", number=ordinal), f"<sup>{ordinal}</sup>"
    address, label = Markup.escape("#" + reference_id(note.label, ordinal)), Markup.escape(label)
    return f'<a href="{address}" role="doc-backlink" aria-label="{label}">{BACK_ARROW}{number}</a>'


def _structured_data(document: Document, context: PageContext) -> str:
    """Return the article for search engines: JSON-LD with the terms of schema.org."""
    about = document.metadata
    ready = (each for each in context.editions if each.is_ready and each.lang != document.lang)
    editions = {each.lang: each.full_address or each.address for each in ready}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": display_title(document),
        "inLanguage": document.lang,
    }
    maybe: dict[str, Any] = {
        "url": context.canonical or context.full_address,
        "description": summarize(document),
        "image": context.image,
        "author": [{"@type": "Person", "name": name} for name in about.authors],
        "datePublished": about.published and about.published.isoformat(),
        "publisher": context.publisher and {"@type": "Organization", "name": context.publisher},
    }
    if document.is_translated:
        maybe["translator"] = [{"@type": "Person", "name": name} for name in about.translators]
        maybe["translationOfWork"] = _describe_work(document.source_lang, editions.get(document.source_lang, ""))
    else:
        maybe["workTranslation"] = [_describe_work(lang, address) for lang, address in editions.items()]
    data |= {key: value for key, value in maybe.items() if value}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _describe_work(lang: str, address: str) -> dict[str, str]:
    return {"@type": "Article", "inLanguage": lang} | ({"url": address} if address else {})


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.publishing"), autoescape=True, trim_blocks=True, keep_trailing_newline=True
    )
