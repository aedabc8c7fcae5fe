-- A second look at finished cases (事后抽查).
--
-- Drawing. Tending draws a day of a region at a time, once the day is over and nothing of it can be undone any more. Each accepting clerk's cases of
-- each item are a share of their own (yc.sample_share): every case adds its rule's percentage to what the share owes, and with every full hundred (counted
-- from a start between 0 and 99) one is drawn. So a share is never off by a whole case, however small it is. Which ones of the day's cases: those
-- with the least SHA-256 over "seed region case" (yc.sample_hash()); the start is the first four bytes of that over "seed region clerk item", modulo 100. The
-- same seed over the same cases, day by day, draws the same ones; who does not know the seed (yc.setting sample_seed) cannot say which. What a rule wants whole (100%)
-- is drawn whole.

CREATE OR REPLACE FUNCTION yc.sample_hash(VARIADIC _parts text[]) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(convert_to(array_to_string(_parts, ' '), 'UTF8')) $$;
COMMENT ON FUNCTION yc.sample_hash(text[]) IS 'SHA-256 over words with a blank between them: by "seed region case" the cases of a share are drawn in order, by "seed region clerk item" it has its start.';

-- --- the rules

CREATE OR REPLACE FUNCTION yc.sample_rule_of(_region int, _definition int, _day date) RETURNS yc.sample_rule LANGUAGE plpgsql STABLE AS $$
DECLARE
    _rule yc.sample_rule;
    _item text;
    _risk text;
BEGIN
    SELECT d.code, d.content ->> 'risk' INTO _item, _risk FROM yc.definition d WHERE d.id = _definition;
    SELECT (r).* INTO _rule FROM (
        SELECT r, CASE WHEN r.item = _item THEN 1 WHEN r.risk = _risk THEN 2 ELSE 4 END AS place FROM yc.sample_rule r
        WHERE r.region = _region AND _day BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
          AND coalesce(r.item, _item) = _item AND coalesce(r.risk, _risk, '') = coalesce(_risk, '')
        UNION ALL
        SELECT g, CASE WHEN g.risk IS NULL THEN 5 ELSE 3 END FROM yc.sample_rules_given(_region) g WHERE coalesce(g.risk, _risk, '') = coalesce(_risk, '')) found
    ORDER BY found.place LIMIT 1;
    RETURN _rule;
END $$;
COMMENT ON FUNCTION yc.sample_rule_of(int, int, date) IS
    'The rule by which a case of a definition that finishes on a day is drawn: that of its item, else that of its risk, else that of all items; what a supervisor has set goes before what is given.';

CREATE OR REPLACE FUNCTION yc.sample_rules_given(_region int) RETURNS SETOF yc.sample_rule LANGUAGE sql IMMUTABLE AS $$
    SELECT _region, NULL::bigint, NULL::text, 'high', 100::smallint, true, 10::smallint, '', NULL::date, NULL::date, NULL::bigint, NULL::timestamptz
    UNION ALL
    SELECT _region, NULL, NULL, NULL, 5::smallint, true, 10::smallint, '', NULL, NULL, NULL, NULL
$$;
COMMENT ON FUNCTION yc.sample_rules_given(int) IS
    'The rules that hold where no supervisor has set one: all cases of items of high risk, which changes of an account and lump sums are, and 5% of the rest; blind, ten working days.';

-- --- who looks

