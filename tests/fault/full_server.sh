#!/bin/sh
# A private cluster whose tablespace "small" stands on a small disk: a tmpfs of 128 MiB in a mount namespace that only
# the server is in, so that nothing is left mounted when it ends.
#
# The template is in it, so that every copy is. Called as tests/store/cluster.sh is:
#
#   full_server.sh start BUILD NAME
#   full_server.sh stop BUILD NAME
set -eu
cd "$(dirname "$0")/../.."
build=$(cd "$2" && pwd)

case $1 in
start)
    connection=$(tests/store/cluster.sh start "$2" "$3")
    directory=${connection#host=}
    directory=${directory%%/socket *}
    "$build/yichuang-admin" local stop --dir "$directory" >/dev/null
    mkdir "$directory/small"
    if [ "$(id -u)" = 0 ]; then
        unshare -m sh -c '
            mount -t tmpfs -o size=128m,mode=700,uid="$(id -u postgres)",gid="$(id -g postgres)" none "$1/small" &&
            exec "$2" local start --dir "$1"' sh "$directory" "$build/yichuang-admin" >/dev/null
    else
        # root of a namespace may mount; the server refuses root, so it runs in a second one, as its own user again
        unshare -Urm sh -c '
            mount -t tmpfs -o size=128m,mode=700 none "$1/small" &&
            exec unshare -U --map-user="$3" --map-group="$4" "$2" local start --dir "$1"' \
            sh "$directory" "$build/yichuang-admin" "$(id -u)" "$(id -g)" >/dev/null
    fi
    psql -X -q -v ON_ERROR_STOP=1 -d "$connection dbname=postgres" \
        -c "CREATE TABLESPACE small LOCATION '$directory/small'" \
        -c "ALTER DATABASE template_yichuang SET TABLESPACE small"
    echo "$connection"
    ;;
stop) tests/store/cluster.sh stop "$2" "$3" ;;
*) echo "usage: $0 start|stop BUILD NAME" >&2; exit 2 ;;
esac
