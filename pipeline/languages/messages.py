"""Format the words that Targman itself adds to pages, in the language of the page: headings, bylines, dates, lists.

Messages are in `locales/CODE/LC_MESSAGES/targman.po`; dates, lists and names of languages are of the Unicode CLDR.
"""

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO

import babel
from babel.dates import format_date
from babel.lists import format_list

from pipeline.errors import CatalogError
from pipeline.languages import load
from pipeline.model import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words for pages in one language. `overrides` are a publisher's own words for some of the messages."""

    lang: str
    overrides: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, message: str, **values: object) -> str:
        """Return a message with the values filled in. Raises KeyError if the catalogs lack it."""
        text = self.overrides.get(message) or _messages(self.lang).gettext(message)
        return text.format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a message in the plural form for `number`, which is filled in for `{number}`."""
        return _messages(self.lang).ngettext(one, many, number).format(number=self.number(number), **values)

    def format(self, message: Message) -> str:
        """Return a message with its values in this language. Raises KeyError if the catalogs lack it."""
        known = _messages(self.lang)
        return message.format(
            lambda part: (
                known.ngettext(part.template, part.plural, part.number) if part.plural else known.gettext(part.template)
            )
        )

    def number(self, value: int) -> str:
        """Format a whole number with the language's separators."""
        from babel.numbers import format_decimal  # noqa: PLC0415  heavy

        return format_decimal(value, locale=load(self.lang).locale)

    def percent(self, share: float) -> str:
        """Format a share (0–1) in whole percent, with the language's space before the sign."""
        from babel.numbers import format_percent  # noqa: PLC0415  heavy

        return format_percent(share, locale=load(self.lang).locale)

    def date(self, day: date) -> str:
        """Format a date in words."""
        return format_date(day, "long", locale=load(self.lang).locale)

    def names(self, names: Sequence[str]) -> str:
        """Join names to a list within a sentence."""
        return format_list(list(names), locale=load(self.lang).locale)

    def language(self, lang: str) -> str:
        """Return the name of a language."""
        return str(babel.Locale.parse(load(self.lang).locale).languages[lang])


def read_overrides(data: bytes) -> dict[str, str]:
    """Read a publisher's confirmed words from a PO file, by message without plural forms. Raises CatalogError."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  heavy, and few have such a file

    try:
        found = read_po(BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeError, ValueError) as error:
        raise CatalogError(f"is not a PO file that can be read: {error}") from error
    single = (message for message in found if not message.pluralizable and not message.fuzzy)
    return {str(message.id): str(message.string) for message in single if message.id and message.string}


@cache
def _messages(lang: str) -> gettext.GNUTranslations:
    found = gettext.GNUTranslations(BytesIO(load(lang).data("messages.mo")))
    found.add_fallback(_Unknown())
    return found


class _Unknown(gettext.NullTranslations):
    """The fallback of a catalog: a message that it lacks is a mistake in the code."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1, msgid2, n)
