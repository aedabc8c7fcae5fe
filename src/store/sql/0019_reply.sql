-- What an outside place answers: the reply to a suspended case, and the record of contributions that it joins.

ALTER TABLE yc.suspension ADD COLUMN end_seq int, ADD COLUMN end_words text,
    ADD CHECK ((end_seq IS NULL) = (end_words IS NULL));
COMMENT ON TABLE yc.suspension IS
    'Why and since when the clock of a case stands still. end_words: why an officer ended it without the answer that it waited for (journal row end_seq); a reply that ended it is a row of yc.reply.';
CREATE INDEX case_suspended ON yc.case_file (region, item, stage, waiting_since, id) WHERE waiting = 'suspended';

CREATE TABLE yc.reply (
    region        int NOT NULL,
    id            bigint NOT NULL DEFAULT yc.next_id(),
    case_id       bigint NOT NULL,
    suspension_id bigint NOT NULL,  -- what it answers and ended
    seq           int NOT NULL,     -- the row of the journal that says so
    paper         text NOT NULL,    -- number of the letter of reply (复函)
    replied_on    date NOT NULL,    -- the day of that letter
    words         text NOT NULL,    -- '': it says nothing but the segments
    entered_by    bigint NOT NULL REFERENCES yc.staff,
    entered_at    timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, suspension_id),
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    FOREIGN KEY (region, suspension_id) REFERENCES yc.suspension
);
COMMENT ON TABLE yc.reply IS
    'What an outside place answered to a suspended case. Append-only; of a case that was suspended and answered again the last reply counts. One outgoing place a case: several come with cases that have children.';
CREATE INDEX reply_of_case ON yc.reply (region, case_id, seq);

CREATE TABLE yc.reply_segment (
    region      int NOT NULL,
    reply_id    bigint NOT NULL,
    line        smallint NOT NULL CHECK (line BETWEEN 1 AND 30),
    place       text NOT NULL,      -- GB/T 2260
    first_month date NOT NULL,      -- the first day stands for the month
    last_month  date NOT NULL,
    months      int NOT NULL,       -- paid within the span; fewer where there are gaps
    account_fen bigint NOT NULL,    -- of the personal account
    PRIMARY KEY (region, reply_id, line),
    FOREIGN KEY (region, reply_id) REFERENCES yc.reply,
    CHECK (extract(day FROM first_month) = 1 AND extract(day FROM last_month) = 1),
    CHECK (last_month >= first_month),
    CHECK (account_fen BETWEEN 0 AND 99999999999)
);
COMMENT ON TABLE yc.reply_segment IS 'The stretches of months that a reply says were paid. yc.segment_refusal() has judged them.';

CREATE TABLE yc.contribution (
    region      int NOT NULL,
    id          bigint NOT NULL DEFAULT yc.next_id(),
    person_id   bigint NOT NULL,
    place       text NOT NULL,
    first_month date NOT NULL,
    last_month  date NOT NULL,
    months      int NOT NULL CHECK (months >= 1),
    account_fen bigint CHECK (account_fen BETWEEN 0 AND 99999999999), -- NULL: of the months paid here, where the local system keeps it
    case_id     bigint NOT NULL,    -- whose end joined it
    joined_at   timestamptz NOT NULL,
    undone_at   timestamptz,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, person_id) REFERENCES yc.person,
    FOREIGN KEY (region, case_id) REFERENCES yc.case_file,
    CHECK (extract(day FROM first_month) = 1 AND extract(day FROM last_month) = 1),
    CHECK (last_month >= first_month),
    CHECK (undone_at >= joined_at)
);
COMMENT ON TABLE yc.contribution IS
    'A person''s record of contributions, joined at the end of a transfer (接续). What the undoing of that end took away stays, marked undone; it counts nowhere any more.';
CREATE INDEX contribution_of_person ON yc.contribution (region, person_id) WHERE undone_at IS NULL;
CREATE INDEX contribution_of_case ON yc.contribution (region, case_id);

GRANT SELECT, INSERT ON yc.reply, yc.reply_segment, yc.contribution TO yc_desk;
GRANT UPDATE (undone_at) ON yc.contribution TO yc_desk;
