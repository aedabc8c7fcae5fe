# Compiles the catalogue: reads src/text/zh/*.po and src/text/en/*.po, writes text_table.c.
# Fails, naming file and code, on a code that one language lacks, a code twice, an empty message,
# or messages of one code that name different parameters.
function fail(sentence) { print sentence > "/dev/stderr"; failed = 1 }
function unquote(line) { sub(/^[^"]*"/, "", line); sub(/"[ \t]*$/, "", line); return line }
function parameters(message,   names, rest, found, i, j, n, list, swap) {
    n = 0; rest = message
    gsub(/\{\{/, "", rest)
    while (match(rest, /\{[^}]*\}/)) {
        found = substr(rest, RSTART + 1, RLENGTH - 2); rest = substr(rest, RSTART + RLENGTH)
        for (i = 1; i <= n && list[i] != found; i++) ;
        if (i > n) list[++n] = found
    }
    for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
    names = ""
    for (i = 1; i <= n; i++) names = names " " list[i]
    return names
}
function finish() {
    if (code == "") return
    if ((language, code) in message) fail(place ": " code " stands twice in " language)
    if (value == "") fail(place ": " code " has no message in " language)
    message[language, code] = value; codes[code] = place; code = ""
}
FNR == 1 { finish(); language = FILENAME ~ /\/zh\/[^\/]*$/ ? "zh" : "en" }
/^[ \t]*#/ || /^[ \t]*$/ { next }
/^msgid / { finish(); code = unquote($0); value = ""; place = FILENAME ":" FNR; next }
/^msgstr / { value = unquote($0); next }
/^"/ { value = value unquote($0); next }
{ fail(FILENAME ":" FNR ": not a line of a catalogue: " $0) }
END {
    finish(); n = 0
    for (code in codes) {
        if (!(("zh", code) in message)) fail(codes[code] ": " code " is missing in zh")
        else if (!(("en", code) in message)) fail(codes[code] ": " code " is missing in en")
        else if (parameters(message["zh", code]) != parameters(message["en", code]))
            fail(codes[code] ": " code " names other parameters in zh (" parameters(message["zh", code]) ") than in en (" parameters(message["en", code]) ")")
        sorted[++n] = code
    }
    if (failed) exit 1
    # insertion sort is enough for a few hundred codes; order as strcmp sees it (codes are ASCII)
    for (i = 2; i <= n; i++) { key = sorted[i]; for (j = i - 1; j > 0 && sorted[j] > key; j--) sorted[j + 1] = sorted[j]; sorted[j + 1] = key }
    print "#include \"text/text_table.h\"\n\nconst struct text_entry text_table[] = {"
    for (i = 1; i <= n; i++) printf "    {\"%s\", {\"%s\", \"%s\"}},\n", sorted[i], message["zh", sorted[i]], message["en", sorted[i]]
    print "};\n\nconst size_t text_table_count = sizeof(text_table) / sizeof(text_table[0]);"
}
