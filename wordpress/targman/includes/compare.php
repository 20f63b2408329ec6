<?php
/**
 * Change a post only if it is as somebody saw it: comparison and change are one transaction, under a lock of its row.
 *
 * Whoever saves the post at the same time waits at the row: an edit that was saved before is seen by the comparison, and
 * one that comes later is saved after the change, as if its author had been a second slower.
 *
 * @package Targman
 */

namespace Targman;

use Throwable;
use WP_Error;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

/** Seconds to wait for somebody else who is saving the post. */
const LONGEST_WAIT = 10;

/**
 * Tell whether the tables of posts and their fields know transactions and locks of rows.
 */
function can_compare(): bool {
	global $wpdb;
	$found = $wpdb->get_var(
		$wpdb->prepare(
			'SELECT COUNT(*) FROM information_schema.TABLES'
			. " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (%s, %s) AND ENGINE = 'InnoDB'",
			$wpdb->posts,
			$wpdb->postmeta
		)
	);
	return 2 === (int) $found;
}

/**
 * Change a post as `wp/v2/posts/ID` does, if its raw texts have the digests that were seen, or answer 409 with the post
 * as it is.
 *
 * @param WP_REST_Request $request The number of the post, what was `seen` of it, and the `fields` to change.
 * @return WP_REST_Response|WP_Error
 */
function update_if_unchanged( WP_REST_Request $request ) {
	global $wpdb;
	if ( ! can_compare() ) {
		return new WP_Error(
			'targman_cannot_compare',
			__( 'The tables of this site know no transactions: they would have to be InnoDB.', 'targman' ),
			array( 'status' => 400 )
		);
	}
	$post_id = (int) $request['id'];
	$wpdb->query( $wpdb->prepare( 'SET SESSION innodb_lock_wait_timeout = %d', LONGEST_WAIT ) );
	$wpdb->query( 'START TRANSACTION' );
	try {
		$locked = $wpdb->query( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE ID = %d FOR UPDATE", $post_id ) );
		if ( false === $locked ) {
			$answer = busy();
		} else {
			clean_post_cache( $post_id ); // What is cached may be older than the lock.
			$answer = compare_and_update( $post_id, $request );
		}
		$is_done = $answer instanceof WP_REST_Response && ! $answer->is_error();
		$wpdb->query( $is_done ? 'COMMIT' : 'ROLLBACK' );
	} catch ( Throwable $error ) {
		$wpdb->query( 'ROLLBACK' );
		throw $error;
	} finally {
		clean_post_cache( $post_id ); // Others may have cached the state before, while they could not see this one.
	}
	return $answer;
}

/**
 * Compare a post whose row is locked with what was seen, and change it.
 *
 * @param int             $post_id Its number.
 * @param WP_REST_Request $request As above.
 * @return WP_REST_Response|WP_Error
 */
function compare_and_update( int $post_id, WP_REST_Request $request ) {
	$there = ask( 'GET', $post_id, array( '_fields' => 'title.raw,content.raw,excerpt.raw,meta.footnotes,modified_gmt' ) );
	if ( $there->is_error() ) {
		return $there;
	}
	$shown = array_filter( array( '_fields' => $request['_fields'] ) );
	if ( ! is_as_seen( $there->get_data(), $request['seen'] ) ) {
		$present = rest_get_server()->response_to_data( ask( 'GET', $post_id, $shown ), false );
		return new WP_Error(
			'targman_changed',
			__( 'Somebody changed the post meanwhile.', 'targman' ),
			array(
				'status' => 409,
				'post'   => $present,
			)
		);
	}
	$fields = $request['fields'];
	unset( $fields['id'] ); // A field of this name would come before the number in the route, and name another post.
	return ask( 'POST', $post_id, $shown, $fields );
}

/**
 * Tell whether a post is as it was seen.
 *
 * @param array $post The post as the API shows it for editing.
 * @param array $seen SHA-256 of its texts, and the time of its last change.
 */
function is_as_seen( array $post, array $seen ): bool {
	if ( isset( $seen['modified_gmt'] ) && $seen['modified_gmt'] !== $post['modified_gmt'] ) {
		return false;
	}
	$texts = array(
		'title'     => $post['title']['raw'],
		'content'   => $post['content']['raw'],
		'excerpt'   => $post['excerpt']['raw'],
		'footnotes' => $post['meta']['footnotes'] ?? '',
	);
	foreach ( $texts as $name => $text ) {
		if ( isset( $seen[ $name ] ) && ! hash_equals( $seen[ $name ], hash( 'sha256', (string) $text ) ) ) {
			return false;
		}
	}
	return true;
}

/**
 * Ask WordPress's own API for a post, which looks at the user's rights and at the fields.
 *
 * @param string     $method  GET or POST.
 * @param int        $post_id Number of the post.
 * @param array      $query   Parameters beside `context`.
 * @param array|null $fields  Fields to change.
 */
function ask( string $method, int $post_id, array $query, ?array $fields = null ): WP_REST_Response {
	$inner = new WP_REST_Request( $method, '/wp/v2/posts/' . $post_id );
	$inner->set_query_params( array( 'context' => 'edit' ) + $query );
	if ( null !== $fields ) {
		$inner->set_body_params( $fields );
	}
	return rest_do_request( $inner );
}

/**
 * Return the answer for a post that somebody else keeps locked: nothing was done, and asking again will help.
 */
function busy(): WP_REST_Response {
	$error  = new WP_Error(
		'targman_busy',
		__( 'Somebody else is saving this post.', 'targman' ),
		array( 'status' => 503 )
	);
	$answer = rest_convert_error_to_response( $error );
	$answer->header( 'Retry-After', '5' );
	return $answer;
}
