-- Whose turn a task is: put aside until a date, reserved for a person, and who is absent with whom for cover.

ALTER TABLE yc.task ADD COLUMN aside text;
COMMENT ON COLUMN yc.task.aside IS
    'Why it is in claimed_by''s hands without being worked on: held until lease_until, reserved for them until then; NULL: they work on it, or it is ready. Not ready is whatever has claimed_by, and what has one comes back when its lease_until is over, tended or not: so nothing put aside is ever lost.';
COMMENT ON COLUMN yc.task.priority IS '1: the applicant waits in the hall; 3: the applicant is 80 or older; 5: ordinary.';
ALTER TABLE yc.task ADD COLUMN people text[];
COMMENT ON COLUMN yc.task.people IS 'Identity numbers of those whose case it is (yc.case_people()), while it is decided: who of the staff is one of them or their kin is asked with every decision. NULL: of a branch, not read yet.';
ALTER TYPE yc.route ADD ATTRIBUTE people text[], ADD ATTRIBUTE priority smallint;

-- One condition, as yc.case_file has it (0025).
CREATE FUNCTION yc.task_sound(_id bigint, _branch bigint, _claimed_by bigint, _token uuid, _lease_until timestamptz, _aside text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN (_claimed_by IS NULL) = (_token IS NULL) AND (_claimed_by IS NULL) = (_lease_until IS NULL)
        AND (_branch IS NULL OR _branch = _id)
        AND (_aside IS NULL OR (_aside IN ('held', 'reserved') AND _claimed_by IS NOT NULL));
END $$;
COMMENT ON FUNCTION yc.task_sound(bigint, bigint, bigint, uuid, timestamptz, text) IS
    'The condition of yc.task: in somebody''s hands means a token and an end; a branch has the id of its task; what is put aside, held or reserved, is so for somebody. Another rule is another function: rows are not asked again.';
DO $$
DECLARE
    _name text;
BEGIN
    FOR _name IN SELECT conname FROM pg_constraint WHERE conrelid = 'yc.task'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE yc.task DROP CONSTRAINT %I', _name);
    END LOOP;
END $$;
ALTER TABLE yc.task ADD CONSTRAINT task_sound CHECK (yc.task_sound(id, branch_id, claimed_by, token, lease_until, aside));

ALTER TABLE yc.queue_count DROP CONSTRAINT queue_count_kind_check;
ALTER TABLE yc.queue_count ADD CONSTRAINT queue_count_kind_check CHECK (kind IN ('ready', 'claimed', 'held', 'reserved', 'decided'));

ALTER TABLE yc.queue ADD COLUMN people int NOT NULL DEFAULT 0;
COMMENT ON COLUMN yc.queue.people IS 'How many people may draw from it, as tending counted them last: among equals the queue with the fewest goes first. A hint.';
ALTER TABLE yc.tending ADD COLUMN people_at timestamptz NOT NULL DEFAULT '-infinity', ADD COLUMN day date, ADD COLUMN near_day date, ADD COLUMN long_day date;
COMMENT ON COLUMN yc.tending.day IS 'The date for which near_day and long_day hold (yc.turn_days()), as tending found them last.';
CREATE TYPE yc.turn AS (today date, near date, long date, fresh boolean, last text);
COMMENT ON TYPE yc.turn IS
    'What the order of tasks goes by at a moment, for a person: the date, yc.turn_days() of it, whether the floors may be believed (and leases that ran out are being returned by who tends), the item that this person decided on last.';

-- Asked with every claim: by task_mine each would step over all that its person has decided since the oldest transaction that is open.
CREATE INDEX task_reserved ON yc.task (region, claimed_by) WHERE aside = 'reserved';

CREATE TABLE yc.hold (
    region   int NOT NULL,
    id       bigint NOT NULL DEFAULT yc.next_id(),
    case_id  bigint NOT NULL,
    task_id  bigint NOT NULL,
    staff_id bigint NOT NULL REFERENCES yc.staff,
    at       timestamptz NOT NULL,
    until    date NOT NULL,
    words    text NOT NULL,
    seq      int NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    UNIQUE (region, case_id, seq)
);
COMMENT ON TABLE yc.hold IS 'Who put which task aside until when, and why; seq is its row in the journal of the case. One that is not ended is a task of yc.task with aside held.';
CREATE UNIQUE INDEX hold_open ON yc.hold (region, task_id) WHERE ended_at IS NULL;

CREATE TABLE yc.absence (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region      int NOT NULL,
    staff_id    bigint NOT NULL REFERENCES yc.staff,
    first_day   date NOT NULL,
    last_day    date NOT NULL,
    cover       bigint REFERENCES yc.staff,
    recorded_by bigint NOT NULL REFERENCES yc.staff,
    recorded_at timestamptz NOT NULL,
    ended_by    bigint REFERENCES yc.staff,
    ended_at    timestamptz,
    CHECK (last_day >= first_day),
    CHECK (cover <> staff_id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
COMMENT ON TABLE yc.absence IS 'Days on which somebody draws no task in a region, and who may decide what they could. Ended: called off, or over earlier than was said; rows stay.';
CREATE INDEX absence_open ON yc.absence (region, staff_id, last_day) WHERE ended_at IS NULL;

ALTER TABLE yc.staff_grant ADD COLUMN absence_id bigint REFERENCES yc.absence, ADD COLUMN source bigint REFERENCES yc.staff_grant,
    ADD CHECK ((absence_id IS NULL) = (source IS NULL));
COMMENT ON COLUMN yc.staff_grant.source IS 'The grant of the absent person that this one, their cover''s, is derived from; it never outlives it.';
CREATE INDEX staff_grant_source ON yc.staff_grant (source) WHERE source IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON yc.hold, yc.absence TO yc_desk;

-- Their answers or parameters are others now: the function set makes them anew.
DROP FUNCTION desk.task_list(int, smallint, date, bigint);
DROP FUNCTION yc.task_start(bigint, yc.task, uuid);
DROP FUNCTION yc.task_next(bigint, int);
DROP FUNCTION yc.tending_fresh();
DROP FUNCTION yc.my_queues(bigint, int);
DROP FUNCTION yc.journal_append(bigint, int, bigint, text, jsonb);
