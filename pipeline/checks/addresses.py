"""Addresses that lead readers nowhere, or elsewhere than those of the source. Nobody is asked for them.

A link target that a translator may change is compared with the article's. In running text an address is compared with
those of the source.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.article.markdown.events import line_number, line_starts, parse_events
from pipeline.checks.codes import make_finding
from pipeline.checks.pair import Pair
from pipeline.languages import load
from pipeline.model import Article, Entry, Finding, PlaceholderKind, SegmentKind
from pipeline.patterns import lazy

_SIGNS_OF_ONE = ("//", "www.", "http", "file:", "localhost", "Www.", "WWW.")
_BARE = lazy(
    r"(?<![\w@./-])(?:[a-z]{3,6}(?::/{1,3}|//)(?=[\w\[])|file:/|https?:\\{1,2}|www\d?\.(?=\w)|localhost\b(?=[:/]))"
    r"[^\s<>«»“”„\"{}`|^]*",
    re.IGNORECASE,
)
_TYPED = lazy(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![\w.@/:-])(?:[A-Za-z0-9-]{1,63}\.){1,5}(?:com|net|org|info|am|ru|ge|ua|ir|fr|de|uk|eu|io|gov|edu)\b"
    r"(?:/[^\s<>«»“”{}]*[\w/])?"
)
"""An address of electronic mail, or one of a page without its scheme."""
_AFTER = ".,:;!?'’…։՝)]*_~"
"""Marks that follow an address in a text and are not part of it."""
_WHOLE = lazy(r"https?://(?P<host>[^/?#\s]*)(?P<rest>[/?#].*)?", re.IGNORECASE | re.DOTALL)
_SCHEME = lazy(r"(?P<name>h?t{1,3}ps?)(?P<colon>[:;]?)(?P<slashes>[/\\]*)(?=[\w\[])", re.IGNORECASE)
"""The beginning of an address, also one that was mistyped: https//, http:/, htp://."""
_WITHOUT = lazy(
    r"www\d?\.[\w-]+\.[\w.-]+(?::\d+)?(?:[/?#].*)?"
    r"|(?:[a-z0-9-]+\.)+(?:com|net|org|info|am|ru|su|ge|ua|ir|fr|de|uk|eu|io|gov|edu|рф|հայ)(?::\d+)?(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""An address without its scheme, which a browser takes for a page beside this one."""
_FILE = lazy(r"file:|[a-z]:[\\/]|\\\\\w", re.IGNORECASE)
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".test", ".lan", ".intranet")
_PARTS = lazy(r"([^\W_]+)")
_SECOND = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
_LANGUAGE_NAMES = frozenset({"eng", "arm", "hye", "rus", "fra", "geo", "kat", "ukr", "fas", "per"})
"""Codes of languages with three letters in addresses."""
_SLIP = 2
"""Maximum number of letters in which an address differs from one that it is a slip of."""
_SHORT = 4
"""Maximum number of letters of a part in which one letter makes another word."""
_LOST = 20
"""Number of addresses that a text lacks above which it is another list, and not compared letter by letter."""
_LONGEST = 2000
"""Length in characters above which addresses are not compared letter by letter."""
_OWN_PAGE = lazy(
    r"/(?P<lang>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/(?P<rest>(?P<name>[^?#\s]+?)(?:/index)?(?:\.html?|/)?(?:[?#].*)?)"
)
"""The address of a page behind that of the site: language and article."""
_PLAIN = lazy(r"http(?<!\w.{4})s?://\w", re.DOTALL)
"""A usual address, which is found many times faster than the next pattern finds it."""
_SUSPICIOUS = lazy(
    r"file:|localhost|\.local\b|\.internal|\.test\b|\.lan\b|\.intranet"
    r"|//\[|//\d|[(<:\"'\s]www\.|\bh?t{1,3}ps?[:;]?[/\\]{0,3}\w|\]\(\s*<?[\w-]+\."
    r"|\]:\s*<?[\w-]+\.|[(<\s][a-z]:[\\/]|\(\\\\",
    re.IGNORECASE,
)


class _Address(NamedTuple):
    """An address that begins with http, in its parts: words and numbers, each with what stands before it."""

    host: str
    parts: tuple[str, ...]


def check_link_target(pair: Pair) -> Iterator[Finding]:
    """Find a link target that leads nowhere, or elsewhere than the article's."""
    source, target = pair.source.strip(), pair.target.strip()
    if source == target:
        return
    yield from _judge(target, source, [source], pair.entry.target)


def check_bare_addresses(pair: Pair) -> Iterator[Finding]:
    """Find addresses in running text that lead nowhere, or elsewhere than those of the source."""
    text = pair.entry.target
    if not any(sign in text for sign in _SIGNS_OF_ONE):
        return
    told, made = [*_linked_addresses(pair), *find_addresses(pair.source)], find_addresses(text)
    changed = [address for address in made if address not in told]
    lost = [address for address in told if address not in made]
    for address in changed:
        is_same_place = len(changed) == len(lost) == 1
        if address[:4].lower() == "www." and not any(f"//{address}" in each for each in lost):
            continue  # words of the text rather than a link
        yield from _judge(address, lost[0] if is_same_place else "", lost, text)


