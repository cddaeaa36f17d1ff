#!/bin/bash
# Measures Perennial beside its peers; the arguments are those of `go run ./bench`.
set -eu
cd "$(dirname "$0")/.."

venv=bench/.venv
if ! cmp -s bench/requirements.txt $venv/installed.txt; then
	"${PYTHON:-python3.11}" -m venv --clear $venv
	$venv/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	cp bench/requirements.txt $venv/installed.txt
fi
exec go run ./bench "$@"
