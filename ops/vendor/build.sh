#!/bin/sh
# Compiles the vendored stylesheet again. Needs Node and npm; nothing else in the project does.
# Works in a folder of its own, so that no node_modules and no lock file stay here.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target="$here/../../satuatap/common/static/common/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/package.json" "$here/govuk.scss" "$work/"
cd "$work"
npm install --ignore-scripts --no-package-lock --no-audit --no-fund --silent
npx sass --load-path=node_modules --style=compressed --no-source-map --no-charset govuk.scss govuk.css

if grep -qiE 'GDS|crown|url\(' govuk.css; then
    echo "The stylesheet names a font, a picture or an address that is not ours; nothing was copied." >&2
    exit 1
fi

version=$(node -p 'require("./node_modules/govuk-frontend/package.json").version')
{ printf '/*! govuk-frontend %s, MIT; parts chosen in ops/vendor/govuk.scss, licence in govuk.LICENCE.txt */\n' "$version"
  cat govuk.css; } > "$target/govuk.css"
echo "govuk-frontend $version: put this checksum into ops/vendor/vendor.toml"
sha256sum "$target/govuk.css" | cut -d' ' -f1
