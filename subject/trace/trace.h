/* The chain around a record, in both directions: what it comes from, who answers for it and until
 * when, what is done, what was reported and with what evidence, whether somebody else verified it,
 * and in which report it is accounted for (domain model §2.9).  Nothing of its own is stored: the
 * chain is the references that records have anyway.
 *
 * Only what the actor may read stands in it.  What is missing is said of what stands there: a link
 * that exists but is not open to the actor is not called missing, and not told either. */
#ifndef SUBJECT_TRACE_H
#define SUBJECT_TRACE_H

#include "record/record.h"
#include "record/subject.h"

/* In the order in which the work goes. */
enum trace_station {
	STATION_SOURCE = 1, /* review, document, instrument, provision */
	STATION_PROMISE,    /* recommendation, obligation, cluster */
	STATION_BODY,
	STATION_DEADLINE,
	STATION_MEASURE, /* with the plans it stands in */
	STATION_PROGRESS,
	STATION_EVIDENCE, /* and values of indicators */
	STATION_VERIFICATION,
	STATION_REPORT,
	STATIONS
};
extern const struct choice trace_stations[]; /* words, at enum trace_station */

struct trace_node {
	enum trace_station station;
	const struct type *type;
	int64_t id;
	void *row; /* as the actor may read it */
};

/* One leads to the other, in the direction of the work. */
struct trace_link {
	size_t from, to; /* places among the nodes */
};

/* Something that the chain lacks, in words of the context's language, about that node. */
struct trace_gap {
	enum trace_station station;
	const char *words;
	size_t node;
};

struct trace {
	struct trace_node *nodes; /* the first is the record itself */
	size_t n;
	struct trace_link *links;
	size_t links_n;
	struct trace_gap *gaps;
	size_t gaps_n;
	bool more[STATIONS]; /* there is more than stands there */
};

/* Does the type stand in the chain at all? */
bool trace_knows(const struct type *t);

/* The chain around a record that the actor may read, and not only know of; else ERR_NOT_FOUND as
 * record_get(). */
MUST_USE bool trace_of(struct context *cx, const struct type *t, int64_t id, struct trace *ret);

extern const struct subject trace_subject;

#endif
