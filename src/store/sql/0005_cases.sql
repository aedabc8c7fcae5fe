-- Persons, visits, cases with their fields, materials, suspensions and decisions; the queues' hot table.
-- Every table that grows with cases is keyed (region, id): region is the accepting city's and never changes.

CREATE TABLE yc.person (
    region     int NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    id_type    text NOT NULL,
    id_no      text NOT NULL,
    name       text NOT NULL,
    mobile     text,
    mobile_on  date,                 -- when the mobile number was last confirmed
    created_at timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    CONSTRAINT person_credential UNIQUE (region, id_type, id_no)
);

CREATE TABLE yc.visit (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    clerk         bigint NOT NULL REFERENCES yc.staff,
    person_id     bigint NOT NULL,
    started_at    timestamptz NOT NULL,
    parked_at     timestamptz,
    park_reason   text,
    ended_at      timestamptz,
    outcome       text CHECK (outcome IN ('accepted', 'received', 'lacking', 'asked', 'left')),
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, person_id) REFERENCES yc.person,
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window,
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK (ended_at IS NULL OR parked_at IS NULL)
);
COMMENT ON TABLE yc.visit IS 'A person at a window: many cases or none. Open until it is ended; parked while the person is away.';
CREATE INDEX visit_open ON yc.visit (region, hall, clerk) WHERE ended_at IS NULL;
CREATE INDEX visit_of_person ON yc.visit (region, person_id, id DESC);