CREATE OR REPLACE FUNCTION yc.sample_right(_actor bigint, _region int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF yc.has_right(_actor, 'supervise', _region) THEN
        RETURN NULL;
    END IF;
    RETURN yc.right_refusal(_actor, 'audit', _region);
END $$;
COMMENT ON FUNCTION yc.sample_right(bigint, int) IS 'A second look is for auditors and supervisors of the region: E_RIGHT_MISSING, or NULL.';

CREATE OR REPLACE FUNCTION yc.sample_excluded(_region int, _case_id bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT h.staff_id FROM yc.case_handled(_region, _case_id) h WHERE h.staff_id IS NOT NULL
                 UNION SELECT d.decided_by FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id
                 UNION SELECT j.actor FROM yc.journal j WHERE j.region = _region AND j.case_id = _case_id AND j.action NOT IN ('look_agree', 'look_differs')
                 UNION SELECT unnest(yc.staff_related(yc.case_people(_region, _case_id))))
$$;
COMMENT ON FUNCTION yc.sample_excluded(int, bigint) IS 'Staff who may not look at a case a second time: whoever had a hand in it, also one that was undone; whose own or kin''s case it is.';

CREATE OR REPLACE FUNCTION yc.sample_obstacle(_actor bigint, _sample yc.sample) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.sample_right(_actor, _sample.region);
BEGIN
    IF _sample.id IS NULL OR _sample.gone_at IS NOT NULL THEN
        RETURN ROW('E_SAMPLE_UNKNOWN', '{}'::text[])::yc.refusal;
    ELSIF _refusal.code IS NOT NULL THEN
        RETURN _refusal;
    ELSIF _sample.result IS NOT NULL THEN
        RETURN ROW('E_SAMPLE_LOOKED', ARRAY['who', yc.staff_name(_sample.looked_by), 'when', yc.moment(_sample.looked_at)])::yc.refusal;
    END IF;
    _refusal := yc.kin_refusal(_actor, yc.case_people(_sample.region, _sample.case_id));
    IF _refusal.code IS NULL AND _actor = ANY (yc.sample_excluded(_sample.region, _sample.case_id)) THEN
        _refusal := ROW('E_SAMPLE_HANDLED', '{}'::text[])::yc.refusal;
    ELSIF _refusal.code IS NULL AND _sample.opened_by <> _actor AND (_sample.opened_at AT TIME ZONE 'Asia/Shanghai')::date = yc.today() THEN
        _refusal := ROW('E_SAMPLE_OPENED', ARRAY['who', yc.staff_name(_sample.opened_by)])::yc.refusal;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.sample_obstacle(bigint, yc.sample) IS
    'What stands against my second look, or NULL: E_SAMPLE_UNKNOWN (none, or its decision was undone), E_RIGHT_MISSING, E_SAMPLE_LOOKED {who, when}, E_OWN_CASE, E_KIN_CASE, E_SAMPLE_HANDLED (I had a hand in the case), E_SAMPLE_OPENED {who} (somebody else has it open today).';

CREATE OR REPLACE FUNCTION yc.sample_blinds(_actor bigint, _region int, _case_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM yc.sample s WHERE s.region = _region AND s.case_id = _case_id AND s.gone_at IS NULL
                   AND s.result IS NULL AND s.blind AND s.opened_by = _actor);
END $$;
COMMENT ON FUNCTION yc.sample_blinds(bigint, int, bigint) IS
    'Whether somebody has a case open for a second look that is to be blind: until theirs is in, what was decided and by whom is kept from them wherever they look the case up.';

-- --- drawing, and taking away again

CREATE OR REPLACE FUNCTION yc.sample_day_cases(_region int, _day date) RETURNS TABLE (case_id bigint, clerk bigint, item text, definition_id int) LANGUAGE sql STABLE AS $$
    SELECT c.id, c.accepted_by, c.item, c.definition_id FROM yc.case_file c
    WHERE c.region = _region AND c.state IN ('finished', 'denied')
      AND c.finished_at >= _day::timestamp AT TIME ZONE 'Asia/Shanghai' AND c.finished_at < (_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
$$;
COMMENT ON FUNCTION yc.sample_day_cases(int, date) IS 'The cases that finished (or were denied) on a day: what is drawn from.';
REVOKE EXECUTE ON FUNCTION yc.sample_day_cases(int, date) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.sample_draw(_region int, _day date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _seed  text := yc.setting('sample_seed');
    _today date := yc.today();
    _count int;
BEGIN
    INSERT INTO yc.sample_day (region, day, seed, drawn_at, finished)
    VALUES (_region, _day, _seed, yc.now(), (SELECT count(*) FROM yc.sample_day_cases(_region, _day))) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    INSERT INTO yc.sample_share AS s (region, clerk, item, start, finished, owed, drawn)
    SELECT _region, c.clerk, c.item, ('x' || encode(substring(yc.sample_hash(_seed, _region::text, c.clerk::text, c.item) FOR 4), 'hex'))::bit(32)::bigint % 100,
           count(*), sum(r.percent), 0
    FROM yc.sample_day_cases(_region, _day) c JOIN yc.sample_rules_on(_region, _day) r ON r.definition_id = c.definition_id
    GROUP BY c.clerk, c.item
    ON CONFLICT (region, clerk, item) DO UPDATE SET finished = s.finished + excluded.finished, owed = s.owed + excluded.owed;
    INSERT INTO yc.sample (region, case_id, day, clerk, item, percent, blind, excluded, drawn_at, due)
    SELECT _region, c.case_id, _day, c.clerk, c.item, c.percent, c.blind, yc.sample_excluded(_region, c.case_id), yc.now(),
           coalesce(yc.due_day(_today, c.days, 'working'), _today + c.days * 7 / 5) -- beyond the published calendar as if there were no holidays
    FROM (SELECT f.*, r.percent, r.blind, r.days, row_number() OVER (PARTITION BY f.clerk, f.item ORDER BY r.percent DESC,
                     yc.sample_hash(_seed, _region::text, f.case_id::text)) AS place
          FROM yc.sample_day_cases(_region, _day) f JOIN yc.sample_rules_on(_region, _day) r ON r.definition_id = f.definition_id) c
    JOIN yc.sample_share s ON s.region = _region AND s.clerk = c.clerk AND s.item = c.item
    WHERE c.percent > 0 AND (c.percent = 100 OR c.place <= (s.owed + s.start) / 100 - s.drawn);
    GET DIAGNOSTICS _count = ROW_COUNT;
    UPDATE yc.sample_share s SET drawn = s.drawn + n.count
    FROM (SELECT x.clerk, x.item, count(*) AS count FROM yc.sample x JOIN yc.sample_day_cases(_region, _day) f ON x.region = _region AND x.case_id = f.case_id AND x.gone_at IS NULL
          GROUP BY 1, 2) n
    WHERE s.region = _region AND s.clerk = n.clerk AND s.item = n.item;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.sample_draw(int, date) IS 'Draws from the cases that finished on a day, once; returns how many were drawn. The head of functions/samples.sql says which.';
REVOKE EXECUTE ON FUNCTION yc.sample_draw(int, date) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.sample_rules_on(_region int, _day date) RETURNS TABLE (definition_id int, percent smallint, blind boolean, days smallint) LANGUAGE sql STABLE AS $$
    SELECT d.definition_id, (d.rule).percent, (d.rule).blind, (d.rule).days
    FROM (SELECT x.definition_id, yc.sample_rule_of(_region, x.definition_id, _day) AS rule
          FROM (SELECT DISTINCT c.definition_id FROM yc.sample_day_cases(_region, _day) c) x OFFSET 0) d
$$;
COMMENT ON FUNCTION yc.sample_rules_on(int, date) IS 'The rule for each definition of which cases finished on a day.';
REVOKE EXECUTE ON FUNCTION yc.sample_rules_on(int, date) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.samples_draw() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _until  date := ((yc.now() - make_interval(mins => yc.setting('undo_minutes')::int)) AT TIME ZONE 'Asia/Shanghai')::date - 1;
    _region int;
    _after  date;
BEGIN
    FOR _region IN SELECT DISTINCT h.region FROM yc.hall h ORDER BY 1 LOOP
        _after := coalesce((SELECT max(d.day) FROM yc.sample_day d WHERE d.region = _region), yc.setting('sample_from')::date - 1);
        IF _after < _until THEN
            -- The next day on which anything finished; days without are passed over at once.
            RETURN yc.sample_draw(_region, least(_until, (
                SELECT (min(c.finished_at) AT TIME ZONE 'Asia/Shanghai')::date FROM yc.case_file c
                WHERE c.region = _region AND c.finished_at >= (_after + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')));
        END IF;
    END LOOP;
    RETURN 0;
END $$;
COMMENT ON FUNCTION yc.samples_draw() IS
    'Draws from the oldest day that is over and was not drawn from, of one region: a round of tending stays short. From the setting sample_from on, when sampling began. Returns how many were drawn.';
REVOKE EXECUTE ON FUNCTION yc.samples_draw() FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.sample_undone(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _day  date := (_case.finished_at AT TIME ZONE 'Asia/Shanghai')::date;
    _gone int;
BEGIN
    IF _case.finished_at IS NULL OR NOT EXISTS (SELECT FROM yc.sample_day d WHERE d.region = _case.region AND d.day = _day) THEN
        RETURN;
    END IF;
    UPDATE yc.sample s SET gone_at = yc.now() WHERE s.region = _case.region AND s.case_id = _case.id AND s.gone_at IS NULL AND s.result IS NULL;
    GET DIAGNOSTICS _gone = ROW_COUNT;
    UPDATE yc.sample_day d SET finished = d.finished - 1 WHERE d.region = _case.region AND d.day = _day;
    UPDATE yc.sample_share s SET finished = s.finished - 1, owed = s.owed - (yc.sample_rule_of(_case.region, _case.definition_id, _day)).percent, drawn = s.drawn - _gone
    WHERE s.region = _case.region AND s.clerk = _case.accepted_by AND s.item = _case.item;
END $$;
COMMENT ON FUNCTION yc.sample_undone(yc.case_file) IS
    'The end of a case is taken back (the caller has locked it, as it was): its sample goes, and its share owes it no more. Once somebody has looked nothing is taken back any more: yc.undo_obstacle() sees it in the journal.';

-- --- counters

CREATE OR REPLACE FUNCTION yc.sample_people(_region int, _case_id bigint) RETURNS TABLE (staff_id bigint, stage text) LANGUAGE sql STABLE AS $$
    SELECT c.accepted_by, 'accept' FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id
    UNION
    SELECT d.decided_by, d.stage FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id AND d.decision IN ('agree', 'deny') AND d.undone_at IS NULL
$$;
COMMENT ON FUNCTION yc.sample_people(int, bigint) IS 'Who let a case through, and at which stage: whoever accepted it, and whose decisions stand. A second look counts for each of them.';

CREATE OR REPLACE FUNCTION yc.samples_fold() RETURNS void LANGUAGE sql AS $$
    WITH taken AS (DELETE FROM yc.sample_delta d USING (SELECT x.ctid AS place FROM yc.sample_delta x LIMIT 5000) first
                   WHERE d.ctid = first.place RETURNING d.region, d.month, d.staff_id, d.stage, d.outcome, d.change)
    INSERT INTO yc.sample_count AS c (region, month, staff_id, stage, outcome, count)
    SELECT region, month, staff_id, stage, outcome, sum(change) FROM taken GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (region, month, staff_id, stage, outcome) DO UPDATE SET count = c.count + excluded.count
$$;
COMMENT ON FUNCTION yc.samples_fold() IS 'Folds what second looks found into the counters, 5,000 at a time.';
REVOKE EXECUTE ON FUNCTION yc.samples_fold() FROM yc_desk;

-- --- verification

CREATE OR REPLACE FUNCTION yc.verify_samples() RETURNS SETOF yc.finding LANGUAGE sql STABLE AS $$
    WITH ended AS MATERIALIZED ( -- what was there to be drawn from
        SELECT c.region, c.id, c.accepted_by AS clerk, c.item, c.number, c.definition_id, d.day
        FROM yc.sample_day d JOIN yc.case_file c ON c.region = d.region AND c.state IN ('finished', 'denied')
            AND c.finished_at >= d.day::timestamp AT TIME ZONE 'Asia/Shanghai' AND c.finished_at < (d.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
    ), rules AS MATERIALIZED (
        SELECT x.region, x.definition_id, x.day, (yc.sample_rule_of(x.region, x.definition_id, x.day)).percent
        FROM (SELECT DISTINCT e.region, e.definition_id, e.day FROM ended e) x
    ), share AS (
        SELECT e.region, e.clerk, e.item, count(*) AS finished, sum(r.percent) AS owed FROM ended e JOIN rules r USING (region, definition_id, day) GROUP BY 1, 2, 3
    ), drawn AS (
        SELECT s.region, s.clerk, s.item, count(*) FILTER (WHERE s.gone_at IS NULL) AS drawn, count(*) FILTER (WHERE s.gone_at IS NOT NULL) AS gone
        FROM yc.sample s GROUP BY 1, 2, 3
    ), found AS (
        SELECT s.region, date_trunc('month', s.looked_at AT TIME ZONE 'Asia/Shanghai')::date AS month, p.staff_id, p.stage, coalesce(s.reason, 'agree') AS outcome, count(*) AS count
        FROM yc.sample s CROSS JOIN LATERAL yc.sample_people(s.region, s.case_id) p WHERE s.result IS NOT NULL GROUP BY 1, 2, 3, 4, 5
    ), counted AS (
        SELECT n.region, n.month, n.staff_id, n.stage, n.outcome, sum(n.count) AS count
        FROM (SELECT * FROM yc.sample_count UNION ALL SELECT * FROM yc.sample_delta) n GROUP BY 1, 2, 3, 4, 5
    )
    SELECT ('E_VERIFY_SAMPLE', ARRAY['case', coalesce(c.number, s.case_id::text)])::yc.finding
    FROM yc.sample s JOIN yc.case_file c ON c.region = s.region AND c.id = s.case_id
    WHERE s.gone_at IS NULL AND (c.state NOT IN ('finished', 'denied') OR c.item <> s.item OR c.accepted_by <> s.clerk
        OR (c.finished_at AT TIME ZONE 'Asia/Shanghai')::date <> s.day OR NOT EXISTS (SELECT FROM yc.sample_day d WHERE d.region = s.region AND d.day = s.day)
        OR s.looked_by = ANY (s.excluded)
        OR (s.result IS NOT NULL AND NOT EXISTS (
            SELECT FROM yc.journal j CROSS JOIN LATERAL (SELECT yc.journal_content(j.body) AS body) b
            WHERE j.region = s.region AND j.case_id = s.case_id AND j.seq = s.seq AND j.action = 'look_' || s.result AND j.actor = s.looked_by
              AND b.body ->> 'sample' = s.id::text AND b.body ->> 'reason' IS NOT DISTINCT FROM s.reason
              AND b.body ->> 'note' IS NOT DISTINCT FROM coalesce(yc.digest(s.region, s.case_id, 'note', coalesce(s.note, '')), b.body ->> 'note'))))
    UNION ALL
    SELECT ('E_VERIFY_SAMPLE_MISSING', ARRAY['case', e.number])::yc.finding
    FROM ended e JOIN rules r USING (region, definition_id, day)
    WHERE r.percent = 100 AND NOT EXISTS (SELECT FROM yc.sample s WHERE s.region = e.region AND s.case_id = e.id AND s.gone_at IS NULL)
    UNION ALL
    SELECT ('E_VERIFY_SAMPLE_SHARE', ARRAY['clerk', (SELECT x.login FROM yc.staff x WHERE x.id = coalesce(h.clerk, s.clerk)), 'item', coalesce(h.item, s.item)])::yc.finding
    FROM yc.sample_share h FULL JOIN share s ON s.region = h.region AND s.clerk = h.clerk AND s.item = h.item
    LEFT JOIN drawn d ON d.region = h.region AND d.clerk = h.clerk AND d.item = h.item
    WHERE (coalesce(h.finished, 0), coalesce(h.owed, 0)) <> (coalesce(s.finished, 0), coalesce(s.owed, 0)) OR coalesce(h.drawn, 0) <> coalesce(d.drawn, 0)
       OR coalesce(h.drawn, 0) < (coalesce(h.owed, 0) + coalesce(h.start, 0)) / 100 - coalesce(d.gone, 0)
    UNION ALL
    SELECT ('E_VERIFY_SAMPLE_DAY', ARRAY['day', d.day::text, 'counted', d.finished::text, 'found', coalesce(e.count, 0)::text])::yc.finding
    FROM yc.sample_day d LEFT JOIN (SELECT x.region, x.day, count(*) AS count FROM ended x GROUP BY 1, 2) e ON e.region = d.region AND e.day = d.day
    WHERE d.finished <> coalesce(e.count, 0)
    UNION ALL
    SELECT ('E_VERIFY_SAMPLE_COUNTER', ARRAY['who', (SELECT x.login FROM yc.staff x WHERE x.id = staff_id), 'stage', stage, 'outcome', outcome,
                                             'counted', coalesce(n.count, 0)::text, 'found', coalesce(f.count, 0)::text])::yc.finding
    FROM found f FULL JOIN counted n USING (region, month, staff_id, stage, outcome)
    WHERE coalesce(n.count, 0) <> coalesce(f.count, 0)
$$;
COMMENT ON FUNCTION yc.verify_samples() IS
    'Each sample belongs to a case that finished on the day that it was drawn from, each look stands in the journal as it was noted and is by nobody who had a hand in the case; what a rule wants whole was drawn whole, each clerk''s share of each item is held; what is counted of days, shares and results is what a recount finds.';
REVOKE EXECUTE ON FUNCTION yc.verify_samples() FROM yc_desk;

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.sample_list(_region int, _after_due date, _after_id bigint)
RETURNS TABLE (sample_id bigint, case_id bigint, number text, item_zh text, item_en text, name text, day date, percent smallint, blind boolean, due date, overdue boolean, mine boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    _actor bigint := yc.actor();
    _today date := yc.today();
BEGIN
    PERFORM yc.refuse(yc.sample_right(_actor, _region));
    RETURN QUERY SELECT s.id, s.case_id, c.number, d.name_zh, d.name_en, yc.mask('name_any', p.name), s.day, s.percent, s.blind, s.due, s.due < _today, coalesce(s.opened_by = _actor, false)
    FROM (SELECT x.* FROM yc.sample x
          WHERE x.region = _region AND x.result IS NULL AND x.gone_at IS NULL AND (x.due, x.id) > (coalesce(_after_due, '-infinity'), coalesce(_after_id, 0))
            AND NOT _actor = ANY (x.excluded)
            AND (x.opened_by IS NULL OR x.opened_by = _actor OR (x.opened_at AT TIME ZONE 'Asia/Shanghai')::date < _today)
          ORDER BY x.due, x.id LIMIT 50) s
    JOIN yc.case_file c ON c.region = s.region AND c.id = s.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    ORDER BY s.due, s.id;
END $$;
COMMENT ON FUNCTION desk.sample_list(int, date, bigint) IS
    'Cases that wait for a second look and that I may look at, due first, 50 at a time; the next page by the last row''s due date and id. Not those that I had a hand in, nor those that somebody else has opened today. Names masked. For auditors and supervisors.';
GRANT EXECUTE ON FUNCTION desk.sample_list(int, date, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_open(_region int, _sample bigint) RETURNS TABLE (case_id bigint, blind boolean, due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _row   yc.sample;
BEGIN
    SELECT * INTO _row FROM yc.sample s WHERE s.region = _region AND s.id = _sample FOR UPDATE;
    PERFORM yc.refuse(yc.sample_obstacle(_actor, _row));
    UPDATE yc.sample s SET opened_by = _actor, opened_at = yc.now() WHERE s.region = _region AND s.id = _sample;
    RETURN QUERY SELECT _row.case_id, _row.blind, _row.due;
END $$;
COMMENT ON FUNCTION desk.sample_open(int, bigint) IS
    'Takes a sample up for the rest of the day, so that nobody else looks at the same; sent twice it does no more. From now until my result is in a blind one keeps from me, wherever I look, what was decided and by whom. Refuses what yc.sample_obstacle() tells.';
GRANT EXECUTE ON FUNCTION desk.sample_open(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_look(_command uuid, _region int, _sample bigint, _result text, _reason text, _note text)
RETURNS TABLE (case_id bigint, number text, decision text, decided_by text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'sample_look', _sample::text, _result, _reason, _note);
    _row   yc.sample;
    _case  yc.case_file;
    _seq   int;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.sample_right(_actor, _region));
        SELECT * INTO _row FROM yc.sample s WHERE s.region = _region AND s.id = _sample;
        IF FOUND THEN -- its case first, as who undoes does
            _case := yc.case_locked(_actor, _region, _row.case_id);
            SELECT * INTO _row FROM yc.sample s WHERE s.region = _region AND s.id = _sample FOR UPDATE;
        END IF;
        PERFORM yc.refuse(yc.sample_obstacle(_actor, _row));
        IF _result IS NULL OR _result NOT IN ('agree', 'differs') THEN
            PERFORM yc.refuse('E_DECISION_UNKNOWN', 'decision', coalesce(_result, ''));
        ELSIF char_length(_note) > 1000 THEN
            PERFORM yc.refuse('E_NOTE_LONG', 'most', '1000');
        ELSIF _result = 'differs' AND NOT EXISTS (
            SELECT FROM yc.definition d WHERE d.id = yc.definition_current('codes', 'sample_reason')
            AND d.content -> 'values' ? _reason AND NOT coalesce((d.content -> 'values' -> _reason ->> 'closed')::boolean, false)) THEN
            PERFORM yc.refuse('E_SAMPLE_REASON', 'reason', coalesce(_reason, ''));
        ELSIF _result = 'differs' AND coalesce(_note, '') !~ '[^\u0001-\u0020\u3000]' THEN
            PERFORM yc.refuse('E_SAMPLE_WORDS');
        END IF;
        IF _result = 'agree' THEN
            _reason := NULL;
        END IF;
        PERFORM yc.journal_append(_actor, _region, _case.id, 'look_' || _result,
            jsonb_build_object('sample', _sample, 'reason', _reason, 'note', yc.digest(_region, _case.id, 'note', coalesce(_note, ''))));
        SELECT c.journal_seq INTO _seq FROM yc.case_file c WHERE c.region = _region AND c.id = _case.id;
        UPDATE yc.sample s SET result = _result, reason = _reason, note = nullif(_note, ''), looked_by = _actor, looked_at = yc.now(), seq = _seq
        WHERE s.region = _region AND s.id = _sample;
        INSERT INTO yc.sample_delta (region, month, staff_id, stage, outcome, change)
        SELECT _region, date_trunc('month', yc.today())::date, p.staff_id, p.stage, coalesce(_reason, 'agree'), 1 FROM yc.sample_people(_region, _case.id) p;
        _reply := yc.command_end(_region, _command, jsonb_build_object('case_id', _case.id, 'number', _case.number,
            'decision', CASE _case.state WHEN 'finished' THEN 'agree' ELSE 'deny' END,
            'decided_by', coalesce((SELECT d.decided_by FROM yc.decision d WHERE d.region = _region AND d.case_id = _case.id AND d.undone_at IS NULL
                                    AND d.decision IN ('agree', 'deny') ORDER BY d.decided_at DESC, d.id DESC LIMIT 1), _case.accepted_by)));
    END IF;
    RETURN QUERY SELECT r.case_id, r.number, r.decision, yc.staff_name(r.decided_by) FROM jsonb_to_record(_reply) AS r(case_id bigint, number text, decision text, decided_by bigint);
END $$;
COMMENT ON FUNCTION desk.sample_look(uuid, int, bigint, text, text, text) IS
    'My second look at a case: agree, or differs with an open code of sample_reason and words. Stands in the case''s journal, changes nothing else of it, and tells what had been decided and by whom. One that differs waits for a supervisor (desk.sample_differs()). Refuses what yc.sample_obstacle() tells, E_DECISION_UNKNOWN, E_SAMPLE_REASON {reason}, E_SAMPLE_WORDS, E_NOTE_LONG.';
GRANT EXECUTE ON FUNCTION desk.sample_look(uuid, int, bigint, text, text, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_differs(_region int, _after_at timestamptz, _after_id bigint)
RETURNS TABLE (sample_id bigint, case_id bigint, number text, item_zh text, item_en text, name text, decided_by text, reason text, reason_zh text, reason_en text, note text,
               looked_by text, looked_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    RETURN QUERY SELECT s.id, s.case_id, c.number, d.name_zh, d.name_en, yc.mask('name_any', p.name),
        yc.staff_name(coalesce((SELECT x.decided_by FROM yc.decision x WHERE x.region = s.region AND x.case_id = s.case_id AND x.undone_at IS NULL AND x.decision IN ('agree', 'deny')
                                ORDER BY x.decided_at DESC, x.id DESC LIMIT 1), c.accepted_by)),
        s.reason, l.content -> 'values' -> s.reason ->> 'zh', l.content -> 'values' -> s.reason ->> 'en', s.note, yc.staff_name(s.looked_by), s.looked_at
    FROM (SELECT * FROM yc.sample x
          WHERE x.region = _region AND x.result = 'differs' AND x.closed_at IS NULL AND (x.looked_at, x.id) > (coalesce(_after_at, '-infinity'), coalesce(_after_id, 0))
          ORDER BY x.looked_at, x.id LIMIT 50) s
    JOIN yc.case_file c ON c.region = s.region AND c.id = s.case_id
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.definition l ON l.id = yc.definition_current('codes', 'sample_reason')
    ORDER BY s.looked_at, s.id;
END $$;
COMMENT ON FUNCTION desk.sample_differs(int, timestamptz, bigint) IS
    'Second looks that found something else than the first decision and that no supervisor has answered yet (desk.sample_close()), oldest first, 50 at a time; the next page by the last row''s looked_at and id. Who made the last decision, why the second look differs, in whose words. Names masked. For supervisors: a part of what waits for them.';
GRANT EXECUTE ON FUNCTION desk.sample_differs(int, timestamptz, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_close(_command uuid, _region int, _sample bigint, _words text) RETURNS TABLE (sample_id bigint, number text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'sample_close', _sample::text, _words);
    _row   yc.sample;
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        SELECT * INTO _row FROM yc.sample s WHERE s.region = _region AND s.id = _sample FOR UPDATE;
        IF _row.result IS DISTINCT FROM 'differs' THEN
            PERFORM yc.refuse('E_SAMPLE_UNKNOWN');
        ELSIF _row.closed_at IS NOT NULL THEN
            PERFORM yc.refuse('E_SAMPLE_CLOSED', 'who', yc.staff_name(_row.closed_by), 'when', yc.moment(_row.closed_at));
        ELSIF _actor = ANY (ARRAY(SELECT p.staff_id FROM yc.sample_people(_region, _row.case_id) p)) THEN
            PERFORM yc.refuse('E_SAMPLE_HANDLED');
        END IF;
        PERFORM yc.refuse(yc.words_refusal('words', _words));
        UPDATE yc.sample s SET closed_by = _actor, closed_at = yc.now(), closed_words = _words WHERE s.region = _region AND s.id = _sample;
        _reply := yc.command_end(_region, _command, jsonb_build_object('sample_id', _sample,
            'number', (SELECT c.number FROM yc.case_file c WHERE c.region = _region AND c.id = _row.case_id)));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(sample_id bigint, number text);
END $$;
COMMENT ON FUNCTION desk.sample_close(uuid, int, bigint, text) IS
    'Answers a second look that differs, in words: what is done about it. It waits for nobody any more. For supervisors, but for who let the case through. Refuses E_RIGHT_MISSING, E_SAMPLE_UNKNOWN, E_SAMPLE_CLOSED {who, when}, E_SAMPLE_HANDLED, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.sample_close(uuid, int, bigint, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_results(_region int, _months int)
RETURNS TABLE (login text, who text, stage text, looked bigint, differed bigint, reason text, reason_zh text, reason_en text, count bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _from  date := (date_trunc('month', yc.today()) - make_interval(months => least(greatest(_months, 1), 120) - 1))::date;
BEGIN
    IF NOT yc.has_right(_actor, 'audit', _region) THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
    END IF;
    RETURN QUERY
    WITH counted AS (
        SELECT n.staff_id, n.stage, n.outcome, sum(n.count)::bigint AS count
        FROM (SELECT k.staff_id, k.stage, k.outcome, k.count FROM yc.sample_count k WHERE k.region = _region AND k.month >= _from
              UNION ALL SELECT k.staff_id, k.stage, k.outcome, k.change FROM yc.sample_delta k WHERE k.region = _region AND k.month >= _from) n
        GROUP BY 1, 2, 3
    ), people AS (
        SELECT c.staff_id, c.stage, sum(c.count)::bigint AS looked, (sum(c.count) FILTER (WHERE c.outcome <> 'agree'))::bigint AS differed FROM counted c GROUP BY 1, 2
    )
    SELECT s.login, yc.staff_name(s.id), p.stage, p.looked, coalesce(p.differed, 0)::bigint, c.outcome, l.content -> 'values' -> c.outcome ->> 'zh', l.content -> 'values' -> c.outcome ->> 'en', c.count
    FROM people p JOIN yc.staff s ON s.id = p.staff_id
    LEFT JOIN counted c ON c.staff_id = p.staff_id AND c.stage = p.stage AND c.outcome <> 'agree'
    LEFT JOIN yc.definition l ON l.id = yc.definition_current('codes', 'sample_reason')
    ORDER BY coalesce(p.differed, 0) DESC, p.looked DESC, s.id, array_position(ARRAY['accept', 'review', 'recheck', 'approve'], p.stage), c.count DESC, c.outcome;
END $$;
COMMENT ON FUNCTION desk.sample_results(int, int) IS
    'Second looks of this month and the months before it (_months in all, 1 to 120): for everybody who let such cases through, stage by stage, how many were looked at and how many differed, and a row for each reason (NULL: none differed). From the counters, exact to the last commit. For supervisors and auditors.';
GRANT EXECUTE ON FUNCTION desk.sample_results(int, int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_rule_list(_region int)
RETURNS TABLE (item text, risk text, percent smallint, blind boolean, days smallint, words text, valid_from date, valid_to date, who text, set_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
BEGIN
    PERFORM yc.refuse(yc.sample_right(_actor, _region));
    RETURN QUERY SELECT r.item, r.risk, r.percent, r.blind, r.days, r.words, r.valid_from, r.valid_to, yc.staff_name(r.set_by), r.set_at
    FROM (SELECT * FROM yc.sample_rule x WHERE x.region = _region UNION ALL SELECT * FROM yc.sample_rules_given(_region)) r
    ORDER BY r.item IS NULL, r.item, r.risk IS NULL, r.risk, r.valid_from DESC NULLS LAST, r.id DESC;
END $$;
COMMENT ON FUNCTION desk.sample_rule_list(int) IS 'The rules of sampling, the narrowest first, with all that were in force before; those without a first day are given and hold where none is set. For auditors and supervisors.';
GRANT EXECUTE ON FUNCTION desk.sample_rule_list(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.sample_rule_set(_command uuid, _region int, _item text, _risk text, _percent int, _blind boolean, _days int, _words text) RETURNS TABLE (valid_from date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'sample_rule_set', _item, _risk, _percent::text, _blind::text, _days::text, _words);
    _today date := yc.today();
BEGIN
    IF _reply IS NULL THEN
        PERFORM yc.refuse(yc.right_refusal(_actor, 'supervise', _region));
        IF _item IS NOT NULL AND yc.definition_current('item', _item) IS NULL THEN
            PERFORM yc.refuse('E_ITEM_UNKNOWN', 'item', _item);
        ELSIF _risk NOT IN ('low', 'medium', 'high') OR (_item IS NOT NULL AND _risk IS NOT NULL) THEN
            PERFORM yc.refuse('E_SAMPLE_RISK', 'risk', _risk);
        ELSIF _percent NOT BETWEEN 0 AND 100 THEN
            PERFORM yc.refuse('E_SAMPLE_PERCENT', 'percent', _percent::text);
        ELSIF _percent IS NOT NULL AND coalesce(_days, 0) NOT BETWEEN 1 AND 60 THEN
            PERFORM yc.refuse('E_SAMPLE_DAYS', 'days', coalesce(_days::text, ''));
        END IF;
        PERFORM yc.refuse(yc.words_refusal('words', _words));
        LOCK TABLE yc.sample_rule IN SHARE ROW EXCLUSIVE MODE; -- two supervisors at once: one after the other; readers go on
        UPDATE yc.sample_rule r SET valid_to = greatest(_today, r.valid_from - 1)
        WHERE r.region = _region AND r.valid_to IS NULL AND r.item IS NOT DISTINCT FROM _item AND r.risk IS NOT DISTINCT FROM _risk;
        IF _percent IS NOT NULL THEN
            INSERT INTO yc.sample_rule (region, item, risk, percent, blind, days, words, valid_from, set_by, set_at)
            VALUES (_region, _item, _risk, _percent, coalesce(_blind, true), _days, _words, _today + 1, _actor, yc.now());
        ELSIF NOT FOUND THEN
            PERFORM yc.refuse('E_SAMPLE_RULE_UNKNOWN', 'item', coalesce(_item, ''), 'risk', coalesce(_risk, ''));
        END IF;
        _reply := yc.command_end(_region, _command, jsonb_build_object('valid_from', _today + 1));
    END IF;
    RETURN QUERY SELECT (_reply ->> 'valid_from')::date;
END $$;
COMMENT ON FUNCTION desk.sample_rule_set(uuid, int, text, text, int, boolean, int, text) IS
    'Sets the rule for an item, or for a risk (low, medium, high), or for all (neither), from tomorrow on: what finishes today is drawn as it was announced. Percentage 0 to 100, whether the look is blind, working days for it, and the words why. A percentage of NULL ends the rule: the next wider one holds. For supervisors. Refuses E_RIGHT_MISSING, E_ITEM_UNKNOWN, E_SAMPLE_RISK, E_SAMPLE_PERCENT, E_SAMPLE_DAYS, E_SAMPLE_RULE_UNKNOWN, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.sample_rule_set(uuid, int, text, text, int, boolean, int, text) TO yc_staff;
