-- A second look at finished cases (事后抽查): the rules, what was drawn by them, what came of it. functions/sampling.sql draws and says how.

INSERT INTO yc.setting (name, value) VALUES ('sample_seed', gen_random_uuid()::text), ('sample_from', yc.today()::text) ON CONFLICT DO NOTHING;

CREATE TABLE yc.sample_rule (
    region     int NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    item       text,              -- of this item
    risk       text CHECK (risk IN ('low', 'medium', 'high')), -- or of items of this risk; neither: of all
    percent    smallint NOT NULL CHECK (percent BETWEEN 0 AND 100),
    blind      boolean NOT NULL,
    days       smallint NOT NULL CHECK (days BETWEEN 1 AND 60), -- working days for the second look
    words      text NOT NULL,     -- why it was made
    valid_from date NOT NULL,     -- the first day on which a case that finishes is drawn by it
    valid_to   date,              -- the last; NULL: until it is changed
    set_by     bigint NOT NULL REFERENCES yc.staff,
    set_at     timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    CHECK (item IS NULL OR risk IS NULL),
    CHECK (valid_to >= valid_from - 1) -- changed before its first day: it never was in force
);
COMMENT ON TABLE yc.sample_rule IS 'Rules of sampling that a supervisor has set; where there is none, yc.sample_rule_of() has one. Never changed but for valid_to: what was in force on a day stays known.';
CREATE UNIQUE INDEX sample_rule_live ON yc.sample_rule (region, coalesce(item, ''), coalesce(risk, '')) WHERE valid_to IS NULL;

CREATE TABLE yc.sample_day (
    region   int NOT NULL,
    day      date NOT NULL,       -- on which these cases finished
    seed     text NOT NULL,
    drawn_at timestamptz NOT NULL,
    finished int NOT NULL,
    PRIMARY KEY (region, day)
);
COMMENT ON TABLE yc.sample_day IS 'The days that were drawn from, with the seed and how many cases had finished; up to the last of them nothing is drawn again.';

CREATE TABLE yc.sample_share (
    region   int NOT NULL,
    clerk    bigint NOT NULL REFERENCES yc.staff,
    item     text NOT NULL,
    start    smallint NOT NULL CHECK (start BETWEEN 0 AND 99), -- by the seed: nobody knows the first one of the share
    finished int NOT NULL,
    owed     int NOT NULL,        -- the percentages of all of them, added up: 100 owe a sample
    drawn    int NOT NULL,
    PRIMARY KEY (region, clerk, item)
) WITH (fillfactor = 70);
COMMENT ON TABLE yc.sample_share IS 'What is owed and drawn of each accepting clerk''s cases of each item: the share of each is held, not only that of all.';

CREATE TABLE yc.sample (
    region       int NOT NULL,
    id           bigint NOT NULL DEFAULT yc.next_id(),
    case_id      bigint NOT NULL,
    day          date NOT NULL,    -- on which the case finished
    clerk        bigint NOT NULL,
    item         text NOT NULL,
    percent      smallint NOT NULL,
    blind        boolean NOT NULL,
    excluded     bigint[] NOT NULL, -- staff who may not look: they handled it, own or kin case
    drawn_at     timestamptz NOT NULL,
    due          date NOT NULL,
    opened_by    bigint REFERENCES yc.staff, -- who looks, for the day
    opened_at    timestamptz,
    result       text CHECK (result IN ('agree', 'differs')),
    reason       text,
    note         text,
    looked_by    bigint REFERENCES yc.staff,
    looked_at    timestamptz,
    seq          int,              -- of the look in the case's journal
    closed_by    bigint REFERENCES yc.staff, -- the supervisor who answered a result that differs
    closed_at    timestamptz,
    closed_words text,
    gone_at      timestamptz,      -- the decision was undone before anybody had looked
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, clerk, item) REFERENCES yc.sample_share,
    CHECK ((result IS NULL) = (looked_by IS NULL) AND (result IS NULL) = (looked_at IS NULL) AND (result IS NULL) = (seq IS NULL)),
    CHECK ((result IS NOT DISTINCT FROM 'differs') = (reason IS NOT NULL)),
    CHECK ((opened_by IS NULL) = (opened_at IS NULL)),
    CHECK (gone_at IS NULL OR result IS NULL),
    CHECK (closed_at IS NULL OR result = 'differs')
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.sample IS 'Finished cases that were drawn for a second look, and what it found. Nothing of the case hangs on a row.';
CREATE UNIQUE INDEX sample_of_case ON yc.sample (region, case_id) WHERE gone_at IS NULL;
CREATE INDEX sample_waiting ON yc.sample (region, due, id) WHERE result IS NULL AND gone_at IS NULL;
CREATE INDEX sample_differs ON yc.sample (region, looked_at, id) WHERE result = 'differs' AND closed_at IS NULL;

CREATE TABLE yc.sample_count (
    region   int NOT NULL,
    month    date NOT NULL,        -- of the second look; its first day
    staff_id bigint NOT NULL,
    stage    text NOT NULL,        -- where this person had the case in hand: accept, review, recheck, approve
    outcome  text NOT NULL,        -- agree, or the code of the reason
    count    bigint NOT NULL,
    PRIMARY KEY (region, month, staff_id, stage, outcome)
) WITH (fillfactor = 50);
COMMENT ON TABLE yc.sample_count IS 'Second looks by month, by everybody who had let the case through, and by what they found.';

CREATE TABLE yc.sample_delta (
    region   int NOT NULL,
    month    date NOT NULL,
    staff_id bigint NOT NULL,
    stage    text NOT NULL,
    outcome  text NOT NULL,
    change   int NOT NULL
);
COMMENT ON TABLE yc.sample_delta IS 'What has not been folded into yc.sample_count yet.';

-- Which cases finished on a day.
CREATE INDEX case_finished ON yc.case_file (region, finished_at) WHERE finished_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON yc.sample_rule TO yc_desk;
GRANT SELECT, UPDATE ON yc.sample, yc.sample_share, yc.sample_day TO yc_desk;
GRANT SELECT ON yc.sample_count TO yc_desk;
GRANT SELECT, INSERT ON yc.sample_delta TO yc_desk;
