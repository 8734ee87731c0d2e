#!/usr/bin/env bash
# Puts @tensorflow/tfjs-node with a real libtensorflow into .cache/tfjs-node, where tests and benchmarks look for it.
#
#   scripts/libtensorflow.sh && npx vitest run --project engines
#
# The package's own install script downloads binaries from a place of its own. This one takes the library and its headers
# from the Python wheel of TensorFlow, and compiles the binding: it needs npm, pip (Python 3.9 to 3.13), make, a C++ compiler,
# and Node's headers (of the system, or wherever NODE_HEADERS says: the folder that holds include/node). About a minute,
# 2 GB of disk on the way.
set -euo pipefail
cd "$(dirname "$0")/.."

tfjs=4.22.0
tensorflow=2.21.0
workspace=$PWD/apps/engines
folder=$PWD/.cache/tfjs-node
package=$folder/node_modules/@tensorflow/tfjs-node
binding=$package/lib/napi-v8/tfjs_binding.node

[[ -f $binding ]] && { echo "$package is there already." && exit 0; }
headers=${NODE_HEADERS:-$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")}
[[ -f $headers/include/node/node_api.h ]] || {
  echo "libtensorflow.sh: no Node headers under $headers; set NODE_HEADERS to the folder that holds include/node" >&2
  exit 1
}

[[ -d $workspace/node_modules/@tensorflow/tfjs ]] || {
  echo "libtensorflow.sh: install the workspace first (npx -y pnpm@10.34.9 install)" >&2
  exit 1
}

rm -rf "$folder"
mkdir -p "$folder/wheel"
cd "$folder"
echo '{ "private": true }' >package.json
echo "1/4 @tensorflow/tfjs-node $tfjs, without its install script"
npm install --ignore-scripts --no-audit --no-fund --loglevel=error "@tensorflow/tfjs-node@$tfjs"
# One copy of TensorFlow.js: the one that the packages here import.
(cd node_modules/@tensorflow && ls | grep -v '^tfjs-node$' | xargs rm -r)
ln -s "$workspace"/node_modules/@tensorflow/{tfjs,tfjs-core} node_modules/@tensorflow
echo "2/4 the wheel of TensorFlow $tensorflow"
pip download --quiet --no-deps --dest wheel "tensorflow-cpu==$tensorflow"
echo "3/4 its library and headers"
mkdir -p "$package/deps/lib" "$package/deps/include"
python3 - wheel/*.whl "$package/deps" <<'PYTHON'
import pathlib, shutil, sys, zipfile

wheel, deps = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
libraries = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"}
headers = ("tensorflow/c/", "tensorflow/core/", "tsl/", "xla/tsl/")
for name in wheel.namelist():
    inside = name.removeprefix("tensorflow/include/")
    if name.endswith("/"):
        continue
    if name in libraries:
        target = deps / "lib" / pathlib.Path(name).name
    elif inside != name and inside.startswith(headers):
        target = deps / "include" / inside
    else:
        continue
    target.parent.mkdir(parents=True, exist_ok=True)
    with wheel.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
PYTHON
ln -s libtensorflow_cc.so.2 "$package/deps/lib/libtensorflow.so"
ln -s libtensorflow_framework.so.2 "$package/deps/lib/libtensorflow_framework.so"
rm -r wheel
echo "4/4 the binding"
cd "$package"
npx -y node-gyp@10 configure build --napi_build_version=8 --module_name=tfjs_binding --module_path="$package/lib/napi-v8" \
  --nodedir="$headers" --loglevel=error
cd "$folder"
node -e "const tf = require('@tensorflow/tfjs-node'); console.log(\`backend \${tf.getBackend()}, libtensorflow \${tf.version['tfjs-node'] ?? ''}\`)"