def check_typed_addresses(pair: Pair) -> Iterator[Finding]:
    """Find an address without a scheme, of a page or of electronic mail, that is a slip of one of the source."""
    text = pair.entry.target
    told, made = ([match[0] for match in _TYPED.finditer(each)] for each in (pair.source, text))
    lost = [address for address in told if address not in made]
    for address in dict.fromkeys(made) if 0 < len(lost) <= _LOST else ():
        slip = next((other for other in lost if _is_slip(f"http://{address}", f"http://{other}")), "")
        if slip and address not in told:
            yield _slip_finding(address, slip)


def _linked_addresses(pair: Pair) -> list[str]:
    """Return the addresses of the source for which a translation has no placeholder, but may have words."""
    return [
        item.description
        for item in pair.segment.placeholders
        if item.kind is PlaceholderKind.URL and f"{{{item.name}}}" not in pair.entry.target
    ]


def find_addresses(text: str) -> list[str]:
    """Return the addresses in a text, also those with a mistyped scheme, in order."""
    found = []
    for match in _BARE.finditer(text):
        address = match[0].rstrip(_AFTER)
        while address.count("(") > address.count(")") and match[0][len(address) : len(address) + 1] == ")":
            address = match[0][: len(address) + 1]
        if address.count("/") or address[:4].lower() == "www.":
            found.append(address)
    return found


def check_article_addresses(article: Article) -> Iterator[Finding]:
    """Find links and pictures of an article that lead nowhere for its readers."""
    if _PLAIN.search(article.source) is None and _SUSPICIOUS.search(article.source) is None:
        return
    lines = line_starts(article.source)
    for event in parse_events(article.source, article.dialects):
        if event.tag in {"Link", "Image"} and event.sort == "start":
            for finding in _find_unusable(event.value["dest_url"]):
                yield replace(finding, line=line_number(lines, event.start))


class OwnPage(NamedTuple):
    """A page of the site: the language of its edition, the path of its article, and what its address ends with."""

    lang: str
    path: str
    rest: str


def read_own_page(address: str, site: str) -> OwnPage | None:
    """Return the page of the site at `site` that an address leads to, by its form; None for any other address."""
    if not site or not address.startswith(f"{site}/"):
        return None
    found = _OWN_PAGE.fullmatch(address, len(site))
    return found and OwnPage(lang=found["lang"], path=f"articles/{unquote(found['name'])}.md", rest=found["rest"])


def check_own_pages(article: Article, path: str, site: str, pages: Mapping[str, str]) -> Iterator[Finding]:
    """Find links of the article at `path` to pages of its own site in its language, though each edition has its own.

    `pages` are the paths of articles by those of their pages.
    """
    for segment in article.segments if site and site in article.source else ():
        page = read_own_page(segment.text, site) if segment.kind is SegmentKind.LINK_TARGET else None
        if page and page.lang == article.lang and page.path in pages:
            found = make_finding(
                "address-edition",
                "the link {address} leads readers of all editions to the page in {lang}. Link to {path} instead: each "
                "edition then leads to its own page.",
                address=segment.text,
                lang=load(page.lang).name,
                path=posixpath.relpath(pages[page.path], posixpath.dirname(path)),
            )
            yield replace(found, line=segment.line)


def check_own_addresses(
    entries: Iterable[Entry], article: Article, lang: str, site: str, pages: Mapping[str, str]
) -> Iterator[Finding]:
    """Find addresses in translations that lead to a page of the site in the article's language. The address of the
    edition's page is known if it is that of the article's file; by a title it is another in each language.
    """
    for entry in entries:
        if not site or lang == article.lang or site not in entry.target or not entry.is_translated:
            continue
        for address in find_addresses(entry.target):
            page = read_own_page(address, site)
            if page and page.lang == article.lang and page.path in pages:
                name = load(page.lang).name
                found = (
                    make_finding(
                        "address-edition",
                        "the address {address} leads to the page in {lang}, but this edition has its own. Write "
                        "{fitting}.",
                        address=address,
                        lang=name,
                        fitting=f"{site}/{lang}/{page.rest}",
                    )
                    if pages[page.path] == page.path
                    else make_finding(
                        "address-edition",
                        "the address {address} leads to the page in {lang}, but this edition has its own. Write the "
                        "address of that page of {path}.",
                        address=address,
                        lang=name,
                        path=pages[page.path],
                    )
                )
                yield replace(found, line=entry.line, source=entry.source, context=entry.context)


def _judge(address: str, counterpart: str, others: Collection[str], text: str) -> Iterator[Finding]:
    """Yield the findings for an address of a translation. `others` are those of the source that it may stand for,
    `counterpart` the one that it surely stands for, or empty; `text` is the translation.
    """
    unusable = list(_find_unusable(address, text))
    if unusable:
        # What the source has too is the article's fault.
        yield from (found for found in unusable if not any(_has_fault(found.rule, other) for other in others))
        return
    if slip := next((other for other in others if _is_slip(address, other)), ""):
        yield _slip_finding(address, slip)
        return
    ours, theirs = _read(address), _read(counterpart)
    if ours and theirs and not _is_same_site(ours.host, theirs.host):
        yield make_finding(
            "address-host",
            "the address leads to {made}, but in the source to {told}. Make sure that this is meant.",
            made=ours.host,
            told=theirs.host,
        )


