/* Random commands by random people, done by the desk and by the model (model.h), which have to agree after
 * each of them: what was refused and why, and then every state, task, queue, counter, clock and journal. At
 * the end of each sequence yc.verify() finds nothing. A sequence is one transaction that is taken back, so
 * that each begins with an empty hall.
 *
 * MODEL_ROUNDS=N so many sequences (300), MODEL_SEED=N others, MODEL_FIRST=N from that one on: a sequence
 * that failed is told with both numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/model_draw.h"
#include "store/model_world.h"

enum { WORKERS = 2, LENGTH = 28, LENGTH_MOST = LENGTH + 1, CODES = 64 };

struct figures {
    long sequences, commands, repeated, done[MODEL_KINDS];
    struct {
        char code[32]; /* "" those that went through */
        long count;
    } codes[CODES];
};

static struct model_world world;
static struct figures figures;

/* The sequence that is played. */
static struct {
    struct model model;
    struct model_command commands[LENGTH_MOST];
    struct buffer sql[LENGTH_MOST];
    bool done[LENGTH_MOST];
    int count;
} game;

static long option(const char *name, long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtol(value, NULL, 10) : otherwise;
}

/* --- one command */

static void code_count(const char *code, long by)
{
    int i = 0;
    while (i < CODES - 1 && figures.codes[i].count && strcmp(figures.codes[i].code, code) != 0)
        i++;
    snprintf(figures.codes[i].code, sizeof figures.codes[i].code, "%s", code);
    figures.codes[i].count += by;
}

/* What the model says of a command: one that was done is not done twice. */
static const char *expected(int number)
{
    struct model_command command = game.commands[number];
    int first = command.repeats;
    command.repeats = -1;
    if (first >= 0 && game.done[first])
        return game.model.disabled & 1u << command.who ? "E_STAFF_DISABLED" : "";
    const char *code = model_do(&game.model, &command);
    game.done[first >= 0 ? first : number] = !*code;
    return code;
}

/* The task that was claimed; -1: none. */
static int task_named(const char *id)
{
    for (int i = 0; id && i < game.model.task_count; i++) {
        if (strcmp(world.names.tasks[i], id) == 0)
            return i;
    }
    return -1;
}

static void names_learn(int number, const char *answer, const char *tasks)
{
    const struct model_command *command = &game.commands[number];
    struct model_names *names = &world.names;
    if (command->kind == MODEL_DO_OPEN && game.model.case_count)
        sscanf(answer, "%23s %39s %23s", names->cases[game.model.case_count - 1],
               names->tokens[game.model.case_count - 1], names->visits[game.model.case_count - 1]);
    else if (command->kind == MODEL_DO_TAKE)
        snprintf(names->tokens[command->file], sizeof names->tokens[0], "%s", answer);
    for (int file = 0; file < game.model.case_count; file++) {
        for (int i = 0; i < game.model.task_count; i++) {
            int length = 0;
            if (game.model.tasks[i].open && game.model.tasks[i].file == file &&
                sscanf(tasks, "%23s%n", names->tasks[i], &length) == 1)
                tasks += length;
        }
    }
}

static void difference_print(const char *wanted, const char *found)
{
    while (*wanted || *found) {
        size_t w = strcspn(wanted, "\n"), f = strcspn(found, "\n");
        if (w != f || strncmp(wanted, found, w) != 0)
            fprintf(stderr, "  model:    %.*s\n  database: %.*s\n", (int)w, wanted, (int)f, found);
        wanted += w + (wanted[w] != '\0');
        found += f + (found[f] != '\0');
    }
}

/* Does a command on both sides; false: they do not agree, and how is told. */
static bool command_play(int number)
{
    const struct model_command *command = &game.commands[number];
    struct store_reply *reply = NULL;
    struct error error = {0};
    struct buffer login = {0}, told = {0};
    bool fresh = command->repeats < 0;
    if (command->kind < MODEL_DO_LATER)
        buffer_format(&login, "%s_%s", world.prefix, model_people[command->who].name);
    if (fresh)
        model_sql(&world.names, &game.model, command, number, world.prefix, &game.sql[number]);
    bool done = !fresh && game.done[command->repeats];
    if (!direct_text(world.superuser, &reply, &error, "SELECT * FROM test.model_step($1, $2)",
                     buffer_string(&login), buffer_string(&game.sql[fresh ? number : command->repeats]),
                     NULL)) {
        fprintf(stderr, "%s %s\n", error.code, error_value(&error, "message"));
        exit(2);
    }
    const char *found = store_reply_text(reply, 0, "code"), *state = store_reply_text(reply, 0, "state");
    const char *tasks = store_reply_text(reply, 0, "tasks"), *answer = store_reply_text(reply, 0, "answer");
    if (command->kind == MODEL_DO_NEXT)
        game.commands[number].task = task_named(answer);
    else if (command->onward)
        game.commands[number].next = task_named(answer);
    const char *wanted = expected(number);
    if (!*found && !done)
        names_learn(number, answer ? answer : "", tasks ? tasks : "");
    model_tell(&game.model, &told);
    bool agree = strcmp(wanted, found) == 0;
    if (!agree)
        fprintf(stderr, "  model:    %s\n  database: %s (%s)\n", *wanted ? wanted : "goes through",
                *found ? found : "goes through", store_reply_text(reply, 0, "detail"));
    if (strcmp(buffer_string(&told), state ? state : "") != 0) {
        difference_print(buffer_string(&told), state ? state : "");
        agree = false;
    }
    figures.commands++;
    figures.repeated += !fresh;
    code_count(wanted, 1);
    figures.done[command->kind] += !*wanted;
    store_reply_free(&reply);
    buffer_free(&login);
    buffer_free(&told);
    return agree;
}

