#!/bin/sh
# The manual pages are right mdoc.
set -eu
cd "$(dirname "$0")/../.."
find man -name '*.[1-8]' -exec mandoc -T lint -W warning {} +
