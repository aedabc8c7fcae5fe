-- Finding people and cases from anywhere (F3): by case number or its tail, telephone, initials or beginning of a name, credential, unit.
--
-- What a row says of itself is found through an index on that row, so that nothing can be out of step: names, telephones, credentials, numbers.
-- What it does not say stands in tables beside it: the initials of names (several readings, several rows) and the units that cases name.
-- What was found is looked up one by one by its key (LATERAL with LIMIT 1), whatever the planner thinks of how much that is.
-- Every range is asked with bounds that are values of their own ('key' <= x < 'key' || U+10FFFF): a pattern that is put together uses no index.

-- --- words as they are searched

CREATE FUNCTION yc.search_key(_words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT translate(lower(normalize(_words, NFKC)), E' \t·・•‧∙⋅.,-–—''’"()', '') $$;
COMMENT ON FUNCTION yc.search_key(text) IS
    'Words as they are compared when somebody searches: small letters, full-width forms as ASCII, without blanks, dots, dashes and brackets (阿依古丽·买买提, 阿依古丽 买买提). Indexes rest on it: another rule is another function.';

-- --- initials

CREATE TABLE yc.pinyin (
    character text COLLATE "C" PRIMARY KEY,
    initials  text NOT NULL CHECK (initials ~ '^[a-z]{1,4}$')
);
COMMENT ON TABLE yc.pinyin IS
    'The initials of every reading of a character, the most usual first (行: xh), from the Unicode data of the program that migrated last; yichuang-admin migrate fills it (yc.pinyin_load()).';

CREATE FUNCTION yc.initials(_name text, _most int DEFAULT 32) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _found  text[] := '{""}';
    _word   boolean := false; -- inside a word of Latin letters: its first one counted
    _letter record;
BEGIN
    FOR _letter IN
        -- One look at the index a character, whatever the planner thinks of a name's length.
        SELECT c.character, (SELECT p.initials FROM yc.pinyin p WHERE p.character = c.character COLLATE "C") AS initials
        FROM string_to_table(left(lower(normalize(_name, NFKD)), 200), NULL) WITH ORDINALITY AS c(character, n) ORDER BY c.n
    LOOP
        IF _letter.initials IS NOT NULL THEN
            _found := CASE WHEN cardinality(_found) * length(_letter.initials) <= _most
                THEN ARRAY(SELECT f || r FROM unnest(_found) f, string_to_table(_letter.initials, NULL) r)
                ELSE ARRAY(SELECT f || left(_letter.initials, 1) FROM unnest(_found) f) END;
            _word := false;
        ELSIF _letter.character BETWEEN '0' AND '9' OR (_letter.character BETWEEN 'a' AND 'z' AND NOT _word) THEN
            _found := ARRAY(SELECT f || _letter.character FROM unnest(_found) f);
            _word := _letter.character > '9';
        ELSIF yc.search_key(_letter.character) = '' THEN -- a blank, a dot: the next letter begins a word
            _word := false;
        END IF;
        EXIT WHEN length(_found[1]) >= 24;
    END LOOP;
    RETURN ARRAY(SELECT DISTINCT f COLLATE "C" FROM unnest(_found) f WHERE f <> '' ORDER BY 1);
END $$;
COMMENT ON FUNCTION yc.initials(text, int) IS
    'The initials of a name, in order: of each hanzi its reading''s, of each Latin word the first letter, digits as they are. Several readings give several (曾小明: cxm zxm), but _most at the most: then the usual ones; 24 letters each.';

CREATE TABLE yc.person_initials (
    region    int NOT NULL,
    initials  text COLLATE "C" NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (region, initials, person_id),
    FOREIGN KEY (region, person_id) REFERENCES yc.person
);
COMMENT ON TABLE yc.person_initials IS 'yc.initials() of each person''s name, a row each; made with the person (yc.person_make()).';

CREATE FUNCTION yc.person_make(_region int, _id_type text, _id_no text, _name text) RETURNS yc.person LANGUAGE plpgsql AS $$
DECLARE
    _person yc.person;
BEGIN
    INSERT INTO yc.person (region, id_type, id_no, name, created_at) VALUES (_region, _id_type, _id_no, _name, yc.now())
    ON CONFLICT ON CONSTRAINT person_credential DO UPDATE SET id_no = excluded.id_no RETURNING * INTO _person; -- a twin of a moment ago
    INSERT INTO yc.person_initials (region, initials, person_id) SELECT _region, i, _person.id FROM unnest(yc.initials(_person.name)) i ON CONFLICT DO NOTHING;
    RETURN _person;
END $$;
COMMENT ON FUNCTION yc.person_make(int, text, text, text) IS
    'A person who was not here before, with the initials of the name. The caller has checked credential and name; nobody else inserts into yc.person.';

-- --- units

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

CREATE FUNCTION yc.unit_keys(_name text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT left(substr(k.key, s), 24) FROM (SELECT left(yc.search_key(_name), 100) AS key) k, generate_series(1, greatest(length(k.key) - 1, 1)) s
    UNION
    SELECT unnest(yc.initials(_name, 8))
$$;
COMMENT ON FUNCTION yc.unit_keys(text) IS 'The keys of a unit''s name: from each character on (24 of them, the last two at least), and its initials.';

CREATE FUNCTION yc.case_units(_region int, _case_id bigint) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT DISTINCT btrim(f.value) FROM yc.case_field f
    WHERE f.region = _region AND f.case_id = _case_id AND f.field IN ('unit_name', 'last_unit') AND yc.search_key(f.value) <> ''
$$;
COMMENT ON FUNCTION yc.case_units(int, bigint) IS 'The names of units in a case''s fields: those with the keys unit_name and last_unit, whatever the item.';

CREATE FUNCTION yc.unit_make(_region int, _name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _unit bigint := (SELECT min(u.id) FROM yc.unit u WHERE u.region = _region AND u.name = _name);
BEGIN
    IF _unit IS NULL THEN
        INSERT INTO yc.unit (region, name) VALUES (_region, _name) RETURNING id INTO _unit;
        INSERT INTO yc.unit_key (region, key, unit_id) SELECT _region, k, _unit FROM yc.unit_keys(_name) k;
    END IF;
    RETURN _unit;
END $$;
COMMENT ON FUNCTION yc.unit_make(int, text) IS 'The id of a unit by its name; made with its keys at its first case.';

CREATE FUNCTION yc.case_units_settle(_region int, _case_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _units bigint[] := ARRAY(SELECT yc.unit_make(_region, n) FROM yc.case_units(_region, _case_id) n ORDER BY n);
BEGIN
    DELETE FROM yc.case_unit c WHERE c.region = _region AND c.case_id = _case_id AND c.unit_id <> ALL (_units);
    INSERT INTO yc.case_unit (region, case_id, unit_id) SELECT _region, _case_id, u FROM unnest(_units) u ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION yc.case_units_settle(int, bigint) IS 'A case is found by the units that its fields name now, and by no other.';

CREATE OR REPLACE FUNCTION yc.case_settle(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _content jsonb := (SELECT d.content FROM yc.definition d WHERE d.id = _case.definition_id);
BEGIN
    DELETE FROM yc.case_field f
    WHERE f.region = _case.region AND f.case_id = _case.id
      AND NOT yc.values_shown(_content, yc.case_values(_case.region, _case.id)) ? f.field;
    UPDATE yc.person p SET mobile = f.value, mobile_on = yc.today() FROM yc.case_field f
    WHERE p.region = _case.region AND p.id = _case.person_id
      AND f.region = _case.region AND f.case_id = _case.id AND f.field = 'mobile' AND f.value <> '';
    PERFORM yc.case_units_settle(_case.region, _case.id);
END $$;
COMMENT ON FUNCTION yc.case_settle(yc.case_file) IS
    'At every acceptance, also of a returned case: values of fields that are not shown go; the telephone is the person''s; the case is found by its units.';

-- --- what is found by what it says itself

CREATE INDEX person_name ON yc.person (region, yc.search_key(name) text_pattern_ops);
CREATE INDEX person_mobile_tail ON yc.person (region, reverse(mobile) text_pattern_ops) WHERE mobile IS NOT NULL;
CREATE INDEX person_credential_tail ON yc.person (region, reverse(yc.search_key(id_no)) text_pattern_ops);
-- An acceptance that was undone leaves its number with the voided receipt alone.
CREATE INDEX receipt_issue_void_tail ON yc.receipt_issue (region, reverse(number) text_pattern_ops) WHERE voided_at IS NOT NULL;

-- --- what was there before

INSERT INTO yc.unit (region, name)
SELECT DISTINCT f.region, btrim(f.value) FROM yc.case_field f JOIN yc.case_file c ON c.region = f.region AND c.id = f.case_id AND c.number IS NOT NULL
WHERE f.field IN ('unit_name', 'last_unit') AND yc.search_key(f.value) <> '';
INSERT INTO yc.unit_key (region, key, unit_id) SELECT u.region, k, u.id FROM yc.unit u, yc.unit_keys(u.name) k;
INSERT INTO yc.case_unit (region, case_id, unit_id)
SELECT DISTINCT f.region, f.case_id, u.id FROM yc.case_field f JOIN yc.case_file c ON c.region = f.region AND c.id = f.case_id AND c.number IS NOT NULL
JOIN yc.unit u ON u.region = f.region AND u.name = btrim(f.value) WHERE f.field IN ('unit_name', 'last_unit');

CREATE FUNCTION yc.pinyin_load(_table text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _count int;
BEGIN
    IF _table IS NOT DISTINCT FROM (SELECT string_agg(p.character || ' ' || p.initials, E'\n' ORDER BY p.character) FROM yc.pinyin p) THEN
        RETURN 0;
    END IF;
    LOCK TABLE yc.pinyin IN ACCESS EXCLUSIVE MODE; -- whoever makes a person or a unit meanwhile waits: theirs are by the new table
    DELETE FROM yc.pinyin;
    INSERT INTO yc.pinyin (character, initials) SELECT split_part(l, ' ', 1), split_part(l, ' ', 2) FROM string_to_table(_table, E'\n') l;
    GET DIAGNOSTICS _count = ROW_COUNT;
    ANALYZE yc.pinyin;
    DELETE FROM yc.person_initials;
    INSERT INTO yc.person_initials (region, initials, person_id) -- each name once: many people bear it
    SELECT p.region, i, p.id FROM (SELECT d.name, yc.initials(d.name) AS initials FROM (SELECT DISTINCT x.name FROM yc.person x) d OFFSET 0) n
    JOIN yc.person p ON p.name = n.name, unnest(n.initials) i ORDER BY 1, 2, 3;
    DELETE FROM yc.unit_key;
    INSERT INTO yc.unit_key (region, key, unit_id) SELECT u.region, k, u.id FROM yc.unit u, yc.unit_keys(u.name) k;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.pinyin_load(text) IS
    'The table of readings that a program brings: "character initials" a line, in order of code points. Another one than is there replaces it, and all initials are made anew (some minutes at millions of people); returns how many characters it has, 0 for the same one.';

-- --- who may find whom

CREATE TYPE yc.finder AS (region int, everybody boolean, halls smallint[], every_case boolean, items text[], case_halls smallint[], hall_items text[]);
COMMENT ON TYPE yc.finder IS
    'Whom somebody may find: everybody of the region; those who were in one of halls; those with a case at all (every_case) or one of items. Which cases: every one, those of items, of case_halls, of hall_items ("hall item").';

CREATE FUNCTION yc.finder_of(_actor bigint, _region int) RETURNS yc.finder LANGUAGE plpgsql STABLE AS $$
DECLARE
    _finder yc.finder;
BEGIN
    SELECT _region,
            coalesce(bool_or(g.action IN ('supervise', 'audit') OR (g.action = 'accept' AND g.hall IS NULL)), false),
            coalesce(array_agg(g.hall) FILTER (WHERE g.action = 'accept' AND g.hall IS NOT NULL), '{}'),
            coalesce(bool_or(g.item IS NULL AND (g.action <> 'accept' OR g.hall IS NULL)), false),
            coalesce(array_agg(g.item) FILTER (WHERE g.item IS NOT NULL AND (g.action <> 'accept' OR g.hall IS NULL)), '{}'),
            coalesce(array_agg(g.hall) FILTER (WHERE g.action = 'accept' AND g.hall IS NOT NULL AND g.item IS NULL), '{}'),
            coalesce(array_agg(g.hall || ' ' || g.item) FILTER (WHERE g.action = 'accept' AND g.hall IS NOT NULL AND g.item IS NOT NULL), '{}')
    INTO _finder
    FROM yc.staff_grant g
    WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL AND g.action <> 'operate'
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity');
    RETURN _finder;
END $$;
COMMENT ON FUNCTION yc.finder_of(bigint, int) IS
    'Whom a person may find in a region today: clerks their halls'' visitors, approvers those with a case of their items, supervisors and auditors everybody; operators nobody. Which cases: those of yc.may_see(), looked up once and not for each of hundreds.';

CREATE FUNCTION yc.find_sees(_finder yc.finder, _person bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- One after the other: a plan for all of it would be made anew for each person, being so much cheaper for the values at hand.
    IF _finder.everybody THEN
        RETURN true;
    ELSIF EXISTS (SELECT FROM yc.visit v WHERE v.region = _finder.region AND v.person_id = _person AND v.hall = ANY (_finder.halls)) THEN
        RETURN true;
    ELSIF _finder.every_case THEN
        RETURN EXISTS (SELECT FROM yc.case_file c WHERE c.region = _finder.region AND c.person_id = _person);
    END IF;
    RETURN _finder.items <> '{}' AND EXISTS (SELECT FROM yc.case_file c WHERE c.region = _finder.region AND c.person_id = _person AND c.item = ANY (_finder.items));
END $$;
COMMENT ON FUNCTION yc.find_sees(yc.finder, bigint) IS 'Whether somebody may find this person.';

CREATE FUNCTION yc.find_sees_case(_finder yc.finder, _hall smallint, _item text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (_finder).every_case OR _item = ANY ((_finder).items) OR _hall = ANY ((_finder).case_halls) OR _hall || ' ' || _item = ANY ((_finder).hall_items)
$$;
COMMENT ON FUNCTION yc.find_sees_case(yc.finder, smallint, text) IS 'Whether somebody may see the cases of an item in a hall: yc.may_see() for many.';

-- --- the ways of finding. Each looks at 2,000 candidates at the most, nearest first, and gives 50 of those that may be seen.

CREATE TYPE yc.found AS (rank int, matched text, person_id bigint, case_id bigint);
COMMENT ON TYPE yc.found IS 'Something found: how near (0 is nearest), by what (number, mobile, credential, name, initials, unit), who, and which case where it is one.';

CREATE FUNCTION yc.find_numbers(_finder yc.finder, _tail text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from text := reverse(_tail);
    _to   text := reverse(_tail) || ':'; -- ':' follows '9'
    _rank int := CASE WHEN length(_tail) = 23 THEN 0 ELSE 1 END;
BEGIN
    RETURN QUERY SELECT _rank, 'number', c.person_id, c.id
    FROM (SELECT * FROM yc.case_file x WHERE x.region = _finder.region AND x.number IS NOT NULL AND reverse(x.number) ~>=~ _from AND reverse(x.number) ~<~ _to
          ORDER BY reverse(x.number) USING ~<~ LIMIT 2000) c
    WHERE yc.find_sees_case(_finder, c.hall, c.item) ORDER BY c.id DESC LIMIT 50;
    RETURN QUERY SELECT DISTINCT _rank, 'number', c.person_id, c.id
    FROM yc.receipt_issue i CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = i.region AND x.id = i.case_id AND x.number IS NULL LIMIT 1) c
    WHERE i.region = _finder.region AND i.voided_at IS NOT NULL AND reverse(i.number) ~>=~ _from AND reverse(i.number) ~<~ _to
      AND yc.find_sees_case(_finder, c.hall, c.item) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_numbers(yc.finder, text) IS 'Cases by the last digits of their number, also of one that is only reserved, since the acceptance was undone.';

CREATE FUNCTION yc.find_tails(_finder yc.finder, _tail text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from text := reverse(_tail);
    _to   text := reverse(_tail) || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN p.mobile = _tail THEN 0 ELSE 3 END, 'mobile', p.id, NULL::bigint
    FROM (SELECT x.id, x.mobile FROM yc.person x WHERE x.region = _finder.region AND x.mobile IS NOT NULL AND reverse(x.mobile) ~>=~ _from AND reverse(x.mobile) ~<~ _to
          ORDER BY reverse(x.mobile) USING ~<~ LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.id) LIMIT 50;
    RETURN QUERY SELECT CASE WHEN length(p.id_no) = length(_tail) THEN 0 ELSE 4 END, 'credential', p.id, NULL::bigint
    FROM (SELECT x.id, x.id_no FROM yc.person x WHERE x.region = _finder.region AND reverse(yc.search_key(x.id_no)) ~>=~ _from AND reverse(yc.search_key(x.id_no)) ~<~ _to
          ORDER BY reverse(yc.search_key(x.id_no)) USING ~<~ LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_tails(yc.finder, text) IS 'People by the last characters of their telephone or credential.';

CREATE FUNCTION yc.find_names(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _to text := _key || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN p.key = _key THEN 2 ELSE 6 END, 'name', p.id, NULL::bigint
    FROM (SELECT x.id, yc.search_key(x.name) AS key FROM yc.person x WHERE x.region = _finder.region AND yc.search_key(x.name) ~>=~ _key AND yc.search_key(x.name) ~<~ _to
          ORDER BY yc.search_key(x.name) USING ~<~ LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_names(yc.finder, text) IS 'People by the beginning of their name.';

CREATE FUNCTION yc.find_initials(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _to text := _key || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN p.initials = _key THEN 5 ELSE 7 END, 'initials', p.person_id, NULL::bigint
    FROM (SELECT x.initials, x.person_id FROM yc.person_initials x WHERE x.region = _finder.region AND x.initials >= _key AND x.initials < _to
          ORDER BY x.initials, x.person_id DESC LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.person_id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_initials(yc.finder, text) IS 'People by the initials of their name, in any reading.';

CREATE FUNCTION yc.find_units(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from text := left(_key, 24);
    _to   text := left(_key, 24) || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN u.begins THEN 8 ELSE 9 END, 'unit', c.person_id, c.id
    FROM (SELECT n.id, coalesce(strpos(yc.search_key(n.name), _key) = 1, false) AS begins
          FROM (SELECT DISTINCT k.unit_id FROM (SELECT x.unit_id FROM yc.unit_key x WHERE x.region = _finder.region AND x.key >= _from AND x.key < _to
                                                ORDER BY x.key, x.unit_id LIMIT 200) k) k
          CROSS JOIN LATERAL (SELECT * FROM yc.unit x WHERE x.region = _finder.region AND x.id = k.unit_id LIMIT 1) n
          WHERE length(_key) <= 24 OR strpos(yc.search_key(n.name), _key) > 0
          ORDER BY 2 DESC, n.id DESC LIMIT 50) u
    CROSS JOIN LATERAL (SELECT x.case_id FROM yc.case_unit x WHERE x.region = _finder.region AND x.unit_id = u.id ORDER BY x.case_id DESC LIMIT 50) o
    CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _finder.region AND x.id = o.case_id LIMIT 1) c
    WHERE yc.find_sees_case(_finder, c.hall, c.item) ORDER BY 1, c.id DESC LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_units(yc.finder, text) IS 'The newest cases of units by any part of their name of two characters or more, or by the beginning of their initials.';

CREATE FUNCTION yc.find_all(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _key = '' THEN
        PERFORM yc.refuse('E_FIND_NOTHING');
    ELSIF _key ~ '^[0-9]+x?$' AND length(_key) < 4 THEN
        PERFORM yc.refuse('E_FIND_DIGITS', 'typed', _key, 'least', '4');
    ELSIF _key ~ '^[a-z]$' THEN
        PERFORM yc.refuse('E_FIND_LETTERS', 'typed', _key, 'least', '2');
    END IF;
    IF _key ~ '^[0-9]{5,23}$' THEN
        RETURN QUERY SELECT * FROM yc.find_numbers(_finder, _key);
    END IF;
    IF _key ~ '^[a-z0-9]{4,}$' AND _key ~ '[0-9]' THEN
        RETURN QUERY SELECT * FROM yc.find_tails(_finder, _key);
    END IF;
    IF _key !~ '^[0-9]+x?$' THEN
        RETURN QUERY SELECT * FROM yc.find_names(_finder, _key);
    END IF;
    IF _key ~ '^[a-z0-9]+$' AND _key ~ '[a-z]' THEN
        RETURN QUERY SELECT * FROM yc.find_initials(_finder, _key);
    END IF;
    IF length(_key) >= 2 AND _key !~ '^[0-9]+x?$' THEN
        RETURN QUERY SELECT * FROM yc.find_units(_finder, _key);
    END IF;
END $$;
COMMENT ON FUNCTION yc.find_all(yc.finder, text) IS 'Everything that a key finds, each way that fits it. Refuses E_FIND_NOTHING, E_FIND_DIGITS {typed, least}, E_FIND_LETTERS {typed, least} for what would find too many.';

-- --- the same checks for all: what is found is what stands there

CREATE FUNCTION yc.verify_find() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'person ' || p.id])::yc.finding
    FROM yc.person p LEFT JOIN (SELECT i.region, i.person_id, array_agg(i.initials ORDER BY i.initials) AS initials FROM yc.person_initials i GROUP BY 1, 2) i
        ON i.region = p.region AND i.person_id = p.id
    JOIN (SELECT d.name, yc.initials(d.name) AS initials FROM (SELECT DISTINCT x.name FROM yc.person x) d OFFSET 0) n ON n.name = p.name -- each name once
    WHERE coalesce(i.initials, '{}') <> n.initials COLLATE "C"
    UNION ALL
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'unit ' || u.name])::yc.finding
    FROM yc.unit u LEFT JOIN (SELECT k.region, k.unit_id, array_agg(k.key ORDER BY k.key) AS keys FROM yc.unit_key k GROUP BY 1, 2) k ON k.region = u.region AND k.unit_id = u.id
    WHERE coalesce(k.keys, '{}') <> ARRAY(SELECT x COLLATE "C" FROM yc.unit_keys(u.name) x ORDER BY 1)
    UNION ALL
    SELECT ('E_VERIFY_FIND', ARRAY['what', 'case ' || c.number])::yc.finding
    FROM yc.case_file c
    LEFT JOIN (SELECT x.region, x.case_id, array_agg(u.name ORDER BY u.name COLLATE "C") AS names
               FROM yc.case_unit x JOIN yc.unit u ON u.region = x.region AND u.id = x.unit_id GROUP BY 1, 2) n ON n.region = c.region AND n.case_id = c.id
    WHERE c.number IS NOT NULL AND c.state <> 'returned' -- what is being corrected is found by what was handed in last
      AND EXISTS (SELECT FROM yc.case_salt x WHERE x.region = c.region AND x.case_id = c.id) -- without: its values were erased
      AND coalesce(n.names, '{}') <> ARRAY( -- yc.case_units(), opened
          SELECT DISTINCT btrim(f.value) COLLATE "C" FROM yc.case_field f
          WHERE f.region = c.region AND f.case_id = c.id AND f.field IN ('unit_name', 'last_unit') AND yc.search_key(f.value) <> '' ORDER BY 1)
$$;
COMMENT ON FUNCTION yc.verify_find() IS 'Each person is found by the initials of the name, each unit by its keys, each accepted case by the units that it names.';

-- Behind whatever verification consists of by now.
DO $$
DECLARE
    _body text := (SELECT p.prosrc FROM pg_proc p WHERE p.oid = 'yc.verify()'::regprocedure);
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION yc.verify() RETURNS TABLE (code text, parameters text[]) LANGUAGE sql STABLE AS %L',
                   rtrim(_body, E' \n') || E'\n    UNION ALL SELECT f.code, f.parameters FROM yc.verify_find() f\n');
END $$;

REVOKE EXECUTE ON FUNCTION yc.pinyin_load(text), yc.verify_find() FROM yc_desk;
GRANT SELECT ON yc.pinyin TO yc_desk;
GRANT SELECT, INSERT ON yc.person_initials, yc.unit, yc.unit_key TO yc_desk;
GRANT SELECT, INSERT, DELETE ON yc.case_unit TO yc_desk;

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.visit_begin(_command uuid, _region int, _hall smallint, _window smallint, _id_type text, _id_no text, _name text)
RETURNS TABLE (visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor  bigint := yc.actor();
    _reply  jsonb := yc.command_begin(_actor, _region, _command, 'visit_begin', _hall::text, _window::text, _id_type, _id_no, _name);
    _person yc.person;
    _visit  bigint;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.window_refusal(_actor, _region, _hall, _window));
        IF yc.check_value('id_any', coalesce(_id_no, ''), _id_type, yc.today()) LIKE 'E%' THEN
            PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'id_no', 'check', 'id_any');
        END IF;
        SELECT * INTO _person FROM yc.person p WHERE p.region = _region AND p.id_type = _id_type AND p.id_no = _id_no;
        IF NOT FOUND THEN
            IF coalesce(_name, '') = '' OR yc.check_value('name_any', _name, NULL, yc.today()) LIKE 'E%' THEN
                PERFORM yc.refuse('E_VALUE_REFUSED', 'field', 'name', 'check', 'name_any');
            END IF;
            _person := yc.person_make(_region, _id_type, _id_no, _name);
        END IF;
        INSERT INTO yc.visit (region, hall, window_number, clerk, person_id, started_at)
        VALUES (_region, _hall, _window, _actor, _person.id, yc.now()) RETURNING id INTO _visit;
        PERFORM yc.read_log_append(_actor, _region, 'visit_begin', NULL, _person.id, 'name', 'visit ' || _visit);
        _reply := yc.command_end(_region, _command, yc.person_row(_person) || jsonb_build_object('visit_id', _visit));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply)
        AS r(visit_id bigint, person_id bigint, name text, id_type text, id_no text, sex text, birth date, mobile text, mobile_on date);
END $$;

CREATE OR REPLACE FUNCTION desk.case_find(_region int, _words text)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, accepted_at timestamptz, promised_due date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _finder yc.finder := yc.finder_of(yc.actor(), _region);
    _digits text := regexp_replace(_words, '[^0-9]', '', 'g');
BEGIN
    IF length(_digits) < 5 THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT c.id, coalesce(c.number, (SELECT i.number FROM yc.receipt_issue i WHERE i.region = c.region AND i.case_id = c.id LIMIT 1)),
        c.item, d.name_zh, d.name_en, c.state, c.stage, c.waiting, yc.mask('name_any', p.name), c.accepted_at, c.promised_due
    FROM yc.find_numbers(_finder, _digits) f
    CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = f.case_id LIMIT 1) c
    CROSS JOIN LATERAL (SELECT x.name FROM yc.person x WHERE x.region = _region AND x.id = f.person_id LIMIT 1) p
    JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY c.accepted_at DESC NULLS LAST, c.id DESC LIMIT 50;
END $$;
COMMENT ON FUNCTION desk.case_find(int, text) IS
    'Cases by number or by its last five digits or more (dashes do not matter), also by one that is only reserved since the acceptance was undone; only what I may see, names masked. For scripts that name a case; desk.find() is for people.';

CREATE FUNCTION desk.find(_region int, _hall smallint, _words text)
RETURNS TABLE (kind text, matched text, case_id bigint, person_id bigint, number text, item text, item_zh text, item_en text, state text, stage text, waiting text,
               name text, id_no text, unit text, due date, since timestamptz, cases int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor  bigint := yc.actor();
    _finder yc.finder := yc.finder_of(_actor, _region);
    _found  yc.found[];
BEGIN
    -- Once each, by the nearest way; of 50 the nearest, of my hall before others, the newest first.
    SELECT array_agg((n.rank, n.matched, n.person_id, n.case_id)::yc.found ORDER BY n.rank, n.here DESC, n.newest DESC) INTO _found FROM (
        SELECT f.*, coalesce(c.hall, v.hall) IS NOT DISTINCT FROM _hall AS here, coalesce(c.id, v.id, f.person_id) AS newest
        FROM (SELECT DISTINCT ON (a.person_id, a.case_id) a.* FROM yc.find_all(_finder, left(yc.search_key(coalesce(_words, '')), 100)) a ORDER BY a.person_id, a.case_id, a.rank) f
        LEFT JOIN LATERAL (SELECT x.id, x.hall FROM yc.case_file x WHERE x.region = _region AND x.id = f.case_id LIMIT 1) c ON true
        LEFT JOIN LATERAL (SELECT x.id, x.hall FROM yc.visit x WHERE f.case_id IS NULL AND x.region = _region AND x.person_id = f.person_id ORDER BY x.id DESC LIMIT 1) v ON true
        ORDER BY f.rank, here DESC, newest DESC LIMIT 50) n;
    -- Who is shown to whom, and by what they were found; not the words, which say more than that.
    PERFORM yc.read_log_append(_actor, _region, 'find', NULL, f.person_id, 'masked name', 'find by ' || f.matched)
    FROM (SELECT DISTINCT ON (u.person_id) u.person_id, u.matched FROM unnest(_found) u ORDER BY u.person_id, u.rank) f;
    RETURN QUERY SELECT CASE WHEN f.case_id IS NULL THEN 'person' ELSE 'case' END, f.matched, f.case_id, f.person_id,
        coalesce(c.number, (SELECT i.number FROM yc.receipt_issue i WHERE i.region = _region AND i.case_id = f.case_id LIMIT 1)),
        c.item, d.name_zh, d.name_en, c.state, c.stage, c.waiting, yc.mask('name_any', p.name), yc.mask('id_any', p.id_no),
        (SELECT u.name FROM yc.unit u WHERE u.region = _region AND u.id = (SELECT min(x.unit_id) FROM yc.case_unit x WHERE x.region = _region AND x.case_id = f.case_id)),
        c.promised_due,
        CASE WHEN f.case_id IS NOT NULL THEN coalesce(c.accepted_at, c.created_at)
             ELSE (SELECT v.started_at FROM yc.visit v WHERE v.region = _region AND v.person_id = f.person_id ORDER BY v.id DESC LIMIT 1) END,
        CASE WHEN f.case_id IS NULL THEN (SELECT count(*)::int FROM (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.person_id = f.person_id
                                                                      ORDER BY x.id DESC LIMIT 50) mine WHERE yc.find_sees_case(_finder, mine.hall, mine.item)) END
    FROM unnest(_found) WITH ORDINALITY AS f(rank, matched, person_id, case_id, place)
    CROSS JOIN LATERAL (SELECT x.name, x.id_no FROM yc.person x WHERE x.region = _region AND x.id = f.person_id LIMIT 1) p
    LEFT JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = f.case_id LIMIT 1) c ON true
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY f.place;
END $$;
COMMENT ON FUNCTION desk.find(int, smallint, text) IS
    'People and cases of a region, at most 50, the nearest first, of _hall before others: by a case number or its last 5 digits or more, the last 4 or more of a telephone or credential, the beginning of a name, its initials (2 letters), any part of a unit''s name (2 characters) or the beginning of its initials. Only whom I may see: clerks their hall''s visitors, approvers those with a case of their items, supervisors and auditors all. Names and credentials masked; matched says by what each was found; cases counts the person''s that I may see. Everybody shown is noted in the read log. Refuses E_FIND_NOTHING, E_FIND_DIGITS, E_FIND_LETTERS {typed, least}.';

GRANT EXECUTE ON FUNCTION desk.find(int, smallint, text) TO yc_staff;