/* --- one sequence */

static bool verified(bool tell)
{
    struct store_reply *reply = NULL;
    struct error error = {0};
    bool whole = direct_text(world.superuser, &reply, &error,
                             "SELECT code, parameters FROM test.model_verify()", NULL);
    if (!whole)
        fprintf(stderr, "  %s %s\n", error.code, error_value(&error, "message"));
    for (int i = 0; whole && tell && i < store_reply_rows(reply); i++)
        fprintf(stderr, "  yc.verify(): %s %s\n", store_reply_text(reply, i, "code"),
                store_reply_text(reply, i, "parameters"));
    whole = whole && store_reply_rows(reply) == 0;
    store_reply_free(&reply);
    return whole;
}

static void sequence_print(long seed, long sequence)
{
    fprintf(stderr, "MODEL_SEED=%ld MODEL_FIRST=%ld MODEL_ROUNDS=1 after:\n", seed, sequence);
    for (int i = 0; i < game.count; i++) {
        struct buffer text = {0};
        model_command_tell(&game.commands[i], &text);
        fprintf(stderr, "%4d %s\n", i, buffer_string(&text));
        buffer_free(&text);
    }
}

/* each: verify after every command, to find the first after which something is broken. */
static bool sequence_play(long seed, long sequence, bool each)
{
    struct model_dice dice = model_dice_of((uint64_t)seed, (uint64_t)sequence);
    bool good = true;
    for (int i = 0; i < LENGTH_MOST; i++) {
        buffer_clear(&game.sql[i]);
        game.done[i] = false;
    }
    model_start(&game.model, &world.calendar,
                1772419320); /* 2026-03-02 10:42 in Shanghai, where the clock of a test stands */
    model_world_run(&world, "BEGIN");
    /* every queue is there, and tended: otherwise hardly a decision would go straight on to the next case */
    model_world_run(&world,
                    "SELECT yc.queue_of(210600, s, d.code) FROM yc.definition d, unnest(ARRAY['review', "
                    "'recheck', 'approve']) s WHERE d.kind = 'item'");
    model_world_run(&world, "SELECT yc.tend()");
    game.model.tended_at = game.model.now;
    for (game.count = 0; good && game.count < LENGTH && model_room(&game.model);) {
        game.commands[game.count] = model_draw(&dice, &game.model, game.commands, game.count);
        good = command_play(game.count++);
        good = good && (!each || verified(true));
    }
    if (good) {
        game.commands[game.count] = (struct model_command){.kind = MODEL_DO_TEND, .repeats = -1};
        good = command_play(game.count++);
    }
    if (good) {
        model_world_run(&world, "SET CONSTRAINTS ALL IMMEDIATE");
        good = verified(each);
        if (!good && !each) {
            model_world_run(&world, "ROLLBACK");
            return sequence_play(seed, sequence, true);
        }
    }
    model_world_run(&world, "ROLLBACK");
    figures.sequences++;
    if (!good)
        sequence_print(seed, sequence);
    return good;
}

/* --- all of them, in several processes */

static void worker_run(int worker, int out)
{
    long rounds = option("MODEL_ROUNDS", 300), first = option("MODEL_FIRST", 0),
         seed = option("MODEL_SEED", 1), most = option("MODEL_FAILURES", 1);
    long failed = 0;
    model_world_open(&world, worker);
    for (long i = first + worker; i < first + rounds && failed < most; i += WORKERS)
        failed += !sequence_play(seed, i, false);
    model_world_close(&world);
    if (write(out, &figures, sizeof figures) != (ssize_t)sizeof figures)
        exit(2);
    exit(failed > 0);
}

static int workers[WORKERS], pipes[WORKERS];

/* They begin before cmocka, whose assertions are not theirs. */
static void workers_start(void)
{
    for (int i = 0; i < WORKERS; i++) {
        int ends[2];
        if (pipe(ends) != 0 || (workers[i] = fork()) < 0)
            exit(2);
        if (workers[i] == 0)
            worker_run(i, ends[1]);
        close(ends[1]);
        pipes[i] = ends[0];
    }
}

static void test_desk_and_model_agree_after_every_command(void **state)
{
    int bad = 0;
    (void)state;
    for (int i = 0; i < WORKERS; i++) {
        struct figures theirs = {0};
        int status = 0;
        size_t length = 0;
        for (ssize_t got; length < sizeof theirs &&
                          (got = read(pipes[i], (char *)&theirs + length, sizeof theirs - length)) > 0;)
            length += (size_t)got;
        waitpid(workers[i], &status, 0);
        bad += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        figures.sequences += theirs.sequences;
        figures.commands += theirs.commands;
        figures.repeated += theirs.repeated;
        for (int kind = 0; kind < MODEL_KINDS; kind++)
            figures.done[kind] += theirs.done[kind];
        for (int c = 0; c < CODES && theirs.codes[c].count; c++)
            code_count(theirs.codes[c].code, theirs.codes[c].count);
    }
    printf("# sequences: %ld\n# commands: %ld\n# sent once more: %ld\n", figures.sequences, figures.commands,
           figures.repeated);
    for (int c = 0; c < CODES && figures.codes[c].count; c++)
        printf("# %s: %ld\n", *figures.codes[c].code ? figures.codes[c].code : "gone through",
               figures.codes[c].count);
    for (int kind = 0; kind < MODEL_KINDS; kind++)
        printf("# gone through, %s: %ld\n", model_kind_text((enum model_kind)kind), figures.done[kind]);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_desk_and_model_agree_after_every_command)};
    workers_start();
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
