/* A journal whose file a crash, a bad disk or somebody's hand has changed: what is whole before it comes
 * back, nothing else does, and a damage is told from a torn end. */
#include "unit/local/place.h"

enum { RECORDS = 4 };

#define OWN "wang.journal"

/* A whole journal, and where its base and each of its records end. */
struct sample {
    struct buffer bytes;
    size_t base_end, ends[RECORDS];
};

static const char *const words[RECORDS] = {"one", "", "a third that is longer than the others", "four"};

/* What a journal of the first so many records says. */
static const char *sample_holds(int records)
{
    static const char *const holds[RECORDS + 1] = {
        "B:base", "B:base F:one",
        "B:base F:one F:", "B:base F:one F: F:a third that is longer than the others",
        "B:base F:one F: F:a third that is longer than the others F:four"};
    return holds[records];
}

static struct sample sample_make(void)
{
    struct sample sample = {0};
    struct journal *journal = place_open();
    place_base(journal, "base");
    sample.base_end = (size_t)place_size(OWN);
    for (int i = 0; i < RECORDS; i++) {
        place_append(journal, 'F', words[i]);
        sample.ends[i] = (size_t)place_size(OWN);
    }
    journal_close(&journal);
    place_take(OWN, &sample.bytes);
    return sample;
}

/* How many records end within the first so many bytes. */
static int sample_whole(const struct sample *sample, size_t length)
{
    int whole = 0;
    while (whole < RECORDS && sample->ends[whole] <= length)
        whole++;
    return whole;
}

/* Puts the bytes in the file's place, opens it: it must hold the first records, take a new one, and keep it.
 */
static void expect(const void *bytes, size_t length, int records, bool damaged, size_t where)
{
    char more[256];
    struct error error = {0};
    place_put(OWN, bytes, length);
    struct journal *journal = place_open();
    if (strcmp(place_records(journal), sample_holds(records)) != 0 || journal_damaged(journal) != damaged)
        fail_msg("byte %zu: holds %s, damaged %d; not %s, %d", where, place_records(journal),
                 journal_damaged(journal), sample_holds(records), damaged);
    assert_true(journal_note(journal, 'N', "new", 3, &error));
    journal_close(&journal);
    journal = place_open();
    snprintf(more, sizeof(more), "%s N:new", sample_holds(records));
    place_holds(journal, more);
    assert_false(journal_damaged(journal));
    journal_close(&journal);
}

static void test_a_cut_at_any_byte_loses_only_the_torn_record(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    for (size_t length = sample.base_end; length <= sample.bytes.length; length++)
        expect(sample.bytes.data, length, sample_whole(&sample, length), false, length);
    buffer_free(&sample.bytes);
}

/* A file system may have made the file longer before the bytes came. */
static void test_a_tail_of_zeros_is_a_torn_end(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    struct buffer torn = {0};
    for (size_t length = sample.base_end; length <= sample.bytes.length; length++) {
        buffer_clear(&torn);
        buffer_append(&torn, sample.bytes.data, sample.bytes.length);
        memset(torn.data + length, 0, torn.length - length);
        expect(torn.data, torn.length, sample_whole(&sample, length), false, length);
    }
    buffer_reserve(&torn, 10000);
    memset(torn.data + torn.length, 0, 10000);
    expect(torn.data, torn.length + 10000, RECORDS, false, torn.length);
    buffer_free(&torn);
    buffer_free(&sample.bytes);
}

static void test_a_changed_byte_ends_the_journal_before_its_record(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    for (size_t at = sample.base_end; at < sample.bytes.length; at++) {
        sample.bytes.data[at] ^= 0x40;
        expect(sample.bytes.data, sample.bytes.length, sample_whole(&sample, at), true, at);
        sample.bytes.data[at] ^= 0x40;
    }
    buffer_free(&sample.bytes);
}

static void test_a_changed_base_is_told_as_damage(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    for (size_t at = SEAL_HEADER; at < sample.base_end; at++) {
        sample.bytes.data[at] ^= 0x40;
        place_put(OWN, sample.bytes.data, sample.bytes.length);
        sample.bytes.data[at] ^= 0x40;
        struct journal *journal = place_open();
        assert_true(journal_damaged(journal));
        place_holds(journal, "");
        place_append(journal, 'F', "new");
        journal_close(&journal);
        journal = place_open();
        place_holds(journal, "F:new");
        journal_close(&journal);
    }
    buffer_free(&sample.bytes);
}

