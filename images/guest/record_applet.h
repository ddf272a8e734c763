/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_RECORD_APPLET_H
#define TB_RECORD_APPLET_H

/* This binary called as "record": prints one record line, for shell scripts. */
int record_applet(int argc, char **argv);

#endif
