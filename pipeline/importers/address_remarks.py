"""Find addresses that an editor should replace: on a single computer, behind a link shortener, with a session."""

import re
from collections.abc import Iterator, Sequence

from pipeline.checks.addresses import is_local_address

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"«»“”\[\]{}|\\^`]+|(?<!\w)file:[^\s<>\"«»“”]+|(?<![\w@./-])localhost(?::\d+)?/[^\s<>\"«»“”]*"
    r"|(?<=\]\()(?:[A-Za-z]:[\\/]|\\\\)[^\s<>\"]+",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\w+://(?:(?P<user>[^/@?#]{1,200})@)?(?P<host>[^/:?#]*)[^/?#]*(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?"
)
_SHORTENERS = frozenset({
    "bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "v.gd", "buff.ly", "clck.ru", "vk.cc", "u.to",
    "cutt.ly", "rb.gy", "lnkd.in", "fb.me", "t.ly", "tiny.cc", "shorturl.at", "rebrand.ly", "dlvr.it", "trib.al",
    "amzn.to", "goo.su", "surl.li", "qr.ae", "wp.me", "j.mp", "ift.tt", "tny.im", "bitly.com", "l.facebook.com",
    "lm.facebook.com", "away.vk.com", "urldefense.com", "urldefense.proofpoint.com", "href.li",
})  # fmt: skip
"""Hosts whose addresses say nothing of where they lead, and which may be gone tomorrow."""
_REDIRECTS = re.compile(r"(?:www\.)?google\.\w{2,3}/url|[\w.]+\.safelinks\.protection\.outlook\.com/", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:^|[&;])(?:phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|session|sid|s?id_?token|token|access_token|auth"
    r"|auth_?key|authuser|api_?key|fbclid|gclid|yclid|mc_eid|user|username|user_?id|login|e?mail|account)=[^&;]",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";jsessionid=|/\(S\([a-z0-9]{20,}\)\)/", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|%40)[\w-]{1,64}\.\w", re.IGNORECASE)
_HOMES = re.compile(r"/(?:~|users?/|home/)(?P<name>[^/]+)", re.IGNORECASE)
_NAME_LETTERS = 4  # shorter words of a name are parts of other words too
_SHOWN = 3


def find_address_remarks(markdown: str, author: str = "") -> list[str]:
    """Return a sentence about each kind of address that leads nowhere, is hidden, or tells of its writer. `author` is
    the author's name in Latin letters.
    """
    found: dict[str, list[str]] = {"local": [], "short": [], "own": []}
    names = {word for word in re.findall(r"[a-z]+", author.lower()) if len(word) >= _NAME_LETTERS}
    for address in dict.fromkeys(_find_addresses(markdown)):
        if kind := _judge(address, names):
            found[kind].append(address)
    sentences = {
        "local": "on a single computer or in a private network, so that no reader can open them",
        "short": "behind a link shortener or a redirect; write where they lead",
        "own": "with a name or a session of whoever copied them; take that out",
    }
    return [f"addresses {text}: {list_first(found[kind])}" for kind, text in sentences.items() if found[kind]]


def _find_addresses(markdown: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(markdown):
        address = match[0].rstrip(".,;:!?*_")
        spare = address.count(")") - address.count("(")
        closing = len(address) - len(address.rstrip(")"))
        yield address[: len(address) - max(0, min(spare, closing))]


def _judge(address: str, names: set[str]) -> str:
    """Return the kind of an address to report; empty for others. `names` are the words of the author's name."""
    if is_local_address(address):
        return "local"
    parts = _PARTS.match(address)
    if not parts:
        return ""
    host = parts["host"].lower().removeprefix("www.")
    if host in _SHORTENERS or _REDIRECTS.match(host + parts["path"]):
        return "short"
    query = parts["query"] or ""
    home = _HOMES.search(parts["path"])
    told = f"{query} {home['name'] if home else ''}".lower()
    is_own = parts["user"] or _SESSION.search(query) or _MAIL.search(query) or _SESSION_PATH.search(parts["path"])
    return "own" if is_own or any(name in told for name in names) else ""


def list_first(found: Sequence[str]) -> str:
    """Return the first few of what was found, and how many there are in all."""
    dots = f", … ({len(found)} in all)" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + dots
