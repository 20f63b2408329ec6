"""The companion plug-in on a real WordPress: what it lets whom do, and what it leaves alone."""

from typing import Any

import pytest

from cms.plugins import LANGUAGES, add_polylang, ask, install_companion, look, remove_companion
from cms.wordpress import Site

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

DIGEST = "0" * 64
NOTES = '[{"content":"A report.","id":"a"}]'


@pytest.fixture
def equipped(each_site: Site) -> Site:
    """An empty site of each version with the plug-in."""
    install_companion(each_site)
    return each_site


def make(site: Site, title: str = "Lake", *, user: str = "editor", **fields: Any) -> Any:  # noqa: ANN401  any JSON
    return site.call("POST", "posts?context=edit", {"title": title, "content": "<p>It fell.</p>", **fields}, user=user)


def read(site: Site, number: int) -> Any:  # noqa: ANN401
    return site.call("GET", f"posts/{number}?context=edit")


def test_it_tells_what_is_there(equipped: Site) -> None:
    said: dict[str, object] = {"version": "1.0.0", "plugin": None, "languages": [], "can_compare": True}
    assert ask(equipped, "site") == (200, said)
    add_polylang(equipped)
    assert ask(equipped, "site") == (200, said | {"plugin": "polylang", "languages": list(LANGUAGES)})
    assert ask(equipped, "site", user="")[0] == 401
    assert ask(equipped, "site", user="subscriber")[0] == 403


def test_it_changes_a_post_that_is_as_it_was_seen(equipped: Site) -> None:
    meta: dict[str, Any] = {"meta": {"footnotes": NOTES}} if equipped.has_footnotes else {}
    post = make(equipped, excerpt="Of a lake.", **meta)
    seen = look(post) | {"modified_gmt": post["modified_gmt"]}
    again = {"meta": {"footnotes": NOTES.replace("A", "The")}} if meta else {}
    status, made = ask(equipped, f"posts/{post['id']}", {"seen": seen, "fields": {"title": "Sevan", **again}})
    there = read(equipped, post["id"])
    assert (status, made["id"], there["title"]["raw"]) == (200, post["id"], "Sevan")
    assert there["content"] == post["content"]
    assert {name: made[name] for name in ("title", "content", "meta", "slug")} == {
        name: there[name] for name in ("title", "content", "meta", "slug")
    }
    if meta:
        assert there["meta"]["footnotes"] == NOTES.replace("A", "The")


def test_it_answers_409_with_the_post_as_it_is_if_somebody_changed_it(equipped: Site) -> None:
    post = make(equipped)
    for edited in ("title", "content", "excerpt", "footnotes", "modified_gmt"):
        seen = look(post) | {"modified_gmt": post["modified_gmt"]}
        seen[edited] = "2000-01-01T00:00:00" if edited == "modified_gmt" else DIGEST
        data = {"seen": seen, "fields": {"title": "Sevan"}}
        status, said = ask(equipped, f"posts/{post['id']}?_fields=id,title", data)
        assert (status, said["code"]) == (409, "targman_changed")
        assert said["data"]["post"]["title"]["raw"] == "Lake"
        assert read(equipped, post["id"])["title"]["raw"] == "Lake"


def test_it_lets_users_do_what_wordpress_lets_them(equipped: Site) -> None:
    theirs, own = make(equipped), make(equipped, user="author")
    for post, user, expected in (
        (theirs, "", 401),
        (theirs, "subscriber", 403),
        (theirs, "author", 403),
        (own, "author", 200),
        (own, "editor", 200),
    ):
        number = post["id"]
        data = {"seen": look(read(equipped, number)), "fields": {"title": f"By {user}"}}
        assert ask(equipped, f"posts/{number}", data, user=user)[0] == expected
        assert (read(equipped, number)["title"]["raw"] == f"By {user}") == (expected == 200)
    # What WordPress refuses stays refused: an author writes in nobody else's name.
    data = {"seen": look(read(equipped, own["id"])), "fields": {"author": theirs["author"], "title": "Not by author"}}
    assert ask(equipped, f"posts/{own['id']}", data, user="author")[0] == 403
    assert read(equipped, own["id"])["title"]["raw"] == "By editor"
    add_polylang(equipped)
    posts = {"posts": {"en": theirs["id"], "hy": own["id"]}}
    assert [ask(equipped, "translations", posts, user=user)[0] for user in ("", "subscriber", "author")] == [
        401,
        403,
        403,
    ]
    assert equipped.php("echo get_option('test_writes');") == 0


