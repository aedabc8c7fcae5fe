/* The demonstration hall: two windows and eight people whose password everybody knows, for trying the program
 * out. */
#ifndef ADMIN_DEMONSTRATION_H
#define ADMIN_DEMONSTRATION_H

#include "admin/cluster.h"
#include "store/direct.h"

/* Makes what is not there of hall 210600/1, its windows, its people and their rights, in one transaction.
 * What has been changed since (a right revoked, somebody disabled) stays so. Refuses E_DEMONSTRATION_HALLS in
 * a database that has halls and is no demonstration, and what desk.staff_add() and desk.staff_grant() refuse.
 */
bool demonstration_make(struct direct *direct, struct error *error);

/* Leaves the note for the login screen (store/demonstration.h) beside the socket of a demonstration database,
 * and takes it away from any other. E_LOCAL_DIRECTORY {directory, what}. */
bool demonstration_tell(struct direct *direct, const struct cluster *cluster, struct error *error);

#endif
