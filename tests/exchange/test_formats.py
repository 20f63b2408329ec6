"""What is written beside plain sentences travels in every format: shortcodes and their captions, contexts, words of
HTML, front matter and notes go out, are translated in the file itself, and come back the same.
"""

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable

import polib
import pytest
from conftest import Workspace

from pipeline import catalog

etree = pytest.importorskip("lxml.etree")
docx = pytest.importorskip("docx")

ARTICLE = """\
---
title: The dam
summary: "A short history, what it costs: & more"
---

<!-- targman: context month -->
May

The *dam* was built in {{< year n="1949" >}} by the [state](https://example.org/a_b).[^law] It\u00a0is high.

{{< figure src="dam.png" alt="The dam & the lake" caption="The dam in 1949, {not a sign}" >}}

<!-- targman: context verb -->
> May

<details>
<summary>How <b>high</b> is it?</summary>
<p title="A measure">A good many metres &amp; more.</p>
</details>

| Month | Level |
|---|---|
| May | low |

A line with \\<b\\> and a<br>break, <abbr title="metres above the sea">masl</abbr>.

[^law]: The *Sevan* {{< ref "law" >}}, p. 5; see [here](https://example.org/x).
"""

TRANSLATED = (
    "title: Тче дам\n",
    'summary: "А счорт чисторы, вчат ит цостс: & море"\n',
    "\nМай (мес.)\n",
    'Тче *дам* вас буилт ин {{< year n="1949" >}} бы тче [стате](https://example.org/a_b).[^law] Ит\u00a0ис чигч.\n',
    '{{< figure src="dam.png" alt="Тче дам & тче лаке" caption="Тче дам ин 1949, {нот а сигн}" >}}\n',
    "> Май (глаг.)\n",
    "<summary>Чов <b>чигч</b> ис ит?</summary>\n",
    '<p title="А меасуре">А гоод маны метрес &amp; море.</p>\n',
    "| Май | лов |\n",
    'А лине витч \\<b\\> анд а<br>бреак, <abbr title="метрес абове тче сеа">масл</abbr>.\n',
    '[^law]: Тче *Севан* {{< ref "law" >}}, п. 5; сее [чере](https://example.org/x).\n',
)
CONTEXTS = {None: "Май", "month": "Май (мес.)", "verb": "Май (глаг.)"}

_LETTERS = str.maketrans("abcdefghiklmnopqrstuvwyABCDEFHILMST", "абцдефгчиклмнопкрстуввыАБЦДЕФЧИЛМСТ")
_WORD_OR_SIGN = re.compile(r"\{[a-z]+\d\}|</?\w[^>]*>|&\w+;|[A-Za-z]+")

MakeWorkspace = Callable[..., Workspace]


def russian(text: str) -> str:
    """Write words in Cyrillic letters; signs, tags and entities stay."""
    return _WORD_OR_SIGN.sub(lambda word: word[0].translate(_LETTERS) if word[0].isalpha() else word[0], text)


def in_polib(data: bytes) -> bytes:
    file = polib.pofile(data.decode())
    for entry in file:
        entry.msgstr = CONTEXTS[entry.msgctxt] if entry.msgid == "May" else russian(entry.msgid)
    return (str(file) + "\n").encode()


