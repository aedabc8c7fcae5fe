-- Finding people and cases from anywhere (F3): by case number or its tail, telephone, initials or beginning of a name, credential, unit.
-- 
-- What was found is looked up one by one by its key (LATERAL with LIMIT 1), whatever the planner thinks of how much that is.
-- Every range is asked with bounds that are values of their own ('key' <= x < 'key' || U+10FFFF): a pattern that is put together uses no index.
-- 0021_find.sql has the indexes and the tables.

-- --- what names are found by

CREATE OR REPLACE FUNCTION yc.initials(_name text, _most int DEFAULT 32) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.unit_keys(_name text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT left(substr(k.key, s), 24) FROM (SELECT left(yc.search_key(_name), 100) AS key) k, generate_series(1, greatest(length(k.key) - 1, 1)) s
    UNION
    SELECT unnest(yc.initials(_name, 8))
$$;
COMMENT ON FUNCTION yc.unit_keys(text) IS 'The keys of a unit''s name: from each character on (24 of them, the last two at least), and its initials.';

CREATE OR REPLACE FUNCTION yc.unit_make(_region int, _name text) RETURNS bigint LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION yc.pinyin_load(_table text) RETURNS int LANGUAGE plpgsql AS $$
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
REVOKE EXECUTE ON FUNCTION yc.pinyin_load(text) FROM yc_desk;

-- --- who may find whom

CREATE OR REPLACE FUNCTION yc.finder_of(_actor bigint, _region int) RETURNS yc.finder LANGUAGE plpgsql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.find_sees(_finder yc.finder, _person bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.find_sees_case(_finder yc.finder, _hall smallint, _item text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (_finder).every_case OR _item = ANY ((_finder).items) OR _hall = ANY ((_finder).case_halls) OR _hall || ' ' || _item = ANY ((_finder).hall_items)
$$;
COMMENT ON FUNCTION yc.find_sees_case(yc.finder, smallint, text) IS 'Whether somebody may see the cases of an item in a hall: yc.may_see() for many.';

-- --- the ways of finding. Each looks at 2,000 candidates at the most, nearest first, and gives 50 of those that may be seen.

CREATE OR REPLACE FUNCTION yc.find_numbers(_finder yc.finder, _tail text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.find_tails(_finder yc.finder, _tail text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from text := reverse(_tail);
    _to   text := reverse(_tail) || U&'\+10FFFF';
BEGIN
    -- The last four or all: else the masked ones could be guessed one by one.
    RETURN QUERY SELECT CASE WHEN p.mobile = _tail THEN 0 ELSE 3 END, 'mobile', p.id, NULL::bigint
    FROM (SELECT x.id, x.mobile FROM yc.person x WHERE x.region = _finder.region AND x.mobile IS NOT NULL AND reverse(x.mobile) ~>=~ _from AND reverse(x.mobile) ~<~ _to
          ORDER BY reverse(x.mobile) USING ~<~ LIMIT 2000) p
    WHERE (length(_tail) = 4 OR p.mobile = _tail) AND yc.find_sees(_finder, p.id) LIMIT 50;
    RETURN QUERY SELECT CASE WHEN length(p.id_no) = length(_tail) THEN 0 ELSE 4 END, 'credential', p.id, NULL::bigint
    FROM (SELECT x.id, x.id_no FROM yc.person x WHERE x.region = _finder.region AND reverse(yc.search_key(x.id_no)) ~>=~ _from AND reverse(yc.search_key(x.id_no)) ~<~ _to
          ORDER BY reverse(yc.search_key(x.id_no)) USING ~<~ LIMIT 2000) p
    WHERE (length(_tail) = 4 OR length(p.id_no) = length(_tail)) AND yc.find_sees(_finder, p.id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_tails(yc.finder, text) IS 'People by the last four characters of their telephone or credential, or by all of it.';

CREATE OR REPLACE FUNCTION yc.find_names(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _to text := _key || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN p.key = _key THEN 2 ELSE 6 END, 'name', p.id, NULL::bigint
    FROM (SELECT x.id, yc.search_key(x.name) AS key FROM yc.person x WHERE x.region = _finder.region AND yc.search_key(x.name) ~>=~ _key AND yc.search_key(x.name) ~<~ _to
          ORDER BY yc.search_key(x.name) USING ~<~ LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_names(yc.finder, text) IS 'People by the beginning of their name.';

CREATE OR REPLACE FUNCTION yc.find_initials(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
DECLARE
    _to text := _key || U&'\+10FFFF';
BEGIN
    RETURN QUERY SELECT CASE WHEN p.initials = _key THEN 5 ELSE 7 END, 'initials', p.person_id, NULL::bigint
    FROM (SELECT x.initials, x.person_id FROM yc.person_initials x WHERE x.region = _finder.region AND x.initials >= _key AND x.initials < _to
          ORDER BY x.initials, x.person_id DESC LIMIT 2000) p
    WHERE yc.find_sees(_finder, p.person_id) LIMIT 50;
END $$;
COMMENT ON FUNCTION yc.find_initials(yc.finder, text) IS 'People by the initials of their name, in any reading.';

CREATE OR REPLACE FUNCTION yc.find_units(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
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

CREATE OR REPLACE FUNCTION yc.find_all(_finder yc.finder, _key text) RETURNS SETOF yc.found LANGUAGE plpgsql STABLE AS $$
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

-- --- at the desk

SET LOCAL ROLE yc_desk;

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
        c.item, d.name_zh, d.name_en, c.state, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END, c.waiting, yc.mask('name_any', p.name), c.accepted_at, c.promised_due
    FROM yc.find_numbers(_finder, _digits) f
    CROSS JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = f.case_id LIMIT 1) c
    CROSS JOIN LATERAL (SELECT x.name FROM yc.person x WHERE x.region = _region AND x.id = f.person_id LIMIT 1) p
    JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY c.accepted_at DESC NULLS LAST, c.id DESC LIMIT 50;
END $$;
COMMENT ON FUNCTION desk.case_find(int, text) IS
    'Cases by number or by its last five digits or more (dashes do not matter), also by one that is only reserved since the acceptance was undone; only what I may see, names masked. A stage that is a supervisor''s authorisation is called authorise. For scripts that name a case; desk.find() is for people.';
GRANT EXECUTE ON FUNCTION desk.case_find(int, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.find(_region int, _hall smallint, _words text)
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
    IF _found IS NULL THEN
        PERFORM yc.read_log_append(_actor, _region, 'find', NULL, NULL, 'nobody', 'find');
    END IF;
    RETURN QUERY SELECT CASE WHEN f.case_id IS NULL THEN 'person' ELSE 'case' END, f.matched, f.case_id, f.person_id,
        coalesce(c.number, (SELECT i.number FROM yc.receipt_issue i WHERE i.region = _region AND i.case_id = f.case_id LIMIT 1)),
        c.item, d.name_zh, d.name_en, c.state, CASE WHEN d.authorisation = c.stage THEN 'authorise' ELSE c.stage END, c.waiting, yc.mask('name_any', p.name), yc.mask('id_any', p.id_no),
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
    'People and cases of a region, at most 50, the nearest first, of _hall before others: by a case number or its last 5 digits or more, the last 4 or the whole of a telephone or credential, the beginning of a name, its initials (2 letters), any part of a unit''s name (2 characters) or the beginning of its initials. Only whom I may see: clerks their hall''s visitors, approvers those with a case of their items, supervisors and auditors all. Names and credentials masked; matched says by what each was found; cases counts the person''s that I may see. Everybody shown is noted in the read log, and a search that found nobody. A stage that is a supervisor''s authorisation is called authorise. Refuses E_FIND_NOTHING, E_FIND_DIGITS, E_FIND_LETTERS {typed, least}.';
GRANT EXECUTE ON FUNCTION desk.find(int, smallint, text) TO yc_staff;