CREATE TABLE yc.case_file (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    state         text NOT NULL CHECK (state IN ('draft', 'received', 'accepted', 'returned', 'finished',
                                                 'refused', 'denied', 'withdrawn', 'void')),
    stage         text CHECK (stage IN ('review', 'recheck', 'approve')),
    number        text,               -- given at acceptance, once; never changes
    item          text NOT NULL,
    definition_id int NOT NULL REFERENCES yc.definition,
    visit_id      bigint NOT NULL,
    person_id     bigint NOT NULL,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    created_by    bigint NOT NULL REFERENCES yc.staff,
    created_at    timestamptz NOT NULL,
    holder        bigint REFERENCES yc.staff, -- who fills it in; the token fences what a former holder sends late
    token         uuid,
    held_since    timestamptz,
    accepted_by   bigint REFERENCES yc.staff,
    accepted_at   timestamptz,
    promised_due  date,
    statutory_due date,
    live_task     bigint,             -- the open task; a case in progress has one or a dated reason why not
    waiting       text CHECK (waiting IN ('suspended', 'returned')),
    waiting_since date,
    finished_at   timestamptz,
    version       int NOT NULL DEFAULT 1,
    journal_seq   int NOT NULL DEFAULT 0,
    journal_head  bytea NOT NULL DEFAULT '\x',
    PRIMARY KEY (region, id),
    UNIQUE (region, number),
    FOREIGN KEY (region, visit_id) REFERENCES yc.visit,
    FOREIGN KEY (region, person_id) REFERENCES yc.person,
    CHECK (state IN ('draft', 'received', 'refused') OR accepted_at IS NOT NULL),
    CHECK (state <> 'draft' OR accepted_at IS NULL),
    CHECK ((number IS NULL) = (accepted_at IS NULL)),
    CHECK ((stage IS NOT NULL) = (state = 'accepted')),
    CHECK (state NOT IN ('accepted', 'returned') OR live_task IS NOT NULL OR (waiting IS NOT NULL AND waiting_since IS NOT NULL)),
    CHECK (live_task IS NULL OR (state = 'accepted' AND waiting IS NULL)),
    CHECK ((holder IS NULL) = (token IS NULL))
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.case_file IS 'A case from its draft to its end. version counts changes; journal_head chains the journal.';
CREATE INDEX case_of_person ON yc.case_file (region, person_id, id DESC);
CREATE INDEX case_of_visit ON yc.case_file (region, visit_id);
CREATE INDEX case_draft ON yc.case_file (region, hall, created_by) WHERE state = 'draft';
CREATE INDEX case_number_tail ON yc.case_file (region, reverse(number) text_pattern_ops) WHERE number IS NOT NULL;

CREATE TABLE yc.case_field (
    region     int NOT NULL,
    case_id    bigint NOT NULL,
    field      text NOT NULL,
    value      text NOT NULL,
    source     text NOT NULL CHECK (source IN ('typed', 'person', 'earlier', 'fixed', 'computed')),
    source_on  date,                  -- the day the source speaks of; NULL: today's
    seq        bigint NOT NULL,       -- the holder's count: an older save never overwrites a newer one
    saved_at   timestamptz NOT NULL,
    saved_by   bigint NOT NULL REFERENCES yc.staff,
    PRIMARY KEY (region, case_id, field),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);

CREATE TABLE yc.material (
    region      int NOT NULL,
    id          bigint NOT NULL DEFAULT yc.next_id(),
    case_id     bigint NOT NULL,
    kind        text NOT NULL,        -- the material's key in the definition
    way         text NOT NULL CHECK (way IN ('file', 'commitment')),
    file_name   text,
    byte_count  int,
    sha256      bytea,                -- computed here from what arrived
    letter_id   int REFERENCES yc.definition,
    signed_on   date,
    added_by    bigint NOT NULL REFERENCES yc.staff,
    added_at    timestamptz NOT NULL,
    removed_by  bigint REFERENCES yc.staff,
    removed_at  timestamptz,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((way = 'file') = (sha256 IS NOT NULL AND file_name IS NOT NULL AND byte_count > 0)),
    CHECK ((way = 'commitment') = (letter_id IS NOT NULL AND signed_on IS NOT NULL)),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
COMMENT ON TABLE yc.material IS 'What was handed in: a file, or a commitment letter in its place. Never deleted; a replaced one is marked removed.';
CREATE INDEX material_of_case ON yc.material (region, case_id);

CREATE TABLE yc.material_content (
    region      int NOT NULL,
    material_id bigint NOT NULL,
    content     bytea NOT NULL,
    PRIMARY KEY (region, material_id),
    FOREIGN KEY (region, material_id) REFERENCES yc.material
);
ALTER TABLE yc.material_content ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE yc.suspension (
    region     int NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    case_id    bigint NOT NULL,
    kind       text NOT NULL,         -- a code of the list clock_stop
    first_day  date NOT NULL,
    last_day   date,                  -- NULL: still open
    paper      text NOT NULL,         -- the written notice that it rests on
    created_by bigint NOT NULL REFERENCES yc.staff,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK (last_day >= first_day - 1) -- ended on the day it began: no day lost
);
CREATE UNIQUE INDEX suspension_open ON yc.suspension (region, case_id) WHERE last_day IS NULL;

CREATE TABLE yc.decision (
    region     int NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    case_id    bigint NOT NULL,
    task_id    bigint NOT NULL,
    stage      text NOT NULL,
    decision   text NOT NULL CHECK (decision IN ('agree', 'return', 'deny', 'suspend')),
    reason     text,
    note       text,
    decided_by bigint NOT NULL REFERENCES yc.staff,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, task_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK (decision = 'agree' OR reason IS NOT NULL)
);
CREATE INDEX decision_of_case ON yc.decision (region, case_id);

-- --- queues: narrow and hot; an open task is a row here, a decided one is gone into yc.decision

CREATE TABLE yc.queue (
    region int NOT NULL,
    id     int GENERATED ALWAYS AS IDENTITY,
    stage  text NOT NULL CHECK (stage IN ('review', 'recheck', 'approve')),
    item   text NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, stage, item)
);
COMMENT ON TABLE yc.queue IS 'One queue for each stage of each item in each region, resolved once when a task is made.';

CREATE TABLE yc.task (
    region      int NOT NULL,
    id          bigint NOT NULL DEFAULT yc.next_id(),
    case_id     bigint NOT NULL,
    queue_id    int NOT NULL,
    priority    smallint NOT NULL,    -- 0 the applicant waits, 3 elderly or disabled, 5 ordinary
    due         date NOT NULL,
    claimed_by  bigint REFERENCES yc.staff,
    token       uuid,                 -- the claiming workstation's
    lease_until timestamptz,
    excluded    bigint[] NOT NULL,    -- staff who may not have it: accepted it, decided on it, own or kin case
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, queue_id) REFERENCES yc.queue,
    CHECK ((claimed_by IS NULL) = (token IS NULL) AND (claimed_by IS NULL) = (lease_until IS NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
COMMENT ON TABLE yc.task IS 'Open tasks only, each in exactly one queue.';
CREATE UNIQUE INDEX task_of_case ON yc.task (region, case_id);
CREATE INDEX task_next ON yc.task (region, queue_id, priority, due, id) WHERE claimed_by IS NULL;
CREATE INDEX task_due ON yc.task (region, queue_id, due);
CREATE INDEX task_lease ON yc.task (region, queue_id, lease_until) WHERE claimed_by IS NOT NULL;
CREATE INDEX task_mine ON yc.task (claimed_by) WHERE claimed_by IS NOT NULL;

-- Deferred: an acceptance makes case and task in one transaction, a decision moves both.
ALTER TABLE yc.case_file ADD FOREIGN KEY (region, live_task) REFERENCES yc.task DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE yc.queue_floor (
    region   int NOT NULL,
    queue_id int NOT NULL,
    priority smallint NOT NULL,
    due      date NOT NULL,
    task_id  bigint NOT NULL,
    PRIMARY KEY (region, queue_id),
    FOREIGN KEY (region, queue_id) REFERENCES yc.queue
) WITH (fillfactor = 10);
COMMENT ON TABLE yc.queue_floor IS
    'Nothing waits below this point of a queue: saves claims from walking dead index entries while a long transaction is open. A hint, used only while tending is fresh.';

CREATE TABLE yc.queue_count (
    region   int NOT NULL,
    queue_id int NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('ready', 'claimed', 'decided')),
    count    bigint NOT NULL,
    PRIMARY KEY (region, queue_id, kind)
) WITH (fillfactor = 50);

CREATE TABLE yc.queue_delta (
    region   int NOT NULL,
    queue_id int NOT NULL,
    kind     text NOT NULL,
    change   int NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE yc.queue_delta IS 'What has not been folded into yc.queue_count yet: counting never locks a row that two would want.';

CREATE TABLE yc.tending (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    tended_at   timestamptz NOT NULL,
    seal_hash   bytea NOT NULL DEFAULT '\x'
);
COMMENT ON TABLE yc.tending IS 'When yichuang-admin tend was here last.';
INSERT INTO yc.tending (tended_at) VALUES ('-infinity');

-- --- serials of case numbers: a sequence for each hall and day, made ahead of the day

CREATE TABLE yc.hall_day (
    region int NOT NULL,
    hall   smallint NOT NULL,
    day    date NOT NULL,
    PRIMARY KEY (region, hall, day),
    FOREIGN KEY (region, hall) REFERENCES yc.hall
);

CREATE FUNCTION yc.hall_day_name(_region int, _hall smallint, _day date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'serial_' || _region || '_' || _hall || '_' || to_char(_day, 'YYYYMMDD')
$$;
COMMENT ON FUNCTION yc.hall_day_name(int, smallint, date) IS 'The sequence of case serials of a hall''s day.';

CREATE FUNCTION yc.hall_day_open(_region int, _hall smallint, _day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO yc.hall_day (region, hall, day) VALUES (_region, _hall, _day) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        EXECUTE format('CREATE SEQUENCE yc.%I MAXVALUE 99999 NO CYCLE', yc.hall_day_name(_region, _hall, _day));
    END IF;
END $$;
COMMENT ON FUNCTION yc.hall_day_open(int, smallint, date) IS
    'Makes the sequence of case serials of a hall''s day if it is not there. tend makes tomorrow''s; the first acceptance of an untended day makes its own.';

CREATE FUNCTION yc.hall_serial(_region int, _hall smallint, _day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM yc.hall_day_open(_region, _hall, _day);
    RETURN nextval(format('yc.%I', yc.hall_day_name(_region, _hall, _day)));
END $$;
COMMENT ON FUNCTION yc.hall_serial(int, smallint, date) IS
    'The next serial (1..99999) of a hall''s day. No lock is held over the commit; gaps are allowed.';
