# The lines of build/tests/bench/dispatch as the table of tests/bench/README.md.
function number(name) {
    return match($0, "\"" name "\": [-0-9.]+") ? substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4) : ""
}
BEGIN {
    print "| cases a day, people busy | rule | missed % | days over | wait p50 h | p99 h | in the hall p50 min | p99 min | Jain | worst days |"
    print "|---|---|---|---|---|---|---|---|---|---|"
}
{
    match($0, /"rule": "[^"]*"/)
    rule = substr($0, RSTART + 9, RLENGTH - 10)
    where = number("cases") ", " number("busy") * 100 "%"
    line = sprintf("| %s | %s | %s | %s | %s | %s | %s | %s |", number("missed"), number("days_over"), number("p50"), number("p99"), number("hall_p50"), number("hall_p99"), number("jain"), number("worst"))
    print "| " (where == last ? "" : where) " | " rule " " line
    last = where
}
