"""The providers of machine translation, their languages, and what they need from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import permutations

from pipeline.errors import SettingsError
from pipeline.model import LANGUAGES
from pipeline.mt.providers.base import Provider

__all__ = ["PROVIDERS", "Provider", "ProviderInfo", "ProviderStatus", "listed", "open_provider"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderInfo:
    """A provider as an editor chooses it: its languages, and the environment variables that it needs or takes.

    `implementation` names the module and the class, which are loaded only when the provider is opened.
    """

    name: str
    about: str
    implementation: tuple[str, str]
    languages: tuple[str, ...] = LANGUAGES
    languages_variable: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def languages_for(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Return its languages, or those that the environment says the user's own server has."""
        named = environ.get(self.languages_variable, "") if self.languages_variable else ""
        own = {word.strip() for word in named.split(",")}
        return tuple(lang for lang in LANGUAGES if lang in own) or self.languages

    def directions(self, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of source and target that it translates."""
        return tuple(permutations(self.languages_for(environ), 2))

    def missing_variables(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Return the variables that it needs and that are not set."""
        return tuple(name for name in self.needs if not environ.get(name, "").strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """A provider with the present environment: `missing` are the variables of `needs` that are not set."""

    name: str
    about: str
    directions: tuple[str, ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    takes: tuple[str, ...]


def provider_status(provider: ProviderInfo, environ: Mapping[str, str]) -> ProviderStatus:
    """Return the status of a provider, its directions as `en-ru` and the like."""
    return ProviderStatus(
        name=provider.name,
        about=provider.about,
        directions=tuple(f"{source}-{target}" for source, target in provider.directions(environ)),
        needs=provider.needs,
        missing=provider.missing_variables(environ),
        takes=provider.takes,
    )


_PROVIDERS = (
    ProviderInfo(
        name="google",
        about="Google Translate; free, no key, no promise: it may refuse many requests",
        implementation=("deep_translator", "Google"),
        takes=("TARGMAN_GOOGLE_URL",),
    ),
    ProviderInfo(
        name="mymemory",
        about="MyMemory; free, no key, a small quota a day, larger with MYMEMORY_EMAIL",
        implementation=("deep_translator", "MyMemory"),
        takes=("MYMEMORY_EMAIL", "TARGMAN_MYMEMORY_URL"),
    ),
    ProviderInfo(
        name="libretranslate",
        about="a LibreTranslate server of your own; nothing leaves your network",
        implementation=("http_providers", "LibreTranslate"),
        languages=("en", "ru"),
        languages_variable="TARGMAN_LIBRETRANSLATE_LANGUAGES",
        takes=("LIBRE_API_KEY", "TARGMAN_LIBRETRANSLATE_URL", "TARGMAN_LIBRETRANSLATE_LANGUAGES"),
    ),
    ProviderInfo(
        name="microsoft",
        about="Microsoft Translator; paid by the character",
        implementation=("http_providers", "Microsoft"),
        needs=("MICROSOFT_API_KEY",),
        takes=("MICROSOFT_REGION", "TARGMAN_MICROSOFT_URL"),
    ),
    ProviderInfo(
        name="deepl",
        about="DeepL; paid by the character, a free quota a month",
        implementation=("http_providers", "DeepL"),
        needs=("DEEPL_API_KEY",),
        takes=("TARGMAN_DEEPL_URL",),
    ),
    ProviderInfo(
        name="openai",
        about="a language model by OpenAI's chat interface, theirs or a server of your own",
        implementation=("llm", "ChatModel"),
        needs=("TARGMAN_OPENAI_MODEL",),
        takes=("OPENAI_API_KEY", "TARGMAN_OPENAI_URL"),
    ),
    ProviderInfo(
        name="pseudo",
        about="no translation: letters of the target language, to see how editions will look; needs no network",
        implementation=("pseudo", "PseudoTranslator"),
    ),
)

PROVIDERS: Mapping[str, ProviderInfo] = {provider.name: provider for provider in _PROVIDERS}


def open_provider(name: str, environ: Mapping[str, str]) -> Provider:
    """Open a provider with keys and addresses from the environment. Raises SettingsError if any is missing."""
    provider = PROVIDERS[name]
    missing = provider.missing_variables(environ)
    if missing:
        raise SettingsError(
            f"{name} needs {' and '.join(missing)} in the environment. See: targman translate --providers"
        )
    module, title = provider.implementation
    made: Provider = getattr(import_module(f"pipeline.mt.providers.{module}"), title)(environ)
    return made
