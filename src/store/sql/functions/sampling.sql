-- Which finished cases are drawn for a second look (事后抽查), and that it was rightly done; samples.sql has the look itself.
--
-- Tending draws a day of a region at a time, once the day is over and nothing of it can be undone any more. Each accepting clerk's cases of
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
COMMENT ON FUNCTION yc.sample_draw(int, date) IS 'Draws from the cases that finished on a day, once; returns how many were drawn. The head of functions/sampling.sql says which.';
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
