"""Fill empty entries with machine translations, which stay fuzzy until a person confirms them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline import catalog
from pipeline.catalog.origin import MACHINE_ORIGIN, without_origin
from pipeline.errors import ArticleError, CatalogError, FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.glossary.enforce import find_missing_terms, unmask_terms
from pipeline.model import Catalog
from pipeline.mt import prepare
from pipeline.mt.client import Responses, TranslationClient
from pipeline.mt.requests import CatalogRequests, TranslationRequest, collect_requests, next_request, request_texts
from pipeline.workspace import files
from pipeline.workspace.contents import load_catalog
from pipeline.workspace.paths import ArticlePath, find_articles, find_name_errors
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import catalog_bytes, write_catalog

_ATTEMPTS = 5
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateResult:
    """The outcome for one catalog, counted in entries: `filled` got a translation, `cached` of them without a request;
    `refused` got none that may be offered; `left` were not sent. `characters` is the number of characters sent.
    """

    article: str
    lang: str
    path: str
    provider: str
    written: bool
    filled: int
    cached: int
    refused: int
    left: int
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateEstimate:
    """The cost of translating one catalog: `entries` without a translation, `cached` of them known already, and the
    `characters` and `requests` for the others.
    """

    article: str
    lang: str
    path: str
    provider: str
    entries: int
    cached: int
    characters: int
    requests: int


def translate_articles(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], client: TranslationClient
) -> Outcome[TranslateResult]:
    """Fill the catalogs of the articles in every direction that the provider supports."""
    done: list[TranslateResult] = []
    problems: list[TargmanError] = []
    skipped: Counter[tuple[str, str]] = Counter()
    for place, pending in _collect_all(settings, places, languages, client, problems, skipped):
        try:
            made, faults = _translate_catalog(settings, place, pending, client)
        except (ArticleError, CatalogError, FileError) as error:
            problems.append(error)
        else:
            done.append(made)
            problems += faults
    if client.failure is not None:
        problems.append(client.failure)
    if client.is_interrupted:
        problems.append(TargmanError("interrupted. What was answered is kept; run the command again to go on."))
    notices = (*client.cache.notices, *_notices(client, done, skipped))
    return Outcome(done=tuple(done), problems=tuple(problems), notices=notices)


def estimate_articles(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], client: TranslationClient
) -> Outcome[TranslateEstimate]:
    """Estimate the requests of `translate_articles` without sending any. A text of several catalogs counts once."""
    done: list[TranslateEstimate] = []
    problems: list[TargmanError] = []
    skipped: Counter[tuple[str, str]] = Counter()
    counted: set[tuple[str, str, str]] = set()
    for place, pending in _collect_all(settings, places, languages, client, problems, skipped):
        source, lang = pending.source, pending.lang
        asked = list(dict.fromkeys(request_texts(client, *pending.requests)))
        known = client.cached_answers(asked, source, lang)
        new = [text for text in asked if text not in known and (source, lang, text) not in counted]
        counted.update((source, lang, text) for text in new)
        done.append(
            TranslateEstimate(
                article=place.path,
                lang=lang,
                path=pending.path,
                provider=client.provider.name,
                entries=len(pending.requests),
                cached=sum(known.keys() >= set(request_texts(client, request)) for request in pending.requests),
                characters=sum(map(len, new)),
                requests=sum(1 for _ in client.split_batches(new)),
            )
        )
    notices = (*client.cache.notices, *_skipped_notices(client, skipped))
    return Outcome(done=tuple(done), problems=tuple(problems), notices=notices)


def survey_articles(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], client: TranslationClient
) -> tuple[int, tuple[str, ...]]:
    """Return the number of texts to deal with, and a sentence for each direction that the provider does not support.
    Catalogs that cannot be read count nothing.
    """
    skipped: Counter[tuple[str, str]] = Counter()
    catalogs = _collect_all(settings, places, languages, client, [], skipped)
    number = sum(len(set(request_texts(client, *pending.requests))) for _, pending in catalogs)
    return number, tuple(_skipped_notices(client, skipped))


def ask_entry(
    settings: Settings, place: ArticlePath, lang: str, key: str, client: TranslationClient
) -> prepare.CheckedAnswer:
    """Ask for the translation of one empty entry, and write nothing. An answer without a text says in `problem` why.

    Raises ArticleError, CatalogError or FileError for the article's files, and what makes the provider useless.
    """
    pending = collect_requests(settings, place, lang, client)
    wanted = tuple(each for each in pending.requests if each.entry.key == key) if pending else ()
    if pending is None or not wanted:
        return prepare.CheckedAnswer(problem="it has a translation, or it needs none")
    if not client.supports(pending.source, lang):
        told = f"{client.provider.name} does not translate from {pending.source} to {lang}"
        return prepare.CheckedAnswer(problem=told)
    answers, _ = _check_answers(replace(pending, requests=wanted), client)
    if client.failure is not None:
        raise client.failure
    return answers.get(key, prepare.CheckedAnswer(problem="there was no answer"))


def fill_entry(settings: Settings, place: ArticlePath, lang: str, key: str, text: str, name: str) -> bool:
    """Put a translation of the provider of that name into an entry that is still empty: fuzzy, as `translate_articles`
    does. True if that was done. The caller holds the workspace's lock. Raises CatalogError or FileError.
    """
    path = place.catalog(lang)

    def fill() -> bool:
        old, seen = load_catalog(settings, path)
        return old is not None and write_catalog(settings, path, _fill_entries(old, {key: text}, name), old, seen)

    return files.try_again(fill)


def _collect_all(
    settings: Settings,
    places: Iterable[ArticlePath],
    languages: Sequence[str],
    client: TranslationClient,
    problems: list[TargmanError],
    skipped: Counter[tuple[str, str]],
) -> Iterator[tuple[ArticlePath, CatalogRequests]]:
    """Yield the requests for every catalog asked for. Errors go to `problems`, and the number of entries in a direction
    that the provider does not support to `skipped`. Articles that share a slug have no catalog that is surely theirs.
    """
    twins = find_name_errors(find_articles(settings))
    for place in places:
        if place.path in twins:
            problems.append(twins[place.path])
            continue
        for lang in languages:
            if client.stopping.is_set():
                return
            try:
                pending = collect_requests(settings, place, lang, client)
            except (ArticleError, CatalogError, FileError) as error:
                problems.append(error)
                continue
            if pending and client.supports(pending.source, lang):
                yield place, pending
            elif pending:
                skipped[pending.source, lang] += len(pending.requests)


def _translate_catalog(
    settings: Settings, place: ArticlePath, pending: CatalogRequests, client: TranslationClient
) -> tuple[TranslateResult, list[TargmanError]]:
    """Fill one catalog. If somebody saves it meanwhile, do it again from the cache."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return _fill_catalog(settings, place, pending, client)
        except files.ChangedMeanwhileError:
            again = collect_requests(settings, place, pending.lang, client)
            if again is None or again.source != pending.source:
                raise
            pending = again
    return _fill_catalog(settings, place, pending, client)


