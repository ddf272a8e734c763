/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_WIRE_APPLET_H
#define TB_WIRE_APPLET_H

/*
 * "wire CARD CARD", for a host: what arrives on one network card is sent on the
 * other, until one of them is gone. The kernel's own bridge would do the same;
 * the configuration has none.
 */
int wire_applet(int argc, char **argv);

#endif
