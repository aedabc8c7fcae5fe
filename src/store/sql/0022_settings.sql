-- What belongs to a person wherever they sit: keys, phrases, settings.

CREATE TABLE yc.staff_setting (
    staff_id bigint NOT NULL REFERENCES yc.staff,
    name     text NOT NULL CHECK (length(name) <= 60),
    value    text NOT NULL CHECK (length(value) <= 200),
    set_at   timestamptz NOT NULL,
    PRIMARY KEY (staff_id, name)
);
COMMENT ON TABLE yc.staff_setting IS
    'How a person likes to work: keys, phrases, language, display. A matter of their own screens: no right, state or rule ever hangs on a row.';
GRANT SELECT, INSERT, UPDATE, DELETE ON yc.staff_setting TO yc_desk;
