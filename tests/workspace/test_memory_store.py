"""The store: what it keeps, what it finds, and what becomes of it when files are damaged or processes killed."""

import random
import sqlite3
from pathlib import Path

import pytest

from pipeline.errors import FileError
from pipeline.memory import MemoryUnit
from pipeline.memory.similarity import MIN_SIMILARITY, similarity
from pipeline.workspace.memory.store import Memory, UntranslatedText
from pipeline.workspace.memory.sync import NAME, open_memory, open_memory_to_read

WORDS = {
    "en": "the of and to in a is that for on was with as by at it from lake water river council minister budget school "
    "border treaty engineer theatre museum harvest parliament agreement announced described published yesterday",
    "hy": "և է որ են մի իր այս լիճը ջուրը գետը խորհուրդը նախարարը բյուջեն դպրոցը սահմանը պայմանագիրը թատրոնը "
    "թանգարանը բերքը խորհրդարանը համաձայնագիրը հայտարարեց նկարագրեց հրապարակեց երեկ",
    "ru": "и в на не что он с как это озеро вода река совет министр бюджет школа граница договор театр музей урожай "
    "парламент соглашение объявил описал опубликовал вчера",
}


def unit(lang: str = "en", **texts: str) -> MemoryUnit:
    return MemoryUnit(lang=lang, texts=texts, translators={"ru": "Анна"} if "ru" in texts else {})


def store(
    root: Path, *units: MemoryUnit, origin: str = "articles/a", waiting: tuple[UntranslatedText, ...] = ()
) -> None:
    with open_memory(root) as memory:
        memory.store(origin, "1", units, waiting)
        memory.save()


def targets(memory: Memory | None, text: str, lang: str, to: str) -> list[tuple[int, str]]:
    assert memory is not None
    return [(match.score, match.target) for match in memory.matches(text, lang, to)]


def test_all_six_directions(tmp_path: Path) -> None:
    texts = {"hy": "Ջուրն իջավ քսան մետր։", "en": "The water fell by twenty metres.", "ru": "Вода упала на 20 метров."}
    store(tmp_path, unit("en", **texts))
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        for lang, text in texts.items():
            for to, target in texts.items():
                if lang != to:
                    [match] = memory.matches(text, lang, to)
                    assert (match.score, match.target, match.origin) == (100, target, "articles/a")
                    assert match.same_direction is (lang == "en")
                    assert match.translator == ("Анна" if to == "ru" else "")


def test_near_matches_with_their_scores(tmp_path: Path) -> None:
    store(tmp_path, unit(en="The lake fell by twenty metres.", ru="а"), unit(en="Something else entirely.", ru="б"))
    with open_memory_to_read(tmp_path) as memory:
        wanted = "The lake fell by thirty metres."
        assert targets(memory, wanted, "en", "ru") == [(similarity(wanted, "The lake fell by twenty metres."), "а")]
        assert targets(memory, "The moon is made of cheese.", "en", "ru") == []
        assert targets(memory, wanted, "en", "hy") == []


@pytest.mark.parametrize("text", ["", " ", "…", "{fn1}", "1", "\ud800", "a" * 100_000, "և"])
def test_any_text_can_be_looked_up(tmp_path: Path, text: str) -> None:
    store(tmp_path, unit(en="The lake fell.", ru="Озеро."), unit(en="1 of 2", ru="1"))
    with open_memory_to_read(tmp_path) as memory:
        for lang, to in (("en", "ru"), ("hy", "en")):
            targets(memory, text, lang, to)


