-- From here on a numbered file holds structure and data, and functions only where a structure rests on them; every other function that was made
-- or changed since 0012 stands in functions/, once, as it is now (src/store/function_set.h).

CREATE TABLE yc.function_set (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    sha256     bytea NOT NULL,       -- over the files and the number of the newest migration
    signatures text[] NOT NULL,      -- what they made, as regprocedure writes it: one that is in them no more is dropped
    applied_at timestamptz NOT NULL
);
COMMENT ON TABLE yc.function_set IS 'The functions of the program that migrated last; no row before the first of them.';
GRANT SELECT ON yc.function_set TO yc_desk;

-- Functions of 0001 to 0012 that functions/ makes with other parameters or another answer; CREATE OR REPLACE cannot change these.
DROP FUNCTION yc.fields_prefill(bigint, yc.case_file, yc.person);
DROP FUNCTION yc.case_settle(yc.case_file);
DROP FUNCTION yc.case_accept_first(bigint, yc.case_file);
SET LOCAL ROLE yc_desk;
DROP FUNCTION desk.sign_on();
DROP FUNCTION desk.item_list(int);
DROP FUNCTION desk.definition_bundle(int);
DROP FUNCTION desk.visit_list(int, smallint);
DROP FUNCTION desk.person_cases(int, bigint);
DROP FUNCTION desk.case_take(uuid, int, bigint);
DROP FUNCTION desk.case_resume(uuid, int, bigint, int);
DROP FUNCTION desk.receipt(int, bigint);
