# What the story programs print (TAP, with STORY_FIGURES set) as figures: the keys of each story, what the workstations cost the machine, how long
# people waited for them, and how often the workstation and the database waited for one another.

function figure(name, value, unit) {
    printf "{\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\"}\n", name, value, unit
}

function number_behind(word,    rest) {
    rest = substr($0, index($0, word) + length(word))
    return match(rest, /[0-9.]+/) ? substr(rest, RSTART, RLENGTH) : 0
}

/^# story [0-9]+:/ {
    story = "story " number_behind("story ")
    if (/acceptance/) figure(story " keys, picker to acceptance", number_behind("acceptance "), "keys")
    else {
        rest = $0
        sub(/^# story [0-9]+: */, "", rest)
        count = split(rest, part, /[,;] */)
        for (i = 1; i <= count; i++) if (match(part[i], /[0-9]+/)) {
            who = part[i]
            value = substr(who, RSTART, RLENGTH)
            gsub(/ *[0-9]+ *(keys)?/, "", who)
            figure(story " keys, " who, value, "keys")
        }
    }
}
/^# returning person:/ { figure("returning person keys, picker to acceptance", number_behind("acceptance "), "keys") }
/^# round trips:/ {
    name = $0
    sub(/^# round trips: /, "", name)
    sub(/ [0-9]+$/, "", name)
    figure("round trips, " name, $NF, "trips")
}
/^# machine:/ { processor += number_behind("processor "); waited += number_behind("waited for ") }
/^(not )?ok / {
    if (story) { figure(story " processor time", processor, "s"); figure(story " waiting for the machine", waited, "s") }
    story = ""
    processor = waited = 0
}
