-- The calendar of working days and the due date of a limit: the twin of src/model/calendar.h.
-- tests/vectors/clock.tsv and clock_steps.tsv hold both to one another.

CREATE TABLE yc.calendar_year (
    year   int PRIMARY KEY CHECK (year BETWEEN 1 AND 9999),
    source text NOT NULL
);
COMMENT ON TABLE yc.calendar_year IS
    'The years whose holidays are published, and the notice that did it. Nothing is known of the working days of another year.';

CREATE TABLE yc.calendar_exception (
    day   date PRIMARY KEY,
    works boolean NOT NULL
);
COMMENT ON TABLE yc.calendar_exception IS
    'Days that are not as their weekday is: holidays on weekdays (works false), weekend days worked in exchange (works true). May repeat what the weekday says.';

CREATE FUNCTION yc.is_working_day(_day date) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM yc.calendar_year y WHERE y.year = extract(year FROM _day)) THEN
        PERFORM yc.refuse('E_CALENDAR_UNPUBLISHED', 'year', to_char(_day, 'FMYYYY'));
    END IF;
    RETURN coalesce((SELECT e.works FROM yc.calendar_exception e WHERE e.day = _day), extract(isodow FROM _day) <= 5);
END $$;
COMMENT ON FUNCTION yc.is_working_day(date) IS
    'Whether a day is worked. Raises E_CALENDAR_UNPUBLISHED {year} beyond the published years.';

-- One fetch of the calendar, then a walk in memory: a day takes about a microsecond.
CREATE FUNCTION yc.due_steps(_accepted date, _days int, _unit text, _pauses daterange[])
RETURNS TABLE (step int, kind text, first_day date, last_day date, days int) LANGUAGE plpgsql STABLE AS $$
DECLARE
    _paused    datemultirange := coalesce((SELECT range_agg(p) FROM unnest(_pauses) p), '{}');
    _open_from date;   -- the day from which a pause without an end holds everything
    _years     int[];
    _worked    date[];
    _off       date[];
    _day       date := _accepted;
    _kind      text;
    _counted   int := 0;
    _end       date;   -- the last day counted, while a working day after it is looked for
BEGIN
    IF _days IS NULL OR _days NOT BETWEEN 0 AND 9999 THEN
        PERFORM yc.refuse('E_CALENDAR_DAYS', 'days', _days::text, 'most', '9999');
    ELSIF _unit IS NULL OR _unit NOT IN ('working', 'calendar') THEN
        PERFORM yc.refuse('E_CALENDAR_UNIT', 'unit', _unit);
    END IF;
    step := 1;
    first_day := _accepted;
    last_day := _accepted;
    days := 0;
    kind := CASE _days WHEN 0 THEN 'same' ELSE 'accepted' END;
    RETURN NEXT;
    IF _days = 0 THEN
        RETURN;
    END IF;
    kind := NULL;
    SELECT min(coalesce(lower(p), '-infinity')) INTO _open_from
        FROM unnest(_pauses) p WHERE upper_inf(p) OR upper(p) = 'infinity';
    SELECT coalesce(array_agg(y.year), '{}') INTO _years FROM yc.calendar_year y;
    SELECT coalesce(array_agg(e.day) FILTER (WHERE e.works), '{}'), coalesce(array_agg(e.day) FILTER (WHERE NOT e.works), '{}')
        INTO _worked, _off FROM yc.calendar_exception e WHERE e.day > _accepted;

    LOOP
        _day := _day + 1;
        IF _day >= _open_from THEN
            -- It goes on from the pause before it, if that is where the count stands.
            IF kind = 'pause' THEN
                last_day := NULL;
                days := 0;
            ELSE
                IF kind IS NOT NULL THEN
                    RETURN NEXT;
                END IF;
                SELECT step + 1, 'pause', _day, NULL, 0 INTO step, kind, first_day, last_day, days;
            END IF;
            RETURN NEXT;
            RETURN;
        ELSIF _day > '9999-12-31' THEN
            PERFORM yc.refuse('E_CALENDAR_UNPUBLISHED', 'year', '10000');
        ELSIF _paused @> _day THEN
            _kind := 'pause';
        ELSIF _unit = 'calendar' AND _end IS NULL THEN
            _kind := 'counted';
        ELSIF extract(year FROM _day) <> ALL (_years) THEN
            PERFORM yc.refuse('E_CALENDAR_UNPUBLISHED', 'year', to_char(_day, 'FMYYYY'));
        ELSIF _day = ANY (_worked) OR (extract(isodow FROM _day) <= 5 AND _day <> ALL (_off)) THEN
            _kind := 'counted';
        ELSE
            _kind := 'rest';
        END IF;

        IF _end IS NOT NULL THEN
            CONTINUE WHEN _kind <> 'counted';
            RETURN NEXT;
            SELECT step + 1, 'moved', _end, _day, _day - _end INTO step, kind, first_day, last_day, days;
            EXIT;
        ELSIF kind IS NOT DISTINCT FROM _kind THEN
            last_day := _day;
            days := days + 1;
        ELSE
            IF kind IS NOT NULL THEN
                RETURN NEXT;
            END IF;
            SELECT step + 1, _kind, _day, _day, 1 INTO step, kind, first_day, last_day, days;
        END IF;
        CONTINUE WHEN _kind <> 'counted';

        _counted := _counted + 1;
        IF _counted = _days THEN
            EXIT WHEN _unit = 'working' OR yc.is_working_day(_day);
            _end := _day; -- 民法典 203
        END IF;
    END LOOP;
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION yc.due_steps(date, int, text, daterange[]) IS
    'How a limit is counted, in order of time; stretches of one kind are one step. Kinds: same (0 days), accepted (the day is not counted, 民法典 201), counted, rest (day off, skipped), pause (skipped; without last_day: it has no end yet, and nothing follows), moved (from the last day counted, a day off, to the next working day outside pauses, 民法典 203). The unit is working or calendar. Raises E_CALENDAR_UNPUBLISHED {year}, E_CALENDAR_DAYS {days, most}, E_CALENDAR_UNIT {unit}. The twin of calendar_due() in C.';

CREATE FUNCTION yc.due_date(_accepted date, _days int, _unit text, _pauses daterange[]) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT s.last_day FROM yc.due_steps(_accepted, _days, _unit, _pauses) s ORDER BY s.step DESC LIMIT 1
$$;
COMMENT ON FUNCTION yc.due_date(date, int, text, daterange[]) IS
    'The last day of a limit: the end of the last of yc.due_steps(). NULL while a pause without an end holds it.';
