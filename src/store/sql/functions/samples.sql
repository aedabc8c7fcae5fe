-- A second look at finished cases (事后抽查): who may, what they are shown, what comes of it, the rules. sampling.sql draws.

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
