-- What a workstation has to know to go on without the database: which database this is, and the definitions by
-- the hash of their content, so that it can keep them on its disk.

SET LOCAL ROLE yc_owner;

CREATE FUNCTION yc.database_identity() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT s.system_identifier || '-' || d.oid FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()
$$;
COMMENT ON FUNCTION yc.database_identity() IS
    'Names this database for good: the cluster''s system identifier (physical standbys have the same) and the database''s oid.';

SET LOCAL ROLE yc_desk;

DROP FUNCTION desk.sign_on();
CREATE FUNCTION desk.sign_on() RETURNS TABLE (staff_id bigint, login text, name_zh text, name_en text, demonstration boolean,
    now timestamptz, failures int, failed_at timestamptz, tended_seconds int, schema int, database text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor    bigint := yc.actor();
    _failures yc.login_failure := yc.signed_on(session_user::text);
BEGIN
    RETURN QUERY SELECT s.id, s.login, s.name_zh, s.name_en, yc.setting('demonstration') = 'yes', yc.now(),
        coalesce(_failures.count, 0), _failures.last_at,
        least(extract(epoch FROM yc.now() - greatest(t.tended_at, '2000-01-01')), 2000000000)::int,
        (SELECT max(m.number) FROM yc.migration m), yc.database_identity()
    FROM yc.staff s, yc.tending t WHERE s.id = _actor;
END $$;
COMMENT ON FUNCTION desk.sign_on() IS
    'Who I am, the time of the database, failed logins since my last one (the count ends here), seconds since the database was tended, the number of its newest migration, the database''s own name. Refuses E_STAFF_UNKNOWN, E_STAFF_DISABLED.';

DROP FUNCTION desk.item_list(int);
CREATE FUNCTION desk.item_list(_region int) RETURNS TABLE (definition_id int, item text, version int, name_zh text, name_en text, acceptable boolean, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.id, d.code, d.version, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en',
           yc.has_right(yc.actor(), 'accept', _region, NULL, d.code), encode(d.hash, 'hex')
    FROM yc.definition d
    WHERE d.kind = 'item' AND d.id = yc.definition_current('item', d.code)
      AND _region = ANY (desk.my_regions())
    ORDER BY d.code
$$;
COMMENT ON FUNCTION desk.item_list(int) IS 'Items in force today, whether I may accept them, and the hash of body and pins: the key of a workstation''s cache.';

DROP FUNCTION desk.definition_bundle(int);
CREATE FUNCTION desk.definition_bundle(_definition int) RETURNS TABLE (kind text, code text, version int, body text, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.kind, p.code, p.version, p.body, encode(p.hash, 'hex')
    FROM yc.definition d
    JOIN yc.definition p ON p.id = d.id OR p.id IN (SELECT v.value::int FROM jsonb_each_text(d.pins) v)
    WHERE d.id = _definition AND d.kind = 'item' AND yc.actor() IS NOT NULL
    ORDER BY p.kind <> 'codes', p.kind <> 'letter', p.code
$$;
COMMENT ON FUNCTION desk.definition_bundle(int) IS
    'The resolved text of an item''s version with the code lists and letters that it pins, in the order to load them, each with its hash. It never changes: cache it by the item''s hash.';

CREATE FUNCTION desk.case_opened(_region int, _token uuid) RETURNS TABLE (case_id bigint, version int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.version FROM yc.case_key k JOIN yc.case_file c ON c.region = k.region AND c.id = k.case_id
    WHERE k.region = _region AND k.key = _token AND c.created_by = yc.actor()
$$;
COMMENT ON FUNCTION desk.case_opened(int, uuid) IS 'The case that my workstation opened while cut off under this key, once it has been sent; no row before.';

GRANT EXECUTE ON FUNCTION desk.case_opened(int, uuid), desk.sign_on(), desk.item_list(int), desk.definition_bundle(int) TO yc_staff;
