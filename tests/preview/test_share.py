"""The address for readers: they can look at everything, change nothing, and go nowhere else."""

import itertools
import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import SettingsError
from pipeline.preview.share import read_share

from .site import COMMAND, MISSING, PATIENCE, Site, lay

if TYPE_CHECKING:
    from playwright.sync_api import Browser

READING = ("/", "/desk", "/search?q=lake", "/article/lake", "/rows/lake", "/static/preview.js", "/access.js")
WRITING = (
    *("/save/lake", "/review/lake", "/check/lake", "/run/sync", "/run/merge", "/entry/lake?lang=ru", "/nothing"),
    *("/remark/lake", "/confirm/lake", "/fix/lake", "/machine/lake", "/undo/lake", "/redo/lake", "/who", "/receive"),
    *("/offers/lake?lang=ru", "/former/lake?lang=ru"),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """A preview, and its address for readers behind a proxy."""
    root = tmp_path_factory.mktemp("shared")
    lay(root)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--no-open", "--share", f"127.0.0.1:{port}", "--share-as", "https://read.example.org")
    process = subprocess.Popen(
        [*COMMAND, "preview", *options], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    own = re.search(r"127\.0\.0\.1:(\d+)/\?token=(\S+)", process.stdout.readline())
    readers = re.search(r"https://read\.example\.org/\?token=(\S+)", process.stdout.readline())
    assert own
    assert readers
    editor = Site(root, int(own[1]), own[2], process)
    yield editor, Site(root, port, readers[1], process)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=120)[1] == ""
    assert process.returncode == 0


def files_of(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".targman" not in path.parts}


def ask(reader: Site, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status and the text of an answer; the text of a stream is not waited for."""
    connection = HTTPConnection("127.0.0.1", reader.port, timeout=PATIENCE)
    body = json.dumps({"lang": "ru", "source": MISSING, "base": "", "target": "чужое"}).encode()
    try:
        connection.request(method, path, body=body if method in {"POST", "PUT", "PATCH"} else None, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_whatever_is_tried_a_reader_reads_and_no_more(shared: tuple[Site, Site]) -> None:
    editor, reader = shared
    before = files_of(reader.root)
    cookies = {
        "own": f"targman-share-{reader.port}={reader.token}",
        "none": "",
        "guess": f"targman-share-{reader.port}=guess",
        "the editor's": f"targman-{editor.port}={editor.token}; targman-share-{reader.port}={editor.token}",
    }
    hosts = {
        "proxy": {"Host": "read.example.org", "Origin": "https://read.example.org"},
        "direct": {"Host": f"127.0.0.1:{reader.port}", "Origin": f"http://127.0.0.1:{reader.port}"},
        "other": {"Host": "evil.example", "Origin": "https://evil.example"},
        "forwarded": {"Host": "evil.example", "X-Forwarded-Host": "read.example.org", "X-HTTP-Method-Override": "GET"},
    }
    tries = 0
    for method, path, cookie, host in itertools.product(METHODS, (*READING, *WRITING), cookies, hosts):
        if method not in {"GET", "HEAD", "POST"} and (path in READING[1:] or host == "direct"):
            continue
        headers = {**hosts[host], "Cookie": cookies[cookie], "Content-Type": "application/json"}
        status, text = ask(reader, method, path, headers)
        tries += 1
        may = method in {"GET", "HEAD"} and cookie == "own" and host in {"proxy", "direct"}
        expected = {200} if may and path in READING else {404} if may else {403, 405}
        assert status in expected, (method, path, cookie, host, status)
        assert may or "lake" not in text, (method, path, cookie, host)
    assert tries >= 400
    assert files_of(reader.root) == before


@pytest.mark.parametrize(
    "path",
    [
        "/article/..%2F..%2Ftargman.toml",
        "/picture/lake?file=..%2F..%2Ftargman.toml",
        "/picture/lake?file=%2Fetc%2Fpasswd",
        "/static/..%2Fapp.py",
        "/static/..%2F..%2Fshare.py",
        "//save/lake",
        "/save%2Flake",
        "/article/lake/../../save/lake",
    ],
)
def test_no_path_leads_a_reader_elsewhere(shared: tuple[Site, Site], path: str) -> None:
    _, reader = shared
    own = {"Host": "read.example.org", "Cookie": f"targman-share-{reader.port}={reader.token}"}
    assert ask(reader, "GET", path, own)[0] == 404


def test_the_token_of_readers_opens_nothing_of_the_editors(shared: tuple[Site, Site]) -> None:
    editor, reader = shared
    for cookie in (f"targman-{editor.port}={reader.token}", f"targman-share-{reader.port}={reader.token}"):
        assert editor.get("/", cookie=False, Cookie=cookie).status == 403
    assert editor.get(f"/?token={reader.token}", cookie=False).status == 403
    assert editor.get("/").status == 200


def test_a_link_in_a_mail_lets_in_and_the_cookie_is_for_the_proxy_only(shared: tuple[Site, Site]) -> None:
    _, reader = shared
    answer = reader.get(f"/?token={reader.token}", cookie=False, Host="read.example.org")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    kept = answer.headers["set-cookie"].lower()
    assert {"httponly", "secure", "samesite=lax"} <= {part.strip() for part in kept.split(";")}


def test_readers_cannot_take_the_streams_of_editors(shared: tuple[Site, Site]) -> None:
    editor, reader = shared
    own = {"Host": "read.example.org", "Cookie": f"targman-share-{reader.port}={reader.token}"}
    with ExitStack() as stack:
        for _ in range(70):
            connection = HTTPConnection("127.0.0.1", reader.port, timeout=PATIENCE)
            stack.callback(connection.close)
            connection.request("GET", "/events", headers=own)
            connection.getresponse()
        connection = HTTPConnection("127.0.0.1", editor.port, timeout=PATIENCE)
        stack.callback(connection.close)
        connection.request("GET", "/events", headers={"Cookie": f"targman-{editor.port}={editor.token}"})
        assert connection.getresponse().status == 200
        assert editor.get("/").status == 200


@pytest.mark.parametrize(
    ("place", "known_as"),
    [
        ("8080", ""),
        (":8080", ""),
        ("127.0.0.1", ""),
        ("127.0.0.1:99999", ""),
        ("127.0.0.1:x", ""),
        ("0.0.0.0:8080", ""),
        ("[::]:8080", ""),
        ("127.0.0.1:8080", "read.example.org"),
        ("127.0.0.1:8080", "https://read.example.org/there"),
        ("127.0.0.1:8080", "https://a:b@read.example.org"),
        ("127.0.0.1:8080", "ftp://read.example.org"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(place: str, known_as: str) -> None:
    with pytest.raises(SettingsError, match="--share"):
        read_share(place, known_as)


def test_host_names_are_those_that_the_editor_gave() -> None:
    assert read_share("192.168.1.5:8080").names(8080) == {"192.168.1.5:8080"}
    assert read_share("[::1]:80").names(80) == {"[::1]:80", "[::1]"}
    assert read_share("0.0.0.0:8080", "http://lan.example:8080/").names(8080) == {"lan.example:8080"}
    assert read_share("0.0.0.0:8080", "https://lan.example:443").names(8080) == {"lan.example:443", "lan.example"}


@pytest.mark.browser
def test_a_readers_page_offers_nothing_to_change_and_follows_what_is_saved(
    shared: tuple[Site, Site], browser: "Browser"
) -> None:
    editor, reader = shared
    context = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 900})
    context.route("https://read.example.org/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{reader.port}/?token={reader.token}")
    context.add_cookies(
        [{"name": f"targman-share-{reader.port}", "value": reader.token, "url": f"http://127.0.0.1:{reader.port}"}]
    )  # the real one is Secure
    page.goto(f"http://127.0.0.1:{reader.port}/article/lake")
    page.locator(".live.on").wait_for()
    for label in ("Confirm", "Reviewed"):
        assert page.get_by_role("button", name=label).count() == 0
    page.locator('.cell[data-lang="ru"] .seg', has_text="Озеро опустилось").click()
    page.keyboard.press("Enter")
    editor.translate(MISSING, target="Потом поднялось.")
    page.get_by_text("Потом поднялось.").wait_for()
    assert page.locator(".editor").count() == 0
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    assert not page.get_by_text("Confirm the fuzzy sentence").is_visible()
    page.goto(f"http://127.0.0.1:{reader.port}/")
    page.locator(".live.on").wait_for()
    assert page.get_by_role("button", name="Sync").count() == 0
    context.close()
