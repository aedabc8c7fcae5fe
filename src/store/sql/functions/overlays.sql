-- Loading definitions, and which of them holds in a region: the standard, or what overlays make of an item there.

CREATE OR REPLACE FUNCTION yc.region_line(_region int) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY[0, _region / 10000 * 10000, _region / 100 * 100, _region]
$$;
COMMENT ON FUNCTION yc.region_line(int) IS
    'Whose definitions may hold in a region, by its code of GB/T 2260: the standard (0), the province, the city, the region itself. The greatest of them is the nearest.';

CREATE OR REPLACE FUNCTION yc.definition_current(_kind text, _code text, _region int) RETURNS int LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT d.id FROM yc.definition d
            WHERE d.kind = _kind AND d.code = _code AND d.region = ANY (yc.region_line(_region)) AND d.valid_from <= yc.today() AND (d.until IS NULL OR d.until > yc.today())
            ORDER BY d.region DESC, d.version DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION yc.definition_current(text, text, int) IS
    'The id of the version that holds in a region today, or NULL: of the nearest overlay, else of the standard. With region 0 the standard.';

CREATE OR REPLACE FUNCTION yc.item_closed(_item text, _region int, _day date) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT ROW('E_ITEM_CLOSED', ARRAY['item', CASE WHEN yc.english() THEN d.name_en ELSE d.name_zh END, 'from', d.closed ->> 'from', 'reason', yc.words(d.closed -> 'reason')])::yc.refusal
            FROM yc.definition d
            WHERE d.closed IS NOT NULL AND d.code = _item AND (d.closed ->> 'from')::date <= _day AND d.id = yc.definition_current('item', _item, _region));
END $$;
COMMENT ON FUNCTION yc.item_closed(text, int, date) IS 'E_ITEM_CLOSED {item, from, reason} where a region takes no applications of an item on a day, or NULL.';

CREATE OR REPLACE FUNCTION yc.case_closed(_case yc.case_file) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.item_closed(_case.item, _case.region, yc.today());
BEGIN
    IF _refusal.code IS NOT NULL AND _case.state <> 'returned' THEN
        RETURN yc.item_closed(_case.item, _case.region, coalesce(
            (SELECT (r.received_at AT TIME ZONE 'Asia/Shanghai')::date FROM yc.received r WHERE r.region = _case.region AND r.case_id = _case.id), yc.today()));
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.case_closed(yc.case_file) IS
    'E_ITEM_CLOSED against the acceptance of a case, or NULL. Judged by the item as it holds today, whatever version the form was opened under, and by the day on which the application was received; what was accepted once goes on.';

-- --- loading

CREATE OR REPLACE FUNCTION yc.definition_load(_kind text, _code text, _body text, _valid_from date DEFAULT NULL, _region int DEFAULT 0)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    _content jsonb := _body::jsonb;
    _pins    jsonb := CASE WHEN _kind = 'item' THEN yc.definition_pins(_content) ELSE '{}' END;
    _hash    bytea := sha256(convert_to(_body || _pins::text, 'UTF8'));
    _newest  yc.definition;
BEGIN
    SELECT * INTO _newest FROM yc.definition d
    WHERE d.kind = _kind AND d.code = _code AND d.region = _region AND d.until IS NULL ORDER BY d.version DESC LIMIT 1;
    IF _newest.hash = _hash THEN
        RETURN 'same';
    END IF;
    INSERT INTO yc.definition (kind, code, region, version, body, content, pins, hash, valid_from, loaded_at)
    SELECT _kind, _code, _region, coalesce(max(d.version), 0) + 1, _body, _content, _pins, _hash, coalesce(_valid_from, yc.today()), yc.now()
    FROM yc.definition d WHERE d.kind = _kind AND d.code = _code;
    IF _kind = 'codes' AND _code = 'region' THEN
        INSERT INTO yc.region (code, name_zh, name_en)
        SELECT v.key, v.value ->> 'zh', v.value ->> 'en' FROM jsonb_each(_content -> 'values') v
        ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en;
    END IF;
    RETURN CASE WHEN _newest.id IS NULL THEN 'new' ELSE 'changed' END;
END $$;
COMMENT ON FUNCTION yc.definition_load(text, text, text, date, int) IS
    'Takes a definition in (region 0: of the standard; else an item as overlays make it there); answers new, changed (a new version) or same. Code lists and letters are loaded before the items that use them, all in one transaction. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.definition_load(text, text, text, date, int) FROM yc_desk;

CREATE OR REPLACE FUNCTION yc.overlays_end(_items text[], _regions int[], _codes text[]) RETURNS TABLE (region int, code text) LANGUAGE sql AS $$
    WITH gone AS (
        UPDATE yc.definition d SET until = yc.today()
        WHERE d.region <> 0 AND d.until IS NULL AND d.code = ANY (_items)
          AND NOT EXISTS (SELECT FROM unnest(_regions, _codes) k(region, code) WHERE k.region = d.region AND k.code = d.code)
        RETURNING d.region, d.code)
    SELECT DISTINCT g.region, g.code FROM gone g ORDER BY 1, 2
$$;
COMMENT ON FUNCTION yc.overlays_end(text[], int[], text[]) IS
    'After these items were loaded: ends their overlays but for those of these regions and items (pairs, side by side), so that what holds above them holds again from today; returns those that are gone. Cases keep the versions that they were accepted under. Owner only.';
REVOKE EXECUTE ON FUNCTION yc.overlays_end(text[], int[], text[]) FROM yc_desk;
