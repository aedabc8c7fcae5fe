-- Asking while a case is decided: a question to the window or to a colleague that is answered there, without a return; the clock goes on.

CREATE TABLE yc.question (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    case_id       bigint NOT NULL,
    task_id       bigint NOT NULL,     -- from whose hands it was asked; ends with it
    seq           int NOT NULL,        -- its row of the case's journal
    stage         text NOT NULL,
    hall          smallint,            -- asked of the windows of this hall,
    staff_id      bigint REFERENCES yc.staff, -- or of this colleague
    words         text NOT NULL CHECK (char_length(words) <= 500),
    asked_by      bigint NOT NULL REFERENCES yc.staff,
    asked_at      timestamptz NOT NULL,
    answer        text CHECK (char_length(answer) <= 500),
    answered_seq  int,
    answered_by   bigint REFERENCES yc.staff,
    answered_at   timestamptz,
    seen_at       timestamptz,         -- who asked has seen the answer
    withdrawn_seq int,
    withdrawn_by  bigint REFERENCES yc.staff,
    withdrawn_at  timestamptz,
    decided_task  bigint,              -- withdrawn by the end of this task; NULL: by who asked, or not at all
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK ((hall IS NULL) <> (staff_id IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL) AND (answered_seq IS NULL) = (answered_at IS NULL)),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL) AND (withdrawn_seq IS NULL) = (withdrawn_at IS NULL)),
    CHECK (answered_at IS NULL OR withdrawn_at IS NULL),
    CHECK (seen_at IS NULL OR answered_at IS NOT NULL),
    CHECK (decided_task IS NULL OR withdrawn_at IS NOT NULL)
);
COMMENT ON TABLE yc.question IS
    'What an officer asks about a case that they have in hand, of the windows of its hall or of a colleague: words and an answer in words, no change of the form. Open until it is answered or withdrawn. Never deleted.';
CREATE INDEX question_of_case ON yc.question (region, case_id);
CREATE INDEX question_of_hall ON yc.question (region, hall) WHERE answered_at IS NULL AND withdrawn_at IS NULL AND hall IS NOT NULL;
CREATE INDEX question_of_staff ON yc.question (region, staff_id) WHERE answered_at IS NULL AND withdrawn_at IS NULL AND staff_id IS NOT NULL;
CREATE INDEX question_answered ON yc.question (region, asked_by) WHERE answered_at IS NOT NULL AND seen_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON yc.question TO yc_desk;
