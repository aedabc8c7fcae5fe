-- The matrix of rights: role x object x right, for everything in the schemas yc and desk. An object that is not written
-- here fails, and so does every right too many or too few. Whoever adds a table or a function adds its line, and says so
-- to somebody who asks why.
--
-- Roles: yc_desk owns the desk's functions and acts for staff inside them; yc_staff is every member of staff;
-- yc_tending is yichuang-admin tend; yc_registrar makes logins; PUBLIC is everybody who can connect.
\set QUIET on
SELECT plan(24);

-- --- tables: what yc_desk may; nobody else may anything. r SELECT, a INSERT, w UPDATE, d DELETE
CREATE TEMPORARY TABLE expected_table (name text PRIMARY KEY, desk text);
INSERT INTO expected_table VALUES
    ('calendar_exception',      'r'),
    ('calendar_day',            'r'),
    ('calendar_year',           'r'),
    ('case_field',              'rawd'),
    ('case_file',               'raw'),
    ('case_key',                'ra'),
    ('case_salt',               'ra'),
    ('case_unit',               'rad'),
    ('command',                 'raw'),
    ('contribution',            'ra'),
    ('decision',                'ra'),
    ('branch',                  'raw'),
    ('definition',              'r'),
    ('function_set',            'r'),
    ('hall',                    'r'),
    ('hall_day',                ''),
    ('handed',                  'ra'),
    ('journal',                 'ra'),
    ('login_failure',           'rd'),
    ('material',                'raw'),
    ('material_content',        'ra'),
    ('migration',               'r'),
    ('notice',                  'ra'),
    ('person',                  'raw'),
    ('person_initials',         'ra'),
    ('pinyin',                  'r'),
    ('queue',                   'ra'),
    ('queue_count',             'r'),
    ('queue_delta',             'ra'),
    ('queue_floor',             'rw'),
    ('read_log',                'ra'),
    ('receipt_issue',           'ra'),
    ('received',                'ra'),
    ('region',                  'r'),
    ('reply',                   'ra'),
    ('reply_segment',           'ra'),
    ('sample',                  'rw'),
    ('sample_count',            'r'),
    ('sample_day',              'rw'),
    ('sample_delta',            'ra'),
    ('sample_rule',             'raw'),
    ('sample_share',            'rw'),
    ('seal',                    ''),
    ('seal_entry',              ''),
    ('seal_pending',            'ra'),
    ('service_window',          'r'),
    ('setting',                 'r'),
    ('staff',                   'raw'),
    ('staff_grant',             'raw'),
    ('staff_kin',               'r'),
    ('staff_setting',           'rawd'),
    ('suspension',              'raw'),
    ('takeover',                'ra'),
    ('task',                    'rawd'),
    ('tending',                 'r'),
    ('undo',                    'ra'),
    ('unit',                    'ra'),
    ('unit_key',                'ra'),
    ('verdict',                 'raw'),
    ('visit',                   'raw');

-- --- sequences. U USAGE; case serials are made day by day, by the owner for the owner
CREATE TEMPORARY TABLE expected_sequence (name text PRIMARY KEY, desk text);
INSERT INTO expected_sequence VALUES
    ('definition_id_seq',  ''),
    ('id_sequence',        'U'),
    ('queue_id_seq',       ''),
    ('seal_id_seq',        ''),
    ('staff_grant_id_seq', ''),
    ('staff_id_seq',       ''),
    ('serial_<hall and day>', '');

-- --- types of their own (rows of tables are types too, and follow their table)
CREATE TEMPORARY TABLE expected_type (name text PRIMARY KEY);
INSERT INTO expected_type VALUES ('contents'), ('fault'), ('finder'), ('finding'), ('found'), ('refusal'), ('route'), ('search'), ('searched'), ('waiting');

-- --- functions: owner, whether they run with the owner's rights, who may call them besides the owner
CREATE TEMPORARY TABLE expected_function (signature text PRIMARY KEY, owner text, definer boolean, callers text);

