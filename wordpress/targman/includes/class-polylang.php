<?php
/**
 * Languages and translations by Polylang.
 *
 * @package Targman
 */

namespace Targman;

defined( 'ABSPATH' ) || exit;

/**
 * Polylang, by the functions that it documents.
 */
final class Polylang {

	private const FUNCTIONS = array(
		'pll_languages_list',
		'pll_get_post_language',
		'pll_set_post_language',
		'pll_get_post_translations',
		'pll_save_post_translations',
	);

	/**
	 * Tell whether Polylang is active.
	 */
	public static function is_active(): bool {
		return count( array_filter( self::FUNCTIONS, 'function_exists' ) ) === count( self::FUNCTIONS );
	}

	/**
	 * Return the name of the plug-in.
	 */
	public function name(): string {
		return 'polylang';
	}

	/**
	 * Return the locales of the site by code; none if Polylang translates no posts here.
	 *
	 * @return string[]
	 */
	public function languages(): array {
		if ( function_exists( 'pll_is_translated_post_type' ) && ! pll_is_translated_post_type( POST_TYPE ) ) {
			return array();
		}
		return array_combine( pll_languages_list(), pll_languages_list( array( 'fields' => 'locale' ) ) );
	}

	/**
	 * Return the code of a post's language, or an empty text.
	 *
	 * @param int $post_id Number of the post.
	 */
	public function language( int $post_id ): string {
		return (string) pll_get_post_language( $post_id );
	}

	/**
	 * Return a post and its translations by code.
	 *
	 * @param int $post_id Number of the post.
	 * @return int[]
	 */
	public function translations( int $post_id ): array {
		return array_map( 'intval', pll_get_post_translations( $post_id ) );
	}

	/**
	 * Give posts their languages and link them; what is so already stays untouched.
	 *
	 * @param int[]  $posts  Posts by code.
	 * @param int[]  $others Translations that are linked already and stay, by code.
	 * @param string $source Code of the language of the original, which Polylang does not ask for.
	 */
	public function link( array $posts, array $others, string $source ): void { // phpcs:ignore Generic.CodeAnalysis.UnusedFunctionParameter
		foreach ( $posts as $code => $post_id ) {
			if ( $this->language( $post_id ) !== $code ) {
				pll_set_post_language( $post_id, $code );
			}
		}
		$group = $posts + $others;
		$there = $this->translations( reset( $posts ) );
		ksort( $group );
		ksort( $there );
		if ( $there !== $group ) {
			pll_save_post_translations( $group );
		}
	}
}
