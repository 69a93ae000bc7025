/* Between the files of this folder. */
#ifndef SUBJECT_LETTER_PART_H
#define SUBJECT_LETTER_PART_H

#include "subject/letter/letter.h"

extern const struct choice letter_languages[];

#endif