@pytest.mark.parametrize("lang", ["hy", "en", "ru"])
def test_nearly_all_that_is_alike_is_found(tmp_path: Path, lang: str) -> None:
    """Short texts and long ones, with words exchanged, left out, put in, and with other endings."""
    chance = random.Random(lang)  # noqa: S311  nothing secret
    words = WORDS[lang].split()
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 14))) for _ in range(1500)]
    other = "en" if lang == "ru" else "ru"
    store(tmp_path, *(unit(lang, **{lang: text, other: f"{number}"}) for number, text in enumerate(texts)))
    expected = found = 0
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        for text in chance.sample(texts, 80):
            edited = text.split()
            place = chance.randrange(len(edited))
            edited[place : place + 1] = chance.choice(([], [edited[place][:-1]], chance.choices(words, k=2)))
            question = " ".join(edited) or text[:-1]
            should = {text for text in texts if similarity(question, text) >= MIN_SIMILARITY}
            should = {question} if question in should else should
            got = {match.source for match in memory.matches(question, lang, other, limit=2000)}
            expected += len(should)
            found += len(should & got)
    assert expected > 80
    assert found / expected >= 0.99


def test_what_is_gone_is_forgotten_and_what_stayed_is_not_written_again(tmp_path: Path) -> None:
    one, two = unit(en="The lake fell.", ru="Озеро."), unit(en="The river rose.", ru="Река.")
    store(tmp_path, one, two)
    with open_memory(tmp_path) as memory:
        assert memory.store("articles/a", "2", [two, unit(en="The sea.", ru="Море.")]) == 1
        memory.save()
        assert memory.count() == (2, 1)
        assert memory.digests() == {"articles/a": "2"}
        assert targets(memory, "The lake fell.", "en", "ru") == []
        assert targets(memory, "The river rose.", "en", "ru") == [(100, "Река.")]
        assert sorted(item.texts["ru"] for item in memory.units()) == ["Море.", "Река."]
        memory.forget("articles/a")
        memory.save()
        assert memory.is_empty
        assert memory.digests() == {}


def test_what_waits_becomes_due_when_its_text_is_translated_elsewhere(tmp_path: Path) -> None:
    for lang in ("hy", "ru"):
        waits = UntranslatedText(lang=lang, source_lang="en", text="The lake.{fn1}")
        store(tmp_path, origin=f"articles/{lang}", waiting=(waits,))
    store(tmp_path, unit(en="The lake.", ru="Озеро."), unit(en="The river.", hy="Գետ։"))
    with open_memory(tmp_path) as memory:
        assert memory.due() == {"articles/ru": {"ru": frozenset({"The lake.{fn1}"})}}
        memory.clear_due(["articles/ru"])
        memory.save()
        assert memory.due() == {}
        memory.mark_all_due()
        memory.save()
        assert set(memory.due()) == {"articles/hy", "articles/ru"}


def test_nothing_counts_that_was_not_saved(tmp_path: Path) -> None:
    store(tmp_path, unit(en="The lake fell.", ru="Озеро."))
    with open_memory(tmp_path) as memory:
        memory.store("articles/b", "1", [unit(en="The river rose.", ru="Река.")])
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        assert memory.count() == (1, 1)


def test_any_number_of_languages(tmp_path: Path) -> None:
    """Each text is found from each other one: with three languages, and with more than any publisher has."""
    languages = ["ka", "pt-BR", "zh-Hans", "hyw", *(f"en-{number:03}" for number in range(996))]
    store(tmp_path, MemoryUnit(texts={lang: f"The water fell in {lang}." for lang in languages}, lang="ka"))
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        assert set(memory.languages) == set(languages)
        [whole] = memory.units()
        assert (whole.lang, len(whole.texts)) == ("ka", 1000)
        for lang, to in (("ka", "pt-BR"), ("en-995", "zh-Hans"), ("hyw", "en-500")):
            wanted = f"The water fell in {lang}."
            assert targets(memory, wanted, lang, to) == [(100, f"The water fell in {to}.")]
            [(score, target)] = targets(memory, f"Water fell in {lang}.", lang, to)
            assert (score < 100, target) == (True, f"The water fell in {to}.")
        assert targets(memory, "The water fell in ka.", "ka", "fr") == []
        assert targets(memory, "The water fell in ka.", "fr", "ka") == []


