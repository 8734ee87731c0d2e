#!/usr/bin/env bash
# Puts the small tables of the experiment cnf-tabular into .cache/datasets, where it looks for them:
#
#   scripts/datasets.sh && pnpm experiment cnf-tabular
#
# From npm: vega-datasets (BSD-3-Clause); from Debian: the data of python3-sklearn (BSD-3-Clause), unpacked and not installed,
# so that no Python is needed. It needs npm, apt-get and dpkg-deb. About 20 MB.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/.cache/datasets
[[ -d $folder/sklearn && -d $folder/node_modules/vega-datasets ]] && { echo "$folder is there already." && exit 0; }
mkdir -p "$folder"
cd "$folder"
echo '{ "private": true }' >package.json
echo "1/2 vega-datasets"
npm install --ignore-scripts --no-audit --no-fund --loglevel=error vega-datasets@3.2.1
echo "2/2 the data of python3-sklearn"
apt-get download python3-sklearn
dpkg-deb -x python3-sklearn_*.deb unpacked
cp -r unpacked/usr/lib/python3/dist-packages/sklearn/datasets/data sklearn
rm -r unpacked python3-sklearn_*.deb
ls sklearn
