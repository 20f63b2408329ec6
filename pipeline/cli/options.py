"""The arguments and options that commands share, and what they select in the workspace."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import SettingsError, TargmanError
from pipeline.workspace import paths
from pipeline.workspace.paths import ArticleListing, ArticlePath
from pipeline.workspace.settings import Settings, find_settings
from pipeline.workspace.settings.cluster import HERE

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pipeline.workspace.cluster import ClusterExecutor


def show_examples(*lines: str) -> str:
    """Return the examples that stand below the help of a command; each begins with the name of the command."""
    return "\b\nExamples:\n" + "\n".join(f"  targman {line}" for line in lines)


def complete_article(context: click.Context, option: click.Parameter, word: str) -> list[str]:  # noqa: ARG001
    """Return the slugs of the workspace that begin like this word, for the Tab key; none where there is a fault."""
    with suppress(TargmanError, OSError):
        return sorted(place.slug for place in paths.find_articles(find_workspace()) if place.slug.startswith(word))
    return []


def complete_language(context: click.Context, option: click.Parameter, word: str) -> list[str]:  # noqa: ARG001
    """Return the editions of the workspace that begin like this word, or like what stands after its last comma."""
    *before, last = word.split(",")
    with suppress(TargmanError, OSError):
        left = [lang for lang in find_workspace().editions if lang.startswith(last) and lang not in before]
        return [",".join((*before, lang)) for lang in left]
    return []


articles_argument = click.argument("articles", nargs=-1, metavar="[ARTICLE]...", shell_complete=complete_article)


def make_format_option(
    flag: str, *more: str, text: str = "Report in this format."
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make the option for the format of the report: text, JSON, or one `more`."""
    formats = click.Choice(["text", "json", *more])
    return click.option(flag, "form", type=formats, default="text", show_default=True, help=text)


class LanguageCode(click.ParamType):  # type: ignore[type-arg]  # some versions of click have none
    """The code of a language, in any usual form; as BCP 47 has it (`pt-BR`)."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code; a usage error for one that is none."""
        from pipeline.languages.tags import canonical  # noqa: PLC0415  needed only where somebody names a language

        if not canonical(value):
            with suppress(TargmanError):
                find_workspace()  # which may have a pack of the language
        return canonical(value) or self.fail(f"“{value}” is not the code of a language: hy or pt-BR is.", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        """Return the languages of the workspace that begin like this word."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  only while the Tab key is pressed

        return [CompletionItem(lang) for lang in complete_language(ctx, param, incomplete)]


class NewLanguageCode(LanguageCode):
    """The code of a language that may be one of ISO 639 which Targman knows nothing about."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code; a usage error for what cannot be one."""
        from pipeline.languages.tags import canonical  # noqa: PLC0415  as above

        is_other = not canonical(value) and re.fullmatch(r"[A-Za-z]{3}", value)
        return value.lower() if is_other else super().convert(value, param, ctx)


LANGUAGE = LanguageCode()


def split_codes(context: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the codes of an option that takes several with commas; a usage error for one that is none."""
    words = [word.strip() for word in (value or "").split(",") if word.strip()]
    return tuple(dict.fromkeys(LANGUAGE.convert(word, option, context) for word in words))


format_option = make_format_option("--format")

lang_option = click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="LANG,LANG",
    help="Only these editions, such as ru or hy,en; may be given several times.",
    show_default="all",
    shell_complete=complete_language,
)

cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    envvar="TARGMAN_CLUSTER",
    show_envvar=True,
    help="Compute on the Dask cluster with this scheduler, such as tls://10.0.0.5:8786; none for this machine alone.",
    show_default="from the settings",
)


@contextmanager
def open_executor(settings: Settings, address: str | None, *, slowness: int = 1) -> "Iterator[ClusterExecutor | None]":
    """Provide what computes on the cluster that `--cluster` or the settings name; None if they name none. An article
    takes up to `slowness` times as long as checking it.
    """
    about = settings.cluster if address is None else replace(settings.cluster, address=address)
    if about.address in {"", HERE}:
        yield None
        return
    from pipeline.workspace.cluster import SECONDS, TOGETHER, open_cluster  # noqa: PLC0415  heavy

    seconds, together = SECONDS * slowness, max(1, TOGETHER // slowness)
    with open_cluster(about, settings.root, seconds=seconds, together=together) as executor:
        yield executor


def find_workspace() -> Settings:
    """Find the settings of the workspace around the current folder. Raises SettingsError if there is none."""
    return find_settings(Path.cwd())


def select_articles(
    settings: Settings, words: Sequence[str], listing: ArticleListing | None = None
) -> tuple[ArticlePath, ...]:
    """Select the articles that the words of the command line name; all if there are no words."""
    listing = listing or paths.list_articles(settings)
    return paths.match_articles(listing.articles, words, settings, Path.cwd())


def select_editions(
    settings: Settings, words: Sequence[str], languages: Sequence[str], listing: ArticleListing
) -> dict[ArticlePath, tuple[str, ...]]:
    """Select articles, each with the editions asked for; the path of a catalog selects its edition only."""
    return paths.match_editions(listing.articles, words, settings, Path.cwd(), select_languages(settings, languages))


def select_languages(settings: Settings, languages: Sequence[str]) -> tuple[str, ...]:
    """Select the editions that `--lang` names, singly or by commas, in the settings' order; all if it names none.
    Raises SettingsError for one that this workspace does not make.
    """
    from pipeline.languages.tags import canonical, match  # noqa: PLC0415

    named = [lang.strip() for word in languages for lang in word.split(",") if lang.strip()]
    asked = [match(lang, settings.editions) or canonical(lang) or lang for lang in named]
    if languages and not asked:
        raise SettingsError(f"“{languages[0]}” names no language. Give some of {', '.join(settings.editions)}.")
    return paths.match_languages(settings, asked)
