"""Write a document as one complete HTML page: for readers, search engines, screens and paper."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.cldr import likely_subtags
from pipeline.languages.messages import Wording
from pipeline.publishing.direction import (
    direction_attribute,
    direction_of,
    isolate,
    language_attributes,
    turned_attribute,
    turned_direction,
)
from pipeline.publishing.document import Document
from pipeline.publishing.html import (
    HtmlWriter,
    LinkMap,
    clean_html,
    link_to_notes,
    render_lead,
)
from pipeline.publishing.page_notes import render_note
from pipeline.publishing.page_style import PageStyle
from pipeline.publishing.reader import display_title, standfirst, summarize

NOTES_SCRIPT, LANGUAGE_SCRIPT = "notes.js", "language.js"

_SOURCE = re.compile(r'(<img (?:[a-z-]+="[^"]*" )*?src=")([^"]*)')


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLink:
    """A link to an edition of the article: its address on this page, which is empty for the page's own edition, and in
    full if that is known. If it is not ready, the page there shows the source's text.
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

    `editions` are all editions in the order of their list, `full_address` is the page's own, `default` is for readers
    of all other languages. `canonical` is the page whose text this one repeats. `image` is the full address of the
    article's image for other sites. `images` maps image addresses to replacements, such as their data. `interface` has
    the words around the article if their language is not that of the text. `style` is the address of a style sheet;
    without one the page includes its own. `script` is the address of the script that shows notes at their references,
    likewise. `look` is the publisher's own, `logo` the address of its logo on the page. `people`
    are the addresses of authors' pages by name, `tags` names and addresses of pages of tags.
    """

    editions: Sequence[EditionLink] = ()
    full_address: str = ""
    publisher: str = ""
    home: str = ""
    feed: str = ""
    notice: "PageWords | None" = None
    canonical: str = ""
    default: str = ""
    image: str = ""
    style: str = ""
    script: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[Mapping[str, str]] = ()
    logo: str = ""
    look: PageStyle = field(default_factory=PageStyle)
    interface: Wording | None = None
    addresses: LinkMap = field(default_factory=LinkMap)
    images: Mapping[str, str] = field(default_factory=dict)


class PageWords(NamedTuple):
    """Words of ours on a page, and the language that they are in: English if the page's has none for them."""

    text: str
    lang: str


def render_page(document: Document, wording: Wording, context: PageContext | None = None) -> str:
    """Return the HTML page of a document, with the words around it from `wording`."""
    context = context or PageContext()
    writer = HtmlWriter(document, context.addresses, link_to_notes(wording("Note {marker}", marker="{marker}")))
    lead = render_lead(document, context.addresses)
    return render_framed(
        "article.html",
        context.look,
        template_values(document, wording, context),
        headline=Markup(render_headline(document, writer)),  # noqa: S704  through nh3
        lead=Markup(replace_image_addresses(lead, context.images)),  # noqa: S704
        body=Markup(replace_image_addresses(writer.render(document.body), context.images)),  # noqa: S704
        notes=Markup(replace_image_addresses(render_notes(document, writer, wording), context.images)),  # noqa: S704
    )


def template_values(document: Document, wording: Wording, context: PageContext) -> dict[str, Any]:
    """Return the values for the template besides the text."""
    say = context.interface or wording
    return {
        "say": say,
        "lang": say.lang,
        "tag": document.tag if say.lang == document.lang else "",
        "text_lang": document.lang,
        "locale": territory_locale(document.tag or document.lang),
        "title": display_title(document) or load(document.lang).native_name,
        "description": summarize(document),
        "image": context.image,
        "authors": document.metadata.authors,
        "keywords": document.metadata.tags,
        "publisher": context.publisher,
        "canonical": context.canonical or context.full_address,
        "alternates": _alternates(context),
        "feed": context.feed,
        "home": context.home,
        "switch": language_choices(context.editions),
        "read_in": [each for each in context.editions if each.is_ready and each.address],
        "notice": context.notice,
        "main": _free_identifier("article", document),
        "turned_headline": direction_attribute(
            turned_direction(display_title(document), direction_of(document.lang)) if document.headline else ""
        ),
        "anchor": document.headline.value.anchor if document.headline else "",
        "subtitle": document.metadata.subtitle,
        "standfirst": standfirst(document),
        "byline": [
            PageWords(link_names(line.text, context.people), line.lang) for line in format_byline(document, wording)
        ],
        "tags": context.tags,
        "style": "" if context.style else Markup(read_stylesheet() + context.look.whole_css),  # noqa: S704  our own
        "style_address": context.style,
        "logo": context.logo,
        "script": Markup(read_template(NOTES_SCRIPT)) if document.notes and not context.script else "",  # noqa: S704
        "script_address": context.script if document.notes else "",
        "structured": Markup(_structured_data(document, context)),  # noqa: S704  escaped for a script
    }


