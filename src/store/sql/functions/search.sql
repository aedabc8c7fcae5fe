-- Searching cases by criteria that are combined. What is asked decides where it is looked: criteria that few cases meet (number, person, unit, days, what
-- is suspended or waits at a stage) give a set of 1,000 at the most; words in opinions are looked up month by month, from the newest, until a page is full; what
-- they do not bound is walked newest first along one index, 2,000 cases a call, and the answer says how far that came. 0028_search.sql has the indexes; find.sql who may see what.

-- --- what is asked

CREATE OR REPLACE FUNCTION yc.search_refuse(_search yc.search) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _search.number !~ '^[0-9]{5,23}$' THEN
        PERFORM yc.refuse('E_SEARCH_NUMBER', 'typed', _search.number, 'least', '5');
    ELSIF length(_search.credential) < 4 THEN
        PERFORM yc.refuse('E_SEARCH_CREDENTIAL', 'typed', _search.credential, 'least', '4');
    ELSIF _search.name ~ '^[a-z0-9]?$' THEN
        PERFORM yc.refuse('E_SEARCH_NAME', 'typed', _search.name, 'least', '2');
    ELSIF length(_search.unit) < 2 THEN
        PERFORM yc.refuse('E_SEARCH_UNIT', 'typed', _search.unit, 'least', '2');
    ELSIF length(_search.words) < 2 THEN
        PERFORM yc.refuse('E_SEARCH_WORDS', 'typed', _search.words, 'least', '2');
    ELSIF _search.state NOT IN ('draft', 'received', 'accepted', 'returned', 'finished', 'refused', 'denied', 'withdrawn', 'void', 'review', 'recheck', 'approve', 'suspended') THEN
        PERFORM yc.refuse('E_SEARCH_STATE', 'state', _search.state);
    END IF;
END $$;
COMMENT ON FUNCTION yc.search_refuse(yc.search) IS 'Refuses E_SEARCH_NUMBER, E_SEARCH_CREDENTIAL, E_SEARCH_NAME, E_SEARCH_UNIT, E_SEARCH_WORDS {typed, least} for what would mean too many, E_SEARCH_STATE {state} for what is none.';

