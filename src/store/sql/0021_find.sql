-- Finding people and cases from anywhere (F3). What a row says of itself is found through an index on that row, so that nothing can be out of step: names,
-- telephones, credentials, numbers. What it does not say stands in tables beside it: the initials of names (several readings, several rows) and the units
-- that cases name. functions/find.sql asks them.

CREATE FUNCTION yc.search_key(_words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT translate(lower(normalize(_words, NFKC)), E' \t·・•‧∙⋅.,-–—''’"()', '') $$;
COMMENT ON FUNCTION yc.search_key(text) IS
    'Words as they are compared when somebody searches: small letters, full-width forms as ASCII, without blanks, dots, dashes and brackets (阿依古丽·买买提, 阿依古丽 买买提). Indexes rest on it: another rule is another function.';

CREATE TABLE yc.pinyin (
    character text COLLATE "C" PRIMARY KEY,
    initials  text NOT NULL CHECK (initials ~ '^[a-z]{1,4}$')
);
COMMENT ON TABLE yc.pinyin IS
    'The initials of every reading of a character, the most usual first (行: xh), from the Unicode data of the program that migrated last; yichuang-admin migrate fills it (yc.pinyin_load()).';

CREATE TABLE yc.person_initials (
    region    int NOT NULL,
    initials  text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (region, initials, person_id),
    FOREIGN KEY (region, person_id) REFERENCES yc.person
);
COMMENT ON TABLE yc.person_initials IS 'yc.initials() of each person''s name, a row each; made with the person (yc.person_make()).';

CREATE TABLE yc.unit (
    region int NOT NULL,
    id     bigint NOT NULL DEFAULT yc.next_id(),
    name   text NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX unit_name ON yc.unit (region, name);
COMMENT ON TABLE yc.unit IS
    'Every name of a unit (单位) that an accepted case gave, as it was written. Not unique: two acceptances that name a new one at the same moment make two rows, instead of one waiting for the other''s commit; both are found.';

CREATE TABLE yc.unit_key (
    region  int NOT NULL,
    key     text COLLATE "C" NOT NULL,
    unit_id bigint NOT NULL,
    PRIMARY KEY (region, key, unit_id),
    FOREIGN KEY (region, unit_id) REFERENCES yc.unit
);
COMMENT ON TABLE yc.unit_key IS 'What a unit is found by: its name from each of its characters on (城建第二公司 in 沈阳城建第二公司), and its initials; see yc.unit_keys().';

CREATE TABLE yc.case_unit (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    PRIMARY KEY (region, case_id, unit_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, unit_id) REFERENCES yc.unit
);
CREATE INDEX case_of_unit ON yc.case_unit (region, unit_id, case_id DESC);
COMMENT ON TABLE yc.case_unit IS 'The units that a case named when it was accepted, or handed in again, last; kept by yc.case_settle().';

GRANT SELECT ON yc.pinyin TO yc_desk;
GRANT SELECT, INSERT ON yc.person_initials, yc.unit, yc.unit_key TO yc_desk;
GRANT SELECT, INSERT, DELETE ON yc.case_unit TO yc_desk;

CREATE INDEX person_name ON yc.person (region, yc.search_key(name) text_pattern_ops);
CREATE INDEX person_mobile_tail ON yc.person (region, reverse(mobile) text_pattern_ops) WHERE mobile IS NOT NULL;
CREATE INDEX person_credential_tail ON yc.person (region, reverse(yc.search_key(id_no)) text_pattern_ops);
-- An acceptance that was undone leaves its number with the voided receipt alone.
CREATE INDEX receipt_issue_void_tail ON yc.receipt_issue (region, reverse(number) text_pattern_ops) WHERE voided_at IS NOT NULL;

CREATE TYPE yc.finder AS (region int, everybody boolean, halls smallint[], every_case boolean, items text[], case_halls smallint[], hall_items text[]);
COMMENT ON TYPE yc.finder IS
    'Whom somebody may find: everybody of the region; those who were in one of halls; those with a case at all (every_case) or one of items. Which cases: every one, those of items, of case_halls, of hall_items ("hall item").';
CREATE TYPE yc.found AS (rank int, matched text, person_id bigint, case_id bigint);
COMMENT ON TYPE yc.found IS 'Something found: how near (0 is nearest), by what (number, mobile, credential, name, initials, unit), who, and which case where it is one.';

-- What was there before. The initials and the keys of units are made when the table of readings comes (yc.pinyin_load(), right after the functions).
INSERT INTO yc.unit (region, name)
SELECT DISTINCT f.region, btrim(f.value) FROM yc.case_field f JOIN yc.case_file c ON c.region = f.region AND c.id = f.case_id AND c.number IS NOT NULL
WHERE f.field IN ('unit_name', 'last_unit') AND yc.search_key(f.value) <> '';
INSERT INTO yc.case_unit (region, case_id, unit_id)
SELECT DISTINCT f.region, f.case_id, u.id FROM yc.case_field f JOIN yc.case_file c ON c.region = f.region AND c.id = f.case_id AND c.number IS NOT NULL
JOIN yc.unit u ON u.region = f.region AND u.name = btrim(f.value) WHERE f.field IN ('unit_name', 'last_unit');
