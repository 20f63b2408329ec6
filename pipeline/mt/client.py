"""One machine asked for all texts of a run: what is known is not asked again, and a budget is kept."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread

from pipeline.errors import FileError, TargmanError
from pipeline.mt.cache import Translations
from pipeline.mt.prepare import ProviderFormat
from pipeline.mt.providers.base import ClosedError, GarbledError, Provider, ProviderBusyError, RejectedError
from pipeline.mt.providers.retry import Patience, answers

_GIVEN_UP = 9
_WEIGHTS: Mapping[type[TargmanError], int] = {ProviderBusyError: 3}
"""A provider that fails three requests in a row, whatever the patience, is down; one that takes or understands none
of many is not to be had either, but one bad text may spoil some requests until it is found out which one it is.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of some texts: answers, and why there is none. A text in neither was not asked. `fresh` were paid."""

    answers: dict[str, str]
    problems: dict[str, TargmanError]
    fresh: frozenset[str]


class Machine:
    """A provider for one run, with the answers that were kept, and what has been spent.

    `budget` is how many characters may be sent, None for any number. `heard` is told how many texts were dealt with.
    """

    def __init__(
        self,
        provider: Provider,
        kept: Translations,
        patience: Patience,
        *,
        budget: int | None = None,
        heard: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.provider = provider
        self.kept = kept
        self.patience = patience
        self.budget = budget
        self.heard = heard
        self.form = ProviderFormat(provider.form)
        self.spent = 0
        self.is_over_budget = False
        self.is_interrupted = False
        self.closed: TargmanError | None = None
        self.stopping = Event()
        self.earlier: dict[tuple[str, str, str], str] = {}
        """By direction and answer, the text that the answer was to, in the catalogs done before."""
        self._lock = Lock()
        self._failures = 0

    @property
    def name(self) -> str:
        return self.provider.name

    def fits(self, text: str) -> bool:
        """Whether a text, as it is sent, is not too long for a request of its own."""
        return self.provider.measure(text) <= self.provider.limits.size

    def known(self, texts: Sequence[str], source: str, target: str) -> dict[str, str]:
        """The answers kept from earlier runs."""
        return self.kept.known(self.provider.identity, source, target, texts) if self.provider.keeps else {}

    def requests_for(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """The texts put together in requests, in their order, so that neighbours go together."""
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

    def ask(self, texts: Sequence[str], source: str, target: str) -> Heard:
        """The answers to the texts, from those that were kept and from the provider."""
        unique = list(dict.fromkeys(texts))
        known = self.known(unique, source, target)
        self.heard(len(known))
        job = _Job(self, source, target)
        job.work(self.requests_for([text for text in unique if text not in known]))
        return Heard(answers=known | job.answers, problems=job.problems, fresh=frozenset(job.answers))

    def ask_again(self, texts: Sequence[str], source: str, target: str) -> Heard:
        """Answers to texts whose answers are in doubt, each in a request of its own, whatever was kept."""
        job = _Job(self, source, target)
        job.work([text] for text in dict.fromkeys(texts))
        return Heard(answers=job.answers, problems=job.problems, fresh=frozenset(job.answers))

    def reserve(self, batch: Sequence[str]) -> list[str]:
        """As many of the texts, from the first on, as may still be sent."""
        with self._lock:
            taken: list[str] = []
            for text in batch:
                if not self.may_go_on() or self.is_over_budget:
                    break
                if self.budget is not None and self.spent + len(text) > self.budget:
                    self.is_over_budget = True
                    break
                self.spent += len(text)
                taken.append(text)
            return taken

    def may_go_on(self) -> bool:
        """Whether more may be sent at all."""
        return not self.stopping.is_set() and self.closed is None

    def note(self, error: TargmanError | None) -> None:
        """Learn how a request went: after too many in a row without an answer, no more are sent."""
        with self._lock:
            self._failures = self._failures + _WEIGHTS.get(type(error), 1) if error else 0
            if isinstance(error, ClosedError):
                self.close(error)
            elif self._failures >= _GIVEN_UP and self.closed is None:
                self.close(ClosedError(f"{error}. No more was asked; run the command again later."))

    def close(self, error: TargmanError) -> None:
        """Send no more: the provider does not answer, or its answers cannot be kept and would be paid for again."""
        self.closed = self.closed or error


class _Job:
    """Some requests in one direction, done by as many threads as the provider likes."""

    def __init__(self, machine: Machine, source: str, target: str) -> None:
        self.machine = machine
        self.source = source
        self.target = target
        self.answers: dict[str, str] = {}
        self.problems: dict[str, TargmanError] = {}
        self.broken: list[BaseException] = []
        self.lock = Lock()

    def work(self, batches: Iterable[list[str]]) -> None:
        """Do all requests. Interrupted, wait for the answers that are on their way: they have been paid."""
        waiting = deque(batches)
        count = min(self.machine.provider.limits.threads, len(waiting))
        # Not joined: Python 3.11 takes a thread for ended when ctrl-C interrupts the join; its answer would be lost.
        ends = [Event() for _ in range(count)]
        for end in ends:
            # Threads of a pool would keep a second ctrl-C from ending the program.
            Thread(target=self._labour, args=(waiting, end), daemon=True).start()
        try:
            for end in ends:
                end.wait()
        except KeyboardInterrupt:
            self.machine.is_interrupted = True
            self.machine.stopping.set()
            for end in ends:
                end.wait()
        if self.broken:
            raise self.broken[0]

    def _labour(self, waiting: deque[list[str]], end: Event) -> None:
        try:
            with suppress(IndexError):
                while not self.broken:
                    batch = self.machine.reserve(waiting.popleft())
                    if batch:
                        self._request(batch)
        except BaseException as error:  # noqa: BLE001  raised again by `work`, in the thread that waits
            self.broken.append(error)
        finally:
            end.set()

    def _request(self, batch: list[str]) -> None:
        machine = self.machine
        try:
            found = answers(
                machine.provider, batch, self.source, self.target, patience=machine.patience, stopping=machine.stopping
            )
        except TargmanError as error:
            machine.note(error)
            self._failed(batch, error)
            return
        machine.note(None)
        got = {text: answer for text, answer in zip(batch, found, strict=True) if answer and answer.strip()}
        if got and machine.provider.keeps:
            try:
                machine.kept.keep(machine.provider.identity, self.source, self.target, got)
            except FileError as error:
                machine.close(error)
        with self.lock:
            self.answers |= got
            machine.heard(len(got))
        empty = [text for text in batch if text not in got]
        if empty:
            self._failed(empty, GarbledError(f"{machine.name}: the answer is empty"), among=len(batch))

    def _failed(self, batch: list[str], error: TargmanError, among: int = 0) -> None:
        """One bad text must not keep the others of its request from being translated: ask again in smaller requests."""
        if isinstance(error, ClosedError) or self.machine.stopping.is_set():
            return
        if max(len(batch), among) > 1 and isinstance(error, RejectedError | GarbledError):
            half = (len(batch) + 1) // 2 if len(batch) >= among else len(batch)
            for part in filter(None, (batch[:half], batch[half:])):
                if self.machine.may_go_on():
                    self._request(part)
            return
        with self.lock:
            self.problems |= dict.fromkeys(batch, error)
            self.machine.heard(len(batch))
