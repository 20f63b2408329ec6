"""Send a request with a timeout and several attempts, and keep keys out of all messages."""

import re
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, quote_plus

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.mt.providers import base

if TYPE_CHECKING:
    from tenacity import RetryCallState

Value = TypeVar("Value")

_HIDDEN = "•••"
_HALF = re.compile("[\ud800-\udfff]")
_SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """The number of attempts, and the first and the longest pause between them in seconds; pauses double. `timeout` is
    the maximum time for an answer in seconds; None leaves it to the provider.
    """

    attempts: int = 5
    first_pause: float = 1.0
    longest_pause: float = 90.0
    timeout: float | None = None


def read_retry_policy(environ: Mapping[str, str]) -> RetryPolicy:
    """Read TARGMAN_TIMEOUT and TARGMAN_PAUSE from the environment. Raises SettingsError unless they are numbers."""
    timeout, pause = (_read_number(environ, name) for name in ("TARGMAN_TIMEOUT", "TARGMAN_PAUSE"))
    return RetryPolicy(timeout=timeout) if pause is None else RetryPolicy(timeout=timeout, first_pause=pause)


def _read_number(environ: Mapping[str, str], name: str) -> float | None:
    text = environ.get(name, "").strip()
    try:
        value = float(text) if text else None
    except ValueError:
        value = -1
    if value is not None and not 0 < value < 24 * 60 * 60:
        raise SettingsError(f"{name} has to be a number of seconds, such as 60.")
    return value


def request_with_retries(
    provider: base.Provider, texts: Sequence[str], source: str, target: str, *, policy: RetryPolicy, stopping: Event
) -> base.Answers:
    """Return the provider's answers, one for each text. Raises ProviderError when the attempts are used up. Once
    `stopping` is set there are no more pauses and attempts; an answer on its way is still waited for.
    """
    import tenacity  # noqa: PLC0415  heavy

    backoff = tenacity.wait_random_exponential(multiplier=policy.first_pause, max=policy.longest_pause)

    def pause(state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, base.ProviderBusyError) else None
        # A little later than asked, and not everybody at the same instant.
        return backoff(state) if asked is None else asked + min(backoff(state), policy.first_pause)

    trying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((base.ProviderBusyError, base.InvalidAnswerError)),
        stop=tenacity.stop_after_attempt(policy.attempts) | tenacity.stop_when_event_set(stopping),
        wait=pause,
        sleep=tenacity.sleep_using_event(stopping),
        reraise=True,
    )
    return trying(_request_once, provider, texts, source, target, policy)


def _request_once(
    provider: base.Provider, texts: Sequence[str], source: str, target: str, policy: RetryPolicy
) -> base.Answers:
    seconds = policy.timeout or provider.timeout
    try:
        found = call_with_timeout(seconds, lambda: provider.translate(texts, source, target))
    except base.ProviderError as error:
        error.message = f"{provider.name}: {redact_secrets(error.message, provider.secrets)}"
        error.args = (error.message,)
        if isinstance(error, base.ProviderBusyError) and error.wait is not None and error.wait > policy.longest_pause:
            minutes = round(error.wait / 60) or 1
            raise base.ProviderUnavailableError(
                f"{provider.name}: it asks to be left alone for {minutes} minutes. Run the command again after that."
            ) from None
        raise error from None
    except Exception as error:  # noqa: BLE001  libraries raise anything, and quote addresses and keys
        raise base.InvalidAnswerError(f"{provider.name}: the answer cannot be read ({type(error).__name__})") from None
    if len(found) != len(texts):
        raise base.InvalidAnswerError(f"{provider.name}: there are {len(found)} answers to {len(texts)} texts")
    if not any(answer and answer.strip() for answer in found):
        raise base.InvalidAnswerError(f"{provider.name}: the answer is empty")
    if any(_HALF.search(answer) for answer in found if answer):
        raise base.InvalidAnswerError(f"{provider.name}: there is half a character in the answer")
    return found


def call_with_timeout(seconds: float, call: Callable[[], Value]) -> Value:
    """Return or raise the outcome of `call`. Raises ProviderBusyError if it takes longer, and abandons the call. A
    timeout on the socket alone would let a server send one letter after another for ever.
    """
    box: SimpleQueue[tuple[Value | None, BaseException | None]] = SimpleQueue()

    def work() -> None:
        try:
            box.put((call(), None))
        except SystemExit:
            box.put((None, base.InvalidAnswerError("the library gave up")))
        except BaseException as error:  # noqa: BLE001  raised again where it is waited for
            box.put((None, error))

    Thread(target=work, daemon=True).start()
    try:
        value, error = box.get(timeout=seconds)
    except Empty:
        raise base.ProviderBusyError(f"there was no answer within {seconds:g} seconds") from None
    if error is not None:
        raise error
    return value  # type: ignore[return-value]  # there is one where there is no error


def redact_secrets(message: str, secrets: Sequence[str]) -> str:
    """Return the message without the secrets, in any form in which they may be written."""
    for secret in sorted(secrets, key=len, reverse=True):
        for written in (secret, quote(secret, safe=""), quote_plus(secret)):
            if len(written) >= _SHORTEST_SECRET:
                message = message.replace(written, _HIDDEN)
    return message
