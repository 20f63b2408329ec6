"""Editions are published to a real WordPress: each once, only what changed, and never over somebody's edit."""

import json
import re
from pathlib import Path

import pytest

from cms.shop import ARTICLE, PIXEL, Shop

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

TITLES = ["Lake 1", "Озеро 1", "Լիճ 1"]


def test_each_edition_becomes_a_draft_with_its_notes_and_a_second_run_sends_nothing(each_shop: Shop) -> None:
    each_shop.add(1)
    each_shop.translate()
    assert "3 posts made, 0 changed, 0 unchanged." in each_shop.publish()
    posts = each_shop.posts()
    assert sorted(posts) == TITLES
    for post in posts.values():
        assert (post["status"], post["date"]) == ("draft", "2026-03-04T00:00:00")
        assert "1" in post["excerpt"]["raw"]
        if each_shop.site.has_footnotes:
            [note] = json.loads(post["meta"]["footnotes"])
            assert post["content"]["raw"].count(f'data-fn="{note["id"]}"') == 1
        else:
            assert re.findall(r'name="(_ftn(?:ref)?1)"', post["content"]["raw"]) == ["_ftnref1", "_ftn1"]
    assert {post["slug"] for post in posts.values()} == {"lake-1", "lich-1", "ozero-1"}
    before = [post["modified_gmt"] for post in each_shop.site.posts()]
    each_shop.site.add_plugin("closed", "http_response_code(500); exit;")
    assert "0 posts made, 0 changed, 3 unchanged." in each_shop.publish()
    (each_shop.site.folder / "wp-content/mu-plugins/closed.php").unlink()
    assert [post["modified_gmt"] for post in each_shop.site.posts()] == before


def test_one_word_changes_one_post_of_each_finished_edition_and_leaves_the_others_untouched(each_shop: Shop) -> None:
    each_shop.add(1)
    each_shop.add(2)
    each_shop.translate()
    each_shop.publish()
    before = each_shop.posts()
    each_shop.place.write("articles/lake-1.md", ARTICLE.replace("fell", "sank").format(title="Lake 1", number=1))
    each_shop.place.run("sync")
    said = each_shop.publish()
    assert "0 posts made, 1 changed, 3 unchanged." in said
    assert "2 editions are not sent before the translation is complete" in said
    each_shop.translate()
    assert "0 posts made, 2 changed, 4 unchanged." in each_shop.publish()
    after = each_shop.posts()
    assert sorted(title for title, post in after.items() if post["modified"] != before[title]["modified"]) == TITLES
    assert [post["id"] for post in after.values()] == [post["id"] for post in before.values()]
    assert "խորացավ" in after["Լիճ 1"]["content"]["raw"]
    assert "0 posts made, 0 changed, 6 unchanged." in each_shop.publish()


def test_a_post_that_was_edited_in_wordpress_is_left_alone_and_the_difference_is_shown(each_shop: Shop) -> None:
    each_shop.add(1)
    each_shop.translate()
    each_shop.publish()
    post = each_shop.posts()["Озеро 1"]
    edited = post["content"]["raw"].replace("Дорога длинна.", "Дорога очень длинна.")
    each_shop.site.call("POST", f"posts/{post['id']}", {"content": edited})
    each_shop.place.write("articles/lake-1.md", ARTICLE.replace("fell", "sank").format(title="Lake 1", number=1))
    each_shop.translate()
    said = each_shop.publish(exit_code=1)
    assert "2 changed" in said
    assert "1 edited in WordPress and left alone" in said
    assert f"targman pull wordpress {post['id']}" in said
    assert "Дорога[+ очень+] длинна." in said
    assert each_shop.posts()["Озеро 1"]["content"]["raw"] == edited


