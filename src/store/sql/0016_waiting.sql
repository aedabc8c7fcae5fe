-- What waits for me, and who has what.

CREATE TABLE yc.takeover (
    region   int NOT NULL,
    staff_id bigint NOT NULL REFERENCES yc.staff, -- from whom
    at       timestamptz NOT NULL,
    case_id  bigint NOT NULL,
    taken_by bigint NOT NULL REFERENCES yc.staff,
    PRIMARY KEY (region, staff_id, at, case_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.takeover IS 'Cases that somebody took from another''s hands: the journal says it by case, this by the one who lost it. Append-only.';
GRANT SELECT, INSERT ON yc.takeover TO yc_desk;

CREATE INDEX case_held ON yc.case_file (region, holder, held_since) WHERE holder IS NOT NULL;
CREATE INDEX case_returned ON yc.case_file (region, accepted_by, waiting_since) WHERE state = 'returned';
CREATE INDEX journal_act ON yc.journal (region, actor, at) WHERE action IN ('accept', 'resubmit', 'agree', 'return', 'deny', 'suspend');

CREATE TYPE yc.waiting AS (place int, kind text, case_id bigint, visit_id bigint, slip text, since timestamptz, who text, detail text, due date);
COMMENT ON TYPE yc.waiting IS 'One thing that waits for somebody; place orders the kinds, the most urgent first.';
