"""The WordPress of the tests is a real one."""

import pytest

from cms.wordpress import Site

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]


def test_a_site_is_empty_answers_and_keeps_footnotes_if_it_has_them(each_site: Site) -> None:
    assert each_site.posts() == []
    made = {"title": "Lake", "content": "<p>Նա՛</p>", "status": "publish", "meta": {"footnotes": '[{"id":"a"}]'}}
    post = each_site.call("POST", "posts", made)
    assert each_site.php("echo json_encode($GLOBALS['wp_version']);").startswith(each_site.version)
    assert ("footnotes" in post["meta"]) == each_site.has_footnotes
    assert "<p>Նա՛</p>" in each_site.page(post["link"])


def test_a_site_is_empty_again_for_the_next_test(each_site: Site) -> None:
    assert each_site.posts() == []
