"""`targman pull wordpress` from a real WordPress: what was published comes back, and so do edits made there."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import Workspace

from cms.servers import Reply, Request, as_json, pass_on, serve
from cms.wordpress import Site

pytest.importorskip("trafilatura", reason="the extra “office” is not installed")
pytest.importorskip("pypandoc", reason="the extra “office” is not installed")
pytest.importorskip("numpy", reason="the extra “adopt” is not installed")
pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("hy", "en", "ru")
PLUGIN = """
add_action('rest_api_init', function () {
    register_rest_field('post', 'lang', array('get_callback' => fn($p) => get_post_meta($p['id'], '_lang', true)));
    register_rest_field('post', 'translations', array('get_callback' => function ($p) {
        $group = get_post_meta($p['id'], '_group', true);
        $found = array();
        foreach ($group ? get_posts(array('post_status' => 'any', 'numberposts' => -1, 'meta_key' => '_group',
            'meta_value' => $group)) : array() as $post)
            $found[get_post_meta($post->ID, '_lang', true)] = $post->ID;
        return (object) $found;
    }));
});
"""
"""The REST fields that Polylang Pro shows, out of two meta fields."""


@dataclass(frozen=True)
class Desk:
    """An empty workspace beside a site that has posts."""

    place: Workspace
    site: Site

    def pull(self, *words: str, exit_code: int = 0) -> dict[str, Any]:
        result = self.place.run("pull", "wordpress", *words, "--format", "json", exit_code=exit_code)
        report: dict[str, Any] = json.loads(result.stdout)
        return report

    def edit(self, number: int, old: str, new: str) -> None:
        content = self.site.call("GET", f"posts/{number}?context=edit")["content"]["raw"]
        assert old in content
        self.site.call("POST", f"posts/{number}", {"content": content.replace(old, new)})

    def catalog(self, lang: str, slug: str) -> dict[str, polib.POEntry]:
        entries = polib.pofile(str(self.place.root / f"locales/{lang}/articles/{slug}.po"))
        return {entry.msgid: entry for entry in entries if not entry.obsolete}


def publish(folder: Path, site: Site, *slugs: str) -> tuple[Workspace, dict[str, dict[str, int]]]:
    """Publish bundled articles, linked as translations, from a workspace of their own; return it and their numbers."""
    place = Workspace(folder)
    for slug in slugs:
        place.write(f"articles/{slug}.md", (ROOT / f"articles/{slug}.md").read_bytes())
        for lang in LANGUAGES:
            place.write(
                f"locales/{lang}/articles/{slug}.po", (ROOT / f"locales/{lang}/articles/{slug}.po").read_bytes()
            )
    shutil.copytree(ROOT / "articles/images", folder / "articles/images")
    place.write("targman.toml", 'lang = "en"\n')
    site.add_plugin("languages", PLUGIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        place.run("publish", "wordpress", "--status", "publish")
    numbers = {}
    for slug in slugs:
        [record] = json.loads(place.text(f"locales/published/wordpress/{slug}.json")).values()
        numbers[slug] = {lang: post["id"] for lang, post in record["posts"].items()}
        for lang, number in numbers[slug].items():
            site.php(f"update_post_meta({number}, '_lang', '{lang}'); update_post_meta({number}, '_group', '{slug}');")
    return place, numbers


def open_desk(folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name, value in site.environ().items():
        monkeypatch.setenv(name, value)
    place = Workspace(folder)
    place.write("targman.toml", 'lang = "en"\n')
    (folder / "articles").mkdir()
    monkeypatch.chdir(folder)
    return Desk(place, site)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of those who publish and of those who pull."""
    made = tmp_path / "newsroom", tmp_path / "desk"
    for folder in made:
        folder.mkdir()
    return made


def known(text: str) -> str:
    """A text as it is compared: a link by reference and one with its address are the same, and so are all spaces."""
    return re.sub(r"\s", " ", text.replace("][{", "]({").replace("}]", "})"))


def comparable(folder: Path, lang: str, slug: str) -> dict[str, str]:
    entries = polib.pofile(str(folder / f"locales/{lang}/articles/{slug}.po"))
    return {known(entry.msgid): known(entry.msgstr) for entry in entries if not entry.obsolete}


