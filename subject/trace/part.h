/* Private to this folder. */
#ifndef SUBJECT_TRACE_PART_H
#define SUBJECT_TRACE_PART_H

#include "subject/trace/trace.h"

enum {
	TRACE_NODES = 160, /* stand in one chain */
	TRACE_LINKS = 640,
	TRACE_GAPS = 24,
	TRACE_STEP = 24 /* lead on from one record in one way */
};

/* gap.c: what the chain lacks. */
MUST_USE bool trace_gaps(struct context *cx, struct trace *t);

#endif
