"""Machine translation: who does it, in which directions, and what it takes; a list of texts in, their answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import permutations

from pipeline.errors import SettingsError
from pipeline.mt.providers.base import Provider

__all__ = ["PROVIDERS", "Listed", "Offer", "Provider", "listed", "open_provider"]

ALL = ("hy", "en", "ru")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A provider as an editor chooses it: its languages, and the environment variables that it needs or takes.

    `home` names the module and the class; loading it is put off until somebody asks for it.
    """

    name: str
    about: str
    home: tuple[str, str]
    languages: tuple[str, ...] = ALL
    languages_variable: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def spoken(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Its languages, or those that the environment says a server of one's own has."""
        named = environ.get(self.languages_variable, "") if self.languages_variable else ""
        own = {word.strip() for word in named.split(",")}
        return tuple(lang for lang in ALL if lang in own) or self.languages

    def directions(self, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """The pairs of source and target that it translates."""
        return tuple(permutations(self.spoken(environ), 2))

    def missing(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """The variables that it needs and that are not set."""
        return tuple(name for name in self.needs if not environ.get(name, "").strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An offer as it stands with what is in the environment: what is `missing` of what it `needs`."""

    name: str
    about: str
    directions: tuple[str, ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    takes: tuple[str, ...]


def listed(offer: Offer, environ: Mapping[str, str]) -> Listed:
    """The offer with its directions as `en-ru` and the like."""
    return Listed(
        name=offer.name,
        about=offer.about,
        directions=tuple(f"{source}-{target}" for source, target in offer.directions(environ)),
        needs=offer.needs,
        missing=offer.missing(environ),
        takes=offer.takes,
    )


_OFFERS = (
    Offer(
        name="google",
        about="Google Translate; free, no key, no promise: it may refuse many requests",
        home=("deep_translator", "Google"),
        takes=("TARGMAN_GOOGLE_URL",),
    ),
    Offer(
        name="mymemory",
        about="MyMemory; free, no key, a small quota a day, larger with MYMEMORY_EMAIL",
        home=("deep_translator", "MyMemory"),
        takes=("MYMEMORY_EMAIL", "TARGMAN_MYMEMORY_URL"),
    ),
    Offer(
        name="libretranslate",
        about="a LibreTranslate server of your own; nothing leaves your house",
        home=("http_providers", "LibreTranslate"),
        languages=("en", "ru"),
        languages_variable="TARGMAN_LIBRETRANSLATE_LANGUAGES",
        takes=("LIBRE_API_KEY", "TARGMAN_LIBRETRANSLATE_URL", "TARGMAN_LIBRETRANSLATE_LANGUAGES"),
    ),
    Offer(
        name="microsoft",
        about="Microsoft Translator; paid by the character",
        home=("http_providers", "Microsoft"),
        needs=("MICROSOFT_API_KEY",),
        takes=("MICROSOFT_REGION", "TARGMAN_MICROSOFT_URL"),
    ),
    Offer(
        name="deepl",
        about="DeepL; paid by the character, a free quota a month",
        home=("http_providers", "DeepL"),
        needs=("DEEPL_API_KEY",),
        takes=("TARGMAN_DEEPL_URL",),
    ),
    Offer(
        name="openai",
        about="a language model by OpenAI's chat interface, theirs or a server of your own",
        home=("llm", "Chat"),
        needs=("TARGMAN_OPENAI_MODEL",),
        takes=("OPENAI_API_KEY", "TARGMAN_OPENAI_URL"),
    ),
    Offer(
        name="pseudo",
        about="no translation: letters of the target language, to see how editions will look; needs no network",
        home=("pseudo", "Pseudo"),
    ),
)

PROVIDERS: Mapping[str, Offer] = {offer.name: offer for offer in _OFFERS}


def open_provider(name: str, environ: Mapping[str, str]) -> Provider:
    """A provider with its keys and addresses from the environment. Raises SettingsError, saying what it lacks."""
    offer = PROVIDERS[name]
    missing = offer.missing(environ)
    if missing:
        raise SettingsError(
            f"{name} needs {' and '.join(missing)} in the environment. See: targman translate --providers"
        )
    module, title = offer.home
    made: Provider = getattr(import_module(f"pipeline.mt.providers.{module}"), title)(environ)
    return made
