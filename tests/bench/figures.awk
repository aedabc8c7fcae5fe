# The times of the calls, as psql tells them: a line "call NAME", then "Time: N ms". Prints p50 and p99 of each call, beside the same
# of the limit: a bare SELECT 1 for what reads, a single-row insert for what commits. The first ten calls of a kind only warm the session.

$1 == "call" { name = $2; next }
$1 == "Time:" && name != "" {
    if (++seen[name] == 1) order[++kinds] = name
    if (seen[name] > 10) time[name, ++count[name]] = $2
    name = ""
}

function percentile(name, share,    place, i, n) {
    n = count[name]
    if (!sorted[name]) {
        for (i = 1; i <= n; i++) row[i] = time[name, i]
        shell(n)
        for (i = 1; i <= n; i++) time[name, i] = row[i]
        sorted[name] = 1
    }
    place = int(n * share + 0.999999)
    return time[name, place < 1 ? 1 : place]
}

function shell(n,    gap, i, k, value) {
    for (gap = int(n / 2); gap > 0; gap = int(gap / 2))
        for (i = gap + 1; i <= n; i++) {
            value = row[i] + 0
            for (k = i; k > gap && row[k - gap] + 0 > value; k -= gap) row[k] = row[k - gap]
            row[k] = value
        }
}

function line(name, share, word,    limit, own) {
    own = percentile(name, share)
    limit = name ~ /^(select_1|list|find|counters|person_cases|case_summary|case_timeline|explain)/ ? "select_1" : "insert"
    printf "{\"name\": \"%s %s\", \"value\": %.3f, \"unit\": \"ms\"", name, word, own
    if (name != limit && count[limit]) printf ", \"ratio\": %.1f, \"to\": \"%s %s\"", own / percentile(limit, share), limit, word
    print "}"
}

END {
    for (i = 1; i <= kinds; i++) if (count[order[i]]) { line(order[i], 0.5, "p50"); line(order[i], 0.99, "p99") }
}
