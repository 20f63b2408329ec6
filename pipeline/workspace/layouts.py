"""Write editions as the pages of a site: where its generator looks for them, with links that it resolves.

What a page looks like depends on other articles: a link leads to an edition in the same language only if there is one.
So all articles are surveyed first. The index knows the survey again as it does every step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.workspace import assets, files
from pipeline.workspace.contents import ArticleContents, parse_article, read_content, read_contents, read_glossary
from pipeline.workspace.edition_steps import MergeResult, read_with_links, step_name
from pipeline.workspace.index import Index
from pipeline.workspace.links import find_linked
from pipeline.workspace.lock import remove_leftovers_in
from pipeline.workspace.paths import ArticleListing, ArticlePath, list_articles
from pipeline.workspace.runner import Advance, Linked, Outcome, Step, StepResult, plan_run, run
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pipeline.publishing.layouts import PageFacts, Place
    from pipeline.workspace.editions import DraftEdition

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedArticle:
    """An article in the survey: its language, the languages of the editions that can be written, of those that readers
    may see, and of those that are held back since they are not complete or not reviewed. `links` and `pictures` are
    addresses in its editions with the paths that they lead to.
    """

    article: str
    lang: str = ""
    made: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    links: Pairs = ()
    pictures: Pairs = ()


Survey = Mapping[str, SurveyedArticle]
"""The articles that could be read, by path."""


def survey_articles(
    settings: Settings, listing: ArticleListing, linked: Linked, index: Index, executor: "Executor | None" = None
) -> Survey:
    """Find out which editions of all articles can be written, and where their links lead. What is wrong with an article
    or a catalog is told where its editions are written.
    """
    name = f"{step_name('survey', settings, settings.editions)} {settings.layout}"
    plan = plan_run(name, listing.articles, listing.articles, index, linked)
    read = partial(read_contents, settings, languages=settings.editions, with_template=True)
    step = Step(
        name=name,
        result=SurveyedArticle,
        read=partial(read_with_links, read, linked),
        compute=partial(_survey, settings),
        store=partial(_resolve, settings),
        linked=linked,
    )
    return {each.article: each for each in run(settings, step, plan, index, executor=executor).done}


def _survey(settings: Settings, contents: ArticleContents) -> tuple[SurveyedArticle, tuple[str, ...]]:
    from pipeline.article.markdown.addresses import find_addresses  # noqa: PLC0415  heavy
    from pipeline.article.markdown.front_matter import read_front_matter  # noqa: PLC0415
    from pipeline.publishing.layouts import IMAGE_FIELD, can_hide, is_hidden  # noqa: PLC0415
    from pipeline.workspace.editions import EditionError, complete_edition  # noqa: PLC0415

    article = parse_article(settings, contents)
    front = read_front_matter(article.source, (settings.layout,))
    image = front.field(IMAGE_FIELD) if front else None
    hides = can_hide(settings.layout) and is_hidden(settings.layout, front)
    states: dict[str, list[str]] = {"made": [], "finished": [], "held_back": []}
    targets = dict.fromkeys(address.target for address in find_addresses(article.source, article.dialects))
    targets |= {image.value: None} if image else {}
    for lang in settings.editions:
        try:
            draft = complete_edition(settings, contents, article, lang)
        except EditionError:
            states["held_back"].append(lang)
            continue
        except TargmanError:
            continue
        states["made"].append(lang)
        if not hides and (draft.edition.share >= 1 or not can_hide(settings.layout)):
            states["finished"].append(lang)
        targets |= dict.fromkeys(address.target for address in find_addresses(draft.text, article.dialects))
    surveyed = SurveyedArticle(
        article=contents.path.path,
        lang=article.lang,
        made=tuple(states["made"]),
        finished=tuple(states["finished"]),
        held_back=tuple(states["held_back"]),
    )
    return surveyed, tuple(targets)


def _resolve(
    settings: Settings, contents: ArticleContents, surveyed: tuple[SurveyedArticle, tuple[str, ...]]
) -> StepResult[SurveyedArticle]:
    found, targets = surveyed
    articles = (settings.root / "articles").resolve()
    links: dict[str, str] = {}
    pictures: dict[str, str] = {}
    for target in targets:
        path = assets.locate_asset(settings, contents.path, target)
        if path is None or path.is_dir():
            continue
        near = path.resolve().relative_to(articles).as_posix()
        if path.suffix == ".md":
            links[target] = f"articles/{near}"
        else:
            with suppress(FileError):  # which is told where the picture is copied
                if files.read(path, settings.root) is None:
                    continue
            pictures[target] = near
    return StepResult(results=[replace(found, links=tuple(links.items()), pictures=tuple(pictures.items()))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The places of all pages of a workspace by its settings, and what the survey found."""

    settings: Settings
    survey: Survey

    def place(self, article: str, lang: str) -> "Place":
        """Return the place of the page of an article in a language."""
        from pipeline.publishing.layouts import Place  # noqa: PLC0415  heavy

        parts = PurePosixPath(self.settings.folder).parts
        return Place(
            layout=self.settings.layout,
            stem=ArticlePath(path=article).stem,
            lang=lang,
            default=self.settings.lang or self.settings.editions[0],
            has_pictures=bool(self.survey[article].pictures),
            section="/".join(parts[parts.index("content") + 1 :]) if "content" in parts else "",
        )

    def path(self, inside: str) -> str:
        """Return the path in the workspace of a page or picture of the site."""
        return self.settings.site_prefix + inside

    def facts(self, article: str, lang: str, linked: tuple[str, ...] = ()) -> "PageFacts":
        """Return what the page of an article depends on, but for its own share."""
        from pipeline.publishing.layouts import PageFacts  # noqa: PLC0415  heavy

        own = self.survey[article]
        goals = {target: self._choose(path, lang) for target, path in own.links}
        return PageFacts(
            place=self.place(article, lang),
            source=article,
            links={target: goal for target, goal in goals.items() if goal is not None},
            pictures=dict(own.pictures),
            finished=own.finished,
            linked=linked,
        )

    def _choose(self, article: str, lang: str) -> "Place | None":
        """Return the page that a link to an article leads to: in the same language, else as it was written."""
        found = self.survey.get(article)
        wanted = (lang, found.lang, self.settings.lang, *found.finished) if found else ()
        return next((self.place(article, each) for each in wanted if each and found and each in found.finished), None)

    def dependences(self, article: str) -> tuple[str, ...]:
        """Return a line for each article whose state the pages of this one depend on, itself included."""
        paths = dict.fromkeys((article, *(path for _, path in self.survey[article].links)))
        found = [(path, self.survey.get(path)) for path in paths]
        return tuple(f"{path} {' '.join(each.finished)} {bool(each.pictures)}" for path, each in found if each)

    def add_dependences(self, linked: Linked) -> Linked:
        """Return what the pages of all articles depend on besides their files, with the fragments that are `linked`."""
        return {path: (*linked.get(path, ()), *self.dependences(path)) for path in self.survey}

    def step_name(self, command: str, languages: Iterable[str]) -> str:
        """Name a step that makes pages, with all settings on which its results depend."""
        return " ".join((step_name(command, self.settings, languages), self.settings.layout, self.settings.folder))

    def expected(self) -> dict[str, str]:
        """Return the paths of all pages and pictures of editions that can be written, with the article of each; of
        several articles that want one path, the first.
        """
        found: dict[str, str] = {}
        for article, surveyed in self.survey.items():
            for lang in surveyed.made:
                place = self.place(article, lang)
                for inside in (place.path, *(place.picture(path) for _, path in surveyed.pictures)):
                    found.setdefault(self.path(inside), article)
        return found