-- What staff may call: each checks the actor's rights itself.
INSERT INTO expected_function SELECT unnest(ARRAY[
    'desk.branch_answer(uuid,integer,bigint,uuid,text,text,text)',
    'desk.branch_list(integer,bigint)',
    'desk.authorisation_list(integer)',
    'desk.case_accept(uuid,integer,bigint,uuid,integer)',
    'desk.case_check(integer,bigint,uuid)',
    'desk.case_faults(integer,bigint)',
    'desk.case_fields(integer,bigint)',
    'desk.case_fields_masked(integer,bigint)',
    'desk.case_find(integer,text)',
    'desk.case_head(integer,bigint)',
    'desk.case_holder(integer,bigint,uuid)',
    'desk.case_list(integer,bigint)',
    'desk.case_materials(integer,bigint)',
    'desk.case_open(uuid,integer,bigint,text)',
    'desk.case_open_cut_off(uuid,integer,bigint,uuid,text,integer,uuid)',
    'desk.case_open_unit(uuid,integer,bigint,bigint)',
    'desk.case_opened(integer,uuid)',
    'desk.case_receive(uuid,integer,bigint,uuid,text,timestamptz,uuid)',
    'desk.case_resume(uuid,integer,bigint,integer,text)',
    'desk.case_reveal(integer,bigint,text,text)',
    'desk.case_search(integer,text,text,text,text,text,text,daterange,daterange,daterange,text,timestamptz,bigint,boolean,integer)',
    'desk.case_summary(integer,bigint)',
    'desk.case_take(uuid,integer,bigint,smallint)',
    'desk.case_timeline(integer,bigint)',
    'desk.case_undo(uuid,integer,bigint,integer,text)',
    'desk.case_waits(integer,bigint)',
    'desk.contribution_list(integer,bigint)',
    'desk.colleague_list(integer,smallint)',
    'desk.definition_bundle(integer)',
    'desk.explain(integer,bigint)',
    'desk.field_save(integer,bigint,uuid,bigint,text,text)',
    'desk.find(integer,smallint,text)',
    'desk.hand_over(uuid,integer,smallint,bigint,text)',
    'desk.item_list(integer)',
    'desk.material_add(uuid,integer,bigint,uuid,text,text,bytea,date)',
    'desk.material_read(integer,bigint,text)',
    'desk.material_remove(uuid,integer,bigint,uuid,bigint)',
    'desk.my_grants()',
    'desk.my_regions()',
    'desk.notice_give(uuid,integer,bigint,bigint,uuid,text,text,text)',
    'desk.open_list(integer,smallint)',
    'desk.person_cases(integer,bigint)',
    'desk.person_find(integer,smallint,text,text)',
    'desk.previous_value(integer,bigint,uuid,text)',
    'desk.queue_table(integer)',
    'desk.queue_tasks(integer,integer,date,bigint)',
    'desk.read_log_list(integer,bigint)',
    'desk.reason_list(text)',
    'desk.region_known(text)',
    'desk.receipt(integer,bigint)',
    'desk.receipt_reissue(uuid,integer,bigint,text)',
    'desk.reply_enter(uuid,integer,bigint,integer,text,date,text,text[],text[],text[],integer[],bigint[])',
    'desk.reply_list(integer,bigint)',
    'desk.sample_close(uuid,integer,bigint,text)',
    'desk.sample_differs(integer,timestamptz,bigint)',
    'desk.sample_list(integer,date,bigint)',
    'desk.sample_look(uuid,integer,bigint,text,text,text)',
    'desk.sample_open(integer,bigint)',
    'desk.sample_results(integer,integer)',
    'desk.sample_rule_list(integer)',
    'desk.sample_rule_set(uuid,integer,text,text,integer,boolean,integer,text)',
    'desk.sign_on()',
    'desk.setting_list()',
    'desk.setting_set(text,text)',
    'desk.slip_seen(integer,bigint)',
    'desk.staff_add(uuid,integer,text,text,text,text,text)',
    'desk.staff_disable(uuid,integer,text)',
    'desk.staff_grant(uuid,integer,text,text,smallint,text,date)',
    'desk.staff_list(integer)',
    'desk.staff_revoke(uuid,integer,bigint)',
    'desk.suspend_list(integer,bigint)',
    'desk.suspended_list(integer)',
    'desk.task_claim(uuid,integer,uuid,bigint)',
    'desk.task_decide(uuid,integer,bigint,uuid,integer,text,text,text)',
    'desk.task_decide_next(uuid,integer,bigint,uuid,integer,text,text,text)',
    'desk.task_list(integer,smallint,date,bigint)',
    'desk.task_release(uuid,integer,bigint)',
    'desk.task_renew(integer,uuid)',
    'desk.tended()',
    'desk.window_take(integer,smallint,smallint)',
    'desk.visit_begin(uuid,integer,smallint,smallint,text,text,text)',
    'desk.visit_list(integer,smallint)',
    'desk.visit_set(uuid,integer,bigint,text,smallint,text)',
    'desk.visit_show(integer,bigint)',
    'desk.waiting_list(integer,smallint)',
    'desk.why_not(text,integer,bigint)'
    ]), 'yc_desk', true, 'yc_staff';

