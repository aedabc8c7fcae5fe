/* The local journal as the one who types relies on it: what was appended is there again, what failed left
 * nothing, nobody else reads it. */
#include "unit/local/place.h"

#include <signal.h>
#include <sys/resource.h>

#include "text/text.h"

#define OWN "wang.journal"

static void test_records_come_back_in_their_order(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = place_open();
    assert_true(journal_empty(journal));
    place_holds(journal, "");
    place_append(journal, 'F', "张桂兰");
    place_append(journal, 'F', "");
    assert_true(journal_note(journal, 'D', "done", 4, &error));
    place_append(journal, 'F', "two");
    assert_false(journal_empty(journal));
    place_holds(journal, "F:张桂兰 F: D:done F:two");
    place_holds(journal, "F:张桂兰 F: D:done F:two");
    journal_close(&journal);
    assert_null(journal);
    journal = place_open();
    place_holds(journal, "F:张桂兰 F: D:done F:two");
    place_append(journal, 'F', "three");
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "F:张桂兰 F: D:done F:two F:three");
    assert_false(journal_damaged(journal));
    journal_close(&journal);
    journal_close(&journal);
}

static void test_the_real_price_of_a_key_opens_too(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = journal_open(place_state, "wang", "test", &error);
    assert_non_null(journal);
    place_append(journal, 'F', "one");
    journal_close(&journal);
    assert_null(journal_open(place_state, "wang", "tesd", &error));
    assert_string_equal(error.code, "E_JOURNAL_KEY");
    error_free(&error);
    journal = journal_open(place_state, "wang", "test", &error);
    place_holds(journal, "F:one");
    journal_close(&journal);
}

static void test_erasing_keeps_the_base_alone(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = place_open();
    place_append(journal, 'F', "one");
    place_base(journal, "first");
    place_append(journal, 'F', "two");
    place_base(journal, "second, and longer");
    place_holds(journal, "B:second, and longer F:one F:two");
    assert_true(journal_erase(journal, &error));
    assert_true(journal_empty(journal));
    place_holds(journal, "B:second, and longer");
    place_append(journal, 'F', "three");
    place_base(journal, "3");
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "B:3 F:three");
    assert_true(journal_erase(journal, &error));
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "B:3");
    assert_true(journal_empty(journal));
    journal_close(&journal);
}

static void test_an_erased_journal_is_small_again(void **state)
{
    (void)state;
    struct error error = {0};
    struct journal *journal = place_open();
    long before = place_size(OWN);
    place_append(journal, 'F', "something that takes room");
    assert_true(place_size(OWN) > before);
    assert_true(journal_erase(journal, &error));
    assert_int_equal(place_size(OWN), before);
    journal_close(&journal);
}

static void large_record(void *owner, char kind, const void *bytes, size_t length)
{
    const struct buffer *page = owner;
    assert_int_equal(kind, 'M');
    assert_int_equal(length, page->length);
    assert_memory_equal(bytes, page->data, length);
}

static void test_a_scanned_page_of_16_mib_fits_and_more_is_refused(void **state)
{
    (void)state;
    struct error error = {0};
    struct buffer page = {0};
    buffer_reserve(&page, SEAL_CONTENT_MOST + 1);
    memset(page.data, 0xA5, SEAL_CONTENT_MOST + 1);
    page.length = SEAL_CONTENT_MOST;
    struct journal *journal = place_open();
    assert_true(journal_append(journal, 'M', page.data, page.length, &error));
    long size = place_size(OWN);
    assert_false(journal_append(journal, 'M', page.data, page.length + 1, &error));
    assert_string_equal(error.code, "E_JOURNAL_WRITE");
    assert_int_equal(place_size(OWN), size);
    journal_close(&journal);
    journal = place_open();
    assert_false(journal_damaged(journal));
    assert_false(journal_empty(journal));
    journal_read(journal, large_record, &page);
    journal_close(&journal);
    error_free(&error);
    buffer_free(&page);
}

