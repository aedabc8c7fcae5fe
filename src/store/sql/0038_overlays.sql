-- One standard, local overlays: an item as a region has it is a definition of its own, beside the standard's.

ALTER TABLE yc.definition
    ADD COLUMN region int NOT NULL DEFAULT 0 CHECK (region = 0 OR (region BETWEEN 110000 AND 829999 AND kind = 'item')),
    ADD COLUMN until date,
    ADD COLUMN closed jsonb GENERATED ALWAYS AS (content -> 'closed') STORED;
COMMENT ON COLUMN yc.definition.region IS
    '0: the standard. Else an item as overlays make it in this region (GB/T 2260) and, where none is nearer, in those below it. Versions of an item are numbered over all regions.';
COMMENT ON COLUMN yc.definition.until IS 'The day from which the overlay is gone and what holds above it holds again; NULL: it stands.';
COMMENT ON COLUMN yc.definition.closed IS 'From which day the region takes no more applications, and why: {from, reason}; NULL: open.';

-- Two regions may tighten an item alike, and what was taken away may come again.
ALTER TABLE yc.definition DROP CONSTRAINT definition_kind_code_hash_key;
-- Asked at every acceptance; hardly any item is in it.
CREATE INDEX definition_closed ON yc.definition (code) WHERE closed IS NOT NULL;

DROP FUNCTION yc.definition_load(text, text, text, date); -- it takes a region now
