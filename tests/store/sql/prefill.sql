-- What a new form is filled with.
\set QUIET on
\ir ../helpers.sql
SELECT plan(5);

-- A field of another name that is filled from the person's record: the contact of a unit is who stands at the window.
UPDATE yc.definition SET content = jsonb_set(content, '{fields}', content -> 'fields'
    || '[{"key": "contact_name", "name": {"zh": "经办人", "en": "Contact"}, "type": "text", "check": "name_any", "person": true, "record": "name"},
         {"key": "contact_id", "name": {"zh": "经办人证件号码", "en": "ID of the contact"}, "type": "text", "masked": true, "person": true, "record": "id_no"}]')
WHERE kind = 'item' AND code = 'ui-benefit';
SELECT test.draft('wangfang', test.id_no(1), '郭晓兰') AS draft \gset
SELECT is((SELECT string_agg(field || ' ' || value || ' ' || source, ', ' ORDER BY field DESC) FROM yc.case_field WHERE case_id = :draft AND field LIKE 'contact_%'),
    'contact_name 郭晓兰 person, contact_id ' || test.id_no(1) || ' person', 'a field that names a key of the record has its value');
SELECT is((SELECT value FROM yc.case_field WHERE case_id = :draft AND field = 'name'), '郭晓兰', 'and so has the one of that key');
SELECT test.refused('wangfang', test.save(:draft, 'contact_name', '王五'), 'E_FIELD_PERSON', 'the credential says it, nobody types it');
SELECT ok(yc.field_personal(yc.field_of((test.case_of(:draft)).definition_id, 'contact_name')), 'it is one person''s own');
SELECT test.fill('wangfang', :draft), test.as('wangfang', test.accept(:draft)) \g /dev/null
SELECT is_empty('SELECT * FROM yc.verify()', 'after all of it nothing is broken');
SELECT * FROM finish();
