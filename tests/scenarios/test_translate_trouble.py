"""`targman translate` where servers, disks and people do what they should not."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

import pytest
from click.testing import CliRunner
from conftest import Workspace
from mt.servers import SECRET, Reply, Request, Server, foreign, well

from pipeline.cli import main
from scenarios.translating import TEXTS, MakeWorkspace, Use, active, edit, results


def test_torn_placeholders_are_mended_by_asking_for_the_pieces(place: Workspace, use: Use) -> None:
    def eating(request: Request) -> Reply:
        return Reply(answers=[re.sub(r"\{\w+\}|\(\{\w+\}\)", "", foreign(text, "ru")) for text in request.texts])

    server = use("google", eating)
    place.run("translate", "--to", "ru")
    assert active(place)[TEXTS[4]].target == foreign(TEXTS[4], "ru")
    assert "See the" in server.texts
    sent = len(server.asked)
    edit(place, lambda entry: replace(entry, target="", fuzzy=False) if entry.fuzzy else entry)
    place.run("translate", "--to", "ru")
    assert len(server.asked) == sent


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("{fn1}", "{ fn1 }"),
        lambda text: text.replace("{fn1}", "{фн1}"),
        lambda text: text.replace("{fn1}", "{сноска 1}"),
        lambda text: text.replace("{fn1}", "{fn1}{fn1}"),
        lambda text: text.replace("{fn1}", "{fn1} {fn2}"),
        lambda text: f"{{fn1}} {text}" if "{fn1}" in text else text,
        lambda text: text.replace("{url1}", " {url1} ").replace("](", "] ("),
    ],
    ids=["spaced", "russian", "translated", "doubled", "invented", "doubled-apart", "link-spaced"],
)
def test_damaged_placeholders_are_right_in_the_catalog(
    place: Workspace, use: Use, damage: Callable[[str], str]
) -> None:
    use("libretranslate", lambda request: Reply(answers=[damage(text or "") for text in request.translated()]))
    place.run("translate", "--to", "ru")
    for text in (TEXTS[1], TEXTS[4]):
        target = active(place)[text].target
        assert sorted(re.findall(r"\{\w+\}", target)) == sorted(re.findall(r"\{\w+\}", text))


def test_an_entry_that_cannot_be_had_is_reported_at_its_line_and_the_others_are_filled(
    place: Workspace, use: Use
) -> None:
    def refusing(request: Request) -> Reply:
        good = request.translated()
        return Reply(
            answers=[None if "again" in text else answer for text, answer in zip(request.texts, good, strict=True)]
        )

    use("deepl", refusing)
    result = place.run("translate", "--to", "ru", exit_code=1)
    found = re.search(r"locales/ru/articles/lake.po:(\d+): “(.*)” was left untranslated: (.*)", result.stderr)
    assert found is not None
    assert found[2] == TEXTS[2]
    assert "the answer is empty" in found[3]
    entry = active(place)[TEXTS[2]]
    assert (entry.target, entry.line) == ("", int(found[1]))
    assert all(item.target for text, item in active(place).items() if text != TEXTS[2])


def test_a_text_that_a_provider_rejects_does_not_take_its_neighbours_along(place: Workspace, use: Use) -> None:
    def picky(request: Request) -> Reply:
        return Reply(status=400) if any("again" in text for text in request.texts) else well(request)

    use("deepl", picky)
    result = place.run("translate", "--to", "ru", exit_code=1)
    assert result.stderr.count("was left untranslated") == 1
    assert [text for text, entry in active(place).items() if not entry.target] == [TEXTS[2]]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=403, body=b'{"message": "bad key ' + SECRET.encode() + b'"}'), "deepl: it refused the key"),
        (Reply(status=456), "deepl: the quota is used up"),
        (Reply(status=429, headers={"Retry-After": "7200"}), "120 minutes"),
    ],
)
def test_a_provider_that_closed_is_asked_no_more_and_told_once(
    place: Workspace, use: Use, reply: Reply, said: str
) -> None:
    server = use("deepl", lambda _: reply)
    result = place.run("translate", exit_code=1)
    assert len(server.asked) == 1
    assert result.stderr.count(said) == 1
    assert SECRET not in result.output
    assert not any(entry.target for entry in active(place).values() if entry.source in TEXTS)


def test_a_provider_that_is_down_is_given_up_after_some_requests(workspace: MakeWorkspace, use: Use) -> None:
    place = workspace()
    place.write("articles/lake.md", "".join(f"This is the sentence number {number}.\n\n" for number in range(50)))
    place.run("sync")
    server = use("google", lambda _: Reply(status=500))
    result = place.run("translate", "--to", "ru", exit_code=1)
    assert "No more was asked" in result.stderr
    assert len(server.asked) <= (3 + 4) * 5


def test_what_a_person_saves_meanwhile_is_kept_and_nothing_is_asked_twice(place: Workspace, use: Use) -> None:
    def saving(request: Request) -> Reply:
        if request.number == 0:
            edit(place, lambda entry: replace(entry, target="Озеро моё") if entry.source == TEXTS[0] else entry)
        return well(request)

    server = use("google", saving)
    place.run("translate", "--to", "ru")
    entries = active(place)
    assert (entries[TEXTS[0]].target, entries[TEXTS[0]].fuzzy) == ("Озеро моё", False)
    assert entries[TEXTS[1]].target == foreign(TEXTS[1], "ru")
    assert len(server.texts) == len(set(server.texts))


def test_a_damaged_store_of_answers_is_put_aside(place: Workspace, use: Use) -> None:
    use("google")
    place.write(".targman/translations", b"this is no database, and long enough to be looked at" * 40)
    assert "were damaged" in place.run("translate").stdout
    assert (place.root / ".targman/translations.damaged").exists()
    assert "were damaged" not in place.run("translate").stdout


def test_when_answers_cannot_be_kept_no_more_is_paid_for(place: Workspace, use: Use) -> None:
    def breaking(request: Request) -> Reply:
        if request.number == 0:
            base = sqlite3.connect(place.root / ".targman/translations")
            base.execute("drop table answers")
            base.close()
        return well(request)

    server = use("deepl", breaking)
    result = place.run("translate", exit_code=1)
    assert ".targman/translations: cannot be used" in result.stderr
    assert len(server.asked) == 1
    assert active(place, "hy")[TEXTS[0]].target == foreign(TEXTS[0], "hy")


def command(place: Workspace, server: Server) -> subprocess.Popen[str]:
    """The command in a process of its own, with a session that a signal does not reach from here."""
    return subprocess.Popen(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "translate", "--to", "ru"],
        cwd=place.root,
        env={**os.environ, **server.environment, "TARGMAN_PROVIDER": server.provider, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.kill
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_broken_off_pays_for_nothing_twice(
    workspace: MakeWorkspace, use: Use, number: signal.Signals
) -> None:
    place = workspace()
    for name in ("first", "second"):
        text = "".join(f"In the {name} article this is sentence {count}.\n\n" for count in range(20))
        place.write(f"articles/{name}.md", text)
    place.run("sync")
    server = use(
        "mymemory", lambda request: Reply(answers=request.translated(), pause=0.05 if request.number < 30 else 0.3)
    )
    process = command(place, server)
    while len(server.asked) < 32:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode
    assert all(entry.target for entry in active(place, name="first").values())
    if number == signal.SIGINT:
        assert "interrupted. What was answered is kept" in told
        assert "Traceback" not in told
        assert any(entry.target for entry in active(place, name="second").values())
    known = results(place.run("translate", "--to", "ru", "--estimate", "--format", "json"))
    assert sum(int(str(item["requests"])) for item in known) <= 40 - 30
    on_their_way = 2 if number == signal.SIGKILL else 0
    place.run("translate", "--to", "ru")
    assert all(entry.target for entry in active(place, name="second").values())
    assert len(server.texts) - len(set(server.texts)) <= on_their_way


SENTENCES = 10_000


class Seventh:
    """A server every seventh call to which goes wrong, each time in another way."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.last: list[str | None] = []
        self.failed = 0

    def __call__(self, request: Request) -> Reply:
        with self.lock:
            good, last = request.translated(), self.last
            self.last = good
            if request.number % 7 != 6:
                return Reply(answers=good)
            self.failed += 1
            way = self.failed % 12
        if len(last) != len(good):
            last = (last * len(good))[: len(good)]
        ways = (
            Reply(status=500, body=f"the key {SECRET} met a problem".encode()),
            Reply(status=429, headers={"Retry-After": "0"}),
            Reply(answers=good, share=0.5),
            Reply(answers=good[:-1]),
            Reply(answers=last),
            Reply(answers=[re.sub(r"\{\w+\}", "", answer or "") for answer in good]),
            Reply(answers=[(answer or "").replace("{fn1}", "{fn1} и {fn1}") for answer in good]),
            Reply(answers=[(answer or "").replace("{fn1}", "{ фн 1 }") for answer in good]),
            Reply(answers=[f"<p>{answer}</p>" for answer in good]),
            Reply(status=200, body=json.dumps({"error": f"too many requests with {SECRET}"}).encode()),
            Reply(answers=["" for _ in good]),
            Reply(answers=good, pause=0.6) if self.failed < 30 else Reply(status=503),
        )
        return ways[way]