def make_site(
    settings: Settings, listing: ArticleListing, index: Index, executor: "Executor | None" = None
) -> tuple[Site, Linked]:
    """Survey the workspace; return the site, and the fragments by which articles link to headings of others. Where
    something cannot be read at the moment, the page that stands there counts.
    """
    linked = find_linked(settings, listing.articles, index)
    site = Site(settings=settings, survey=survey_articles(settings, listing, linked, index, executor))
    survey = dict(site.survey)
    for item in listing.articles:
        found = survey.get(item.path, SurveyedArticle(article=item.path))
        unclear = [lang for lang in settings.editions if lang not in (*found.made, *found.held_back)]
        if unclear:
            near = Site(settings=settings, survey={item.path: found})
            standing = tuple(lang for lang in unclear if _is_standing(near, item.path, lang))
            survey[item.path] = replace(found, finished=(*found.finished, *standing))
    return replace(site, survey=survey), linked


def _is_standing(site: Site, article: str, lang: str) -> bool:
    """Tell whether there is a page of an article that readers may see."""
    from pipeline.article.markdown.front_matter import read_front_matter  # noqa: PLC0415  heavy
    from pipeline.publishing.layouts import is_hidden  # noqa: PLC0415

    place = site.place(article, lang)
    for inside in {place.path, replace(place, has_pictures=True).path}:
        with suppress(TargmanError, UnicodeDecodeError):
            data = files.read(site.settings.root / site.path(inside))
            if data is not None:
                layout = site.settings.layout
                return not is_hidden(layout, read_front_matter(data.decode(), (layout,)))
    return False