-- What the desk's functions are made of: they run with the caller's rights, so they are no way around.
INSERT INTO expected_function SELECT unnest(ARRAY[
    'yc.accept_obstacle(bigint,yc.case_file,uuid,integer)',
    'yc.accept_obstacle(bigint,yc.case_file,uuid,integer,yc.contents)',
    'yc.actor()',
    'yc.acts_newest(bigint,integer,integer)',
    'yc.answer_day(date)',
    'yc.case_accept_first(bigint,yc.case_file,jsonb)',
    'yc.case_accept_now(bigint,yc.case_file)',
    'yc.case_accept_now(bigint,yc.case_file,yc.contents)',
    'yc.branches_open(bigint,yc.case_file,text,jsonb)',
    'yc.stage_begin(bigint,yc.case_file,text,bigint[])',
    'yc.stage_begin(bigint,yc.case_file,text,bigint[],yc.route)',
    'yc.vote_done(bigint,yc.case_file,yc.task,text,text)',
    'yc.votes_told(yc.case_file)',
    'yc.branch_open(yc.case_file,text,text,text,date,bigint[])',
    'yc.votes_open(yc.case_file,text,jsonb,bigint[])',
    'yc.branches_void(yc.case_file)',
    'yc.answer_refusal(text,text,text,text)',
    'yc.task_right(yc.case_file,yc.task)',
    'yc.vote_refusal(bigint,yc.task)',
    'yc.case_advance(bigint,yc.case_file,text)',
    'yc.case_begin(bigint,yc.visit,text,integer,uuid)',
    'yc.case_untouched(bigint,yc.visit,text,integer)',
    'yc.case_draft(bigint,yc.visit,text,integer,uuid)',
    'yc.case_by_key(bigint,integer,uuid)',
    'yc.case_check_digit(text)',
    'yc.case_contents(yc.case_file)',
    'yc.case_decided(bigint,yc.case_file,yc.task,text,text,text,yc.route)',
    'yc.case_digests(integer,bigint)',
    'yc.case_due(yc.case_file,text)',
    'yc.case_dues(yc.case_file,jsonb)',
    'yc.case_excluded(integer,bigint,text)',
    'yc.case_excluded(integer,bigint,text,bigint[])',
    'yc.case_faults(integer,bigint)',
    'yc.case_handled(integer,bigint)',
    'yc.case_holding(bigint,integer,bigint,uuid)',
    'yc.case_locked(bigint,integer,bigint)',
    'yc.case_number(integer,date,integer,integer)',
    'yc.case_pauses(integer,bigint)',
    'yc.case_people(integer,bigint)',
    'yc.case_people(yc.case_file)',
    'yc.case_route(yc.case_file)',
    'yc.case_sound(text,text,text,timestamptz,bigint,text,date,bigint,uuid)',
    'yc.case_previous(bigint,yc.case_file)',
    'yc.case_receive_row(bigint,yc.case_file,text,timestamptz)',
    'yc.case_receive_try(bigint,yc.case_file,uuid,yc.refusal)',
    'yc.case_reply(integer,bigint)',
    'yc.case_settle(yc.case_file,yc.contents)',
    'yc.case_units(integer,bigint)',
    'yc.contents_faults(integer,jsonb,text[])',
    'yc.contents_hidden(integer,jsonb)',
    'yc.case_start_day(yc.case_file)',
    'yc.case_values(integer,bigint)',
    'yc.case_visible(bigint,integer,bigint)',
    'yc.case_waits(yc.case_file)',
    'yc.check_amount(text)',
    'yc.check_bounds(text,bigint,bigint)',
    'yc.check_case_number(text)',
    'yc.check_citizen(text,date)',
    'yc.check_citizen_number(text,date)',
    'yc.check_code(text,text)',
    'yc.check_date(text,text,date)',
    'yc.check_day(text)',
    'yc.check_email(text)',
    'yc.check_foreign(text,date)',
    'yc.check_id18(text,date)',
    'yc.check_id_any(text,text,date)',
    'yc.check_int(text,text)',
    'yc.check_luhn(text)',
    'yc.check_mobile(text)',
    'yc.check_month(text,date)',
    'yc.check_name_any(text)',
    'yc.check_name_cn(text)',
    'yc.check_number18(text,date)',
    'yc.check_region(text,integer,text)',
    'yc.check_residence(text,date,text[])',
    'yc.check_ssnum(text,date)',
    'yc.check_text(text,text)',
    'yc.check_uscc(text)',
    'yc.check_value(text,text,text,date)',
    'yc.claim_obstacle(bigint,yc.case_file,yc.task)',
    'yc.claim_obstacle(bigint,yc.case_file,yc.task,yc.route)',
    'yc.colleague_refusal(bigint,integer,smallint,bigint)',
    'yc.command_begin(bigint,integer,uuid,text,text[])',
    'yc.command_hash(text[])',
    'yc.command_keep(bigint,integer,uuid,text,bytea,jsonb)',
    'yc.command_once(bigint,integer,uuid,text,bytea)',
    'yc.command_end(integer,uuid,jsonb)',
    'yc.condition_holds(jsonb,jsonb)',
    'yc.database_identity()',
    'yc.date_exists(integer,integer,integer)',
    'yc.decide_obstacle(bigint,yc.case_file,yc.task,uuid,integer)',
    'yc.decide_obstacle(bigint,yc.case_file,yc.task,uuid,integer,yc.route)',
    'yc.excluded_next(bigint,yc.case_file,yc.task,text,bigint[])',
    'yc.definition_current(text,text)',
    'yc.definition_people(jsonb)',
    'yc.definition_pinned(text,integer)',
    'yc.definition_pins(jsonb)',
    'yc.definition_steps(jsonb)',
    'yc.digest(integer,bigint,text,text)',
    'yc.due_date(date,integer,text,daterange[])',
    'yc.due_day(date,integer,text)',
    'yc.due_known(date,integer,text,daterange[])',
    'yc.due_steps(date,integer,text,daterange[])',
    'yc.excluded_refusal(bigint,yc.case_file)',
    'yc.excluded_refusal(bigint,yc.case_file,yc.task,bigint[])',
    'yc.field_fault(jsonb,jsonb,jsonb)',
    'yc.field_of(integer,text)',
    'yc.field_personal(jsonb)',
    'yc.field_put(bigint,yc.case_file,text,text,text,date,bigint)',
    'yc.fields_compute(bigint,yc.case_file,bigint)',
    'yc.fields_prefill(bigint,yc.case_file,yc.person,boolean)',
    'yc.fill_obstacle(bigint,yc.case_file,uuid)',
    'yc.find_all(yc.finder,text)',
    'yc.find_initials(yc.finder,text)',
    'yc.find_names(yc.finder,text)',
    'yc.find_numbers(yc.finder,text)',
    'yc.find_sees(yc.finder,bigint)',
    'yc.find_sees_case(yc.finder,smallint,text)',
    'yc.find_tails(yc.finder,text)',
    'yc.find_units(yc.finder,text)',
    'yc.finder_of(bigint,integer)',
    'yc.floor_lower(yc.task)',
    'yc.hall_day_name(integer,smallint,date)',
    'yc.hand_over_cases(bigint,bigint,integer,bigint[])',
    'yc.hand_over_visits(bigint,bigint,integer,smallint,text)',
    'yc.has_right(bigint,text,integer,smallint,text)',
    'yc.id_birth(text)',
    'yc.id_check_character(text)',
    'yc.id_is_residence(text)',
    'yc.id_sex(text)',
    'yc.initials(text,integer)',
    'yc.is_working_day(date)',
    'yc.journal_append(bigint,integer,bigint,text,jsonb)',
    'yc.journal_hash(bytea,integer,bigint,integer,timestamptz,bigint,text,bytea)',
    'yc.journal_write(bigint,yc.case_file,text,jsonb)',
    'yc.joined_refusal(yc.case_file,text[],text[],text[])',
    'yc.journal_task(yc.journal)',
    'yc.kin_refusal(bigint,text[])',
    'yc.lacking(yc.case_file)',
    'yc.lacking_item(integer)',
    'yc.leases_return(bigint,integer,integer[],integer)',
    'yc.luhn_digit(text)',
    'yc.mask(text,text)',
    'yc.mask_ends(text,integer,integer)',
    'yc.may_see(bigint,integer,smallint,text)',
    'yc.moment(timestamptz)',
    'yc.month_day(text)',
    'yc.month_span(date,date)',
    'yc.moved_refusal(yc.case_file,integer)',
    'yc.my_queues(bigint,integer)',
    'yc.name_character_fault(text,boolean)',
    'yc.name_mark_fault(text)',
    'yc.next_id()',
    'yc.number_check_digit(text)',
    'yc.open_things(bigint,integer,smallint)',
    'yc.operate_refusal(bigint,integer)',
    'yc.opinion_keys(integer,timestamptz,text)',
    'yc.organisation_check_character(text)',
    'yc.own_months(yc.case_file)',
    'yc.own_refusal(yc.case_file)',
    'yc.person_make(integer,text,text,text)',
    'yc.person_row(yc.person)',
    'yc.posts_refusal(bigint,bigint,text)',
    'yc.purpose_refusal(text)',
    'yc.queue_moved(integer,integer,text,integer)',
    'yc.queue_moved(integer,integer,text,text)',
    'yc.queue_number(integer,integer,text)',
    'yc.queue_of(integer,text,text)',
    'yc.read_log_append(bigint,integer,text,bigint,bigint,text,text)',
    'yc.reason_refusal(text,text,text)',
    'yc.receipt_next(bigint,yc.case_file,smallint)',
    'yc.receipt_void(bigint,yc.case_file,text)',
    'yc.record_join(yc.case_file)',
    'yc.record_part(yc.case_file)',
    'yc.refusal_raised(text,text)',
    'yc.reply_obstacle(bigint,yc.case_file,integer)',
    'yc.reply_text(integer,bigint)',
    'yc.resume_refusal(bigint,yc.case_file,integer)',
    'yc.right_refusal(bigint,text,integer,smallint,text)',
    'yc.sample_blinds(bigint,integer,bigint)',
    'yc.sample_excluded(integer,bigint)',
    'yc.sample_hash(text[])',
    'yc.sample_obstacle(bigint,yc.sample)',
    'yc.sample_people(integer,bigint)',
    'yc.sample_right(bigint,integer)',
    'yc.sample_rule_of(integer,integer,date)',
    'yc.sample_rules_given(integer)',
    'yc.sample_undone(yc.case_file)',
    'yc.seal_hash(bigint,timestamptz,bytea)',
    'yc.search_at_stage(integer,yc.search)',
    'yc.search_cases_of(integer,bigint[])',
    'yc.search_day(date)',
    'yc.search_fits(yc.finder,yc.search,yc.searched)',
    'yc.search_on_days(integer,yc.search)',
    'yc.search_opinion(integer,bigint,text)',
    'yc.search_opinions(integer,yc.search)',
    'yc.search_people(integer,yc.search,boolean)',
    'yc.search_refuse(yc.search)',
    'yc.search_set(integer,yc.search)',
    'yc.search_sorted(yc.finder,yc.search,bigint[],timestamptz,bigint,boolean,integer)',
    'yc.search_units(integer,text)',
    'yc.search_walk(yc.finder,yc.search,timestamptz,bigint,boolean,integer)',
    'yc.search_within(timestamptz,daterange)',
    'yc.segment_fault(text,text,text,integer,bigint,date)',
    'yc.segment_refusal(text[],text[],text[],integer[],bigint[],date)',
    'yc.search_key(text)',
    'yc.setting(text)',
    'yc.setting_refusal(text,text)',
    'yc.sight(bigint,integer)',
    'yc.signed_on(text)',
    'yc.slip_fault(text)',
    'yc.slip_refusal(yc.case_file,text)',
    'yc.staff_is_system(bigint)',
    'yc.staff_name(bigint)',
    'yc.english()',
    'yc.words(jsonb)',
    'yc.staff_related(text[])',
    'yc.stage_after(integer,text)',
    'yc.stage_next(jsonb,text)',
    'yc.stage_right(integer,text)',
    'yc.stop_refusal(yc.case_file,text)',
    'yc.suspension_close(yc.case_file)',
    'yc.suspension_expected(text,date)',
    'yc.task_back(bigint,yc.task,text)',
    'yc.task_case(bigint,integer,bigint)',
    'yc.task_decided(bigint,integer,bigint,uuid,integer,text,text,text)',
    'yc.task_draw(bigint,integer)',
    'yc.task_put(yc.case_file,text,bigint[],boolean,boolean)',
    'yc.task_told(yc.task)',
    'yc.task_drop(yc.case_file)',
    'yc.task_due(yc.case_file)',
    'yc.task_make(yc.case_file,text)',
    'yc.task_make(yc.case_file,text,bigint[])',
    'yc.task_next(bigint,integer)',
    'yc.task_start(bigint,yc.task,uuid)',
    'yc.tending_fresh()',
    'yc.text_hidden(text)',
    'yc.today()',
    'yc.undo_accept(bigint,yc.case_file,text)',
    'yc.undo_act(bigint,yc.case_file)',
    'yc.undo_decision(bigint,yc.case_file,bigint)',
    'yc.undo_obstacle(bigint,yc.case_file,integer)',
    'yc.undo_resubmit(bigint,yc.case_file)',
    'yc.unit_copy(bigint,yc.case_file,yc.case_file)',
    'yc.unit_keys(text)',
    'yc.unit_make(integer,text)',
    'yc.units_named(jsonb)',
    'yc.uscc_check_character(text)',
    'yc.value_computed(jsonb,jsonb)',
    'yc.values_shown(jsonb,jsonb)',
    'yc.verdict_hash(integer,jsonb,text[])',
    'yc.verdict_keep(yc.case_file,yc.contents)',
    'yc.visit_end(yc.visit,text)',
    'yc.visit_mine(bigint,integer,bigint,text)',
    'yc.visit_tasks_lock(integer,bigint)',
    'yc.visit_waits_no_more(integer,bigint)',
    'yc.waiting_applicants(bigint,integer,smallint)',
    'yc.waiting_authorise(bigint,integer)',
    'yc.visit_outcome(yc.visit,text)',
    'yc.waiting_handed(bigint,integer,smallint)',
    'yc.waiting_cases(bigint,integer,smallint)',
    'yc.waiting_slips(bigint,integer,smallint)',
    'yc.waiting_undo(bigint,integer)',
    'yc.window_refusal(bigint,integer,smallint,smallint)',
    'yc.words_refusal(text,text)'
    ]), 'yc_owner', false, 'yc_desk';

