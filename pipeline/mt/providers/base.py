"""What every provider is to its callers, and the four ways in which asking one can fail."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import SettingsError, TargmanError

Answers = Sequence[str | None]


class ProviderError(TargmanError):
    """Asking a provider failed; the message tells an editor why, and is free of keys once `asking` let it out."""


class ProviderBusyError(ProviderError):
    """It may work later: too many requests, a server in trouble, no answer in time. `wait` is what the server asks."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class InvalidAnswerError(ProviderError):
    """An answer came, but it is not one to this request; the next one may be."""


class RequestRejectedError(ProviderError):
    """The provider does not take this request, now or later; another one it may."""


class ProviderUnavailableError(ProviderError):
    """Nothing is to be had from the provider in this run: a wrong key, a used up quota, a wrong address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """What one request may hold: how many texts, and how much in the provider's own measure; how many at a time."""

    texts: int
    size: int
    threads: int


class Provider(ABC):
    """One machine that translates. Instances keep nothing between requests and may be shared by threads."""

    name: str
    limits: RequestLimits
    placeholder_format: str = "plain"
    """How placeholders are to be written: plain, xml or html."""
    secrets: tuple[str, ...] = ()
    """What must not be seen in any message."""
    timeout: float = 30
    """How long an answer may take."""
    is_cacheable: bool = True
    """Whether its answers are worth keeping."""

    @property
    def identity(self) -> str:
        """The name by which its answers are kept: another model gives other answers."""
        return self.name

    def measure(self, text: str) -> int:
        """How much of `limits.size` a text takes up."""
        return len(text)

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> Answers:
        """The translations of `texts`, one for each, in their order; None where there is none.

        Languages are Targman's codes. Raises ProviderError, or whatever a library raises.
        """


def read_key(environ: Mapping[str, str], variable: str) -> str:
    """A key from the environment, or an empty string. Raises SettingsError for one that cannot be a key."""
    value = environ.get(variable, "").strip()
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(f"{variable} has characters in it that no key has. Set it anew.")
    return value


def read_address(environ: Mapping[str, str], variable: str, default: str) -> str:
    """An address from the environment without the slash at its end. Raises SettingsError for one that is none."""
    value = environ.get(variable, "").strip() or default
    if not value.startswith(("https://", "http://")) or not value.isprintable() or " " in value:
        raise SettingsError(f"{variable} has to be an address such as https://example.org")
    return value.rstrip("/")
