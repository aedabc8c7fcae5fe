-- Searching among cases that no memory holds: what an index does not tell is read from the disk, a page for a case.

-- Of the cases due in a week, or finished on a day, those of one item, and how many: told by the index.
DROP INDEX yc.case_promised;
CREATE INDEX case_promised ON yc.case_file (region, promised_due, item, id) WHERE promised_due IS NOT NULL;
DROP INDEX yc.case_finished;
CREATE INDEX case_finished ON yc.case_file (region, finished_at, id) WHERE finished_at IS NOT NULL;
-- What hardly any case comes to is not looked for among all others.
CREATE INDEX case_rare ON yc.case_file (region, state, (coalesce(accepted_at, created_at)), id) WHERE state IN ('returned', 'refused', 'denied', 'withdrawn', 'void');