def _fill_catalog(
    settings: Settings, place: ArticlePath, pending: CatalogRequests, client: TranslationClient
) -> tuple[TranslateResult, list[TargmanError]]:
    before = client.characters_sent
    checked_answers, fresh = _check_answers(pending, client)
    filled = {source: checked.text for source, checked in checked_answers.items() if checked.text}
    new = _fill_entries(pending.old, filled, client.provider.name)
    data = catalog_bytes(new, pending.old, pending.seen)
    written = bool(filled) and files.write(settings.root / pending.path, data, seen=pending.seen, root=settings.root)
    made = TranslateResult(
        article=place.path,
        lang=pending.lang,
        path=pending.path,
        provider=client.provider.name,
        written=written,
        filled=len(filled),
        cached=len(filled.keys() - fresh),
        refused=len(checked_answers) - len(filled),
        left=len(pending.requests) - len(checked_answers),
        characters=client.characters_sent - before,
    )
    refused = {source: checked.problem for source, checked in checked_answers.items() if not checked.text}
    return made, list(_errors(refused, data if written else pending.seen, pending.path)) if refused else []


def _check_answers(
    pending: CatalogRequests, client: TranslationClient
) -> tuple[dict[str, prepare.CheckedAnswer], set[str]]:
    """Check the answers to all requests. Return them by the entries' keys, and the texts that were sent for."""
    responses = client.translate(request_texts(client, *pending.requests), pending.source, pending.lang)
    responses = _ask_again(pending, client, responses)
    checked_answers: dict[str, prepare.CheckedAnswer] = {}
    fresh: set[str] = set()
    requests: Sequence[TranslationRequest] = pending.requests
    while requests:
        again: list[TranslationRequest] = []
        for request in requests:
            checked = _check_request(request, pending, client, responses)
            key = request.entry.key
            if not responses.fresh.isdisjoint(request_texts(client, request)):
                fresh.add(key)
            if checked is None:
                checked_answers.pop(key, None)
                continue
            if checked.text or key not in checked_answers:
                checked_answers[key] = checked
            if other := next_request(request, checked, pending, client):
                again.append(other)
        requests = again
        if requests:
            responses = client.translate(request_texts(client, *requests), pending.source, pending.lang)
    return checked_answers, fresh