-- What runs with more rights than its caller has, and each alone for one narrow thing.
INSERT INTO expected_function VALUES
    ('yc.hall_serial(integer,smallint,date)', 'yc_owner', true, 'yc_desk'),     -- a case serial; its sequences are the owner's
    ('yc.hall_day_open(integer,smallint,date)', 'yc_owner', true, ''),
    ('yc.login_create(text,text)', 'yc_registrar', true, 'yc_desk'),            -- makes the role of a member of staff
    ('yc.login_close(text)', 'yc_registrar', true, 'yc_desk'),                  -- ends it
    ('yc.tend()', 'yc_owner', true, 'yc_tending'),
    ('yc.partitions_make()', 'yc_owner', true, 'yc_desk'),                      -- next year's partitions, by whoever signs on first
    ('yc.login_failures_add(text,integer,timestamptz)', 'yc_owner', true, 'yc_tending'),
    ('yc.now()', 'yc_owner', true, 'yc_desk'),                                  -- the tests' own clock; elsewhere it is no definer
    ('yc.database_secure()', 'postgres', false, '');

-- Refusals are raised by the registrar too.
INSERT INTO expected_function VALUES
    ('yc.refuse(yc.refusal)', 'yc_owner', false, 'yc_desk yc_registrar'),
    ('yc.refuse(text,text[])', 'yc_owner', false, 'yc_desk yc_registrar');

