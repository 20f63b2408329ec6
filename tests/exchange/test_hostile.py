"""Files from anybody: no traceback, nothing lost, no unreadable catalog; and the time grows with their number."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.mail import ARTICLE, RUSSIAN, SECOND, TITLE, targets, translate
from pipeline import catalog
from pipeline.cli import main

PATH = "locales/ru/articles/two.po"
TOKENS = st.sampled_from(
    [
        "msgid",
        "msgstr",
        '"',
        "\\",
        "\n",
        "#",
        "#~ ",
        "#, fuzzy\n",
        "\x00",
        "\u2028",
        "{fn1}",
        "#-#-#-#-#",
        "charset=KOI8-R",
    ]
)


@pytest.fixture
def place(workspace: Callable[..., Workspace]) -> Workspace:
    place = workspace()
    place.write("articles/two.md", ARTICLE)
    place.run("sync")
    place.write("start.po", translate((place.root / PATH).read_bytes(), {SECOND: RUSSIAN[SECOND]}))
    start_again(place)
    return place


def start_again(place: Workspace) -> None:
    for file in (place.root / "locales/sent").glob("*"):
        file.unlink()
    place.write(PATH, (place.root / "start.po").read_bytes())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_do_no_damage(place: Workspace, data: st.DataObject) -> None:
    start_again(place)
    text = translate((place.root / PATH).read_bytes(), RUSSIAN).decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
        text = text[:start] + data.draw(TOKENS | st.text(max_size=5)) + text[start + length :]
    place.write("back.po", text.encode(errors="surrogatepass"))
    before = targets(place.root / PATH)
    done = CliRunner().invoke(main, ["receive", "back.po"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    kept = catalog.parse((place.root / PATH).read_bytes())
    there = {item.target for item in kept.entries} | {remark for item in kept.entries for remark in item.remarks}
    assert all(target in there or f"merge: {target}" in there for target in before.values())
    assert catalog.parse(catalog.serialize(kept).encode()) == kept


@pytest.mark.thorough
def test_ten_times_the_catalogs_take_a_time_that_grows_with_their_number(place: Workspace) -> None:
    seconds = {}
    for count in (50, 500):
        folder = place.root / f"back{count}"
        folder.mkdir()
        for number in range(count):
            name = f"n{count}-{number}"
            words = f"Paragraph {number} of {count} has words of its own."
            place.write(f"articles/{name}.md", f"# Title {number} of {count}\n\n{words}\n\nAnd {words} Twice {words}\n")
        place.run("sync")
        for number in range(count):
            path = Path(f"locales/ru/articles/n{count}-{number}.po")
            bare = (place.root / path).read_text().replace("#: articles/", "#: elsewhere/")
            place.write(f"back{count}/{number}.po", bare.replace('msgstr ""\n\n', 'msgstr "Перевод"\n\n'))
        begin = time.process_time()
        shown = CliRunner().invoke(main, ["receive", str(folder)]).output
        seconds[count] = time.process_time() - begin
        assert f"{count:,} catalogs read" in shown
    assert seconds[500] < 20 * seconds[50], seconds  # near 10; work that grows with the square takes 100 times
    assert TITLE in {item.source for item in catalog.parse((place.root / PATH).read_bytes()).entries}
