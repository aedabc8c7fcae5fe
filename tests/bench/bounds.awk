# Which bounds the figures keep (the JSON lines of tests/bench/run.sh on standard input); one JSON line for each that was measured.

function text(name,    place) {
    return match($0, "\"" name "\": \"[^\"]*\"") ? substr($0, RSTART + length(name) + 5, RLENGTH - length(name) - 6) : ""
}
function number(name) {
    return match($0, "\"" name "\": [-0-9.]+") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4) + 0 : ""
}

function bound(name, value, kept) {
    printf "{\"bound\": \"%s\", \"value\": %.3g, \"kept\": %s}\n", name, value, kept ? "true" : "false"
}

{ name = text("name"); value = number("value"); ratio = number("ratio"); clients = substr(name, match(name, /clients [0-9]+.*$/)) }
name ~ /^claim and decide, clients / { decided[clients] = value }
name ~ /^graphile-worker / && value > 0 { share = decided[clients] / value; bound("claim and decide, " clients ": at least 0.7 of graphile-worker", share, share >= 0.7) }
name ~ /^pg-boss 12 / && value > 0 { share = decided[clients] / value; bound("claim and decide, " clients ": at least 1.5 times pg-boss 12", share, share >= 1.5) }
name == "start to login screen p50" { bound("start to login screen: at most 3 times psql", ratio, ratio <= 3) }
name == "key to screen p99" { bound("key to screen p99: not above nano", ratio, ratio <= 1) }
name == "accept, clients 32" { bound("acceptance at 32 clients: at least 0.7 of the transaction by hand", ratio, ratio >= 0.7) }
name ~ /^wake-ups, (login|form open|queue)$/ { bound(name ": at most one a minute", value, value <= 1) }
name ~ /^memory, / { bound(name ": under 40 MB", value, value * 1.048576 < 40) }
name == "returning person keys, picker to acceptance" { bound("a returning person with nothing changed: at most 31 keys", value, value <= 31) }
name ~ /^search_[a-z_]+ p99$/ { bound(name ": under 100 ms", value, value < 100) }
