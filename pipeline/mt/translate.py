"""What `translate` does: entries without a translation get that of a machine, fuzzy, until a person confirms it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline import catalog
from pipeline.catalog.origin import MACHINE_ORIGIN, without_origin
from pipeline.errors import ArticleError, CatalogError, FileError, TargmanError
from pipeline.glossary.enforce import find_missing_terms, unmask_terms
from pipeline.model import Catalog, Entry
from pipeline.mt.client import Heard, Machine
from pipeline.mt.prepare import Verdict, judged, look_alike, needs_words, protected, restored
from pipeline.mt.prepare import spaced as with_spaces
from pipeline.mt.requests import CatalogRequests, TranslationRequest, apart, insisting, sheet_of, texts_of
from pipeline.workspace import files
from pipeline.workspace.paths import ArticlePath, find_articles, misnamed
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.sync import file_bytes

_ATTEMPTS = 5
_SHOWN = 60

Directions = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What a machine did for one catalog, counted in entries.

    `filled` got a translation, `cached` of them without asking; `refused` got none that could be offered; `left` were
    not asked. `characters` were sent.
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
class Estimate:
    """What translating one catalog would take: `entries` without a translation, `cached` of them known already, and
    the `characters` and `requests` for the others.
    """

    article: str
    lang: str
    path: str
    provider: str
    entries: int
    cached: int
    characters: int
    requests: int


def translate(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], machine: Machine, does: Directions
) -> Outcome[Translated]:
    """Fill the catalogs of the articles; `does` says whether the machine translates from one language to another."""
    done: list[Translated] = []
    problems: list[TargmanError] = []
    skipped: dict[tuple[str, str], int] = {}
    for place, lang in _catalogs(settings, places, languages, problems):
        if machine.stopping.is_set():
            break
        try:
            sheet, made, faults = _up_to_date(settings, place, lang, machine, does)
        except (ArticleError, CatalogError, FileError) as error:
            problems.append(error)
            continue
        if made is not None:
            done.append(made)
            problems += faults
        elif sheet is not None:
            skipped[sheet.source, lang] = skipped.get((sheet.source, lang), 0) + len(sheet.drafts)
    if machine.closed is not None:
        problems.append(machine.closed)
    if machine.is_interrupted:
        problems.append(TargmanError("interrupted. What was answered is kept; run the command again to go on."))
    notices = (*machine.kept.notices, *_notices(machine, done, skipped))
    return Outcome(done=tuple(done), problems=tuple(problems), notices=notices)


def _up_to_date(
    settings: Settings, place: ArticlePath, lang: str, machine: Machine, does: Directions
) -> tuple[CatalogRequests | None, Translated | None, list[TargmanError]]:
    """One catalog, filled if the machine does its direction; done again, with the answers known, if somebody saves it
    meanwhile.
    """
    for attempt in range(_ATTEMPTS):
        sheet = sheet_of(settings, place, lang, machine)
        if sheet is None or not does(sheet.source, lang):
            break
        try:
            made, faults = _fill(settings, place, sheet, machine)
        except files.ChangedMeanwhileError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return sheet, made, faults
    return sheet, None, []


def estimate(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], machine: Machine, does: Directions
) -> Outcome[Estimate]:
    """What `translate` would send, with nothing sent. A text that several catalogs ask for counts once."""
    done: list[Estimate] = []
    problems: list[TargmanError] = []
    skipped: dict[tuple[str, str], int] = {}
    counted: set[tuple[str, str, str]] = set()
    for place, lang in _catalogs(settings, places, languages, problems):
        try:
            sheet = sheet_of(settings, place, lang, machine)
        except (ArticleError, CatalogError, FileError) as error:
            problems.append(error)
            continue
        if sheet is None:
            continue
        if not does(sheet.source, lang):
            skipped[sheet.source, lang] = skipped.get((sheet.source, lang), 0) + len(sheet.drafts)
            continue
        asked = list(dict.fromkeys(text for draft in sheet.drafts for text in texts_of(draft, machine)))
        known = machine.known(asked, sheet.source, lang)
        new = [text for text in asked if text not in known and (sheet.source, lang, text) not in counted]
        counted.update((sheet.source, lang, text) for text in new)
        done.append(
            Estimate(
                article=place.path,
                lang=lang,
                path=sheet.path,
                provider=machine.name,
                entries=len(sheet.drafts),
                cached=sum(all(text in known for text in texts_of(draft, machine)) for draft in sheet.drafts),
                characters=sum(map(len, new)),
                requests=sum(1 for _ in machine.requests_for(new)),
            )
        )
    return Outcome(done=tuple(done), problems=tuple(problems), notices=tuple(_skipped(machine, skipped)))


def texts_to_ask(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], machine: Machine, does: Directions
) -> int:
    """How many texts there are to be dealt with; what cannot be read counts nothing."""
    count = 0
    for place, lang in _catalogs(settings, places, languages, []):
        try:
            sheet = sheet_of(settings, place, lang, machine)
        except TargmanError:
            continue
        if sheet is not None and does(sheet.source, lang):
            count += len({text for draft in sheet.drafts for text in texts_of(draft, machine)})
    return count


def _catalogs(
    settings: Settings, places: Iterable[ArticlePath], languages: Sequence[str], problems: list[TargmanError]
) -> Iterator[tuple[ArticlePath, str]]:
    """Every catalog that is asked for; articles that share a slug have none that is sure to be theirs."""
    twins = misnamed(find_articles(settings))
    for place in places:
        if place.path in twins:
            problems.append(twins[place.path])
        else:
            yield from ((place, lang) for lang in languages)


def _fill(
    settings: Settings, place: ArticlePath, sheet: CatalogRequests, machine: Machine
) -> tuple[Translated, list[TargmanError]]:
    before = machine.spent
    verdicts, fresh = _verdicts(sheet, machine)
    filled = {source: verdict.text for source, verdict in verdicts.items() if verdict.text}
    new = _filled(sheet.old, filled, machine.name)
    data = file_bytes(new, sheet.seen)
    written = bool(filled) and files.write(settings.root / sheet.path, data, seen=sheet.seen, root=settings.root)
    made = Translated(
        article=place.path,
        lang=sheet.lang,
        path=sheet.path,
        provider=machine.name,
        written=written,
        filled=len(filled),
        cached=len(filled.keys() - fresh),
        refused=len(verdicts) - len(filled),
        left=len(sheet.drafts) - len(verdicts),
        characters=machine.spent - before,
    )
    refused = {source: verdict.problem for source, verdict in verdicts.items() if not verdict.text}
    return made, list(_faults(refused, data if written else sheet.seen, sheet.path)) if refused else []


def _faults(refused: Mapping[str, str], data: bytes | None, path: str) -> Iterator[TargmanError]:
    """An error for each entry that was refused, at its line in the file as it is now."""
    for entry in catalog.parse(data or b"").entries:
        if entry.source in refused and not entry.obsolete and entry.context is None:
            text = entry.source if len(entry.source) <= _SHOWN else f"{entry.source[:_SHOWN]}…"
            message = f"“{text}” was left untranslated: {refused[entry.source]}. Translate it by hand."
            yield TargmanError(message, path=path, line=entry.line)


def _filled(old: Catalog, filled: Mapping[str, str], name: str) -> Catalog:
    return replace(old, entries=tuple(_offered(entry, filled, name) for entry in old.entries))


def _offered(entry: Entry, filled: Mapping[str, str], name: str) -> Entry:
    if entry.obsolete or entry.context is not None or entry.target or entry.source not in filled:
        return entry
    comments = (*without_origin(entry).comments, f"{MACHINE_ORIGIN}{name}")
    return replace(entry, target=filled[entry.source], fuzzy=True, previous=None, comments=comments)


def _verdicts(sheet: CatalogRequests, machine: Machine) -> tuple[dict[str, Verdict], set[str]]:
    """What was made of each entry that was asked for, by its text, and those for which something was sent."""
    heard = machine.ask([text for draft in sheet.drafts for text in texts_of(draft, machine)], sheet.source, sheet.lang)
    heard = _reconsidered(sheet, machine, heard)
    verdicts: dict[str, Verdict] = {}
    fresh: set[str] = set()
    drafts: Sequence[TranslationRequest] = sheet.drafts
    while drafts:
        again: list[TranslationRequest] = []
        for draft in drafts:
            verdict = _verdict(draft, sheet, machine, heard)
            source = draft.entry.source
            if not heard.fresh.isdisjoint(texts_of(draft, machine)):
                fresh.add(source)
            if verdict is None:
                verdicts.pop(source, None)
                continue
            if verdict.text or source not in verdicts:
                verdicts[source] = verdict
            if other := _otherwise(draft, verdict, sheet, machine):
                again.append(other)
        drafts = again
        if drafts:
            heard = machine.ask(
                [text for draft in drafts for text in texts_of(draft, machine)], sheet.source, sheet.lang
            )
    return verdicts, fresh


def _otherwise(
    draft: TranslationRequest, verdict: Verdict, sheet: CatalogRequests, machine: Machine
) -> TranslationRequest | None:
    """How else to ask where placeholders did not survive, or terms are lacking; None where there is no other way."""
    if verdict.is_torn and not draft.is_apart:
        return replace(draft, pieces=apart(draft, sheet, machine), is_apart=True)
    held = {term for term in draft.terms if term.names[0] in draft.stand_for.values()}
    missing = set(verdict.lacking)
    if missing <= held:
        return None
    return insisting(draft, [term for term in draft.terms if term in held | missing], sheet, machine)


def _verdict(draft: TranslationRequest, sheet: CatalogRequests, machine: Machine, heard: Heard) -> Verdict | None:
    """What the answers amount to; None where some of the entry was not asked."""
    if not any(piece.is_asked for piece in draft.pieces):
        if needs_words(draft.segment.text):
            return Verdict(problem="a word in it is too long for the provider")
        return Verdict(text=unmask_terms(draft.segment.text, draft.stand_for))
    made = ""
    for piece in draft.pieces:
        if not piece.is_asked:
            made += piece.text
            continue
        asked = protected(piece.text.strip(), machine.form)
        if asked in heard.problems:
            return Verdict(problem=str(heard.problems[asked]))
        if asked not in heard.answers:
            return None
        made += with_spaces(restored(heard.answers[asked], piece.text.strip(), machine.form), piece.text)
    verdict = judged(made, draft.segment, sheet.lang)
    text = unmask_terms(verdict.text, draft.stand_for)
    missing = find_missing_terms(text, draft.terms, sheet.lang) if text else ()
    return Verdict(problem=missing[0].reason, lacking=missing) if missing else replace(verdict, text=text)


def _reconsidered(sheet: CatalogRequests, machine: Machine, heard: Heard) -> Heard:
    """The same with texts asked once more, alone, whose new answers look like those to other texts."""
    earlier = [
        (machine.earlier[sheet.source, sheet.lang, answer], answer)
        for answer in heard.answers.values()
        if (sheet.source, sheet.lang, answer) in machine.earlier
    ]
    doubtful = [text for text in look_alike([*earlier, *heard.answers.items()]) if text in heard.fresh]
    for draft in sheet.drafts:
        asked = [text for text in texts_of(draft, machine) if text in heard.fresh]
        verdict = _verdict(draft, sheet, machine, heard) if asked else None
        if verdict is not None and verdict.is_doubtful:
            doubtful += asked
    if doubtful:
        again = machine.ask_again(doubtful, sheet.source, sheet.lang)
        heard = replace(heard, answers=heard.answers | again.answers)
    for text, answer in heard.answers.items():
        machine.earlier.setdefault((sheet.source, sheet.lang, answer), text)
    return heard


def _notices(machine: Machine, done: Sequence[Translated], skipped: Mapping[tuple[str, str], int]) -> Iterator[str]:
    left = sum(item.left for item in done)
    if machine.is_over_budget:
        spent = f"The budget of {machine.budget:,} characters is spent"
        yield f"{spent}; {left:,} entries were left. Run it again to go on."
    yield from _skipped(machine, skipped)


def _skipped(machine: Machine, skipped: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for (source, target), count in skipped.items():
        if count:
            yield f"{machine.name} does not translate from {source} to {target}: {count:,} entries were left."