@pytest.mark.thorough
def test_ten_thousand_sentences_through_a_server_that_fails_every_seventh_time(
    workspace: MakeWorkspace, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = workspace('lang = "en"\neditions = ["en", "ru"]\n')
    words = ["lake", "river", "mountain", "village", "church", "harvest", "winter", "teacher", "letter", "bridge"]
    for part in range(20):
        lines = []
        for number in range(part * SENTENCES // 20, (part + 1) * SENTENCES // 20):
            one, two, three, four = (words[number // 10**power % 10] for power in range(4))
            told = f"The {one} behind the {two} was shown to the {three} without any {four}"
            lines.append(f"{told} in {1000 + number}." if number % 2 else f"{told}.[^n]" if number % 3 else f"{told}.")
        place.write(f"articles/part{part}.md", "\n\n".join(lines) + "\n\n[^n]: 1.\n")
    place.run("sync")
    monkeypatch.setenv("TARGMAN_TIMEOUT", "0.5")
    answering = Seventh()
    server = use("libretranslate", answering)
    result = CliRunner().invoke(main, ["translate", "--to", "ru"])
    assert answering.failed > 60
    reported = result.stderr.count("was left untranslated")
    filled = 0
    for part in range(20):
        for text, entry in active(place, name=f"part{part}").items():
            if entry.target and text != "1.":
                assert entry.target == foreign(text, "ru")
                filled += 1
    assert filled + reported == SENTENCES
    assert reported < SENTENCES / 100
    assert result.exit_code == bool(reported), result.exception
    assert SECRET not in result.output
    for path in place.root.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    assert len(server.asked) < SENTENCES / 20 * 3
