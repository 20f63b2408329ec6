"""Ask one provider for all texts of a run, from the cache first, within a budget."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.mt.cache import TranslationCache
from pipeline.mt.prepare import PlaceholderFormat, protect
from pipeline.mt.providers import base
from pipeline.mt.providers.retry import RetryPolicy, request_with_retries

_MAX_FAILURES = 9
"""Failures in a row after which the provider is given up. One that fails three requests in a row, despite retries, is
down. One that takes none of many is of no use either, but a single bad text may spoil some until it is found.
"""
_WEIGHTS: Mapping[type[TargmanError], int] = {base.ProviderBusyError: 3}
"""Failures that one error counts as, if more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """Answers to some texts, and errors of others. A text in neither was not sent. `fresh` answers were paid for."""

    answers: dict[str, str]
    problems: dict[str, TargmanError]
    fresh: frozenset[str]


SupportsDirection = Callable[[str, str], bool]  # tells whether a provider translates from one language to another


class TranslationClient:
    """A provider for one run, with its cache and its budget: the maximum number of characters to send, None for no
    limit. `on_progress` is called with the number of texts that were dealt with.
    """

    def __init__(
        self,
        provider: base.Provider,
        cache: TranslationCache,
        retries: RetryPolicy,
        supports: SupportsDirection,
        *,
        budget: int | None = None,
    ) -> None:
        self.provider = provider
        self.cache = cache
        self.retries = retries
        self.supports = supports
        self.budget = budget
        self.on_progress: Callable[[int], None] = lambda _: None
        self.placeholder_format = PlaceholderFormat(provider.placeholder_format)
        self.characters_sent = 0
        self.is_over_budget = False
        self.is_interrupted = False
        self.failure: TargmanError | None = None
        self.stopping = Event()
        self.earlier_texts: dict[tuple[str, str, str], str] = {}
        """The texts of the answers in earlier catalogs, by direction and answer."""
        self._lock = Lock()
        self._failures = 0

    def fits(self, text: str) -> bool:
        """Return True if a text fits into a request of its own."""
        return self.provider.measure(protect(text, self.placeholder_format)) <= self.provider.limits.size

    def cached_answers(self, texts: Sequence[str], source: str, target: str) -> dict[str, str]:
        """Return the answers cached by earlier runs."""
        return self.cache.look_up(self.provider.identity, source, target, texts) if self.provider.is_cacheable else {}

    def split_batches(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """Yield the texts in batches for requests, in their order, so that neighbours go together."""
        batch: list[str] = []
        size = 0
        for text in texts:
            length = self.provider.measure(text)
            if batch and (len(batch) == self.provider.limits.texts or size + length > self.provider.limits.size):
                yield batch
                batch, size = [], 0
            batch.append(text)
            size += length
        if batch:
            yield batch

    def translate(self, texts: Sequence[str], source: str, target: str) -> Responses:
        """Return the answers to the texts, from the cache or from the provider."""
        unique = list(dict.fromkeys(texts))
        known = self.cached_answers(unique, source, target)
        self.on_progress(len(known))
        job = _BatchJob(self, source, target)
        job.work(self.split_batches([text for text in unique if text not in known]))
        return Responses(answers=known | job.answers, problems=job.problems, fresh=frozenset(job.answers))

    def translate_again(self, texts: Sequence[str], source: str, target: str) -> Responses:
        """Send texts whose answers are in doubt again, each in a request of its own, without the cache."""
        job = _BatchJob(self, source, target)
        job.work([text] for text in dict.fromkeys(texts))
        return Responses(answers=job.answers, problems=job.problems, fresh=frozenset(job.answers))

    def reserve(self, batch: Sequence[str]) -> list[str]:
        """Return the texts, from the first on, that the budget still allows, and count them as sent."""
        with self._lock:
            taken: list[str] = []
            for text in batch:
                if not self.can_continue() or self.is_over_budget:
                    break
                if self.budget is not None and self.characters_sent + len(text) > self.budget:
                    self.is_over_budget = True
                    break
                self.characters_sent += len(text)
                taken.append(text)
            return taken

    def can_continue(self) -> bool:
        """Return True if more may be sent."""
        return not self.stopping.is_set() and self.failure is None

    def record(self, error: TargmanError | None) -> None:
        """Record the outcome of a request. After too many failures in a row, no more are sent."""
        with self._lock:
            self._failures = self._failures + _WEIGHTS.get(type(error), 1) if error else 0
            if isinstance(error, base.ProviderUnavailableError):
                self.stop(error)
            elif self._failures >= _MAX_FAILURES and self.failure is None:
                self.stop(base.ProviderUnavailableError(f"{error}. No more was asked; run the command again later."))

    def stop(self, error: TargmanError) -> None:
        """Send no more: the provider does not answer, or its answers cannot be cached and would be paid for again."""
        self.failure = self.failure or error


class _BatchJob:
    """Requests in one direction, made by as many threads as the provider allows."""

    def __init__(self, client: TranslationClient, source: str, target: str) -> None:
        self.client = client
        self.source = source
        self.target = target
        self.answers: dict[str, str] = {}
        self.problems: dict[str, TargmanError] = {}
        self.broken: list[BaseException] = []
        self.lock = Lock()

    def work(self, batches: Iterable[list[str]]) -> None:
        """Make all requests. If interrupted, wait for the answers on their way, which are paid for."""
        waiting = deque(batches)
        count = min(self.client.provider.limits.threads, len(waiting))
        # Not joined: Python 3.11 takes a thread for ended when ctrl-C interrupts the join; its answer would be lost.
        ends = [Event() for _ in range(count)]
        for end in ends:
            # Threads of a pool would keep a second ctrl-C from ending the program.
            Thread(target=self._run_worker, args=(waiting, end), daemon=True).start()
        try:
            for end in ends:
                end.wait()
        except KeyboardInterrupt:
            self.client.is_interrupted = True
            self.client.stopping.set()
            for end in ends:
                end.wait()
        if self.broken:
            raise self.broken[0]

    def _run_worker(self, waiting: deque[list[str]], end: Event) -> None:
        try:
            with suppress(IndexError):
                while not self.broken:
                    if batch := self.client.reserve(waiting.popleft()):
                        self._send(batch)
        except BaseException as error:  # noqa: BLE001  raised again by `work`, in the thread that waits
            self.broken.append(error)
        finally:
            end.set()

    def _send(self, batch: list[str]) -> None:
        client = self.client
        try:
            found = request_with_retries(
                client.provider, batch, self.source, self.target, policy=client.retries, stopping=client.stopping
            )
        except TargmanError as error:
            client.record(error)
            self._handle_failure(batch, error)
            return
        client.record(None)
        got = {text: answer for text, answer in zip(batch, found, strict=True) if answer and answer.strip()}
        if got and client.provider.is_cacheable:
            try:
                client.cache.store(client.provider.identity, self.source, self.target, got)
            except FileError as error:
                client.stop(error)
        with self.lock:
            self.answers |= got
            client.on_progress(len(got))
        if empty := [text for text in batch if text not in got]:
            failure = base.InvalidAnswerError(f"{client.provider.name}: the answer is empty")
            self._handle_failure(empty, failure, among=len(batch))

    def _handle_failure(self, batch: list[str], error: TargmanError, among: int = 0) -> None:
        """Ask again in smaller requests, so that one bad text does not keep the others from being translated."""
        if isinstance(error, base.ProviderUnavailableError) or self.client.stopping.is_set():
            return
        if max(len(batch), among) > 1 and isinstance(error, base.RequestRejectedError | base.InvalidAnswerError):
            half = (len(batch) + 1) // 2 if len(batch) >= among else len(batch)
            for part in filter(None, (batch[:half], batch[half:])):
                if self.client.can_continue():
                    self._send(part)
            return
        with self.lock:
            self.problems |= dict.fromkeys(batch, error)
            self.client.on_progress(len(batch))
