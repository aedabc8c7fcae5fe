-- The journal: append-only, chained within each case, sealed across cases. The read log. Idempotency.

CREATE TABLE yc.journal (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    seq     int NOT NULL,
    at      timestamptz NOT NULL,
    actor   bigint NOT NULL,
    action  text NOT NULL,
    body    bytea NOT NULL,  -- canonical bytes, stored as they were hashed (UTF-8 JSON)
    hash    bytea NOT NULL,
    PRIMARY KEY (region, case_id, seq)
);
COMMENT ON TABLE yc.journal IS
    'What happened to each case. hash = SHA-256 over the predecessor''s hash and this row; personal values stand in it as salted digests only.';

CREATE TABLE yc.case_salt (
    region  int NOT NULL,
    case_id bigint NOT NULL,
    salt    bytea NOT NULL,
    PRIMARY KEY (region, case_id)
);
COMMENT ON TABLE yc.case_salt IS
    'Salt of the digests of a case. When the law has its personal data erased, this row goes too and the digests tell nothing any more; the chain stays whole.';

CREATE TABLE yc.seal_pending (
    region  int NOT NULL,
    case_id bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
COMMENT ON TABLE yc.seal_pending IS 'Chains that have grown since the last seal.';

CREATE TABLE yc.seal (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at    timestamptz NOT NULL,
    count int NOT NULL,       -- chains in this seal
    hash  bytea NOT NULL      -- SHA-256 over the former seal's hash, this seal's time and its entries
);
COMMENT ON TABLE yc.seal IS
    'Ties the chains of all cases together from time to time. It names chains and their heads, no transaction ids: it holds after dump and restore.';

CREATE TABLE yc.seal_entry (
    seal_id bigint NOT NULL REFERENCES yc.seal,
    region  int NOT NULL,
    case_id bigint NOT NULL,
    seq     int NOT NULL,
    head    bytea NOT NULL,
    PRIMARY KEY (region, case_id, seal_id)
);
CREATE INDEX seal_entry_of_seal ON yc.seal_entry (seal_id);

CREATE FUNCTION yc.journal_hash(_previous bytea, _region int, _case_id bigint, _seq int, _at timestamptz, _actor bigint, _action text, _body bytea)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(int4send(length(_previous)) || _previous || int4send(_region) || int8send(_case_id) || int4send(_seq)
        || int8send((extract(epoch FROM _at) * 1000000)::bigint) || int8send(_actor)
        || int4send(octet_length(_action)) || convert_to(_action, 'UTF8') || int4send(length(_body)) || _body)
$$;
COMMENT ON FUNCTION yc.journal_hash(bytea, int, bigint, int, timestamptz, bigint, text, bytea) IS
    'Hash of a journal row: every part with its length in front, so that no two rows have the same bytes.';

CREATE FUNCTION yc.journal_append(_actor bigint, _region int, _case_id bigint, _action text, _body jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _bytes bytea := convert_to(_body::text, 'UTF8');
    _at    timestamptz := yc.now();
    _case  record;
    _hash  bytea;
BEGIN
    SELECT journal_seq + 1 AS seq, journal_head AS head INTO STRICT _case
    FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id FOR UPDATE;
    _hash := yc.journal_hash(_case.head, _region, _case_id, _case.seq, _at, _actor, _action, _bytes);
    INSERT INTO yc.journal (region, case_id, seq, at, actor, action, body, hash)
    VALUES (_region, _case_id, _case.seq, _at, _actor, _action, _bytes, _hash);
    UPDATE yc.case_file c SET journal_seq = _case.seq, journal_head = _hash, version = version + 1
    WHERE c.region = _region AND c.id = _case_id;
    INSERT INTO yc.seal_pending (region, case_id) VALUES (_region, _case_id);
END $$;
COMMENT ON FUNCTION yc.journal_append(bigint, int, bigint, text, jsonb) IS
    'Appends to a case''s chain and raises the case''s version: every change of a case goes through here once.';

CREATE FUNCTION yc.digest(_region int, _case_id bigint, _name text, _value text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(s.salt || convert_to(_name, 'UTF8') || '\x00' || convert_to(_value, 'UTF8')), 'hex')
    FROM yc.case_salt s WHERE s.region = _region AND s.case_id = _case_id
$$;
COMMENT ON FUNCTION yc.digest(int, bigint, text, text) IS 'The salted digest that stands in the journal for a personal value.';

CREATE FUNCTION yc.case_digests(_region int, _case_id bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'fields', coalesce((SELECT jsonb_object_agg(f.field, yc.digest(_region, _case_id, f.field, f.value))
                            FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id), '{}'),
        'materials', coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'way', m.way, 'sha256', encode(m.sha256, 'hex'),
                                                                   'letter', m.letter_id) ORDER BY m.id)
                               FROM yc.material m WHERE m.region = _region AND m.case_id = _case_id AND m.removed_at IS NULL), '[]'))
