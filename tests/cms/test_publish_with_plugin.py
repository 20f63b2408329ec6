"""Publishing to a site with the companion plug-in: posts are linked, and no edit is lost at any instant."""

import json
import os

import polib
import pytest
from click.testing import CliRunner
from conftest import Workspace

from cms.meanwhile import Meanwhile
from cms.plugins import add_polylang, install_companion, remove_companion
from cms.shop import ARTICLE, SETTINGS, Shop
from pipeline.cli import main

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

EDITS = int(os.environ.get("TARGMAN_TEST_EDITS", "6"))
"""Number of edits at instants of a publication; by hand, 100."""
TITLES = {"en": "Lake 1", "hy": "Լիճ 1", "ru": "Озеро 1"}


def linked(shop: Shop, lang: str) -> object:
    number = shop.posts()[TITLES[lang]]["id"]
    return shop.site.php(f"echo json_encode(pll_get_post_translations({number}));")


def test_editions_are_linked_as_translations_once(each_shop: Shop) -> None:
    shop = each_shop
    install_companion(shop.site)
    add_polylang(shop.site)
    shop.add(1)
    shop.translate()
    assert "3 posts made" in (said := shop.publish())
    assert "not linked" not in said
    ids = {lang: shop.posts()[title]["id"] for lang, title in TITLES.items()}
    assert [linked(shop, lang) for lang in TITLES] == [ids] * 3
    writes = shop.site.php("echo get_option('test_writes');")
    shop.add(1, ARTICLE.replace("fell", "sank"))
    shop.translate()
    assert "3 changed" in shop.publish()
    assert shop.site.php("echo get_option('test_writes');") == writes
    assert "3 unchanged" in shop.publish()


def test_each_post_has_categories_and_tags_of_its_language(each_shop: Shop) -> None:
    shop = each_shop
    install_companion(shop.site)
    add_polylang(shop.site)
    names = {"hy": "Ջուր", "en": "Water", "ru": "Вода"}
    shop.site.php(
        f"foreach (json_decode('{json.dumps(names)}') as $lang => $name)"
        " update_term_meta(wp_insert_term($name, 'category')['term_id'], '_test_lang', $lang);"
    )
    table = ", ".join(f'{lang} = "{name}"' for lang, name in names.items())
    kinds = ("categories", "tags")
    shop.place.write("targman.toml", SETTINGS + "".join(f'[wordpress.{kind}]\n"*" = {{ {table} }}\n' for kind in kinds))
    shop.add(1)
    shop.translate()
    shop.publish()
    posts = shop.posts()
    for kind in kinds:
        made = {term["id"]: term["name"] for term in shop.site.call("GET", f"{kind}?per_page=100")}
        assert {lang: [made[each] for each in posts[TITLES[lang]][kind]] for lang in names} == {
            lang: [name] for lang, name in names.items()
        }


