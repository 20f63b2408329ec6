"""Publishing that is killed, slowed down, or meets people who edit at the same time: no post twice, none half, and no
edit lost.
"""

import json
import os
import random
import time
from threading import Lock, Timer

import pytest

from cms.servers import Reply, Request, as_json, pass_on, serve
from cms.shop import ARTICLE, PIXEL, Shop

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

KILLS = int(os.environ.get("TARGMAN_TEST_KILLS", "6"))
"""Number of kills; by hand, 50."""
EDITS = int(os.environ.get("TARGMAN_TEST_EDITS", "4"))
"""Number of edits at the instant of a change; by hand, 100."""
ARTICLES = 10
VERBS = ("fell", "sank")


def change(shop: Shop, verb: str, articles: int = ARTICLES) -> None:
    """Let all articles use this verb, and translate that."""
    for number in range(1, articles + 1):
        shop.add(number, ARTICLE.replace("fell", verb))
    shop.translate()


def is_update(request: Request) -> bool:
    return request.method == "POST" and "/wp/v2/posts/" in request.path


def assert_whole(shop: Shop, verb: str) -> None:
    """Each post is there once, and all of it."""
    posts = shop.posts()
    assert len(posts) == 3 * ARTICLES
    words = {"fell": ("fell", "опустилось", "իջավ"), "sank": ("sank", "ушло вниз", "խորացավ")}[verb]
    for title, post in posts.items():
        content = post["content"]["raw"]
        assert any(word in content for word in words), title
        assert content.count("data-fn=") == 1
        assert len(json.loads(post["meta"]["footnotes"])) == 1
        assert post["slug"].endswith(title.rpartition(" ")[2])


