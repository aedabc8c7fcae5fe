-- What an outside place answers to a suspended case, and the record of contributions that it joins.

-- --- months and segments

CREATE OR REPLACE FUNCTION yc.month_day(_month text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN _month ~ '^(19|[2-9][0-9])[0-9]{2}-?(0[1-9]|1[0-2])$' THEN make_date(left(_month, 4)::int, right(_month, 2)::int, 1) END
$$;
COMMENT ON FUNCTION yc.month_day(text) IS 'The first day of a month YYYY-MM (or YYYYMM) from 1900 on, or NULL for what is none.';

CREATE OR REPLACE FUNCTION yc.month_span(_first date, _last date) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ((extract(year FROM _last) - extract(year FROM _first)) * 12 + extract(month FROM _last) - extract(month FROM _first) + 1)::int
$$;
COMMENT ON FUNCTION yc.month_span(date, date) IS 'Months from the one to the other, both counted; 0 or less where the last lies before the first.';

CREATE OR REPLACE FUNCTION yc.segment_fault(_place text, _from text, _to text, _months int, _account bigint, _today date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN yc.check_region(coalesce(_place, ''), 6, 'E') IS NOT NULL THEN 'E_SEGMENT_PLACE'
        WHEN yc.month_day(_from) IS NULL THEN 'E_SEGMENT_FROM'
        WHEN yc.month_day(_to) IS NULL THEN 'E_SEGMENT_TO'
        WHEN yc.month_day(_to) < yc.month_day(_from) THEN 'E_SEGMENT_ORDER'
        WHEN yc.month_day(_to) > _today THEN 'E_SEGMENT_FUTURE'
        WHEN coalesce(_months, 0) < 1 OR _months > yc.month_span(yc.month_day(_from), yc.month_day(_to)) THEN 'E_SEGMENT_MONTHS'
        WHEN _account IS NULL OR _account NOT BETWEEN 0 AND 99999999999 THEN 'E_SEGMENT_ACCOUNT'
    END
$$;
COMMENT ON FUNCTION yc.segment_fault(text, text, text, int, bigint, date) IS
    'What is wrong with one segment by itself, or NULL: E_SEGMENT_PLACE, _FROM, _TO, _ORDER, _FUTURE (a month behind this one), _MONTHS (none, or more than the span), _ACCOUNT. The twin of src/model/segment.h.';

CREATE OR REPLACE FUNCTION yc.segment_refusal(_places text[], _from text[], _to text[], _months int[], _accounts bigint[], _today date) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _count int := coalesce(cardinality(_places), 0);
    _code  text;
    _other int;
BEGIN
    IF (coalesce(cardinality(_from), 0), coalesce(cardinality(_to), 0), coalesce(cardinality(_months), 0), coalesce(cardinality(_accounts), 0))
       <> (_count, _count, _count, _count)
       OR (_count > 0 AND array_ndims(_places) + array_ndims(_from) + array_ndims(_to) + array_ndims(_months) + array_ndims(_accounts) <> 5) THEN
        RETURN ROW('E_SEGMENT_FORM', '{}'::text[])::yc.refusal;
    ELSIF _count > 30 THEN
        RETURN ROW('E_SEGMENT_MANY', ARRAY['most', '30'])::yc.refusal;
    END IF;
    FOR _n IN 1.._count LOOP
        _code := yc.segment_fault(_places[_n], _from[_n], _to[_n], _months[_n], _accounts[_n], _today);
        IF _code IS NULL THEN
            SELECT min(o) INTO _other FROM generate_series(1, _n - 1) o
            WHERE yc.month_day(_from[o]) <= yc.month_day(_to[_n]) AND yc.month_day(_from[_n]) <= yc.month_day(_to[o]);
            _code := CASE WHEN _other IS NOT NULL THEN 'E_SEGMENT_OVERLAP' END;
        END IF;
        IF _code IS NOT NULL THEN
            RETURN ROW(_code, ARRAY['row', _n::text, 'place', coalesce(_places[_n], ''), 'from', coalesce(_from[_n], ''), 'to', coalesce(_to[_n], ''),
                'months', coalesce(_months[_n]::text, ''), 'other', coalesce(_other::text, ''),
                'month', coalesce(to_char(greatest(yc.month_day(_from[_n]), yc.month_day(_from[_other])), 'YYYY-MM'), '')])::yc.refusal;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.segment_refusal(text[], text[], text[], int[], bigint[], date) IS
    'What is wrong with the segments of a reply, or NULL: E_SEGMENT_FORM for lists of different lengths, E_SEGMENT_MANY {most}, then row by row what yc.segment_fault() tells and E_SEGMENT_OVERLAP with an earlier row {row, place, from, to, months, other, month}.';

CREATE OR REPLACE FUNCTION yc.joined_refusal(_case yc.case_file, _places text[], _from text[], _to text[]) RETURNS yc.refusal LANGUAGE sql STABLE AS $$
    SELECT ROW('E_SEGMENT_JOINED', ARRAY['row', s.n::text, 'place', s.place, 'from', to_char(c.first_month, 'YYYY-MM'), 'to', to_char(c.last_month, 'YYYY-MM')])::yc.refusal
    FROM unnest(_places, _from, _to) WITH ORDINALITY AS s(place, first, last, n)
    JOIN yc.contribution c ON c.region = _case.region AND c.person_id = _case.person_id AND c.undone_at IS NULL AND c.case_id <> _case.id
        AND c.place = s.place AND c.first_month <= yc.month_day(s.last) AND yc.month_day(s.first) <= c.last_month
    ORDER BY s.n, c.first_month LIMIT 1
$$;
COMMENT ON FUNCTION yc.joined_refusal(yc.case_file, text[], text[], text[]) IS
    'E_SEGMENT_JOINED {row, place, from, to} for months of a place that another case has joined to this person''s record already, or NULL: nothing is transferred twice.';

-- --- the parts of a record

CREATE OR REPLACE FUNCTION yc.case_reply(_region int, _case_id bigint) RETURNS yc.reply LANGUAGE sql STABLE AS $$
    SELECT r.* FROM yc.reply r WHERE r.region = _region AND r.case_id = _case_id ORDER BY r.seq DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.case_reply(int, bigint) IS 'The reply that counts for a case, its last; NULL where none has come.';

CREATE OR REPLACE FUNCTION yc.own_months(_case yc.case_file) RETURNS TABLE (place text, first_month date, last_month date) LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(v ->> 'to_region', ''), _case.region::text), yc.month_day(v ->> 'own_start'), yc.month_day(v ->> 'own_end')
    FROM yc.case_values(_case.region, _case.id) v
    WHERE yc.month_day(v ->> 'own_start') IS NOT NULL AND yc.month_day(v ->> 'own_end') IS NOT NULL
$$;
COMMENT ON FUNCTION yc.own_months(yc.case_file) IS 'The months paid here, as the application gives them (fields own_start, own_end, to_region); no row where it gives none.';

CREATE OR REPLACE FUNCTION yc.own_refusal(_case yc.case_file) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM yc.case_field f WHERE f.region = _case.region AND f.case_id = _case.id AND f.field = 'own_end') THEN
        RETURN NULL; -- most cases are not about months
    END IF;
    RETURN (SELECT ROW('E_OWN_MONTHS', ARRAY['from', to_char(o.first_month, 'YYYY-MM'), 'to', to_char(o.last_month, 'YYYY-MM')])::yc.refusal
            FROM yc.own_months(_case) o WHERE o.last_month < o.first_month OR o.last_month > yc.today());
