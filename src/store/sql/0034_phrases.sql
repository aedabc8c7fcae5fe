-- Phrases of a hall: what a supervisor keeps for everybody who works there.

CREATE TABLE yc.hall_phrase (
    region  int NOT NULL,
    id      bigint NOT NULL DEFAULT yc.next_id(),
    hall    smallint NOT NULL,
    kind    text NOT NULL CHECK (kind IN ('note', 'park', 'undo', 'reissue', 'ask')),
    words   text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 200),
    kept_by bigint NOT NULL REFERENCES yc.staff,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, hall, kind, words),
    FOREIGN KEY (region, hall) REFERENCES yc.hall
);
COMMENT ON TABLE yc.hall_phrase IS
    'Sentences that a supervisor keeps for a hall, by the field that they are for: offered there behind a person''s own. Words alone: no right, state or rule ever hangs on a row.';
GRANT SELECT, INSERT, DELETE ON yc.hall_phrase TO yc_desk;