-- The owner's alone: setting up, tending's parts, verification.
INSERT INTO expected_function SELECT unnest(ARRAY[
    'yc.calendar_days_make()',
    'yc.dues_settle()',
    'yc.calendar_load(integer,text,date[],date[])',
    'yc.commands_expire()',
    'yc.sample_day_cases(integer,date)',
    'yc.sample_draw(integer,date)',
    'yc.sample_rules_on(integer,date)',
    'yc.samples_draw()',
    'yc.samples_fold()',
    'yc.counters_fold()',
    'yc.definition_load(text,text,text,date)',
    'yc.floors_refresh()',
    'yc.hall_days_make()',
    'yc.hall_make(integer,smallint,text,text,integer)',
    'yc.journal_content(bytea)',
    'yc.journal_seal()',
    'yc.leases_sweep()',
    'yc.partition_make(text,integer)',
    'yc.partition_tables()',
    'yc.partition_years(text)',
    'yc.pinyin_load(text)',
    'yc.verdicts_expire()',
    'yc.verify()',
    'yc.verify_cases()',
    'yc.verify_chains()',
    'yc.verify_counters()',
    'yc.verify_find()',
    'yc.verify_receipts()',
    'yc.verify_received()',
    'yc.verify_replies()',
    'yc.verify_samples()',
    'yc.verify_seals()',
    'yc.verify_slices()',
    'yc.verify_undone()'
    ]), 'yc_owner', false, '';

