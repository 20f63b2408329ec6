"""Pages tell which posts say the same in other languages."""

from pipeline.cms.alternates import link_by_pages, read_alternates
from pipeline.cms.archive_posts import Post
from pipeline.cms.client import RefusedError

HEAD = """<head><link rel='alternate' hreflang='en' href='https://x.example/lake/' />
<link href="https://x.example/hy/lich?a=1&amp;b=2" hreflang="hy" rel="alternate">
<link rel="alternate" hreflang="x-default" href="https://x.example/lake/"/>
<link rel="alternate" type="application/rss+xml" href="https://x.example/feed/"/></head>"""


def test_links_with_a_language_are_read_in_any_order_of_attributes() -> None:
    assert read_alternates(HEAD) == {"en": "https://x.example/lake/", "hy": "https://x.example/hy/lich?a=1&b=2"}


def test_posts_are_linked_and_pages_without_links_are_not_asked_for_ever() -> None:
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return b"<head></head>"

    posts = [Post(id=n, status="publish", link=f"https://x.example/{n}/") for n in range(9)]
    assert link_by_pages(posts, set(), fetch) == posts
    assert len(asked) == 3


def test_known_posts_and_drafts_are_not_asked_for_and_a_page_that_fails_does_no_harm() -> None:
    def fetch(address: str) -> bytes:
        if "lake" not in address:
            raise RefusedError("is not to be had (404)")
        return HEAD.encode()

    posts = [
        Post(id=1, status="draft", link="https://x.example/?p=1"),
        Post(id=2, status="publish", link="https://x.example/gone/"),
        Post(id=3, status="publish", link="https://x.example/lake/"),
        Post(id=4, status="publish", link="https://x.example/hy/lich?a=1&b=2"),
    ]
    linked = link_by_pages(posts, {4}, fetch)
    assert [(post.lang, dict(post.translations)) for post in linked] == [
        ("", {}), ("", {}), ("en", {"en": 3, "hy": 4}), ("", {}),
    ]  # fmt: skip
