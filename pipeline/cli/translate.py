"""`targman translate`."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    articles_argument,
    complete_language,
    find_workspace,
    format_option,
    select_articles,
    select_languages,
    show_examples,
)
from pipeline.cli.terminal import (
    echo,
    format_count,
    format_number,
    hold_lock,
    print_json,
    print_table,
    progress_bar,
    report_outcome,
)
from pipeline.errors import NoWorkspaceError
from pipeline.mt.providers import PROVIDERS, open_provider, provider_status
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import DEFAULT_EDITIONS, Settings

if TYPE_CHECKING:
    from pipeline.mt.providers import ProviderStatus
    from pipeline.mt.translate import TranslateEstimate, TranslateResult
    from pipeline.workspace.runner import Outcome

_ASK = (
    "Name the provider that is to get your texts, with --provider NAME or TARGMAN_PROVIDER: {names}. "
    "To see what each one is and needs: targman translate --providers"
)
_MOST_COLUMNS = 6
"""Number of directions up to which each is a column of the table of providers."""


@click.command(
    "translate",
    epilog=show_examples(
        "translate --providers",
        "translate --provider google --to ru --estimate",
        "translate sevan --provider google --to ru",
    ),
)
@articles_argument
@click.option(
    "--to",
    "--lang",
    "targets",
    multiple=True,
    metavar="LANG,LANG",
    help="Only these editions, such as ru,hy; may be given several times.",
    show_default="all",
    shell_complete=complete_language,
)
@click.option(
    "--provider",
    type=click.Choice(list(PROVIDERS)),
    envvar="TARGMAN_PROVIDER",
    show_envvar=True,
    help="Translate with this provider; it gets the texts.",
)
@click.option(
    "--estimate", is_flag=True, help="Count the characters and requests that it would take, and send nothing."
)
@click.option(
    "--max-chars", "budget", type=click.IntRange(min=0), metavar="N", help="Send at most this many characters."
)
@click.option(
    "--providers", "listing", is_flag=True, help="List the providers with their directions and keys, and exit."
)
@format_option
def command(
    articles: Sequence[str],
    targets: Sequence[str],
    provider: str | None,
    budget: int | None,
    form: str,
    *,
    estimate: bool,
    listing: bool,
) -> None:
    """Fill untranslated entries by machine, for people to correct.

    ARTICLE is a slug or a path; all articles by default. Every filled entry is fuzzy and names the machine until
    somebody confirms it. Entries that have a translation are never touched. Answers are cached, so that nothing is paid
    for twice. Keys come from the environment.
    """
    if listing:
        _show_providers(form)
        return
    settings = find_workspace()
    found, wanted = select_articles(settings, articles), select_languages(settings, targets)
    if provider is None:
        raise click.UsageError(_ASK.format(names=", ".join(PROVIDERS)))
    if estimate:
        _estimate_articles(settings, found, wanted, provider, form)
    _translate_articles(settings, found, wanted, provider, budget, form)


def _supported_directions(provider: str) -> Callable[[str, str], bool]:
    return lambda source, target: PROVIDERS[provider].supports(source, target, os.environ)


def _estimate_articles(
    settings: Settings, found: Sequence[ArticlePath], wanted: Sequence[str], provider: str, form: str
) -> None:
    from pipeline.mt import translate  # noqa: PLC0415  heavy
    from pipeline.mt.client import TranslationClient  # noqa: PLC0415
    from pipeline.mt.providers.retry import RetryPolicy  # noqa: PLC0415
    from pipeline.mt.shared_cache import open_cache  # noqa: PLC0415

    with open_cache(settings, writing=False) as cache:
        supports = _supported_directions(provider)
        client = TranslationClient(open_provider(provider, os.environ), cache, RetryPolicy(), supports)
        outcome = translate.estimate_articles(settings, found, wanted, client)
    report_outcome(outcome, form, lambda: _show_estimate(outcome, provider))


def _translate_articles(
    settings: Settings,
    found: Sequence[ArticlePath],
    wanted: Sequence[str],
    provider: str,
    budget: int | None,
    form: str,
) -> None:
    from pipeline.mt import translate  # noqa: PLC0415  heavy
    from pipeline.mt.client import TranslationClient  # noqa: PLC0415
    from pipeline.mt.providers.retry import read_retry_policy  # noqa: PLC0415
    from pipeline.mt.shared_cache import open_cache  # noqa: PLC0415

    opened, policy = open_provider(provider, os.environ), read_retry_policy(os.environ)
    with hold_lock(settings.root), open_cache(settings, writing=True) as cache:
        client = TranslationClient(opened, cache, policy, _supported_directions(provider), budget=budget)
        texts, told = translate.survey_articles(settings, found, wanted, client)
        if form == "text" and told:
            echo("\n".join(told) + "\n")
        with progress_bar(texts, "Translating") as advance:
            client.on_progress = lambda count: advance(steps=count)
            outcome = translate.translate_articles(settings, found, wanted, client)
    if form == "text":
        outcome = replace(outcome, notices=tuple(notice for notice in outcome.notices if notice not in told))
    report_outcome(outcome, form, lambda: _show(outcome))


def _show(outcome: "Outcome[TranslateResult]") -> None:
    rows = [
        (*map(format_number, (item.filled, item.cached, item.refused, item.left, item.characters)), item.path)
        for item in outcome.done
        if item.filled or item.refused or item.left
    ]
    if rows:
        print_table(("Filled", "Known", "Refused", "Left", "Characters", "Catalog"), rows, right=range(5))
        echo()
    filled = sum(item.filled for item in outcome.done)
    written = sum(item.written for item in outcome.done)
    if not rows and not outcome.problems:
        echo("Nothing to translate: every text has a translation, confirmed or not.")
        return
    told = f"{format_count(filled, 'entry', 'entries')} filled in {format_count(written, 'catalog', 'catalogs')}"
    echo(f"{told}, fuzzy until somebody confirms them." if filled else f"{told}.")
    if filled:
        echo("To see them in the editions before that: targman merge --fuzzy use")


def _show_estimate(outcome: "Outcome[TranslateEstimate]", provider: str) -> None:
    rows = [
        (*map(format_number, (item.entries, item.cached, item.characters, item.requests)), item.path)
        for item in outcome.done
        if item.entries
    ]
    if rows:
        print_table(("Entries", "Known", "Characters", "Requests", "Catalog"), rows, right=range(4))
        echo()
    characters, requests = (sum(getattr(item, name) for item in outcome.done) for name in ("characters", "requests"))
    total = f"{format_count(characters, 'character', 'characters')} in {format_count(requests, 'request', 'requests')}"
    echo(f"{provider} would get {total}; {sum(item.cached for item in outcome.done):,} entries are known already.")


def _find_directions() -> tuple[tuple[str, str], ...]:
    """Return the directions of this workspace; outside of one, those of a new workspace."""
    from pipeline.mt.requests import find_directions  # noqa: PLC0415  heavy

    try:
        settings = find_workspace()
    except NoWorkspaceError:
        return tuple(permutations(DEFAULT_EDITIONS, 2))
    return find_directions(settings, select_articles(settings, ()))


def _show_providers(form: str) -> None:
    directions = _find_directions()
    offers = [provider_status(offer, os.environ, directions) for offer in PROVIDERS.values()]
    if form == "json":
        from pipeline import reports  # noqa: PLC0415

        print_json(reports.format_report(offers, ()))
        return
    are_columns = len(directions) <= _MOST_COLUMNS
    headings = [f"{source}→{target}" for source, target in directions] if are_columns else ["Directions"]
    rows = [
        (
            offer.name,
            *(_tick_directions(offer, directions) if are_columns else [_name_directions(offer, directions)]),
            ", ".join(f"{name} (not set)" if name in offer.missing else name for name in offer.needs) or "–",
        )
        for offer in offers
    ]
    print_table(("Provider", *headings, "Needs"), rows)
    echo()
    for offer in offers:
        echo(f"{offer.name}: {offer.about}.")
        if offer.takes:
            echo(f"    takes {', '.join(offer.takes)}")


def _tick_directions(offer: "ProviderStatus", directions: Sequence[tuple[str, str]]) -> list[str]:
    return ["yes" if f"{source}-{target}" in offer.directions else "–" for source, target in directions]


def _name_directions(offer: "ProviderStatus", directions: Sequence[tuple[str, str]]) -> str:
    """Name the directions that a provider has, or that it lacks if these are fewer."""
    has, lacks = (
        [f"{source}→{target}" for source, target in directions if (f"{source}-{target}" in offer.directions) == wanted]
        for wanted in (True, False)
    )
    if len(has) > len(lacks):
        return f"all but {', '.join(lacks)}" if lacks else "all"
    return ", ".join(has) or "none"