-- --- what is there, in the same words; somebody with rights who is neither the owner nor expected stands in "others"
CREATE FUNCTION pg_temp.grantees(_acl aclitem[], _owner oid) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(DISTINCT role, ' ' ORDER BY role), '')
    FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END || CASE WHEN a.is_grantable THEN '*' ELSE '' END AS role
          FROM aclexplode(_acl) a WHERE a.grantee <> _owner) roles
$$;
CREATE FUNCTION pg_temp.rights(_acl aclitem[], _role text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(letter, '' ORDER BY n), '')
    FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,USAGE}'::text[], '{r,a,w,d,D,x,t,U}'::text[]) WITH ORDINALITY AS p(privilege, letter, n)
    JOIN aclexplode(_acl) a ON a.privilege_type = p.privilege AND a.grantee = _role::regrole
$$;
CREATE TEMPORARY VIEW found_table AS
SELECT c.relname::text AS name, pg_temp.rights(c.relacl, 'yc_desk') AS desk, pg_temp.grantees(c.relacl, c.relowner) AS roles,
       c.relowner::regrole::text AS owner, c.oid, n.nspname, c.relkind, c.relispartition AS part
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('yc', 'desk') AND c.relkind NOT IN ('i', 'I', 't', 'S', 'c');
CREATE TEMPORARY VIEW found_function AS
SELECT replace(p.oid::regprocedure::text, 'timestamp with time zone', 'timestamptz') AS signature, p.proowner::regrole::text AS owner, p.prosecdef AS definer,
       pg_temp.grantees(coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner) AS callers, p.oid, p.proconfig, n.nspname
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('yc', 'desk');
SET search_path = public, pg_catalog, pg_temp;

