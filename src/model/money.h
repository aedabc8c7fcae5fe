/* Amounts of money: integers of fen, from 0 to 999,999,999.99 yuan. */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

#define MONEY_MOST INT64_C(99999999999) /* fen */

/* Yuan as typed: 1004.05, 1,004.05, 1004.5, 1004. Errors: E_AMOUNT_FORM {value}, E_AMOUNT_DECIMALS {value},
 * E_AMOUNT_RANGE {value}. */
bool money_parse(const char *yuan, int64_t *fen, struct error *error);

/* The kept form, decimal digits of fen. Errors: E_AMOUNT_FORM {value}, E_AMOUNT_RANGE {value}. */
bool money_parse_fen(const char *digits, int64_t *fen, struct error *error);

/* Appends yuan with two decimals: "1004.05" to be edited, "1,004.05" to be read. fen is 0..MONEY_MOST. */
void money_plain(struct buffer *out, int64_t fen);
void money_grouped(struct buffer *out, int64_t fen);

/* Appends the capital form of payment papers (支付结算办法, 正确填写票据): 100405 is 壹仟零肆元零伍分. */
void money_capitals(struct buffer *out, int64_t fen);

#endif
