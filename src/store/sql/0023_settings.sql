-- What belongs to a person wherever they sit: keys, phrases, settings.

SET LOCAL ROLE yc_owner;

CREATE TABLE yc.staff_setting (
    staff_id bigint NOT NULL REFERENCES yc.staff,
    name     text NOT NULL CHECK (length(name) <= 60),
    value    text NOT NULL CHECK (length(value) <= 200),
    set_at   timestamptz NOT NULL,
    PRIMARY KEY (staff_id, name)
);
COMMENT ON TABLE yc.staff_setting IS
    'How a person likes to work: keys, phrases, language, display. A matter of their own screens: no right, state or rule ever hangs on a row.';
GRANT SELECT, INSERT, UPDATE, DELETE ON yc.staff_setting TO yc_desk;

CREATE FUNCTION yc.setting_refusal(_name text, _value text) RETURNS yc.refusal LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _good boolean := CASE
        WHEN _name = 'keymap' THEN _value ~ '^[A-Za-z0-9_-]{1,40}$'
        WHEN _name = 'language' THEN _value IN ('zh', 'en')
        WHEN _name = 'borders' THEN _value IN ('ascii', 'line', 'none')
        WHEN _name = 'colours' THEN _value IN ('dark', 'light', 'none')
        -- as keymap_set() in C: nothing that prints, moves or edits, nor the four keys that do nothing anywhere
        WHEN _name ~ '^key:(everywhere|counter|review|supervisor):(F([1-9]|1[0-9]|2[0-4])|Insert|(Ctrl|Alt)-[!-~]|(Ctrl|Alt)-Space|Keypad-[-+.*])$'
             AND _name !~ ':Ctrl-[CSQcsq\\]$' THEN _value ~ '^[a-z]{1,20}(-[a-z]{1,20})?$'
        WHEN _name ~ '^phrase:(note|park|undo|reissue):([1-9]|[1-3][0-9])$' THEN yc.words_refusal(_name, _value) IS NULL
    END;
BEGIN
    RETURN CASE
        WHEN _good IS NULL THEN ROW('E_SETTING_NAME', ARRAY['name', coalesce(_name, '')])::yc.refusal
        WHEN NOT _good THEN ROW('E_SETTING_VALUE', ARRAY['name', _name, 'value', _value])::yc.refusal END;
END $$;
COMMENT ON FUNCTION yc.setting_refusal(text, text) IS
    'E_SETTING_NAME {name} or E_SETTING_VALUE {name, value} for what is no setting, or NULL. Names: keymap, language, borders, colours, key:SECTION:KEY (value: an action), phrase:KIND:N with N to 39 (value: one line of 1 to 200 characters). Whether an action or a keymap exists only the workstation knows.';
GRANT EXECUTE ON FUNCTION yc.setting_refusal(text, text) TO yc_desk;

SET LOCAL ROLE yc_desk;

CREATE FUNCTION desk.setting_list() RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.name, s.value FROM yc.staff_setting s WHERE s.staff_id = yc.actor() ORDER BY s.name COLLATE "C"
$$;
COMMENT ON FUNCTION desk.setting_list() IS 'My own settings, by name; nobody else''s can be asked for.';

CREATE FUNCTION desk.setting_set(_name text, _value text) RETURNS void
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

GRANT EXECUTE ON FUNCTION desk.setting_list(), desk.setting_set(text, text) TO yc_staff;
