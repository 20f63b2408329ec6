"""The base class of providers, and the ways in which a request can fail."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from pipeline.errors import SettingsError, TargmanError
from pipeline.frozen import dataclass

Answers = Sequence[str | None]


class ProviderError(TargmanError):
    """A request failed. The message is for an editor, and free of keys when it leaves `retry`."""


class ProviderBusyError(ProviderError):
    """It may work later: too many requests, a server in trouble. `wait` is the server's wish in seconds, if any."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class InvalidAnswerError(ProviderError):
    """An answer came that does not fit the request; the next one may."""


class RequestRejectedError(ProviderError):
    """The provider will never accept this request, but perhaps another one."""


class ProviderUnavailableError(ProviderError):
    """The provider is of no use in this run: a wrong key, a used up quota, a wrong address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """The limits of requests: `texts` in one, `size` of one in the provider's own measure, `threads` at a time."""

    texts: int
    size: int
    threads: int


class Provider(ABC):
    """A machine that translates. Instances keep no state between requests, so that threads may share them."""

    name: str
    limits: RequestLimits
    placeholder_format: str = "plain"  # the form of placeholders: plain, xml or html
    secrets: tuple[str, ...] = ()  # texts that no message may show
    timeout: float = 30  # maximum time for an answer, in seconds
    is_cacheable: bool = True  # true if its answers are worth caching
    find_code: Callable[[str], str]  # finds the provider's code of a language; set where it is opened

    @property
    def identity(self) -> str:
        """The name under which its answers are cached. Another model gives other answers."""
        return self.name

    def measure(self, text: str) -> int:
        """Return the share of `limits.size` that a text takes up."""
        return len(text)

    @abstractmethod
    def translate(self, texts: Sequence[str], source: str, target: str) -> Answers:
        """Return the translations of `texts` in their order, None where there is none. Languages are Targman's codes.
        Raises ProviderError, or anything that a library raises.
        """


def read_key(environ: Mapping[str, str], variable: str) -> str:
    """Return a key from the environment, or an empty string. Raises SettingsError if it cannot be a key."""
    value = environ.get(variable, "").strip()
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(f"{variable} has characters in it that no key has. Set it anew.")
    return value


def read_address(environ: Mapping[str, str], variable: str, default: str) -> str:
    """Return an address from the environment without a final slash. Raises SettingsError if it is not one."""
    value = environ.get(variable, "").strip() or default
    if not value.startswith(("https://", "http://")) or not value.isprintable() or " " in value:
        raise SettingsError(f"{variable} has to be an address such as https://example.org")
    return value.rstrip("/")
