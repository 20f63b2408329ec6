"""The providers of machine translation, their languages, and what they need from the environment."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from importlib import import_module, resources
from itertools import permutations
from typing import Any

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.languages import load, remember
from pipeline.languages.tags import canonical, match
from pipeline.mt.providers.base import Provider
from pipeline.workspace.settings import DEFAULT_EDITIONS

__all__ = ["PROVIDERS", "Provider", "ProviderInfo", "ProviderStatus", "open_provider", "provider_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderInfo:
    """A provider as an editor chooses it: its languages, and the environment variables that it needs or takes. The
    module and the class of its `implementation` are loaded only when it is opened.

    `languages` are its own codes; without them it takes any language. `codes` has those of ours that it calls by a code
    of another language.
    """

    name: str
    about: str
    implementation: tuple[str, str]
    languages: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    languages_variable: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def code(self, lang: str, environ: Mapping[str, str]) -> str:
        """Return its code of a language; empty if it does not have the language. The environment may say which ones the
        user's own server has.
        """
        named = environ.get(self.languages_variable, "") if self.languages_variable else ""
        own = tuple(code for word in named.split(",") if canonical(code := word.strip()))
        code = self.codes.get(lang) or load(lang).fact("codes", self.name)
        if code and (not own or code in own):
            return code
        known = own or self.languages
        return _find_code(lang, known) if known else lang

    def supports(self, source: str, target: str, environ: Mapping[str, str]) -> bool:
        """Tell whether it translates from one language into another."""
        codes = {self.code(lang, environ) for lang in (source, target)}
        return "" not in codes and len(codes) > 1

    def directions(
        self, environ: Mapping[str, str], asked: Iterable[tuple[str, str]] = tuple(permutations(DEFAULT_EDITIONS, 2))
    ) -> tuple[tuple[str, str], ...]:
        """Return those of some pairs of languages between which it translates."""
        return tuple(pair for pair in asked if self.supports(*pair, environ))

    def missing_variables(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Return the variables that it needs and that are not set."""
        return tuple(name for name in self.needs if not environ.get(name, "").strip())


@remember
def _find_code(lang: str, codes: tuple[str, ...]) -> str:
    """Return the one of a provider's codes that means a language of ours; empty if there is none."""
    known = {canonical(code): code for code in codes}
    return known.get(match(lang, filter(None, known)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderStatus:
    """A provider with the present environment: `missing` are the variables of `needs` that are not set, `directions`
    those of the workspace that it has.
    """

    name: str
    about: str
    directions: tuple[str, ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    takes: tuple[str, ...]


def provider_status(
    provider: ProviderInfo, environ: Mapping[str, str], asked: Iterable[tuple[str, str]]
) -> ProviderStatus:
    """Return the status of a provider, with those of the directions asked for that it has, as `en-ru` and the like."""
    return ProviderStatus(
        name=provider.name,
        about=provider.about,
        directions=tuple(f"{source}-{target}" for source, target in provider.directions(environ, asked)),
        needs=provider.needs,
        missing=provider.missing_variables(environ),
        takes=provider.takes,
    )


def _read_providers() -> Iterator[ProviderInfo]:
    """Yield the providers of providers.toml, in its order."""
    text = resources.files("pipeline.mt.providers").joinpath("providers.toml").read_text(encoding="utf-8")
    for name, about in tomllib.loads(text).items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in about.items()
        }
        yield ProviderInfo(name=name, **values | {"languages": tuple(values.get("languages", "").split())})


PROVIDERS: Mapping[str, ProviderInfo] = {provider.name: provider for provider in _read_providers()}


def open_provider(name: str, environ: Mapping[str, str]) -> Provider:
    """Open a provider with keys and addresses from the environment. Raises SettingsError if any is missing."""
    provider = PROVIDERS[name]
    missing = provider.missing_variables(environ)
    if missing:
        needed = " and ".join(missing)
        raise SettingsError(f"{name} needs {needed} in the environment. See: targman translate --providers")
    module, title = provider.implementation
    made: Provider = getattr(import_module(f"pipeline.mt.providers.{module}"), title)(environ)
    made.find_code = lambda lang: provider.code(lang, environ) or lang
    return made
