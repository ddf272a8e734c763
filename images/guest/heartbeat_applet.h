/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_HEARTBEAT_APPLET_H
#define TB_HEARTBEAT_APPLET_H

/*
 * For a host. "heartbeat keep FILE": a thread on each CPU wakes every second by
 * that CPU's own timer and writes down when. It wakes the other CPUs where their
 * beat is late: under an emulator a CPU can lose its timer event, and then sleeps
 * until some interrupt reaches it.
 *
 * "heartbeat read FILE": for each CPU, CPU:LONGEST:WOKEN, the longest time in
 * milliseconds without a beat, up to now, and how often another CPU had to wake
 * it. The count starts anew with each reading.
 */
int heartbeat_applet(int argc, char **argv);

#endif