$$;
COMMENT ON FUNCTION yc.case_digests(int, bigint) IS 'What a case holds, as the journal may keep it: digests of the values, hashes of the materials.';

-- --- the read log

CREATE TABLE yc.read_log (
    region    int NOT NULL,
    id        bigint NOT NULL DEFAULT yc.next_id(),
    at        timestamptz NOT NULL,
    staff_id  bigint NOT NULL,
    function  text NOT NULL,
    case_id   bigint,
    person_id bigint,
    what      text NOT NULL,  -- fields or materials that were shown in full
    purpose   text NOT NULL,
    PRIMARY KEY (region, id)
);
COMMENT ON TABLE yc.read_log IS 'Who read whose personal data in full, when and what for (个人信息保护法). Append-only.';
CREATE INDEX read_log_of_case ON yc.read_log (region, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX read_log_of_staff ON yc.read_log (staff_id, at);

CREATE FUNCTION yc.read_log_append(_actor bigint, _region int, _function text, _case_id bigint, _person_id bigint, _what text, _purpose text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO yc.read_log (region, at, staff_id, function, case_id, person_id, what, purpose)
    VALUES (_region, yc.now(), _actor, _function, _case_id, _person_id, _what, _purpose);
    RAISE LOG 'read_log region=% staff=% function=% case=% person=% what=%', -- ids alone: a purpose is free text
        _region, _actor, _function, _case_id, _person_id, _what;
END $$;
COMMENT ON FUNCTION yc.read_log_append(bigint, int, text, bigint, bigint, text, text) IS
    'Notes a look at personal data; also in the server''s log, which no ROLLBACK of the reader takes back.';

CREATE FUNCTION yc.purpose_refusal(_purpose text) RETURNS yc.refusal LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN coalesce(_purpose, '') !~ '[^\u0001-\u0020\u3000]' THEN ROW('E_PURPOSE_MISSING', '{}'::text[])::yc.refusal
        WHEN yc.check_text(_purpose, '1..200') LIKE 'E%' THEN ROW('E_VALUE_REFUSED', ARRAY['field', 'purpose', 'check', 'text'])::yc.refusal
    END
$$;
COMMENT ON FUNCTION yc.purpose_refusal(text) IS
    'E_PURPOSE_MISSING, E_VALUE_REFUSED {field, check} for one of several lines or over 200 characters, or NULL.';

-- --- idempotency: a command sent twice happens once

CREATE TABLE yc.command (
    region        int NOT NULL,
    key           uuid NOT NULL,
    staff_id      bigint NOT NULL,
    function      text NOT NULL,
    argument_hash bytea NOT NULL,
    reply         jsonb,
    at            timestamptz NOT NULL,
    PRIMARY KEY (region, key)
) WITH (fillfactor = 70);
COMMENT ON TABLE yc.command IS 'The key of every command with its reply, written in the command''s own transaction.';

CREATE FUNCTION yc.command_begin(_actor bigint, _region int, _key uuid, _function text, VARIADIC _arguments text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    _hash    bytea := sha256(convert_to(to_jsonb(_arguments)::text, 'UTF8'));
    _command yc.command;
BEGIN
    IF _key IS NULL THEN
        PERFORM yc.refuse('E_COMMAND_KEY_MISSING', 'function', _function);
    END IF;
    INSERT INTO yc.command (region, key, staff_id, function, argument_hash, at)
    VALUES (_region, _key, _actor, _function, _hash, yc.now()) ON CONFLICT DO NOTHING; -- waits for a concurrent twin
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT _command FROM yc.command c WHERE c.region = _region AND c.key = _key;
    IF (_command.staff_id, _command.function, _command.argument_hash) IS DISTINCT FROM (_actor, _function, _hash) THEN
        PERFORM yc.refuse('E_COMMAND_REUSED', 'function', _command.function);
    END IF;
    RETURN _command.reply;
END $$;
COMMENT ON FUNCTION yc.command_begin(bigint, int, uuid, text, text[]) IS
    'NULL: the command is new, do it. Otherwise the reply that it got the first time. Refuses E_COMMAND_REUSED {function} when actor, function or arguments differ.';

CREATE FUNCTION yc.command_end(_region int, _key uuid, _reply jsonb) RETURNS jsonb LANGUAGE sql AS $$
    UPDATE yc.command SET reply = _reply WHERE region = _region AND key = _key RETURNING reply
$$;
COMMENT ON FUNCTION yc.command_end(int, uuid, jsonb) IS 'Keeps the reply of a command that was done.';
