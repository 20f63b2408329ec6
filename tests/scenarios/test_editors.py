"""Every editor's way of saving is accepted without noise: one entry was changed, and one entry is different."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import polib
import pytest
from conftest import Workspace

from pipeline import catalog
from pipeline.model import Entry

MakeWorkspace = Callable[..., Workspace]

PATH = "locales/ru/articles/sevan.po"

ARTICLE = """\
---
lang: hy
title: Սևանա լիճը
---
# Սևանա լիճը

Լիճը[^a] գտնվում է ծովի մակարդակից 1 900 մետր բարձր, և այստեղ «ջուրը» կապույտ է, որքան էլ որ դա տարօրինակ թվա։ Տե՛ս \
[քարտեզը](https://example.org/map)։

Ջուրն իջավ քսան մետրով։ Հետո այն բարձրացավ։ Ձկները "մնացին"։ Ծառերը նույնպես մնացին։

![Լիճը վերևից](sevan.png)

[^a]: Մ. Մեյբեք, *Ինչ պատահեց Սևանա լճին*, 1997, էջ 12, եւ այլ գործեր, որոնք այստեղ չեն նշվում, բայց կան և կարդացվում։
"""

RUSSIAN = {
    "Սևանա լիճը": "Озеро Севан",
    "Տե՛ս [քարտեզը]({url1})։": "См. [карту]({url1}).",
    "Ջուրն իջավ քսան մետրով։": "Вода упала на двадцать метров.",
    "Հետո այն բարձրացավ։": "Потом она поднялась.",
    "Ծառերը նույնպես մնացին։": "Деревья тоже остались.",
}

UNTRANSLATED = 'Ձկները "մնացին"։'
CONFIRMED = "Սևանա լիճը"
FUZZY = "Ջուրն իջավ տասնինը մետրով։"
OBSOLETE = "Հետո այն բարձրացավ։"


@dataclass(frozen=True, kw_only=True)
class Way:
    """An editor's way of saving: its version of a file that Targman wrote, and the parts that are lost for good."""

    save: Callable[[bytes], bytes]
    program: str | None = None
    quiet: bool = True
    """True if sync has nothing to repair."""
    left: Callable[[Entry], Entry | None] = lambda entry: entry
    """The parts of an entry that are there after it was saved and synced."""


def without_previous(entry: Entry) -> Entry:
    return replace(entry, previous=None)


def without_fuzzy(entry: Entry) -> Entry:
    return replace(entry, fuzzy=False, previous=None)


def without_obsolete(entry: Entry) -> Entry | None:
    return None if entry.obsolete else entry


def gettext(program: str, *options: str) -> Callable[[bytes], bytes]:
    return lambda data: subprocess.run([program, *options, "-"], input=data, capture_output=True, check=True).stdout


def with_polib(width: int) -> Callable[[bytes], bytes]:
    return lambda data: (str(polib.pofile(data.decode(), wrapwidth=width)) + "\n").encode()


def lines(change: Callable[[str], Iterable[str]]) -> Callable[[bytes], bytes]:
    """A save that makes of each line the lines that `change` makes of it."""
    return lambda data: "".join(
        new for line in data.decode().splitlines(keepends=True) for new in change(line)
    ).encode()


def no_previous(line: str) -> Iterable[str]:
    return () if line.startswith(("#| ", "#~| ")) else (line,)


def no_fuzzy(line: str) -> Iterable[str]:
    line = line.replace("#, fuzzy, ", "#, ")
    return () if line == "#, fuzzy\n" else (line,)


def numbered_references(line: str) -> Iterable[str]:
    return (line.replace("#: articles/sevan.md", "#: ../articles/sevan.md:7 ../articles/sevan.md:12"),)


def omegat(data: bytes) -> bytes:
    """OmegaT 3.6 empties what is fuzzy or like its source, offers both from elsewhere, and leaves `#|` behind; `sync`
    offers again what an obsolete entry has.
    """
    text = re.sub(r"#, fuzzy\n((?:#\|.*\n)*msgid .*\nmsgstr ).*", r'\1""', data.decode())
    text = re.sub(r'^msgid (".+")\nmsgstr \1$', r'msgid \1\nmsgstr ""', text, flags=re.MULTILINE)
    return text.replace('msgstr ""\n"Project', 'msgstr "Project', 1).encode()


def poedit_header(data: bytes) -> bytes:
    """Its order of the fields, its own ones, and the date, for the field is there."""
    head, _, rest = data.decode().partition("\n\n")
    fields = [line for line in head.splitlines() if line.startswith('"')]
    source = next(line for line in fields if "X-Source-Language" in line)
    fields = [line for line in fields if line != source and "PO-Revision" not in line and "Last-Tr" not in line]
    added = ['"PO-Revision-Date: 2025-03-01 12:00+0400\\n"', '"Last-Translator: Анна <anna@example.org>\\n"']
    fields = [fields[0], *added, *fields[1:], '"X-Generator: Poedit 3.5\\n"', source, '"X-Poedit-Bookmarks: 2,-1\\n"']
    return ("\n".join(['msgid ""', 'msgstr ""', *fields]) + "\n\n" + rest).encode()


def lokalize_header(data: bytes) -> bytes:
    """A name above the header and in it, and lines of at most 80 characters."""
    text = data.decode().replace('Last-Translator: \\n"', 'Last-Translator: Ivan Petrov <ivan@example.org>\\n"')
    text = text.replace('Language-Team: \\n"', 'Language-Team: Russian <kde-russian@lists.kde.ru>\\n"')
    text = text.replace('X-Source-Language: hy\\n"', 'X-Source-Language: hy\\n"\n"X-Generator: Lokalize 22.12.3\\n"')
    return with_polib(80)(("# Ivan Petrov <ivan@example.org>, 2025.\n" + text).encode())


WAYS = {
    "as it was": Way(save=lambda data: data),
    "msgcat": Way(save=gettext("msgcat"), program="msgcat"),
    "msgcat --no-wrap": Way(save=gettext("msgcat", "--no-wrap"), program="msgcat"),
    "msgcat --width=40": Way(save=gettext("msgcat", "--width=40"), program="msgcat"),
    "msgcat --sort-output": Way(save=gettext("msgcat", "--sort-output"), program="msgcat", quiet=False),
    "msgcat --escape": Way(save=gettext("msgcat", "--escape"), program="msgcat"),
    "msgcat --no-location": Way(save=gettext("msgcat", "--no-location"), program="msgcat", quiet=False),
    "msgattrib --no-obsolete": Way(
        save=gettext("msgattrib", "--no-obsolete"), program="msgattrib", left=without_obsolete
    ),
    "msgattrib --clear-previous": Way(
        save=gettext("msgattrib", "--clear-previous"), program="msgattrib", left=without_previous
    ),
    "msgattrib --clear-fuzzy": Way(save=gettext("msgattrib", "--clear-fuzzy"), program="msgattrib", left=without_fuzzy),
    **{f"polib, {width} wide": Way(save=with_polib(width)) for width in (77, 78, 79, 80)},
    "CRLF": Way(save=lambda data: data.replace(b"\n", b"\r\n")),
    "Poedit's header": Way(save=poedit_header),
    "Lokalize's header and width": Way(save=lokalize_header),
    "the previous text removed": Way(save=lines(no_previous), left=without_previous),
    "fuzzy removed, the previous text left behind": Way(save=lines(no_fuzzy), left=without_fuzzy),
    "fuzzy and the previous text removed": Way(
        save=lambda data: lines(no_previous)(lines(no_fuzzy)(data)), left=without_fuzzy
    ),
    "OmegaT": Way(save=omegat, quiet=False),
    "obsolete entries removed": Way(
        save=lambda data: data[: data.index(b"#~ ")].rpartition(b"\n\n")[0] + b"\n", left=without_obsolete
    ),
    "references rewritten": Way(save=lines(numbered_references), quiet=False),
}

CHANGES = {
    "translates": (UNTRANSLATED, "Рыбы «остались»."),
    "corrects": (CONFIRMED, "Озеро Севан, или Гегаркуник"),
    "clears fuzzy": (FUZZY, "Вода упала на девятнадцать метров."),
}


def read(place: Workspace) -> dict[str, Entry]:
    """The entries by source. polib wraps comments as well, and drops those of obsolete entries."""
    entries = catalog.parse((place.root / PATH).read_bytes()).entries
    return {
        entry.source: replace(entry, comments=() if entry.obsolete else (" ".join(entry.comments),))
        for entry in entries
    }


def save(place: Workspace, change: Callable[[Entry], Entry], way: Way) -> None:
    """An editor opens the catalog, changes an entry and saves in its way."""
    path = place.root / PATH
    before = catalog.parse(path.read_bytes())
    after = replace(before, entries=tuple(map(change, before.entries)))
    path.write_bytes(way.save(catalog.serialize(after).encode()))


@pytest.fixture
def synced(workspace: MakeWorkspace) -> Workspace:
    """A catalog that has everything: entries translated, untranslated, fuzzy and obsolete, and remarks."""
    place = workspace()
    place.write("articles/sevan.md", ARTICLE)
    place.run("sync")

    def translated(entry: Entry) -> Entry:
        remarks = ("Ստուգել։", "", "Или «высохла»?") if entry.source == "Ջուրն իջավ քսան մետրով։" else ()
        return replace(entry, target=RUSSIAN.get(entry.source, entry.target), remarks=remarks)

    save(place, translated, WAYS["as it was"])
    place.write("articles/sevan.md", ARTICLE.replace("քսան", "տասնինը").replace(OBSOLETE, ""))
    place.run("sync")
    entries = read(place)
    assert (entries[UNTRANSLATED].target, entries[FUZZY].fuzzy, entries[OBSOLETE].obsolete) == ("", True, True)
    assert entries[CONFIRMED].is_translated
    assert entries[FUZZY].previous
    return place


def test_the_file_as_it_was_is_the_file_that_sync_writes(synced: Workspace) -> None:
    """The measure for the other ways: what they change is theirs."""
    before = synced.snapshot()
    data = (synced.root / PATH).read_bytes()
    assert catalog.serialize(catalog.parse(data)).encode() == data
    synced.run("sync")
    assert synced.snapshot() == before


@pytest.mark.parametrize("work", CHANGES)
@pytest.mark.parametrize("name", WAYS)
def test_one_entry_changed_is_one_entry_different(synced: Workspace, name: str, work: str) -> None:
    way, (source, target) = WAYS[name], CHANGES[work]
    if way.program and shutil.which(way.program) is None:
        pytest.skip(f"{way.program} (GNU gettext) is not installed")
    before = read(synced)

    def changed(entry: Entry) -> Entry:
        return replace(entry, target=target, fuzzy=False, previous=None) if entry.source == source else entry

    save(synced, changed, way)
    saved = synced.text(PATH)
    synced.run("sync")

    after = read(synced)
    assert after[source] == changed(before[source])
    expected = {other: way.left(entry) for other, entry in before.items() if other != source}
    expected = {other: entry for other, entry in expected.items() if entry is not None}
    assert {other: entry for other, entry in after.items() if other != source} == expected
    order = [other for other, entry in after.items() if not entry.obsolete]
    assert order == [other for other, entry in before.items() if other in after and not entry.obsolete]

    has_offers = any(entry.fuzzy for entry in after.values())  # which OmegaT empties, and which are offered again
    assert (synced.text(PATH) == saved) == (way.quiet or (name == "OmegaT" and not has_offers))
    settled = synced.snapshot()
    synced.run("sync")
    assert synced.snapshot() == settled


HEADERS = {
    "Poedit's header": {"X-Generator": "Poedit 3.5", "X-Poedit-Bookmarks": "2,-1", "Last-Translator": "Анна"},
    "Lokalize's header and width": {"X-Generator": "Lokalize 22.12.3", "Language-Team": "Russian"},
}


def test_comments_that_somebody_removed_are_back(synced: Workspace) -> None:
    before = {source: entry.comments for source, entry in read(synced).items() if not entry.obsolete}
    save(synced, lambda entry: replace(entry, comments=(), references=(), flags=()), WAYS["as it was"])
    synced.run("sync")
    assert {source: entry.comments for source, entry in read(synced).items() if not entry.obsolete} == before
    assert {entry.flags for entry in read(synced).values()} == {(), ("python-brace-format",)}


@pytest.mark.parametrize("name", HEADERS)
def test_what_an_editor_put_into_the_header_stays_when_the_article_changes(synced: Workspace, name: str) -> None:
    save(synced, lambda entry: entry, WAYS[name])
    saved = catalog.parse((synced.root / PATH).read_bytes())
    synced.write("articles/sevan.md", synced.text("articles/sevan.md").replace("Ծառերը", "Թփերը"))
    synced.run("sync")
    after = catalog.parse((synced.root / PATH).read_bytes())
    assert (after.header, after.remarks) == (saved.header, saved.remarks)
    assert all(after.field(field).startswith(value) for field, value in HEADERS[name].items())
    assert after.entries != saved.entries


def test_line_ends_stay_as_the_editor_saved_them_when_the_article_changes(synced: Workspace) -> None:
    save(synced, lambda entry: entry, WAYS["CRLF"])
    synced.write("articles/sevan.md", synced.text("articles/sevan.md").replace("Ծառերը", "Թփերը"))
    synced.run("sync")
    data = (synced.root / PATH).read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 0
    assert "Թփերը" in data.decode()


def test_a_byte_order_mark_is_refused_and_the_file_left_alone(synced: Workspace) -> None:
    """Other programs do not read it either; some text editors put it there."""
    path = synced.root / PATH
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before = synced.snapshot()
    result = synced.run("sync", exit_code=1)
    assert f"{PATH}:1: " in result.stderr
    assert synced.snapshot() == before


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.quiet])
def test_where_a_sentence_changes_only_its_own_lines_are_written(synced: Workspace, name: str) -> None:
    """All other entries stay as the editor wrapped them; the old translation becomes obsolete."""
    if WAYS[name].program and shutil.which(str(WAYS[name].program)) is None:
        pytest.skip(f"{WAYS[name].program} (GNU gettext) is not installed")
    save(synced, lambda entry: entry, WAYS[name])
    before = blocks(synced.text(PATH))
    synced.write("articles/sevan.md", synced.text("articles/sevan.md").replace("Ծառերը", "Թփերը"))
    synced.run("sync")
    after = blocks(synced.text(PATH))
    gone, new = [block for block in before if block not in after], [block for block in after if block not in before]
    stale = [block for block in gone if re.search(r"^#~?\|", block, re.MULTILINE)]  # without fuzzy, it is left behind
    assert len(gone) == 1 + len(stale)
    assert sorted(("Թփերը" in block, "#~ msgid" in block) for block in new if "Ծառերը" in block) == [
        (False, True),
        (True, False),
    ]
    assert len(new) == 2 + len(stale)


def blocks(text: str) -> list[str]:
    """The entries of a file as they are written."""
    return text.replace("\r\n", "\n").rstrip("\n").split("\n\n")


def test_an_offer_that_an_editor_emptied_is_offered_again(synced: Workspace) -> None:
    """As OmegaT does; it has the translation under its old text, where `sync` finds it."""
    before = read(synced)[FUZZY]
    save(synced, lambda entry: replace(entry, target="", fuzzy=False, previous=None) if entry.fuzzy else entry,
         WAYS["as it was"])  # fmt: skip
    assert read(synced)[FUZZY].target == ""
    synced.run("sync")
    assert read(synced)[FUZZY] == before
    settled = synced.snapshot()
    synced.run("sync")
    assert synced.snapshot() == settled
