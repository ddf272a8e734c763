/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_RELAY_APPLET_H
#define TB_RELAY_APPLET_H

/*
 * "relay LOG OFFSET", for a host: writes what stands in a growing file, from
 * that byte on, to its output as it comes. Nothing else reads the file, so
 * nothing is passed on twice and nothing is skipped. After SIGTERM it goes on
 * until the file has stopped growing.
 */
int relay_applet(int argc, char **argv);

#endif
