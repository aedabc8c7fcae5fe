-- Size on disk for each case, table by table (with its partitions, indexes and what is stored outside its rows), and for each row.
WITH tables AS (
    SELECT c.oid, c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'yc'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
), sizes AS (
    SELECT t.name, sum(pg_table_size(p.relid)) AS data, sum(pg_indexes_size(p.relid)) AS indexes, sum(greatest(l.reltuples, 0)) FILTER (WHERE l.relkind = 'r') AS rows
    FROM tables t CROSS JOIN LATERAL (SELECT t.oid::regclass AS relid UNION SELECT x.relid FROM pg_partition_tree(t.oid) x) p JOIN pg_class l ON l.oid = p.relid GROUP BY 1
), cases AS (SELECT each * regions AS count FROM bench.plan)
SELECT format('{"name": "size of %s", "value": %s, "unit": "bytes a case", "rows": %s, "bytes a row": %s, "of it indexes": %s}', name, round((data + indexes) / count, 1), rows::bigint,
              round((data + indexes) / greatest(rows, 1)::numeric), round(indexes / count, 1))
FROM sizes, cases WHERE data + indexes > count ORDER BY data + indexes DESC;
SELECT format('{"name": "size of the database", "value": %s, "unit": "bytes a case"}', round(pg_database_size(current_database())::numeric / (each * regions), 1)) FROM bench.plan;
