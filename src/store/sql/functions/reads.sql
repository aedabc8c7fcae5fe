-- The read log, asked: who looked at whom and why. 0029_looking_back.sql has its indexes. That it was asked stands in it too.

CREATE OR REPLACE FUNCTION yc.read_people(_region int, _words text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _key   text := yc.search_key(_words);
    _first text := reverse(yc.search_key(_words));
    _last  text := reverse(yc.search_key(_words)) || U&'\+10FFFF';
BEGIN
    IF _key !~ '^[0-9a-z]{4,}$' OR _key !~ '[0-9]' THEN
        PERFORM yc.refuse('E_READS_PERSON', 'typed', _words);
    END IF;
    RETURN ARRAY(SELECT p.id FROM (SELECT x.id, x.id_no FROM yc.person x
                     WHERE x.region = _region AND reverse(yc.search_key(x.id_no)) ~>=~ _first AND reverse(yc.search_key(x.id_no)) ~<~ _last
                     ORDER BY reverse(yc.search_key(x.id_no)) USING ~<~ LIMIT 2000) p
                 WHERE length(_key) = 4 OR length(yc.search_key(p.id_no)) = length(_key));
END $$;
COMMENT ON FUNCTION yc.read_people(int, text) IS
    'People by the last four characters of their credential, or by all of it: else the masked ones could be guessed one by one. Refuses E_READS_PERSON {typed}.';

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.read_log_search(_region int, _staff text, _person text, _purpose text, _from date, _to date, _at timestamptz, _id bigint, _newer boolean)
RETURNS TABLE (id bigint, at timestamptz, login text, who text, function text, case_id bigint, number text, name text, id_no text, what text, purpose text, looked boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor  bigint := yc.actor();
    _first  timestamptz := coalesce(_from::timestamp AT TIME ZONE 'Asia/Shanghai', '-infinity');
    _last   timestamptz := coalesce((_to + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', 'infinity');
    _reader bigint;
    _people bigint[];
    _rows   yc.read_log[];
    _row    yc.read_log;
    _seen   int := 0;
    _open   refcursor;
BEGIN
    IF NOT yc.has_right(_actor, 'supervise', _region) THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'audit', _region));
    END IF;
    IF coalesce(_staff, '') <> '' THEN
        SELECT s.id INTO _reader FROM yc.staff s WHERE s.login = lower(btrim(_staff)) OR s.name_zh = btrim(_staff) OR lower(s.name_en) = lower(btrim(_staff)) ORDER BY s.login = lower(btrim(_staff)) DESC, s.id LIMIT 1;
        IF _reader IS NULL THEN
            PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', btrim(_staff));
        END IF;
    END IF;
    IF coalesce(btrim(_person), '') <> '' THEN
        _people := yc.read_people(_region, _person);
    END IF;
    IF _newer THEN
        _first := greatest(_first, _at);
    ELSE
        _last := least(_last, _at + interval '1 microsecond');
    END IF;
    -- Each way along its own index, in order, so that a page costs a page; what is left over is looked at row by row, 20,000 at the most.
    IF _people IS NOT NULL AND _newer THEN
        OPEN _open FOR SELECT l.* FROM unnest(_people) u(id) CROSS JOIN LATERAL (
            SELECT x.* FROM yc.read_log x WHERE x.region = _region AND x.person_id = u.id AND x.at >= _first AND x.at < _last ORDER BY x.at, x.id LIMIT 20000) l ORDER BY l.at, l.id;
    ELSIF _people IS NOT NULL THEN
        OPEN _open FOR SELECT l.* FROM unnest(_people) u(id) CROSS JOIN LATERAL (
            SELECT x.* FROM yc.read_log x WHERE x.region = _region AND x.person_id = u.id AND x.at >= _first AND x.at < _last ORDER BY x.at DESC, x.id DESC LIMIT 20000) l ORDER BY l.at DESC, l.id DESC;
    ELSIF _reader IS NOT NULL AND _newer THEN -- the region is no key here: by it a plan for any value would read the whole log
        OPEN _open FOR SELECT l.* FROM yc.read_log l WHERE l.staff_id = _reader AND l.at >= _first AND l.at < _last AND (l.region = _region) IS TRUE ORDER BY l.at, l.id;
    ELSIF _reader IS NOT NULL THEN
        OPEN _open FOR SELECT l.* FROM yc.read_log l WHERE l.staff_id = _reader AND l.at >= _first AND l.at < _last AND (l.region = _region) IS TRUE ORDER BY l.at DESC, l.id DESC;
    ELSIF _newer THEN
        OPEN _open FOR SELECT l.* FROM yc.read_log l WHERE l.region = _region AND l.at >= _first AND l.at < _last ORDER BY l.at, l.id;
    ELSE
        OPEN _open FOR SELECT l.* FROM yc.read_log l WHERE l.region = _region AND l.at >= _first AND l.at < _last ORDER BY l.at DESC, l.id DESC;
    END IF;
    LOOP
        FETCH _open INTO _row;
        EXIT WHEN NOT FOUND OR coalesce(cardinality(_rows), 0) = 50 OR _seen = 20000;
        _seen := _seen + 1;
        IF (_at IS NULL OR CASE WHEN _newer THEN (_row.at, _row.id) > (_at, _id) ELSE (_row.at, _row.id) < (_at, _id) END)
           AND (_reader IS NULL OR _row.staff_id = _reader)
           AND (coalesce(btrim(_purpose), '') = '' OR strpos(lower(_row.purpose), lower(btrim(_purpose))) > 0) THEN
            _rows := _rows || _row;
        END IF;
    END LOOP;
    CLOSE _open;
    PERFORM yc.read_log_append(_actor, _region, 'read_log_search', NULL, CASE WHEN cardinality(_people) = 1 THEN _people[1] END, 'read log',
        concat_ws(' ', 'search', CASE WHEN _reader IS NOT NULL THEN 'by staff' END, CASE WHEN _people IS NOT NULL THEN 'by credential' END,
                  CASE WHEN coalesce(btrim(_purpose), '') <> '' THEN 'by purpose' END, CASE WHEN _from IS NOT NULL OR _to IS NOT NULL THEN 'by date' END));
    RETURN QUERY SELECT r.id, r.at, s.login, yc.staff_name(r.staff_id), r.function, c.id, c.number, yc.mask('name_any', p.name), yc.mask('id_any', p.id_no), r.what, r.purpose, true
    FROM unnest(_rows) r
    LEFT JOIN yc.staff s ON s.id = r.staff_id
    LEFT JOIN LATERAL (SELECT x.id, x.number FROM yc.case_file x WHERE x.region = r.region AND x.id = r.case_id LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT x.name, x.id_no FROM yc.person x WHERE x.region = r.region AND x.id = r.person_id LIMIT 1) p ON true
    ORDER BY r.at DESC, r.id DESC;
    IF _seen = 20000 AND coalesce(cardinality(_rows), 0) < 50 THEN
        RETURN QUERY SELECT _row.id, _row.at, NULL::text, NULL::text, NULL::text, NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, false;
    END IF;
END $$;
COMMENT ON FUNCTION desk.read_log_search(int, text, text, text, date, date, timestamptz, bigint, boolean) IS
    'Who looked at whose data in a region, when and why, newest first, 50 at a time; older than (_at, _id), or with _newer the nearest that are newer; both NULL: the newest. By the reader''s login or whole name, a person''s last four characters of the credential or all of it, a part of the purpose, dates (both included); NULL or empty: any. Where 20,000 rows did not give a page, a last row with looked false says how far it came: go on from there. Names and credentials masked. Is itself noted in the read log. For supervisors and auditors; refuses E_RIGHT_MISSING, E_STAFF_UNKNOWN {login}, E_READS_PERSON {typed}.';
GRANT EXECUTE ON FUNCTION desk.read_log_search(int, text, text, text, date, date, timestamptz, bigint, boolean) TO yc_staff;
