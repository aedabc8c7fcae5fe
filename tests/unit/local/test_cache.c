/* The cache of definitions on this machine's disk: whole or not there; and passwords in locked memory. */
#include "unit/local/place.h"

#include "local/cache.h"
#include "local/secret.h"

static void expect_got(const char *name, const char *content, size_t length)
{
    struct buffer out = {0};
    buffer_text(&out, "before ");
    assert_true(cache_get(place_state, name, &out));
    assert_int_equal(out.length, 7 + length);
    assert_memory_equal(out.data, "before ", 7);
    assert_memory_equal(out.data + 7, content, length);
    buffer_free(&out);
}

static void expect_nothing(const char *name)
{
    struct buffer out = {0};
    assert_false(cache_get(place_state, name, &out));
    assert_int_equal(out.length, 0);
    buffer_free(&out);
}

static void test_what_was_put_is_got(void **state)
{
    (void)state;
    expect_nothing("0a1b");
    assert_true(cache_put(place_state, "0a1b", "definition", 10));
    assert_true(cache_put(place_state, "x.json", "a\0b", 3));
    assert_true(cache_put(place_state, "empty", NULL, 0));
    expect_got("0a1b", "definition", 10);
    expect_got("x.json", "a\0b", 3);
    expect_got("empty", "", 0);
    assert_true(cache_put(place_state, "0a1b", "newer", 5));
    expect_got("0a1b", "newer", 5);
}

static void test_a_damaged_file_counts_as_not_there(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    assert_true(cache_put(place_state, "item", "definition", 10));
    place_take("cache/item", &bytes);
    for (size_t at = 0; at < bytes.length; at++) {
        bytes.data[at] ^= 1;
        place_put("cache/item", bytes.data, bytes.length);
        expect_nothing("item");
        bytes.data[at] ^= 1;
        place_put("cache/item", bytes.data, at);
        expect_nothing("item");
    }
    assert_true(cache_put(place_state, "item", "definition", 10)); /* and is put right */
    expect_got("item", "definition", 10);
    buffer_free(&bytes);
}

static void test_content_that_is_there_is_left_alone(void **state)
{
    (void)state;
    struct stat before, after;
    assert_true(cache_put(place_state, "item", "definition", 10));
    assert_int_equal(stat(place_path("cache/item"), &before), 0);
    assert_true(cache_put(place_state, "item", "definition", 10));
    assert_int_equal(stat(place_path("cache/item"), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void test_names_stay_in_the_folder(void **state)
{
    (void)state;
    const char *const names[] = {"", ".", "..", "../x", "a/b", "a b", "张", "a~"};
    assert_true(cache_put(place_state, "good", "x", 1));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_false(cache_put(place_state, names[i], "x", 1));
        expect_nothing(names[i]);
    }
    assert_int_equal(place_size("x"), -1);
}

static void test_what_cannot_be_written_is_told(void **state)
{
    (void)state;
    assert_false(cache_put("/proc/yichuang", "item", "x", 1));
    assert_true(cache_put(place_state, "item", "x", 1));
    assert_int_equal(mkdir(place_path("cache/taken"), 0700), 0);
    assert_false(cache_put(place_state, "taken", "x", 1));
    expect_got("item", "x", 1);
    char command[128]; /* nothing half made is left */
    snprintf(command, sizeof(command), "test \"$(ls %s/cache | tr '\\n' ' ')\" = 'item taken '", place_state);
    assert_int_equal(system(command), 0);
}

static void test_a_secret_is_a_copy_that_goes(void **state)
{
    (void)state;
    char password[] = "口令 test";
    char *secret = secret_copy(password), *none = secret_copy(NULL);
    assert_null(none);
    memset(password, 'x', sizeof(password) - 1);
    assert_string_equal(secret, "口令 test");
    secret_free(&secret);
    assert_null(secret);
    secret_free(&secret);
    secret = secret_copy("");
    assert_string_equal(secret, "");
    secret_free(&secret);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_what_was_put_is_got),
        IN_PLACE(test_a_damaged_file_counts_as_not_there),
        IN_PLACE(test_content_that_is_there_is_left_alone),
        IN_PLACE(test_names_stay_in_the_folder),
        IN_PLACE(test_what_cannot_be_written_is_told),
        cmocka_unit_test(test_a_secret_is_a_copy_that_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
