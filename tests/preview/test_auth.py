"""Who may talk to the preview: nobody without its token, no other site, and nobody in large amounts."""

import http.client
import socket
import time
from contextlib import ExitStack

import pytest

from pipeline.preview.auth import LARGEST_BODY
from pipeline.preview.live import MOST_STREAMS

from .site import MISSING, PATIENCE, Site


def test_the_printed_address_lets_in_and_hides_the_token(site: Site) -> None:
    answer = site.get(f"/?token={site.token}", cookie=False)
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert site.get("/").status == 200


@pytest.mark.parametrize(
    "path", ["/", "/article/lake", "/rows/lake", "/entry/lake?lang=ru", "/events", "/static/preview.js", "/nothing"]
)
def test_without_the_token_there_is_nothing_to_see(site: Site, path: str) -> None:
    for answer in (
        site.get(path, cookie=False),
        site.get(path, cookie=False, Cookie=f"targman-{site.port}=guess"),
        site.get(path + ("&" if "?" in path else "?") + "token=guess", cookie=False),
    ):
        assert answer.status == 403
        assert "targman preview" in answer.text
        assert "lake" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "lang", "words"),
    [("en", "en", "person who started it"), ("hy", "hy", "գործարկ"), ("fa", "fa", "توکن")],
)
def test_a_browser_without_the_token_gets_a_page_in_its_language(
    site: Site, accepted: str, lang: str, words: str
) -> None:
    answer = site.get("/article/lake", cookie=False, Accept="text/html,*/*", Accept_Language=accepted)
    assert answer.status == 403
    assert f'<html lang="{lang}"' in answer.text
    assert words in answer.text
    assert "lake" not in answer.text
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "[::1]"])
def test_another_host_name_that_leads_here_is_refused(site: Site, host: str) -> None:
    assert site.get("/", Host=host.format(port=site.port)).status == 403
    assert site.get("/", Host=f"localhost:{site.port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_changes_nothing(site: Site, headers: dict[str, str]) -> None:
    before = site.catalog.read_bytes()
    edit = {"lang": "ru", "source": MISSING, "base": "", "target": "x"}
    assert site.post("/save/lake", edit, **headers).status == 403
    assert site.catalog.read_bytes() == before


def test_json_nested_too_deeply_is_no_edit(site: Site) -> None:
    own = {"Origin": site.address, "Content-Type": "application/json"}
    for body in (b"[" * 200_000, b'{"a":' * 100_000):
        assert site.request("POST", "/save/lake", headers=own, body=body).status in {400, 413}


def test_a_form_of_another_site_is_no_edit(site: Site) -> None:
    before = site.catalog.read_bytes()
    assert site.post("/save/lake", {}, **{"Content-Type": "text/plain"}).status == 400
    assert site.catalog.read_bytes() == before


@pytest.mark.parametrize(
    "path",
    [
        "/article/../../etc/passwd",
        "/article/..%2F..%2Fetc%2Fpasswd",
        "/article/%2Fetc%2Fpasswd",
        "/article/lake%00",
        "/rows/..%2Flocales%2Fru%2Farticles%2Flake",
        "/static/..%2Fapp.py",
        "/static/../guard.py",
        "/picture/lake?file=..%2Ftargman.toml",
        "/picture/lake?file=..%2F..%2F..%2F..%2Fetc%2Fpasswd",
        "/picture/lake?file=lake.md",
        "/picture/lake?file=%2Fetc%2Fpasswd",
        "/picture/lake?file=images%2Flevel.svg%00.png",
    ],
)
def test_no_path_leads_out_of_the_articles(site: Site, path: str) -> None:
    assert site.get(path).status == 404


def test_a_link_to_a_file_outside_is_not_followed(site: Site) -> None:
    (site.root / "secret.svg").write_text("<svg>secret</svg>", encoding="utf-8")
    (site.root / "articles/images/link.svg").symlink_to(site.root / "secret.svg")
    assert site.get("/picture/lake?file=images%2Flink.svg").status == 404
    assert site.get("/picture/lake?file=images%2Flevel.svg").status == 200


def test_a_picture_may_run_nothing(site: Site) -> None:
    answer = site.get("/picture/lake?file=images%2Flevel.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/article/lake", "/nothing"])
def test_every_answer_says_what_a_page_may_load(site: Site, path: str) -> None:
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_switch_of_languages_leads_nowhere_else(site: Site) -> None:
    for there in ("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example"):
        answer = site.get("/language/ru?next=" + there)
        location = answer.headers["location"]
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("said", ["100000000", str(LARGEST_BODY + 1), "-1", "many"])
def test_a_body_that_says_that_it_is_too_large_is_refused_unread(site: Site, said: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.putrequest("POST", "/save/lake")
    connection.putheader("Cookie", f"targman-{site.port}={site.token}")
    connection.putheader("Origin", site.address)
    connection.putheader("Content-Length", said)
    connection.endheaders()
    assert connection.getresponse().status in {400, 413}
    connection.close()
    assert site.get("/").status == 200


def test_a_body_of_unknown_length_is_bounded_while_it_comes_in(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        connection.sendall(
            f"POST /save/lake HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nOrigin: {site.address}\r\n"
            f"Cookie: targman-{site.port}={site.token}\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        answer = b""
        chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
        try:
            for _ in range(100_000_000 // 0x8000):
                connection.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = connection.recv(64)
        except ConnectionResetError:
            answer = b"HTTP/1.1 413"
    assert b" 413" in answer
    assert site.get("/").status == 200


def test_a_thousand_streams_are_too_many_and_the_server_lives(site: Site) -> None:
    request = (
        f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nCookie: targman-{site.port}={site.token}\r\n\r\n"
    ).encode()
    with ExitStack() as stack:
        open_ones = []
        for _ in range(1_000):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE))
            connection.sendall(request)
            open_ones.append(connection)
            if len(open_ones) <= 2 * MOST_STREAMS:
                connection.recv(12)
        answers = [connection.recv(12) for connection in open_ones[2 * MOST_STREAMS :]]
        assert answers.count(b"HTTP/1.1 200") == 0
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if site.get("/").status == 200 and _listens(site, request):
            return
    pytest.fail("the streams that were closed are still counted")


def _listens(site: Site, request: bytes) -> bool:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        return connection.recv(12) == b"HTTP/1.1 200"