def test_the_bundled_articles_come_back_with_every_text_note_and_picture(
    each_site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    slugs = {"lake-sevan": "en", "urbatagirk": "hy", "yerevan-metro": "ru"}
    desk = open_desk(folders[1], each_site, monkeypatch)
    newsroom, numbers = publish(folders[0], each_site, *slugs)
    results = {item["post"]: item for item in desk.pull()["results"]}
    assert len(results) == 3
    for slug, first in slugs.items():
        result = results[numbers[slug][first]]
        there = Path(result["article"]).stem
        assert (result["source_lang"], len(result["pictures"])) == (first, 1)
        assert (desk.place.root / result["pictures"][0]).read_bytes().startswith(b"\x89PNG")
        for lang in LANGUAGES:
            assert comparable(desk.place.root, lang, there) == comparable(newsroom.root, lang, slug)
            entries = desk.catalog(lang, there).values()
            assert not [entry.msgid for entry in entries if entry.fuzzy or not entry.msgstr]
    before = desk.place.snapshot()
    assert {item["state"] for item in desk.pull()["results"]} == {"unchanged"}
    posts = {post["id"]: post["modified_gmt"] for post in each_site.posts()}
    desk.place.run("publish", "wordpress")
    assert {post["id"]: post["modified_gmt"] for post in each_site.posts()} == posts
    assert desk.place.snapshot() == before


def test_an_edit_of_a_translation_changes_its_entry_and_nothing_else(
    each_site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], each_site, monkeypatch)
    _, numbers = publish(folders[0], each_site, "lake-sevan")
    slug = Path(desk.pull()["results"][0]["article"]).stem
    before = desk.place.snapshot()
    desk.edit(numbers["lake-sevan"]["ru"], "самый большой", "самый крупный")
    [result] = desk.pull()["results"]
    assert (result["state"], result["edited"], result["texts_changed"], result["to_choose"]) == (
        "changed",
        ["ru"],
        1,
        0,
    )
    changed = {path for path, content in desk.place.snapshot().items() if before.get(path) != content}
    assert changed == {f"locales/ru/articles/{slug}.po", f"locales/published/wordpress/{slug}.json"}
    [entry] = [entry for entry in desk.catalog("ru", slug).values() if "самый крупный" in entry.msgstr]
    assert not entry.fuzzy
    assert "unchanged" in str(desk.pull()["results"])
    desk.place.run("publish", "wordpress")
    assert "самый крупный" in each_site.call("GET", f"posts/{numbers['lake-sevan']['ru']}")["content"]["rendered"]


def test_an_edit_here_and_one_there_are_both_kept_for_a_person_to_choose(
    site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], site, monkeypatch)
    _, numbers = publish(folders[0], site, "lake-sevan")
    slug = Path(desk.pull()["results"][0]["article"]).stem
    path = f"locales/ru/articles/{slug}.po"
    desk.place.write(path, desk.place.text(path).replace("самый большой", "крупнейший"))
    desk.edit(numbers["lake-sevan"]["ru"], "самый большой", "самый крупный")
    desk.edit(numbers["lake-sevan"]["ru"], "Зелёное лето", "Зелёные лета")
    [result] = desk.pull()["results"]
    assert (result["texts_changed"], result["to_choose"]) == (2, 1)
    entries = desk.catalog("ru", slug)
    [chosen] = [entry for entry in entries.values() if "крупнейший" in entry.msgstr]
    assert chosen.fuzzy
    assert "самый крупный" in chosen.tcomment
    assert entries["Green Summers"].msgstr == "Зелёные лета"
    assert sum(entry.fuzzy for entry in entries.values()) == 1


def test_an_edit_of_the_article_changes_its_paragraph_and_makes_translations_fuzzy(
    each_site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], each_site, monkeypatch)
    _, numbers = publish(folders[0], each_site, "lake-sevan")
    article = desk.pull()["results"][0]["article"]
    before = desk.place.text(article)
    desk.edit(numbers["lake-sevan"]["en"], "Twenty-eight rivers", "Twenty-nine rivers")
    [result] = desk.pull()["results"]
    assert (result["edited"], result["texts_changed"], result["to_choose"]) == (["en"], 1, 0)
    assert desk.place.text(article) == before.replace("Twenty-eight rivers", "Twenty-nine rivers")
    fuzzy = [entry for entry in desk.catalog("ru", Path(article).stem).values() if entry.fuzzy]
    assert ["Twenty-nine rivers" in entry.msgid for entry in fuzzy] == [True]


def test_a_translation_that_is_new_on_the_site_joins_its_article(
    site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], site, monkeypatch)
    _, numbers = publish(folders[0], site, "lake-sevan")
    russian = numbers["lake-sevan"]["ru"]
    site.php(f"update_post_meta({russian}, '_group', '');")
    english = str(numbers["lake-sevan"]["en"])
    [result] = desk.pull(english)["results"]
    assert [item["lang"] for item in result["adopted"]] == ["hy"]
    site.php(f"update_post_meta({russian}, '_group', 'lake-sevan');")
    [again] = desk.pull(english)["results"]
    assert [(item["lang"], item["post"], item["fuzzy"]) for item in again["adopted"]] == [("ru", russian, 0)]


