-- Who may work on a queue, by its region and stage: counted once a minute for each of thousands of queues (yc.people_count()).
CREATE INDEX staff_grant_people ON yc.staff_grant (region, action) WHERE revoked_at IS NULL;