@pytest.mark.kill
def test_killed_at_any_instant_it_makes_no_post_twice_and_none_half(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes before a request, between its arrival and its answer, or at any time."""
    drawn, kills, verb = random.Random(7), 0, VERBS[0]  # noqa: S311  no secret
    under_way, deadly = Lock(), [""]

    def answer(request: Request) -> Reply:
        with under_way:
            if process.poll() is not None:  # killed before its request arrived
                return Reply(breaks=True)
            if deadly[0] == "before" and drawn.random() < 0.1:
                process.kill()
                return Reply(breaks=True)
            reply = pass_on(shop.site.url, request)
            if deadly[0] == "after" and drawn.random() < 0.1:
                process.kill()
            return reply

    change(shop, verb)
    records = shop.place.root / "locales" / "published"
    with serve(answer) as proxy:
        is_whole = False
        while kills < KILLS or not is_whole:
            deadly[0] = drawn.choice(["before", "after", "time"]) if kills < KILLS else ""
            process = shop.start(TARGMAN_WORDPRESS_URL=proxy.url)
            if deadly[0] == "time":
                time.sleep(drawn.uniform(0.5, 6))
                process.kill()
            process.wait()
            with under_way:  # the site is done with the last request
                kills += process.returncode < 0
            for file in records.rglob("*.json"):
                os.utime(file, (1, 1))
            is_whole = process.returncode >= 0
            if is_whole:
                assert_whole(shop, verb)
                if kills < KILLS:
                    verb = VERBS[verb == VERBS[0]]
                    change(shop, verb)
                    is_whole = False
    monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
    assert "30 unchanged" in shop.publish()
    assert_whole(shop, verb)


def test_an_edit_at_the_instant_of_a_change_is_put_back_and_reported(
    each_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, edits = each_shop, [0]
    change(shop, "fell", 1)

    def answer(request: Request) -> Reply:
        if is_update(request) and not edits[0]:
            edits[0] = 1
            number = int(request.path.partition("/posts/")[2].partition("?")[0])
            shop.site.call("POST", f"posts/{number}", {"content": f"<p>An edit {turn}</p>", "title": f"Edited {turn}"})
        return pass_on(shop.site.url, request)

    with serve(answer) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        shop.publish()
        record = shop.place.root / "locales/published/wordpress/lake-1.json"
        for turn in range(EDITS):
            edits[0] = 0
            change(shop, VERBS[(turn + 1) % 2], 1)
            said = shop.publish("--lang", "en", exit_code=1)
            assert "was edited in WordPress" in said
            [post] = [post for title, post in shop.posts().items() if title == f"Edited {turn}"]
            assert post["content"]["raw"] == f"<p>An edit {turn}</p>"
            said = shop.publish("--lang", "en", exit_code=1)
            assert "was edited in WordPress" in said
            # As `pull` would: what is there is known from now on.
            data = json.loads(record.read_text(encoding="utf-8"))
            from pipeline.cms.posts import digest  # noqa: PLC0415

            texts = {name: post[name]["raw"] for name in ("title", "content", "excerpt")}
            texts |= {"footnotes": post["meta"]["footnotes"]} if shop.site.has_footnotes else {"footnotes": ""}
            data[proxy.url]["posts"]["en"]["stored"] = {name: digest(text) for name, text in texts.items()}
            data[proxy.url]["posts"]["en"]["sent"] = {}
            record.write_text(json.dumps(data), encoding="utf-8")
            edits[0] = 1
            assert "1 changed" in shop.publish("--lang", "en")


def test_at_most_two_requests_are_made_for_a_post(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    change(shop, "fell")
    with serve(lambda request: pass_on(shop.site.url, request)) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        shop.publish()
        made, shared = len(proxy.requests), 5
        assert made <= 3 * ARTICLES + shared
        change(shop, "sank")
        shop.publish()
        assert len(proxy.requests) - made <= 3 * ARTICLES + shared
        before = len(proxy.requests)
        shop.publish()
        assert len(proxy.requests) == before


def test_a_busy_site_is_asked_again_and_each_post_is_made_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = as_json({"code": "too_many", "message": "slow down"}, 429, Retry_After="0")

    def answer(request: Request) -> Reply:
        return busy if request.number % 3 == 0 else pass_on(shop.site.url, request)

    change(shop, "fell", 2)
    with serve(answer) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        assert "6 posts made" in shop.publish()
    assert len(shop.posts()) == 6


def test_a_post_whose_answer_was_lost_is_found_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request) -> Reply:
        reply = pass_on(shop.site.url, request)
        is_lost = request.method == "POST" and not lost
        lost.extend([request] * is_lost)
        return Reply(breaks=True) if is_lost else reply

    lost: list[Request] = []
    for verb in VERBS:
        change(shop, verb, 1)
        lost.clear()
        with serve(answer) as proxy:
            monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url.replace("127.0.0.1", "localhost"))
            address = shop.place.root / "locales/published/wordpress/lake-1.json"
            if address.exists():  # the port is another one
                data = json.loads(address.read_text(encoding="utf-8"))
                [site] = data.values()
                address.write_text(json.dumps({proxy.url.replace("127.0.0.1", "localhost"): site}), encoding="utf-8")
            assert "broke the connection" in shop.publish(exit_code=1)
            os.utime(address, (1, 1))
            shop.publish()
        assert len(shop.posts()) == 3


def test_a_post_that_wordpress_made_and_then_refused_is_completed(shop: Shop) -> None:
    shop.site.add_plugin("strict", "add_filter('auth_post_meta_footnotes_for_post', '__return_false', 99);")
    change(shop, "fell", 1)
    said = shop.publish("--lang", "en", exit_code=1)
    assert "(403: Sorry, you are not allowed to edit the footnotes custom field.)" in said
    assert "0 unchanged" in said
    assert len(shop.posts()) == 1
    (shop.site.folder / "wp-content/mu-plugins/strict.php").unlink()
    for file in (shop.place.root / "locales/published").rglob("*.json"):
        os.utime(file, (1, 1))
    shop.publish("--lang", "en")
    [post] = shop.posts().values()
    assert len(json.loads(post["meta"]["footnotes"])) == 1


def test_a_picture_whose_answer_was_lost_is_not_uploaded_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request) -> Reply:
        reply = pass_on(shop.site.url, request)
        is_lost = request.method == "POST" and request.path.startswith("/wp-json/wp/v2/media") and not lost
        lost.extend([request] * is_lost)
        return Reply(breaks=True) if is_lost else reply

    lost: list[Request] = []
    shop.add(1, ARTICLE.replace("The road is long.", "![The road is long.](images/a.png)"))
    shop.place.write("articles/images/a.png", PIXEL)
    shop.translate()
    with serve(answer) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        assert "broke the connection" in shop.publish(exit_code=1)
        assert "3 posts made" in shop.publish()
    [picture] = shop.site.call("GET", "media")
    assert all(picture["source_url"] in post["content"]["raw"] for post in shop.posts().values())


def test_after_a_kill_it_waits_until_the_site_is_done_with_the_request(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Timer] = []

    def answer(request: Request) -> Reply:
        if request.method == "POST" and not late:
            late.append(Timer(3, pass_on, (shop.site.url, request)))
            late[0].start()
            return Reply(breaks=True)
        return pass_on(shop.site.url, request)

    change(shop, "fell", 1)
    with serve(answer) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        shop.publish("--lang", "en", exit_code=1)
        shop.publish("--lang", "en")
        late[0].join()
    assert list(shop.posts()) == ["Lake 1"]
