-- Searching cases by many criteria: the indexes that each of them can lead by (the days of its end: case_finished of 0027). functions/search.sql asks them.

CREATE INDEX case_since ON yc.case_file (region, (coalesce(accepted_at, created_at)), id);
CREATE INDEX case_of_item ON yc.case_file (region, item, (coalesce(accepted_at, created_at)), id);
CREATE INDEX case_promised ON yc.case_file (region, promised_due) WHERE promised_due IS NOT NULL;

CREATE FUNCTION yc.opinion_keys(_region int, _at timestamptz, _words text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    _key   text := yc.search_key(_words);
    _day   timestamp := _at AT TIME ZONE 'Asia/Shanghai';
    _where text := concat(_region, ' ', extract(year FROM _day) * 12 + extract(month FROM _day), ' ');
BEGIN
    RETURN ARRAY(SELECT DISTINCT hashtextextended(_where || substr(_key, n, 2), 0) FROM generate_series(1, greatest(length(_key) - 1, 1)) n);
END $$;
COMMENT ON FUNCTION yc.opinion_keys(int, timestamptz, text) IS
    'What an opinion is found by: each two neighbouring characters of it with its region and month, as hashes. Month by month, so that a search for words that stand in every opinion ends with the newest. An index rests on it: another rule is another function.';

-- Without a list of pending entries: it would be read through at each search, and be worked off by whoever decides next.
CREATE INDEX decision_words ON yc.decision USING gin (yc.opinion_keys(region, decided_at, note)) WITH (fastupdate = off) WHERE note IS NOT NULL;

CREATE TYPE yc.search AS (number text, credential text, name text, unit text, item text, state text, accepted daterange, due daterange, finished daterange, words text, units bigint[]);
COMMENT ON TYPE yc.search IS
    'What is searched for: keys as yc.search_key() makes them, days, and the units that the unit''s key means; NULL: that does not matter.';
CREATE TYPE yc.searched AS (id bigint, since timestamptz, person_id bigint, item text, hall smallint, state text, stage text, waiting text, accepted boolean, due date, finished_at timestamptz);
COMMENT ON TYPE yc.searched IS 'A case as a search judges it; since: accepted, else opened.';
