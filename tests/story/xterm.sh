#!/bin/sh
# Pictures of the program in a real xterm, on a display of its own (Xvfb): dark and light, Chinese and English, 80x24
# and 120x36. Plays a day in a fresh demonstration hall: a case from the counter to the supervisor, one that clashes, one
# that waits for a reply, one to be authorised.
#
#   BUILD=build tests/story/xterm.sh FOLDER [THEME LANGUAGE SIZE]...    e.g. dark zh 80x24; all eight without
#
# To be looked at by people: nothing is compared. Not part of `make check`; needs what is listed here.
set -eu
cd "$(dirname "$0")/../.."
: "${BUILD:=build}"
packages="xvfb xterm xdotool xclip imagemagick fonts-noto-cjk fonts-dejavu-core bsdutils procps postgresql-client"
for tool in Xvfb xterm xdotool xclip import script fc-match pgrep psql; do
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
    import -window root -crop "$area" +repage +dither -colors 64 -strip -define png:compression-level=9 \
        -define png:compression-filter=0 -define png:color-type=3 "$folder/$1-$size-$language-$theme.png"
}

# start LOGIN WINDOW: signs on; "": no window
start() {
    : >"$work/log"
    colours="-bg black -fg gray90"
    if [ "$theme" = light ]; then colours="-bg white -fg black"; fi
    env -i PATH="$PATH" HOME="$work" DISPLAY="$DISPLAY" LANG=C.UTF-8 TZ=Asia/Shanghai xterm -tn xterm-256color -u8 -geometry "$size+0+0" \
        -b 6 -bw 0 +sb -fa "DejaVu Sans Mono" -fd "Noto Sans Mono CJK SC" -fs 12 $colours -xrm 'XTerm*cursorBlink: false' \
        -e script -qfc "$BUILD/yichuang --lang $language --db 'host=$work/cable user=postgres dbname=yichuang'" "$work/log" &
    terminal=$!
    window=$(xdotool search --sync --onlyvisible --class xterm | head -n 1)
    xdotool mousemove 5 5 windowfocus --sync "$window"
    area=$(xdotool getwindowgeometry --shell "$window" | sed -n 's/^WIDTH=/w/p; s/^HEIGHT=/h/p' | tr -d '\n' |
        sed 's/w\([0-9]*\)h\([0-9]*\)/\1x\2+0+0/')
    rest 4
    if [ "$1" = wangfang ]; then picture login; fi
    keys "=$1" Return =yichuang Return "=$2" Return
    rest 8 # the password's hash takes its time; where somebody waits, seconds turn
}

# The program ends, with it script, with that xterm.
stop() {
    for recorder in $(pgrep -P "$terminal"); do
        for program in $(pgrep -P "$recorder"); do kill "$program"; done
    done
    wait "$terminal" || true
    terminal=
}

# --- the hall behind the screens

query() { psql -qAt "$url" -c "SET yichuang.language = $language" -c "$1"; }

# A number of 1901, which belongs to nobody, with the right check digit; even: a woman. Each call is another person's.
person() {
    people=$((people + 2))
    number=$(query "SELECT d || yc.id_check_character(d) FROM (SELECT '21060219010312' || $people) x(d)")
}

# The hall's clock stands, as in the stories: each run makes the same pictures.
clock_stop() {
    query "CREATE OR REPLACE FUNCTION yc.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
            \$\$ SELECT timestamptz '2026-03-02 10:42+08' \$\$;
        UPDATE yc.definition SET valid_from = '2026-01-01';
        UPDATE yc.staff_grant SET valid_from = '2026-01-01';
        UPDATE yc.tending SET tended_at = yc.now()"
}

# The cable of the workstations is a link to the server's socket.
plug() { ln -s "$sockets/.s.PGSQL.5432" "$work/cable"; }
pull() {
    rm "$work/cable/.s.PGSQL.5432"
    query "SELECT FROM pg_stat_activity WHERE CASE WHEN usename = 'wangfang' THEN pg_terminate_backend(pid) END"
}

# At another window the draft is taken over, and another date is put in.
taken_over() {
    query "SET SESSION AUTHORIZATION hejun;
        SELECT FROM desk.person_find(210600, 1::smallint, '01', '$number') p, desk.person_cases(210600, p.person_id) c,
            desk.case_take(gen_random_uuid(), 210600, c.case_id, 2::smallint) t,
            desk.field_save(210600, t.case_id, t.token, 100, 'unemp_date', '2026-02-25')"
}

