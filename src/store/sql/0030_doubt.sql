-- Deciding with what was seen: doubts noted where they are seen, what stands beside a decision before it falls (differences, why something was not said the
-- first time, when a suspension should be over), and how like cases were decided.

CREATE TABLE yc.doubt (
    region       int NOT NULL,
    id           bigint NOT NULL DEFAULT yc.next_id(),
    case_id      bigint NOT NULL,
    task_id      bigint NOT NULL,      -- in whose hands it was noted
    seq          int NOT NULL,         -- its row of the case's journal
    stage        text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('field', 'material')),
    name         text NOT NULL,        -- the field's or the material's key in the definition
    reason       text NOT NULL,        -- a code of the list return_reason
    words        text NOT NULL,        -- '': the code says it all
    noted_by     bigint NOT NULL REFERENCES yc.staff,
    noted_at     timestamptz NOT NULL,
    removed_seq  int,
    removed_by   bigint REFERENCES yc.staff,
    removed_at   timestamptz,
    decided_task bigint,               -- the decision that it belongs to; NULL: none yet
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, decided_task) REFERENCES yc.decision (region, task_id),
    CHECK ((removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_seq IS NULL)),
    CHECK (removed_at IS NULL OR decided_task IS NULL)
);
COMMENT ON TABLE yc.doubt IS
    'What an officer doubts of a case, noted on a field or a material: seen by whoever has the case next, removed until the decision, then the decision''s. Never deleted.';
CREATE INDEX doubt_of_case ON yc.doubt (region, case_id);
CREATE INDEX doubt_of_decision ON yc.doubt (region, decided_task) WHERE decided_task IS NOT NULL;

CREATE TABLE yc.decision_basis (
    region    int NOT NULL,
    task_id   bigint NOT NULL,
    case_id   bigint NOT NULL,
    differs   text[] NOT NULL DEFAULT '{}', -- "difference FIELD CLASS", as the one who decides saw them
    again     text,                         -- why it was not said the first time
    until     date,                         -- when a suspension should be over
    remedy_id int REFERENCES yc.definition, -- the remedies that a denial tells of: the code list as it was
    kinds     text[],                       -- what it is counted under; NULL: not decided
    seen_by   bigint REFERENCES yc.staff,   -- the supervisor who has seen that it was returned once more
    seen_at   timestamptz,
    PRIMARY KEY (region, task_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((seen_by IS NULL) = (seen_at IS NULL))
) WITH (fillfactor = 80);
COMMENT ON TABLE yc.decision_basis IS 'What stands beside a decision, from before it falls: one row for a task at most, none where there is nothing to say.';
CREATE INDEX decision_basis_of_case ON yc.decision_basis (region, case_id);
CREATE INDEX decision_again ON yc.decision_basis (region, task_id) WHERE again IS NOT NULL AND kinds IS NOT NULL AND seen_at IS NULL;

ALTER TABLE yc.suspension ADD COLUMN expected date; -- when it should be over, as the one who suspended said; NULL: they could not say

CREATE TABLE yc.alike_count (
    region   int NOT NULL,
    item     text NOT NULL,
    kind     text NOT NULL,   -- "doubt CODE", "difference FIELD CLASS"
    day      date NOT NULL,
    decision text NOT NULL,
    count    bigint NOT NULL,
    PRIMARY KEY (region, item, kind, day, decision)
) WITH (fillfactor = 50);
COMMENT ON TABLE yc.alike_count IS 'How cases with a doubt or a difference of a kind were decided, day by day; what was undone is taken off its own day.';
CREATE TABLE yc.alike_delta (
    region   int NOT NULL,
    item     text NOT NULL,
    kind     text NOT NULL,
    day      date NOT NULL,
    decision text NOT NULL,
    change   int NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE yc.alike_delta IS 'What has not been folded into yc.alike_count yet: counting never locks a row that two would want.';
CREATE INDEX alike_delta_kind ON yc.alike_delta (region, item, kind);

GRANT SELECT, INSERT, UPDATE ON yc.doubt, yc.decision_basis TO yc_desk;
GRANT SELECT ON yc.alike_count TO yc_desk;
GRANT SELECT, INSERT ON yc.alike_delta TO yc_desk;
