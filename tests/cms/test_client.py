"""The client against sites that refuse, that have no time, and that are hostile."""

import logging
import re
from base64 import b64encode
from collections.abc import Callable

import pytest

from cms.servers import Reply, Request, as_json, serve
from pipeline.cms import client as client_module
from pipeline.cms.client import BusyError, RefusedError, SiteError, WordPressClient, WordPressError
from pipeline.cms.credentials import Access
from pipeline.mt.providers.retry import RetryPolicy

PASSWORD = "abcd EFGH ijkl MNOP 0123 4567"  # noqa: S105  opens nothing
PAGE = Reply(headers={"Content-Type": "text/html"}, body=b"<!DOCTYPE html><title>Just a\nmoment</title>")
INDEX = {"name": "Test", "home": "https://example.org", "namespaces": ["wp/v2", "targman/v1"]}


def connect(url: str, sleep: Callable[[float], None] = lambda _: None, **policy: float) -> WordPressClient:
    return WordPressClient(Access(url=url, user="anna", password=PASSWORD), RetryPolicy(**policy), sleep)  # type: ignore[arg-type]


def is_free_of_secrets(text: str) -> bool:
    forms = [PASSWORD, PASSWORD.replace(" ", ""), b64encode(f"anna:{PASSWORD}".encode()).decode(), "MNOP"]
    return not any(form in text for form in forms)


def test_it_finds_the_api_and_what_plug_ins_add_to_it() -> None:
    with serve(lambda _: as_json(INDEX)) as server, connect(server.url) as site:
        found = site.discover()
    assert (found.name, found.url) == ("Test", "https://example.org")
    assert "targman/v1" in found.namespaces