CREATE OR REPLACE FUNCTION yc.search_day(_day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT _day::timestamp AT TIME ZONE 'Asia/Shanghai' $$;
COMMENT ON FUNCTION yc.search_day(date) IS 'When a day begins here.';

CREATE OR REPLACE FUNCTION yc.search_within(_at timestamptz, _days daterange) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT _days @> (_at AT TIME ZONE 'Asia/Shanghai')::date $$;
COMMENT ON FUNCTION yc.search_within(timestamptz, daterange) IS 'Whether a moment lies within days; NULL where it is not known.';

CREATE OR REPLACE FUNCTION yc.search_opinion(_region int, _case_id bigint, _words text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id AND d.note IS NOT NULL AND d.undone_at IS NULL
                   AND strpos(yc.search_key(d.note), _words) > 0);
END $$;
COMMENT ON FUNCTION yc.search_opinion(int, bigint, text) IS 'Whether the words (a key of yc.search_key()) stand in an opinion on the case that was not taken back.';

CREATE OR REPLACE FUNCTION yc.search_fits(_finder yc.finder, _search yc.search, _case yc.searched) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- One after the other, what needs no look elsewhere first: a plan for all of it would be made anew for each case.
    IF _search.item <> _case.item THEN
        RETURN false;
    ELSIF _search.state IS NOT NULL AND _search.state NOT IN (_case.state, coalesce(_case.stage, ''), coalesce(_case.waiting, '')) THEN
        RETURN false;
    ELSIF NOT (_finder.every_case OR yc.find_sees_case(_finder, _case.hall, _case.item)) THEN
        RETURN false;
    ELSIF NOT coalesce(_search.due @> _case.due, _search.due IS NULL) THEN
        RETURN false;
    ELSIF _search.accepted IS NOT NULL AND NOT (_case.accepted AND yc.search_within(_case.since, _search.accepted)) THEN
        RETURN false;
    ELSIF NOT coalesce(yc.search_within(_case.finished_at, _search.finished), _search.finished IS NULL) THEN
        RETURN false;
    END IF;
    IF _search.units IS NOT NULL AND NOT EXISTS (SELECT FROM yc.case_unit u WHERE u.region = _finder.region AND u.case_id = _case.id AND u.unit_id = ANY (_search.units)) THEN
        RETURN false;
    END IF;
    RETURN _search.words IS NULL OR yc.search_opinion(_finder.region, _case.id, _search.words);
END $$;
COMMENT ON FUNCTION yc.search_fits(yc.finder, yc.search, yc.searched) IS
    'Whether a case is what is searched for and may be seen. Number and person are not asked here: their cases are always a set.';

-- --- sets: each gives up to 1,001 cases, of which the last says that there are too many

CREATE OR REPLACE FUNCTION yc.search_people(_region int, _search yc.search, _exact boolean) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _tail   text := reverse(_search.credential);
    _end    text := reverse(_search.credential) || U&'\+10FFFF';
    _people bigint[];
BEGIN
    IF _search.credential IS NOT NULL THEN
        RETURN ARRAY(SELECT p.id FROM (SELECT x.id, x.id_no, x.name FROM yc.person x
                                       WHERE x.region = _region AND reverse(yc.search_key(x.id_no)) ~>=~ _tail AND reverse(yc.search_key(x.id_no)) ~<~ _end
                                       ORDER BY reverse(yc.search_key(x.id_no)) USING ~<~ LIMIT 1001) p
                     -- The last four or all: else the masked ones could be guessed one by one.
                     WHERE (length(_tail) = 4 OR length(yc.search_key(p.id_no)) = length(_tail))
                       AND (_search.name IS NULL OR strpos(yc.search_key(p.name), _search.name) = 1
                            OR EXISTS (SELECT FROM unnest(yc.initials(p.name)) i WHERE strpos(i, _search.name) = 1)));
    END IF;
    _end := _search.name || CASE WHEN _exact THEN U&'\0001' ELSE U&'\+10FFFF' END;
    _people := ARRAY(SELECT x.id FROM yc.person x WHERE x.region = _region AND yc.search_key(x.name) ~>=~ _search.name AND yc.search_key(x.name) ~<~ _end
                     ORDER BY yc.search_key(x.name) USING ~<~ LIMIT 1001);
    IF _search.name ~ '^[a-z0-9]+$' THEN
        _people := _people || ARRAY(SELECT x.person_id FROM yc.person_initials x WHERE x.region = _region AND x.initials >= _search.name AND x.initials < _end
                                    ORDER BY x.initials, x.person_id DESC LIMIT 1001);
    END IF;
    RETURN _people;
END $$;
COMMENT ON FUNCTION yc.search_people(int, yc.search, boolean) IS
    'People by the last four characters of their credential or by all of it, by the beginning of their name or of its initials (_exact: by all of either), by both; over 1,000 where that means too many.';

CREATE OR REPLACE FUNCTION yc.search_cases_of(_region int, _people bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF cardinality(_people) <= 1000 THEN
        RETURN ARRAY(SELECT c.id FROM unnest(_people) p CROSS JOIN LATERAL (SELECT x.id FROM yc.case_file x WHERE x.region = _region AND x.person_id = p LIMIT 1001) c LIMIT 1001);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.search_cases_of(int, bigint[]) IS 'The cases of people; NULL where there are too many people.';

CREATE OR REPLACE FUNCTION yc.search_units(_region int, _key text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from text := left(_key, 24);
    _to   text := left(_key, 24) || U&'\+10FFFF';
BEGIN
    RETURN ARRAY(SELECT DISTINCT k.unit_id
                 FROM (SELECT x.unit_id FROM yc.unit_key x WHERE x.region = _region AND x.key >= _from AND x.key < _to ORDER BY x.key, x.unit_id LIMIT 201) k
                 WHERE length(_key) <= 24 OR EXISTS (SELECT FROM yc.unit u WHERE u.region = _region AND u.id = k.unit_id AND strpos(yc.search_key(u.name), _key) > 0));
END $$;
COMMENT ON FUNCTION yc.search_units(int, text) IS 'Units by any part of their name of two characters or more, or by the beginning of their initials; over 200 where that means too many.';

CREATE OR REPLACE FUNCTION yc.search_opinions(_region int, _month timestamptz, _words text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _keys bigint[] := yc.opinion_keys(_region, _month, _words);
BEGIN
    RETURN ARRAY(SELECT d.case_id FROM yc.decision d
                 WHERE yc.opinion_keys(d.region, d.decided_at, d.note) @> _keys AND d.note IS NOT NULL
                   AND d.region = _region AND d.undone_at IS NULL AND strpos(yc.search_key(d.note), _words) > 0 LIMIT 1001);
END $$;
COMMENT ON FUNCTION yc.search_opinions(int, timestamptz, text) IS 'Cases in whose opinions of one month the words (a key of yc.search_key()) stand; over 1,000 where that means too many.';

CREATE OR REPLACE FUNCTION yc.search_at_stage(_region int, _search yc.search) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _search.state = 'suspended' THEN
        RETURN ARRAY(SELECT s.case_id FROM yc.suspension s WHERE s.region = _region AND s.last_day IS NULL LIMIT 1001);
    ELSIF _search.state IN ('review', 'recheck', 'approve') THEN
        RETURN ARRAY(SELECT t.case_id FROM yc.queue q
                     CROSS JOIN LATERAL (SELECT x.case_id FROM yc.task x WHERE x.region = _region AND x.queue_id = q.id ORDER BY x.due LIMIT 1001) t
                     WHERE q.region = _region AND q.stage = _search.state AND (_search.item IS NULL OR q.item = _search.item) LIMIT 1001);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.search_at_stage(int, yc.search) IS 'Cases that are suspended or wait at a stage, by what is kept of those alone; NULL: another state, or none.';

CREATE OR REPLACE FUNCTION yc.search_on_days(_region int, _search yc.search) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _from timestamptz := coalesce(yc.search_day(lower(_search.finished)), '-infinity');
    _to   timestamptz := coalesce(yc.search_day(upper(_search.finished)), 'infinity');
    _set  bigint[];
BEGIN
    IF _search.due IS NOT NULL AND _search.item IS NOT NULL THEN
        _set := ARRAY(SELECT c.id FROM yc.case_file c WHERE c.region = _region AND c.promised_due >= coalesce(lower(_search.due), '-infinity')
                      AND c.promised_due < coalesce(upper(_search.due), 'infinity') AND c.item = _search.item ORDER BY c.promised_due LIMIT 1001);
    ELSIF _search.due IS NOT NULL THEN
        _set := ARRAY(SELECT c.id FROM yc.case_file c WHERE c.region = _region AND c.promised_due >= coalesce(lower(_search.due), '-infinity')
                      AND c.promised_due < coalesce(upper(_search.due), 'infinity') ORDER BY c.promised_due LIMIT 1001);
    END IF;
    IF _search.finished IS NOT NULL AND coalesce(cardinality(_set) > 1000, true) THEN
        _set := ARRAY(SELECT c.id FROM yc.case_file c WHERE c.region = _region AND c.finished_at >= _from AND c.finished_at < _to ORDER BY c.finished_at LIMIT 1001);
    END IF;
    RETURN _set;
END $$;
COMMENT ON FUNCTION yc.search_on_days(int, yc.search) IS 'Cases that are due or were finished on these days; NULL where none are asked for.';

CREATE OR REPLACE FUNCTION yc.search_set(_region int, _search yc.search) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _tail   text := reverse(_search.number);
    _end    text := reverse(_search.number) || ':'; -- ':' follows '9'
    _theirs bigint[];
    _set    bigint[];
BEGIN
    IF _search.credential IS NOT NULL OR _search.name IS NOT NULL THEN
        _set := yc.search_cases_of(_region, yc.search_people(_region, _search, false));
        IF coalesce(cardinality(_set) > 1000, true) AND _search.credential IS NULL THEN -- 王洋 also means 王洋洋: where those are too many it means 王洋
            _set := nullif(yc.search_cases_of(_region, yc.search_people(_region, _search, true)), '{}');
        END IF;
        IF coalesce(cardinality(_set) > 1000, true) THEN
            PERFORM yc.refuse('E_SEARCH_WIDE_PEOPLE', 'most', '1000');
        END IF;
    END IF;
    IF _search.number IS NOT NULL THEN
        _theirs := _set;
        _set := ARRAY(SELECT c.id FROM yc.case_file c WHERE c.region = _region AND c.number IS NOT NULL AND reverse(c.number) ~>=~ _tail AND reverse(c.number) ~<~ _end
                      ORDER BY reverse(c.number) USING ~<~ LIMIT 1001);
        IF cardinality(_set) > 1000 THEN
            PERFORM yc.refuse('E_SEARCH_WIDE_NUMBER', 'most', '1000');
        END IF;
        IF _theirs IS NOT NULL THEN
            _set := ARRAY(SELECT unnest(_set) INTERSECT SELECT unnest(_theirs));
        END IF;
    END IF;
    IF _set IS NULL AND _search.units IS NOT NULL THEN
        _set := ARRAY(SELECT o.case_id FROM unnest(_search.units) u
                      CROSS JOIN LATERAL (SELECT x.case_id FROM yc.case_unit x WHERE x.region = _region AND x.unit_id = u ORDER BY x.case_id DESC LIMIT 1001) o LIMIT 1001);
    END IF;
    IF coalesce(cardinality(_set) > 1000, true) THEN
        _set := yc.search_at_stage(_region, _search);
    END IF;
    IF coalesce(cardinality(_set) > 1000, true) THEN
        _set := yc.search_on_days(_region, _search);
    END IF;
    RETURN CASE WHEN cardinality(_set) <= 1000 THEN _set END;
END $$;
COMMENT ON FUNCTION yc.search_set(int, yc.search) IS
    'Cases among which all that is searched for is, 1,000 at the most; NULL where no criterion bounds them so. Refuses E_SEARCH_WIDE_NUMBER, E_SEARCH_WIDE_PEOPLE {most} for a number, credential or name that means more: nothing else can find those.';

-- --- the page

CREATE OR REPLACE FUNCTION yc.as_searched(_case yc.case_file) RETURNS yc.searched LANGUAGE sql IMMUTABLE AS $$
    SELECT ROW(_case.id, coalesce(_case.accepted_at, _case.created_at), _case.person_id, _case.item, _case.hall, _case.state, _case.stage, _case.waiting,
               _case.accepted_at IS NOT NULL, _case.promised_due, _case.finished_at)::yc.searched
$$;
COMMENT ON FUNCTION yc.as_searched(yc.case_file) IS 'A case as a search judges it.';

CREATE OR REPLACE FUNCTION yc.search_sorted(_finder yc.finder, _search yc.search, _set bigint[], _at timestamptz, _id bigint, _back boolean, _most int)
RETURNS SETOF yc.searched LANGUAGE plpgsql STABLE AS $$
DECLARE
    _case  yc.searched;
    _found int := 0;
BEGIN
    FOR _case IN
        SELECT c.*
        FROM (SELECT DISTINCT unnest(_set) AS id) s
        CROSS JOIN LATERAL (SELECT (yc.as_searched(x)).* FROM yc.case_file x WHERE x.region = _finder.region AND x.id = s.id LIMIT 1) c
        WHERE CASE WHEN _back THEN (c.since, c.id) > (_at, _id) ELSE (c.since, c.id) < (_at, _id) END
        ORDER BY CASE WHEN _back THEN c.since END, CASE WHEN _back THEN c.id END, c.since DESC, c.id DESC
    LOOP
        IF yc.search_fits(_finder, _search, _case) THEN -- asked of those alone that come to be shown
            _found := _found + 1;
            RETURN NEXT _case;
        END IF;
        EXIT WHEN _found = _most;
    END LOOP;
END $$;
COMMENT ON FUNCTION yc.search_sorted(yc.finder, yc.search, bigint[], timestamptz, bigint, boolean, int) IS 'A page of a set, from the key outwards.';

CREATE OR REPLACE FUNCTION yc.search_walk(_finder yc.finder, _search yc.search, _at timestamptz, _id bigint, _back boolean, _most int)
RETURNS SETOF yc.searched LANGUAGE plpgsql STABLE AS $$
DECLARE
    _region int := _finder.region;
    _item   text := _search.item;
    _rare   boolean := coalesce(_search.state IN ('returned', 'refused', 'denied', 'withdrawn', 'void'), false); -- the state has an index of its own
    _from   timestamptz := coalesce(yc.search_day(lower(_search.accepted)), '-infinity');
    -- Nothing is accepted after it is due, nor after it is finished.
    _to     timestamptz := coalesce(yc.search_day(least(upper(_search.accepted), upper(_search.due), upper(_search.finished))), 'infinity');
    _rows   refcursor;
    _case   yc.searched;
    _cost   int := CASE WHEN _search.units IS NULL AND _search.words IS NULL THEN 1 ELSE 2 END; -- units and opinions stand in tables of their own
    _looked int := 0;
    _found  int := 0;
BEGIN
    IF _rare AND NOT _back THEN
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND c.state = _search.state
              AND c.state IN ('returned', 'refused', 'denied', 'withdrawn', 'void') -- as the index says it
              AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) < (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at) DESC, c.id DESC LIMIT 2000;
    ELSIF _rare THEN
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND c.state = _search.state
              AND c.state IN ('returned', 'refused', 'denied', 'withdrawn', 'void')
              AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) > (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at), c.id LIMIT 2000;
    ELSIF _item IS NULL AND NOT _back THEN
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) < (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at) DESC, c.id DESC LIMIT 2000;
    ELSIF _item IS NULL THEN
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) > (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at), c.id LIMIT 2000;
    ELSIF NOT _back THEN
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND c.item = _item AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) < (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at) DESC, c.id DESC LIMIT 2000;
    ELSE
        OPEN _rows NO SCROLL FOR SELECT (yc.as_searched(c)).* FROM yc.case_file c WHERE c.region = _region AND c.item = _item AND coalesce(c.accepted_at, c.created_at) >= _from AND coalesce(c.accepted_at, c.created_at) < _to
              AND (coalesce(c.accepted_at, c.created_at), c.id) > (_at, _id) ORDER BY coalesce(c.accepted_at, c.created_at), c.id LIMIT 2000;
    END IF;
    WHILE _found < _most AND _looked < 2000 LOOP
        FETCH _rows INTO _case;
        EXIT WHEN NOT FOUND;
        _looked := _looked + _cost;
        _at := _case.since;
        _id := _case.id;
        IF yc.search_fits(_finder, _search, _case) THEN
            _found := _found + 1;
            RETURN NEXT _case;
        END IF;
    END LOOP;
    IF _found < _most AND _looked >= 2000 THEN
        _case := NULL;
        _case.id := _id;
        _case.since := _at;
        RETURN NEXT _case;
    END IF;
    CLOSE _rows;
