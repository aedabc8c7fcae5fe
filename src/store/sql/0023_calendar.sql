-- Every published day, so that a limit is two looks and not a walk.

CREATE TABLE yc.calendar_day (
    day     date PRIMARY KEY,
    works   boolean NOT NULL,
    run     int NOT NULL, -- the first of the years that are published without a gap
    ordinal int NOT NULL  -- working days of the run up to this day, it included
);
COMMENT ON TABLE yc.calendar_day IS 'The days of all published years; made of yc.calendar_year and yc.calendar_exception by yc.calendar_days_make().';
CREATE UNIQUE INDEX calendar_day_works ON yc.calendar_day (run, ordinal) WHERE works;
GRANT SELECT ON yc.calendar_day TO yc_desk;

CREATE FUNCTION yc.calendar_days_make() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM yc.calendar_day;
    INSERT INTO yc.calendar_day (day, works, run, ordinal)
    SELECT d.day, d.works, d.run, sum(d.works::int) OVER (PARTITION BY d.run ORDER BY d.day)
    FROM (SELECT x.day, coalesce(e.works, extract(isodow FROM x.day) <= 5) AS works, y.run
          FROM (SELECT year, min(year) OVER (PARTITION BY stretch) AS run
                FROM (SELECT year, year - row_number() OVER (ORDER BY year) AS stretch FROM yc.calendar_year) years) y
          CROSS JOIN LATERAL (SELECT make_date(y.year, 1, 1) + n AS day FROM generate_series(0, make_date(y.year, 12, 31) - make_date(y.year, 1, 1)) n) x
          LEFT JOIN yc.calendar_exception e ON e.day = x.day) d;
END $$;
COMMENT ON FUNCTION yc.calendar_days_make() IS 'Lays the days out as they are published now. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.calendar_days_make() FROM yc_desk;

SELECT yc.calendar_days_make();
