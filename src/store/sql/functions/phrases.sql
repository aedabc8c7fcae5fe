-- Phrases of a hall: kept by its supervisors, offered to whoever works there. A person's own are settings (workstation.sql).

CREATE OR REPLACE FUNCTION yc.phrase_refusal(_actor bigint, _region int, _hall smallint, _kind text, _words text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(yc.right_refusal(_actor, 'supervise', _region),
        CASE WHEN NOT EXISTS (SELECT FROM yc.hall h WHERE h.region = _region AND h.hall = _hall)
            THEN ROW('E_HALL_UNKNOWN', ARRAY['hall', coalesce(_hall, 0)::text])::yc.refusal END,
        yc.setting_refusal('phrase:' || coalesce(_kind, '') || ':1', _words));
END $$;
COMMENT ON FUNCTION yc.phrase_refusal(bigint, int, smallint, text, text) IS
    'What stands against keeping a phrase for a hall, or NULL: E_RIGHT_MISSING (supervise), E_HALL_UNKNOWN {hall}, E_SETTING_NAME or E_SETTING_VALUE as for a person''s own.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.phrase_list(_region int, _hall smallint, _kind text) RETURNS TABLE (words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _here  boolean := yc.has_right(_actor, 'accept', _region, _hall) OR yc.has_right(_actor, 'supervise', _region);
BEGIN
    RETURN QUERY SELECT p.words FROM yc.hall_phrase p
    WHERE p.region = _region AND p.kind = _kind AND (p.hall = _hall OR NOT _here) AND _region = ANY (desk.my_regions())
    GROUP BY p.words ORDER BY min(p.id) LIMIT 50;
END $$;
COMMENT ON FUNCTION desk.phrase_list(int, smallint, text) IS
    'The phrases of a hall for a kind of field, oldest first, 50 at most: for its clerks and for supervisors; for whoever else works in the region, as approvers who have no hall, those of all its halls.';
GRANT EXECUTE ON FUNCTION desk.phrase_list(int, smallint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.phrase_keep(_region int, _hall smallint, _kind text, _words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.phrase_refusal(_actor, _region, _hall, _kind, _words));
    IF (SELECT count(*) FROM yc.hall_phrase p WHERE p.region = _region AND p.hall = _hall AND p.kind = _kind AND p.words <> _words) >= 30 THEN
        PERFORM yc.refuse('E_PHRASE_MANY', 'most', '30');
    END IF;
    INSERT INTO yc.hall_phrase (region, hall, kind, words, kept_by, kept_at) VALUES (_region, _hall, _kind, _words, _actor, yc.now())
    ON CONFLICT (region, hall, kind, words) DO NOTHING;
END $$;
COMMENT ON FUNCTION desk.phrase_keep(int, smallint, text, text) IS
    'Keeps a phrase for a hall. Sent twice it is as once: no command key. For supervisors. Refuses what yc.phrase_refusal() says, E_PHRASE_MANY {most}.';
GRANT EXECUTE ON FUNCTION desk.phrase_keep(int, smallint, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.phrase_drop(_region int, _hall smallint, _kind text, _words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.refuse(yc.right_refusal(yc.actor(), 'supervise', _region));
    DELETE FROM yc.hall_phrase p WHERE p.region = _region AND p.hall = _hall AND p.kind = _kind AND p.words = _words;
END $$;
COMMENT ON FUNCTION desk.phrase_drop(int, smallint, text, text) IS
    'Takes a phrase of a hall away; one that is not there does no harm. For supervisors. Refuses E_RIGHT_MISSING.';
GRANT EXECUTE ON FUNCTION desk.phrase_drop(int, smallint, text, text) TO yc_staff;
