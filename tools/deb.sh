#!/bin/bash
# deb.sh -- the Debian package behind `make deb`: build/scharnier_VERSION_ARCH.deb, looked at by lintian.
#
# A copy of the tree (what git knows, as it is now) gets packaging/debian as its debian/ and the assets of build/assets,
# and is built there by dpkg-buildpackage. Equal trees give equal packages, byte by byte.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n "s/.*version: '\([0-9.]*\)', license.*/\1/p" meson.build)
packaged=$(dpkg-parsechangelog -l packaging/debian/changelog -S Version)
if [ "$version" != "$packaged" ]; then
	echo "deb: meson.build says $version, packaging/debian/changelog $packaged" >&2
	exit 1
fi
work=$PWD/build/deb
tree=$work/scharnier-$version
log=$work/build.log
rm -rf "$work"
mkdir -p "$tree/build"

# Deleted but not yet committed files are known to git, and not there.
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
	if [ -e "$file" ]; then
		printf '%s\0' "$file"
	fi
done | tar --null -T - -cf - | tar -xf - -C "$tree"
cp -a "$tree/packaging/debian" "$tree/debian"
cp -a build/assets build/assets.inputs "$tree/build/"
touch "$tree/build/assets.stamp"

if ! (cd "$tree" && DEB_BUILD_OPTIONS="parallel=$(nproc)" dpkg-buildpackage -b -us -uc -ui) >"$log" 2>&1; then
	tail -n 40 "$log" >&2
	echo "deb: not built; all of it: $log" >&2
	exit 1
fi
changes=$(echo "$work"/scharnier_"${version}"_*.changes)
lintian --allow-root -EvIL +pedantic --fail-on error,warning "$changes" >"$work/lintian.log" 2>&1 && good=yes || good=no
grep -E "^[EWIPX]:" "$work/lintian.log" || true
if [ "$good" = no ]; then
	echo "deb: lintian is not content; all of it: $work/lintian.log" >&2
	exit 1
fi
for deb in "$work"/scharnier_"${version}"_*.deb; do
	cp "$deb" build/
	echo "build/$(basename "$deb")"
done