END $$;
COMMENT ON FUNCTION yc.search_walk(yc.finder, yc.search, timestamptz, bigint, boolean, int) IS
    'A page along the time of acceptance (else of opening), from the key outwards, of a state that few come to or of an item where one is given. It looks at 2,000 cases (1,000 where units or opinions are to be compared); where that ends it before the page is full, the last row (without item) is where it came to.';

-- An opinion is not older than its case: what the months down to one give is all of the cases since then, so a page ends with the month that fills it.
CREATE OR REPLACE FUNCTION yc.search_worded(_finder yc.finder, _search yc.search, _at timestamptz, _id bigint, _back boolean, _most int)
RETURNS SETOF yc.searched LANGUAGE plpgsql STABLE AS $$
DECLARE
    _month timestamp := date_trunc('month', yc.now() AT TIME ZONE 'Asia/Shanghai');
    -- No opinion is older than its case's acceptance, nor than the region's first.
    _first timestamptz := greatest(yc.search_day(lower(_search.accepted)), (SELECT d.decided_at FROM yc.decision d WHERE d.region = _finder.region ORDER BY d.id LIMIT 1),
                                   CASE WHEN _back THEN _at END);
    _since timestamptz;
    _theirs bigint[];
    _set   bigint[] := '{}';
    _tried int := 0;
    _page  yc.searched[];
