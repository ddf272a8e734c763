/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_CARD_H
#define TB_CARD_H

/* An EtherType that IEEE 802 leaves to experiments. */
#define CARD_ETHERTYPE	0x88b5
#define CARD_PATIENCE	5

/* A socket for raw frames of that type on one card, with its link up, or -1. */
int card_open(const char *name);

#endif
