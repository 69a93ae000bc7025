/* Two sample communications: made up, and each says so. */
#ifndef SUBJECT_COMMUNICATION_SAMPLE_H
#define SUBJECT_COMMUNICATION_SAMPLE_H

#include "record/record.h"

/* Enters reference/sample/communications.csv as the sample secretariat would and walks each through
 * its steps: of a letter the draft of the reply waits for the chair, and an individual
 * communication has Views whose clock runs.  Both are restricted to their named list.  The users
 * are there already. */
MUST_USE bool communication_load_sample(struct context *cx);

#endif
