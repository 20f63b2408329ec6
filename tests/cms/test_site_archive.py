"""The posts of a site as its API tells them, with the fields that plug-ins for languages add."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from cms.servers import Reply, Request, as_json, serve
from pipeline.cms.archive_posts import Post
from pipeline.cms.client import WordPressClient
from pipeline.cms.credentials import Access
from pipeline.cms.site_archive import SiteArchive


def post(number: int, **more: object) -> dict[str, Any]:
    facts = {"type": "post", "slug": f"p{number}", "status": "publish", "link": f"https://x.example/p{number}/"}
    dates = {"date": "2026-03-04T10:00:00", "modified_gmt": "2026-03-04T06:00:00"}
    return {"id": number, **facts, **dates, "title": {"raw": f"Post {number}"}, "author": 0, **more}


def list_posts(*posts: dict[str, Any]) -> tuple[list[Post], list[str]]:
    """List the posts of a site that has these; return also the paths that were asked for."""
    asked: list[str] = []

    def answer(request: Request) -> Reply:
        asked.append(urlsplit(request.path).path)
        page = int(parse_qs(urlsplit(request.path).query).get("page", ["1"])[0])
        return as_json(list(posts[100 * (page - 1) : 100 * page]), X_WP_TotalPages=str(-(-len(posts) // 100)))

    with serve(answer) as server, WordPressClient(Access(url=server.url, user="ann", password="pw")) as client:  # noqa: S106
        return list(SiteArchive(client).list_posts()), asked


def test_polylang_tells_languages_and_translations() -> None:
    [one, two], _ = list_posts(post(1, lang="hy", translations={"hy": 1, "en": 2}), post(2, lang="en", translations=[]))
    assert (one.lang, one.translations, two.lang, two.translations) == ("hy", {"hy": 1, "en": 2}, "en", {})


def test_wpml_tells_locales() -> None:
    others = [{"locale": "ru_RU", "id": 8, "post_title": "Озеро"}, {"locale": "fr_FR", "id": None}, "x"]
    [found], _ = list_posts(post(7, wpml_current_locale="hy", wpml_translations=others))
    assert (found.lang, found.translations) == ("hy", {"ru_RU": 8})


def test_a_thousand_posts_are_listed_with_ten_requests() -> None:
    found, asked = list_posts(*(post(number) for number in range(1, 1_001)))
    assert [each.id for each in found] == list(range(1, 1_001))
    assert asked == ["/wp-json/wp/v2/posts"] * 10