def language_choices(editions: Sequence[EditionLink]) -> list[dict[str, str]]:
    """Return the languages that a reader of a page can choose; the page's own has no address."""
    return [{"lang": each.lang, "name": each.name, "address": each.address} for each in editions]


def say_about(wording: Wording, message: str, lang: str, **values: object) -> PageWords:
    """Return a message about a language."""
    named = message.replace("{language}", load(lang).name)
    own = wording.lang if wording.has(named) or wording.has(message) else "en"
    return PageWords(wording.about(message, lang, **values), own)


def partial_notice(source_lang: str, wording: Wording) -> PageWords:
    """Return the notice for an edition with passages in the language of the source."""
    message = "Some passages have not been translated yet; they stand here in {language}."
    return say_about(wording, message, source_lang)


def render_headline(document: Document, writer: HtmlWriter) -> str:
    """Return the content of the page's first heading."""
    if document.headline is None:
        return str(Markup.escape(document.metadata.title))
    return writer.render(document.headline.children)


def format_byline(document: Document, wording: Wording) -> list[PageWords]:
    """Return the lines that say who wrote and translated the article and when it was published."""
    about, lang = document.metadata, document.lang
    lines = []
    if about.authors:
        names = wording.names([isolate(name, lang) for name in about.authors])
        own = words_language(wording, "By {authors}")
        names = _isolate_from(own, lang, names)
        lines.append(PageWords(wording.count("By {authors}", "By {authors}", len(about.authors), authors=names), own))
    if document.is_translated:
        names = wording.names([isolate(name, lang) for name in about.translators])
        message = "Translated from the {language}" + (" by {translators}" if names else "")
        lines.append(say_about(wording, message, document.source_lang, **({"translators": names} if names else {})))
    if about.published:
        own = words_language(wording, "Published on {date}")
        day = _isolate_from(own, lang, wording.date(about.published))
        lines.append(PageWords(wording("Published on {date}", date=day), own))
    elif about.written_date:
        lines.append(PageWords(about.written_date, lang))
    return lines


def link_names(text: str, addresses: Mapping[str, str]) -> Markup:
    """Return a line of text with links at the names in it that have an address."""
    if not addresses:
        return Markup.escape(text)
    names = "|".join(re.escape(name) for name in sorted(addresses, key=len, reverse=True))
    parts = re.split(rf"(?<!\w)({names})(?!\w)", text)
    made = (
        Markup('<a href="{}">{}</a>').format(addresses[part], part) if place % 2 else Markup.escape(part)
        for place, part in enumerate(parts)
    )
    return Markup("").join(made)


def _isolate_from(own: str, lang: str, text: str) -> str:
    """Return a list or a date in `lang` that stands in words of another language, isolated from them."""
    return isolate(text, own) if own != lang else text


def render_notes(document: Document, writer: HtmlWriter, wording: Wording) -> str:
    """Return the notes with links back to every reference, or an empty string if there are none."""
    if not document.notes:
        return ""
    items = "".join(render_note(note, writer, wording) for note in document.notes)
    name = Markup.escape(_free_identifier("notes", document))
    title = f'<h2 id="{name}">{mark_words(wording, "Notes", document.lang)}</h2>'
    opening = f'<section class="notes" role="doc-endnotes" aria-labelledby="{name}">'
    return clean_html(f"{opening}\n{title}\n<ol>\n{items}</ol>\n</section>\n")


def replace_image_addresses(html: str, images: Mapping[str, str]) -> str:
    """Replace the image addresses in cleaned HTML that `images` has a replacement for."""
    if not images:
        return html
    return _SOURCE.sub(lambda found: found[1] + images.get(found[2].replace("&amp;", "&"), found[2]), html)


