/* What a page draws: state glyphs as <symbol>s, the woven band and the mark (ui/DESIGN.md §3, §4).
 */
#ifndef WEB_GLYPH_H
#define WEB_GLYPH_H

#include "web/html.h"

/* The place of the symbol named by the first `n` bytes of `name`; -1: there is none of that name.
 */
int glyph_index(const char *name, size_t n);
/* The name of the i-th symbol; NULL past the end. */
const char *glyph_name(size_t i);

/* The hidden <svg> with the symbols that were used; nothing when there are none. */
void glyph_symbols(struct html *h, const unsigned long used[2]);
void glyph_band(struct html *h);
void glyph_mark(struct html *h);

#endif
