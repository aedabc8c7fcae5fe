-- Parts of a case that others do beside one another before a stage begins (并联), and approval by several people together (集体审批).

ALTER TABLE yc.definition
    ADD COLUMN branches jsonb GENERATED ALWAYS AS (content -> 'branches') STORED,
    ADD COLUMN collective jsonb GENERATED ALWAYS AS (content -> 'collective') STORED;

ALTER TYPE yc.route ADD ATTRIBUTE branches jsonb, ADD ATTRIBUTE collective jsonb;

ALTER TABLE yc.staff_grant DROP CONSTRAINT staff_grant_action_check;
ALTER TABLE yc.staff_grant ADD CONSTRAINT staff_grant_action_check CHECK (action IN ('accept', 'review', 'recheck', 'approve', 'supervise', 'audit', 'operate',
    'expert_review', 'site_check', 'third_party_check'));
ALTER TABLE yc.queue DROP CONSTRAINT queue_stage_check;
ALTER TABLE yc.queue ADD CONSTRAINT queue_stage_check CHECK (stage IN ('review', 'recheck', 'approve', 'expert_review', 'site_check', 'third_party_check'));

CREATE TABLE yc.branch (
    region      int NOT NULL,
    id          bigint NOT NULL DEFAULT yc.next_id(),
    case_id     bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('expert_review', 'site_check', 'third_party_check', 'vote')),
    key         text NOT NULL,   -- of the definition's branch; of a vote its number
    stage       text NOT NULL CHECK (stage IN ('review', 'recheck', 'approve')), -- it begins when its branches have answered; it is what a vote decides on
    due         date NOT NULL,
    opened_at   timestamptz NOT NULL,
    answered_by bigint REFERENCES yc.staff,
    answered_at timestamptz,
    answer      text CHECK (answer IN ('pass', 'fail')), -- of a vote: for, against
    words       text,
    voided_at   timestamptz,     -- nobody needs its answer any more: enough others have voted, or what opened it was taken back
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((answered_by IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_at IS NULL)),
    CHECK (answered_at IS NULL OR voided_at IS NULL)
);
COMMENT ON TABLE yc.branch IS
    'What others do for a case before one of its stages begins, and the votes of a collective approval: each has an open task until it is answered or not needed any more.';
CREATE INDEX branch_of_case ON yc.branch (region, case_id, id);
CREATE INDEX branch_open ON yc.branch (region, due, id) WHERE answered_at IS NULL AND voided_at IS NULL;

-- One task for the stage of a case, one for each of its branches.
ALTER TABLE yc.task ADD COLUMN branch_id bigint, ADD FOREIGN KEY (region, branch_id) REFERENCES yc.branch, ADD CHECK (branch_id = id);
COMMENT ON COLUMN yc.task.branch_id IS 'The part of a case that is to be answered or voted on, which has the same id; NULL: the stage of the case itself.';
DROP INDEX yc.task_of_case;
CREATE UNIQUE INDEX task_of_case ON yc.task (region, case_id) WHERE branch_id IS NULL;
CREATE UNIQUE INDEX task_of_branch ON yc.task (region, branch_id) WHERE branch_id IS NOT NULL;

-- It needs to know whose doing a suspension is that branches begin.
DROP FUNCTION yc.case_advance(yc.case_file, text);

GRANT SELECT, INSERT, UPDATE ON yc.branch TO yc_desk;
