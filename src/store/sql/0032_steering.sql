-- The supervisor's desk: what came and went by the hour, who sits where, what is paused. Figures are counters, folded by tend or written by the one row's
-- own window; yc.verify() recounts them from the beginning that yc.flow_start tells.

CREATE TABLE yc.flow_start (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at  timestamptz NOT NULL
);
COMMENT ON TABLE yc.flow_start IS 'From when on hours are counted one by one; what was before stands in each queue''s row of hour -infinity.';
INSERT INTO yc.flow_start (at) SELECT CASE WHEN EXISTS (SELECT FROM yc.visit) THEN date_trunc('hour', yc.now(), 'UTC') + interval '1 hour' ELSE '-infinity' END;

-- Each delta knows its moment: the default is the statement's own time, as the decision beside it has it.
ALTER TABLE yc.queue_delta ADD COLUMN at timestamptz NOT NULL DEFAULT yc.now();

CREATE TABLE yc.flow_hour (
    region   int NOT NULL,
    queue_id int NOT NULL,
    hour     timestamptz NOT NULL,  -- its beginning; -infinity: all hours before those that are kept
    came     bigint NOT NULL,       -- tasks made, without those taken back
    went     bigint NOT NULL,       -- tasks decided, without those undone
    PRIMARY KEY (region, queue_id, hour),
    FOREIGN KEY (region, queue_id) REFERENCES yc.queue
) WITH (fillfactor = 50);
COMMENT ON TABLE yc.flow_hour IS 'What came into a queue and went out of it, by the hour: folded by tend from yc.queue_delta, never counted.';
CREATE INDEX flow_hour_old ON yc.flow_hour (hour);
INSERT INTO yc.flow_hour (region, queue_id, hour, came, went)
SELECT n.region, n.queue_id, '-infinity', sum(n.count), coalesce(sum(n.count) FILTER (WHERE n.kind = 'decided'), 0)
FROM yc.queue_count n GROUP BY 1, 2;
-- What is not folded yet was before the first whole hour.
UPDATE yc.queue_delta SET at = '-infinity' WHERE (SELECT s.at FROM yc.flow_start s) > '-infinity';

CREATE TABLE yc.window_hour (
    region        int NOT NULL,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    hour          timestamptz NOT NULL,
    came          int NOT NULL DEFAULT 0, -- visits begun
    accepted      int NOT NULL DEFAULT 0, -- visits ended, by outcome
    received      int NOT NULL DEFAULT 0,
    lacking       int NOT NULL DEFAULT 0,
    asked         int NOT NULL DEFAULT 0,
    gone          int NOT NULL DEFAULT 0,
    seconds       bigint NOT NULL DEFAULT 0, -- from beginning to end of those that ended, parked time included
    PRIMARY KEY (region, hall, window_number, hour),
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window
) WITH (fillfactor = 50);
COMMENT ON TABLE yc.window_hour IS 'The day of a window by the hour. Written by desk.visit_begin() and yc.visit_end(), a row of the window''s own, so that nobody waits for another.';

ALTER TABLE yc.visit ADD COLUMN begun_at smallint;
COMMENT ON COLUMN yc.visit.begun_at IS 'The window at which the visit began, since 0032; window_number is where it is now.';

CREATE TABLE yc.seat (
    region        int NOT NULL,
    staff_id      bigint NOT NULL REFERENCES yc.staff,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    since         timestamptz NOT NULL,
    away_at       timestamptz,        -- locked since
    PRIMARY KEY (region, staff_id),
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window
) WITH (fillfactor = 50);
COMMENT ON TABLE yc.seat IS 'Who sits at which window: written when they sign on, taken away when they sign off. Whose program has gone without a word still sits there, and no session is theirs.';
CREATE INDEX seat_window ON yc.seat (region, hall, window_number);

CREATE TABLE yc.pause (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    queue_id      int,
    staff_id      bigint REFERENCES yc.staff,
    hall          smallint,
    window_number smallint,
    words         text NOT NULL,
    until         timestamptz,        -- NULL: until somebody ends it
    paused_by     bigint NOT NULL REFERENCES yc.staff,
    paused_at     timestamptz NOT NULL,
    ended_by      bigint REFERENCES yc.staff,
    ended_at      timestamptz,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, queue_id) REFERENCES yc.queue,
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window,
    CHECK (num_nonnulls(queue_id, staff_id, window_number) = 1),
    CHECK ((hall IS NULL) = (window_number IS NULL)),
    CHECK (until IS NULL OR until > paused_at)
);
COMMENT ON TABLE yc.pause IS 'A queue that hands nothing out, a person who is handed nothing, a window that is closed: by whom, why, until when. Ended rows stay.';
CREATE UNIQUE INDEX pause_queue ON yc.pause (region, queue_id) WHERE ended_at IS NULL AND queue_id IS NOT NULL;
CREATE UNIQUE INDEX pause_staff ON yc.pause (region, staff_id) WHERE ended_at IS NULL AND staff_id IS NOT NULL;
CREATE UNIQUE INDEX pause_window ON yc.pause (region, hall, window_number) WHERE ended_at IS NULL AND window_number IS NOT NULL;

-- Stuck cases are found at the head of an index, the oldest first.
CREATE INDEX received_due ON yc.received (region, answer_by) WHERE seen_at IS NULL;

ALTER TABLE yc.handed ADD COLUMN words text;
ALTER TABLE yc.takeover ADD COLUMN words text;
COMMENT ON COLUMN yc.handed.words IS 'Why a supervisor gave a task to this person; NULL: a colleague handed it over.';
COMMENT ON COLUMN yc.takeover.words IS 'Why a supervisor took a task away; NULL: a colleague took the case up.';

CREATE TYPE yc.ask AS (place int, kind text, key text, case_id bigint, task_id bigint, queue_id int, staff_id bigint, count int, since timestamptz, due date, word text, detail text);
COMMENT ON TYPE yc.ask IS
    'One thing that asks for a supervisor. place orders the kinds; key tells rows of a kind apart; count of how many things, since when or due when; word: a code of the kind (why a case is stuck); detail: words. What is not known is NULL.';

DROP FUNCTION desk.queue_table(int);

GRANT SELECT ON yc.flow_hour, yc.flow_start TO yc_desk;
GRANT SELECT, INSERT, UPDATE ON yc.window_hour, yc.pause TO yc_desk;
GRANT SELECT, INSERT, UPDATE, DELETE ON yc.seat TO yc_desk;