static void test_a_changed_header_opens_with_no_password_and_stays(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    for (size_t at = 0; at < SEAL_HEADER; at++) {
        struct buffer after = {0};
        sample.bytes.data[at] ^= 1;
        place_put(OWN, sample.bytes.data, sample.bytes.length);
        place_refused(place_state, "test", "E_JOURNAL_KEY", NULL);
        place_take(OWN, &after);
        assert_int_equal(after.length, sample.bytes.length);
        assert_memory_equal(after.data, sample.bytes.data, after.length);
        sample.bytes.data[at] ^= 1;
        buffer_free(&after);
    }
    buffer_free(&sample.bytes);
}

/* Killed while the file was made: nothing was ever promised, and nobody is locked out. */
static void test_a_file_that_was_never_finished_is_made_anew(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    struct journal *journal = place_open();
    journal_close(&journal);
    place_take(OWN, &bytes);
    for (size_t length = 0; length < bytes.length; length++) {
        place_put(OWN, bytes.data, length);
        journal = place_open_as("another");
        place_holds(journal, "");
        journal_close(&journal);
        char *zeros = calloc(1, bytes.length);
        memcpy(zeros, bytes.data, length);
        place_put(OWN, zeros, bytes.length);
        journal = place_open_as("another");
        assert_false(journal_damaged(journal));
        journal_close(&journal);
        free(zeros);
    }
    buffer_free(&bytes);
}

/* Pieces of a file in another order: (from, to) of each. */
static void pieces(const struct buffer *from, struct buffer *to, const size_t (*parts)[2], size_t count)
{
    buffer_clear(to);
    for (size_t i = 0; i < count; i++)
        buffer_append(to, from->data + parts[i][0], parts[i][1] - parts[i][0]);
}

static void test_records_cannot_be_moved_repeated_or_left_out(void **state)
{
    (void)state;
    struct sample sample = sample_make();
    struct buffer put = {0};
    const size_t *end = sample.ends, all = sample.bytes.length, base = sample.base_end;
    pieces(&sample.bytes, &put, (const size_t[][2]){{0, end[0]}, {base, end[0]}, {end[0], all}}, 3);
    expect(put.data, put.length, 1, true, 0); /* the first one twice */
    pieces(&sample.bytes, &put, (const size_t[][2]){{0, end[0]}, {end[1], all}}, 2);
    expect(put.data, put.length, 1, true, 1); /* without the second */
    pieces(&sample.bytes, &put,
           (const size_t[][2]){{0, end[0]}, {end[1], end[2]}, {end[0], end[1]}, {end[2], all}}, 4);
    expect(put.data, put.length, 1, true, 2); /* second and third exchanged */
    pieces(&sample.bytes, &put, (const size_t[][2]){{0, all}, {SEAL_HEADER, base}}, 2);
    expect(put.data, put.length, RECORDS, true, 3); /* the base as the last record */
    pieces(&sample.bytes, &put, (const size_t[][2]){{0, base}, {SEAL_HEADER, all}}, 2);
    expect(put.data, put.length, 0, true, 4); /* and as the first */
    buffer_free(&put);
    buffer_free(&sample.bytes);
}

static void test_what_was_erased_does_not_come_back_among_newer_records(void **state)
{
    (void)state;
    struct error error = {0};
    struct sample former = sample_make();
    struct buffer put = {0};
    struct journal *journal = place_open();
    assert_true(journal_erase(journal, &error));
    place_append(journal, 'F', "one"); /* as long as the former first one */
    journal_close(&journal);
    place_take(OWN, &put);
    buffer_append(&put, former.bytes.data + former.ends[0], former.bytes.length - former.ends[0]);
    expect(put.data, put.length, 1, true, 0);
    buffer_free(&put);
    buffer_free(&former.bytes);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_a_cut_at_any_byte_loses_only_the_torn_record),
        IN_PLACE(test_a_tail_of_zeros_is_a_torn_end),
        IN_PLACE(test_a_changed_byte_ends_the_journal_before_its_record),
        IN_PLACE(test_a_changed_base_is_told_as_damage),
        IN_PLACE(test_a_changed_header_opens_with_no_password_and_stays),
        IN_PLACE(test_a_file_that_was_never_finished_is_made_anew),
        IN_PLACE(test_records_cannot_be_moved_repeated_or_left_out),
        IN_PLACE(test_what_was_erased_does_not_come_back_among_newer_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