def test_it_refuses_what_makes_no_sense(equipped: Site) -> None:
    add_polylang(equipped)
    post, other = make(equipped), make(equipped, "Other")
    page = equipped.call("POST", "pages", {"title": "A page"})
    fields = {"title": "Sevan"}
    assert ask(equipped, "posts/99999", {"seen": look(post), "fields": fields})[0] == 404
    assert ask(equipped, f"posts/{page['id']}", {"seen": look(post), "fields": fields})[0] == 404
    for seen in ({}, {"title": DIGEST}, look(post) | {"title": "Lake"}, look(post) | {"more": DIGEST}):
        assert ask(equipped, f"posts/{post['id']}", {"seen": seen, "fields": fields})[0] == 400
    # The number in the route counts: the post that was compared is the one that is changed.
    ask(equipped, f"posts/{post['id']}", {"seen": look(post), "fields": {**fields, "id": other["id"]}})
    assert [read(equipped, each["id"])["title"]["raw"] for each in (post, other)] == ["Sevan", "Other"]
    for posts in ({}, {"en": 0}, {"en": "x"}, {"en": post["id"], "hy": post["id"]}):
        assert ask(equipped, "translations", {"posts": posts})[0] == 400
    assert ask(equipped, "translations", {"posts": {"en": post["id"], "hy": 99999}})[0] == 404


def test_it_takes_no_change_where_the_tables_know_no_transactions(equipped: Site) -> None:
    post = make(equipped)
    equipped.php("$GLOBALS['wpdb']->query('ALTER TABLE wp_postmeta ENGINE=MyISAM');")
    try:
        assert ask(equipped, "site")[1]["can_compare"] is False
        status, said = ask(equipped, f"posts/{post['id']}", {"seen": look(post), "fields": {"title": "Sevan"}})
        assert (status, said["code"]) == (400, "targman_cannot_compare")
    finally:
        equipped.php("$GLOBALS['wpdb']->query('ALTER TABLE wp_postmeta ENGINE=InnoDB');")


def test_a_change_that_fails_leaves_the_post_as_it_was(equipped: Site) -> None:
    equipped.add_plugin("fails", "add_action('save_post', function () { throw new Error('a fault'); });")
    post = equipped.php(
        "remove_all_actions('save_post'); echo wp_insert_post(array('post_title' => 'Lake', 'post_status' => 'draft'));"
    )
    data = {"seen": look(read(equipped, post)), "fields": {"title": "Sevan"}}
    assert ask(equipped, f"posts/{post}", data)[0] == 500
    assert read(equipped, post)["title"]["raw"] == "Lake"


def test_it_links_translations_and_leaves_other_links_alone(equipped: Site) -> None:
    add_polylang(equipped, {**LANGUAGES, "fr": "fr_FR"})
    en, hy, ru, fr = (make(equipped, title)["id"] for title in ("Lake", "Լիճ", "Озеро", "Lac"))
    posts = {"en": en, "hy": hy, "ru": ru}
    equipped.php(
        f"pll_set_post_language({fr}, 'fr'); pll_save_post_translations(array('en' => {en}, 'fr' => {fr}));"
        "update_option('test_writes', 0);"
    )
    linked = {"plugin": "polylang", "linked": posts, "missing": []}
    assert ask(equipped, "translations", {"posts": posts, "source": "en"}) == (200, linked)
    for number in (en, hy, ru, fr):
        told = equipped.php(f"echo json_encode(pll_get_post_translations({number}));")
        assert told == {**posts, "fr": fr}
    assert [equipped.php(f"echo json_encode(pll_get_post_language({each}));") for each in (en, hy, ru)] == [*posts]
    writes = equipped.php("echo get_option('test_writes');")
    assert ask(equipped, "translations", {"posts": posts}) == (200, linked)
    assert equipped.php("echo get_option('test_writes');") == writes
    other = make(equipped, "Another")["id"]
    status, said = ask(equipped, "translations", {"posts": {"ru": ru, "fr": other}})
    assert (status, said["code"]) == (409, "targman_linked")
    assert str(fr) in said["message"]
    equipped.call("DELETE", f"posts/{fr}")
    assert ask(equipped, "translations", {"posts": {"ru": ru, "fr": other}})[0] == 200


