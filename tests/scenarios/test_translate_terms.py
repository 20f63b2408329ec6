"""Terms of the glossary in a machine's answers: sent so that they come back, and refused where they do not."""

import json
from pathlib import Path

import polib
import pytest
from conftest import Workspace
from mt.servers import Reply, Request, foreign

from scenarios.translating import MakeWorkspace, Use

GLOSSARY = """\
hy,en,ru,do not translate
ՀԱՊԿ,CSTO,ОДКБ,
Սևանա լիճ,Lake Sevan,озеро Севан,
,iPhone,,yes
"""
ARTICLE = (
    "The CSTO met.[^1]\n\nLake Sevan rose by 20 m.[^1]\n\nHer iPhone rang.\n\nNothing special here.\n\n[^1]: A note.\n"
)


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    """A workspace that wants its terms in machines' answers."""
    made = workspace('lang = "en"\nmachine_terms = true\n')
    made.write("articles/lake.md", ARTICLE)
    made.write("locales/glossary.csv", GLOSSARY)
    made.run("sync")
    return made


def targets(place: Workspace, lang: str = "ru") -> dict[str, str]:
    path = place.root / f"locales/{lang}/articles/lake.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if "machine" in entry.comment}


@pytest.mark.parametrize("provider", ["google", "deepl", "microsoft", "openai", "libretranslate", "mymemory"])
def test_every_term_is_in_the_answer_as_the_glossary_has_it(place: Workspace, use: Use, provider: str) -> None:
    server = use(provider)
    place.run("translate", "--to", "ru")
    found = targets(place)
    assert "ОДКБ" in found["The CSTO met.{fn1}"]
    assert "{fn1}" in found["The CSTO met.{fn1}"]
    assert "озеро Севан" in found["Lake Sevan rose by 20 m.{fn1}"]
    assert "iPhone" in found["Her iPhone rang."]
    assert found["Nothing special here."] == foreign("Nothing special here.", "ru")
    sent = " ".join(server.texts)
    # What is never inflected does not go out at all; the machine may try its own grammar on the others.
    assert "CSTO" not in sent
    assert "iPhone" not in sent
    assert "Lake Sevan rose" in sent


def test_an_answer_with_a_form_of_the_term_is_taken_as_it_is(place: Workspace, use: Use) -> None:
    def inflecting(request: Request) -> Reply:
        good = {"Lake Sevan rose by 20 m.{fn1}": "Уровень озера Севан поднялся на 20 м.{fn1}"}
        return Reply(answers=[good.get(text, foreign(text, request.lang)) for text in request.texts])

    server = use("mymemory", inflecting)
    place.run("translate", "--to", "ru")
    assert targets(place)["Lake Sevan rose by 20 m.{fn1}"] == "Уровень озера Севан поднялся на 20 м.{fn1}"
    assert len([text for text in server.texts if "20 m" in text]) == 1


def test_a_machine_that_eats_the_terms_is_asked_in_pieces_around_them(place: Workspace, use: Use) -> None:
    def eating(request: Request) -> Reply:
        kept = (text.replace("{keep1}", "it") for text in request.texts)
        return Reply(answers=[foreign(text, request.lang) for text in kept])

    use("mymemory", eating)
    place.run("translate", "--to", "ru")
    assert "ОДКБ" in targets(place)["The CSTO met.{fn1}"]
    assert "озеро Севан" in targets(place)["Lake Sevan rose by 20 m.{fn1}"]


def test_without_the_setting_answers_are_the_machine_s_own(workspace: MakeWorkspace, use: Use) -> None:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.write("locales/glossary.csv", GLOSSARY)
    place.run("sync")
    use("mymemory")
    place.run("translate", "--to", "ru")
    assert targets(place)["The CSTO met.{fn1}"] == foreign("The CSTO met.{fn1}", "ru")


def test_a_term_that_cannot_be_had_leaves_the_entry_untranslated_and_reported(place: Workspace, use: Use) -> None:
    def silent(request: Request) -> Reply:
        answers = ["" if "rose" in text or "20" in text else foreign(text, request.lang) for text in request.texts]
        return Reply(answers=list(answers))

    use("mymemory", silent)
    result = place.run("translate", "--to", "ru", "--format", "json", exit_code=1)
    report = json.loads(result.stdout)
    assert report["results"][0]["refused"] == 1
    assert [problem["path"] for problem in report["problems"]] == ["locales/ru/articles/lake.po"]
    assert "Lake Sevan rose by 20 m.{fn1}" not in targets(place)


def test_an_estimate_counts_what_would_be_sent(place: Workspace, use: Use, tmp_path: Path) -> None:
    server = use("mymemory")
    told = json.loads(place.run("translate", "--to", "ru", "--estimate", "--format", "json").stdout)["results"][0]
    assert tmp_path == place.root
    assert server.texts == []
    assert told["characters"] == sum(
        map(
            len,
            [
                "The {keep1} met.{fn1}",
                "Lake Sevan rose by 20 m.{fn1}",
                "Her {keep1} rang.",
                "Nothing special here.",
                "A note.",
            ],
        )
    )
