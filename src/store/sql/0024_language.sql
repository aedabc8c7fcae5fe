-- Names of staff and halls, and what definitions say of the law, in the language of the session.

SET LOCAL ROLE yc_owner;

CREATE FUNCTION yc.english() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('yichuang.language', true) = 'en', false)
$$;
COMMENT ON FUNCTION yc.english() IS
    'Whether names in answers are to be English: the setting yichuang.language of the session, which a workstation sets to zh or en as it connects; anything else is Chinese. A matter of words alone: never ask it where a right, a state or a stored value hangs on the answer.';

-- plpgsql keeps its plan; a function in SQL with a table in it would be planned at every call.
CREATE OR REPLACE FUNCTION yc.staff_name(_staff bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT CASE WHEN yc.english() THEN s.name_en ELSE s.name_zh END FROM yc.staff s WHERE s.id = _staff);
END $$;
COMMENT ON FUNCTION yc.staff_name(bigint) IS
    'How colleagues are named to one another, in the language of the session (yc.english()); NULL where there is nobody. For answers and refusals only: what is stored or hashed holds the id.';

CREATE OR REPLACE FUNCTION yc.window_refusal(_actor bigint, _region int, _hall smallint, _window smallint) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN NOT yc.has_right(_actor, 'accept', _region, _hall)
            THEN ROW('E_RIGHT_MISSING', ARRAY['action', 'accept', 'region', _region::text, 'item', ''])::yc.refusal
        WHEN NOT EXISTS (SELECT FROM yc.service_window w WHERE w.region = _region AND w.hall = _hall AND w.window_number = _window)
            THEN ROW('E_WINDOW_UNKNOWN', ARRAY['window', _window::text, 'hall',
                (SELECT CASE WHEN yc.english() THEN h.name_en ELSE h.name_zh END FROM yc.hall h WHERE h.region = _region AND h.hall = _hall)])::yc.refusal
    END
$$;

CREATE FUNCTION yc.words(_words jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE jsonb_typeof(_words) WHEN 'object' THEN _words ->> CASE WHEN yc.english() THEN 'en' ELSE 'zh' END ELSE _words #>> '{}' END
$$;
COMMENT ON FUNCTION yc.words(jsonb) IS
    'Words of a definition in the language of the session (yc.english()): {zh, en}, or one text that serves both.';

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.explain(_region int, _case_id bigint)
RETURNS TABLE (clock text, due date, limit_days int, unit text, basis text, step int, kind text, first_day date, last_day date, days int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.clock, CASE k.clock WHEN 'promised' THEN c.promised_due ELSE c.statutory_due END,
           (l ->> 'days')::int, l ->> 'unit', yc.words(l -> 'basis'), s.step, s.kind, s.first_day, s.last_day, s.days
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.case_file c ON c.region = (visible.row).region AND c.id = (visible.row).id AND c.accepted_at IS NOT NULL
    JOIN yc.definition d ON d.id = c.definition_id
    CROSS JOIN (VALUES (1, 'promised'), (2, 'statutory')) k(n, clock)
    CROSS JOIN LATERAL (SELECT d.content -> 'limits' -> k.clock AS l) limits
    CROSS JOIN LATERAL yc.due_steps(yc.case_start_day(c), (l ->> 'days')::int, l ->> 'unit', yc.case_pauses(c.region, c.id)) s
    WHERE l IS NOT NULL
    ORDER BY k.n, s.step
$$;

CREATE OR REPLACE FUNCTION desk.receipt(_region int, _case_id bigint)
RETURNS TABLE (number text, item_zh text, item_en text, name text, id_no text, hall_zh text, hall_en text, window_number smallint, clerk text, accepted_at timestamptz,
               promised_due date, promised_days int, promised_unit text, statutory_due date, statutory_days int, statutory_unit text, statutory_basis text,
               issue int, voided text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    IF _case.number IS NULL THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'receipt', _case_id, _case.person_id, 'name', 'case ' || _case.number);
    RETURN QUERY SELECT c.number, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', p.name, yc.mask('id_any', p.id_no), h.name_zh, h.name_en, i.window_number,
           yc.staff_name(c.accepted_by), c.accepted_at,
           c.promised_due, (d.content -> 'limits' -> 'promised' ->> 'days')::int, d.content -> 'limits' -> 'promised' ->> 'unit',
           c.statutory_due, (d.content -> 'limits' -> 'statutory' ->> 'days')::int, d.content -> 'limits' -> 'statutory' ->> 'unit',
           yc.words(d.content -> 'limits' -> 'statutory' -> 'basis'),
           i.issue, coalesce((SELECT v.void_reason FROM yc.receipt_issue v WHERE v.region = i.region AND v.case_id = i.case_id AND v.issue = i.issue - 1), '')
    FROM yc.case_file c
    JOIN yc.receipt_issue i ON i.region = c.region AND i.case_id = c.id AND i.voided_at IS NULL
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    JOIN yc.hall h ON h.region = c.region AND h.hall = c.hall
    WHERE c.region = _region AND c.id = _case_id;
END $$;

CREATE OR REPLACE FUNCTION desk.task_list(_region int, _after_priority smallint, _after_due date, _after_id bigint)
RETURNS TABLE (task_id bigint, case_id bigint, number text, item text, item_zh text, item_en text, stage text, name text, priority smallint, due date,
               accepted_at timestamptz, claimed_by text, mine boolean, barred boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor bigint := yc.actor();
BEGIN
    RETURN QUERY SELECT t.id, t.case_id, c.number, c.item, d.name_zh, d.name_en, c.stage, yc.mask('name_any', p.name),
           t.priority, t.due, c.accepted_at, CASE WHEN yc.english() THEN s.name_en ELSE s.name_zh END, t.claimed_by = _actor, _actor = ANY (t.excluded)
    FROM (
        SELECT x.* FROM yc.my_queues(_actor, _region) q(id)
        CROSS JOIN LATERAL (SELECT * FROM yc.task t
                            WHERE t.region = _region AND t.queue_id = q.id AND t.claimed_by IS NULL
                              AND (t.priority, t.due, t.id) > (coalesce(_after_priority, (-1)::smallint), coalesce(_after_due, '-infinity'), coalesce(_after_id, 0))
                            ORDER BY t.priority, t.due, t.id LIMIT 50) x
        UNION ALL
        SELECT t.* FROM yc.task t WHERE t.claimed_by = _actor AND t.region = _region AND _after_id IS NULL
        ORDER BY priority, due, id LIMIT 50) t
    JOIN yc.case_file c ON c.region = t.region AND c.id = t.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.staff s ON s.id = t.claimed_by
    ORDER BY t.claimed_by IS NULL, t.priority, t.due, t.id;
END $$;