# --- the people

# The form of a person who has never been here, up to the materials.
fill() {
    keys =13912345678 Return =-3 Return =02 Return =210603 Return
    picture counter-form
    keys +演示纺织厂 Return
}

hand_in() { keys F6 "=$work/paper" Return Return; }

visitor() {
    person
    keys "=$number" Return "+$1" Return
}

# Somebody waits in the hall for a case that needs a supervisor: accepted, reviewed, rechecked. No pictures.
funeral() {
    start wangfang 1
    visitor 林晓梅
    keys F4 =szbz1 =13912345678 Return =210602190103121011 Return =-10 Return =30 Return =1 Return +林德福 Return
    hand_in
    hand_in
    keys F7 =1 F9 Return F9 F9 Return F8 =4
    stop
    for officer in zhouqian lina; do
        start $officer ""
        keys F9 F9
        stop
    done
}

accept() {
    hand_in
    keys F7
    picture materials-has-not
    keys =1
    picture letter
    keys F9 Return F6 "=$work/paper" Return
    picture materials
    keys Return F9
    picture readback
    keys F9
    picture receipt
    keys ctrl+z
    picture undo
    keys Escape F1
    picture help
    keys Escape Return
    picture counter-person
}

clerk() {
    start wangfang 1
    visitor 张桂兰
    picture counter
    keys F4
    picture picker
    keys =sybxj F7
    picture notice
    keys Escape =1
    fill
    keys F2
    picture why
    keys Escape
    accept
    keys F8
    picture park
    keys =4 F8
    picture parked
    keys Escape
    slip
    cut_off
    away
    stop
}

# All is there, and the database is not.
slip() {
    visitor 周秀英
    keys F4 =sybxj1 =13912345678 Return =-3 Return =02 Return =210603 Return +演示纺织厂 Return
    hand_in
    keys F7 =1 F9 Return
    hand_in
    pull
    keys F9 F9
    picture slip
    plug
    until query "SELECT state FROM yc.case_file ORDER BY id DESC LIMIT 1" | grep -q accepted; do sleep 0.1; done
    keys Return F9 =1
}

cut_off() {
    visitor 高明远
    keys F4 =sybxj1 =13912345678 Return
    pull
    keys =-3 Return F12
    picture waiting-cut
    taken_over
    plug
    keys Escape
    until grep -qE "接走了|Another window" "$work/log"; do sleep 0.1; done
    picture taken
    keys =1 F12
    picture waiting
    keys =1
    picture conflict
    keys Escape Escape
}

away() {
    keys F3 =5678
    picture find
    keys Return
    picture find-person
    keys Return
    picture case
    keys F5
    picture timeline
    keys Escape Escape Escape F10
    picture leave
    keys =1
    picture lock
    keys =yichuang Return F10 =2
    picture hand-over
    keys Escape F10 =3
    picture sign-off
    keys Escape ctrl+o
    picture settings
    keys =5
    picture own-keys
    keys Escape =6
    picture phrases
}

officers() {
    start zhouqian ""
    picture queue
    keys F8
    picture suspended
    keys Return
    picture reply
    keys =2026-5 Return =0 Return Return =dls Return =201503 Return =201812 Return Return =12345.67 Return
    picture reply-filled
    keys Escape Escape F9
    picture review
    keys F2
    picture review-why
    keys Escape =2
    picture review-reasons
    stop
    start zhaomin ""
    picture supervise
    keys =1
    picture authorise
    stop
}

people=300 language=zh theme=dark size=80x24
sockets=$(query 'SHOW unix_socket_directories')
clock_stop
mkdir "$work/cable"
ln -s "$sockets/demonstration" "$work/cable"
plug
psql -q "$url" -v ON_ERROR_STOP=1 -v kind=inter_region_reply -f tests/story/transfer.sql >/dev/null
query "UPDATE yc.visit SET ended_at = yc.now(), outcome = 'accepted'"
funeral
while [ $# -ge 3 ]; do
    theme=$1 language=$2 size=$3
    shift 3
    clerk
    officers
done