/* The file may grow by so many bytes; -1: as it likes. */
static void growth_limit(long more)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = more < 0 ? limit.rlim_max : (rlim_t)(place_size(OWN) + more);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_a_full_disk_leaves_the_journal_as_it_was(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    char words[1000] = "";
    memset(words, 'x', sizeof(words) - 1);
    struct journal *journal = place_open();
    place_append(journal, 'F', "one");
    long size = place_size(OWN);
    for (long room = 0; room < 1000; room += 37) { /* the write stops after so many bytes */
        struct error error = {0};
        growth_limit(room);
        bool appended = journal_append(journal, 'F', words, sizeof(words), &error);
        growth_limit(-1);
        assert_false(appended);
        assert_string_equal(error.code, "E_JOURNAL_WRITE");
        assert_string_equal(error_value(&error, "what"), "EFBIG");
        assert_int_equal(place_size(OWN), size);
        error_free(&error);
    }
    place_holds(journal, "F:one");
    place_append(journal, 'F', "two");
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "F:one F:two");
    assert_false(journal_damaged(journal));
    journal_close(&journal);
}

static void test_a_base_for_which_there_is_no_room_leaves_the_former_one(void **state)
{
    (void)state;
    signal(SIGXFSZ, SIG_IGN);
    struct error error = {0};
    char words[1000];
    memset(words, 'x', sizeof(words));
    struct journal *journal = place_open();
    place_base(journal, "former");
    place_append(journal, 'F', "one");
    growth_limit(10);
    bool based = journal_base(journal, 'B', words, sizeof(words), &error);
    growth_limit(-1);
    assert_false(based);
    assert_string_equal(error.code, "E_JOURNAL_WRITE");
    assert_int_equal(place_size(OWN ".new"), -1);
    place_append(journal, 'F', "two");
    journal_close(&journal);
    journal = place_open();
    place_holds(journal, "B:former F:one F:two");
    journal_close(&journal);
    error_free(&error);
}

static void test_another_password_is_told_and_changes_nothing(void **state)
{
    (void)state;
    struct buffer before = {0}, after = {0};
    struct journal *journal = place_open();
    place_append(journal, 'F', "one");
    journal_close(&journal);
    place_take(OWN, &before);
    place_refused(place_state, "Test", "E_JOURNAL_KEY", NULL);
    place_refused(place_state, "", "E_JOURNAL_KEY", NULL);
    place_take(OWN, &after);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.data, after.data, before.length);
    buffer_free(&before);
    buffer_free(&after);
}

static void test_nothing_can_be_read_from_the_file(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    struct journal *journal = place_open();
    place_base(journal, "210602190103121011");
    place_append(journal, 'F', "张桂兰 210602190103121011");
    journal_close(&journal);
    place_take(OWN, &bytes);
    assert_null(memmem(bytes.data, bytes.length, "张桂兰", strlen("张桂兰")));
    assert_null(memmem(bytes.data, bytes.length, "2106", 4));
    assert_null(memmem(bytes.data, bytes.length, "test", 4));
    buffer_free(&bytes);
}

static void test_folder_and_file_are_shut_to_others(void **state)
{
    (void)state;
    struct stat found;
    mode_t mask = umask(0);
    struct journal *journal = place_open();
    assert_int_equal(stat(place_path(OWN), &found), 0);
    assert_int_equal(found.st_mode & 07777, 0600);
    place_base(journal, "base"); /* a new file in its place */
    journal_close(&journal);
    umask(mask);
    assert_int_equal(stat(place_state, &found), 0);
    assert_int_equal(found.st_mode & 07777, 0700);
    assert_int_equal(stat(place_path(".."), &found), 0);
    assert_int_equal(found.st_mode & 07777, 0700);
    assert_int_equal(stat(place_path(OWN), &found), 0);
    assert_int_equal(found.st_mode & 07777, 0600);
    assert_int_equal(chmod(place_state, 0755), 0);
    journal = place_open();
    journal_close(&journal);
    assert_int_equal(stat(place_state, &found), 0);
    assert_int_equal(found.st_mode & 07777, 0700);
}