BEGIN
    LOOP
        _since := _month AT TIME ZONE 'Asia/Shanghai';
        _theirs := yc.search_opinions(_finder.region, _since, _search.words);
        IF cardinality(_theirs) > 1000 THEN -- they stand in so many that a walk meets them soon
            RETURN QUERY SELECT * FROM yc.search_walk(_finder, _search, _at, _id, _back, _most);
            RETURN;
        END IF;
        _set := _set || _theirs;
        EXIT WHEN _since <= coalesce(_first, 'infinity');
        IF NOT _back AND cardinality(_set) >= greatest(_most, 2 * _tried) THEN
            _tried := cardinality(_set);
            _page := ARRAY(SELECT s FROM yc.search_sorted(_finder, _search, _set, _at, _id, false, _most) s);
            IF cardinality(_page) = _most AND (_page[_most]).since >= _since THEN
                RETURN QUERY SELECT * FROM unnest(_page);
                RETURN;
            END IF;
        END IF;
        _month := _month - interval '1 month';
    END LOOP;
    RETURN QUERY SELECT * FROM yc.search_sorted(_finder, _search, _set, _at, _id, _back, _most);
END $$;
COMMENT ON FUNCTION yc.search_worded(yc.finder, yc.search, timestamptz, bigint, boolean, int) IS
    'A page of cases in whose opinions the words stand, from the newest month back until it is full (with _back: down to the key); yc.search_walk() where a month has over 1,000.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_search(_region int, _number text, _credential text, _name text, _unit text, _item text, _state text, _accepted daterange, _due daterange,
    _finished daterange, _words text, _at timestamptz, _id bigint, _back boolean, _most int)