END $$;
COMMENT ON FUNCTION yc.own_refusal(yc.case_file) IS
    'E_OWN_MONTHS {from, to}: the months paid here end before they begin, or have not come yet; such an application has to be returned. Or NULL.';

CREATE OR REPLACE FUNCTION yc.record_join(_case yc.case_file) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _reply yc.reply := yc.case_reply(_case.region, _case.id);
BEGIN
    IF _reply.id IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM yc.person p WHERE p.region = _case.region AND p.id = _case.person_id FOR UPDATE; -- two ends of one person's: one after the other
    PERFORM yc.refuse(yc.joined_refusal(_case, array_agg(s.place ORDER BY s.line), array_agg(to_char(s.first_month, 'YYYY-MM') ORDER BY s.line),
                                        array_agg(to_char(s.last_month, 'YYYY-MM') ORDER BY s.line)))
    FROM yc.reply_segment s WHERE s.region = _reply.region AND s.reply_id = _reply.id;
    INSERT INTO yc.contribution (region, person_id, place, first_month, last_month, months, account_fen, case_id, joined_at)
    SELECT _case.region, _case.person_id, s.place, s.first_month, s.last_month, s.months, s.account_fen, _case.id, yc.now()
    FROM yc.reply_segment s WHERE s.region = _reply.region AND s.reply_id = _reply.id ORDER BY s.line;
    INSERT INTO yc.contribution (region, person_id, place, first_month, last_month, months, case_id, joined_at)
    SELECT _case.region, _case.person_id, o.place, o.first_month, o.last_month, yc.month_span(o.first_month, o.last_month), _case.id, yc.now()
    FROM yc.own_months(_case) o
    WHERE NOT EXISTS (SELECT FROM yc.contribution c WHERE c.region = _case.region AND c.person_id = _case.person_id AND c.undone_at IS NULL AND c.case_id <> _case.id
                      AND c.place = o.place AND c.first_month <= o.first_month AND o.last_month <= c.last_month);
