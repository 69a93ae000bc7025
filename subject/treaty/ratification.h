/* Tables of ratifications: who signed, ratified, acceded or succeeded, and when. */
#ifndef SUBJECT_TREATY_RATIFICATION_H
#define SUBJECT_TREATY_RATIFICATION_H

#include "record/import.h"

extern const struct import_format ratification_format;

#endif
