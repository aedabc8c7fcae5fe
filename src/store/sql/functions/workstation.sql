-- What a workstation asks when somebody signs on: who they are, which database this is, how they like to work, and what is needed to go on without the
-- database (definitions by the hash of their content). The language of names in answers, and the values of the program's own settings.

CREATE OR REPLACE FUNCTION yc.setting(_name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT s.value FROM yc.setting s WHERE s.name = _name),
        CASE _name
            WHEN 'demonstration' THEN 'no'           -- yes: a hall for practice; screens say so in their first line
            WHEN 'lease_seconds' THEN '60'           -- a claim lives so long without its workstation's sign of life
            WHEN 'statement_seconds' THEN '30'       -- a statement older than this acts no more: its time would be forged
            WHEN 'material_bytes' THEN '10485760'    -- largest material
            WHEN 'cut_off_days' THEN '7'             -- so long after its successor came a definition may be what a cut-off window had
            WHEN 'undo_minutes' THEN '10'            -- so long an act can be taken back after which nobody comes
            WHEN 'sample_seed' THEN ''               -- by it cases are drawn for a second look; a migration gave each database its own
            WHEN 'sample_from' THEN 'infinity'       -- the first day of which cases are drawn
            WHEN 'suspension_days' THEN '15'         -- more working days than these are a long suspension
            WHEN 'suspension_times' THEN '2'         -- so many suspensions of one case are too many
            WHEN 'command_days' THEN '90'            -- so long a command that is sent again happens only once
            WHEN 'near_days' THEN '1'                -- so many working days ahead a due date is near, and goes before runs of one item
            WHEN 'overdue_days' THEN '3'             -- overdue for more working days than this it goes before what can still be kept
            WHEN 'elderly_age' THEN '80'             -- from this age on an applicant's tasks go first
            WHEN 'hold_days' THEN '30'               -- so long at most a task is put aside, and never beyond its due date
            WHEN 'reserve_days' THEN '1'             -- so many working days after today a task is kept for whom it is reserved
            WHEN 'assign_hours' THEN '8'             -- so long a task that a supervisor gave to somebody stays theirs unopened
            WHEN 'stuck_days' THEN '3'               -- working days at one stage after which a case is called stuck
            WHEN 'flow_days' THEN '400'              -- so long what came and went is kept by the hour
        END);
END $$;
COMMENT ON FUNCTION yc.setting(text) IS 'The value of a setting, or its default; NULL for an unknown name.';

-- --- the language of the session

CREATE OR REPLACE FUNCTION yc.english() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('yichuang.language', true) = 'en', false)
$$;
COMMENT ON FUNCTION yc.english() IS
    'Whether names in answers are to be English: the setting yichuang.language of the session, which a workstation sets to zh or en as it connects; anything else is Chinese. A matter of words alone: never ask it where a right, a state or a stored value hangs on the answer.';