END $$;
COMMENT ON FUNCTION yc.record_join(yc.case_file) IS
    'At the end of a case that a place has answered: the segments of the reply and the months paid here (unless the record has them) become the person''s. Refuses what yc.joined_refusal() tells.';

CREATE OR REPLACE FUNCTION yc.record_part(_case yc.case_file) RETURNS void LANGUAGE sql AS $$
    UPDATE yc.contribution c SET undone_at = yc.now() WHERE c.region = _case.region AND c.case_id = _case.id AND c.undone_at IS NULL
$$;
COMMENT ON FUNCTION yc.record_part(yc.case_file) IS 'Takes what the end of a case had joined to the person''s record away again: that end is undone.';

-- --- ending a suspension

CREATE OR REPLACE FUNCTION yc.resume_refusal(_actor bigint, _case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal;
BEGIN
    IF NOT yc.has_right(_actor, 'supervise', _case.region) THEN
        _refusal := yc.right_refusal(_actor, yc.stage_right(_case.definition_id, coalesce(_case.stage, 'review')), _case.region, NULL, _case.item);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.moved_refusal(_case, _version);
    END IF;
    IF _refusal.code IS NULL THEN
        _refusal := yc.kin_refusal(_actor, yc.case_people(_case.region, _case.id));
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.resume_refusal(bigint, yc.case_file, int) IS
    'What stands against this person ending the suspension of a case: E_RIGHT_MISSING (those of its stage and supervisors may), E_CASE_MOVED, E_OWN_CASE, E_KIN_CASE, or NULL. The state is the caller''s question.';

CREATE OR REPLACE FUNCTION yc.reply_obstacle(_actor bigint, _case yc.case_file, _version int) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.resume_refusal(_actor, _case, _version);
    _reply   yc.reply;
    _kind    text;
BEGIN
    IF _refusal.code IS NOT NULL THEN
        RETURN _refusal;
    ELSIF _case.waiting IS DISTINCT FROM 'suspended' THEN
        _reply := yc.case_reply(_case.region, _case.id);
        IF _reply.id IS NOT NULL THEN
            RETURN ROW('E_REPLY_GIVEN', ARRAY['number', coalesce(_case.number, ''), 'who', yc.staff_name(_reply.entered_by), 'when', yc.moment(_reply.entered_at)])::yc.refusal;
        END IF;
        RETURN ROW('E_CASE_STATE', ARRAY['state', coalesce(_case.waiting, _case.state), 'number', coalesce(_case.number, '')])::yc.refusal;
    END IF;
    SELECT s.kind INTO _kind FROM yc.suspension s WHERE s.region = _case.region AND s.case_id = _case.id AND s.last_day IS NULL;
    IF _kind <> 'inter_region_reply' THEN
        RETURN ROW('E_REPLY_KIND', ARRAY['number', coalesce(_case.number, ''), 'kind', _kind])::yc.refusal;
    END IF;
    RETURN yc.agreed_refusal(_actor, _case, _case.stage);
END $$;
COMMENT ON FUNCTION yc.reply_obstacle(bigint, yc.case_file, int) IS
    'What stands against entering the reply of an outside place: what yc.resume_refusal() tells, E_REPLY_GIVEN {number, who, when} (it has come already), E_CASE_STATE for a case that is not suspended, E_REPLY_KIND {number, kind} for one that waits for something else, E_SEPARATION {stage, when} for who agreed to it at another stage. Or NULL.';

CREATE OR REPLACE FUNCTION yc.reply_text(_region int, _reply_id bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(r.paper, r.replied_on, r.words, coalesce((
        SELECT jsonb_agg(jsonb_build_array(s.place, s.first_month, s.last_month, s.months, s.account_fen) ORDER BY s.line)
        FROM yc.reply_segment s WHERE s.region = r.region AND s.reply_id = r.id), '[]'))::text
    FROM yc.reply r WHERE r.region = _region AND r.id = _reply_id
$$;
COMMENT ON FUNCTION yc.reply_text(int, bigint) IS 'All that a reply says in one text: the journal keeps its digest.';

CREATE OR REPLACE FUNCTION yc.suspension_expected(_kind text, _first_day date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE _kind WHEN 'inter_region_reply' THEN yc.due_date(_first_day - 1, 15, 'working', '{}') END
$$;
COMMENT ON FUNCTION yc.suspension_expected(text, date) IS
    'When a suspension should be over: the outgoing place has 15 working days from the letter on (国办发〔2009〕66号第八条). NULL: nobody can say.';

-- --- at the desk

SET LOCAL ROLE yc_desk;

CREATE OR REPLACE FUNCTION desk.reply_enter(_command uuid, _region int, _case_id bigint, _version int, _paper text, _replied_on date, _words text,
                                 _places text[], _from text[], _to text[], _months int[], _accounts bigint[])
RETURNS TABLE (case_id bigint, reply_id bigint, stage text, promised_due date, statutory_due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'reply_enter', _case_id::text, _version::text, _paper, _replied_on::text, _words,
                                     _places::text, _from::text, _to::text, _months::text, _accounts::text);
    _case  yc.case_file;
    _pause yc.suspension;
    _id    bigint;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.reply_obstacle(_actor, _case, coalesce(_version, 0)));
        SELECT * INTO STRICT _pause FROM yc.suspension s WHERE s.region = _region AND s.case_id = _case_id AND s.last_day IS NULL;
        PERFORM yc.refuse(yc.words_refusal('paper', _paper));
        IF _replied_on IS NULL OR _replied_on NOT BETWEEN _pause.first_day - 1 AND yc.today() THEN
            PERFORM yc.refuse('E_REPLY_DAY', 'day', coalesce(_replied_on::text, ''), 'since', (_pause.first_day - 1)::text, 'today', yc.today()::text);
        ELSIF coalesce(_words, '') <> '' THEN
            PERFORM yc.refuse(yc.words_refusal('words', _words));
        ELSIF coalesce(cardinality(_places), 0) = 0 THEN
            PERFORM yc.refuse('E_REPLY_EMPTY');
        END IF;
        PERFORM yc.refuse(yc.segment_refusal(_places, _from, _to, _months, _accounts, yc.today()));
        PERFORM yc.refuse(yc.joined_refusal(_case, _places, _from, _to));
        INSERT INTO yc.reply (region, case_id, suspension_id, seq, paper, replied_on, words, entered_by, entered_at)
        VALUES (_region, _case_id, _pause.id, _case.journal_seq + 1, _paper, _replied_on, coalesce(_words, ''), _actor, yc.now()) RETURNING id INTO _id;
        INSERT INTO yc.reply_segment (region, reply_id, line, place, first_month, last_month, months, account_fen)
        SELECT _region, _id, s.n, s.place, yc.month_day(s.first), yc.month_day(s.last), s.months, s.account
        FROM unnest(_places, _from, _to, _months, _accounts) WITH ORDINALITY AS s(place, first, last, months, account, n);
        _case := yc.case_advance(_actor, yc.suspension_close(_case), _case.stage);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'reply', jsonb_build_object('reply', _id, 'promised', _case.promised_due,
            'statutory', _case.statutory_due, 'content', yc.digest(_region, _case_id, 'reply', yc.reply_text(_region, _id))));
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id, 'reply_id', _id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, reply_id bigint, stage text, promised_due date, statutory_due date);
END $$;
COMMENT ON FUNCTION desk.reply_enter(uuid, int, bigint, int, text, date, text, text[], text[], text[], int[], bigint[]) IS
    'Records what an outside place answered to a case suspended for it: the letter''s number and day, words (needed where it has no segments), and the segments as five lists of one length: places, first and last months (YYYY-MM), months paid, personal account in fen. Ends the suspension today; both due dates are counted anew and the case goes back into the queue of its stage. Refuses E_CASE_UNKNOWN, what yc.reply_obstacle() tells, E_VALUE_REFUSED {field, check}, E_REPLY_DAY {day, since, today} for a day before the suspension or after today, E_REPLY_EMPTY, and what yc.segment_refusal() and yc.joined_refusal() tell.';
