-- What is asked of a definition all day stands beside its content, which is ten kilobytes to unpack; what follows from it for a task, with the task.

CREATE FUNCTION yc.definition_people(_content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(f ->> 'key'), '{}') FROM jsonb_array_elements(_content -> 'fields') f WHERE f ->> 'check' IN ('id_any', 'id18', 'ssnum')
$$;
COMMENT ON FUNCTION yc.definition_people(jsonb) IS
    'The fields of an item that hold somebody''s identity number: the applicant''s, the agent''s, that of the deceased. Whoever is one of them, or their kin, has to keep out (回避).';

ALTER TABLE yc.definition
    ADD COLUMN name_zh text GENERATED ALWAYS AS (content -> 'name' ->> 'zh') STORED,
    ADD COLUMN name_en text GENERATED ALWAYS AS (content -> 'name' ->> 'en') STORED,
    ADD COLUMN limits jsonb GENERATED ALWAYS AS (content -> 'limits') STORED,
    ADD COLUMN applicant_waits boolean GENERATED ALWAYS AS (coalesce((content ->> 'applicant_waits')::boolean, false)) STORED,
    ADD COLUMN authorisation text GENERATED ALWAYS AS (content ->> 'authorisation') STORED,
    ADD COLUMN people text[] GENERATED ALWAYS AS (yc.definition_people(content)) STORED,
    ADD COLUMN stages jsonb GENERATED ALWAYS AS (content -> 'stages') STORED;

ALTER TABLE yc.task ADD COLUMN authorisation boolean NOT NULL DEFAULT false; -- as the case's pinned definition says: only supervisors, by its id
CREATE INDEX task_authorisation ON yc.task (region, priority, created_at) WHERE authorisation;
COMMENT ON COLUMN yc.task.priority IS '1: the applicant waits in the hall; 5: ordinary.';
