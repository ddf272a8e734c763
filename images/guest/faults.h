/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Planted faults: tb.fault=<name> on the command line makes this guest
 * misbehave in one known way. They exist for the pipeline's own tests, which
 * prove with them that no such boot is ever taken for a pass.
 */
#ifndef TB_FAULTS_H
#define TB_FAULTS_H

#include <stdbool.h>

#include "record.h"

/* Points of the main sequence at which a fault can strike. */
enum stage {
	STAGE_STARTED,
	STAGE_FACTS_DONE,
	STAGE_TESTS_DONE,
	STAGE_ENDED,
};

/*
 * Asked by a probe at the place where what it watches is to go wrong: the
 * system is made wrong, the probe has to notice by itself.
 */
bool fault_planted(const char *name);

void fault_strike(struct record_stream *stream, enum stage stage);

#endif
