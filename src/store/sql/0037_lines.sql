-- Phrases for fields of several lines at the counter.

ALTER TABLE yc.hall_phrase DROP CONSTRAINT hall_phrase_kind_check;
ALTER TABLE yc.hall_phrase ADD CONSTRAINT hall_phrase_kind_check CHECK (kind IN ('note', 'park', 'undo', 'reissue', 'ask', 'lines'));
