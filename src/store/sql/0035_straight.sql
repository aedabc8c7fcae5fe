-- A decision is a row of its own: its conditions are asked with every one, and parsed anew each time (0025).
CREATE FUNCTION yc.decision_sound(_decision text, _reason text, _decided_at timestamptz, _undone_at timestamptz, _undone_by bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN _decision IN ('agree', 'return', 'deny', 'suspend')
        AND (_decision = 'agree' OR _reason IS NOT NULL)
        AND (_undone_at IS NULL) = (_undone_by IS NULL)
        AND (_undone_at IS NULL OR _undone_at >= _decided_at);
END $$;
COMMENT ON FUNCTION yc.decision_sound(text, text, timestamptz, timestamptz, bigint) IS
    'The condition of yc.decision: the decisions that there are, a reason for all but agree; what is undone says when and by whom. Another rule is another function: rows are not asked again.';

DO $$
DECLARE
    _name text;
BEGIN
    FOR _name IN SELECT conname FROM pg_constraint WHERE conrelid = 'yc.decision'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE yc.decision DROP CONSTRAINT %I', _name);
    END LOOP;
END $$;
ALTER TABLE yc.decision ADD CONSTRAINT decision_sound CHECK (yc.decision_sound(decision, reason, decided_at, undone_at, undone_by));
