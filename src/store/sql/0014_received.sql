-- Cases that a window opened and received while it was cut off from the database (收件): the draft under a key that the
-- workstation chose, the slip that the applicant holds, the five working days in which it must be answered.

CREATE TABLE yc.case_key (
    region  int NOT NULL,
    key     uuid NOT NULL,        -- chosen by the workstation; also the first token of the case
    case_id bigint NOT NULL,
    PRIMARY KEY (region, key),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file
);
COMMENT ON TABLE yc.case_key IS
    'Under which key a cut-off workstation opened a case: it goes on with it before it has seen the id. A table of its own, since cases are few here and only there the key must be unique.';

CREATE TABLE yc.received (
    region        int NOT NULL,
    case_id       bigint NOT NULL,
    slip          text NOT NULL,        -- the code that the window printed, src/model/slip.h
    resubmits     boolean NOT NULL,     -- given for a returned case that is handed in again
    received_at   timestamptz NOT NULL, -- as the workstation says, never before the visit nor after sent_at
    sent_at       timestamptz NOT NULL,
    staff_id      bigint NOT NULL REFERENCES yc.staff,
    hall          smallint NOT NULL,
    window_number smallint NOT NULL,
    answer_by     date NOT NULL,        -- 行政许可法 32
    seen_at       timestamptz,          -- when who gave it saw what became of it
    keeper        bigint REFERENCES yc.staff,
    PRIMARY KEY (region, case_id),
    UNIQUE (region, slip),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, hall, window_number) REFERENCES yc.service_window,
    CHECK (received_at <= sent_at)
);
COMMENT ON TABLE yc.received IS 'What was received against a slip while a window was cut off. The slip says received, not accepted; the case says whether it was accepted since.';
COMMENT ON COLUMN yc.received.keeper IS 'Who answers for the slip since it was handed over; NULL: staff_id, who gave it.';
CREATE INDEX received_unseen ON yc.received (region, (coalesce(keeper, staff_id)), answer_by) WHERE seen_at IS NULL;

GRANT SELECT, INSERT ON yc.case_key, yc.received TO yc_desk;
GRANT UPDATE (seen_at, keeper) ON yc.received TO yc_desk;