def test_what_is_missing_for_links_is_said_and_made_up_for_later(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    assert "needs the plug-in “Targman” on the site" in shop.publish("--lang", "hy,en")
    install_companion(shop.site)
    assert "neither Polylang nor WPML is active" in shop.publish()
    add_polylang(shop.site, {"en": "en_US", "hy": "hy"})
    shop.add(1, ARTICLE.replace("fell", "sank"))
    shop.translate()
    said = shop.publish()
    assert "Posts in “ru” are not linked, as Polylang does not have this language (en, hy)" in said
    ids = {lang: shop.posts()[title]["id"] for lang, title in TITLES.items()}
    assert linked(shop, "hy") == {lang: ids[lang] for lang in ("en", "hy")}
    add_polylang(shop.site)
    shop.add(1)
    shop.translate()
    assert "not linked" not in shop.publish()
    assert linked(shop, "ru") == ids
    remove_companion(shop.site)
    shop.add(1, ARTICLE.replace("fell", "sank"))
    shop.translate()
    assert "3 changed" in (said := shop.publish())
    assert "not linked" not in said


def test_a_link_that_an_editor_made_is_not_changed(shop: Shop) -> None:
    install_companion(shop.site)
    add_polylang(shop.site)
    shop.add(1)
    shop.translate()
    shop.publish("--lang", "en")
    own = shop.site.call("POST", "posts", {"title": "Own", "status": "publish"})["id"]
    english = shop.posts()["Lake 1"]["id"]
    shop.site.php(
        f"pll_set_post_language({own}, 'ru'); pll_save_post_translations(array('ru' => {own}, 'en' => {english}));"
    )
    said = shop.publish(exit_code=1)
    assert f"Post {own} is linked as the translation into “ru” already" in said
    assert linked(shop, "en") == {"en": english, "ru": own}


def test_a_pull_learns_from_the_plug_in_which_drafts_are_one_article(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("trafilatura", "pypandoc", "numpy"):
        pytest.importorskip(module)
    install_companion(shop.site)
    add_polylang(shop.site)
    shop.add(1)
    shop.translate()
    shop.publish()
    desk = Workspace(tmp_path_factory.mktemp("desk"))
    desk.write("targman.toml", SETTINGS)
    (desk.root / "articles").mkdir()
    monkeypatch.chdir(desk.root)
    desk.run("pull", "wordpress")
    [article] = (desk.root / "articles").glob("*.md")
    for lang, said in (("hy", "Ճանապարհը երկար է։"), ("ru", "Дорога длинна.")):
        catalog = polib.pofile(str(desk.root / f"locales/{lang}/articles/{article.stem}.po"))
        assert [entry.msgstr for entry in catalog if entry.msgid == "The road is long."] == [said]


def test_a_post_that_was_saved_without_changing_its_texts_is_published(shop: Shop) -> None:
    """Somebody gives it another category between the look at the post and the change."""
    install_companion(shop.site)
    shop.add(1)
    shop.translate()
    shop.publish()
    post = shop.posts()["Lake 1"]
    made = Meanwhile(shop.site)
    shop.add(1, ARTICLE.replace("fell", "sank"))
    shop.translate()
    change = f"array('post_modified_gmt' => '2026-03-04 00:00:00'), array('ID' => {post['id']})"
    shop.site.php(f"$GLOBALS['wpdb']->update('wp_posts', {change});")
    said = made.edit_during(lambda: shop.publish("--lang", "en"), 1, post["id"], {"sticky": True})
    assert "1 changed" in said
    after = shop.posts()["Lake 1"]
    assert (after["sticky"], "sank" in after["content"]["raw"]) == (True, True)


def test_no_edit_is_lost_at_any_instant_of_a_publication(each_shop: Shop) -> None:
    """Half of the edits come during the request that changes the post, and half of the publications during an edit; the
    instants are spread over all queries to the database. The first two turns count the queries.
    """
    shop, turns = each_shop, EDITS + 2
    install_companion(shop.site)
    write(shop, turns, ARTICLE)
    shop.publish("--lang", "en")
    posts = {title: post["id"] for title, post in shop.posts().items()}
    write(shop, turns, ARTICLE.replace("fell", "sank").replace("A report", "The report"))
    made = Meanwhile(shop.site)
    ways, totals, edits, codes = (made.edit_during, made.publish_during), [0, 0], [], []
    for turn in range(turns):
        way, number, fields = turn % 2, posts[f"Lake {turn}"], edit(turn, has_footnotes=shop.site.has_footnotes)
        at = 1 + (turn // 2 - 1) * totals[way] // (EDITS // 2) if turn > 1 else 10**6

        def publish(article: str = f"lake-{turn}") -> str:
            result = CliRunner().invoke(main, ["publish", "wordpress", article, "--lang", "en"])
            codes.append(result.exit_code)
            return result.output

        said = ways[way](publish, at, number, fields)
        totals[way] = totals[way] or made.count()
        assert ("was edited in WordPress" if codes[-1] else "1 changed") in said, (turn, at, said)
        edits.append((number, fields))
        assert_kept(shop, edits[-1:])
    assert {0, 1} == set(codes)
    write(shop, turns, ARTICLE.replace("fell", "rose"))
    assert f"0 changed, 0 unchanged, {turns} edited in WordPress" in shop.publish("--lang", "en", exit_code=1)
    assert_kept(shop, edits)


def write(shop: Shop, articles: int, text: str) -> None:
    for number in range(articles):
        shop.add(number, text)
    shop.place.run("sync")


def edit(turn: int, *, has_footnotes: bool) -> dict[str, object]:
    text = f"Edit {turn}."
    if turn % 3 == 1:
        return {"title": text}
    if turn % 3 == 2 and has_footnotes:
        return {"meta": {"footnotes": json.dumps([{"content": text, "id": "a"}])}}
    return {"content": f"<p>{text}</p>"}


def assert_kept(shop: Shop, edits: list[tuple[int, dict[str, object]]]) -> None:
    """Each edit is in its post."""
    for number, fields in edits:
        post = shop.site.call("GET", f"posts/{number}?context=edit")
        for name, value in fields.items():
            assert (post[name] if name == "meta" else post[name]["raw"]) == value
