# The JSON lines of `make bench` as the tables of README.md:   make bench >figures; awk -f tests/bench/table.awk figures
# What is not looked at by a reader (the desk's calls, sizes on the disk) stays in the lines.

function text(name) {
    return match($0, "\"" name "\": \"[^\"]*\"") ? substr($0, RSTART + length(name) + 5, RLENGTH - length(name) - 6) : ""
}
function number(name) {
    return match($0, "\"" name "\": [-0-9.]+") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4) : ""
}

function shown(name) {
    if (!(name in value)) return name in absent ? "absent" : "-"
    if (unit[name] == "ms") return sprintf("%.2f", value[name])
    if (unit[name] == "MiB") return sprintf("%.1f", value[name])
    if (unit[name] == "a minute") return sprintf("%.1f", value[name])
    return value[name] + 0
}
function beside(name) { return name in ratio ? ratio[name] : "-" }

function head(a, b, c, d, e) { printf "\n| %s | %s | %s | %s%s\n|---|---|---|---|%s\n", a, b, c, d " |", e ? " " e " |" : "", e ? "---|" : "" }

function times(words, name, other) {
    printf "| %s | %s | %s | %s |\n", words, shown(name " p50"), shown(name " p99"), other ? beside(name " p50") " / " beside(name " p99") : "-"
}
function rates(words, name,    i) {
    printf "| %s |", words
    for (i = 1; i <= 3; i++) printf " %s |", shown(name ", clients " clients[i])
    printf " %s |\n", (name ", clients 32") in ratio ? ratio[name ", clients 1"] " / " ratio[name ", clients 8"] " / " ratio[name ", clients 32"] : "-"
}
function idle(words, name) {
    printf "| %s | %s | %s |\n", words, shown("memory, " name), shown("wake-ups, " name)
}

{
    name = text("name")
    if (text("absent") != "") absent[name] = 1
    if (number("value") != "") { value[name] = number("value"); unit[name] = text("unit") }
    if (number("ratio") != "") ratio[name] = number("ratio")
    if (text("machine") != "") machine = text("machine")
    if (text("bound") != "") { bounds[++bound_count] = text("bound"); bound_value[bound_count] = number("value"); kept[bound_count] = /"kept": true/ }
    if (name ~ /^(story [0-9]+|returning person|round trips)/) told[++told_count] = name
}

END {
    split("1 8 32", clients, " ")
    if (machine) printf "%s\n", machine
    head("time in ms", "p50", "p99", "ratio p50 / p99")
    times("start of the workstation to its login screen", "start to login screen", 1)
    times("psql binary, `select 1`, the same socket", "psql select 1")
    times("key to screen in a field of the form", "key to screen", 1)
    times("key to screen in nano", "nano key to screen")
    times("key to screen in `dialog --form`", "dialog key to screen")
    times("leaving a field, journal on this disk", "field with journal, cursor", 1)
    times("one fdatasync of 200 bytes", "fdatasync 200 bytes")
    head("a second, so many clients", "1", "8", "32", "ratio 1 / 8 / 32")
    rates("acceptances", "accept")
    rates("a transaction by hand with the same rows", "accept by hand")
    rates("claims and decisions", "claim and decide")
    rates("claim and completion by hand", "claim and complete by hand")
    rates("graphile-worker, claim and completion", "graphile-worker claim and complete")
    rates("pg-boss 12, claim and completion", "pg-boss 12 claim and complete")
    print "\n| a workstation nobody touches | MiB resident | wake-ups a minute |\n|---|---|---|"
    idle("login screen", "login")
    idle("form open", "form open")
    idle("queue", "queue")
    idle("review (its lease is renewed)", "review")
    if (told_count) print "\n| a story | |\n|---|---|"
    for (i = 1; i <= told_count; i++) printf "| %s | %s %s |\n", told[i], value[told[i]], unit[told[i]]
    if (bound_count) print ""
    for (i = 1; i <= bound_count; i++) printf "- %s: %s, **%s**\n", bounds[i], bound_value[i], kept[i] ? "kept" : "missed"
}
