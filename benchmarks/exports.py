"""Pages out of editions: Targman and those who turn Markdown into HTML, on the same files."""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.corpus import make_corpus
from benchmarks.measure import Command, CommandError, measured
from benchmarks.results import Pages
from benchmarks.tools import COMMAND, Targman, said

_ROUNDS = 3
_SLOW_PAGES = 150
"""How many of the pages are made by those who take long; their time is told for one page."""

_MARKDOWN_IT = """
import sys
from pathlib import Path
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
reader = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(front_matter_plugin)
for path in sorted(Path("editions").rglob("*.md")):
    target = Path("pages") / path.relative_to("editions").with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(reader.render(path.read_text(encoding="utf-8")), encoding="utf-8")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """A program that makes pages: the folder is laid anew by `lay`, which is not measured, then `commands` are run."""

    name: str
    version: str
    lay: Callable[[Path], None]
    commands: Callable[[Path], list[Command]]
    made: str
    """The pattern of the pages below the folder."""


def measure_pages(articles: int, folder: Path, say: Callable[[str], None]) -> Iterator[Pages]:
    """Pages of all editions of `articles` articles, by every program that is here; translated into all languages."""
    workspace = folder / "workspace"
    corpus = make_corpus(articles, folder / "corpus")
    ours = Targman()
    ours.lay(workspace, corpus)
    measured(ours.update(workspace), workspace)
    ours.finish(workspace, corpus.translations)
    measured(ours.write(workspace), workspace)
    environment = _environment(folder)
    for maker in _makers(environment):
        say(f"pages: {maker.name}")
        samples, made = [], 0
        for _ in range(_ROUNDS):
            maker.lay(workspace)
            try:
                samples.append(measured(maker.commands(workspace), workspace))
            except CommandError as error:
                say(f"pages: {maker.name} failed: {error}")
                break
            made = len(list(workspace.glob(maker.made)))
        if samples:
            yield Pages(name=maker.name, version=maker.version, pages=made, samples=samples)


def _makers(environment: Path) -> Iterator[_Maker]:
    yield _Maker(
        name="Targman, from catalogs (merge, prove, page, verify)",
        version=said([str(COMMAND), "--version"]).split()[-1],
        lay=_without("exports", ".targman"),
        commands=lambda _: [[str(COMMAND), "export", "--format", "html"]],
        made="exports/*/*.html",
    )
    if shutil.which("hugo"):
        yield _Maker(
            name="hugo, from editions",
            version=said(["hugo", "version"]).split()[1].partition("-")[0],
            lay=_hugo,
            commands=lambda _: [["hugo", "--quiet", "--source", "hugo", "--destination", "public"]],
            made="hugo/public/*/*/index.html",
        )
    python = environment / "bin" / "python"
    if python.exists():
        yield _Maker(
            name="markdown-it-py, from editions",
            version=version("markdown-it-py"),
            lay=_without("pages"),
            commands=lambda _: [[str(python), "-c", _MARKDOWN_IT]],
            made="pages/*/*.html",
        )
    if shutil.which("pandoc"):
        yield _Maker(
            name=f"pandoc, from editions, {_SLOW_PAGES} pages",
            version=said(["pandoc", "--version"]).split()[1],
            lay=_pages,
            commands=_pandoc,
            made="pages/*.html",
        )


def _without(*names: str) -> Callable[[Path], None]:
    def lay(folder: Path) -> None:
        for name in names:
            shutil.rmtree(folder / name, ignore_errors=True)

    return lay


def _pages(folder: Path) -> None:
    _without("pages")(folder)
    (folder / "pages").mkdir()


def _pandoc(folder: Path) -> list[Command]:
    editions = sorted((folder / "editions").rglob("*.md"))
    chosen = random.Random(1).sample(editions, min(_SLOW_PAGES, len(editions)))  # noqa: S311  nothing secret
    command = ["pandoc", "--standalone", "--from", "commonmark_x"]
    return [[*command, str(path), "--output", f"pages/{path.parent.name}-{path.stem}.html"] for path in chosen]


def _hugo(folder: Path) -> None:
    """A site with the editions as they are, and the least of a theme."""
    site = folder / "hugo"
    shutil.rmtree(site, ignore_errors=True)
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    single = "<!DOCTYPE html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n"
    (layouts / "single.html").write_text(single, encoding="utf-8")
    (layouts / "list.html").write_text("{{ range .Pages }}{{ .Title }}{{ end }}\n", encoding="utf-8")
    (site / "config.toml").write_text('disableKinds = ["RSS", "sitemap"]\n', encoding="utf-8")
    shutil.copytree(folder / "editions", site / "content")


def _environment(folder: Path) -> Path:
    """An environment with markdown-it-py and its plugins; without them where they cannot be had."""
    made = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", made], check=False)
    wanted = [f"markdown-it-py=={version('markdown-it-py')}", "mdit-py-plugins"]
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([made / "bin" / "python", "-m", "pip", "install", *quiet, *wanted], check=False)
    return made if not done.returncode else folder / "none"
