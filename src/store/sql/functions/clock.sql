-- When a case is due, and when what was received must be answered. 0003_clock.sql has the steps of the sum, 0023_calendar.sql the days.

CREATE OR REPLACE FUNCTION yc.calendar_load(_year int, _source text, _off date[], _work date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM yc.calendar_year y WHERE y.year = _year AND y.source = _source)
       AND NOT EXISTS ((SELECT day, false FROM unnest(_off) day UNION ALL SELECT day, true FROM unnest(_work) day)
                       EXCEPT SELECT e.day, e.works FROM yc.calendar_exception e)
       AND (SELECT count(*) FROM yc.calendar_exception e WHERE extract(year FROM e.day) = _year) = cardinality(_off) + cardinality(_work) THEN
        RETURN; -- published so already
    END IF;
    INSERT INTO yc.calendar_year (year, source) VALUES (_year, _source)
    ON CONFLICT (year) DO UPDATE SET source = excluded.source;
    DELETE FROM yc.calendar_exception e WHERE extract(year FROM e.day) = _year;
    INSERT INTO yc.calendar_exception (day, works)
    SELECT day, false FROM unnest(_off) day UNION ALL SELECT day, true FROM unnest(_work) day;
    PERFORM yc.calendar_days_make(), yc.dues_settle();
    UPDATE yc.stat_progress p SET again_region = 0, again_case = 0; -- tending measures all that was measured by the former one anew
END $$;
COMMENT ON FUNCTION yc.calendar_load(int, text, date[], date[]) IS
    'Publishes (or publishes anew) the calendar of one year: days off and weekend days worked. The due dates of open cases follow. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.calendar_load(int, text, date[], date[]) FROM yc_desk;

-- --- limits

CREATE OR REPLACE FUNCTION yc.due_day(_accepted date, _days int, _unit text) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- From the day after acceptance so many working days; or the last of so many days, and if it is one of rest the next working day (民法典 203).
    RETURN (SELECT l.day FROM yc.calendar_day f
            JOIN yc.calendar_day l ON l.works AND l.run = f.run AND l.ordinal = f.ordinal - f.works::int + CASE _unit WHEN 'working' THEN _days ELSE 1 END
            WHERE f.day = _accepted + CASE _unit WHEN 'working' THEN 1 ELSE _days END AND _days BETWEEN 1 AND 9999 AND _unit IN ('working', 'calendar'));
END $$;
COMMENT ON FUNCTION yc.due_day(date, int, text) IS
    'The last day of a limit of 1 to 9999 days, working or calendar, that nothing pauses; NULL for any other limit, and where the calendar is not published: yc.due_steps() has the one, and says what is missing for the other.';

CREATE OR REPLACE FUNCTION yc.due_date(_accepted date, _days int, _unit text, _pauses daterange[]) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := CASE WHEN _pauses = '{}' THEN yc.due_day(_accepted, _days, _unit) END;
BEGIN
    IF _day IS NULL THEN
        RETURN (SELECT s.last_day FROM yc.due_steps(_accepted, _days, _unit, _pauses) s ORDER BY s.step DESC LIMIT 1);
    END IF;
    RETURN _day;
END $$;
COMMENT ON FUNCTION yc.due_date(date, int, text, daterange[]) IS
    'The last day of a limit: the end of the last of yc.due_steps(). NULL while a pause without an end holds it.';

-- An application is accepted all the same: that next year's holidays are not published is no reason against it.
CREATE OR REPLACE FUNCTION yc.due_known(_accepted date, _days int, _unit text, _pauses daterange[]) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := CASE WHEN _pauses = '{}' THEN yc.due_day(_accepted, _days, _unit) END;
BEGIN
    IF _day IS NULL THEN -- rarely: it costs a savepoint
        BEGIN
            _day := yc.due_date(_accepted, _days, _unit, _pauses);
        EXCEPTION WHEN SQLSTATE 'YC001' THEN
            IF SQLERRM <> 'E_CALENDAR_UNPUBLISHED' THEN
                RAISE;
            END IF;
        END;
    END IF;
    RETURN _day;
END $$;
COMMENT ON FUNCTION yc.due_known(date, int, text, daterange[]) IS
    'yc.due_date(), or NULL while it lies beyond the published calendar: yc.dues_settle() gives it when the calendar comes.';

