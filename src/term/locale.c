#include "term/locale.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The locale that the environment asks for; "" when none. */
static const char *asked(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

bool locale_start(struct error *error)
{
    static const char *const names[] = {"", "zh_CN.UTF-8", "C.UTF-8"};
    const char *codeset = strchr(asked(), '.');
    if (codeset && strncasecmp(codeset, ".utf-8", 6) != 0 && strncasecmp(codeset, ".utf8", 5) != 0)
        return error_set(error, "E_TERM_NOT_UTF8", "codeset", codeset + 1, NULL);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
            return true;
    }
    return error_set(error, "E_TERM_NOT_UTF8", "codeset", nl_langinfo(CODESET), NULL);
}