SELECT bag_eq($$SELECT name, desk FROM found_table WHERE nspname = 'yc' AND NOT part ORDER BY 1$$, 'SELECT name, desk FROM expected_table ORDER BY 1', 'tables: every one, and what the desk may with it');
SELECT is_empty($$SELECT nspname, name, roles FROM found_table WHERE roles NOT IN ('', 'yc_desk') OR (part AND roles <> '')$$, 'tables: nobody but the desk has any right; on a single partition not even the desk');
SELECT is_empty($$SELECT nspname, name, owner FROM found_table WHERE owner <> 'yc_owner' OR relkind NOT IN ('r', 'p') OR nspname <> 'yc'$$, 'tables: ordinary ones, in yc, yc_owner''s; no view stands in desk');
-- rows that stay as they were but for what is said of them later
SELECT bag_eq($$SELECT t.name, a.attname::text, pg_temp.rights(a.attacl, 'yc_desk'), pg_temp.grantees(a.attacl, 'yc_owner'::regrole) FROM found_table t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attacl IS NOT NULL$$,
              $$VALUES ('contribution', 'undone_at', 'w', 'yc_desk'), ('decision', 'undone_at', 'w', 'yc_desk'), ('decision', 'undone_by', 'w', 'yc_desk'), ('received', 'keeper', 'w', 'yc_desk'), ('received', 'seen_at', 'w', 'yc_desk'),
                       ('receipt_issue', 'voided_at', 'w', 'yc_desk'), ('receipt_issue', 'voided_by', 'w', 'yc_desk'), ('receipt_issue', 'void_reason', 'w', 'yc_desk')$$,
              'tables: rights on single columns, each named');
SELECT is_empty($$SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT evtname FROM pg_event_trigger UNION ALL
                  SELECT rulename FROM pg_rules WHERE schemaname IN ('yc', 'desk') UNION ALL SELECT policyname FROM pg_policies$$, 'no triggers, rules or policies: functions do the work');
SELECT bag_eq($$SELECT DISTINCT regexp_replace(c.relname, '^serial_[0-9]+_[0-9]+_[0-9]{8}$', 'serial_<hall and day>'), pg_temp.rights(c.relacl, 'yc_desk')
                    FROM pg_class c WHERE c.relnamespace IN ('yc'::regnamespace, 'desk'::regnamespace) AND c.relkind = 'S' ORDER BY 1$$,
                  'SELECT name, desk FROM expected_sequence ORDER BY 1', 'sequences: every one, and what the desk may with it');
SELECT is_empty($$SELECT c.relname FROM pg_class c WHERE c.relnamespace IN ('yc'::regnamespace, 'desk'::regnamespace) AND c.relkind = 'S'
                  AND (c.relowner <> 'yc_owner'::regrole OR pg_temp.grantees(c.relacl, c.relowner) NOT IN ('', 'yc_desk'))$$, 'sequences: nobody else has any right');
SELECT bag_eq($$SELECT t.typname::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                    WHERE t.typnamespace IN ('yc'::regnamespace, 'desk'::regnamespace) AND t.typcategory <> 'A' AND coalesce(c.relkind, 'c') = 'c' ORDER BY 1$$,
                  'SELECT name FROM expected_type ORDER BY 1', 'types: every one');
SELECT is_empty($$SELECT typname FROM pg_type t WHERE t.typnamespace IN ('yc'::regnamespace, 'desk'::regnamespace) AND t.typowner <> 'yc_owner'::regrole$$, 'types: yc_owner''s');

SELECT bag_eq('SELECT signature, owner, definer, callers FROM found_function ORDER BY 1', 'SELECT * FROM expected_function ORDER BY 1',
                  'functions: every one, its owner, whose rights it runs with, who may call it');
SELECT is_empty($$SELECT signature, proconfig FROM found_function WHERE definer AND array_remove(proconfig, 'plan_cache_mode=force_generic_plan') IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']$$,
                'functions with their owner''s rights look names up in pg_catalog and, last, pg_temp');