@pytest.mark.parametrize("first", [Reply(status=404, body=b"<html>no</html>"), PAGE], ids=["404", "page"])
def test_it_finds_the_api_of_a_site_without_pretty_addresses(first: Reply) -> None:
    def answer(request: Request) -> Reply:
        return as_json(INDEX) if "rest_route=" in request.path else first

    with serve(answer) as server, connect(server.url) as site:
        site.discover()
        site.get("wp/v2/posts", slug=["a", "b"])
        assert server.requests[-1].path == "/?rest_route=%2Fwp%2Fv2%2Fposts&slug=a%2Cb"


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (as_json({"code": "incorrect_password", "message": "Wrong"}, 401), SiteError, "refuses the user “anna”"),
        (as_json({"code": "rest_not_logged_in", "message": "You"}, 401), SiteError, "header Authorization"),
        (as_json({"code": "application_passwords_disabled"}, 401), SiteError, "switched off"),
        (as_json({"code": "rest_cannot_edit", "message": "Sorry."}, 403), RefusedError, "(403: Sorry.)"),
        (Reply(status=413, body=b"<html>413"), SiteError, "(413)"),
        (as_json({}, 413), RefusedError, "Make the picture smaller"),
        (as_json({"code": "rest_no_route", "message": "No route"}, 404), RefusedError, "has nothing at /wp/v2/posts"),
        (PAGE, SiteError, "answers with a web page (“Just a moment”) instead of data"),
        (Reply(status=403, body=PAGE.body), SiteError, "answers with a web page"),
        (Reply(body=b'{"id": '), SiteError, "something that is not JSON"),
        (Reply(status=302, headers={"Location": "https://evil.example/x"}), SiteError, "another server, https://evil"),
        (Reply(status=301, headers={"Location": "https://127.0.0.1/x"}), SiteError, "leads to https://127.0.0.1"),
        (Reply(status=302, headers={"Location": "https://a:b@evil.example/"}), SiteError, "another address"),
        (Reply(status=302), SiteError, "another address"),
        (Reply(endless=True), SiteError, "more than 1 MB"),
        (as_json({"message": f"no {PASSWORD} \x1b[31m<b>x</b>"}, 400), RefusedError, "(400: no ••• [31mx)"),
    ],
)
def test_each_refusal_has_a_word(
    reply: Reply,
    kind: type[WordPressError],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(client_module, "LONGEST_ANSWER", 1 << 20)
    caplog.set_level(logging.DEBUG)
    with serve(lambda _: reply) as server, connect(server.url) as site:
        with pytest.raises(kind, match=re.escape(words)) as caught:
            site.get("wp/v2/posts")
        assert len(server.requests) == 1
    assert type(caught.value) is kind or kind is SiteError
    assert is_free_of_secrets(str(caught.value) + caplog.text + repr(site.access))


def test_a_redirect_is_not_followed_even_to_the_same_site() -> None:
    with serve(lambda _: as_json({})) as other:
        reply = Reply(status=307, headers={"Location": f"{other.url}/wp-json/wp/v2/posts"})
        with serve(lambda _: reply) as server, connect(server.url) as site:
            for call in (site.get, lambda path: site.send(path, {})):
                with pytest.raises(SiteError, match="leads to"):
                    call("wp/v2/posts")
        assert not other.requests


def test_it_waits_as_long_as_a_busy_site_asks_and_no_longer_than_is_bearable() -> None:
    waits: list[float] = []
    busy = as_json({"message": "slow down"}, 429, Retry_After="7")
    with (
        serve(lambda request: busy if request.number < 3 else as_json({"id": 1})) as server,
        connect(server.url, waits.append) as site,
    ):
        assert site.send("wp/v2/posts", {"title": "x"}) == {"id": 1}
    assert waits == [7, 7]
    hours = as_json({}, 429, Retry_After="7200")
    with serve(lambda _: hours) as server, connect(server.url, waits.append) as site:
        with pytest.raises(BusyError, match="has no time now"):
            site.get("wp/v2/posts")
        assert len(server.requests) == 1


def test_a_program_that_broke_off_on_the_site_is_not_called_busy() -> None:
    broken = as_json({"code": "internal_server_error", "message": "<p>There has been a critical error.</p>"}, 500)
    said = r"failed at /wp/v2/posts \(500: There has been a critical error\.\)\. .* the site's log of errors"
    with (
        serve(lambda _: broken) as server,
        connect(server.url) as site,
        pytest.raises(BusyError, match=said),
    ):
        site.send("wp/v2/posts", {"title": "x"})


@pytest.mark.parametrize(("method", "times"), [("GET", 3), ("POST", 1)])
@pytest.mark.parametrize("reply", [as_json({}, 500), Reply(breaks=True)], ids=["500", "broken"])
def test_only_what_changes_nothing_is_sent_again_after_an_unclear_failure(
    method: str, times: int, reply: Reply
) -> None:
    with serve(lambda _: reply) as server, connect(server.url, attempts=3) as site:
        with pytest.raises(BusyError):
            site.ask(method, "wp/v2/posts", {}, b"{}" if method == "POST" else None)
        assert len(server.requests) == times


def test_an_answer_that_never_ends_in_letters_is_given_up() -> None:
    slow = Reply(body=b" " * 100, trickle=0.05)
    with (
        serve(lambda _: slow) as server,
        connect(server.url, attempts=1, timeout=0.3) as site,
        pytest.raises(BusyError, match="did not answer within"),
    ):
        site.get("wp/v2/posts")


def test_a_server_that_is_not_there_is_named() -> None:
    with serve(lambda _: PAGE) as server:
        url = server.url
    with connect(url, attempts=2) as site:
        with pytest.raises(BusyError, match="cannot be reached"):
            site.send("wp/v2/posts", {})
        assert site.requests == 2


def test_lists_come_in_pages() -> None:
    def answer(request: Request) -> Reply:
        page = int(request.path.rpartition("page=")[2])
        return as_json([page], X_WP_TotalPages="3")

    with serve(answer) as server, connect(server.url) as site:
        assert list(site.get_pages("wp/v2/posts", status="any")) == [[1], [2], [3]]
        assert server.requests[0].path == "/wp-json/wp/v2/posts?per_page=100&status=any&page=1"


@pytest.mark.parametrize("name", ['../../x.php"\r\nX: y', "../x.php", "լիճ.jpg"])
def test_a_picture_is_sent_with_its_name_and_nothing_else_in_the_header(name: str) -> None:
    with serve(lambda _: as_json({"id": 1})) as server, connect(server.url) as site:
        site.upload("wp/v2/media", b"data", name, "image/jpeg", alt_text="x")
        [request] = server.requests
    said = request.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9][A-Za-z0-9._-]*"', said)
    assert "X" not in request.headers
    assert request.body == b"data"