GRANT EXECUTE ON FUNCTION desk.reply_enter(uuid, int, bigint, int, text, date, text, text[], text[], text[], int[], bigint[]) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.case_resume(_command uuid, _region int, _case_id bigint, _version int, _words text) RETURNS TABLE (case_id bigint, promised_due date, statutory_due date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _reply jsonb := yc.command_begin(_actor, _region, _command, 'case_resume', _case_id::text, _version::text, _words);
    _case  yc.case_file;
BEGIN
    IF _reply IS NULL THEN
        _case := yc.case_locked(_actor, _region, _case_id);
        PERFORM yc.refuse(yc.resume_refusal(_actor, _case, coalesce(_version, 0)));
        IF _case.waiting IS DISTINCT FROM 'suspended' THEN
            PERFORM yc.refuse('E_CASE_STATE', 'state', _case.state, 'number', _case.number);
        END IF;
        PERFORM yc.refuse(yc.words_refusal('words', _words));
        UPDATE yc.suspension s SET end_seq = _case.journal_seq + 1, end_words = _words
        WHERE s.region = _region AND s.case_id = _case_id AND s.last_day IS NULL;
        _case := yc.case_advance(_actor, yc.suspension_close(_case), _case.stage);
        PERFORM yc.journal_append(_actor, _region, _case_id, 'resume', jsonb_build_object('promised', _case.promised_due, 'statutory', _case.statutory_due,
            'words', yc.digest(_region, _case_id, 'words', _words)));
        _reply := yc.command_end(_region, _command, to_jsonb(_case) || jsonb_build_object('case_id', _case.id));
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_record(_reply) AS r(case_id bigint, promised_due date, statutory_due date);
END $$;
COMMENT ON FUNCTION desk.case_resume(uuid, int, bigint, int, text) IS
    'Ends a suspension today without the answer that it waited for, with the words why; the case goes back into the queue of its stage, both due dates counted anew. For those of its stage and supervisors. Refuses E_CASE_UNKNOWN, what yc.resume_refusal() tells, E_CASE_STATE, E_VALUE_REFUSED for words that are none.';
GRANT EXECUTE ON FUNCTION desk.case_resume(uuid, int, bigint, int, text) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.suspend_list(_region int, _case_id bigint) RETURNS TABLE (code text, name_zh text, name_en text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.kind, l.content -> 'values' -> s.kind ->> 'zh', l.content -> 'values' -> s.kind ->> 'en'
    FROM (SELECT yc.case_visible(yc.actor(), _region, _case_id) AS row OFFSET 0) visible
    JOIN yc.definition d ON d.id = (visible.row).definition_id
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(d.content -> 'clock_stops', '[]')) WITH ORDINALITY AS s(kind, n)
    JOIN yc.definition l ON l.id = yc.definition_current('codes', 'clock_stop')
    WHERE l.content -> 'values' ? s.kind AND NOT coalesce((l.content -> 'values' -> s.kind ->> 'closed')::boolean, false)
    ORDER BY s.n
$$;
COMMENT ON FUNCTION desk.suspend_list(int, bigint) IS
    'For what a case that I may see can be suspended: the kinds that its item allows, as they stand open today. No row: nothing stops its clock but a return for correction.';
GRANT EXECUTE ON FUNCTION desk.suspend_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.suspended_list(_region int)
RETURNS TABLE (case_id bigint, number text, item text, item_zh text, item_en text, name text, stage text, kind text, kind_zh text, kind_en text,
               since date, days int, paper text, expected date, overdue boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _all   boolean := yc.has_right(_actor, 'supervise', _region);
BEGIN
    RETURN QUERY SELECT c.id, c.number, c.item, d.content -> 'name' ->> 'zh', d.content -> 'name' ->> 'en', yc.mask('name_any', p.name), c.stage,
        s.kind, l.content -> 'values' -> s.kind ->> 'zh', l.content -> 'values' -> s.kind ->> 'en',
        c.waiting_since, yc.today() - c.waiting_since, s.paper, x.expected, coalesce(x.expected < yc.today(), false)
    FROM (
        SELECT y.* FROM yc.queue q
        CROSS JOIN LATERAL (
            SELECT * FROM yc.case_file z WHERE z.region = _region AND z.item = q.item AND z.stage = q.stage AND z.waiting = 'suspended'
            ORDER BY z.waiting_since, z.id LIMIT 100) y
        WHERE q.region = _region AND (_all OR q.id IN (SELECT m.id FROM yc.my_queues(_actor, _region) m))
        ORDER BY y.waiting_since, y.id LIMIT 100) c
    JOIN yc.suspension s ON s.region = c.region AND s.case_id = c.id AND s.last_day IS NULL
    JOIN yc.definition d ON d.id = c.definition_id
    JOIN yc.person p ON p.region = c.region AND p.id = c.person_id
    LEFT JOIN yc.definition l ON l.id = (d.pins ->> 'codes:clock_stop')::int
    CROSS JOIN LATERAL (SELECT yc.expected_end(s) AS expected) x
    ORDER BY c.waiting_since, c.id;
END $$;
COMMENT ON FUNCTION desk.suspended_list(int) IS
    'What is suspended at the stages that I decide at (supervisors: at all), waiting longest first, at most 100: since when and for how many days, on which paper, when it should be over (as who suspended it said, else as its kind says; none beyond the published calendar) and whether that day has passed. Names masked.';
GRANT EXECUTE ON FUNCTION desk.suspended_list(int) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.reply_list(_region int, _case_id bigint)
RETURNS TABLE (reply_id bigint, counts boolean, paper text, replied_on date, words text, entered_by text, entered_at timestamptz,
               line int, place text, place_zh text, place_en text, first_month text, last_month text, months int, account_fen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _last  yc.reply := yc.case_reply(_region, _case_id);
BEGIN
    IF _last.id IS NULL THEN
        RETURN;
    END IF;
    PERFORM yc.read_log_append(_actor, _region, 'reply_list', _case_id, _case.person_id, 'reply', 'case ' || coalesce(_case.number, 'draft'));
    RETURN QUERY SELECT r.id, r.id = _last.id, r.paper, r.replied_on, r.words, yc.staff_name(r.entered_by), r.entered_at,
        s.line::int, s.place, g.name_zh, g.name_en, to_char(s.first_month, 'YYYY-MM'), to_char(s.last_month, 'YYYY-MM'), s.months, s.account_fen
    FROM yc.reply r
    LEFT JOIN yc.reply_segment s ON s.region = r.region AND s.reply_id = r.id
    LEFT JOIN yc.region g ON g.code = s.place
    WHERE r.region = _region AND r.case_id = _case_id
    ORDER BY r.seq, s.line;
END $$;
COMMENT ON FUNCTION desk.reply_list(int, bigint) IS
    'What outside places answered to a case that I may see, a row a segment (one row with no line for a reply without any), the oldest first; counts: this reply is the one that will be joined, or was. Noted in the read log.';
GRANT EXECUTE ON FUNCTION desk.reply_list(int, bigint) TO yc_staff;

CREATE OR REPLACE FUNCTION desk.contribution_list(_region int, _case_id bigint)
RETURNS TABLE (source text, place text, place_zh text, place_en text, first_month text, last_month text, months int, twice int, account_fen bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    _actor bigint := yc.actor();
    _case  yc.case_file := yc.case_visible(_actor, _region, _case_id);
    _open  boolean := _case.state NOT IN ('finished', 'denied', 'withdrawn', 'void', 'refused');
BEGIN
    RETURN QUERY WITH part AS MATERIALIZED (
        SELECT 1 AS n, 'record' AS source, c.place, c.first_month AS first, c.last_month AS last, c.months, c.account_fen
        FROM yc.contribution c WHERE c.region = _region AND c.person_id = _case.person_id AND c.undone_at IS NULL
        UNION ALL
        SELECT 2, 'reply', s.place, s.first_month, s.last_month, s.months, s.account_fen
        FROM yc.reply_segment s WHERE _open AND s.region = _region AND s.reply_id = (yc.case_reply(_region, _case_id)).id
        UNION ALL
        SELECT 3, 'own', o.place, o.first_month, o.last_month, yc.month_span(o.first_month, o.last_month), NULL
        FROM yc.own_months(_case) o
        WHERE _open AND (yc.own_refusal(_case)).code IS NULL AND NOT EXISTS (
            SELECT FROM yc.contribution c WHERE c.region = _region AND c.person_id = _case.person_id AND c.undone_at IS NULL
            AND c.place = o.place AND c.first_month <= o.first_month AND o.last_month <= c.last_month)
    ), covered AS (
        SELECT count(DISTINCT m)::int AS months, count(*)::int AS counted FROM part, generate_series(part.first, part.last, '1 month') m
    ), noted AS MATERIALIZED (
        SELECT yc.read_log_append(_actor, _region, 'contribution_list', _case_id, _case.person_id, 'contributions', 'case ' || coalesce(_case.number, 'draft'))
        FROM (SELECT FROM part LIMIT 1) any_part
    ), line AS (
        SELECT p.*, 0 AS twice FROM part p
        UNION ALL
        -- A month paid in two places counts once; the months missing within a span are missing.
        SELECT 4, 'joined', NULL, min(p.first), max(p.last), greatest(c.months - (c.counted - sum(p.months)), max(p.months))::int, sum(p.account_fen)::bigint, c.counted - c.months
        FROM part p, covered c GROUP BY c.months, c.counted
    )
    SELECT l.source, l.place, g.name_zh, g.name_en, to_char(l.first, 'YYYY-MM'), to_char(l.last, 'YYYY-MM'), l.months, l.twice, l.account_fen
    FROM (SELECT count(*) FROM noted) looked CROSS JOIN line l LEFT JOIN yc.region g ON g.code = l.place
    ORDER BY l.n, l.first, l.place;
END $$;
COMMENT ON FUNCTION desk.contribution_list(int, bigint) IS
    'The contributions of the person of a case that I may see: what their record has (record) and, while the case is open, what its end would join (reply, own), then one line over all of it (joined): from when to when, months with those paid in two places counted once (twice: how many those are), personal accounts together. No row where there is nothing. Noted in the read log.';
GRANT EXECUTE ON FUNCTION desk.contribution_list(int, bigint) TO yc_staff;
