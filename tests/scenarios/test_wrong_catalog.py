"""A catalog that belongs to another edition: refused, or told by `check`."""

import re
from collections.abc import Callable

import pytest
from conftest import Workspace

MakeWorkspace = Callable[..., Workspace]

SENTENCES = [f"The {word} sentence of the lake stands here." for word in ("first", "second", "third", "last")]
RUSSIAN = [f"Здесь стоит {word} предложение об озере Севан." for word in ("первое", "второе", "третье", "последнее")]
ARMENIAN = [
    f"Այստեղ կանգնած է Սևանա լճի մասին {word} նախադասությունը։" for word in ("առաջին", "2-րդ", "3-րդ", "վերջին")
]
PATH = "locales/hy/articles/two.po"


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace()
    made.write("articles/two.md", "\n\n".join(SENTENCES) + "\n")
    made.run("sync")
    return made


def translate(place: Workspace, path: str, targets: list[str], language: str | None = None) -> str:
    """The catalog at the path with these translations, and with this language in its header."""
    text = place.text(path)
    for source, target in zip(SENTENCES, targets, strict=False):
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
    return text if language is None else text.replace('"Language: hy\\n"', language)


def test_a_catalog_of_another_edition_is_refused_by_all_commands(place: Workspace) -> None:
    place.write(PATH, translate(place, "locales/ru/articles/two.po", RUSSIAN[:1]))
    before = place.snapshot()
    for command in ("sync", "check", "merge", "export"):
        told = place.run(command, exit_code=1).output
        assert f"error: {PATH}: its header says “Language: ru”, but its folder is that of Armenian (hy)" in told
    assert {path: state for path, state in place.snapshot().items() if path in before} == before
    assert not (place.root / "editions/hy/two.md").exists()
    assert (place.root / "editions/ru/two.md").exists()
    assert "Language: ru" in place.run("status", exit_code=1).output


@pytest.mark.parametrize(
    "language",
    ["Language: hy_AM", "Language: hy-AM", "Language: HY", "Language: hye", "Language: Armenian", "Language: Հայերեն",
     "Language: hy@dialect", "Language: ", "Language: LANGUAGE", "Language: xx", "X-Other: 1"],
)  # fmt: skip
def test_other_ways_to_write_the_language_and_none_are_right(place: Workspace, language: str) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN, f'"{language}\\n"'))
    place.run("sync")
    place.run("merge")
    assert ARMENIAN[0] in place.text("editions/hy/two.md")


@pytest.mark.parametrize("language", ["ru", "ru_RU", "RU", "rus", "Russian", "fr", "pt_BR"])
def test_another_language_is_refused_however_it_is_written(place: Workspace, language: str) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN, f'"Language: {language}\\n"'))
    assert f"Language: {language}" in place.run("sync", exit_code=1).output
    assert f"Language: {language}" in place.text(PATH)


def test_letters_of_another_script_tell_where_the_header_does_not(place: Workspace) -> None:
    text = translate(place, PATH, [f"{target} {target}" for target in RUSSIAN])
    place.write(PATH, text)
    for command in ("sync", "check", "merge"):
        told = place.run(command, exit_code=1).output
        assert f"error: {PATH}: most of its translations are in Cyrillic letters" in told
    assert place.text(PATH) == text


def test_a_few_letters_of_another_script_are_findings(place: Workspace) -> None:
    place.write(PATH, translate(place, PATH, [*ARMENIAN[:3], RUSSIAN[3]]))
    place.run("sync")
    told = place.run("check", "--lang", "hy", "--format", "json", exit_code=1).output
    assert told.count('"rule": "language"') == 1
    assert "not written in the letters of this edition" in told


GARBLED = {
    "question marks": lambda text: text.encode("ascii", "replace").decode(),
    "read as Latin": lambda text: text.encode().decode("latin-1"),
    "boxes": lambda text: re.sub("[^ -~]", "\ufffd", text),
}


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_a_catalog_without_its_letters_is_refused_and_comes_back(
    place: Workspace, garble: Callable[[str], str]
) -> None:
    right = translate(place, PATH, ARMENIAN)
    place.write(PATH, right)
    place.run("sync")
    wrong = place.text(PATH)
    for target in ARMENIAN:
        wrong = wrong.replace(f'"{target}"', f'"{garble(target)}"')
    place.write(PATH, wrong)
    for command in ("sync", "check", "merge", "export"):
        told = place.run(command, exit_code=1).output
        assert f"error: {PATH}: most of its translations have lost their letters" in told
    assert place.text(PATH) == wrong
    (place.root / PATH).unlink()
    place.run("sync")
    assert all(target in place.text(PATH) for target in ARMENIAN)


