-- What claims and decisions ask of the tables: they come oftener than anything else, and a case is written by each of them.

-- A statement that writes a case parses the conditions of the table anew, each time: ten of them took 45 microseconds, one that names a function takes 15.
CREATE FUNCTION yc.case_sound(_state text, _stage text, _number text, _accepted_at timestamptz, _live_task bigint, _waiting text, _waiting_since date,
                              _holder bigint, _token uuid) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN _state IN ('draft', 'received', 'accepted', 'returned', 'finished', 'refused', 'denied', 'withdrawn', 'void')
        AND (_stage IS NULL OR _stage IN ('review', 'recheck', 'approve'))
        AND (_waiting IS NULL OR _waiting IN ('suspended', 'returned', 'branch'))
        AND (_state IN ('draft', 'received', 'refused') OR _accepted_at IS NOT NULL)
        AND (_state <> 'draft' OR _accepted_at IS NULL)
        AND (_number IS NULL) = (_accepted_at IS NULL)
        AND (_stage IS NOT NULL) = (_state = 'accepted')
        AND (_state NOT IN ('accepted', 'returned') OR _live_task IS NOT NULL OR (_waiting IS NOT NULL AND _waiting_since IS NOT NULL))
        AND (_live_task IS NULL OR (_state = 'accepted' AND _waiting IS NULL))
        AND (_holder IS NULL) = (_token IS NULL);
END $$;
COMMENT ON FUNCTION yc.case_sound(text, text, text, timestamptz, bigint, text, date, bigint, uuid) IS
    'The condition of yc.case_file: states, stages and reasons to wait that there are; accepted means a number and a moment, a stage means accepted; an open case has a live task or a dated reason why not; who holds it has a token. Another rule is another function: rows are not asked again.';

DO $$
DECLARE
    _name text;
BEGIN
    FOR _name IN SELECT conname FROM pg_constraint WHERE conrelid = 'yc.case_file'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE yc.case_file DROP CONSTRAINT %I', _name);
    END LOOP;
END $$;
ALTER TABLE yc.case_file ADD CONSTRAINT case_file_sound
    CHECK (yc.case_sound(state, stage, number, accepted_at, live_task, waiting, waiting_since, holder, token));

-- From stage to stage no column changes that an index has: the row is written beside itself, and no index at all. So the key to the live task is looked for
-- by the case that it is (and can only be a task of that case), and what is suspended is listed by item.
ALTER TABLE yc.task ADD CONSTRAINT task_live UNIQUE (region, case_id, id);
ALTER TABLE yc.case_file DROP CONSTRAINT case_file_region_live_task_fkey;
ALTER TABLE yc.case_file ADD CONSTRAINT case_file_live_task_fkey FOREIGN KEY (region, id, live_task) REFERENCES yc.task (region, case_id, id) DEFERRABLE INITIALLY DEFERRED;
DROP INDEX yc.case_live_task;
DROP INDEX yc.case_suspended;
CREATE INDEX case_suspended ON yc.case_file (region, item, waiting_since, id) WHERE waiting = 'suspended';
ALTER TABLE yc.case_file SET (fillfactor = 70);

-- What a claim or a decision asks of a case's definition, and whose case it is: read once and handed on.
ALTER TABLE yc.definition ADD COLUMN months boolean GENERATED ALWAYS AS (coalesce(content -> 'fields' @> '[{"key": "own_end"}]', false)) STORED;
COMMENT ON COLUMN yc.definition.months IS 'An application gives the months paid here (field own_end).';
CREATE TYPE yc.route AS (stages jsonb, authorisation text, applicant_waits boolean, months boolean, related bigint[]);
COMMENT ON TYPE yc.route IS
    'The way of a case: what its definition says of stages, authorisation, waiting and months paid, which staff are related to its people (yc.staff_related()); who these are (yc.case_people()), what priority its applicant has (yc.person_priority()).';

-- What a decision does to a case is given back to be written with its entry in the journal.
DROP FUNCTION yc.case_decided(bigint, yc.case_file, text, text, text);

-- A twin of a command waits for its key (yc.command_once()). For the desk's functions alone: staff hold nobody up by a lock of theirs (0001).
RESET ROLE;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint), pg_catalog.pg_try_advisory_xact_lock(bigint) TO yc_desk;
SET LOCAL ROLE yc_owner;
