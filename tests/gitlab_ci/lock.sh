#!/bin/sh
# Pins gitlab-ci-local and all it needs anew: versions and hashes, no addresses.
set -eu
cd "$(dirname "$0")"
rm -f package-lock.json
npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
node -e '
  const fs = require("fs"), file = "package-lock.json"
  const lock = JSON.parse(fs.readFileSync(file))
  for (const each of Object.values(lock.packages)) delete each.funding
  fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")
'
