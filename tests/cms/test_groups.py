"""Which posts say the same in several languages."""

from pipeline.cms.archive_posts import Post, PostTerm
from pipeline.cms.groups import PostGroup, group_posts

EDITIONS = ("hy", "en", "ru")


def shape(groups: list[PostGroup]) -> list[tuple[int, dict[str, int]]]:
    return [(group.source.id, {lang: post.id for lang, post in group.translations.items()}) for group in groups]


def test_posts_that_name_their_translations_are_one_article_and_the_first_one_is_its_source() -> None:
    posts = [
        Post(id=4, lang="ru", date="2024-02-01", translations={"hy": 5}),
        Post(id=5, lang="hy_AM", date="2024-01-01"),
        Post(id=6, lang="en", date="2024-03-01", translations={"hy": 5, "ru": 4}),
        Post(id=9, lang="en"),
    ]
    assert shape(group_posts(posts, EDITIONS)) == [(5, {"ru": 4, "en": 6}), (9, {})]
    assert shape(group_posts(posts, EDITIONS, first="en")) == [(6, {"ru": 4, "hy": 5}), (9, {})]


def test_posts_of_one_group_and_those_that_an_editor_joins_are_one_article() -> None:
    posts = [Post(id=1, lang="en", group="g"), Post(id=2, lang="hy", group="g"), Post(id=3, lang="ru")]
    assert shape(group_posts(posts, EDITIONS)) == [(1, {"hy": 2}), (3, {})]
    assert shape(group_posts(posts, EDITIONS, joined=[(2, 3)])) == [(1, {"hy": 2, "ru": 3})]


def test_a_category_named_after_a_language_is_the_last_resort_and_told() -> None:
    posts = [
        Post(id=1, categories=(PostTerm(name="Հայերեն", slug="armenian-news"), PostTerm(name="News", slug="news"))),
        Post(id=2, categories=(PostTerm(name="Russian", slug="x"), PostTerm(name="English", slug="y"))),
        Post(id=3, lang="en", categories=(PostTerm(name="Russian", slug="x"),)),
    ]
    first, second, third = group_posts(posts, EDITIONS)
    assert (first.source.lang, second.source.lang, third.source.lang) == ("hy", "", "en")
    assert first.remarks == ("the language of post 1 is that of its category, hy",)
    assert second.remarks == third.remarks == ()


def test_a_post_that_cannot_be_an_edition_stays_an_article_and_says_why() -> None:
    posts = [Post(id=1, lang="en", group="g"), Post(id=2, lang="fr", group="g"), Post(id=3, lang="en", group="g")]
    groups = group_posts(posts, EDITIONS)
    assert shape(groups) == [(1, {}), (2, {}), (3, {})]
    assert "there is no edition “fr”" in groups[1].remarks[0]
    assert "two posts are said to be its text in “en”" in groups[2].remarks[0]


def test_a_translation_that_is_gone_and_a_circle_do_no_harm() -> None:
    posts = [Post(id=1, lang="en", translations={"hy": 2, "ru": 77}), Post(id=2, lang="hy", translations={"en": 1})]
    assert shape(group_posts(posts, EDITIONS)) == [(1, {"hy": 2})]
