"""The posts of whole articles are blocks that WordPress's own parser takes, with every note and its ways back."""

import json
import re
import shutil
from typing import Any

import polib
import pytest

from cms.shop import TOP, Shop

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

SEED = TOP.parent / "shared" / "data" / "seed" / "article.md"
PARSE = """
$found = array();
foreach (get_posts(array('numberposts' => -1, 'post_status' => 'any')) as $post) {
    $GLOBALS['post'] = $post;
    setup_postdata($post);
    $blocks = parse_blocks($post->post_content);
    $stray = array_filter($blocks, fn($block) => $block['blockName'] === null && trim($block['innerHTML']) !== '');
    $unknown = array();
    $walk = function ($blocks) use (&$walk, &$unknown) {
        foreach ($blocks as $block) {
            $name = $block['blockName'];
            if ($name !== null && !WP_Block_Type_Registry::get_instance()->is_registered($name)) $unknown[] = $name;
            $walk($block['innerBlocks']);
        }
    };
    $walk($blocks);
    $found[$post->post_title] = array(
        'same' => serialize_blocks($blocks) === $post->post_content,
        'stray' => count($stray),
        'unknown' => $unknown,
        'html' => apply_filters('the_content', $post->post_content),
    );
}
echo json_encode($found);
"""


def publish_everything(shop: Shop) -> dict[str, Any]:
    """Publish the articles of this repository, and the one that the project began with in a made-up translation."""
    for name in ("articles", "locales"):
        ignored = shutil.ignore_patterns("published")
        shutil.copytree(TOP / name, shop.place.root / name, dirs_exist_ok=True, ignore=ignored)
    if SEED.is_file():
        shop.place.write("articles/seed.md", SEED.read_bytes())
        shop.place.run("sync")
        shop.place.run("translate", "seed", "--provider", "pseudo")
        for path in (shop.place.root / "locales").glob("*/articles/seed.po"):
            catalog = polib.pofile(str(path), wrapwidth=0)
            for entry in catalog:
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            catalog.save()
    shop.publish("--status", "publish", "--format", "json")
    report = json.loads(shop.publish("--format", "json"))
    return {item["link"]: item for item in report["results"]}


def test_all_articles_are_blocks_with_every_note_and_its_ways_back(each_shop: Shop) -> None:
    results = publish_everything(each_shop)
    assert len(results) == (12 if SEED.is_file() else 9)
    assert {item["action"] for item in results.values()} == {"unchanged"}
    parsed = each_shop.site.php(PARSE)
    posts = {post["link"]: post for post in each_shop.site.posts()}
    assert posts.keys() == results.keys()
    for link, item in results.items():
        found = parsed[posts[link]["title"]["raw"]]
        assert (found["same"], found["stray"], found["unknown"]) == (True, 0, []), link
        page = each_shop.site.page(link)
        assert item["notes"] > 5
        if each_shop.site.has_footnotes:
            notes = re.findall(r'<li id="([^"]+)">', page)
            references = re.findall(r'<sup data-fn="([^"]+)" class="fn"><a href="#([^"]+)" id="([^"]+)">', page)
            backs = re.findall(r'<a href="#([^"]+-link)"', page)
            assert len(notes) == len(set(notes)) == item["notes"]
            assert [first for first, _, _ in references] == [second for _, second, _ in references] == notes
            assert [anchor for _, _, anchor in references] == backs
        else:
            notes = re.findall(r'name="_ftn(\d+)"', page)
            references = re.findall(r'<a href="#_ftn(\d+)" name="_ftnref\d+"', page)
            backs = re.findall(r'<a href="#_ftnref(\d+)" name="_ftn\d+"', page)
            assert len(notes) == len(set(notes)) == item["notes"]
            assert sorted(references, key=int) == backs == notes
    pictures = each_shop.site.call("GET", "media?per_page=100")
    assert len(pictures) == 3
    assert {item["mime_type"] for item in pictures} == {"image/png"}
