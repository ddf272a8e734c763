/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Planted faults: tb.fault=<name> on the command line makes this guest
 * misbehave in one known way. They exist for the pipeline's own tests, which
 * prove with them that no such boot is ever taken for a pass.
 */
#ifndef TB_FAULTS_H
#define TB_FAULTS_H

#include "record.h"

/* Points of the main sequence at which a fault can strike. */
enum stage {
	STAGE_STARTED,
	STAGE_FACTS_DONE,
	STAGE_TESTS_DONE,
	STAGE_ENDED,
};

void fault_strike(struct record_stream *stream, enum stage stage);

#endif