CREATE OR REPLACE FUNCTION yc.answer_day(_received date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN (SELECT count(*) FROM yc.calendar_year y WHERE y.year IN (extract(year FROM _received), extract(year FROM _received + 20)))
                     = (SELECT count(DISTINCT extract(year FROM d)) FROM unnest(ARRAY[_received, _received + 20]) d)
        THEN yc.due_date(_received, 5, 'working', '{}') ELSE _received + 7 END
$$;
COMMENT ON FUNCTION yc.answer_day(date) IS
    'Until when what was received must be answered: five working days (行政许可法 32). Beyond the published calendar a week, which is never later: nothing received may be lost for want of a calendar.';

CREATE OR REPLACE FUNCTION yc.case_start_day(_case yc.case_file) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _day date := (_case.accepted_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    RETURN coalesce((SELECT (r.received_at AT TIME ZONE 'Asia/Shanghai')::date FROM yc.received r
                     WHERE r.region = _case.region AND r.case_id = _case.id AND NOT r.resubmits AND r.answer_by < _day), _day);
END $$;
COMMENT ON FUNCTION yc.case_start_day(yc.case_file) IS
    'The day from which the limits of an accepted case are counted: that of its acceptance, or that of its receipt when it was not answered in time (it then counts as accepted from the receipt, 行政许可法 32).';

CREATE OR REPLACE FUNCTION yc.case_pauses(_region int, _case_id bigint) RETURNS daterange[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(daterange(s.first_day, s.last_day, '[]') ORDER BY s.first_day), '{}')
            FROM yc.suspension s WHERE s.region = _region AND s.case_id = _case_id AND s.last_day >= s.first_day);
END $$;
COMMENT ON FUNCTION yc.case_pauses(int, bigint) IS 'The ended suspensions of a case as ranges of days, both ends included.';

-- Twice at every acceptance and for every case that is verified: 1.1 ms when it digs in the content, 0.2 ms so.
CREATE OR REPLACE FUNCTION yc.case_due(_case yc.case_file, _clock text) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    _limit jsonb := (SELECT d.limits -> _clock FROM yc.definition d WHERE d.id = _case.definition_id);
BEGIN
    IF _limit IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN yc.due_known(yc.case_start_day(_case), (_limit ->> 'days')::int, _limit ->> 'unit', yc.case_pauses(_case.region, _case.id));
END $$;
COMMENT ON FUNCTION yc.case_due(yc.case_file, text) IS
    'The due date by the clock statutory or promised: yc.case_start_day(), limit of the pinned definition, calendar, ended suspensions. NULL where the item has no such limit, or its end lies beyond the published calendar.';

CREATE OR REPLACE FUNCTION yc.case_dues(_case yc.case_file, _limits jsonb) RETURNS date[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    _start  date := yc.case_start_day(_case);
    _pauses daterange[] := yc.case_pauses(_case.region, _case.id);
    _dues   date[];
    _limit  jsonb;
BEGIN
    FOR _n IN 1..2 LOOP
        _limit := _limits -> (CASE _n WHEN 1 THEN 'promised' ELSE 'statutory' END);
        IF _limit IS NOT NULL THEN
            _dues[_n] := yc.due_known(_start, (_limit ->> 'days')::int, _limit ->> 'unit', _pauses);
        END IF;
    END LOOP;
    RETURN _dues;
END $$;
COMMENT ON FUNCTION yc.case_dues(yc.case_file, jsonb) IS 'yc.case_due() by both clocks at once, promised and statutory, for who knows the limits of its definition.';

CREATE OR REPLACE FUNCTION yc.dues_settle() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _actor bigint := (SELECT s.id FROM yc.staff s WHERE s.login = 'postgres');
    _open  record;
    _case  yc.case_file;
    _task  yc.task;
    _dues  date[];
    _count int := 0;
BEGIN
    FOR _open IN SELECT t.region, t.case_id FROM yc.task t
                 UNION ALL SELECT c.region, c.id FROM yc.case_file c WHERE c.state = 'returned'
                 UNION ALL SELECT c.region, c.id FROM yc.case_file c WHERE c.waiting = 'suspended' LOOP
        PERFORM FROM yc.task t WHERE t.region = _open.region AND t.case_id = _open.case_id FOR UPDATE; -- the task first, as everywhere
        SELECT * INTO _case FROM yc.case_file c WHERE c.region = _open.region AND c.id = _open.case_id AND c.state IN ('accepted', 'returned') FOR UPDATE;
        IF FOUND THEN
            _dues := yc.case_dues(_case, (SELECT d.limits FROM yc.definition d WHERE d.id = _case.definition_id));
            IF (_dues[1], _dues[2]) IS DISTINCT FROM (_case.promised_due, _case.statutory_due) THEN
                UPDATE yc.case_file c SET promised_due = _dues[1], statutory_due = _dues[2]
                WHERE c.region = _case.region AND c.id = _case.id RETURNING * INTO _case;
                UPDATE yc.task t SET due = yc.task_due(_case) WHERE t.region = _case.region AND t.case_id = _case.id AND t.branch_id IS NULL RETURNING * INTO _task;
                IF FOUND THEN
                    PERFORM yc.floor_lower(_task);
                END IF;
                PERFORM yc.journal_append(_actor, _case.region, _case.id, 'date', jsonb_build_object('promised', _dues[1], 'statutory', _dues[2]));
                _count := _count + 1;
            END IF;
        END IF;
    END LOOP;
    RETURN _count;
END $$;
COMMENT ON FUNCTION yc.dues_settle() IS
    'Counts the due dates of all open cases by the calendar as it is published now; those that move are written, with an entry (date) in their journal. Returns how many. For whom the calendar is: the owner, when it was loaded.';
REVOKE EXECUTE ON FUNCTION yc.dues_settle() FROM yc_desk;

-- --- at the desk: the steps of the sum

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
COMMENT ON FUNCTION desk.explain(int, bigint) IS
    'Both due dates of a case, every step of the sum a row. The step accepted is the day that counts as acceptance: of a case received against a slip and not answered in time the day of receipt.';
GRANT EXECUTE ON FUNCTION desk.explain(int, bigint) TO yc_staff;
