<?php
// What the live test does to its blog from within: php wordpress.php FOLDER VERB [ARGUMENT…].

list( , $site, $verb ) = $argv;
$rest = array_slice( $argv, 3 );
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if ( 'install' === $verb ) {
	define( 'WP_INSTALLING', true );
}
require $site . '/wp-load.php';

/** The post that is talked about. */
function kettle() {
	return get_page_by_path( 'kettle', OBJECT, 'post' )->ID;
}

/** A comment that is let through at once; gives its number. */
function insert( $parent, $author, $text, $ago ) {
	$written = gmdate( 'Y-m-d H:i:s', time() - $ago );
	return wp_insert_comment(
		array(
			'comment_post_ID'      => kettle(),
			'comment_parent'       => $parent,
			'comment_author'       => $author,
			'comment_author_email' => strtolower( $author ) . '@example.test',
			'comment_content'      => $text,
			'comment_date'         => get_date_from_gmt( $written ),
			'comment_date_gmt'     => $written,
			'comment_approved'     => 1,
			'comment_type'         => 'comment',
		)
	);
}

/** A blog in which anybody may answer at once, and as often as he likes. */
function install() {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'Loop & Kettle', 'admin', 'admin@example.test', true, '', 'loopback-only' );
	global $wp_rewrite;
	$wp_rewrite->set_permalink_structure( '/%postname%/' );
	$wp_rewrite->flush_rules( false );
	update_option( 'comment_moderation', 0 );
	update_option( 'comment_previously_approved', 0 );
	update_option( 'posts_per_rss', 10 );
	$plugins = WP_CONTENT_DIR . '/mu-plugins';
	wp_mkdir_p( $plugins );
	file_put_contents(
		$plugins . '/no-flood.php',
		"<?php\nremove_action( 'check_comment_flood', 'check_comment_flood_db' );\n"
			. "add_filter( 'wp_is_comment_flood', '__return_false', 99 );\n"
	);
}

/** A post and fourteen comments, numbered from 1; each second one answers the one before. */
function seed() {
	global $wpdb;
	foreach ( get_posts( array( 'numberposts' => -1 ) ) as $post ) {
		wp_delete_post( $post->ID, true );
	}
	$wpdb->query( "TRUNCATE $wpdb->comments" );
	// A draft first, as people write: only then its id is the one that WordPress gives.
	$post = wp_insert_post(
		array(
			'post_title'     => 'A kettle that talks',
			'post_content'   => 'It says good morning.',
			'post_status'    => 'draft',
			'post_author'    => 1,
			'comment_status' => 'open',
		)
	);
	wp_update_post( array( 'ID' => $post, 'post_name' => 'kettle', 'post_status' => 'publish' ) );
	for ( $number = 1; $number <= 14; $number++ ) {
		$parent = 0 === $number % 2 ? $number - 1 : 0;
		insert( $parent, 'Guest' . $number, "This is what guest $number thinks.", ( 15 - $number ) * 60 );
	}
	return untrailingslashit( get_permalink( kettle() ) );
}

switch ( $verb ) {
	case 'install':
		install();
		break;
	case 'seed':
		echo seed(), "\n";
		break;
	case 'post-id':
		echo kettle(), "\n";
		break;
	case 'last':
		global $wpdb;
		echo $wpdb->get_var( "SELECT max(comment_ID) FROM $wpdb->comments" ), "\n";
		break;
	case 'insert':
		echo insert( (int) $rest[0], $rest[1], $rest[2], 0 ), "\n";
		break;
	case 'status':
		wp_set_comment_status( (int) $rest[0], $rest[1] );
		break;
	case 'edit':
		wp_update_comment( array( 'comment_ID' => (int) $rest[0], 'comment_content' => $rest[1] ) );
		break;
	case 'option':
		update_option( $rest[0], $rest[1] );
		break;
	default:
		fwrite( STDERR, "unknown verb $verb\n" );
		exit( 2 );
}
