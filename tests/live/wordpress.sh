#!/usr/bin/env bash
# The program against a real WordPress behind nginx: a conversation is followed while people answer, are held
# back, let through late, corrected and binned.
#
#   tests/live/wordpress.sh [FOLDER]
#
# Debian (12 or later), as root, for the packages it installs: nginx, PHP and MariaDB; none of their services is
# started. WordPress itself is only unpacked. Everything else lies in FOLDER, or in a temporary one that is
# removed afterwards; servers listen on loopback only, and end with this script. Time passes because what the
# program keeps of its polls is set back. POSTIL names the program, else it is built. PORT is 8087, or say so.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 TZ=UTC DEBIAN_FRONTEND=noninteractive

here=$PWD/tests/live
port=${PORT:-8087}
blog=http://127.0.0.1:$port
if [ $# -gt 0 ]; then
    mkdir -p "$1"
    dir=$(cd "$1" && pwd)
    kept=yes
else
    dir=$(mktemp -d)
    kept=
fi
site=$dir/site
pids=()

finish() {
    status=$?
    trap - EXIT
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    if [ $status -ne 0 ]; then
        echo "failed; the last words of the servers:" >&2
        tail -n 5 "$dir"/*.log >&2 2>/dev/null || true
    fi
    [ -n "$kept" ] || rm -rf "$dir"
    exit $status
}
trap finish EXIT

say() { printf '\n%s\n' "$*"; }

# --- packages --------------------------------------------------------------------------------------------

install_packages() {
    local wanted=() name
    for name in curl nginx-light php-fpm php-cli php-mysql php-xml php-mbstring mariadb-server-core \
        mariadb-client-core python3; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || wanted+=("$name")
    done
    if [ ${#wanted[@]} -gt 0 ]; then
        say "Installing ${wanted[*]}"
        apt-get update -qq
        local policy=/usr/sbin/policy-rc.d ours=
        if [ ! -e $policy ]; then
            # The packages are not to start services of their own.
            printf '#!/bin/sh\nexit 101\n' >$policy
            chmod 755 $policy
            ours=yes
        fi
        local installed=0
        apt-get install -y -qq --no-install-recommends "${wanted[@]}" >"$dir/apt.log" 2>&1 || installed=$?
        [ -z "$ours" ] || rm -f $policy
        [ $installed -eq 0 ] || return $installed
    fi
    [ ! -e "$site/wp-load.php" ] || return 0
    say "Unpacking WordPress"
    mkdir -p "$dir/packages"
    chmod 755 "$dir" "$dir/packages"
    (
        cd "$dir/packages"
        apt-get -o APT::Sandbox::User=root download -qq \
            wordpress wordpress-theme-twentytwentythree php-getid3
        for package in *.deb; do dpkg-deb -x "$package" .; done
    )
    # Links to other packages lead nowhere here, and nothing that is asked for needs them.
    cp -a "$dir/packages/usr/share/wordpress" "$site"
    rm -f "$site/wp-config.php" "$site/.htaccess"
}

# --- servers ---------------------------------------------------------------------------------------------

start() { # start LOG COMMAND…
    local log=$1
    shift
    "$@" >>"$dir/$log.log" 2>&1 </dev/null &
    pids+=($!)
}

until_so() { # until_so WHAT COMMAND…
    local what=$1 i
    shift
    for i in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.1
    done
    echo "$what did not start" >&2
    return 1
}

sql() { mariadb --no-defaults -uroot -S "$socket" "$@"; }

start_database() {
    # The path of a socket holds a hundred bytes or so.
    socket=$(mktemp -u /tmp/live-XXXXXX.sock)
    if [ ! -d "$dir/database/mysql" ]; then
        mariadb-install-db --no-defaults --user=root --datadir="$dir/database" --skip-test-db \
            --auth-root-authentication-method=normal >"$dir/database.log" 2>&1
    fi
    start database mariadbd --no-defaults --user=root --datadir="$dir/database" --socket="$socket" \
        --skip-networking --pid-file="$dir/database.pid" --character-set-server=utf8mb4
    until_so 'The database' sql -e 'SELECT 1'
    sql -e 'DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress CHARACTER SET utf8mb4'
}

start_web() {
    cat >"$dir/fpm.conf" <<CONF
[global]
error_log = $dir/fpm.log
daemonize = no
[www]
user = root
listen = $dir/fpm.sock
pm = static
pm.max_children = 4
php_admin_value[error_reporting] = 0
php_admin_value[display_errors] = 0
php_admin_value[sendmail_path] = /bin/true
CONF
    cat >"$dir/nginx.conf" <<CONF
user root;
daemon off;
pid $dir/nginx.pid;
error_log $dir/nginx.log;
events {}
http {
    log_format answers '\$status \$request_method \$request_uri';
    access_log $dir/access.log answers;
    client_body_temp_path $dir/nginx-body;
    fastcgi_temp_path $dir/nginx-fastcgi;
    proxy_temp_path $dir/nginx-proxy;
    uwsgi_temp_path $dir/nginx-uwsgi;
    scgi_temp_path $dir/nginx-scgi;
    # With this, an entity tag of WordPress becomes a weak one, which WordPress does not know again.
    gzip on;
    gzip_proxied any;
    gzip_types application/rss+xml application/atom+xml application/json;
    server {
        listen 127.0.0.1:$port;
        root $site;
        index index.php;
        location / { try_files \$uri \$uri/ /index.php?\$args; }
        location ~ \.php\$ {
            include /etc/nginx/fastcgi_params;
            # With its port, or WordPress sends everybody on to where they are.
            fastcgi_param HTTP_HOST \$http_host;
            fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
            fastcgi_pass unix:$dir/fpm.sock;
        }
    }
}
CONF
    local fpm
    fpm=$(find /usr/sbin -name 'php-fpm*' | sort | tail -1)
    start fpm "$fpm" --allow-to-run-as-root --nodaemonize --fpm-config "$dir/fpm.conf"
    start nginx nginx -p "$dir" -c "$dir/nginx.conf"
    until_so 'The web server' curl -s --noproxy '*' "$blog/readme.html"
}

wp() { php -d error_reporting=0 -d sendmail_path=/bin/true "$here/wordpress.php" "$site" "$@"; }

set_up_blog() {
    cat >"$site/wp-config.php" <<CONF
<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:$socket' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as \$word ) {
	define( \$word . '_KEY', 'loopback ' . \$word );
	define( \$word . '_SALT', \$word . ' loopback' );
}
define( 'WP_HOME', '$blog' );
define( 'WP_SITEURL', '$blog' );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
\$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', __DIR__ . '/' ); }
require_once ABSPATH . 'wp-settings.php';
CONF
    wp install
    post=$(wp seed)
}

# --- what is looked at -----------------------------------------------------------------------------------

postil() { "$program" --data-dir "$dir/data" --config "$dir/config.toml" "$@"; }

# Sets all the program knows of its polls back, which is the same as waiting.
pass() { # pass HOURS
    python3 - "$dir/data/postil.db" $(($1 * 3600)) <<'CODE'
import sqlite3, sys
library, seconds = sqlite3.connect(sys.argv[1]), int(sys.argv[2])
for table in ("poll", "host", "feed", "former_url"):
    for (_, column, *_) in library.execute(f"PRAGMA table_info({table})").fetchall():
        moment = column.endswith(("_at", "_until"))
        if moment or column in ("not_before", "failing_since", "moving_since", "moving_last"):
            library.execute(f"UPDATE {table} SET {column} = {column} - ?", (seconds,))
library.commit()
CODE
}

# The person has seen all there is.
see_all() {
    python3 - "$dir/data/postil.db" <<'CODE'
import sqlite3, sys
library = sqlite3.connect(sys.argv[1])
library.execute("UPDATE comment SET read = 1")
library.commit()
CODE
}

# A look that is due by itself, hours later; `answers` is what the blog said when it was asked for comments.
look() { # look HOURS
    pass "$1"
    local before
    before=$(wc -l <"$dir/access.log")
    postil refresh
    answers=$(tail -n +$((before + 1)) "$dir/access.log" | grep '/kettle/' || true)
}

# Something that must be so of the conversation. In Python; `talk` is all of it, `of("#3")` the comment with
# that key, `answers` the lines of nginx's log at the last look.
checked=0
check() { # check SENTENCE CONDITION
    postil comments "$post" --json >"$dir/talk.json"
    if answers=${answers:-} python3 - "$dir/talk.json" "$2" <<'CODE'
import json, os, sys
talk, answers = json.load(open(sys.argv[1])), os.environ["answers"].splitlines()
def of(key): return next((one for one in talk["comments"] if one["key"] == key), None)
sys.exit(0 if eval(sys.argv[2]) else 1)
CODE
    then
        checked=$((checked + 1))
        echo "  so it is: $1"
    else
        echo "  NOT SO: $1 ($2)" >&2
        echo "answers: ${answers:-none}" >&2
        cat "$dir/talk.json" >&2
        return 1
    fi
}

# An answer by the form, as any visitor writes one.
answer() { # answer NAME TO TEXT
    local number
    number=$(wp post-id)
    curl -sS --noproxy '*' -o "$dir/form.html" -w '%{http_code}' "$blog/wp-comments-post.php" \
        --data-urlencode "author=$1" --data-urlencode "email=${1,,}@example.test" -d url= \
        --data-urlencode "comment=$3" -d "comment_post_ID=$number" -d "comment_parent=$2" >"$dir/form.status"
    grep -q 302 "$dir/form.status" || { cat "$dir/form.html" >&2; return 1; }
    wp last
}

# --- the conversation ------------------------------------------------------------------------------------

install_packages
program=${POSTIL:-$PWD/target/debug/postil}
[ -n "${POSTIL:-}" ] || cargo build --locked
rm -rf "$dir/data" "$dir/access.log"
: >"$dir/config.toml"
start_database
start_web
set_up_blog

say 'Subscribing, and following a conversation of 14 comments, of which the feed has 10'
postil add "$blog/"
postil follow "$post"
check 'its newest comments are known' 'talk["known"] == 10 and talk["told"] == 14'
check 'who answers whom is known' 'of("#14")["parent"] == "#13" and not of("#14")["guessed"]'
check 'it is followed' 'talk["following"] == "yes" and talk["next"]'
see_all

say 'Nobody says anything'
look 2
check 'it was asked, and nothing was sent again' \
    'len(answers) == 1 and answers[0].startswith("304 ")'
weak=$(curl -s --noproxy '*' -H 'Accept-Encoding: gzip' -D - -o "$dir/packed" "$post/feed/atom/" | grep -ic '^etag: w/' || true)
check 'and that although the tags are weak ones' "$weak == 1"

say 'Somebody answers'
reply=$(answer Beatrix 14 'Mine whistles in two keys.')
look 2
check 'the answer is new' "of('#$reply')['read'] is False and talk['new'] == 1"
check 'it stands under what it answers' "of('#$reply')['parent'] == '#14'"
check 'its author is told' "of('#$reply')['author'] == 'Beatrix'"
see_all

say 'Somebody is held back, and answered all the same'
wp option comment_moderation 1
held=$(answer Stranger "$reply" 'Nobody shall see this yet.')
wp option comment_moderation 0
below=$(wp insert "$held" Ana 'I have read it, Stranger.')
look 2
check 'the answer has come' "of('#$below')['read'] is False"
check 'a place is kept for what it answers' \
    "of('#$held')['kind'] == 'missing' and of('#$below')['parent'] == '#$held'"
see_all

say 'The one who was held back is let through'
wp status "$held" approve
look 2
check 'nobody can tell by the dates' 'len(answers) == 1 and answers[0].startswith("304 ")'
check 'the place is still kept' "of('#$held')['kind'] == 'missing'"
look 25
check 'the plain look of the day finds it' "of('#$held')['kind'] == 'comment' and of('#$held')['read'] is False"
check 'in its place' "of('#$held')['parent'] == '#$reply' and of('#$below')['parent'] == '#$held'"
see_all

say 'Somebody corrects himself'
wp edit "$reply" 'Mine whistles in three keys.'
look 25
check 'the text is the new one' "of('#$reply')['text'] == 'Mine whistles in three keys.'"
check 'and marked as edited' "of('#$reply')['edited'] is True"

say 'Somebody is binned'
wp status "$below" trash
look 25
check 'what was said is kept' "of('#$below')['gone'] is False and 'Stranger' in of('#$below')['text']"
postil comments "$post" --complete >"$dir/completed.txt"
check 'with all comments at hand, it is no longer there' "of('#$below')['gone'] is True"
check 'and the oldest are known' 'talk["known"] == 17 and of("#1")["provenance"] == "WordPress"'
check 'nothing else is gone' 'sum(1 for one in talk["comments"] if one["gone"]) == 1'

say 'Letting go'
postil unfollow "$post"
look 25
check 'nobody is asked for comments any more' 'answers == []'

say "All $checked things are so."
