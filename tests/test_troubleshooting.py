"""The page docs/troubleshooting.md quotes what commands print: each message on it is produced here by running one."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from pipeline.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "troubleshooting.md"
ARTICLE = "---\nlang: en\n---\n\n# The lake\n\nIt fell by 20 m.[^1] It rose again.\n\n[^1]: A report.\n"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
CATALOG = "locales/ru/articles/lake.po"
MESSAGE = re.compile(r"^> `(.+)`$", re.MULTILINE)


class Folder:
    """A folder in which commands are called; it keeps everything that they print."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said = ""

    def run(self, words: str, given: str = "") -> None:
        result = CliRunner().invoke(main, words.split(), input=given, terminal_width=1000)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        self.said += result.output + "\n"

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in:\n{text}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def translate(self, source: str, target: str, path: str = CATALOG) -> None:
        self.edit(path, f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')

    def prepare(self) -> None:
        """Make a workspace with an article that is synced."""
        self.write("targman.toml", 'lang = "en"\neditions = ["en", "ru"]\n')
        self.write("articles/lake.md", ARTICLE)
        self.run("sync")


def outside(here: Folder) -> None:
    here.run("sync")


def empty(here: Folder) -> None:
    here.run("init")
    shutil.rmtree(here.root / "articles")
    (here.root / "articles").mkdir()
    here.run("check")


def settings(here: Folder) -> None:
    here.write("targman.toml", 'lang = "en"\nmising = "mark"\n')
    here.run("sync")
    here.write("targman.toml", 'lang = "en"\nmissing = "drop"\n')
    here.run("sync")
    here.write("targman.toml", "lang = en\n")
    here.run("sync")


def names(here: Folder) -> None:
    here.prepare()
    here.run("sync laek")
    here.run("merge --lang fr")
    here.run("sycn")
    here.run("sync --langs ru")
    here.write("articles/more/lake.md", ARTICLE)
    here.run("sync")
    here.write("articles/notes.docx", b"PK")
    here.run("sync")
    (here.root / "articles/more/lake.md").unlink()
    with FileLock(here.root / ".targman/lock"):
        here.run("sync")


def articles(here: Folder) -> None:
    here.write("targman.toml", 'editions = ["en", "ru"]\n')
    here.write("articles/a.md", "# No language\n")
    here.write("articles/b.md", "---\nlang: xx\n---\n\nText.\n")
    here.write("articles/c.md", "---\nlang: en\n\nText.\n")
    here.write("articles/d.md", "---\nlang: en\ntitle: One: two\n---\n\nText.\n")
    here.write("articles/e.md", b"---\nlang: en\n---\n\nCaf\xe9.\n")
    here.write("articles/f.md", "---\nlang: en\n---\n\n<<<<<<< ours\nOne.\n=======\nTwo.\n>>>>>>> theirs\n")
    here.write("articles/g.md", "---\nlang: en\n---\n\n<!-- targman: off -->\n\nText.\n")
    here.write(
        "articles/h.md", "---\nlang: en\n---\n\nОзеро обмелело, и берег отступил на целый километр за несколько лет.\n"
    )
    here.write("articles/i.md", "---\nlang: en\n---\n\nOne.\n\n/// note\nTwo.\n///\n")
    here.run("sync")


def edition_as_article(here: Folder) -> None:
    here.prepare()
    here.run("merge")
    shutil.copy(here.root / "editions/ru/lake.md", here.root / "articles/copy.md")
    here.run("sync")


def catalogs(here: Folder) -> None:
    here.prepare()
    good = (here.root / CATALOG).read_text(encoding="utf-8")
    here.translate("It rose again.", "Потом оно поднялось.")
    here.run("sync")
    full = (here.root / CATALOG).read_text(encoding="utf-8")
    for damaged in (
        full[: len(full) // 2],
        full.replace('msgstr "Потом', '<<<<<<< ours\nmsgstr "Потом').replace(
            'поднялось."', 'поднялось."\n=======\n>>>>>>> theirs'
        ),
        full + '\nmsgid "It rose again."\nmsgstr "Оно поднялось."\n',
        full.replace('"Потом', '"Пот"ом'),
        full.replace("charset=UTF-8", "charset=CHARSET"),
        full.replace("Language: ru", "Language: hy"),
        full.replace("Потом оно поднялось", "????? ??? ?????????"),
        "",
        full.encode("utf-16"),
        b"\xef\xbb\xbf" + full.encode(),
        full.rstrip("\n"),
    ):
        here.write(CATALOG, damaged)
        here.run("sync")
        here.run("check")
    here.write(CATALOG, full)
    here.edit(CATALOG, '"Потом оно поднялось."', '""')
    here.run("sync")
    here.write(CATALOG, good)
    here.run("sync")
    (here.root / CATALOG).unlink()
    here.run("sync")


def merging(here: Folder) -> None:
    here.prepare()
    here.run("merge --missing fail")
    here.edit("targman.toml", 'lang = "en"', 'lang = "en"\ncomplete = 0.9')
    here.run("merge")
    here.edit("targman.toml", "complete = 0.9", 'unreviewed = "skip"')
    here.translate("It rose again.", "Потом оно поднялось.")
    here.run("merge")
    (here.root / CATALOG).unlink()
    shutil.rmtree(here.root / ".targman")
    here.run("merge")


def checking(here: Folder) -> None:
    here.prepare()
    here.translate("It fell by 20 m.{fn1}", "Оно упало на 30 м.")
    here.translate("It rose again.", "It rose again.")
    here.run("check")


def receiving(here: Folder) -> None:
    here.prepare()
    here.run("receive nothing.zip")
    here.write(
        "strange.po",
        f'{HEADER}"Language: ru\\n"\n\nmsgid "No text of ours."\nmsgstr "Не наш текст."\n',
    )
    here.run("receive strange.po")
    here.write(
        "late.po",
        f'{HEADER}"Language: ru\\n"\n\n#: articles/gone.md\nmsgid "No text is left."\nmsgstr "Ничего не осталось."\n',
    )
    here.run("receive late.po")
    here.write(
        "nameless.po",
        f'{HEADER}\nmsgid "It rose again."\nmsgstr "Оно поднялось."\n',
    )
    here.run("receive nameless.po")
    here.write("letter.txt", "Dear editor")
    here.run("receive letter.txt")
    here.write("broken.zip", b"PK\x03\x04nothing")
    here.run("receive broken.zip")


def importing(here: Folder) -> None:
    here.prepare()
    here.run("import https://example.org/page")
    here.write("lake.html", "<p>The lake fell by twenty metres, and then it rose again, slowly, over many years.</p>")
    here.run("import lake.html")
    here.write("one.txt", "One.")
    here.run("import one.txt")
    here.write("empty.txt", "")
    here.run("import empty.txt")
    here.write("old.zip", b"PK\x05\x06" + bytes(18))
    here.run("import old.zip")
    here.run("import nowhere.docx")


def adopting(here: Folder) -> None:
    here.prepare()
    here.write(
        "other.txt",
        "Это совсем другой текст о поездах и вокзалах. Он длиннее. В нём нет озера. Он о дороге.\n\nЕщё абзац.",
    )
    here.run("adopt lake --lang ru other.txt")
    here.write(
        "english.txt", "The lake fell by twenty metres in those years. It rose again, slowly and surely, after that."
    )
    here.run("adopt lake --lang ru english.txt")


def translating(here: Folder) -> None:
    here.prepare()
    here.run("translate")
    here.run("translate --provider deepl")


def reviewing(here: Folder) -> None:
    here.prepare()
    here.translate("It rose again.", "Потом оно поднялось.")
    here.run("sync")
    here.run("review lake --lang ru", given="y\n")


def glossary(here: Folder) -> None:
    here.prepare()
    here.write("locales/glossary.csv", "en,ru,topic\nlake,озеро,water\n")
    here.run("sync")
    here.write("locales/glossary.csv", "en,ru\nlake,озеро,water\n")
    here.run("sync")
    here.write("locales/glossary.csv", "en,ru\nlake,озеро\n".encode("cp1251"))
    here.run("sync")


def exporting(here: Folder) -> None:
    here.prepare()
    here.run("export --site --lang ru lake")
    here.edit("targman.toml", 'lang = "en"', 'lang = "en"\nreference_docx = "house.docx"')
    here.run("export --format docx")
    here.run("preview --share nowhere")


SCENARIOS: list[Callable[[Folder], None]] = [
    outside, empty, settings, names, articles, edition_as_article, catalogs, merging, checking, receiving, importing,
    adopting, translating, reviewing, glossary, exporting,
]  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Everything that the commands of all scenarios print."""
    patch = pytest.MonkeyPatch()
    printed = ""
    for scenario in SCENARIOS:
        here = Folder(tmp_path_factory.mktemp(scenario.__name__))
        patch.chdir(here.root)
        patch.delenv("DEEPL_API_KEY", raising=False)
        patch.delenv("TARGMAN_PROVIDER", raising=False)
        scenario(here)
        printed += f"=== {scenario.__name__}\n{here.said}\n"
    patch.undo()
    return printed


def find_unsaid(page: str, printed: str) -> list[str]:
    """Find the messages that a page quotes and no command printed; in them “…” stands for anything within a line."""
    quoted = MESSAGE.findall(page)
    patterns = {message: ".+?".join(map(re.escape, message.split("…"))) for message in quoted}
    return [message for message, pattern in patterns.items() if not re.search(pattern, printed)]


def test_every_message_on_the_page_is_printed_by_a_command(said: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(MESSAGE.findall(page)) > 50
    assert find_unsaid(page, said) == []


def test_a_message_that_no_command_prints_is_noticed(said: str) -> None:
    page = "> `error: no article is called “laek”. …`\n\n> `error: the article “laek” …`\n\n> no message\n"
    assert find_unsaid(page, said) == ["error: the article “laek” …"]


def test_every_error_of_the_scenarios_is_explained(said: str) -> None:
    """What people meet in the commonest mishaps stands on the page, not only what its author remembered."""
    page = PAGE.read_text(encoding="utf-8")
    patterns = [".+?".join(map(re.escape, message.split("…"))) for message in MESSAGE.findall(page)]
    told = [line for line in said.splitlines() if line.lower().startswith("error: ")]
    assert [line for line in told if not any(re.search(pattern, line) for pattern in patterns)] == []
