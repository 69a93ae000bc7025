/* The parts of a Word document that do not grow with its text, and how text is spelt in them.
 * Private to docx_write.c, docx_parts.c and docx_styles.c. */
#ifndef FORMAT_DOCX_PARTS_H
#define FORMAT_DOCX_PARTS_H

#include "format/document.h"

enum {
	DOCX_LANGUAGE = 36, /* room for the longest tag */
	DOCX_CHARACTER = 8, /* room for one as docx_character() writes it */
	DOCX_SECTION = 640,
};

#define DOCX_XML      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define DOCX_RELATIONS \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define DOCX_NAMES                                                                  \
	" xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"" \
	" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* What the other parts must know of the text. */
struct docx_facts {
	const char *title, *subject, *author, *head, *foot; /* "" when there is none */
	const char *page; /* "Page {page} of {pages}" in the document's language */
	char lang[DOCX_LANGUAGE];
	char time[32];
	bool landscape; /* the section that is being told */
	bool used[2];   /* upright, across: there is a section of it */
	int lists;      /* the highest that was named */
};

/* Copies it all to the arena. */
void docx_learn(struct context *cx, struct docx_facts *facts, const struct document_about *about);

/* A tag as word processors know it: "tk-TM" for "tk"; "" for what is no tag. */
const char *docx_language(const char *lang, char room[DOCX_LANGUAGE]);
bool docx_right_to_left(const char *lang);
bool docx_east_asian(const char *lang);

/* The character at *s, which moves behind it, as it stands in XML; its length.  Characters that XML
 * does not know become blanks or U+FFFD. */
size_t docx_character(const char **s, char room[DOCX_CHARACTER]);

/* Twentieths of a point between the margins. */
int docx_text_width(bool landscape);

/* How numbering.xml calls the list. */
int docx_number(int list);

/* styles.xml and numbering.xml (docx_styles.c). */
void docx_put_styles(struct buffer *b, const struct docx_facts *facts);
void docx_put_numbering(struct buffer *b, const struct docx_facts *facts);

/* The description of the section that is being told. */
const char *docx_section(const struct docx_facts *facts, char room[DOCX_SECTION]);

/* The document's relationships to the other parts. */
const char *docx_relations(struct context *cx, const struct docx_facts *facts);

/* Packs everything; the files are read from their beginning.  `links` is the part of the
 * relationships. */
MUST_USE bool docx_pack(struct context *cx, const struct docx_facts *facts, FILE *body, FILE *links,
                        sink *to_sink, void *to);

#endif
