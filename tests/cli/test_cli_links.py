"""`targman check --links` against a real server: the web is a proxy on this machine that answers for every host."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Workspace

from pipeline.workspace.web import find_web_addresses

PAGES = {
    "fine.example.org/": (200, ""),
    "fine.example.org/a_(b)": (200, ""),
    "fine.example.org/no-head": (200, ""),
    "fine.example.org/for-now": (302, "/"),
    "old.example.org/moved": (301, "http://fine.example.org/"),
    "loop.example.org/": (301, "http://loop.example.org/"),
    "busy.example.org/": (503, ""),
    "closed.example.org/": (403, ""),
    "shy.example.org/robots.txt": (200, "User-agent: *\nDisallow: /private\n"),
    "inner.example.org/": (302, "http://127.0.0.1:9/"),
    "xn--e1afmkfd.example.org/%D0%BE%D0%B7%D0%B5%D1%80%D0%BE": (200, ""),
}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The requests that a proxy on this machine gets, which answers with PAGES."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            place = urlsplit(self.path)
            page = f"{place.netloc}{place.path}"
            asked.append(f"{self.command} {page}")
            status, more = PAGES.get(page, (404, ""))
            if self.command == "HEAD" and page.endswith("no-head"):
                status = 405
            self.send_response(status)
            if status in {301, 302}:
                self.send_header("Location", more)
            body = more.encode() if status == 200 else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    yield asked
    server.shutdown()
    server.server_close()


def make(workspace: Callable[..., Workspace], *addresses: str) -> Workspace:
    place = workspace('lang = "en"\neditions = ["ru"]\n')
    links = "".join(f"The [page {number}]({address}).\n\n" for number, address in enumerate(addresses))
    place.write("articles/a.md", f"---\nlang: en\n---\n{links}")
    place.run("sync")
    return place


def findings(place: Workspace, exit_code: int = 0) -> list[tuple[str, str]]:
    report = json.loads(place.run("check", "--links", "--format", "json", exit_code=exit_code).stdout)
    return [(each["rule"], each["message"]) for each in report["results"] if each["rule"].startswith("link-")]


def test_nothing_is_asked_without_the_option(workspace: Callable[..., Workspace], web: list[str]) -> None:
    make(workspace, "http://gone.example.org/").run("check")
    assert web == []


def test_addresses_that_answer_are_right(workspace: Callable[..., Workspace], web: list[str]) -> None:
    place = make(
        workspace,
        *("http://fine.example.org/", "http://fine.example.org/a_(b)", "http://fine.example.org/no-head"),
        *("http://fine.example.org/for-now#part", "http://xn--e1afmkfd.example.org/озеро"),
    )
    assert findings(place) == []
    assert "GET fine.example.org/no-head" in web
    assert "GET fine.example.org/" not in web  # HEAD was enough


def test_a_dead_address_is_told_with_its_line_and_where_a_copy_may_be(
    workspace: Callable[..., Workspace], web: list[str]
) -> None:
    place = make(workspace, "http://gone.example.org/report")
    told = place.run("check", "--links", exit_code=1).stdout
    assert "articles/a.md:4: warning: the address http://gone.example.org/report is dead" in told
    assert "404" in told
    assert "https://web.archive.org/web/2/http://gone.example.org/report" in told
    assert web.count("HEAD gone.example.org/report") == 1


def test_pages_that_moved_and_servers_that_do_not_say_are_hints(
    workspace: Callable[..., Workspace], web: list[str]
) -> None:
    place = make(
        workspace,
        *("http://old.example.org/moved", "http://busy.example.org/", "http://closed.example.org/"),
        *("http://shy.example.org/private/x", "http://loop.example.org/", "http://inner.example.org/"),
    )
    told = dict(findings(place))
    assert set(told) == {"link-moved", "link-unanswered"}
    assert told["link-moved"].endswith("has moved to http://fine.example.org/")
    reasons = [message for rule, message in findings(place) if rule == "link-unanswered"]
    assert sum("503" in each or "403" in each for each in reasons) == 2
    assert any("robots.txt" in each for each in reasons)
    assert any("without end" in each for each in reasons)
    assert any("nobody else sees" in each for each in reasons)
    assert not any(each.endswith("/private/x") for each in web)


def test_answers_are_remembered(workspace: Callable[..., Workspace], web: list[str]) -> None:
    place = make(workspace, "http://fine.example.org/", "http://gone.example.org/report")
    findings(place, exit_code=1)
    asked = len(web)
    assert findings(place, exit_code=1)[0][0] == "link-dead"
    assert len(web) == asked
    (place.root / ".targman/links.json").write_text("{", encoding="utf-8")
    findings(place, exit_code=1)
    assert len(web) > asked


def test_addresses_of_translations_are_asked_for_too(workspace: Callable[..., Workspace], web: list[str]) -> None:
    place = make(workspace, "http://fine.example.org/")
    catalog = place.text("locales/ru/articles/a.po")
    place.write(
        "locales/ru/articles/a.po",
        catalog.replace('msgstr ""\n', 'msgstr "[Страница 0]({url1}), и http://gone.example.org/ru."\n').replace(
            'msgid ""\nmsgstr "[Страница 0]({url1}), и http://gone.example.org/ru."\n', 'msgid ""\nmsgstr ""\n', 1
        ),
    )
    report = json.loads(place.run("check", "--links", "--format", "json", exit_code=1).stdout)
    dead = [each for each in report["results"] if each["rule"] == "link-dead"]
    assert [each["path"] for each in dead] == ["locales/ru/articles/a.po"]
    assert dead[0]["line"] > 0
    assert "HEAD gone.example.org/ru" in web


def test_local_addresses_are_never_asked_for(workspace: Callable[..., Workspace], web: list[str]) -> None:
    place = make(workspace, "http://localhost:8000/", "http://192.168.0.5/a", "http://[::1]/", "http://nas.local/")
    report = json.loads(place.run("check", "--links", "--format", "json", exit_code=1).stdout)
    assert [each["rule"] for each in report["results"]] == ["address-local"] * 4  # and not that nobody answers
    assert web == []
    settings = place.text("targman.toml")
    place.write("targman.toml", f'{settings}\n[checks]\naddress-local = "off"\n')
    assert [rule for rule, _ in findings(place)] == ["link-unanswered"] * 4
    assert web == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "See https://example.org/a_(b), and (https://example.org/c).",
            ["https://example.org/a_(b)", "https://example.org/c"],
        ),
        ("Տե՛ս https://example.org/ա։", ["https://example.org/ա"]),
        ("https:// and http:///x", []),
        ("«https://example.org/» — сайт", ["https://example.org/"]),
    ],
)
def test_addresses_end_before_the_punctuation_of_the_sentence(text: str, expected: list[str]) -> None:
    assert list(find_web_addresses(text)) == expected


def test_the_cache_is_in_the_folder_that_may_be_deleted(workspace: Callable[..., Workspace], web: list[str]) -> None:
    place = make(workspace, "http://fine.example.org/")
    findings(place)
    assert Path(place.root / ".targman/links.json").is_file()
    assert web