def test_a_status_is_given_to_all_and_an_editor_may_change_it(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    shop.publish("--status", "pending", "--lang", "hy")
    shop.publish()
    shop.publish("--status", "publish", "--lang", "ru")
    posts = shop.posts()
    assert [posts[title]["status"] for title in TITLES] == ["draft", "publish", "pending"]
    shop.site.call("POST", f"posts/{posts['Lake 1']['id']}", {"status": "publish"})
    shop.place.write("articles/lake-1.md", ARTICLE.replace("fell", "sank").format(title="Lake 1", number=1))
    shop.place.run("sync")
    assert "1 changed" in shop.publish()
    assert shop.posts()["Lake 1"]["status"] == "publish"


def test_articles_link_to_the_post_of_the_other_article_in_their_own_language(shop: Shop) -> None:
    link = ARTICLE.replace("The road is long.", "The road is long. [Lake {other}](lake-{other}.md)")
    shop.place.write("articles/lake-1.md", link.format(title="Lake 1", number=1, other=2))
    shop.place.write("articles/lake-2.md", link.format(title="Lake 2", number=2, other=1))
    shop.translate()
    for lang, word in (("hy", "Լիճ"), ("ru", "Озеро")):
        for one, other in ((1, 2), (2, 1)):
            path = f"locales/{lang}/articles/lake-{one}.po"
            source, target = f"[Lake {other}]({{url1}})", f"[{word} {other}]({{url1}})"
            text = shop.place.text(path)
            assert f'msgid "{source}"\nmsgstr ""' in text
            shop.place.write(path, text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"'))
    shop.publish("--status", "publish")
    posts = shop.posts()
    for word in ("Lake", "Լիճ", "Озеро"):
        for one, other in ((1, 2), (2, 1)):
            assert posts[f"{word} {one}"]["status"] == "publish"
            assert f'<a href="{posts[f"{word} {other}"]["link"]}"' in posts[f"{word} {one}"]["content"]["raw"]
    assert "6 unchanged" in shop.publish("--status", "publish")


def test_pictures_are_in_the_library_once_with_words_in_each_language(each_shop: Shop) -> None:
    text = ARTICLE.replace("The road is long.", '![The road is long.](images/a.png "It rose again.")')
    text = text.replace("date:", "image: images/b.png\ndate:")
    for number in (1, 2):
        each_shop.add(number, text)
    each_shop.place.write("articles/images/a.png", PIXEL)
    each_shop.place.write("articles/images/b.png", PIXEL + b"another")
    each_shop.translate()
    each_shop.publish()
    media = each_shop.site.call("GET", "media?per_page=100")
    assert len(media) == 2
    [shown] = [item for item in media if item["alt_text"] == "The road is long."]
    [lead] = [item for item in media if item != shown]
    for post in each_shop.posts().values():
        content = post["content"]["raw"]
        assert post["featured_media"] == lead["id"]
        assert f'<!-- wp:image {{"id":{shown["id"]},"sizeSlug":"full"}} -->' in content
        assert f'src="{shown["source_url"]}"' in content
    post = each_shop.posts()["Լիճ 1"]
    assert 'alt="Ճանապարհը երկար է։"' in post["content"]["raw"]
    assert ">Այն նորից բարձրացավ։</figcaption>" in post["content"]["raw"]


def test_categories_tags_and_authors_are_those_of_the_settings(shop: Shop) -> None:
    made = shop.site.call("POST", "categories", {"name": "Ջուր և հող"})["id"]
    water = shop.site.call("POST", "categories", {"name": "Water", "slug": "water"})["id"]
    shop.place.write(
        "targman.toml",
        'lang = "en"\n[wordpress.authors]\n"Anna" = "author"\n'
        '[wordpress.categories]\nwater = { hy = "Ջուր և հող", en = "water" }\n'
        '[wordpress.tags]\n"*" = { ru = "Озёра" }\n',
    )
    shop.add(1, ARTICLE.replace("date:", "author: Anna\ntags: [Water]\ndate:"))
    shop.translate()
    for lang in ("hy", "ru"):
        path = f"locales/{lang}/articles/lake-1.po"
        shop.place.write(path, re.sub(r'msgid "Anna"\nmsgstr ""', 'msgid "Anna"\nmsgstr "Anna"', shop.place.text(path)))
    shop.publish()
    posts = shop.posts()
    assert [posts[title]["categories"] for title in TITLES] == [[water], [1], [made]]
    [tag] = shop.site.call("GET", "tags")
    assert (tag["name"], posts["Озеро 1"]["tags"], posts["Lake 1"]["tags"]) == ("Озёра", [tag["id"]], [])
    author = shop.site.php("echo get_user_by('login', 'author')->ID;")
    assert {post["author"] for post in posts.values()} == {author}
    assert "3 unchanged" in shop.publish()
    shop.place.write("targman.toml", 'lang = "en"\n[wordpress.categories]\nwater = { hy = "water", en = "water" }\n')
    assert "2 changed, 1 unchanged" in shop.publish()
    posts = shop.posts()
    assert [posts[title]["categories"] for title in TITLES] == [[water], [1], [water]]
    assert posts["Озеро 1"]["tags"] == []


def test_a_category_that_the_site_does_not_have_is_named_and_other_articles_go_on(shop: Shop) -> None:
    shop.place.write("targman.toml", 'lang = "en"\n[wordpress.categories]\nWater = "no-such"\n')
    shop.add(1, ARTICLE.replace("date:", "tags: [Water]\ndate:"))
    shop.add(2)
    shop.translate()
    said = shop.publish(exit_code=1)
    assert "has no category “no-such”" in said
    assert sorted(shop.posts()) == [title.replace("1", "2") for title in TITLES]


def test_a_dry_run_says_what_would_be_and_sends_nothing(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    before = shop.place.snapshot()
    assert "3 posts would be made" in shop.publish("--dry-run")
    assert (shop.posts(), shop.place.snapshot()) == ({}, before)
    shop.publish()
    shop.place.write("targman.toml", 'lang = "en"\n[wordpress.tags]\n"*" = "Lakes"\n')
    posts, before = shop.posts(), shop.place.snapshot()
    assert "3 would be changed" in shop.publish("--dry-run")
    assert (shop.posts(), shop.site.call("GET", "tags"), shop.place.snapshot()) == (posts, [], before)


def test_a_post_with_the_same_title_and_address_that_targman_did_not_make_stops_the_edition(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    foreign = shop.site.call("POST", "posts", {"title": "Озеро 1", "slug": "ozero-1", "status": "publish"})
    shop.site.call("POST", "posts", {"title": "Another", "slug": "lake-1", "status": "publish"})
    said = shop.publish(exit_code=1)
    assert f"targman pull wordpress {foreign['id']}" in said
    posts = shop.posts()
    assert sorted(posts) == sorted([*TITLES, "Another"])
    assert posts["Lake 1"]["slug"] != "lake-1"


def test_a_post_in_the_bin_is_not_made_again(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    shop.publish()
    shop.site.call("DELETE", f"posts/{shop.posts()['Lake 1']['id']}")
    shop.place.write("articles/lake-1.md", ARTICLE.replace("fell", "sank").format(title="Lake 1", number=1))
    shop.place.run("sync")
    assert "or in the bin" in shop.publish(exit_code=1)
    assert "Lake 1" not in shop.posts()


def test_a_renamed_article_keeps_its_posts(shop: Shop) -> None:
    path = shop.place.root / shop.add(1)
    shop.translate()
    shop.publish()
    ids = sorted(post["id"] for post in shop.site.posts())
    path.rename(path.with_name("sevan.md"))
    shop.place.run("sync")
    assert "0 posts made, 3 changed" in shop.publish()
    assert sorted(post["id"] for post in shop.site.posts()) == ids


def test_those_who_may_not_publish_are_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.add(1)
    shop.translate()
    for name, value in shop.site.environ("subscriber").items():
        monkeypatch.setenv(name, value)
    said = shop.publish(exit_code=1)
    assert "(403" in said
    monkeypatch.setenv("TARGMAN_WORDPRESS_PASSWORD", "aaaa bbbb cccc dddd eeee ffff")
    said = shop.publish(exit_code=1)
    assert "refuses the user “subscriber” or the application password" in said
    assert "aaaa" not in said


def test_an_author_publishes_what_wordpress_lets_authors_write(
    each_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WordPress takes tags and attributes out of what authors write; that is no edit."""
    for name, value in each_shop.site.environ("author").items():
        monkeypatch.setenv(name, value)
    html = '<iframe src="https://example.org/"></iframe>\n\n<div style="position: fixed">It rose again.</div>\n\n[^1]:'
    for verb in ("fell", "sank"):
        each_shop.add(1, ARTICLE.replace("[^1]:", html).replace("fell", verb))
        each_shop.translate()
        each_shop.publish()
        assert "3 unchanged" in each_shop.publish()
    posts = each_shop.posts()
    assert sorted(posts) == TITLES
    assert "sank" in posts["Lake 1"]["content"]["raw"]


def test_the_password_is_in_no_file_of_the_workspace(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    shop.publish("--format", "json")
    password = shop.site.passwords["editor"]
    for file in filter(Path.is_file, shop.place.root.rglob("*")):
        data = file.read_bytes()
        assert password.encode() not in data
        assert password.replace(" ", "").encode() not in data
