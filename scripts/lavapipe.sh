#!/usr/bin/env bash
# Fetches lavapipe 25, Mesa's Vulkan driver that runs on the processor, from Debian's backports into .cache/lavapipe, and
# prints the path of its description, for VK_ICD_FILENAMES. Needs Debian 12; installs nothing but the libraries it links to.
#
#   VK_ICD_FILENAMES=$(scripts/lavapipe.sh) npx vitest run --project engines
#
# The Mesa of Debian 12 itself (22.3) is too old for WebGPU.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/.cache/lavapipe
description=$folder/icd.json
if [[ ! -f $description ]]; then
  apt=$folder/apt
  mkdir -p "$apt"/{lists/partial,archives/partial}
  # A list of sources of our own, from where the system gets its packages: the system's list stays as it is.
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Release: bookworm' | head -n 1)
  if [[ -z $site ]]; then
    echo "lavapipe.sh: no package lists of Debian 12 here; run apt-get update, or this is another system" >&2
    exit 1
  fi
  key=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [signed-by=$key] $site bookworm-backports main" >"$apt/sources.list"
  options=(
    -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=-"
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives"
    -o "APT::Sandbox::User=root" -qq
  )
  {
    apt-get "${options[@]}" update
    (cd "$folder" && apt-get "${options[@]}" download mesa-vulkan-drivers/bookworm-backports)
    dpkg-deb -x "$folder"/mesa-vulkan-drivers_*.deb "$folder/files"
    # What the driver links to, from the system's own sources, where it is missing.
    ldd "$folder"/files/usr/lib/*/libvulkan_lvp.so | grep -q "not found" &&
      apt-get install -y -qq --no-install-recommends libllvm15 libdrm2 libexpat1 libxcb1 libx11-xcb1 libxcb-dri3-0 libxcb-present0 libxcb-randr0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxshmfence1 libwayland-client0 libzstd1
    driver=$(ls "$folder"/files/usr/lib/*/libvulkan_lvp.so)
    printf '{"file_format_version":"1.0.1","ICD":{"api_version":"1.4.305","library_path":"%s"}}\n' "$driver" >"$description"
    rm -rf "$apt"
  } >&2
fi
echo "$description"
