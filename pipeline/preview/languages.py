"""The language of the pages themselves: the one that was chosen, else the first of the browser's that there is."""

from pipeline.wording import NATIVE

COOKIE = "targman-language"


def chosen(cookie: str, accepted: str) -> str:
    """The language for a page, from the cookie of the switch and from the header Accept-Language (RFC 9110, 12.5.4)."""
    if cookie in NATIVE:
        return cookie
    wishes = []
    for place, part in enumerate(accepted[:1000].split(",")):
        name, _, weight = part.partition(";")
        lang = name.strip().lower().partition("-")[0]
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        if lang in NATIVE and quality > 0:
            wishes.append((-quality, place, lang))
    return min(wishes)[2] if wishes else "en"