def in_xliff(data: bytes) -> bytes:
    """Copy the source with its elements, as programs do, and write over the words between them."""
    root = etree.fromstring(data)
    for source in list(root.iter("{*}source")):
        old = source.getparent().find("{*}target")
        if old is not None:
            source.getparent().remove(old)
        target = copy.deepcopy(source)
        target.tag = source.tag.replace("}source", "}target")
        for place in target.iter():
            if place is target or place.tail:
                name = "text" if place is target else "tail"
                setattr(place, name, russian(getattr(place, name) or ""))
        unit = next(source.iterancestors("{*}trans-unit", "{*}unit"))
        if source.text == "May":
            target.text = CONTEXTS[unit.get("resname") or unit.get("name")]
        source.addnext(target)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def in_word(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for row in document.tables[0].rows[1:]:
        number, source, target, *_ = row.cells
        context = number.text.split("\n")[1] if "\n" in number.text else None
        target.text = CONTEXTS[context] if source.text == "May" else russian(source.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


EDITORS = {
    "po": (".po", in_polib),
    "xliff": (".xlf", in_xliff),
    "xliff-one": (".xlf", in_xliff),
    "xliff2": (".xlf", in_xliff),
    "docx": (".docx", in_word),
}


def send(place: Workspace, form: str) -> bytes:
    """Return the file to be translated in the package for Anna."""
    [made] = json.loads(place.run("send", "ru", "--to", "Anna", "--format", form, "--report", "json").stdout)["results"]
    with zipfile.ZipFile(place.root / made["path"]) as package:
        [name] = [name for name in package.namelist() if name.endswith(EDITORS[form][0])]
        return package.read(name)


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    made = workspace('lang = "en"\ndialects = ["hugo"]\nfront_matter = ["title", "summary"]\n')
    made.write("articles/dam.md", ARTICLE)
    made.run("sync")
    return made


@pytest.mark.parametrize("form", EDITORS)
def test_everything_that_can_be_written_comes_back_translated(place: Workspace, form: str) -> None:
    path, edit = place.root / "locales/ru/articles/dam.po", EDITORS[form][1]
    before = catalog.parse(path.read_bytes())
    sent = send(place, form)
    assert b"keep1" in sent or form == "docx"
    place.write(f"back{EDITORS[form][0]}", edit(sent))
    [told] = json.loads(place.run("receive", f"back{EDITORS[form][0]}", "--format", "json").stdout)["results"]
    assert (told["taken"], told["conflicting"], told["unknown"]) == (len(before.entries), [], [])
    after = catalog.parse(path.read_bytes())
    assert [entry.key for entry in after.entries] == [entry.key for entry in before.entries]
    assert all(entry.is_translated for entry in after.entries)
    place.run("merge", "--lang", "ru")
    edition = place.text("editions/ru/dam.md")
    assert [line for line in TRANSLATED if line not in edition] == []
    seen = place.snapshot()
    place.run("receive", f"back{EDITORS[form][0]}")
    assert place.snapshot() == seen


@pytest.mark.parametrize("form", EDITORS)
def test_what_comes_for_a_sentence_with_a_shortcode_that_changed_since_is_an_offer(place: Workspace, form: str) -> None:
    back = EDITORS[form][1](send(place, form))
    place.write("articles/dam.md", ARTICLE.replace("was built", "was made").replace("1949, {", "1950, {"))
    place.run("sync")
    place.write(f"back{EDITORS[form][0]}", back)
    [told] = json.loads(place.run("receive", f"back{EDITORS[form][0]}", "--format", "json").stdout)["results"]
    assert len(told["outdated"]) == 2
    found = catalog.parse((place.root / "locales/ru/articles/dam.po").read_bytes()).entries
    offers = {entry.source: entry.target for entry in found if entry.fuzzy and not entry.obsolete}
    assert offers == {
        "The *dam* was made in {keep1} by the [state]({url1}).{fn1}": (
            "Тче *дам* вас буилт ин {keep1} бы тче [стате]({url1}).{fn1}"
        ),
        "The dam in 1950, {not a sign}": "Тче дам ин 1949, {нот а сигн}",
    }


def test_one_file_holds_all_articles_and_comes_back_to_each(workspace: MakeWorkspace) -> None:
    place = workspace()
    place.write("articles/a.md", "The lake rose.\n")
    place.write("articles/sub/b.md", "The river fell.\n")
    place.run("send", "ru", "--format", "xliff-one", "--output", "work.zip")
    with zipfile.ZipFile(place.root / "work.zip") as package:
        [name] = [name for name in package.namelist() if name.endswith(".xlf")]
        place.write("back.xlf", in_xliff(package.read(name)))
    place.run("receive", "back.xlf", exit_code=0)
    for path in ("a", "sub/b"):
        assert 'msgstr "Тче' in place.text(f"locales/ru/articles/{path}.po")
