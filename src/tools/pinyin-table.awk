# Makes the table of pinyin initials from Unihan_Readings.txt: every reading of today, that is of kMandarin and of
# the dictionaries kXHC1983 and kTGHZ2013, at most four initials a character (the most usual readings); those of
# kHanyuPinyin, where no other dictionary has the character: it gives old readings too (xiong for 能), and what is
# typed for one thing would find another. Written for src/spec/pinyin.c:
#   pinyin_sets[]   the distinct sets of initials, each a string; set 0 is empty
#   pinyin_index[]  for each character of the runs: which set it has
#   pinyin_runs[]   stretches of code points, ascending: first, how many, where they begin in pinyin_index
function hex(text,   value, i) {
    value = 0; text = toupper(text)
    for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return value
}
function add(code, field, text,   i, n, words, first) {
    gsub(/[0-9.*]+:/, "", text); gsub(/,/, " ", text)
    gsub(/ā|á|ǎ|à/, "a", text); gsub(/ē|é|ě|è|ê̄|ế|ê̌|ề|ê/, "e", text)
    gsub(/ō|ó|ǒ|ò/, "o", text); gsub(/ḿ|m̀|m̄/, "m", text); gsub(/ń|ň|ǹ/, "n", text)
    n = split(text, words, " ")
    for (i = 1; i <= n; i++) {
        first = substr(words[i], 1, 1)
        if (first ~ /[a-z]/ && index(given[field, code], first) == 0) given[field, code] = given[field, code] first
    }
    if (!(code in seen)) { seen[code] = 1; if (code < lowest || !lowest) lowest = code; if (code > highest) highest = code }
}
# The most usual reading first: who has room for one alone takes that.
function initials(code,   all, field, i, letter) {
    all = ""
    for (field = 1; field <= (dictionary[code] ? 3 : 4); field++)
        for (i = 1; i <= length(given[field, code]) && length(all) < 4; i++) {
            letter = substr(given[field, code], i, 1)
            if (index(all, letter) == 0) all = all letter
        }
    return all
}
BEGIN { FS = "\t"; order["kMandarin"] = 1; order["kXHC1983"] = 2; order["kTGHZ2013"] = 3; order["kHanyuPinyin"] = 4 }
$2 == "kXHC1983" || $2 == "kTGHZ2013" { dictionary[hex(substr($1, 3))] = 1 }
$2 in order { add(hex(substr($1, 3)), order[$2], $3) }
END {
    print "/* Made by tools/pinyin-table.awk from the Unicode data; included by spec/pinyin.c alone. */"
    number[""] = 0; sets = 1; set[0] = ""; gap = 1000; bytes = 0
    print "static const unsigned short pinyin_index[] = {"
    for (code = lowest; code <= highest; code++) {
        if (++gap > 64 && !(code in seen)) continue
        all = (code in seen) ? initials(code) : ""
        if (all != "") {
            if (gap > 64) { first[++runs] = code; start[runs] = bytes; held = 0 }
            gap = 0
        }
        if (!(all in number)) { number[all] = sets; set[sets++] = all }
        if (all == "") { held++; continue }
        for (; held > 0; held--) { printf "0,"; bytes++ }
        printf "%d,%s", number[all], ++bytes % 32 ? "" : "\n"
        count[runs] = bytes - start[runs]
    }
    print "\n};"
    print "static const char pinyin_sets[][5] = {"
    for (i = 0; i < sets; i++) printf "\"%s\",%s", set[i], (i + 1) % 12 ? " " : "\n"
    print "\n};\nstatic const struct pinyin_run pinyin_runs[] = {"
    for (i = 1; i <= runs; i++) printf "    {0x%X, %d, %d},\n", first[i], count[i], start[i]
    print "};"
}
