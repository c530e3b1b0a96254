#!/bin/sh
# Sets every page beside what w3m and lynx make of it, in the folder that is named, and times the three.
# Both have to be installed; postil is built in release.
set -eu
out=${1:?a folder for what they print}
here=$(dirname "$0")
mkdir -p "$out"
cargo build --release --quiet --example page --manifest-path "$here/../../Cargo.toml"
page="$here/../../target/release/examples/page"
run() { # NAME COMMAND... : times a command over all pages
    name=$1
    shift
    start=$(date +%s%N)
    for file in "$here"/*.html; do
        "$@" "$file" >"$out/$(basename "$file" .html).$name" 2>/dev/null || true
    done
    echo "$name: $((($(date +%s%N) - start) / 1000000)) ms for all pages"
}
run w3m w3m -dump -cols 80 -T text/html
run lynx lynx -dump -width=80
run postil "$page" 80