def test_it_finds_languages_by_code_locale_or_their_only_locale(equipped: Site) -> None:
    add_polylang(equipped, {"eng": "en_US", "br": "pt_BR", "pt": "pt_PT", "hy": "hy"})
    names = ("en", "pt-BR", "pt", "hy", "ru", "en-GB")
    posts = {name: make(equipped, name)["id"] for name in names}
    assert ask(equipped, "translations", {"posts": posts}) == (
        200,
        {
            "plugin": "polylang",
            "linked": {name: posts[name] for name in ("en", "pt-BR", "pt", "hy")},
            "missing": ["ru", "en-GB"],
        },
    )
    codes = [equipped.php(f"echo json_encode(pll_get_post_language({posts[name]}));") for name in names[:4]]
    assert codes == ["eng", "br", "pt", "hy"]


def test_it_says_that_no_plug_in_for_languages_is_there(equipped: Site) -> None:
    status, said = ask(equipped, "translations", {"posts": {"en": make(equipped)["id"]}})
    assert (status, said["code"]) == (400, "targman_no_plugin")


def test_posts_tell_their_language_and_translations_to_those_who_may_know(equipped: Site) -> None:
    add_polylang(equipped)
    en, hy = make(equipped, status="publish")["id"], make(equipped, "Լիճ")["id"]
    ask(equipped, "translations", {"posts": {"en": en, "hy": hy}})
    post = read(equipped, en)
    assert (post["lang"], post["translations"]) == ("en", {"en": en, "hy": hy})
    post = equipped.call("GET", f"posts/{en}", user="subscriber")
    assert (post["lang"], post["translations"]) == ("en", {"en": en})


def test_notes_are_shown_and_taken_though_a_theme_took_their_field_away(equipped: Site) -> None:
    if not equipped.has_footnotes:
        pytest.skip("this WordPress has no footnotes")
    equipped.add_plugin("bare", "add_action('init', fn() => remove_post_type_support('post', 'custom-fields'), 15);")
    post = make(equipped, meta={"footnotes": NOTES})
    assert read(equipped, post["id"])["meta"]["footnotes"] == NOTES
    remove_companion(equipped)
    assert "footnotes" not in read(equipped, post["id"]).get("meta", {})


def test_nothing_of_it_is_left_when_it_is_deactivated(each_site: Site) -> None:
    state = """
        global $wpdb;
        echo json_encode(array($wpdb->get_col('SHOW TABLES'), $wpdb->get_col("SELECT option_name FROM wp_options WHERE
        option_name NOT LIKE '%transient%' AND option_name NOT IN ('active_plugins', 'recently_activated') ORDER BY 1"),
        $wpdb->get_col('SELECT DISTINCT meta_key FROM wp_usermeta ORDER BY 1')));
    """
    add_polylang(each_site)
    post, other = make(each_site), make(each_site, "Լիճ")
    before = each_site.php(state)
    shown = read(each_site, post["id"])
    install_companion(each_site)
    ask(each_site, f"posts/{post['id']}", {"seen": look(post), "fields": {"title": "Sevan"}})
    assert ask(each_site, "translations", {"posts": {"en": post["id"], "hy": other["id"]}})[0] == 200
    remove_companion(each_site)
    assert each_site.php(state) == before
    assert ask(each_site, "site")[0] == 404
    assert read(each_site, post["id"]).keys() == shown.keys()
