#include "screens/reply_inside.h"

#include "text/text.h"
#include "ui/prompt.h"

enum { REGIONS = 400, HEAD_MOST = 200, CELL_MOST = 20 };

/* --- the field at hand */

void reply_field_enter(struct reply *reply, size_t field)
{
    bool head = field < REPLY_HEADS;
    bool words = head ? field != REPLY_DAY : reply_field_part(field) == SEGMENT_PLACE;
    reply->at = field;
    reply->editor.most = head ? HEAD_MOST : CELL_MOST;
    reply->editor.halfwidth = !head || !words;
    reply->editor.no_hanzi = !words;
    editor_set(&reply->editor, reply_draft_value(reply->draft, field));
    editor_width(&reply->editor, reply_field_width(field, ui_layout(reply->desk->ui)));
    if (reply_field_fault(reply, field, NULL))
        editor_select(&reply->editor);
}

/* Keeps what was typed, as it is read. */
void reply_field_keep(struct reply *reply)
{
    if (reply->draft)
        reply_draft_type(reply->draft, reply->at, editor_text(&reply->editor), &reply->context);
}

void reply_field_go(struct reply *reply, size_t field)
{
    size_t rows = reply->draft->row_count;
    reply_field_keep(reply);
    reply_draft_tidy(reply->draft);
    if (reply->draft->row_count < rows && field > reply->at) /* the row that was left was empty */
        field -= SEGMENT_PARTS;
    size_t fields = reply_draft_fields(reply->draft);
    reply_field_enter(reply, field < fields ? field : fields - 1);
}

bool reply_field_fault(const struct reply *reply, size_t field, struct buffer *out)
{
    static const char *const heads[REPLY_HEADS] = {"REPLY_PAPER", "REPLY_DAY", "REPLY_WORDS"};
    struct error error = {0};
    bool place = field >= REPLY_HEADS && reply_field_part(field) == SEGMENT_PLACE;
    if ((place && !reply->context.regions) || /* nobody could say yet whether that is one */
        reply_draft_check(reply->draft, field, &reply->context, &error))
        return false;
    if (out && field < REPLY_HEADS)
        buffer_format(out, "%s: ", text(heads[field]));
    if (out)
        text_error(out, &error);
    error_free(&error);
    return true;
}

/* The first fault from one field to another, both counted, is told; that field, or the one behind the last.
 */
static size_t fault_tell(struct reply *reply, size_t from, size_t to)
{
    struct buffer sentence = {0};
    while (from <= to && !reply_field_fault(reply, from, &sentence))
        from++;
    if (sentence.length)
        ui_say_text(reply->desk->ui, ROLE_WRONG, buffer_string(&sentence));
    buffer_free(&sentence);
    return from;
}

/* Tells what is wrong with a field and goes there. */
void reply_field_tell(struct reply *reply, size_t field)
{
    fault_tell(reply, field, field);
    reply_field_enter(reply, field);
}

/* Enter: a value that is wrong is told when it is left, with what it makes wrong before it, and never holds
 * the cursor. Behind the last row it goes to what is still wrong. */
void reply_field_next(struct reply *reply)
{
    reply_field_keep(reply);
    size_t at = reply->at, fields = reply_draft_fields(reply->draft);
    bool cell = at >= REPLY_HEADS;
    if (cell && reply_row_empty(&reply->draft->rows[reply_field_row(at)])) {
        size_t wrong = fault_tell(reply, 0, fields - 1);
        if (wrong < fields)
            reply_field_enter(reply, wrong);
        else
            ui_say(reply->desk->ui, ROLE_MESSAGE, "REPLY_ROWS_END", NULL);
        return;
    }
    if (at != REPLY_WORDS) /* without stretches there have to be words: that is judged behind the last row */
        fault_tell(reply, cell ? at - (size_t)reply_field_part(at) : at, at);
    if (at + 1 == fields && !reply_draft_append(reply->draft)) {
        ui_say(reply->desk->ui, ROLE_MESSAGE, "REPLY_ROWS_FULL", NULL);
        return;
    }
    reply_field_enter(reply, at + 1);
}

/* Up and down: the same column, the heads one by one. */
size_t reply_field_above(size_t at)
{
    if (at >= REPLY_HEADS + SEGMENT_PARTS)
        return at - SEGMENT_PARTS;
    return at >= REPLY_HEADS ? REPLY_HEADS - 1 : at ? at - 1 : 0;
}

size_t reply_field_below(size_t at)
{
    return at + (at < REPLY_HEADS ? 1 : SEGMENT_PARTS);
}

/* --- the list of places */

static void place_chosen(struct ui *ui, void *state, size_t chosen)
{
    (void)ui;
    struct reply *reply = state;
    editor_set(&reply->editor, reply->context.regions->codes[chosen].code);
    desk_key(reply->key);
    reply_field_next(reply);
}

void reply_places_open(struct reply *reply)
{
    const struct spec_codes *regions = reply->context.regions;
    if (reply->at < REPLY_HEADS || reply_field_part(reply->at) != SEGMENT_PLACE || !regions) {
        ui_say(reply->desk->ui, ROLE_MESSAGE, "REPLY_NO_LIST", NULL);
        return;
    }
    struct prompt_option options[REGIONS];
    struct buffer rows[REGIONS] = {0};
    size_t count = regions->count < REGIONS ? regions->count : REGIONS;
    for (size_t i = 0; i < count; i++) {
        const struct spec_code *code = &regions->codes[i];
        buffer_format(&rows[i], "%s %s", code->code, desk_name(reply->desk, &code->name));
        options[i] = (struct prompt_option){.text = buffer_string(&rows[i]), .closed = code->closed};
    }
    prompt_choice(reply->desk->ui, &(struct prompt_choice){.title = text("REPLY_PLACE"),
                                                           .options = options,
                                                           .count = count,
                                                           .search = true,
                                                           .done = place_chosen});
    for (size_t i = 0; i < count; i++)
        buffer_free(&rows[i]);
}
