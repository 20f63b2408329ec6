"""The providers of machine translation, their languages, and what they need from the environment."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module, resources
from itertools import permutations
from typing import Any

from pipeline.errors import SettingsError
from pipeline.model import LANGUAGES
from pipeline.mt.providers.base import Provider

__all__ = ["PROVIDERS", "Provider", "ProviderInfo", "ProviderStatus", "open_provider", "provider_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderInfo:
    """A provider as an editor chooses it: its languages, and the environment variables that it needs or takes. The
    module and the class of its `implementation` are loaded only when it is opened.
    """

    name: str
    about: str
    implementation: tuple[str, str]
    languages: tuple[str, ...] = LANGUAGES
    languages_variable: str = ""
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    def directions(self, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of its languages, or of those that the environment says the user's own server has."""
        named = environ.get(self.languages_variable, "") if self.languages_variable else ""
        own = {word.strip() for word in named.split(",")}
        return tuple(permutations([lang for lang in LANGUAGES if lang in own] or self.languages, 2))

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


def _read_providers() -> Iterator[ProviderInfo]:
    """Yield the providers of providers.toml, in its order."""
    text = resources.files("pipeline.mt.providers").joinpath("providers.toml").read_text(encoding="utf-8")
    for name, about in tomllib.loads(text).items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in about.items()
        }
        yield ProviderInfo(name=name, **values)


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
    return made
