/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_DEVICE_TREE_H
#define TB_DEVICE_TREE_H

#include "record.h"

/*
 * What firmware or a hypervisor says of the machine: its model, and the node
 * that a hypervisor adds (Documentation/devicetree/bindings/arm/xen.txt).
 */
void device_tree_report(struct record_stream *stream);

/* A property's strings, joined by blanks; nothing where it is not there. */
void device_tree_fact(struct record_stream *stream, const char *name,
		      const char *property);

#endif