def make_second(database: sqlite3.Connection) -> None:
    """Take away what the third version of the tables has besides those of the second."""
    database.executescript(
        "DROP INDEX units_by_number; DROP INDEX units_unsent; ALTER TABLE units DROP COLUMN number; "
        "DROP TABLE taken; DROP TABLE server; PRAGMA user_version = 2;"
    )


def test_a_memory_of_the_second_version_keeps_what_it_has(tmp_path: Path) -> None:
    """It knew of no server."""
    store(tmp_path, unit(en="The lake.", ru="Озеро."))
    with sqlite3.connect(tmp_path / NAME) as database:
        make_second(database)
    database.close()
    with open_memory(tmp_path) as memory:
        assert targets(memory, "The lake.", "en", "ru") == [(100, "Озеро.")]
        assert memory.server is None
        assert memory.has_news


def test_a_memory_of_the_first_version_keeps_what_it_has(tmp_path: Path) -> None:
    """It knew three languages by fixed numbers, and had no table of them; nothing is to be read again."""
    texts = {"hy": "Ջուրն իջավ քսան մետր։", "en": "The water fell by twenty metres.", "ru": "Вода упала на 20 метров."}
    waits = UntranslatedText(lang="ru", source_lang="en", text="The lake.")
    store(tmp_path, *(unit(**{lang: lang, "hy": "Լիճ"}) for lang in ("en", "ru")), origin="articles/first")
    store(tmp_path, unit("en", **texts), waiting=(waits,))
    with sqlite3.connect(tmp_path / NAME) as database:
        make_second(database)
        numbers = dict(database.execute("SELECT code, id FROM languages"))
        assert sorted(numbers.values()) == [1, 2, 3]
        database.execute("DROP TABLE languages")
        former = {numbers["hy"]: 0, numbers["en"]: 1, numbers["ru"]: 2}
        for table in ("texts", "units", "versions", "waiting"):
            cases = " ".join(f"WHEN {number} THEN {other - 10}" for number, other in former.items())
            database.execute(f"UPDATE {table} SET lang = CASE lang {cases} END WHERE lang IS NOT NULL")  # noqa: S608
            database.execute(f"UPDATE {table} SET lang = lang + 10 WHERE lang < 0")  # noqa: S608
        rows = database.execute("SELECT id, ids FROM postings").fetchall()
        database.execute("DELETE FROM postings")
        database.executemany(
            "INSERT INTO postings VALUES (?, ?)",
            ((row - (row // 16 % 4 - former[row // 16 % 4]) * 16, ids) for row, ids in rows),
        )
        database.execute("PRAGMA user_version = 1")
    database.close()
    with open_memory_to_read(tmp_path) as memory:
        assert memory is None
    with open_memory(tmp_path) as memory:
        assert list(memory.languages) == ["hy", "en", "ru"]
        assert memory.digests() == {"articles/first": "1", "articles/a": "1"}
        for lang, text in texts.items():
            for to, target in texts.items():
                if lang != to:
                    assert targets(memory, text, lang, to) == [(100, target)]
                    assert targets(memory, f"{text[:-1]}!", lang, to)[0][1] == target
        memory.store("articles/b", "1", [unit(en="The lake.", ru="Озеро.", ka="ტბა.")])
        memory.save()
        assert list(memory.languages) == ["hy", "en", "ru", "ka"]
        assert memory.due() == {"articles/a": {"ru": frozenset({"The lake."})}}


UNSPACED = {
    "zh": ("委员会昨天宣布，明年的预算将在春季之前公布，并且所有学校都会得到同样的资金。", "预算"),
    "ja": ("委員会は昨日、来年の予算が春までに公表されると発表した。すべての学校が同じ資金を受け取る。", "予算"),
    "th": ("คณะกรรมการประกาศเมื่อวานนี้ว่างบประมาณปีหน้าจะเผยแพร่ก่อนฤดูใบไม้ผลิ", "งบประมาณ"),
    "hi": ("समिति ने कल घोषणा की कि अगले साल का बजट वसंत से पहले प्रकाशित किया जाएगा।", "बजट"),
    "fa": ("کمیته دیروز اعلام کرد که بودجهٔ سال آینده پیش از بهار منتشر می‌شود.", "می‌شود"),
}


@pytest.mark.parametrize("lang", UNSPACED)
def test_scripts_with_other_words_are_searched_and_compared_too(tmp_path: Path, lang: str) -> None:
    text, word = UNSPACED[lang]
    others = [unit(lang, **{lang: text[place:] + text[:place], "en": f"{place}"}) for place in range(9, len(text), 9)]
    store(tmp_path, unit(lang, **{lang: text, "en": "The budget."}), *others)
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        assert "The budget." in [item.texts["en"] for item in memory.search(word, [lang], 100)]
        assert memory.search(word[::-1], [lang], 10) == []
        changed = text[:3] + text[6:]
        assert targets(memory, changed, lang, "en")[0] == (similarity(changed, text), "The budget.")


@pytest.mark.parametrize("damage", ["no database", "cut off", "another format", "a folder's worth of nothing"])
def test_a_memory_that_cannot_be_used_is_made_anew(tmp_path: Path, damage: str) -> None:
    store(tmp_path, unit(en="The lake fell.", ru="Озеро."))
    path = tmp_path / NAME
    if damage == "no database":
        path.write_bytes(b"Hello, this is not a database at all. " * 100)
    elif damage == "cut off":
        path.write_bytes(path.read_bytes()[:3000])
    elif damage == "another format":
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        path.write_bytes(b"")
    with open_memory(tmp_path) as memory:
        assert memory.is_empty
        memory.store("articles/a", "1", [unit(en="The lake fell.", ru="Озеро.")])
        memory.save()
        assert targets(memory, "The lake fell.", "en", "ru") == [(100, "Озеро.")]


def test_reading_makes_nothing_and_says_what_is_wrong(tmp_path: Path) -> None:
    with open_memory_to_read(tmp_path) as memory:
        assert memory is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".targman").mkdir()
    (tmp_path / NAME).write_bytes(b"not a database " * 100)
    with pytest.raises(FileError, match=r"cannot be used: .*Delete it"), open_memory_to_read(tmp_path) as memory:
        assert memory is None


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        ("lake", "en", {"The lake fell.", "A LAKE{fn1} is water."}),
        ("LAKE water", "en", {"A LAKE{fn1} is water."}),
        ("wat", "en", {"A LAKE{fn1} is water."}),
        ("президент", "ru", {"Президент сказал."}),
        ("президентский", "ru", set()),
        ("ինչպես", "hy", {"Ինչպե՞ս։"}),
        ("lake", "ru", set()),
        ("…", "en", set()),
    ],
)
def test_words_are_found_where_they_begin_so(tmp_path: Path, words: str, lang: str, expected: set[str]) -> None:
    store(
        tmp_path,
        unit(en="The lake fell.", ru="Президент сказал."),
        unit(en="A LAKE{fn1} is water.", hy="Ինչպե՞ս։"),
        unit("ru", ru="Озеро", hy="Լիճ"),
    )
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        assert {item.texts[lang] for item in memory.search(words, [lang], 10)} == expected
        assert len(memory.search(words, [lang], 1)) == min(len(expected), 1)


def test_the_very_words_come_first(tmp_path: Path) -> None:
    texts = ("Двадцать метров.", "Метро закрыто.", "Метрополитен.")
    store(tmp_path, *(unit("ru", ru=text, en=f"{number}") for number, text in enumerate(texts)))
    with open_memory_to_read(tmp_path) as memory:
        assert memory is not None
        found = [item.texts["ru"] for item in memory.search("метро", ["ru"], 10)]
        assert found == ["Метро закрыто.", "Двадцать метров.", "Метрополитен."]
