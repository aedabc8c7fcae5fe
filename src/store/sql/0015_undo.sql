-- The slip of the hand: my last act on a case is taken back until the next officer opens it; a wrong receipt of acceptance is
-- voided and issued anew. Nothing is deleted but the open task: what was undone stays and says so.

ALTER TABLE yc.decision ADD COLUMN undone_at timestamptz, ADD COLUMN undone_by bigint REFERENCES yc.staff,
    ADD CHECK ((undone_at IS NULL) = (undone_by IS NULL)), ADD CHECK (undone_at >= decided_at);
COMMENT ON TABLE yc.decision IS 'What was decided on each task. One that was taken back stays, marked undone; it counts nowhere any more.';
GRANT UPDATE (undone_at, undone_by) ON yc.decision TO yc_desk;

CREATE TABLE yc.undo (
    region     int NOT NULL,
    case_id    bigint NOT NULL,
    seq        int NOT NULL,      -- the row of the journal that says so
    undone_seq int NOT NULL,      -- the row of the act that was taken back
    reason     text NOT NULL,
    PRIMARY KEY (region, case_id, seq),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK (undone_seq < seq)
);
COMMENT ON TABLE yc.undo IS 'Why an act was taken back, in words; who and when stand in the journal. Append-only.';

CREATE TABLE yc.receipt_issue (
    region        int NOT NULL,
    case_id       bigint NOT NULL,
    issue         int NOT NULL CHECK (issue >= 1),
    number        text NOT NULL,     -- the same for every issue of a case: reserved for it also while none of them is valid
    window_number smallint NOT NULL, -- of the acceptance
    issued_at     timestamptz NOT NULL,
    issued_by     bigint NOT NULL REFERENCES yc.staff,
    voided_at     timestamptz,
    voided_by     bigint REFERENCES yc.staff,
    void_reason   text,
    PRIMARY KEY (region, case_id, issue),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((voided_at IS NULL) = (voided_by IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)),
    CHECK (voided_at >= issued_at)
);
COMMENT ON TABLE yc.receipt_issue IS
    'Every receipt of acceptance (受理通知书). An accepted case has exactly one that is valid, its last; a case whose acceptance was undone has none, but its number.';
GRANT SELECT, INSERT ON yc.undo, yc.receipt_issue TO yc_desk;
GRANT UPDATE (voided_at, voided_by, void_reason) ON yc.receipt_issue TO yc_desk;

INSERT INTO yc.receipt_issue (region, case_id, issue, number, window_number, issued_at, issued_by)
SELECT c.region, c.id, 1, c.number, c.window_number, c.accepted_at, c.accepted_by FROM yc.case_file c WHERE c.number IS NOT NULL;