def mark_language(words: PageWords, around: str) -> Markup:
    """Return words for text in a language, isolated from it if they are in another one."""
    about = language_attributes(words.lang, around)
    return Markup("<bdi{}>{}</bdi>").format(about, words.text) if about else Markup.escape(words.text)


def mark_words(wording: Wording, message: str, around: str) -> Markup:
    """Return the words for a message, for text in a language."""
    return mark_language(PageWords(wording(message), words_language(wording, message)), around)


def words_language(wording: Wording, message: str) -> str:
    """Return the language of the words for a message: English if the wording's own language has none."""
    return wording.lang if wording.has(message) else "en"


@remember
def territory_locale(lang: str) -> str:
    """Return a language with its country, as Open Graph and WordPress have them: `zh_CN` for `zh-Hans`."""
    known = load(lang).locale
    if re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", known):
        return known
    language, _, region = likely_subtags(lang)
    return f"{language}_{region}" if region else language


def read_stylesheet(*names: str) -> str:
    """Return the style sheet of all pages, and others of ours below it."""
    return "".join(map(read_template, ("style.css", *names)))


@cache
def read_template(name: str) -> str:
    """Return the text of a file that goes to pages as it is."""
    return resources.files("pipeline.publishing").joinpath("templates", name).read_text(encoding="utf-8")


def render_template(name: str, *values: Mapping[str, Any], **more: object) -> str:
    """Return one of our templates filled with values."""
    return _environment().get_template(name).render(*values, **more)


def render_framed(name: str, look: PageStyle, *values: Mapping[str, Any], **more: object) -> str:
    """Return a page: the blocks of one of our templates in our frame, or in the publisher's. Raises SettingsError if
    the publisher's template is at fault or loses the text.
    """
    template = _environment().get_template(name)
    known: dict[str, Any] = {"wide": False, "notice": None, "body": "", "notes": "", "bar": "", "end": "", "tag": ""}
    for some in (*values, more):
        known |= some
    context = template.new_context(known)
    blocks = {block: Markup("".join(write(context))) for block, write in template.blocks.items()}  # noqa: S704  our own
    known |= blocks
    if look.template is None:
        return render_template("frame.html", known)
    known |= {"kind": name.removesuffix(".html"), "body": known["body"] or known["main"]}
    known |= {"direction": direction_of(known["lang"]), "title": known["title"]}
    made = look.template.render(known)
    if known["main"] not in made and not (known["body"] in made and known["notes"] in made):
        message = "loses the text: {{ main }} has to be on the page as it is, or {{ body }} and {{ notes }}."
        raise SettingsError(message, path=look.template.path)
    return made


def _alternates(context: PageContext) -> list[dict[str, str]]:
    """Return the editions for search engines; none if the page only repeats another one's text."""
    if context.canonical or not context.editions:
        return []
    ready = (each for each in context.editions if each.is_ready or not each.address)
    found = [
        {"lang": each.lang, "address": each.full_address or each.address or context.full_address} for each in ready
    ]
    others = [{"lang": "x-default", "address": context.default}] if context.default else []
    return [each for each in found if each["address"]] + others


def _free_identifier(name: str, document: Document) -> str:
    """Return an identifier that no heading of the document has."""
    taken = set(document.anchors)
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _structured_data(document: Document, context: PageContext) -> str:
    """Return the article for search engines: JSON-LD with the terms of schema.org."""
    about = document.metadata
    ready = (each for each in context.editions if each.is_ready and each.lang != document.lang)
    editions = {each.lang: each.full_address or each.address for each in ready}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": display_title(document),
        "inLanguage": document.tag or document.lang,
    }
    maybe: dict[str, Any] = {
        "url": context.canonical or context.full_address,
        "description": summarize(document),
        "image": context.image,
        "author": [{"@type": "Person", "name": name} for name in about.authors],
        "datePublished": about.published and about.published.isoformat(),
        "keywords": list(about.tags),
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
    made = Environment(
        loader=PackageLoader("pipeline.publishing"),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {
        "direction_of": direction_of,
        "in_language": language_attributes,
        "turned": turned_attribute,
        "mark": mark_language,
        "words": mark_words,
    }
    return made