@pytest.mark.parametrize(("written", "declared"), [("koi8-r", "cp1251"), ("cp1251", "koi8-r"), ("cp866", "cp1251")])
def test_a_catalog_with_another_encoding_in_its_header_is_refused(
    place: Workspace, written: str, declared: str
) -> None:
    path = "locales/ru/articles/two.po"
    text = translate(place, path, RUSSIAN).replace("charset=UTF-8", f"charset={declared}")
    (place.root / path).write_bytes(text.encode(written))
    for command in ("sync", "check", "merge", "receive"):
        told = place.run(command, *([path] if command == "receive" else []), exit_code=1).output
        assert f"{path}: " in told
        assert "lost their letters" in told
    assert (place.root / path).read_bytes() == text.encode(written)


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_a_translation_without_its_letters_is_offered_again(place: Workspace, garble: Callable[[str], str]) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN))
    place.run("sync")
    place.write(PATH, place.text(PATH).replace(ARMENIAN[0], garble(ARMENIAN[0])))
    assert "1 is offered as fuzzy" in place.run("sync").output
    assert f'msgstr "{ARMENIAN[0]}"' in place.text(PATH)


def test_a_new_translation_without_its_letters_is_an_error(place: Workspace) -> None:
    place.write(PATH, translate(place, PATH, [*ARMENIAN[:3], "????? ?? ????????"]))
    place.run("sync")
    told = place.run("check", "--lang", "hy", exit_code=1).output
    assert "“????? ?? ????????” has lost its letters" in told


@pytest.mark.parametrize("blank", [" ", "\\n", "\N{NO-BREAK SPACE} "])
def test_a_translation_of_spaces_is_none(place: Workspace, blank: str) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN))
    place.run("sync")
    wrong = place.text(PATH)
    for target in ARMENIAN:
        wrong = wrong.replace(f'"{target}"', f'"{blank}"')
    place.write(PATH, wrong)
    assert "4 are back as they were" in place.run("sync").output
    assert all(target in place.text(PATH) for target in ARMENIAN)


@pytest.mark.parametrize(
    ("before", "after"), [("", "\\n"), ("\\n", ""), ("\\t", " \\r\\n"), ("\u3000\\n", "\N{NO-BREAK SPACE}")]
)
def test_line_ends_at_the_ends_of_translations_leave_the_catalog(place: Workspace, before: str, after: str) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN))
    place.run("sync")
    sound = place.text(PATH)
    pasted = sound
    for target in ARMENIAN:
        pasted = pasted.replace(f'"{target}"', f'"{before}{target}{after}"')
    place.write(PATH, pasted)
    place.run("check", "--lang", "hy")
    place.run("sync")
    assert place.text(PATH) == sound


def test_other_spaces_stay_as_their_writer_left_them(place: Workspace) -> None:
    spaced = [f" {target}\\t" for target in ARMENIAN]
    place.write(PATH, translate(place, PATH, spaced))
    place.run("sync")
    assert all(f'"{target}"' in place.text(PATH) for target in spaced)


def test_a_catalog_with_the_line_ends_of_old_mac_programs_is_read_and_mended(place: Workspace) -> None:
    place.write(PATH, translate(place, PATH, ARMENIAN))
    place.run("sync")
    sound = place.text(PATH)
    (place.root / PATH).write_bytes(sound.replace("\n", "\r").encode())
    place.run("check", "--lang", "hy")
    place.run("sync")
    assert (place.root / PATH).read_bytes() == sound.encode()


def test_a_catalog_of_another_article_is_refused(place: Workspace) -> None:
    place.write("articles/other.md", "Nothing of this is there.\n\nNor is this.\n")
    place.run("sync")
    place.write(PATH, place.text("locales/hy/articles/other.po"))
    for command in ("sync", "merge"):
        told = place.run(command, exit_code=1).output
        assert f"error: {PATH}: it has none of the 4 texts of the last sync" in told


def test_names_and_quotations_in_other_letters_are_right(place: Workspace) -> None:
    mixed = [f"{target.removesuffix('։')}, «War and Peace», «Война и мир», WordPress։" for target in ARMENIAN]
    place.write(PATH, translate(place, PATH, mixed))
    place.run("sync")
    assert '"rule": "language"' not in place.run("check", "--lang", "hy", "--format", "json").output


def test_text_left_in_the_source_language_is_not_refused(place: Workspace) -> None:
    place.write(PATH, translate(place, PATH, [f"{source} {source}" for source in SENTENCES]))
    place.run("sync")


FRENCH = (
    "Ils avaient longtemps cherché leur chemin dans les montagnes avant que le soleil ne se couche derrière la grande "
    "forêt où personne ne vivait plus depuis que les derniers habitants étaient partis vers la mer avec leurs enfants "
)
ENGLISH = (
    "They had long been looking for their way in the mountains before the sun went down behind the great forest where "
    "nobody had lived since the last of the people had gone to the sea with their children and all that they had "
)


@pytest.mark.parametrize(("text", "count"), [(FRENCH, 1), (ENGLISH, 0)])
def test_a_language_in_the_same_letters_is_a_finding_about_the_catalog(
    workspace: MakeWorkspace, text: str, count: int
) -> None:
    place = workspace('lang = "ru"\n')
    place.write("articles/two.md", "\n\n".join(RUSSIAN) + "\n")
    place.run("sync")
    path = "locales/en/articles/two.po"
    made = place.text(path)
    for source in RUSSIAN:
        made = made.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{text}{source[-9:-1]}."')
    place.write(path, made)
    place.run("sync")
    told = place.run("check", "--format", "json", "--lang", "en", exit_code=1).output
    assert told.count("do not look like the language of this edition (en)") == count