def _ask_again(pending: CatalogRequests, client: TranslationClient, responses: Responses) -> Responses:
    """Send texts again, alone, whose answers look like those to other texts. Return the responses with the new ones."""
    earlier = [
        (client.earlier_texts[pending.source, pending.lang, answer], answer)
        for answer in responses.answers.values()
        if (pending.source, pending.lang, answer) in client.earlier_texts
    ]
    doubtful = [
        text
        for text in prepare.find_suspicious_answers([*earlier, *responses.answers.items()])
        if text in responses.fresh
    ]
    for request in pending.requests:
        asked = [text for text in request_texts(client, request) if text in responses.fresh]
        checked = _check_request(request, pending, client, responses) if asked else None
        if checked is not None and checked.is_doubtful:
            doubtful += asked
    if doubtful:
        again = client.translate_again(doubtful, pending.source, pending.lang)
        responses = replace(responses, answers=responses.answers | again.answers)
    for text, answer in responses.answers.items():
        client.earlier_texts.setdefault((pending.source, pending.lang, answer), text)
    return responses


def _check_request(
    request: TranslationRequest, pending: CatalogRequests, client: TranslationClient, responses: Responses
) -> prepare.CheckedAnswer | None:
    """Check the answers to one request. Return None if some of it was not sent."""
    if not any(piece.is_asked for piece in request.pieces):
        if prepare.needs_words(request.segment.text):
            return prepare.CheckedAnswer(problem="a word in it is too long for the provider")
        return prepare.CheckedAnswer(text=unmask_terms(request.segment.text, request.masked_terms))
    made = ""
    for piece in request.pieces:
        if not piece.is_asked:
            made += piece.text
            continue
        asked = prepare.protect(piece.text.strip(), client.placeholder_format)
        if asked in responses.problems:
            return prepare.CheckedAnswer(problem=str(responses.problems[asked]))
        if asked not in responses.answers:
            return None
        answer = prepare.restore(responses.answers[asked], piece.text.strip(), client.placeholder_format)
        made += prepare.restore_spaces(answer, piece.text)
    checked = prepare.check_answer(made, request.segment, pending.lang)
    text = unmask_terms(checked.text, request.masked_terms)
    missing = find_missing_terms(text, request.terms, pending.lang) if text else ()
    return (
        prepare.CheckedAnswer(problem=missing[0].reason, missing_terms=missing)
        if missing
        else replace(checked, text=text)
    )


def _fill_entries(old: Catalog, filled: Mapping[str, str], name: str) -> Catalog:
    entries = list(old.entries)
    for place, entry in enumerate(entries):
        if entry.key in filled and not (entry.obsolete or entry.target):
            comments = (*without_origin(entry).comments, f"{MACHINE_ORIGIN}{name}")
            entries[place] = replace(entry, target=filled[entry.key], fuzzy=True, previous=None, comments=comments)
    return replace(old, entries=tuple(entries))


def _errors(refused: Mapping[str, str], data: bytes | None, path: str) -> Iterator[TargmanError]:
    """Yield an error for each refused entry, at its line in the file as it is now."""
    for entry in catalog.parse(data or b"").entries:
        if entry.key in refused and not entry.obsolete:
            text = entry.source if len(entry.source) <= _SHOWN else f"{entry.source[:_SHOWN]}…"
            message = f"“{text}” was left untranslated: {refused[entry.key]}. Translate it by hand."
            yield TargmanError(message, path=path, line=entry.line)


def _notices(
    client: TranslationClient, done: Sequence[TranslateResult], skipped: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    left = sum(item.left for item in done)
    if client.is_over_budget:
        spent = f"The budget of {client.budget:,} characters is spent"
        yield f"{spent}; {left:,} entries were left. Run it again to go on."
    yield from _skipped_notices(client, skipped)


def _skipped_notices(client: TranslationClient, skipped: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for (source, target), count in skipped.items():
        if count:
            yield f"{client.provider.name} does not translate from {source} to {target}: {count:,} entries were left."
