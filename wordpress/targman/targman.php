<?php
/**
 * Plugin Name:       Targman Companion
 * Description:       For those who publish with Targman: links posts as translations of each other through Polylang or WPML, and changes a post only if nobody edited it meanwhile.
 * Version:           1.0.0
 * Requires at least: 5.6
 * Requires PHP:      7.4
 * Author:            The Targman authors
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       targman
 *
 * The MIT licence, which license.txt has, is compatible with the GPL, version 2 and later.
 *
 * The plug-in has no pages, tables, options or fields of its own: it adds to the REST API what WordPress lacks, for users
 * who may edit the posts in question, and leaves nothing behind.
 *
 * @package Targman
 */

namespace Targman;

use WP_Block_Type_Registry;
use WP_Error;

defined( 'ABSPATH' ) || exit;

const VERSION   = '1.0.0';
const ROUTES    = 'targman/v1';
const POST_TYPE = 'post';

require_once __DIR__ . '/includes/class-polylang.php';
require_once __DIR__ . '/includes/class-wpml.php';
require_once __DIR__ . '/includes/compare.php';
require_once __DIR__ . '/includes/translations.php';

add_action( 'init', __NAMESPACE__ . '\register_footnotes', 99 );
add_action( 'rest_api_init', __NAMESPACE__ . '\register_routes' );
add_action( 'rest_api_init', __NAMESPACE__ . '\register_language_fields', 99 );

/**
 * Let the REST API show and take the notes of posts where WordPress has footnotes, but a theme or plug-in took their
 * field away. WordPress itself does so for posts that support custom fields.
 */
function register_footnotes(): void {
	if ( ! WP_Block_Type_Registry::get_instance()->is_registered( 'core/footnotes' ) ) {
		return;
	}
	add_post_type_support( POST_TYPE, 'custom-fields' );
	if ( registered_meta_key_exists( 'post', 'footnotes', POST_TYPE ) ) {
		return;
	}
	register_post_meta(
		POST_TYPE,
		'footnotes',
		array(
			'type'              => 'string',
			'single'            => true,
			'show_in_rest'      => true,
			'revisions_enabled' => post_type_supports( POST_TYPE, 'revisions' ),
			'auth_callback'     => static function ( $allowed, $key, $post_id, $user_id ) {
				return user_can( $user_id, 'edit_post', $post_id );
			},
		)
	);
}

/**
 * Add the routes. WordPress knows the user by then: by an application password, or by a cookie with its nonce.
 */
function register_routes(): void {
	register_rest_route(
		ROUTES,
		'/site',
		array(
			'methods'             => 'GET',
			'callback'            => __NAMESPACE__ . '\describe_site',
			'permission_callback' => static function () {
				return current_user_can( 'edit_posts' ) ? true : refusal();
			},
		)
	);
	$digest = array(
		'type'    => 'string',
		'pattern' => '^[0-9a-f]{64}$',
	);
	register_rest_route(
		ROUTES,
		'/posts/(?P<id>[\d]+)',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\update_if_unchanged',
			'permission_callback' => static function ( $request ) {
				return may_edit( array( (int) $request['id'] ) );
			},
			'args'                => array(
				'seen'   => array(
					'type'                 => 'object',
					'required'             => true,
					'additionalProperties' => false,
					'properties'           => array(
						'title'        => $digest + array( 'required' => true ),
						'content'      => $digest + array( 'required' => true ),
						'excerpt'      => $digest + array( 'required' => true ),
						'footnotes'    => $digest,
						'modified_gmt' => array( 'type' => 'string' ),
					),
				),
				'fields' => array(
					'type'     => 'object',
					'required' => true,
				),
			),
		)
	);
	register_rest_route(
		ROUTES,
		'/translations',
		array(
			'methods'             => 'POST',
			'callback'            => __NAMESPACE__ . '\link_translations',
			'permission_callback' => static function ( $request ) {
				return may_edit( array_map( 'intval', (array) $request['posts'] ) );
			},
			'args'                => array(
				'posts'  => array(
					'type'                 => 'object',
					'required'             => true,
					'minProperties'        => 1,
					'maxProperties'        => 100,
					'additionalProperties' => array(
						'type'    => 'integer',
						'minimum' => 1,
					),
				),
				'source' => array( 'type' => 'string' ),
			),
		)
	);
}

/**
 * Tell what is there: the plug-in for languages with its languages, and whether posts can be compared and changed in
 * one step.
 */
function describe_site(): array {
	$linker = find_linker();
	return array(
		'version'     => VERSION,
		'plugin'      => $linker ? $linker->name() : null,
		'languages'   => $linker ? array_keys( $linker->languages() ) : array(),
		'can_compare' => can_compare(),
	);
}

/**
 * Tell whether the user may edit all of these posts, or return the refusal.
 *
 * @param int[] $post_ids Numbers of posts.
 * @return true|WP_Error
 */
function may_edit( array $post_ids ) {
	foreach ( $post_ids as $post_id ) {
		$post = get_post( $post_id );
		if ( ! $post || POST_TYPE !== $post->post_type || 'trash' === $post->post_status ) {
			return is_user_logged_in() ? no_post( $post_id ) : refusal();
		}
		if ( ! current_user_can( 'edit_post', $post_id ) ) {
			return refusal();
		}
	}
	return true;
}

/**
 * Return the error for those who may not: 401 for visitors, 403 for users.
 */
function refusal(): WP_Error {
	$status = rest_authorization_required_code();
	return new WP_Error(
		401 === $status ? 'rest_not_logged_in' : 'rest_cannot_edit',
		__( 'Sorry, you are not allowed to edit this post.', 'targman' ),
		array( 'status' => $status )
	);
}

/**
 * Return the error for a post that is not there.
 *
 * @param int $post_id Its number.
 */
function no_post( int $post_id ): WP_Error {
	return new WP_Error(
		'rest_post_invalid_id',
		/* translators: %d: number of the post. */
		sprintf( __( 'There is no post %d, or it is in the bin.', 'targman' ), $post_id ),
		array( 'status' => 404 )
	);
}
