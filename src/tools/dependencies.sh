#!/bin/sh
# What Debian and Ubuntu packages hold: `run` is for building and running, `check` for the tests as well, `bench` for the figures as well.
# Silent when all is there. Otherwise installs it, as root or by sudo without a password; else prints the line to run.
# A machine without dpkg is left to its owner.
set -eu
command -v dpkg-query >/dev/null || exit 0

packages="gcc make libc6-dev libncurses-dev libpq-dev libfyaml-dev libsodium-dev unicode-data bzip2"
checks="libcmocka-dev libvterm-dev mandoc valgrind libtap-parser-sourcehandler-pgtap-perl"
others="nano dialog" # what `make bench` stands beside

# The newest server that is installed, else the one that the distribution's "postgresql" stands for.
version=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sed 's|.*/postgresql/\([0-9]*\)/.*|\1|' | sort -n | tail -n 1)

wanted() {
    echo "$packages postgresql-${version:-none}"
    [ "$1" = run ] || echo "$checks postgresql-${version:-none}-pgtap"
    [ "$1" != bench ] || echo "$others"
}

missing() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' $(wanted "$1") 2>/dev/null |
        awk -v wanted="$(wanted "$1" | tr '\n' ' ')" '
            $1 == "installed" { there[$2] }
            END { n = split(wanted, name, " "); for (i = 1; i <= n; i++) if (!(name[i] in there)) print name[i] }'
}

case ${1:-} in run | check | bench) ;; *) echo "usage: $0 run|check|bench" >&2; exit 2 ;; esac
[ -n "$(missing "$1")" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    list=$(missing "$1" | sed 's/^postgresql-none$/postgresql/; s/^postgresql-none-pgtap$/postgresql-15-pgtap/' | tr '\n' ' ')
    echo "缺少软件包，请运行（packages are missing, please run）:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y $list" >&2
    exit 1
fi

log=$(mktemp)
quiet=/etc/postgresql-common/createcluster.d/yichuang.conf
trap '$root rm -f "$quiet"; rm -f "$log"' EXIT

quietly() {
    $root env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 && return
    tail -n 15 "$log" >&2
    echo "安装失败，上面是原因（the installation failed, see above）: $*" >&2
    exit 1
}

echo "正在安装软件包（installing packages）: $(missing "$1" | grep -v none | tr '\n' ' ')" >&2
quietly apt-get update
if [ -z "$version" ]; then
    version=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p')
fi
# Its package would make and start a cluster for the whole system, which nobody here asked for.
$root mkdir -p "${quiet%/*}"
echo "create_main_cluster = false" | $root tee "$quiet" >/dev/null
quietly apt-get install -y --no-install-recommends $(missing "$1")