SELECT is_empty($$SELECT signature FROM found_function WHERE coalesce(obj_description(oid, 'pg_proc'), '') = ''$$, 'functions: each says what it promises');
SELECT is_empty($$SELECT signature, language.lanname FROM found_function f JOIN pg_proc p ON p.oid = f.oid JOIN pg_language language ON language.oid = p.prolang
                  WHERE lanname NOT IN ('sql', 'plpgsql')$$, 'functions: in no language that could leave the database');

-- --- schemas, the database, everything outside
SELECT bag_eq($$SELECT n.nspname::text, a.grantee::regrole::text, string_agg(left(a.privilege_type, 1), '' ORDER BY a.privilege_type) FROM pg_namespace n, aclexplode(n.nspacl) a
                    WHERE n.nspname IN ('yc', 'desk') AND a.grantee <> n.nspowner GROUP BY 1, 2 ORDER BY 1, 2$$,
                  $$VALUES ('desk', 'yc_desk', 'CU'), ('desk', 'yc_staff', 'U'), ('yc', 'yc_desk', 'U'), ('yc', 'yc_registrar', 'CU'), ('yc', 'yc_tending', 'U')$$,
                  'schemas: staff reach desk alone (C: migrations make objects as their owner)');
SELECT is_empty($$SELECT n.nspname FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                  WHERE a.grantee = 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(temp|toast)'$$, 'schemas: nothing is for everybody');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'yc', 'desk') AND n.nspname !~ '^pg_temp'
                    AND has_schema_privilege('yc_staff', n.oid, 'USAGE') AND has_function_privilege('yc_staff', p.oid, 'EXECUTE')$$, 'staff can call nothing of public');
SELECT bag_eq($$SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type)
                    FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = current_database() AND a.grantee <> d.datdba GROUP BY 1 ORDER BY 1$$,
                  $$VALUES ('yc_staff', 'CONNECT'), ('yc_tending', 'CONNECT')$$, 'the database: staff may connect; no temporary objects, no schemas, nothing for everybody');
SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
                  AND (p.proname ~ '^(lo_|pg_(try_)?advisory_)' OR p.proname IN ('loread', 'lowrite', 'pg_logical_emit_message'))
                  AND has_function_privilege('yc_staff', p.oid, 'EXECUTE')$$, 'large objects, advisory locks, messages in the log are not for staff');
SELECT is_empty($$SELECT d.defaclrole::regrole, d.defaclobjtype FROM pg_default_acl d, aclexplode(d.defaclacl) a WHERE a.grantee = 0$$, 'nothing made later is for everybody');
SELECT bag_eq($$SELECT defaclrole::regrole::text FROM pg_default_acl WHERE defaclobjtype = 'f' AND defaclnamespace = 0 ORDER BY 1$$,
                  $$VALUES ('yc_desk'), ('yc_owner'), ('yc_registrar')$$, 'not even a function that somebody forgets to guard');

-- --- roles
SELECT bag_eq($$SELECT rolname::text, rolcanlogin, rolinherit, rolcreaterole, rolsuper OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname ~ '^yc_' ORDER BY 1$$,
                  $$VALUES ('yc_desk', false, false, false, false), ('yc_owner', false, false, false, false), ('yc_registrar', false, false, true, false),
                           ('yc_staff', false, false, false, false), ('yc_tending', false, false, false, false)$$, 'roles: nobody logs in as them; only the registrar makes roles');
SELECT is_empty($$SELECT member::regrole, roleid::regrole FROM pg_auth_members WHERE member::regrole::text ~ '^yc_' OR (roleid::regrole::text ~ '^yc_' AND roleid <> 'yc_staff'::regrole)$$,
                'roles: none of them has another, nobody has them but yc_staff');
SELECT is_empty($$SELECT r.rolname, m.roleid::regrole, m.admin_option FROM yc.staff s JOIN pg_roles r ON r.rolname = s.login LEFT JOIN pg_auth_members m ON m.member = r.oid
                  WHERE s.login <> 'postgres' AND (m.roleid IS DISTINCT FROM 'yc_staff'::regrole OR m.admin_option OR r.rolsuper OR r.rolcreaterole OR r.rolcreatedb)$$,
                'staff: each is a member of yc_staff, of nothing else, and hands it on to nobody');
SELECT ok(NOT has_function_privilege('yc_staff', 'pg_read_file(text)', 'EXECUTE') AND NOT pg_has_role('yc_staff', 'pg_execute_server_program', 'MEMBER')
          AND NOT pg_has_role('yc_registrar', 'pg_execute_server_program', 'MEMBER'), 'nobody reaches the machine beneath');
SELECT * FROM finish();
