<?php
// Stands in for Polylang in tests, with the functions that it documents and what matters of their behaviour: a new post
// gets the default language, a post has one language, only posts that have their language are linked, what a new group
// does not name is linked no more, new posts and tags may ask for a language, and a post keeps no categories and tags of
// another one. Languages are in the option `test_languages`: locales by code, the default one first.

function pll_languages_list($args = array()) {
    $known = get_option('test_languages', array());
    return ($args['fields'] ?? 'slug') === 'locale' ? array_values($known) : array_keys($known);
}

function pll_is_translated_post_type($type) {
    return $type === 'post';
}

function pll_get_post_language($id, $field = 'slug') {
    $code = get_post_meta($id, '_test_lang', true);
    return $code ? ($field === 'locale' ? get_option('test_languages')[$code] : $code) : false;
}

function pll_set_post_language($id, $lang) {
    update_option('test_writes', get_option('test_writes', 0) + 1);
    return in_array($lang, pll_languages_list(), true) && update_post_meta($id, '_test_lang', $lang);
}

function pll_get_post_translations($id) {
    $own = pll_get_post_language($id);
    return array_merge($own ? array($own => $id) : array(), get_post_meta($id, '_test_group', true) ?: array());
}

function pll_save_post_translations($arr) {
    update_option('test_writes', get_option('test_writes', 0) + 1);
    $group = array_filter($arr, fn($id, $lang) => pll_get_post_language($id) === $lang, ARRAY_FILTER_USE_BOTH);
    foreach ($group as $id)
        foreach (array_diff(pll_get_post_translations($id), $group) as $left) delete_post_meta($left, '_test_group');
    foreach ($group as $id) update_post_meta($id, '_test_group', $group);
    return $group;
}

function test_new_language() {
    $asked = $_REQUEST['lang'] ?? '';
    return in_array($asked, pll_languages_list(), true) ? $asked : (pll_languages_list()[0] ?? '');
}

add_action('save_post', function ($id, $post) {
    if ($post->post_type === 'post' && !pll_get_post_language($id) && test_new_language())
        update_post_meta($id, '_test_lang', test_new_language());
}, 10, 2);

add_action('created_term', fn($id) => update_term_meta($id, '_test_lang', test_new_language()));

add_action('set_object_terms', function ($id, $terms, $numbers, $taxonomy) {
    $own = pll_get_post_language($id);
    foreach ($own ? wp_get_object_terms($id, $taxonomy) : array() as $term) {
        $lang = get_term_meta($term->term_id, '_test_lang', true);
        if ($lang && $lang !== $own) wp_remove_object_terms($id, $term->term_id, $taxonomy);
    }
}, 10, 4);