RETURNS TABLE (case_id bigint, since timestamptz, number text, item text, item_zh text, item_en text, state text, stage text, waiting text, name text, unit text,
               accepted_at timestamptz, promised_due date, statutory_due date, finished_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor  bigint := yc.actor();
    _finder yc.finder := yc.finder_of(_actor, _region);
    _from   timestamptz := coalesce(_at, CASE WHEN _back THEN timestamptz '-infinity' ELSE 'infinity' END);
    _place  bigint := coalesce(_id, CASE WHEN _back THEN 0 ELSE 9223372036854775807 END);
    _rows   int := least(greatest(_most, 1), 50);
    _search yc.search;
    _set    bigint[];
    _page   yc.searched[];
BEGIN
    _search.number := nullif(regexp_replace(yc.search_key(_number), '[^0-9]', '', 'g'), '');
    _search.credential := nullif(yc.search_key(_credential), '');
    _search.name := nullif(left(yc.search_key(_name), 100), '');
    _search.unit := nullif(left(yc.search_key(_unit), 100), '');
    _search.item := nullif(_item, '');
    _search.state := nullif(_state, '');
    _search.accepted := _accepted;
    _search.due := _due;
    _search.finished := _finished;
    _search.words := nullif(left(yc.search_key(_words), 100), '');
    PERFORM yc.search_refuse(_search);
    IF _search.item IS NULL AND NOT _finder.every_case AND cardinality(_finder.items) = 1 AND _finder.case_halls = '{}' AND _finder.hall_items = '{}' THEN
        _search.item := _finder.items[1]; -- others are not seen: their cases need no look
    END IF;
    IF _search.unit IS NOT NULL THEN
        _search.units := yc.search_units(_region, _search.unit);
        IF cardinality(_search.units) > 200 THEN
            PERFORM yc.refuse('E_SEARCH_WIDE_UNIT', 'most', '200');
        END IF;
    END IF;
    IF _finder.every_case OR _finder.items <> '{}' OR _finder.case_halls <> '{}' OR _finder.hall_items <> '{}' THEN
        _set := yc.search_set(_region, _search);
        _page := CASE WHEN _set IS NOT NULL THEN ARRAY(SELECT s FROM yc.search_sorted(_finder, _search, _set, _from, _place, coalesce(_back, false), _rows) s)
                      WHEN _search.words IS NOT NULL THEN ARRAY(SELECT w FROM yc.search_worded(_finder, _search, _from, _place, coalesce(_back, false), _rows) w)
                      ELSE ARRAY(SELECT w FROM yc.search_walk(_finder, _search, _from, _place, coalesce(_back, false), _rows) w) END;
    END IF;
    IF _search.credential IS NOT NULL OR _search.name IS NOT NULL THEN -- somebody is looked for: who is shown is noted, not the words, which say more than that
        PERFORM yc.read_log_append(_actor, _region, 'search', NULL, p.person_id, 'masked name',
            'search by ' || concat_ws(', ', CASE WHEN _search.credential IS NOT NULL THEN 'credential' END, CASE WHEN _search.name IS NOT NULL THEN 'name' END))
        FROM (SELECT DISTINCT u.person_id FROM unnest(_page) u WHERE u.person_id IS NOT NULL) p;
        IF NOT FOUND THEN
            PERFORM yc.read_log_append(_actor, _region, 'search', NULL, NULL, 'nobody', 'search');
        END IF;
    END IF;
    RETURN QUERY SELECT p.id, p.since, c.number, c.item, d.name_zh, d.name_en, c.state, c.stage, c.waiting, yc.mask('name_any', h.name),
        (SELECT u.name FROM yc.unit u WHERE u.region = _region AND u.id = (SELECT min(x.unit_id) FROM yc.case_unit x WHERE x.region = _region AND x.case_id = p.id)),
        c.accepted_at, c.promised_due, c.statutory_due, c.finished_at
    FROM unnest(_page) p
    LEFT JOIN LATERAL (SELECT * FROM yc.case_file x WHERE x.region = _region AND x.id = p.id AND p.item IS NOT NULL LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT x.name FROM yc.person x WHERE x.region = _region AND x.id = p.person_id LIMIT 1) h ON true
    LEFT JOIN yc.definition d ON d.id = c.definition_id
    ORDER BY p.since DESC, p.id DESC;
END $$;
COMMENT ON FUNCTION desk.case_search(int, text, text, text, text, text, text, daterange, daterange, daterange, text, timestamptz, bigint, boolean, int) IS
    'Cases of a region that I may see and that meet every criterion given (NULL or empty: any): number (all of it or its last 5 digits or more), credential (all or the last 4), name (its beginning, or that of its initials, 2 letters; all of either where the beginning means too many), unit (any part, 2 characters, or initials), item, state (or stage review, recheck, approve, or suspended), days of acceptance, of being due (promised), of being finished, words in opinions that were not taken back (2 characters). Newest first by since (accepted, else opened), _most of them, 50 at the most: those behind the row (_at, _id), or with _back those before it; NULL from the end. A row without item, last (with _back first), says where the look ended after 2,000 cases before the page was full: go on from it, or narrow. Names masked; where a person is searched for, who is shown is noted in the read log, and that nobody was. Refuses what yc.search_refuse() and yc.search_set() say, E_SEARCH_WIDE_UNIT {most}.';
GRANT EXECUTE ON FUNCTION desk.case_search(int, text, text, text, text, text, text, daterange, daterange, daterange, text, timestamptz, bigint, boolean, int) TO yc_staff;
