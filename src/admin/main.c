/* yichuang-admin: finds the command and the options that all commands share. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/command.h"
#include "admin/database.h"
#include "base/buffer.h"
#include "text/text.h"

static const struct admin_command *const commands[] = {
    &command_local, &command_migrate, &command_tend,   &command_forms, &command_staff,
    &command_case,  &command_sample,  &command_report, &command_reads, &command_verify,
    &command_check, &command_find,    &command_clock,
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

int admin_refuse(struct error *error)
{
    char *sentence = text_error_string(error);
    fprintf(stderr, "%s\n", sentence);
    free(sentence);
    error_free(error);
    return ADMIN_REFUSED;
}

int admin_usage(const struct admin_command *command, const char *word)
{
    struct buffer out = {0};
    if (word) {
        text_fill(&out, "ADMIN_WORD", "word", word, NULL);
        buffer_byte(&out, '\n');
    }
    fprintf(stderr, "%syichuang-admin %s\n", buffer_string(&out), text(command->usage_code));
    buffer_free(&out);
    return ADMIN_USAGE;
}

void admin_say(const char *code, ...)
{
    struct error values = {0};
    va_list list;
    va_start(list, code);
    error_set_list(&values, code, list);
    va_end(list);
    char *sentence = text_error_string(&values);
    puts(sentence);
    free(sentence);
    error_free(&values);
}

static void help_print(FILE *out)
{
    fprintf(out, "%s\n", text("ADMIN_HELP"));
    for (int i = 0; i < COMMANDS; i++) {
        const char *usage = text(commands[i]->usage_code);
        fprintf(out, "  %.*s\n", (int)strcspn(usage, "\n"), usage);
    }
    fprintf(out, "%s\n", text("ADMIN_OPTIONS"));
}

/* Chinese, but for those whose locale is English; --lang goes before it. */
static void language_choose(const char *named)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 0; !named && i < 3; i++) {
        const char *value = getenv(variables[i]);
        named = value && *value ? value : NULL;
    }
    text_language_set(named && strncmp(named, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_ZH);
}

struct shared_options {
    const char *database;
    const char *language;
    bool help;
    bool version;
    const char *bare; /* an option whose value is missing */
};

/* Takes the options that all commands share out of argv; what follows "--" is left alone. Returns the new
 * argc. */
static int options_take(int argc, char **argv, struct shared_options *options)
{
    int kept = 1;
    for (int i = 1; i < argc; i++) {
        const char **value = strcmp(argv[i], "--db") == 0     ? &options->database
                             : strcmp(argv[i], "--lang") == 0 ? &options->language
                                                              : NULL;
        if (value && i + 1 == argc) {
            options->bare = argv[i];
        } else if (value) {
            *value = argv[++i];
        } else if (strncmp(argv[i], "--db=", 5) == 0) {
            options->database = argv[i] + 5;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            options->help = true;
        } else if (strcmp(argv[i], "--version") == 0) {
            options->version = true;
        } else if (strcmp(argv[i], "--") == 0) {
            while (++i < argc)
                argv[kept++] = argv[i];
        } else {
            argv[kept++] = argv[i];
        }
    }
    argv[kept] = NULL;
    return kept;
}

static const struct admin_command *command_find_name(const char *name)
{
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static int refuse_word(const char *code, const char *word)
{
    struct error error = {0};
    error_set(&error, code, "word", word, NULL);
    admin_refuse(&error);
    return ADMIN_USAGE;
}

int main(int argc, char **argv)
{
    struct shared_options options = {0};
    argc = options_take(argc, argv, &options);
    language_choose(options.language);
    database_choose(options.database);
    if (options.bare)
        return refuse_word("ADMIN_VALUE_MISSING", options.bare);
    if (options.language && strcmp(options.language, "zh") != 0 && strcmp(options.language, "en") != 0)
        return refuse_word("ADMIN_LANGUAGE_UNKNOWN", options.language);
    if (options.version) {
        puts("yichuang-admin " YICHUANG_VERSION);
        return ADMIN_DONE;
    }
    const struct admin_command *command = argc > 1 ? command_find_name(argv[1]) : NULL;
    if (command && options.help) {
        printf("yichuang-admin %s\n", text(command->usage_code));
        return ADMIN_DONE;
    }
    if (argc > 1 && !command)
        return refuse_word("ADMIN_COMMAND_UNKNOWN", argv[1]);
    if (command)
        return command->run(argc - 1, argv + 1);
    help_print(options.help ? stdout : stderr);
    return options.help ? ADMIN_DONE : ADMIN_USAGE;
}
