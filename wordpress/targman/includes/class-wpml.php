<?php
/**
 * Languages and translations by WPML.
 *
 * @package Targman
 */

namespace Targman;

defined( 'ABSPATH' ) || exit;

/**
 * WPML, by the hooks that it documents. It is not free, so this was written by its documentation and never run with it.
 */
final class WPML {

	/**
	 * Tell whether WPML is active.
	 */
	public static function is_active(): bool {
		return defined( 'ICL_SITEPRESS_VERSION' ) && has_filter( 'wpml_active_languages' );
	}

	/**
	 * Return the name of the plug-in.
	 */
	public function name(): string {
		return 'wpml';
	}

	/**
	 * Return the locales of the site by code.
	 *
	 * @return string[]
	 */
	public function languages(): array {
		$found = apply_filters( 'wpml_active_languages', null, array( 'skip_missing' => 0 ) );
		return array_map(
			static function ( $language ) {
				return (string) ( $language['default_locale'] ?? '' );
			},
			is_array( $found ) ? $found : array()
		);
	}

	/**
	 * Return the code of a post's language, or an empty text.
	 *
	 * @param int $post_id Number of the post.
	 */
	public function language( int $post_id ): string {
		$arguments = array(
			'element_id'   => $post_id,
			'element_type' => POST_TYPE,
		);
		return (string) apply_filters( 'wpml_element_language_code', '', $arguments );
	}

	/**
	 * Return a post and its translations by code.
	 *
	 * @param int $post_id Number of the post.
	 * @return int[]
	 */
	public function translations( int $post_id ): array {
		return array_map(
			static function ( $translation ) {
				return (int) $translation->element_id;
			},
			$this->elements( $post_id )
		);
	}

	/**
	 * Give posts their languages and link them.
	 *
	 * @param int[]  $posts  Posts by code.
	 * @param int[]  $others Translations that are linked already and stay, by code.
	 * @param string $source Code of the language of the original, if it is not one of those that stay.
	 */
	public function link( array $posts, array $others, string $source ): void {
		foreach ( $others ? $this->elements( reset( $others ) ) : array() as $code => $translation ) {
			if ( isset( $others[ $code ] ) && empty( $translation->source_language_code ) ) {
				$source = $code;
			}
		}
		$first = isset( $posts[ $source ] ) ? array( $source => $posts[ $source ] ) : array();
		$group = $this->group( $others ? reset( $others ) : reset( $first ) );
		foreach ( $first + $posts as $code => $post_id ) {
			do_action(
				'wpml_set_element_language_details',
				array(
					'element_id'           => $post_id,
					'element_type'         => $this->type(),
					'trid'                 => $group ? $group : false,
					'language_code'        => $code,
					'source_language_code' => $code === $source ? null : $source,
				)
			);
			$group = $group ? $group : $this->group( $post_id );
		}
	}

	/**
	 * Return what WPML knows of a post and its translations, by code.
	 *
	 * @param int $post_id Number of the post.
	 * @return object[]
	 */
	private function elements( int $post_id ): array {
		$found = apply_filters( 'wpml_get_element_translations', null, $this->group( $post_id ), $this->type() );
		return is_array( $found ) ? $found : array();
	}

	/**
	 * Return the number of the group of translations that a post belongs to, 0 if it has none.
	 *
	 * @param int $post_id Number of the post.
	 */
	private function group( int $post_id ): int {
		return (int) apply_filters( 'wpml_element_trid', null, $post_id, $this->type() );
	}

	/**
	 * Return the name by which WPML knows posts.
	 */
	private function type(): string {
		return (string) apply_filters( 'wpml_element_type', POST_TYPE );
	}
}
