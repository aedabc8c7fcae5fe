-- Who may do what, and who keeps out of which case. 0007_rules.sql has the rest of the rules; desk.why_not() asks the very same.

CREATE OR REPLACE FUNCTION yc.actor() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    _staff    bigint;
    _disabled timestamptz;
BEGIN
    -- A snapshot kept open would keep rights that were taken away meanwhile; a statement kept running would act at the
    -- time of its beginning, which is what yc.now() tells.
    IF current_setting('transaction_isolation') <> 'read committed' OR (clock_timestamp() > statement_timestamp() + interval '1 second'
        AND clock_timestamp() > statement_timestamp() + make_interval(secs => yc.setting('statement_seconds')::int)) THEN
        PERFORM yc.refuse('E_SESSION_STALE');
    ELSIF 'on' IN (current_setting('debug_print_parse'), current_setting('debug_print_rewritten'), current_setting('debug_print_plan')) THEN
        PERFORM yc.refuse('E_SESSION_DEBUG'); -- plans hold the values that they were made for, and go to the caller and into the server's log
    END IF;
    SELECT s.id, s.disabled_at INTO _staff, _disabled FROM yc.staff s WHERE s.login = session_user;
    IF _staff IS NULL THEN
        PERFORM yc.refuse('E_STAFF_UNKNOWN', 'login', session_user::text);
    ELSIF _disabled IS NOT NULL THEN
        PERFORM yc.refuse('E_STAFF_DISABLED', 'login', session_user::text, 'since', to_char(_disabled AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'));
    END IF;
    RETURN _staff;
END $$;
COMMENT ON FUNCTION yc.actor() IS
    'The staff id of the person whose login opened this session (session_user: SET ROLE does not change it). Refuses E_STAFF_UNKNOWN, E_STAFF_DISABLED, E_SESSION_STALE, E_SESSION_DEBUG.';

CREATE OR REPLACE FUNCTION yc.rights_to_decide() RETURNS text[] LANGUAGE sql IMMUTABLE AS
$$ SELECT '{review,recheck,approve,site_check,expert_review,third_party_check}'::text[] $$;
COMMENT ON FUNCTION yc.rights_to_decide() IS 'The rights whose tasks stand in the back office: the stages in their order, then the kinds of branches.';

CREATE OR REPLACE FUNCTION yc.has_right(_actor bigint, _action text, _region int, _hall smallint DEFAULT NULL, _item text DEFAULT NULL)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    _today date := yc.today();
BEGIN
    RETURN EXISTS (
        SELECT FROM yc.staff_grant g
        WHERE g.staff_id = _actor AND g.action = _action AND g.region = _region AND g.revoked_at IS NULL
          AND (g.hall IS NULL OR _hall IS NULL OR g.hall = _hall)
          AND (g.item IS NULL OR _item IS NULL OR g.item = _item)
          AND _today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'));
END $$;
COMMENT ON FUNCTION yc.has_right(bigint, text, int, smallint, text) IS
    'Whether a person may do an action in a region today; a hall or item of NULL asks for any.';

CREATE OR REPLACE FUNCTION yc.may_see(_actor bigint, _region int, _hall smallint, _item text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM yc.sight(_actor, _region) s WHERE (s.hall IS NULL OR s.hall = _hall) AND (s.item IS NULL OR s.item = _item));
END $$;
COMMENT ON FUNCTION yc.may_see(bigint, int, smallint, text) IS
    'Who may see a case (masked): clerks of its hall, approvers of its item, supervisors and auditors, all of its region. Operators never.';

CREATE OR REPLACE FUNCTION yc.sight(_actor bigint, _region int) RETURNS TABLE (hall smallint, item text) LANGUAGE sql STABLE AS $$
    SELECT CASE g.action WHEN 'accept' THEN g.hall END, g.item FROM yc.staff_grant g
    WHERE g.staff_id = _actor AND g.region = _region AND g.revoked_at IS NULL AND g.action <> 'operate'
      AND yc.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
$$;
COMMENT ON FUNCTION yc.sight(bigint, int) IS
    'What a person may see (masked) in a region: cases of this hall (NULL: any) and this item (NULL: any), a row for each grant. Clerks their hall, approvers their items, supervisors and auditors everything, operators nothing.';

CREATE OR REPLACE FUNCTION yc.right_refusal(_actor bigint, _action text, _region int, _hall smallint DEFAULT NULL, _item text DEFAULT NULL)
RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF yc.has_right(_actor, _action, _region, _hall, _item) THEN
        RETURN NULL;
    END IF;
    RETURN ROW('E_RIGHT_MISSING', ARRAY['action', _action, 'region', _region::text, 'item', coalesce(_item, '')])::yc.refusal;
END $$;
COMMENT ON FUNCTION yc.right_refusal(bigint, text, int, smallint, text) IS 'E_RIGHT_MISSING {action, region, item}, or NULL.';

CREATE OR REPLACE FUNCTION yc.stage_right(_definition int, _stage text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT CASE WHEN d.authorisation = _stage THEN 'supervise' ELSE _stage END FROM yc.definition d WHERE d.id = _definition);
END $$;
COMMENT ON FUNCTION yc.stage_right(int, text) IS 'The right that a stage of an item asks for: its own name, or supervise where it is a supervisor''s authorisation. A grant to approve is none to authorise.';

-- --- whose case it is

CREATE OR REPLACE FUNCTION yc.case_people(_case yc.case_file) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT upper(p.id_no) FROM yc.person p WHERE p.region = _case.region AND p.id = _case.person_id
                 UNION ALL
                 SELECT upper(f.value) FROM yc.definition d
                 JOIN yc.case_field f ON f.region = _case.region AND f.case_id = _case.id AND f.field = ANY (d.people) AND f.value <> ''
                 WHERE d.id = _case.definition_id);
END $$;
COMMENT ON FUNCTION yc.case_people(yc.case_file) IS 'Identity numbers of those whose case it is: the applicant first, and every one that stands in the form (yc.definition_people()).';

CREATE OR REPLACE FUNCTION yc.case_people(_region int, _case_id bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT yc.case_people(c) FROM yc.case_file c WHERE c.region = _region AND c.id = _case_id);
END $$;
COMMENT ON FUNCTION yc.case_people(int, bigint) IS 'yc.case_people() for who has only its id.';

CREATE OR REPLACE FUNCTION yc.staff_related(_people text[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT s.id FROM yc.staff s WHERE s.id_no IS NOT NULL AND upper(s.id_no) = ANY (_people)
        UNION
        SELECT k.staff_id FROM yc.staff_kin k WHERE upper(k.id_no) = ANY (_people)
    ) related);
END $$;
COMMENT ON FUNCTION yc.staff_related(text[]) IS 'Staff who are one of these people or have declared one of them as kin.';

CREATE OR REPLACE FUNCTION yc.case_route(_case yc.case_file, _people text[], _related bigint[]) RETURNS yc.route LANGUAGE plpgsql STABLE AS $$
DECLARE
    _route yc.route;
BEGIN
    SELECT d.stages, d.authorisation, d.applicant_waits, d.months, d.branches, d.collective
    INTO _route.stages, _route.authorisation, _route.applicant_waits, _route.months, _route.branches, _route.collective
    FROM yc.definition d WHERE d.id = _case.definition_id;
    _route.people := _people;
    _route.related := _related;
    _route.priority := yc.person_priority(_people[1]);
    RETURN _route;
END $$;
COMMENT ON FUNCTION yc.case_route(yc.case_file, text[], bigint[]) IS 'The way of a case, for who knows its people (yc.case_people()) and which staff are related to them (yc.staff_related()).';

CREATE OR REPLACE FUNCTION yc.case_route(_case yc.case_file, _task yc.task) RETURNS yc.route LANGUAGE plpgsql STABLE AS $$
DECLARE
    _people text[] := coalesce(_task.people, yc.case_people(_case));
BEGIN
    RETURN yc.case_route(_case, _people, yc.staff_related(_people));
END $$;
COMMENT ON FUNCTION yc.case_route(yc.case_file, yc.task) IS 'Reads the way of a case that has this task, or none.';

CREATE OR REPLACE FUNCTION yc.kin_refusal(_actor bigint, _people text[]) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM yc.staff s WHERE s.id = _actor AND upper(s.id_no) = ANY (_people)) THEN
        RETURN ROW('E_OWN_CASE', '{}'::text[])::yc.refusal;
    ELSIF EXISTS (SELECT FROM yc.staff_kin k WHERE k.staff_id = _actor AND upper(k.id_no) = ANY (_people)) THEN
        RETURN ROW('E_KIN_CASE', '{}'::text[])::yc.refusal;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.kin_refusal(bigint, text[]) IS 'E_OWN_CASE or E_KIN_CASE, or NULL: nobody handles their own or their kin''s case (回避).';

-- The other way round: an agreement that stands is not to become one of somebody who has a hand in another stage afterwards.
CREATE OR REPLACE FUNCTION yc.agreed_refusal(_actor bigint, _case yc.case_file, _stage text) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT ROW('E_SEPARATION', ARRAY['stage', d.stage, 'when', yc.moment(d.decided_at)])::yc.refusal FROM yc.decision d
            WHERE d.region = _case.region AND d.case_id = _case.id AND d.decided_by = _actor AND d.decision = 'agree' AND d.undone_at IS NULL AND d.stage <> _stage
            ORDER BY d.decided_at DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION yc.agreed_refusal(bigint, yc.case_file, text) IS
    'E_SEPARATION {stage, when}: who agreed to this case at another stage puts no hand to this one (accept: the form, also when it was returned), so that stages stay with different people. Or NULL.';

CREATE OR REPLACE FUNCTION yc.excluded_refusal(_actor bigint, _case yc.case_file) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
DECLARE
    _refusal yc.refusal := yc.kin_refusal(_actor, yc.case_people(_case));
BEGIN
    IF _refusal.code IS NULL THEN
        SELECT 'E_SEPARATION', ARRAY['stage', h.stage, 'when', yc.moment(h.at)] INTO _refusal
        FROM yc.case_handled(_case.region, _case.id) h
        WHERE h.staff_id = _actor AND h.stage <> _case.stage ORDER BY h.at DESC LIMIT 1;
    END IF;
    RETURN _refusal;
END $$;
COMMENT ON FUNCTION yc.excluded_refusal(bigint, yc.case_file) IS
    'Why this person may not decide on this case whatever their rights: E_OWN_CASE, E_KIN_CASE, E_SEPARATION {stage, when}. Explains yc.case_excluded().';

-- Who handled another stage stands in the task from its beginning: while it is open nobody puts a hand to its case but at its own stage. Kin may be declared later.
CREATE OR REPLACE FUNCTION yc.excluded_refusal(_actor bigint, _case yc.case_file, _task yc.task, _related bigint[]) RETURNS yc.refusal LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF _actor = ANY (_task.excluded) OR _actor = ANY (_related) THEN
        RETURN yc.excluded_refusal(_actor, _case);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION yc.excluded_refusal(bigint, yc.case_file, yc.task, bigint[]) IS
    'The same of an open task, for who knows which staff are related to the case (yc.staff_related() of yc.case_people()).';

-- --- who has handled a case: what was undone is as if it had not been decided

CREATE OR REPLACE FUNCTION yc.case_handled(_region int, _case_id bigint) RETURNS TABLE (staff_id bigint, stage text, at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT j.actor, 'accept', j.at FROM yc.journal j
    WHERE j.region = _region AND j.case_id = _case_id AND j.action IN ('open', 'receive', 'accept', 'resubmit')
    UNION ALL
    SELECT d.decided_by, d.stage, d.decided_at FROM yc.decision d
    WHERE d.region = _region AND d.case_id = _case_id AND d.decision = 'agree' AND d.undone_at IS NULL
    UNION ALL
    SELECT f.saved_by, 'accept', f.saved_at FROM yc.case_field f WHERE f.region = _region AND f.case_id = _case_id AND f.source = 'typed'
    UNION ALL
    SELECT m.added_by, 'accept', m.added_at FROM yc.material m WHERE m.region = _region AND m.case_id = _case_id
    UNION ALL
    SELECT r.entered_by, (SELECT d.stage FROM yc.decision d WHERE d.region = _region AND d.case_id = _case_id AND d.decision = 'suspend' AND d.id < r.id
                          ORDER BY d.id DESC LIMIT 1), r.entered_at -- ids are drawn in order while the case is locked; moments may be one
    FROM yc.reply r WHERE r.region = _region AND r.case_id = _case_id
    UNION ALL
    SELECT b.answered_by, CASE b.kind WHEN 'vote' THEN b.stage ELSE b.kind END, b.answered_at FROM yc.branch b
    WHERE b.region = _region AND b.case_id = _case_id AND b.answered_at IS NOT NULL
$$;
COMMENT ON FUNCTION yc.case_handled(int, bigint) IS
    'Who has put their hand to a case, and at which stage: who opened, received, accepted or handed it in again, typed a value that it holds or handed a material in (accept, also when it was undone: the form stays their work), who agreed and did not take it back, who entered the reply of an outside place (the stage that it was suspended at), who answered a branch or voted. One person does one stage. (Who returned it may see it again.)';

CREATE OR REPLACE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text, _related bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(SELECT h.staff_id FROM yc.case_handled(_region, _case_id) h WHERE h.stage <> _stage UNION SELECT unnest(_related));
END $$;
COMMENT ON FUNCTION yc.case_excluded(int, bigint, text, bigint[]) IS 'yc.case_excluded() for who knows already which staff are related to the case.';

CREATE OR REPLACE FUNCTION yc.case_excluded(_region int, _case_id bigint, _stage text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN yc.case_excluded(_region, _case_id, _stage, yc.staff_related(yc.case_people(_region, _case_id)));
END $$;
COMMENT ON FUNCTION yc.case_excluded(int, bigint, text) IS
    'Staff who may not decide on a case at a stage: who handled another stage of it, whose own or kin''s case it is.';

-- Straight on, who keeps out of the next stage is who kept out of this one and who has just agreed to it: all that yc.case_handled() knows of a case whose
-- decisions are agreements to other stages than these two.
CREATE OR REPLACE FUNCTION yc.excluded_next(_actor bigint, _case yc.case_file, _task yc.task, _stage text, _related bigint[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM yc.decision d WHERE d.region = _case.region AND d.case_id = _case.id AND d.task_id <> _task.id
               AND (d.decision <> 'agree' OR d.undone_at IS NOT NULL OR d.stage IN (_case.stage, _stage))) THEN
        RETURN yc.case_excluded(_case.region, _case.id, _stage, _related);
    ELSIF _related <@ _task.excluded THEN
        RETURN _task.excluded || _actor;
    END IF;
    RETURN ARRAY(SELECT unnest(_task.excluded) UNION SELECT _actor UNION SELECT unnest(_related));
END $$;
COMMENT ON FUNCTION yc.excluded_next(bigint, yc.case_file, yc.task, text, bigint[]) IS
    'yc.case_excluded() of the stage to which _actor has just sent a case on by agreeing to _task; the case still at the stage of that.';
