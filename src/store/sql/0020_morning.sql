-- A clerk's morning: the next person of the same unit, what is told once and whole (一次性告知), handing over to a colleague, and what is still open
-- when somebody goes.

-- What a colleague of the same unit has in common with the last applicant (a field's key `unit`) comes with a source of its own:
-- it is always to be confirmed. NOT VALID: rows that stand hold the former words only, and need no reading.
DO $$
DECLARE
    _table regclass;
BEGIN
    FOR _table IN SELECT 'yc.case_field'::regclass UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = 'yc.case_field'::regclass LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS case_field_source_check', _table);
    END LOOP;
END $$;
ALTER TABLE yc.case_field ADD CONSTRAINT case_field_source_check
    CHECK (source IN ('typed', 'person', 'earlier', 'fixed', 'computed', 'unit')) NOT VALID;

CREATE INDEX case_opened_by ON yc.case_file (region, created_by, item, created_at);
CREATE INDEX case_accepted_by ON yc.case_file (region, accepted_by, item, accepted_at) WHERE accepted_by IS NOT NULL;

CREATE TABLE yc.notice (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    visit_id      bigint NOT NULL,
    case_id       bigint,            -- NULL: before there was a draft
    definition_id int NOT NULL REFERENCES yc.definition,
    lacking       text[] NOT NULL,   -- "field KEY", "material KEY"
    given_by      bigint NOT NULL REFERENCES yc.staff,
    given_at      timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, visit_id) REFERENCES yc.visit,
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.notice IS
    'What somebody was told to bring, all of it at once (一次性告知): no number is given and no clock begins. Append-only.';
CREATE INDEX notice_of_visit ON yc.notice (region, visit_id);

CREATE TABLE yc.handed (
    region     int NOT NULL,
    staff_id   bigint NOT NULL REFERENCES yc.staff, -- to whom
    at         timestamptz NOT NULL,
    id         bigint NOT NULL DEFAULT yc.next_id(),
    from_staff bigint NOT NULL REFERENCES yc.staff,
    visit_id   bigint,
    case_id    bigint,
    PRIMARY KEY (region, staff_id, at, id),
    FOREIGN KEY (region, visit_id) REFERENCES yc.visit,
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((visit_id IS NULL) <> (case_id IS NULL))
);
COMMENT ON TABLE yc.handed IS 'What somebody handed over to a colleague, visit by visit and case by case; the case''s journal says it too. Append-only.';
CREATE INDEX handed_case ON yc.handed (region, case_id) WHERE case_id IS NOT NULL;

GRANT SELECT, INSERT ON yc.notice, yc.handed TO yc_desk;