CREATE OR REPLACE FUNCTION yc.words(_words jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE jsonb_typeof(_words) WHEN 'object' THEN _words ->> CASE WHEN yc.english() THEN 'en' ELSE 'zh' END ELSE _words #>> '{}' END
$$;
COMMENT ON FUNCTION yc.words(jsonb) IS
    'Words of a definition in the language of the session (yc.english()): {zh, en}, or one text that serves both.';

-- plpgsql keeps its plan; a function in SQL with a table in it would be planned at every call.
CREATE OR REPLACE FUNCTION yc.staff_name(_staff bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT CASE WHEN yc.english() THEN s.name_en ELSE s.name_zh END FROM yc.staff s WHERE s.id = _staff);
END $$;
COMMENT ON FUNCTION yc.staff_name(bigint) IS
    'How colleagues are named to one another, in the language of the session (yc.english()); NULL where there is nobody. For answers and refusals only: what is stored or hashed holds the id.';

-- --- signing on

CREATE OR REPLACE FUNCTION yc.database_identity() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT s.system_identifier || '-' || d.oid FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()
$$;
COMMENT ON FUNCTION yc.database_identity() IS
    'Names this database for good: the cluster''s system identifier (physical standbys have the same) and the database''s oid.';

CREATE OR REPLACE FUNCTION yc.signed_on(_login text) RETURNS yc.login_failure LANGUAGE plpgsql AS $$
DECLARE
    _failures yc.login_failure;
BEGIN
    PERFORM yc.partitions_make();
    DELETE FROM yc.login_failure f WHERE f.login = _login RETURNING * INTO _failures;
    RETURN _failures;
END $$;
COMMENT ON FUNCTION yc.signed_on(text) IS
    'What is done whenever somebody signs on: ends the count of failed logins of who is in now and returns it; next year''s partitions, should nobody tend.';

CREATE OR REPLACE FUNCTION yc.setting_refusal(_name text, _value text) RETURNS yc.refusal LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _good boolean := CASE
        WHEN _name = 'keymap' THEN _value ~ '^[A-Za-z0-9_-]{1,40}$'
        WHEN _name = 'language' THEN _value IN ('zh', 'en')
        WHEN _name = 'borders' THEN _value IN ('ascii', 'line', 'none')
        WHEN _name = 'colours' THEN _value IN ('dark', 'light', 'none')
        -- as keymap_set() in C: nothing that prints, moves or edits, nor the four keys that do nothing anywhere
        WHEN _name ~ '^key:(everywhere|counter|review|supervisor):(F([1-9]|1[0-9]|2[0-4])|Insert|(Ctrl|Alt)-[!-~]|(Ctrl|Alt)-Space|Keypad-[-+.*])$'
             AND _name !~ ':Ctrl-[CSQcsq\\]$' THEN _value ~ '^[a-z]{1,20}(-[a-z]{1,20})?$'
        WHEN _name ~ '^phrase:(note|park|undo|reissue|ask|lines):([1-9]|[1-3][0-9])$' THEN yc.words_refusal(_name, _value) IS NULL
        WHEN _name ~ '^filter:[1-9]$' THEN yc.words_refusal(_name, _value) IS NULL AND length(regexp_replace(_value, '[^|]', '', 'g')) = 7
    END;
BEGIN
    RETURN CASE
        WHEN _good IS NULL THEN ROW('E_SETTING_NAME', ARRAY['name', coalesce(_name, '')])::yc.refusal
        WHEN NOT _good THEN ROW('E_SETTING_VALUE', ARRAY['name', _name, 'value', _value])::yc.refusal END;
END $$;
COMMENT ON FUNCTION yc.setting_refusal(text, text) IS
    'E_SETTING_NAME {name} or E_SETTING_VALUE {name, value} for what is no setting, or NULL. Names: keymap, language, borders, colours, key:SECTION:KEY (value: an action), phrase:KIND:N with N to 39 (value: one line of 1 to 200 characters), filter:N with N to 9 (value: NAME|ITEM|STATE|ACCEPTED|DUE|FINISHED|UNIT|WORDS as they are typed). Whether an action or a keymap exists only the workstation knows.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.sign_on() RETURNS TABLE (staff_id bigint, login text, name_zh text, name_en text, demonstration boolean,
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
GRANT EXECUTE ON FUNCTION desk.sign_on() TO yc_staff;

CREATE OR REPLACE FUNCTION desk.tended() RETURNS TABLE (seconds int, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(extract(epoch FROM yc.now() - greatest(t.tended_at, '2000-01-01')), 2000000000)::int, nullif(t.tended_at, '-infinity')
    FROM yc.tending t WHERE yc.actor() IS NOT NULL
$$;
COMMENT ON FUNCTION desk.tended() IS
    'When the database was last tended (NULL: never) and how many seconds ago. For everybody: it says nothing of a person or a case.';
GRANT EXECUTE ON FUNCTION desk.tended() TO yc_staff;

CREATE OR REPLACE FUNCTION desk.item_list(_region int) RETURNS TABLE (definition_id int, item text, version int, name_zh text, name_en text, acceptable boolean, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.id, d.code, d.version, d.name_zh, d.name_en,
           yc.has_right(yc.actor(), 'accept', _region, NULL, d.code) AND coalesce((d.closed ->> 'from')::date > yc.today(), true), encode(d.hash, 'hex')
    FROM (SELECT DISTINCT x.code FROM yc.definition x WHERE x.kind = 'item') i
    JOIN yc.definition d ON d.id = yc.definition_current('item', i.code, _region)
    WHERE _region = ANY (desk.my_regions())
    ORDER BY d.code
$$;
COMMENT ON FUNCTION desk.item_list(int) IS 'Items in force today as they hold in a region, whether I may accept them there (a closed one nobody may), and the hash of body and pins: the key of a workstation''s cache.';
GRANT EXECUTE ON FUNCTION desk.item_list(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.definition_bundle(_definitions int[], _known text[])
RETURNS TABLE (definition_id int, kind text, code text, version int, hash text, parts text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH item AS (
        SELECT d.* FROM yc.definition d WHERE d.id = ANY (_definitions) AND d.kind = 'item' AND yc.actor() IS NOT NULL
    ), pinned AS (
        SELECT i.id AS item, v.value::int AS part FROM item i CROSS JOIN LATERAL jsonb_each_text(i.pins) v
    ), part AS (
        SELECT p.id, p.kind, p.code, p.version, encode(p.hash, 'hex') AS hash, p.body
        FROM yc.definition p WHERE p.id IN (SELECT n.part FROM pinned n)
    )
    SELECT p.id, p.kind, p.code, p.version, p.hash, NULL, p.body FROM part p WHERE p.hash <> ALL (_known)
    UNION ALL
    SELECT i.id, i.kind, i.code, i.version, encode(i.hash, 'hex'),
           (SELECT string_agg(concat_ws(' ', p.kind, p.code, p.hash), E'\n' ORDER BY p.kind, p.code)
            FROM pinned n JOIN part p ON p.id = n.part WHERE n.item = i.id), i.body
    FROM item i
$$;
COMMENT ON FUNCTION desk.definition_bundle(int[], text[]) IS
    'The resolved texts of these versions of items, each with what it pins (parts: kind, code and hash of a code list or letter in a line, code lists first); before them, once, the texts of those of its parts whose hash is not known to who asks. Nothing of it ever changes: cache each by its hash.';
GRANT EXECUTE ON FUNCTION desk.definition_bundle(int[], text[]) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.setting_list() RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.name, s.value FROM yc.staff_setting s WHERE s.staff_id = yc.actor() ORDER BY s.name COLLATE "C"
$$;
COMMENT ON FUNCTION desk.setting_list() IS 'My own settings, by name; nobody else''s can be asked for.';
GRANT EXECUTE ON FUNCTION desk.setting_list() TO yc_staff;

CREATE OR REPLACE FUNCTION desk.setting_set(_name text, _value text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    IF _value IS NULL THEN
        DELETE FROM yc.staff_setting s WHERE s.staff_id = _actor AND s.name = _name;
        RETURN;
    END IF;
    PERFORM yc.refuse(yc.setting_refusal(_name, _value));
    IF (SELECT count(*) FROM yc.staff_setting s WHERE s.staff_id = _actor AND s.name <> _name) >= 300 THEN
        PERFORM yc.refuse('E_SETTING_MANY', 'most', '300');
    END IF;
    INSERT INTO yc.staff_setting AS s (staff_id, name, value, set_at) VALUES (_actor, _name, _value, yc.now())
    ON CONFLICT (staff_id, name) DO UPDATE SET value = excluded.value, set_at = excluded.set_at WHERE s.value <> excluded.value;
END $$;
COMMENT ON FUNCTION desk.setting_set(text, text) IS
    'Sets one of my own settings; NULL takes it away. Sent twice it is as once: no command key. Refuses what yc.setting_refusal() says, E_SETTING_MANY {most}.';
GRANT EXECUTE ON FUNCTION desk.setting_set(text, text) TO yc_staff;
