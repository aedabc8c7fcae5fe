-- The rights, all in one place; tests/store/sql/rights.sql holds the whole matrix and fails for an object that is not in it.

-- Inner functions run as yc_desk inside the desk's functions (0001 gives it each); those that only the owner needs are taken away.
REVOKE EXECUTE ON FUNCTION
    yc.definition_load(text, text, text, date), yc.calendar_load(int, text, date[], date[]), yc.hall_make(int, smallint, text, text, int),
    yc.hall_day_open(int, smallint, date), yc.hall_days_make(), yc.leases_sweep(), yc.counters_fold(), yc.floors_refresh(), yc.journal_seal(), yc.tend(),
    yc.login_failures_add(text, int, timestamptz), yc.verify(), yc.verify_chains(), yc.verify_seals(), yc.verify_cases(), yc.verify_counters(), yc.journal_content(bytea)
FROM yc_desk;

-- What the desk's functions may touch, and nothing more.
GRANT SELECT ON yc.setting, yc.region, yc.hall, yc.service_window, yc.staff_kin, yc.definition, yc.calendar_year, yc.calendar_exception,
    yc.tending, yc.queue_count, yc.migration TO yc_desk;
GRANT SELECT, INSERT ON yc.journal, yc.read_log, yc.seal_pending, yc.case_salt, yc.decision, yc.material_content, yc.queue, yc.queue_delta TO yc_desk;
GRANT SELECT, INSERT, UPDATE ON yc.staff, yc.staff_grant, yc.person, yc.visit, yc.case_file, yc.material, yc.suspension, yc.command TO yc_desk;
GRANT SELECT, INSERT, UPDATE, DELETE ON yc.case_field, yc.task TO yc_desk;
GRANT SELECT, UPDATE ON yc.queue_floor TO yc_desk;
GRANT SELECT, DELETE ON yc.login_failure TO yc_desk;
GRANT USAGE ON yc.id_sequence TO yc_desk;

GRANT EXECUTE ON FUNCTION yc.tend(), yc.login_failures_add(text, int, timestamptz) TO yc_tending;

-- Staff: the desk, nothing else.
SET LOCAL ROLE yc_desk;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA desk TO yc_staff;
