-- What an acceptance in a quarter of its time asks for: a verdict that was reached when the form was read back, what a case holds as one value, and two
-- indexes for what is asked in capitals.

CREATE TABLE yc.verdict (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    hash    bytea NOT NULL,  -- of all that was judged, yc.verdict_hash()
    hidden  text[] NOT NULL, -- fields with a value that the form does not show: an acceptance deletes them
    day     date NOT NULL,
    PRIMARY KEY (region, case_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.verdict IS
    'Drafts in which nothing was lacking or wrong when their form was read back (desk.case_check()). A row says so of exactly what its hash is of: whatever changes since, it is no verdict on it, and acceptance judges itself. Tending deletes those of former days.';
CREATE INDEX verdict_day ON yc.verdict (day);
GRANT SELECT, INSERT, UPDATE ON yc.verdict TO yc_desk;

CREATE TYPE yc.contents AS (fields jsonb, blank text[], digests jsonb, papers jsonb, handed text[], people text[], related bigint[], hidden text[],
    limits jsonb, stages jsonb);
COMMENT ON TYPE yc.contents IS
    'What a case holds: the values that are not empty, the fields that are, digests of the values and the materials as the journal keeps them, kinds of materials handed in, numbers of those whose case it is, staff who are one of them or their kin; hidden: see yc.verdict, NULL without a verdict on just this. Limits and stages are those of its definition.';

CREATE INDEX staff_by_upper_id_no ON yc.staff (upper(id_no)) WHERE id_no IS NOT NULL;
CREATE INDEX staff_kin_by_upper_id_no ON yc.staff_kin (upper(id_no));
