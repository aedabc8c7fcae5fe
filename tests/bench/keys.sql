-- Rows that a foreign key of yc should not have let in: a line for each key that is broken, nothing when all is well.
SELECT format('SELECT %L WHERE EXISTS (SELECT FROM %s a WHERE NOT EXISTS (SELECT FROM %s b WHERE (%s) = (%s))%s);',
              k.conrelid::regclass || '.' || k.conname, k.conrelid::regclass, k.confrelid::regclass,
              string_agg('a.' || quote_ident(f.attname), ', ' ORDER BY n), string_agg('b.' || quote_ident(t.attname), ', ' ORDER BY n),
              string_agg(format(' AND a.%I IS NOT NULL', f.attname), '' ORDER BY n))
FROM pg_constraint k
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS c(own, other, n)
JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = c.own
JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = c.other
WHERE k.contype = 'f' AND k.connamespace = 'yc'::regnamespace AND k.conparentid = 0
GROUP BY k.oid, k.conname, k.conrelid, k.confrelid
\gexec
