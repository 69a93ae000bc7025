/* A sample report project: made up, and says so. */
#ifndef SUBJECT_REPORT_SAMPLE_H
#define SUBJECT_REPORT_SAMPLE_H

#include "record/record.h"

/* Enters reference/sample/report_projects.csv as the sample secretariat would.  The steps counted
 * back from its date are done until a while ago; of the next ones a ministry's focal point is late
 * with one.  The users are there already. */
MUST_USE bool report_load_sample(struct context *cx);

#endif