static void test_what_stands_in_the_way_is_told(void **state)
{
    (void)state;
    char path[64];
    place_refused("/proc/yichuang/state", "test", "E_JOURNAL_FOLDER", "ENOENT");
    place_refused("", "test", "E_JOURNAL_FOLDER", "ENOENT");
    snprintf(path, sizeof(path), "%s/state", place);
    FILE *file = fopen(path, "w");
    fclose(file);
    place_refused(path, "test", "E_JOURNAL_FOLDER", "ENOTDIR");
    place_refused(place_state, "test", "E_JOURNAL_FOLDER", "ENOTDIR");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(mkdir(place_state, 0700), 0);
    assert_int_equal(mkdir(place_path(OWN), 0700), 0);
    place_refused(place_state, "test", "E_JOURNAL_FOLDER", "EISDIR");
    assert_int_equal(rmdir(place_path(OWN)), 0);
    snprintf(path, sizeof(path), "%s/elsewhere", place);
    file = fopen(path, "w");
    fclose(file);
    assert_int_equal(symlink(path, place_path(OWN)), 0);
    place_refused(place_state, "test", "E_JOURNAL_FOLDER", "ELOOP");
    assert_int_equal(unlink(place_path(OWN)), 0);
    assert_int_equal(mkfifo(place_path(OWN), 0600), 0);
    place_refused(place_state, "test", "E_JOURNAL_FOLDER", "EINVAL");
}

static void test_every_refusal_is_a_sentence(void **state)
{
    (void)state;
    static const char *const codes[] = {"E_JOURNAL_FOLDER", "E_JOURNAL_WRITE"};
    static const char *const reasons[] = {"ENOENT", "ENOTDIR", "EISDIR", "ELOOP",  "EINVAL", "ENOSPC",
                                          "EFBIG",  "EROFS",   "EIO",    "EACCES", "ENOMEM", "EDQUOT"};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]) * 2; i++) {
        text_language_set(i % 2 ? LANGUAGE_EN : LANGUAGE_ZH);
        for (size_t reason = 0; reason < sizeof(reasons) / sizeof(reasons[0]); reason++) {
            struct error error = {0};
            error_set(&error, codes[i / 2], "path", "/x", "what", reasons[reason], NULL);
            char *sentence = text_error_string(&error);
            assert_null(strstr(sentence, reasons[reason]));
            assert_null(strchr(sentence, '{'));
            free(sentence);
            error_free(&error);
        }
    }
    text_language_set(LANGUAGE_ZH);
}

static void test_the_folder_is_found(void **state)
{
    (void)state;
    const struct {
        const char *state, *home, *folder;
    } rows[] = {
        {"/var/state", "/home/wang", "/var/state/yichuang"},
        {"", "/home/wang", "/home/wang/.local/state/yichuang"},
        {"relative", "/home/wang", "/home/wang/.local/state/yichuang"},
    };
    char *home = strdup(getenv("HOME") ? getenv("HOME") : "");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        setenv("XDG_STATE_HOME", rows[i].state, 1);
        setenv("HOME", rows[i].home, 1);
        char *folder = journal_folder();
        assert_string_equal(folder, rows[i].folder);
        free(folder);
    }
    unsetenv("XDG_STATE_HOME");
    setenv("HOME", home, 1);
    free(home);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_records_come_back_in_their_order),
        IN_PLACE(test_the_real_price_of_a_key_opens_too),
        IN_PLACE(test_erasing_keeps_the_base_alone),
        IN_PLACE(test_an_erased_journal_is_small_again),
        IN_PLACE(test_a_scanned_page_of_16_mib_fits_and_more_is_refused),
        IN_PLACE(test_a_full_disk_leaves_the_journal_as_it_was),
        IN_PLACE(test_a_base_for_which_there_is_no_room_leaves_the_former_one),
        IN_PLACE(test_another_password_is_told_and_changes_nothing),
        IN_PLACE(test_nothing_can_be_read_from_the_file),
        IN_PLACE(test_folder_and_file_are_shut_to_others),
        IN_PLACE(test_what_stands_in_the_way_is_told),
        cmocka_unit_test(test_every_refusal_is_a_sentence),
        cmocka_unit_test(test_the_folder_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
