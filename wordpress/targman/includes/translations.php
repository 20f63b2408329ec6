<?php
/**
 * Give posts their languages and link them as translations of each other.
 *
 * @package Targman
 */

namespace Targman;

use WP_Error;
use WP_REST_Request;

defined( 'ABSPATH' ) || exit;

/**
 * Return the plug-in for languages that is active, null if none is.
 *
 * @return Polylang|WPML|null
 */
function find_linker() {
	if ( Polylang::is_active() ) {
		return new Polylang();
	}
	return WPML::is_active() ? new WPML() : null;
}

/**
 * Link posts as translations of each other. Links to posts in other languages stay.
 *
 * @param WP_REST_Request $request `posts` by language, and the language of the `source`.
 * @return array|WP_Error The posts that are `linked`, by the languages of the request, and the languages that are
 *                        `missing` on the site.
 */
function link_translations( WP_REST_Request $request ) {
	$linker = find_linker();
	if ( ! $linker ) {
		return new WP_Error(
			'targman_no_plugin',
			__( 'Neither Polylang nor WPML is active.', 'targman' ),
			array( 'status' => 400 )
		);
	}
	$posts = $request['posts'];
	if ( count( array_unique( $posts ) ) < count( $posts ) ) {
		return new WP_Error( 'rest_invalid_param', __( 'A post has one language.', 'targman' ), array( 'status' => 400 ) );
	}
	$known  = $linker->languages();
	$codes  = array();
	$wanted = array();
	foreach ( $posts as $lang => $post_id ) {
		$code = match_language( (string) $lang, $known );
		if ( null !== $code && ! isset( $wanted[ $code ] ) ) {
			$codes[ $lang ]  = $code;
			$wanted[ $code ] = $post_id;
		}
	}
	$others = find_others( $linker, $wanted );
	$taken  = array_intersect_key( $others, $wanted );
	if ( $taken ) {
		return new WP_Error(
			'targman_linked',
			sprintf(
				/* translators: 1: number of a post, 2: code of a language. */
				__( 'Post %1$d is linked as the translation into “%2$s” already.', 'targman' ),
				reset( $taken ),
				key( $taken )
			),
			array( 'status' => 409 )
		);
	}
	if ( $wanted ) {
		$source = $codes[ $request['source'] ?? '' ] ?? (string) array_key_first( $wanted );
		$linker->link( $wanted, $others, $source );
	}
	return array(
		'plugin'  => $linker->name(),
		'linked'  => (object) array_map(
			static function ( $code ) use ( $wanted ) {
				return $wanted[ $code ];
			},
			$codes
		),
		'missing' => array_values( array_diff( array_map( 'strval', array_keys( $posts ) ), array_map( 'strval', array_keys( $codes ) ) ) ),
	);
}

/**
 * Return the posts that are linked to some of these, by language, without these themselves and what was deleted.
 *
 * @param Polylang|WPML $linker The plug-in for languages.
 * @param int[]         $wanted Posts by language.
 * @return int[]
 */
function find_others( $linker, array $wanted ): array {
	$others = array();
	foreach ( $wanted as $post_id ) {
		foreach ( array_diff( $linker->translations( $post_id ), $wanted ) as $code => $other ) {
			if ( ! in_array( get_post_status( $other ), array( false, 'trash' ), true ) ) {
				$others[ $code ] = $other;
			}
		}
	}
	return $others;
}

/**
 * Return the code by which a site has a language, null if it has not: the same code, the same locale, or the only
 * locale of the language.
 *
 * @param string   $lang  A language such as `hy` or `pt-BR`.
 * @param string[] $known Locales of the site such as `pt_BR`, by code.
 */
function match_language( string $lang, array $known ): ?string {
	$plain = static function ( $name ) {
		return strtolower( str_replace( '_', '-', (string) $name ) );
	};
	$sought = $plain( $lang );
	foreach ( array( array_keys( $known ), array_values( $known ) ) as $names ) {
		$found = array_search( $sought, array_map( $plain, $names ), true );
		if ( false !== $found ) {
			return (string) array_keys( $known )[ $found ];
		}
	}
	$alike = array_filter(
		$known,
		static function ( $locale ) use ( $plain, $sought ) {
			return strtok( $plain( $locale ), '-' ) === $sought;
		}
	);
	return 1 === count( $alike ) ? (string) array_key_first( $alike ) : null;
}

/**
 * Let the REST API tell the language of a post and its translations, as Polylang Pro does by itself.
 */
function register_language_fields(): void {
	global $wp_rest_additional_fields;
	$linker = find_linker();
	if ( ! $linker || isset( $wp_rest_additional_fields[ POST_TYPE ]['translations'] ) ) {
		return;
	}
	register_rest_field(
		POST_TYPE,
		'lang',
		array(
			'get_callback' => static function ( $post ) use ( $linker ) {
				return $linker->language( (int) $post['id'] );
			},
			'schema'       => array(
				'description' => __( 'Language of the post.', 'targman' ),
				'type'        => 'string',
				'context'     => array( 'view', 'edit' ),
				'readonly'    => true,
			),
		)
	);
	register_rest_field(
		POST_TYPE,
		'translations',
		array(
			'get_callback' => static function ( $post ) use ( $linker ) {
				return (object) array_filter( $linker->translations( (int) $post['id'] ), __NAMESPACE__ . '\may_know' );
			},
			'schema'       => array(
				'description' => __( 'Posts that are translations of each other, by language.', 'targman' ),
				'type'        => 'object',
				'context'     => array( 'view', 'edit' ),
				'readonly'    => true,
			),
		)
	);
}

/**
 * Tell whether the user may know of a post.
 *
 * @param int $post_id Its number.
 */
function may_know( int $post_id ): bool {
	return 'publish' === get_post_status( $post_id ) || current_user_can( 'edit_post', $post_id );
}
