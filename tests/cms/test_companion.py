"""What publishing does with the companion plug-in, by a stand-in that answers as the plug-in is to answer."""

import pytest

from cms.servers import Reply, Request, pass_on, serve
from cms.shop import ARTICLE, Shop

pytestmark = [pytest.mark.wordpress, pytest.mark.thorough]

STAND_IN = """
add_action('rest_api_init', function () {
    $may = array('permission_callback' => fn() => current_user_can('edit_others_posts'), 'methods' => 'POST');
    register_rest_route('targman/v1', '/translations', $may + array('callback' => function ($request) {
        update_option('targman_links', $request['posts']);
        return array('linked' => $request['posts']);
    }));
    register_rest_route('targman/v1', '/posts/(?P<id>\\d+)', $may + array('callback' => function ($request) {
        $post = get_post($request['id']);
        $there = array('title' => $post->post_title, 'content' => $post->post_content,
            'excerpt' => $post->post_excerpt, 'footnotes' => get_post_meta($post->ID, 'footnotes', true));
        if ($there != $request['seen']) return new WP_Error('targman_changed', 'Changed.', array('status' => 409));
        $inner = new WP_REST_Request('POST', '/wp/v2/posts/' . $post->ID);
        foreach ($request['fields'] as $name => $value) $inner->set_param($name, $value);
        $inner->set_param('context', 'edit');
        $done = rest_do_request($inner);
        return rest_get_server()->response_to_data($done, false);
    }));
});
"""


def test_translations_are_linked_and_nothing_is_said_of_a_missing_plug_in(shop: Shop) -> None:
    shop.add(1)
    shop.translate()
    assert "that needs the plug-in" in shop.publish("--lang", "hy,en")
    shop.site.add_plugin("targman", STAND_IN)
    assert "plug-in" not in shop.publish()
    ids = {lang: shop.posts()[title]["id"] for lang, title in (("hy", "Լիճ 1"), ("en", "Lake 1"), ("ru", "Озеро 1"))}
    assert shop.site.php("echo json_encode(get_option('targman_links'));") == ids
    assert "3 unchanged" in shop.publish()


def test_the_plug_in_refuses_a_change_of_a_post_that_was_edited_meanwhile(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: Request) -> Reply:
        if "targman/v1/posts" in request.path and is_edited:
            number = int(request.path.partition("/posts/")[2].partition("?")[0])
            shop.site.call("POST", f"posts/{number}", {"content": "<p>An edit</p>"})
        return pass_on(shop.site.url, request)

    shop.site.add_plugin("targman", STAND_IN)
    shop.add(1)
    shop.translate()
    with serve(answer) as proxy:
        monkeypatch.setenv("TARGMAN_WORDPRESS_URL", proxy.url)
        shop.publish()
        for is_edited in (False, True):
            shop.place.write(
                "articles/lake-1.md", ARTICLE.replace("fell", f"sank{is_edited:d}").format(title="Lake 1", number=1)
            )
            shop.place.run("sync")
            said = shop.publish("--lang", "en", exit_code=int(is_edited))
            assert ("1 edited in WordPress" in said) == is_edited
            assert ("1 changed" in said) != is_edited
    post = shop.posts()["Lake 1"]
    assert post["content"]["raw"] == "<p>An edit</p>"
    assert len(shop.site.call("GET", f"posts/{post['id']}/revisions")) == 2
