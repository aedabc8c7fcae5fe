-- Deciding with what was seen: what differs, doubts, what stands beside a decision, how like cases were decided. yc.decision_basis holds what is known of a task
-- before its decision falls; desk.task_decide() asks yc.basis_refusal() and calls yc.basis_decided(), nothing else.

-- --- what differs

CREATE OR REPLACE FUNCTION yc.difference_class(_type text, _value text, _earlier text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN (_type = 'date' AND _value ~ '^\d{4}-\d{2}-\d{2}$' AND _earlier ~ '^\d{4}-\d{2}-\d{2}$')
            OR (_type = 'time' AND _value ~ '^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$' AND _earlier ~ '^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$' AND left(_value, 10) <> left(_earlier, 10))
        THEN CASE WHEN abs(_value::date - _earlier::date) <= 3 THEN 'days3' WHEN abs(_value::date - _earlier::date) <= 30 THEN 'days30' ELSE 'days' END
        ELSE 'other' END
$$;
COMMENT ON FUNCTION yc.difference_class(text, text, text) IS
    'How far two different values of a field are apart, as like cases are counted: days3 (1 to 3 days), days30 (4 to 30), days (more), other (no dates, or two times of one day).';

CREATE OR REPLACE FUNCTION yc.case_compared(_actor bigint, _case yc.case_file)
RETURNS TABLE (place int, field jsonb, value text, source text, source_on date, earlier text, earlier_source text, earlier_on date, earlier_case bigint, verdict text, class text)
LANGUAGE sql STABLE AS $$
    WITH former AS (
        SELECT c.id, c.accepted_at FROM yc.case_file c
        WHERE c.region = _case.region AND c.person_id = _case.person_id AND (c.accepted_at, c.id) < (_case.accepted_at, _case.id) AND c.state <> 'void'
          AND yc.may_see(_actor, c.region, c.hall, c.item)
        ORDER BY c.accepted_at DESC, c.id DESC LIMIT 20
    ), record AS (
        SELECT jsonb_strip_nulls(to_jsonb(p)) - 'mobile' AS held FROM yc.person p WHERE p.region = _case.region AND p.id = _case.person_id
    ), compared AS (
        SELECT g.n::int AS place, g.d, f.value, f.source, f.source_on,
               CASE WHEN r.held ? yc.field_record(g.d) THEN r.held ->> yc.field_record(g.d) ELSE e.value END AS earlier,
               CASE WHEN r.held ? yc.field_record(g.d) THEN 'person' WHEN e.value IS NOT NULL THEN 'earlier' END AS earlier_source,
               e.accepted_at, e.id
        FROM yc.definition x
        CROSS JOIN record r
        CROSS JOIN LATERAL jsonb_array_elements(x.content -> 'fields') WITH ORDINALITY AS g(d, n)
        JOIN yc.case_field f ON f.region = _case.region AND f.case_id = _case.id AND f.field = g.d ->> 'key' AND f.value <> ''
        LEFT JOIN LATERAL (SELECT o.value, w.accepted_at, w.id FROM former w
                           JOIN yc.case_field o ON o.region = _case.region AND o.case_id = w.id AND o.field = f.field AND o.value <> ''
                           ORDER BY w.accepted_at DESC, w.id DESC LIMIT 1) e ON true
        WHERE x.id = _case.definition_id
    )
    SELECT c.place, c.d, c.value, c.source, c.source_on, c.earlier, c.earlier_source,
           CASE c.earlier_source WHEN 'earlier' THEN (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date END, CASE c.earlier_source WHEN 'earlier' THEN c.id END,
           CASE WHEN c.earlier IS NULL THEN 'alone' WHEN c.earlier = c.value THEN 'agrees' ELSE 'differs' END,
           CASE WHEN c.earlier <> c.value THEN yc.difference_class(c.d ->> 'type', c.value, c.earlier) END
    FROM compared c ORDER BY c.place
$$;
COMMENT ON FUNCTION yc.case_compared(bigint, yc.case_file) IS
    'Each value of an accepted case beside the person''s record, or else beside their latest earlier case that has the field (of their last 20, those that the actor may see): differs (and by which class), agrees, alone. The telephone is compared with the earlier case: an acceptance writes it into the record.';

-- --- what stands beside a decision

CREATE OR REPLACE FUNCTION yc.case_returned_before(_case yc.case_file) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT count(*) FROM yc.decision d WHERE d.region = _case.region AND d.case_id = _case.id AND d.decision = 'return' AND d.undone_at IS NULL);
END $$;
COMMENT ON FUNCTION yc.case_returned_before(yc.case_file) IS 'How often a case was returned; what was taken back is as if it had not been.';

CREATE OR REPLACE FUNCTION yc.basis_refusal(_case yc.case_file, _task_id bigint, _decision text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _count bigint;
BEGIN
    IF _decision = 'return' THEN
        _count := yc.case_returned_before(_case);
        IF _count > 0 AND NOT EXISTS (SELECT FROM yc.decision_basis b WHERE b.region = _case.region AND b.task_id = _task_id AND b.again IS NOT NULL) THEN
            RETURN ROW('E_RETURN_AGAIN', ARRAY['number', _case.number, 'times', _count::text])::yc.refusal;
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.basis_refusal(yc.case_file, bigint, text) IS
    'E_RETURN_AGAIN {number, times}: the case was returned before, and nobody said (desk.decision_prepare()) why this was not said then; all that is to be corrected is told at once (一次性告知). Or NULL.';

CREATE OR REPLACE FUNCTION yc.alike_add(_case yc.case_file, _kinds text[], _day date, _decision text, _change int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.alike_delta (region, item, kind, day, decision, change)
    SELECT _case.region, _case.item, k, _day, _decision, _change FROM unnest(_kinds) k;
END $$;
COMMENT ON FUNCTION yc.alike_add(yc.case_file, text[], date, text, int) IS 'Counts a decision under each kind of doubt and difference, or (-1) takes it off again.';

CREATE OR REPLACE FUNCTION yc.basis_decided(_case yc.case_file, _task_id bigint, _decision text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _doubts bigint[];
    _kinds  text[];
    _basis  yc.decision_basis;
    _remedy int;
BEGIN
    WITH mine AS (
        UPDATE yc.doubt d SET decided_task = _task_id
        WHERE d.region = _case.region AND d.case_id = _case.id AND d.decided_task IS NULL AND d.removed_at IS NULL RETURNING d.id, d.reason)
    SELECT array_agg(m.id ORDER BY m.id), array_agg(DISTINCT 'doubt ' || m.reason) INTO _doubts, _kinds FROM mine m;
    IF _decision = 'deny' THEN
        _remedy := yc.definition_current('codes', 'remedy');
    END IF;
    IF _doubts IS NULL AND _remedy IS NULL AND NOT EXISTS (SELECT FROM yc.decision_basis b WHERE b.region = _case.region AND b.task_id = _task_id) THEN
        RETURN '{}';
    END IF;
    INSERT INTO yc.decision_basis AS b (region, task_id, case_id, remedy_id, kinds) VALUES (_case.region, _task_id, _case.id, _remedy, coalesce(_kinds, '{}'))
    ON CONFLICT (region, task_id) DO UPDATE SET remedy_id = excluded.remedy_id, kinds = b.differs || excluded.kinds,
        again = CASE WHEN _decision = 'return' AND yc.case_returned_before(_case) > 1 THEN b.again END, until = CASE WHEN _decision = 'suspend' THEN b.until END
    RETURNING * INTO _basis;
    IF _basis.until IS NOT NULL THEN
        UPDATE yc.suspension s SET expected = _basis.until WHERE s.region = _case.region AND s.case_id = _case.id AND s.last_day IS NULL;
    END IF;
    PERFORM yc.alike_add(_case, _basis.kinds, yc.today(), _decision, 1);
    RETURN jsonb_strip_nulls(jsonb_build_object('doubts', _doubts, 'remedy', _remedy, 'until', _basis.until,
        'again', CASE WHEN _basis.again IS NOT NULL THEN yc.digest(_case.region, _case.id, 'again', _basis.again) END));
END $$;
COMMENT ON FUNCTION yc.basis_decided(yc.case_file, bigint, text) IS
    'A decision has fallen (its row stands, the case is as it left it): the doubts of the case are its own from now on, a denial pins the remedies in force, a suspension gets its expected end, like cases are counted. Returns what the journal notes of it; {} where there was nothing.';

CREATE OR REPLACE FUNCTION yc.basis_undone(_case yc.case_file, _former bigint, _task_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _basis    yc.decision_basis;
    _decision yc.decision;
BEGIN
    UPDATE yc.doubt d SET decided_task = NULL WHERE d.region = _case.region AND d.decided_task = _former;
    SELECT * INTO _basis FROM yc.decision_basis b WHERE b.region = _case.region AND b.task_id = _former;
    IF FOUND THEN
        SELECT * INTO _decision FROM yc.decision d WHERE d.region = _case.region AND d.task_id = _former;
        PERFORM yc.alike_add(_case, _basis.kinds, (_decision.decided_at AT TIME ZONE 'Asia/Shanghai')::date, _decision.decision, -1);
        INSERT INTO yc.decision_basis (region, task_id, case_id, differs, again, until)
        VALUES (_case.region, _task_id, _case.id, _basis.differs, _basis.again, _basis.until);
    END IF;
END $$;
COMMENT ON FUNCTION yc.basis_undone(yc.case_file, bigint, bigint) IS
    'A decision was taken back: its doubts are open again, what stood beside it stands beside the new task, and it is counted no more.';

-- --- words

CREATE OR REPLACE FUNCTION yc.remedies(_definition int) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT string_agg(yc.words(v.value), CASE WHEN yc.english() THEN '; ' ELSE '；' END ORDER BY v.key)
            FROM yc.definition d, jsonb_each(d.content -> 'values') v WHERE d.id = _definition AND NOT coalesce((v.value ->> 'closed')::boolean, false));
END $$;
COMMENT ON FUNCTION yc.remedies(int) IS 'What can be done against a denial, by a version of the code list remedy, in one sentence in the language of the session.';

CREATE OR REPLACE FUNCTION yc.doubt_refusal(_actor bigint, _case yc.case_file, _task_id bigint, _token uuid) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _task yc.task;
BEGIN
    SELECT * INTO _task FROM yc.task t WHERE t.region = _case.region AND t.id = _task_id;
    RETURN yc.decide_obstacle(_actor, _case, _task, coalesce(_token, '00000000-0000-0000-0000-000000000000'), NULL);
END $$;
COMMENT ON FUNCTION yc.doubt_refusal(bigint, yc.case_file, bigint, uuid) IS
    'What stands against noting something on a task: whatever stands against deciding on it, but for the version; who may decide may note.';

CREATE OR REPLACE FUNCTION yc.waiting_again(_actor bigint, _region int) RETURNS SETOF yc.waiting LANGUAGE sql STABLE AS $$
    SELECT 1, a.kind, a.case_id, NULL::bigint, NULL::text, a.since, yc.staff_name(a.staff_id), a.detail, NULL::date
    FROM yc.asks_again(_region) a WHERE yc.has_right(_actor, 'supervise', _region)
$$;
COMMENT ON FUNCTION yc.waiting_again(bigint, int) IS
    'For supervisors: cases that were returned once more, oldest first; who, detail why it was not said the first time (yc.asks_again()).';

-- --- tending and verification

CREATE OR REPLACE FUNCTION yc.alike_fold() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _count int;
BEGIN
    WITH gone AS (DELETE FROM yc.alike_delta RETURNING *)
    INSERT INTO yc.alike_count AS c (region, item, kind, day, decision, count)
    SELECT g.region, g.item, g.kind, g.day, g.decision, sum(g.change) FROM gone g GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (region, item, kind, day, decision) DO UPDATE SET count = c.count + excluded.count;
    GET DIAGNOSTICS _count = ROW_COUNT;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.alike_fold() IS 'Folds what was counted of like cases; returns how many counters changed.';
REVOKE EXECUTE ON FUNCTION yc.alike_fold() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.verify_doubts() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    SELECT ('E_VERIFY_DOUBT', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.case_file c JOIN yc.doubt d ON d.region = c.region AND d.case_id = c.id
    LEFT JOIN yc.decision x ON x.region = d.region AND x.task_id = d.decided_task
    LEFT JOIN LATERAL (SELECT j.actor, j.at, j.action, yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = d.region AND j.case_id = d.case_id AND j.seq = d.seq) j ON true
    LEFT JOIN LATERAL (SELECT j.actor, j.at, j.action, yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = d.region AND j.case_id = d.case_id AND j.seq = d.removed_seq) r ON true
    WHERE (j.action, j.actor, j.at, j.body ->> 'doubt', j.body ->> d.kind, j.body ->> 'reason') IS DISTINCT FROM ('doubt', d.noted_by, d.noted_at, d.id::text, d.name, d.reason)
       OR j.body ->> 'words' IS DISTINCT FROM coalesce(yc.digest(d.region, d.case_id, 'doubt', d.words), j.body ->> 'words')
       OR (r.action, r.actor, r.at, r.body ->> 'doubt') IS DISTINCT FROM (CASE WHEN d.removed_at IS NOT NULL THEN 'undoubt' END, d.removed_by, d.removed_at, CASE WHEN d.removed_at IS NOT NULL THEN d.id::text END)
       OR x.undone_at IS NOT NULL OR x.case_id <> d.case_id
    GROUP BY c.region, c.id
    UNION ALL
    SELECT ('E_VERIFY_BASIS', ARRAY['case', coalesce(c.number, c.id::text)])::yc.finding
    FROM yc.decision_basis b JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id
    JOIN yc.decision d ON d.region = b.region AND d.task_id = b.task_id AND d.undone_at IS NULL
    LEFT JOIN LATERAL (SELECT yc.journal_content(j.body) AS body FROM yc.journal j
                       WHERE j.region = d.region AND j.case_id = d.case_id AND j.action = d.decision AND yc.journal_task(j) = d.task_id) j ON true
    WHERE b.kinds IS NULL
       OR (j.body ->> 'until', j.body ->> 'remedy') IS DISTINCT FROM (b.until::text, b.remedy_id::text)
       OR j.body ->> 'again' IS DISTINCT FROM CASE WHEN b.again IS NOT NULL THEN coalesce(yc.digest(b.region, b.case_id, 'again', b.again), j.body ->> 'again') END
    UNION ALL
    SELECT ('E_VERIFY_ALIKE', ARRAY['item', coalesce(n.item, f.item), 'kind', coalesce(n.kind, f.kind), 'counted', coalesce(n.count, 0)::text, 'found', coalesce(f.count, 0)::text])::yc.finding
    FROM (SELECT x.region, x.item, x.kind, x.day, x.decision, sum(x.count) AS count
          FROM (SELECT * FROM yc.alike_count UNION ALL SELECT * FROM yc.alike_delta) x GROUP BY 1, 2, 3, 4, 5) n
    FULL JOIN (SELECT c.region, c.item, k AS kind, (d.decided_at AT TIME ZONE 'Asia/Shanghai')::date AS day, d.decision, count(*) AS count
               FROM yc.decision_basis b JOIN yc.decision d ON d.region = b.region AND d.task_id = b.task_id AND d.undone_at IS NULL
               JOIN yc.case_file c ON c.region = b.region AND c.id = b.case_id CROSS JOIN LATERAL unnest(b.kinds) k GROUP BY 1, 2, 3, 4, 5) f
        ON (f.region, f.item, f.kind, f.day, f.decision) = (n.region, n.item, n.kind, n.day, n.decision)
    WHERE coalesce(n.count, 0) <> coalesce(f.count, 0)
$$;
COMMENT ON FUNCTION yc.verify_doubts() IS
    'A doubt stands on its row of the journal, whose digest is that of its words, and so does its removal; it belongs to a decision of its case that was not taken back. What stands beside a decision is what its journal noted. A recount of like cases agrees with their counters.';
REVOKE EXECUTE ON FUNCTION yc.verify_doubts() FROM yc_desk;

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.case_compare(_region int, _case_id bigint)
RETURNS TABLE (place int, block text, field text, name_zh text, name_en text, value text, code_zh text, code_en text, source text, source_on date,
               earlier text, earlier_code_zh text, earlier_code_en text, earlier_source text, earlier_on date, earlier_number text, earlier_item_zh text, earlier_item_en text,
               verdict text, class text, days int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _case    yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _differs text[];
BEGIN
    PERFORM yc.read_log_append(_actor, _region, 'case_compare', _case_id, _case.person_id, 'unmasked fields', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT f.place, f.field ->> 'block', f.field ->> 'key', f.field -> 'name' ->> 'zh', f.field -> 'name' ->> 'en',
        CASE WHEN m.masked THEN yc.mask(coalesce(f.field ->> 'check', 'text'), f.value) ELSE f.value END,
        w.zh, w.en, f.source, f.source_on,
        CASE WHEN m.masked THEN yc.mask(coalesce(f.field ->> 'check', 'text'), f.earlier) ELSE f.earlier END,
        y.zh, y.en, f.earlier_source, f.earlier_on, e.number, i.name_zh, i.name_en,
        f.verdict, f.class, CASE WHEN f.class LIKE 'days%' THEN abs(f.value::date - f.earlier::date) END
    FROM yc.case_compared(_actor, _case) f
    JOIN yc.definition x ON x.id = _case.definition_id
    CROSS JOIN LATERAL (SELECT coalesce((f.field ->> 'masked')::boolean, false) AS masked) m
    CROSS JOIN LATERAL yc.code_words(f.field, f.value, x.pins) w
    CROSS JOIN LATERAL yc.code_words(f.field, f.earlier, x.pins) y
    LEFT JOIN yc.case_file e ON e.region = _region AND e.id = f.earlier_case
    LEFT JOIN yc.definition i ON i.id = e.definition_id
    ORDER BY f.place;
    -- What the one who holds the task has been shown is what like cases are counted under when they decide.
    IF EXISTS (SELECT FROM yc.task t WHERE t.region = _region AND t.id = _case.live_task AND t.claimed_by = _actor) THEN
        SELECT coalesce(array_agg('difference ' || (f.field ->> 'key') || ' ' || f.class ORDER BY f.place), '{}') INTO _differs
        FROM yc.case_compared(_actor, _case) f WHERE f.verdict = 'differs';
        UPDATE yc.decision_basis b SET differs = _differs WHERE b.region = _region AND b.task_id = _case.live_task AND b.kinds IS NULL;
        IF NOT FOUND AND cardinality(_differs) > 0 THEN
            INSERT INTO yc.decision_basis (region, task_id, case_id, differs) VALUES (_region, _case.live_task, _case_id, _differs) ON CONFLICT DO NOTHING;
        END IF;
    END IF;
END $$;
COMMENT ON FUNCTION desk.case_compare(int, bigint) IS
    'The values of a case that I may see, in the order of its definition, each beside the person''s record (earlier_source person) or their latest earlier case that I may see (earlier: its day, number and item): verdict differs (class: yc.difference_class(), days between two dates), agrees, alone. block is the group of fields that it belongs to, NULL the item''s own. Masked as in desk.case_fields(). Noted in the read log.';
GRANT EXECUTE ON FUNCTION desk.case_compare(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.doubt_add(_command uuid, _region int, _task_id bigint, _token uuid, _kind text, _name text, _reason text, _words text)
RETURNS TABLE (doubt_id bigint, version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'doubt_add', _task_id::text, _token::text, _kind, _name, _reason, _words);
    _said  text := btrim(coalesce(_words, ''), E' \u3000');
    _case  yc.case_file;
    _doubt bigint;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.task_case(_actor, _region, _task_id);
        PERFORM yc.refuse(yc.doubt_refusal(_actor, _case, _task_id, _token));
        IF _kind = 'field' AND yc.field_of(_case.definition_id, _name) IS NULL THEN
            PERFORM yc.refuse('E_FIELD_UNKNOWN', 'field', coalesce(_name, ''));
        ELSIF _kind IS DISTINCT FROM 'field' AND NOT (_kind IS NOT DISTINCT FROM 'material' AND EXISTS (
                SELECT FROM yc.definition d, jsonb_array_elements(d.content -> 'materials') m WHERE d.id = _case.definition_id AND m ->> 'key' = _name)) THEN
            PERFORM yc.refuse('E_MATERIAL_UNKNOWN', 'material', coalesce(_name, ''));
        END IF;
        PERFORM yc.refuse(yc.reason_refusal('return', _reason, '-'));
        IF _said <> '' THEN
            PERFORM yc.refuse(yc.words_refusal('words', _said));
        END IF;
        IF EXISTS (SELECT FROM yc.doubt d WHERE d.region = _region AND d.case_id = _case.id AND d.removed_at IS NULL AND d.decided_task IS NULL
                   AND (d.kind, d.name, d.reason) = (_kind, _name, _reason)) THEN
            PERFORM yc.refuse('E_DOUBT_THERE', 'name', _name, 'reason', _reason);
        ELSIF (SELECT count(*) FROM yc.doubt d WHERE d.region = _region AND d.case_id = _case.id AND d.removed_at IS NULL AND d.decided_task IS NULL) >= 40 THEN
            PERFORM yc.refuse('E_DOUBT_MANY', 'most', '40');
        END IF;
        INSERT INTO yc.doubt (region, case_id, task_id, seq, stage, kind, name, reason, words, noted_by, noted_at)
        VALUES (_region, _case.id, _task_id, _case.journal_seq + 1, _case.stage, _kind, _name, _reason, _said, _actor, yc.now()) RETURNING id INTO _doubt;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'doubt', jsonb_build_object('doubt', _doubt, _kind, _name, 'reason', _reason,
            'words', yc.digest(_region, _case.id, 'doubt', _said)));
        _reply := yc.command_end(_region, _command, jsonb_build_object('doubt_id', _doubt, 'version', _case.version + 1));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(doubt_id bigint, version int);
END $$;
COMMENT ON FUNCTION desk.doubt_add(uuid, int, bigint, uuid, text, text, text, text) IS
    'Notes a doubt on a field or a material (kind, its key) of the case whose task I hold, with an open code of return_reason and words (up to 200, or none). Returns the version of the case as it is now. Refuses what yc.doubt_refusal() tells, E_FIELD_UNKNOWN, E_MATERIAL_UNKNOWN, E_REASON_UNKNOWN (also a code that was closed), E_VALUE_REFUSED {field, check}, E_DOUBT_THERE {name, reason}, E_DOUBT_MANY {most}.';
GRANT EXECUTE ON FUNCTION desk.doubt_add(uuid, int, bigint, uuid, text, text, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.doubt_remove(_command uuid, _region int, _task_id bigint, _token uuid, _doubt bigint) RETURNS TABLE (doubt_id bigint, version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'doubt_remove', _task_id::text, _token::text, _doubt::text);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.task_case(_actor, _region, _task_id);
        PERFORM yc.refuse(yc.doubt_refusal(_actor, _case, _task_id, _token));
        UPDATE yc.doubt d SET removed_seq = _case.journal_seq + 1, removed_by = _actor, removed_at = yc.now()
        WHERE d.region = _region AND d.case_id = _case.id AND d.id = _doubt AND d.removed_at IS NULL AND d.decided_task IS NULL;
        IF NOT FOUND THEN
            PERFORM yc.refuse('E_DOUBT_UNKNOWN', 'doubt', coalesce(_doubt::text, ''));
        END IF;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'undoubt', jsonb_build_object('doubt', _doubt));
        _reply := yc.command_end(_region, _command, jsonb_build_object('doubt_id', _doubt, 'version', _case.version + 1));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(doubt_id bigint, version int);
END $$;
COMMENT ON FUNCTION desk.doubt_remove(uuid, int, bigint, uuid, bigint) IS
    'Takes a doubt of the case whose task I hold away, until the decision, whoever noted it; it stays in the history. Returns the version of the case as it is now. Refuses what yc.doubt_refusal() tells, E_DOUBT_UNKNOWN {doubt}, also when it is gone or belongs to a decision already.';
GRANT EXECUTE ON FUNCTION desk.doubt_remove(uuid, int, bigint, uuid, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.doubt_list(_region int, _case_id bigint)
RETURNS TABLE (doubt_id bigint, kind text, name text, name_zh text, name_en text, reason text, reason_zh text, reason_en text, words text,
               stage text, who text, at timestamptz, mine boolean, decision text, correct boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _last  bigint;
BEGIN
    IF yc.sample_blinds(_actor, _region, _case_id) OR NOT EXISTS (SELECT FROM yc.doubt d WHERE d.region = _region AND d.case_id = _case_id) THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'doubt_list', _case_id, _case.person_id, 'doubts', 'case ' || coalesce(_case.number, 'draft'));
    IF _case.state = 'returned' THEN
        SELECT d.task_id INTO _last FROM yc.decision d
        WHERE d.region = _region AND d.case_id = _case_id AND d.decision = 'return' AND d.undone_at IS NULL ORDER BY d.decided_at DESC, d.id DESC LIMIT 1;
    END IF;
    RETURN QUERY SELECT o.id, o.kind, o.name, n.given -> 'name' ->> 'zh', n.given -> 'name' ->> 'en', o.reason, l.content -> 'values' -> o.reason ->> 'zh', l.content -> 'values' -> o.reason ->> 'en',
        o.words, o.stage, yc.staff_name(o.noted_by), o.noted_at, o.noted_by = _actor, x.decision, coalesce(o.decided_task = _last, false)
    FROM yc.doubt o
    JOIN yc.definition d ON d.id = _case.definition_id
    LEFT JOIN LATERAL (SELECT g AS given FROM jsonb_array_elements(d.content -> CASE o.kind WHEN 'field' THEN 'fields' ELSE 'materials' END) g
                       WHERE g ->> 'key' = o.name LIMIT 1) n ON true
    LEFT JOIN yc.definition l ON l.id = yc.definition_current('codes', 'return_reason')
    LEFT JOIN yc.decision x ON x.region = o.region AND x.task_id = o.decided_task
    WHERE o.region = _region AND o.case_id = _case_id AND o.removed_at IS NULL
    ORDER BY o.seq;
END $$;
COMMENT ON FUNCTION desk.doubt_list(int, bigint) IS
    'The doubts of a case that I may see, in the order in which they were noted, without those that were removed: on a field or material (kind; name is its key), reason and words, who noted it when at which stage; decision the one that it belongs to, NULL none yet; correct: it is to be corrected now, being one of the last return of a case that is returned. Noted in the read log. Nothing while I have the case open for a blind second look.';
GRANT EXECUTE ON FUNCTION desk.doubt_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.decision_prepare(_region int, _task_id bigint, _token uuid, _again text, _until date) RETURNS TABLE (task_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.task_case(_actor, _region, _task_id);
    _said  text := nullif(btrim(_again, E' \u3000'), '');
BEGIN
    IF EXISTS (SELECT FROM yc.decision d WHERE d.region = _region AND d.task_id = _task_id AND d.decided_by = _actor AND d.undone_at IS NULL) THEN
        RETURN QUERY SELECT _task_id; -- sent once more after a cut, the decision is there
        RETURN;
    END IF;
    PERFORM yc.refuse(yc.doubt_refusal(_actor, _case, _task_id, _token));
    IF _said IS NOT NULL THEN
        PERFORM yc.refuse(yc.words_refusal('again', _said));
    END IF;
    IF NOT coalesce(_until BETWEEN yc.today() + 1 AND yc.today() + 1096, true) THEN
        PERFORM yc.refuse('E_SUSPEND_UNTIL', 'day', _until::text, 'first', (yc.today() + 1)::text, 'last', (yc.today() + 1096)::text);
    END IF;
    INSERT INTO yc.decision_basis (region, task_id, case_id, again, until) VALUES (_region, _task_id, _case.id, _said, _until)
    ON CONFLICT ON CONSTRAINT decision_basis_pkey DO UPDATE SET again = excluded.again, until = excluded.until;
    RETURN QUERY SELECT _task_id;
END $$;
COMMENT ON FUNCTION desk.decision_prepare(int, bigint, uuid, text, date) IS
    'Says beside the decision that I am about to take on a task that I hold: why this was not said when the case was returned the first time, and when the suspension should be over (from tomorrow on, within three years; NULL: nobody can say). What was said before is replaced; harmless when sent twice. Refuses what yc.doubt_refusal() tells, E_VALUE_REFUSED {field, check}, E_SUSPEND_UNTIL {day, first, last}.';
GRANT EXECUTE ON FUNCTION desk.decision_prepare(int, bigint, uuid, text, date) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_standing(_region int, _case_id bigint) RETURNS TABLE (accepted_by text, handled text, code text, parameters text[], returns int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor   bigint := yc.actor();
    _case    yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _refusal yc.refusal := yc.kin_refusal(_actor, yc.case_people(_region, _case_id));
BEGIN
    IF _refusal.code IS NULL THEN
        _refusal := yc.excluded_refusal(_actor, _case);
    END IF;
    IF yc.sample_blinds(_actor, _region, _case_id) THEN
        RETURN QUERY SELECT NULL::text, NULL::text, _refusal.code, _refusal.parameters, NULL::int;
        RETURN;
    END IF;
    RETURN QUERY SELECT yc.staff_name(_case.accepted_by),
        (SELECT string_agg(DISTINCT yc.staff_name(h.staff_id), ' ') FROM yc.case_handled(_region, _case_id) h WHERE h.stage <> 'accept'),
        _refusal.code, _refusal.parameters, yc.case_returned_before(_case)::int;
END $$;
COMMENT ON FUNCTION desk.case_standing(int, bigint) IS
    'How I stand to a case (四眼): who accepted it, who agreed at other stages, and what keeps me away from it, by the predicates of claiming (code NULL: nothing; it is not my own, not my kin''s, I had no hand in it). returns: how often it was returned. Of a case that I have open for a blind second look, only what keeps me away.';
GRANT EXECUTE ON FUNCTION desk.case_standing(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.alike_list(_region int, _case_id bigint)
RETURNS TABLE (kind text, name_zh text, name_en text, class text, agreed bigint, returned bigint, denied bigint, suspended bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
BEGIN
    RETURN QUERY
    WITH kinds AS (
        SELECT DISTINCT k AS key FROM (
            SELECT unnest(b.differs) AS k FROM yc.decision_basis b WHERE b.region = _region AND b.task_id = _case.live_task
            UNION ALL
            SELECT 'doubt ' || d.reason FROM yc.doubt d WHERE d.region = _region AND d.case_id = _case_id AND d.removed_at IS NULL AND d.decided_task IS NULL) x
        LIMIT 40
    ), counted AS (
        SELECT k.key, c.decision, sum(c.count) AS count FROM kinds k CROSS JOIN LATERAL (
            SELECT x.decision, x.count FROM yc.alike_count x WHERE x.region = _region AND x.item = _case.item AND x.kind = k.key AND x.day > yc.today() - 30
            UNION ALL
            SELECT x.decision, x.change FROM yc.alike_delta x WHERE x.region = _region AND x.item = _case.item AND x.kind = k.key AND x.day > yc.today() - 30) c
        GROUP BY 1, 2
    )
    SELECT split_part(k.key, ' ', 1), coalesce(l.name ->> 'zh', g.name ->> 'zh'), coalesce(l.name ->> 'en', g.name ->> 'en'), nullif(split_part(k.key, ' ', 3), ''),
        coalesce(sum(c.count) FILTER (WHERE c.decision = 'agree'), 0)::bigint, coalesce(sum(c.count) FILTER (WHERE c.decision = 'return'), 0)::bigint,
        coalesce(sum(c.count) FILTER (WHERE c.decision = 'deny'), 0)::bigint, coalesce(sum(c.count) FILTER (WHERE c.decision = 'suspend'), 0)::bigint
    FROM kinds k LEFT JOIN counted c ON c.key = k.key
    LEFT JOIN LATERAL (SELECT x.content -> 'values' -> split_part(k.key, ' ', 2) AS name FROM yc.definition x
                       WHERE k.key LIKE 'doubt %' AND x.id = yc.definition_current('codes', 'return_reason')) l ON true
    LEFT JOIN LATERAL (SELECT yc.field_of(_case.definition_id, split_part(k.key, ' ', 2)) -> 'name' AS name WHERE k.key LIKE 'difference %') g ON true
    GROUP BY k.key, l.name, g.name ORDER BY k.key;
END $$;
COMMENT ON FUNCTION desk.alike_list(int, bigint) IS
    'How cases of the same item in this region were decided in the last 30 days that had what this one has, a row for each: kind difference (a field, class: how far apart) or doubt (a reason). From counters; what differs is what desk.case_compare() has shown to the one who holds the task.';
GRANT EXECUTE ON FUNCTION desk.alike_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.returned_again_see(_command uuid, _region int, _case_id bigint) RETURNS TABLE (case_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'returned_again_see', _case_id::text);
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        IF NOT EXISTS (SELECT FROM yc.decision_basis b WHERE b.region = _region AND b.case_id = _case_id AND b.again IS NOT NULL AND b.kinds IS NOT NULL) THEN
            PERFORM yc.refuse('E_CASE_UNKNOWN', 'case', coalesce(_case_id::text, ''));
        END IF;
        UPDATE yc.decision_basis b SET seen_by = _actor, seen_at = yc.now()
        WHERE b.region = _region AND b.case_id = _case_id AND b.again IS NOT NULL AND b.kinds IS NOT NULL AND b.seen_at IS NULL;
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case_id));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'case_id')::bigint;
END $$;
COMMENT ON FUNCTION desk.returned_again_see(uuid, int, bigint) IS
    'A supervisor has seen that a case was returned once more: it waits for them no longer. The case itself is not changed. Refuses E_RIGHT_MISSING, E_CASE_UNKNOWN {case}, also for one that was not.';
GRANT EXECUTE ON FUNCTION desk.returned_again_see(uuid, int, bigint) TO yc_staff;