def merge_site(
    settings: Settings,
    articles: Sequence[ArticlePath],
    languages: Sequence[str],
    index: Index,
    advance: Advance | None,
    *,
    listing: ArticleListing | None,
    executor: "Executor | None",
) -> Outcome[MergeResult]:
    """Write the editions in `languages` as the pages of a site, as `merge` writes them otherwise. A file that Targman
    did not make stays, and is a problem. The caller holds the workspace's lock.
    """
    listing = listing or list_articles(settings)
    site, linked = make_site(settings, listing, index, executor)
    all_linked = site.add_dependences(linked)
    name = site.step_name("lay out", languages)
    plan = plan_run(name, articles, listing.articles, index, all_linked)
    if plan.waiting:
        read_glossary(settings)  # for its faults: they are told once, and not of every article
        for folder in sorted({(settings.root / path).parent for path in site.expected()}):
            remove_leftovers_in(folder)  # now: later they may be those of our own threads
    read = partial(read_contents, settings, languages=tuple(languages), with_template=True)
    step = Step(
        name=name,
        result=MergeResult,
        read=partial(read_with_facts, partial(read_with_links, read, linked), site, tuple(languages)),
        compute=partial(_make_pages, settings),
        store=partial(_store, settings, site.expected()),
        repeated=lambda result: replace(result, written=False),
        linked=all_linked,
    )
    return run(settings, step, plan, index, advance, executor)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MadePage:
    """A page to write, and the pictures of it by their place in the site."""

    result: MergeResult
    data: bytes
    pictures: Pairs


_MadePages = tuple[list[_MadePage], list[TargmanError]]


def read_with_facts(
    read: Callable[[ArticlePath], ArticleContents],
    site: Site,
    languages: tuple[str, ...],
    path: ArticlePath,
    *,
    with_pages: bool = False,
) -> ArticleContents:
    """Read the files of an article, with what its pages in these languages depend on; the pages themselves, if asked
    for, are its `editions`.
    """
    contents = read(path)
    facts = {lang: site.facts(path.path, lang, contents.linked) for lang in languages}
    if not with_pages:
        return replace(contents, facts=facts)
    pages = {lang: read_content(site.settings, site.path(each.place.path)) for lang, each in facts.items()}
    return replace(contents, facts=facts, editions=pages)


def make_page(settings: Settings, contents: ArticleContents, draft: "DraftEdition") -> tuple[str, str]:
    """Return the path and the text of the page of an edition."""
    from pipeline.publishing.layouts import lay_out  # noqa: PLC0415  heavy

    facts = replace(contents.facts[draft.edition.lang], is_complete=draft.edition.share >= 1)
    return settings.site_prefix + facts.place.path, lay_out(draft.text, facts, draft.article.dialects or ())


def _make_pages(settings: Settings, contents: ArticleContents) -> _MadePages:
    from pipeline.workspace.editions import complete_edition, describe_merge, per_edition  # noqa: PLC0415

    article = parse_article(settings, contents)

    def make(lang: str) -> _MadePage:
        draft = complete_edition(settings, contents, article, lang)
        path, text = make_page(settings, contents, draft)
        result = describe_merge(settings, draft, path)
        facts = contents.facts[lang]
        pictures = {settings.site_prefix + facts.place.picture(path): path for path in facts.pictures.values()}
        return _MadePage(result=result, data=text.encode(), pictures=tuple(pictures.items()))

    return per_edition([*contents.facts], make)


def _store(
    settings: Settings, expected: Mapping[str, str], _: ArticleContents, made: _MadePages
) -> StepResult[MergeResult]:
    results: list[MergeResult] = []
    pages, problems = made[0], [*made[1]]
    for page in pages:
        try:
            is_written = _write_page(settings, expected, page)
            cleaned = list(_copy_pictures(settings, page.pictures))
        except files.ChangedMeanwhileError:
            raise
        except FileError as error:
            problems.append(error)
        else:
            companions = tuple(goal for goal, _ in page.pictures)
            results.append(replace(page.result, written=is_written, companions=companions, cleaned=tuple(cleaned)))
    return StepResult(results=results, problems=problems)


def _write_page(settings: Settings, expected: Mapping[str, str], page: _MadePage) -> bool:
    """Write a page; return True if that was needed. Raises FileError, also for a file that another hand made."""
    path, article = page.result.path, page.result.article
    file = settings.root / path
    if expected.get(path, article) != article:
        raise FileError(f"is the page of {expected[path]}, too. Rename one of the articles.", path=path)
    seen = files.read(file)
    # With the layout plain, an edition in the article's own language is the article, without a mark.
    if seen is not None and seen != page.data and is_edition(page.data) and not is_edition(seen):
        raise FileError("was not made by Targman, so it stays. Move it, or set another folder.", path=path)
    return files.write(file, page.data, seen=seen, root=settings.root)


def _copy_pictures(settings: Settings, pictures: Pairs) -> Iterable[str]:
    """Copy pictures to their places in the site; yield a line for each copy that lacks what was unsafe in it."""
    for goal, path in pictures:
        picture, line = assets.read_asset(settings.root / "articles" / path)
        if line:
            yield f"{path}: {line}"
        if picture is not None:
            files.write(settings.root / goal, picture.data, seen=files.read(settings.root / goal), root=settings.root)


def is_edition(data: bytes) -> bool:
    """Tell whether a text has the mark that Targman writes into editions."""
    from pipeline.article.markdown import PROVENANCE_FIELD  # noqa: PLC0415  heavy
    from pipeline.article.markdown.front_matter import read_front_matter  # noqa: PLC0415

    try:
        front = read_front_matter(data.decode())
    except (UnicodeDecodeError, TargmanError):
        return False
    return front is not None and PROVENANCE_FIELD in front.keys
