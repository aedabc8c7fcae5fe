/* Where the program finds what is not compiled in (forms/, keymaps/): in the working directory when it runs
 * from the source tree, else in the share directory that was installed beside it. */
#ifndef BASE_SHARE_H
#define BASE_SHARE_H

/* The path of a folder such as "forms": ./forms if that is a directory, else $YICHUANG_SHARE/forms if that is
 * set, else share/yichuang/forms beside the bin/ of the running program. It need not exist. Free with free().
 */
char *share_path(const char *folder);

#endif
