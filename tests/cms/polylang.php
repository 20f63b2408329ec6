<?php
// Stands in for Polylang in tests, with the functions that it documents and what matters of their behaviour: a new post
// gets the default language, a post has one language, only posts that have their language are linked, and what a new group
// does not name is linked no more. Languages are in the option `test_languages`: locales by code, the default one first.

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

add_action('save_post', function ($id, $post) {
    if ($post->post_type === 'post' && !pll_get_post_language($id) && pll_languages_list())
        update_post_meta($id, '_test_lang', pll_languages_list()[0]);
}, 10, 2);