def _slip_finding(made: str, told: str) -> Finding:
    return make_finding(
        "address-slip",
        "the address {made} differs from that of the source in a letter or two: {told}. Correct it, if it is a slip.",
        made=made,
        told=told,
    )


def _has_fault(rule: str, address: str) -> bool:
    return any(found.rule == rule for found in _find_unusable(address))


def _find_unusable(address: str, text: str = "") -> Iterator[Finding]:
    """Yield the finding for an address that leads readers nowhere; with a repair in `text` if there is one."""
    if is_local_address(address):
        yield make_finding(
            "address-local",
            "the address {address} leads to a single computer or a private network. Give one that readers can open.",
            address=address,
        )
    elif fitting := _complete_scheme(address):
        yield make_finding(
            "address-scheme",
            "the address {address} lacks its beginning or has a slip in it, so that browsers look for it on this "
            "site. Write {fitting}.",
            replacement=text.replace(address, fitting) if text.count(address) == 1 else None,
            address=address,
            fitting=fitting,
        )


def is_local_address(address: str) -> bool:
    """Tell whether an address leads to a file, to this computer, or into a private network."""
    return bool(_FILE.match(address)) or _is_local(address)


def _complete_scheme(address: str) -> str:
    """Return an address with its scheme, if it has none or a mistyped one; else an empty text."""
    if _WITHOUT.fullmatch(address):
        return f"https://{address}"
    found = _SCHEME.match(address)
    if found is None or not (found["slashes"] or found["colon"]):
        return ""
    name = found["name"].lower()
    right = name if name in {"http", "https"} else "https" if name.endswith("s") else "http"
    fitting = f"{right}://{address[found.end() :]}"
    return fitting if name != right or found["colon"] != ":" or found["slashes"] != "//" else ""


def _is_local(address: str) -> bool:
    """Tell whether an address leads to this computer or into a private network."""
    found = _WHOLE.match(address)
    if found is None:
        return address.lower().startswith(("localhost:", "localhost/")) or address.lower() == "localhost"
    host = found["host"].rpartition("@")[2]
    return is_local_host(host[1 : host.find("]")] if host[:1] == "[" else host.partition(":")[0])


def is_local_host(host: str) -> bool:
    """Tell whether a host is this machine or in a private network, as one without a full stop is."""
    if host[-1:].isdigit() or ":" in host:  # else it is a name: to find that out takes ten times as long
        with suppress(ValueError):
            return not ip_address(host).is_global
    return ("." not in host and ":" not in host and host != "") or host.lower().endswith(_LOCAL_NAMES)


@cache
def _site(host: str) -> str:
    """Return the name of a site: its host without www, language and country."""
    labels = [label for label in host.lower().partition(":")[0].split(".") if label]
    last = 2 if len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2 else 1  # noqa: PLR2004
    return (labels[:-last] or labels or [""])[-1]


def _is_same_site(one: str, other: str) -> bool:
    return _site(one) == _site(other)


def _read(address: str) -> _Address | None:
    """Return an address in its parts, without what does not change where it leads; None if it has no host."""
    found = _WHOLE.fullmatch(address)
    if found is None:
        return None
    host = found["host"].lower().removeprefix("www.")
    rest = unquote(found["rest"] or "").rstrip("/")
    return _Address(host=host, parts=tuple(_PARTS.split(host + rest)))


def _is_slip(address: str, other: str) -> bool:
    """Tell whether an address differs from another in one part, by a letter or two."""
    ours, theirs = _read(address), _read(other)
    if ours is None or theirs is None or ours.parts == theirs.parts or max(len(address), len(other)) > _LONGEST:
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415  heavy: only where an address was changed

    if len(ours.parts) != len(theirs.parts):
        one, two = "".join(ours.parts), "".join(theirs.parts)
        return OSA.distance(one, two, score_cutoff=1) <= 1
    apart = [(one, two) for one, two in zip(ours.parts, theirs.parts, strict=True) if one != two]
    if len(apart) != 1 or (all(map(_may_be_language, apart[0])) and _country(ours.host) == _country(theirs.host)):
        return False
    one, two = apart[0]
    if one.isdigit() and two.isdigit() and len(one) != len(two):
        return abs(len(one) - len(two)) == 1 and OSA.distance(one, two) == 1
    most = 1 if min(len(one), len(two)) <= _SHORT and not one.isdigit() else _SLIP
    return OSA.distance(one, two, score_cutoff=most) <= most


def _country(host: str) -> str:
    return host.rpartition(".")[2]


@cache
def _may_be_language(part: str) -> bool:
    """Tell whether a part of an address may name the language of the page."""
    return part.isalpha() and (len(part) == 2 or part.lower() in _LANGUAGE_NAMES)  # noqa: PLR2004