def test_a_pull_that_breaks_off_goes_on_where_it_was(
    site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], site, monkeypatch)
    publish(folders[0], site, "lake-sevan")
    [first] = desk.pull()["results"]
    record = desk.place.root / f"locales/published/wordpress/{Path(first['article']).stem}.json"
    record.unlink()  # as after a kill between the article and its record
    before = {path: content for path, content in desk.place.snapshot().items() if "published" not in path}
    [again] = desk.pull()["results"]
    assert again["article"] == first["article"]
    after = desk.place.snapshot()
    assert {path: content for path, content in after.items() if "published" not in path} == before
    assert record.exists()


HREFLANG = """
add_action('wp_head', function () {
    foreach (array('en', 'ru') as $lang)
        foreach (get_posts(array('meta_key' => '_lang', 'meta_value' => $lang)) as $post)
            echo '<link rel="alternate" href="' . get_permalink($post) . '" hreflang="' . $lang . '" />';
});
"""
"""The links that plug-ins for languages put into the head of a page; this site has one article."""

CLASSIC = {
    "en": """Lake Sevan is the largest lake of Armenia.[1] Twenty-eight rivers feed it.

In 1933 the water began to fall. By 2001 the level had dropped by 19 meters.[2]

[1] Lind, <em>Lakes</em>, 1998.

[2] Bauer, 2004, p. 12.""",
    "ru": """Озеро Севан — самое большое озеро Армении.[1] Его питают двадцать восемь рек.

В 1933 году вода начала убывать. К 2001 году уровень снизился на 19 метров.[2]

[1] Lind, <em>Lakes</em>, 1998.

[2] Bauer, 2004, с. 12.""",
}


def test_old_posts_with_typed_notes_are_linked_by_what_their_pages_tell(
    each_site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(folders[1], each_site, monkeypatch)
    each_site.add_plugin("hreflang", HREFLANG)
    for lang, text in CLASSIC.items():
        post = each_site.call("POST", "posts", {"title": f"Lake {lang}", "status": "publish", "content": text})
        each_site.php(f"update_post_meta({post['id']}, '_lang', '{lang}');")
    [result] = desk.pull()["results"]
    assert (result["source_lang"], result["notes"]) == ("en", 2)
    assert [(item["lang"], item["empty"], item["left_over"]) for item in result["adopted"]] == [("ru", 0, 0)]
    article = desk.place.text(result["article"])
    assert "largest lake of Armenia.[^1] Twenty-eight" in article
    assert "[^2]: Bauer, 2004, p. 12." in article


HOSTILE = {
    "a page instead of data": Reply(headers={"Content-Type": "text/html"}, body=b"<html><title>Cache</title></html>"),
    "no list": as_json({"code": "x"}),
    "no posts": as_json([{"id": "x"}, 7]),
    "an endless answer": Reply(headers={"Content-Type": "application/json"}, endless=True),
    "another server": Reply(status=302, headers={"Location": "http://evil.example/"}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_site_is_refused_in_a_sentence_and_writes_nothing(
    kind: str, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(lambda _: HOSTILE[kind]) as server:
        names = {"URL": server.url, "USER": "ann", "PASSWORD": "s3cretpassword"}
        for name, value in names.items():
            monkeypatch.setenv(f"TARGMAN_WORDPRESS_{name}", value)
        place = Workspace(folders[1])
        place.write("targman.toml", 'lang = "en"\n')
        (folders[1] / "articles").mkdir()
        monkeypatch.chdir(folders[1])
        before = place.snapshot()
        result = place.run("pull", "wordpress", exit_code=1)
    assert result.stderr.startswith("error: ")
    assert "s3cret" not in result.output + result.stderr
    assert place.snapshot() == before


def test_pictures_come_from_the_site_alone_and_are_pictures(
    site: Site, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(request: Request) -> Reply:
        asked.append(request.path)
        assert "Authorization" not in request.headers or request.path.startswith("/wp-json")
        if request.path.startswith("/wp-json"):
            return pass_on(site.url, request)
        return Reply(headers={"Content-Type": "image/png"}, body=b"<?php system('x');")

    text = " ".join(["The lake is the largest body of water in the country, and many rivers feed it."] * 4)
    images = '<img src="{url}/../../x.php" alt="one"/> <img src="http://evil.example/a.png" alt="two"/>'
    with serve(answer) as server:
        site.call(
            "POST",
            "posts",
            {"title": "Lake", "status": "publish", "content": f"<p>{text} {images.format(url=server.url)}</p>"},
        )
        desk = open_desk(folders[1], site, monkeypatch)
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", server.url)
        [result] = desk.pull()["results"]
    assert result["pictures"] == []
    assert any("x.php stays on the site: it is not a picture" in remark for remark in result["remarks"])
    assert any(
        "evil.example/a.png stays on the site: it is on another server" in remark for remark in result["remarks"]
    )
    assert not list(folders[1].rglob("*.php"))
