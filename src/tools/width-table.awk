# Makes the table of cell widths from EastAsianWidth.txt (W and F are 2 cells, A 1 or 2) and
# DerivedGeneralCategory.txt (Mn, Me, Cf are 0, but for the soft hyphen's category the sanitiser decides).
# Writes sorted lists of ranges: width_zero, width_wide and width_ambiguous.
function hex(text,   value, i) {
    value = 0; text = toupper(text)
    for (i = 1; i <= length(text); i++) value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
    return value
}
function range(text,   ends) {
    if (split(text, ends, /\.\./) == 1) ends[2] = ends[1]
    first = hex(ends[1]); last = hex(ends[2])
}
function add(kind) {
    n = count[kind]
    if (n && to[kind, n] + 1 == first) { to[kind, n] = last; return }
    count[kind] = ++n; from[kind, n] = first; to[kind, n] = last
}
function write(kind, name,   i, j, a, b) {
    for (i = 2; i <= count[kind]; i++) {
        a = from[kind, i]; b = to[kind, i]
        for (j = i - 1; j > 0 && from[kind, j] > a; j--) { from[kind, j + 1] = from[kind, j]; to[kind, j + 1] = to[kind, j] }
        from[kind, j + 1] = a; to[kind, j + 1] = b
    }
    printf "static const struct width_range %s[] = {\n", name
    for (i = 1; i <= count[kind]; i++) printf "    {0x%X, 0x%X},\n", from[kind, i], to[kind, i]
    print "};"
}
{ sub(/#.*/, ""); gsub(/[ \t]/, "") }
$0 == "" { next }
{ split($0, part, ";"); range(part[1]) }
FILENAME ~ /EastAsianWidth/ { if (part[2] == "W" || part[2] == "F") add("wide"); if (part[2] == "A") add("ambiguous"); next }
# The Arabic, Syriac and Kaithi number signs (Prepended_Concatenation_Mark) are format characters with a shape.
part[2] == "Cf" && part[1] ~ /^(0600\.\.0605|06DD|070F|0890\.\.0891|08E2|110BD|110CD)$/ { next }
part[2] == "Mn" || part[2] == "Me" || part[2] == "Cf" { add("zero") }
END {
    print "/* Made by tools/width-table.awk from the Unicode data; included by base/utf8.c alone. */"
    # The hexagrams: W since Unicode 16, and drawn so by terminals before.
    first = hex("4DC0"); last = hex("4DFF"); add("wide")
    # Hangul vowels and finals join the initial's cell.
    first = hex("1160"); last = hex("11FF"); add("zero")
    first = hex("D7B0"); last = hex("D7FF"); add("zero")
    write("zero", "width_zero"); write("wide", "width_wide"); write("ambiguous", "width_ambiguous")
}
