-- Looking back and looking up: figures by day that tending folds, what passed its limit, keys and seconds, and two more ways into the read log.

-- --- figures: what each case adds to them, and their sums by day

CREATE TYPE yc.stat_fact AS (day date, stage text, kind text, reason text, minutes int);
COMMENT ON TYPE yc.stat_fact IS
    'One thing that counts of a case: on which day, at which stage (empty: the whole case), what (accept; agree, return, deny, suspend; finished, denied; promised_kept, promised_late, statutory_kept, statutory_late), for which coded reason, and how much working time it took without suspended days. minutes NULL: not measured, or the calendar of that time is not published.';

CREATE TABLE yc.stat_case (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    facts   yc.stat_fact[] NOT NULL,
    PRIMARY KEY (region, case_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.stat_case IS
    'What each case has added to yc.stat_day when it was folded last (yc.case_facts()): taken out again, as it stands here, when it is folded anew. Tending alone writes it.';

CREATE TABLE yc.stat_day (
    region  int NOT NULL,
    day     date NOT NULL,
    item    text NOT NULL,
    stage   text NOT NULL,
    kind    text NOT NULL,
    reason  text NOT NULL,
    bucket  smallint NOT NULL, -- yc.stat_bucket(); -1: not measured
    count   bigint NOT NULL,
    minutes bigint NOT NULL,   -- together
    PRIMARY KEY (region, day, item, stage, kind, reason, bucket)
) WITH (fillfactor = 70);
COMMENT ON TABLE yc.stat_day IS
    'The figures of a day: sums over the facts of yc.stat_case, and a histogram of durations in fixed buckets a quarter of an octave wide, so that p50 and p90 are told within 9.1% (from a minute to 600 working days).';

CREATE TABLE yc.stat_pending (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    PRIMARY KEY (region, case_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE yc.stat_pending IS 'Cases that changed, or whose day came, and were not looked at since. Tending fills it from the seals, so that no claim or decision does anything for it.';

CREATE TABLE yc.stat_progress (
    one          boolean PRIMARY KEY DEFAULT true CHECK (one),
    seal_id      bigint NOT NULL DEFAULT 0, -- cases of the seals up to this one were put into yc.stat_pending
    again_region int,                       -- a calendar was published: all cases behind this one are still to be measured anew
    again_case   bigint,
    CHECK ((again_region IS NULL) = (again_case IS NULL))
);
COMMENT ON TABLE yc.stat_progress IS 'How far tending has come with the figures.';
INSERT INTO yc.stat_progress DEFAULT VALUES;

-- --- keys and seconds: of an item and a day, of nobody

CREATE TABLE yc.effort (
    id      uuid PRIMARY KEY, -- made by the workstation: sent twice it counts once
    region  int NOT NULL,
    day     date NOT NULL,
    item    text NOT NULL,
    stage   text NOT NULL CHECK (stage IN ('accept', 'review', 'recheck', 'approve')),
    keys    int NOT NULL CHECK (keys BETWEEN 0 AND 100000),
    seconds int NOT NULL CHECK (seconds BETWEEN 0 AND 86400),
    folded  boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE yc.effort IS
    'Keys pressed and seconds worked for one acceptance or decision. No case, no person, no time of day: figures of items, not of people. Tending folds them and takes those away that are older than the setting command_days.';
CREATE INDEX effort_new ON yc.effort (region) WHERE NOT folded;
CREATE INDEX effort_of_day ON yc.effort (day);
GRANT SELECT, INSERT ON yc.effort TO yc_desk;

CREATE TABLE yc.effort_day (
    region  int NOT NULL,
    day     date NOT NULL,
    item    text NOT NULL,
    stage   text NOT NULL,
    acts    bigint NOT NULL,
    keys    bigint NOT NULL,
    seconds bigint NOT NULL,
    PRIMARY KEY (region, day, item, stage)
);
COMMENT ON TABLE yc.effort_day IS 'yc.effort by day, item and stage.';

-- --- what goes up to the supervisor

CREATE TABLE yc.case_watch (
    region   int NOT NULL,
    case_id  bigint NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('overdue', 'repeated')),
    since    date NOT NULL,        -- overdue: the first day behind the limit; repeated: the first day of the last suspension
    found_at timestamptz NOT NULL,
    stage    text NOT NULL,        -- where it stood when it was found, and in whose hands (NULL: in nobody's)
    hands    bigint REFERENCES yc.staff,
    ended_at timestamptz,          -- it is no longer so
    noted    boolean NOT NULL,     -- stands in the case's journal
    PRIMARY KEY (region, case_id, kind),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.case_watch IS
    'Cases that passed their limit, and cases suspended again and again. A row stays when it is over, and comes to life again; the journal of a case says overdue once. Tending alone writes it.';
CREATE INDEX case_watch_open ON yc.case_watch (region, kind, since, case_id) WHERE ended_at IS NULL;
CREATE INDEX case_watch_unnoted ON yc.case_watch (region, case_id) WHERE NOT noted;

CREATE TABLE yc.overdue_mark (
    region   int NOT NULL,
    queue_id int NOT NULL,
    day      date NOT NULL,   -- all that is due before this day was looked at
    due      date NOT NULL,   -- within the round that is under way: up to this task
    task_id  bigint NOT NULL,
    PRIMARY KEY (region, queue_id),
    FOREIGN KEY (region, queue_id) REFERENCES yc.queue
);
COMMENT ON TABLE yc.overdue_mark IS 'How far tending has looked through each queue for tasks that passed their limit: once a day, in pieces.';
CREATE INDEX overdue_mark_day ON yc.overdue_mark (day);

CREATE INDEX suspension_of_case ON yc.suspension (region, case_id);
CREATE INDEX suspension_running ON yc.suspension (region, first_day, id) WHERE last_day IS NULL;

GRANT SELECT ON yc.stat_day, yc.effort_day, yc.case_watch TO yc_desk;

-- --- who looked at whom, asked by time and by person

CREATE INDEX read_log_at ON yc.read_log (region, at, id);
CREATE INDEX read_log_of_person ON yc.read_log (region, person_id, at, id) WHERE person_id IS NOT NULL;
