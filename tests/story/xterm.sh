#!/bin/sh
# Pictures of the program in a real xterm, on a display of its own (Xvfb): dark and light, Chinese and English, 80x24
# and 120x36. Plays a case in a fresh demonstration hall, from the counter to the supervisor.
#
#   BUILD=build tests/story/xterm.sh FOLDER [THEME LANGUAGE SIZE]...    e.g. dark zh 80x24; all eight without
#
# To be looked at by people: nothing is compared. Not part of `make check`; needs what is listed here.
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}"
packages="xvfb xterm xdotool xclip imagemagick fonts-noto-cjk fonts-dejavu-core bsdutils procps"
for tool in Xvfb xterm xdotool xclip import script fc-match pgrep; do
    command -v $tool >/dev/null || { echo "$0: $tool is missing: apt-get install $packages" >&2; exit 1; }
done
[ $# -ge 1 ] || { echo "usage: $0 FOLDER [THEME LANGUAGE SIZE]..." >&2; exit 2; }
mkdir -p "$1"
folder=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- dark zh 80x24 light zh 80x24 dark en 80x24 light en 80x24 \
    dark zh 120x36 light zh 120x36 dark en 120x36 light en 120x36

work=$(mktemp -d /tmp/xterm.XXXXXX)
chmod 755 "$work" # the server runs as postgres
server= terminal=
finish() {
    if [ -n "$terminal" ]; then stop; fi
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    "$BUILD/yichuang-admin" local stop --dir "$work/hall" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

"$BUILD/yichuang-admin" local start --demo --dir "$work/hall" >/dev/null
url=$("$BUILD/yichuang-admin" local url --dir "$work/hall")
echo paper >"$work/paper"

mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$work/number" >/dev/null 2>&1 &
server=$!
DISPLAY=:$(head -n 1 "$work/number")
export DISPLAY

# The screen is at rest when the program wrote nothing for so many tenths of a second.
rest() {
    before=-1 still=0
    while [ $still -lt "$1" ]; do
        sleep 0.1
        now=$(stat -c %s "$work/log" 2>/dev/null || echo 0)
        if [ "$now" = "$before" ]; then still=$((still + 1)); else still=0; fi
        before=$now
    done
}

# Names of keys as xdotool has them, =text typed, or +text pasted (Chinese: the keyboard has none).
keys() {
    for key in "$@"; do
        case $key in
        =*) xdotool type --delay 20 -- "${key#=}" ;;
        +*)
            printf %s "${key#+}" | xclip -selection primary 2>/dev/null
            xdotool key shift+Insert
            ;;
        *) xdotool key --delay 20 "$key" ;;
        esac
        rest 4
    done
}

picture() {
    import -window root -crop "$area" +repage +dither -colors 16 -strip -define png:compression-level=9 \
        -define png:compression-filter=0 -define png:bit-depth=4 -define png:color-type=3 "$folder/$1-$size-$language-$theme.png"
}

# start LOGIN WINDOW: signs on; "": no window
start() {
    : >"$work/log"
    colours="-bg black -fg gray90"
    if [ "$theme" = light ]; then colours="-bg white -fg black"; fi
    env -i PATH="$PATH" HOME="$work" DISPLAY="$DISPLAY" LANG=C.UTF-8 TZ=Asia/Shanghai xterm -tn xterm-256color -u8 -geometry "$size+0+0" \
        -b 6 -bw 0 +sb -fa "DejaVu Sans Mono" -fd "Noto Sans Mono CJK SC" -fs 12 $colours -xrm 'XTerm*cursorBlink: false' \
        -e script -qfc "$BUILD/yichuang --lang $language --db '$url'" "$work/log" &
    terminal=$!
    window=$(xdotool search --sync --onlyvisible --class xterm | head -n 1)
    xdotool mousemove 5 5 windowfocus --sync "$window"
    area=$(xdotool getwindowgeometry --shell "$window" | sed -n 's/^WIDTH=/w/p; s/^HEIGHT=/h/p' | tr -d '\n' |
        sed 's/w\([0-9]*\)h\([0-9]*\)/\1x\2+0+0/')
    rest 4
    if [ "$1" = wangfang ]; then picture login; fi
    keys "=$1" Return =yichuang Return "=$2" Return
    rest 12 # the password's hash takes its time
}

# The program ends, with it script, with that xterm.
stop() {
    for recorder in $(pgrep -P "$terminal"); do
        for program in $(pgrep -P "$recorder"); do kill "$program"; done
    done
    wait "$terminal" || true
    terminal=
}

# The form of a person who has never been here, up to the materials.
fill() {
    keys =13912345678 Return =-3 Return =02 Return =210603 Return
    picture counter-form
    keys +演示纺织厂 Return
}

accept() {
    keys F6 "=$work/paper" Return Return F7 =1 F9 Return F6 "=$work/paper" Return
    picture materials
    keys Return F9
    picture readback
    keys F9
    picture receipt
}

tour() {
    start wangfang 1
    keys "=$1" Return "+$2" Return
    picture counter
    keys F4
    picture picker
    keys =sybxj1
    fill
    accept
    stop
    start zhouqian ""
    picture queue
    keys F9
    picture review
    stop
    start zhaomin ""
    picture supervise
    stop
}

# Invented people; the numbers of births of 1901 belong to nobody and their check digits are right.
people="210602190103121011 210602190103121038 210602190103121046 210602190103121054
    210602190103121062 210602190103121070 210602190103121089 210602190103121097"
while [ $# -ge 3 ]; do
    theme=$1 language=$2 size=$3
    shift 3
    number=${people%%[ ]*}
    tour "$number" 张桂兰
    people=$(echo ${people#* })
done
