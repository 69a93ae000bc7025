/* PDF: poppler's pdftotext, a program of its own in its own locks, takes the words out; what they
 * make is worked out here (pdf_words.c, pdf_rows.c, pdf_text.c).
 *
 * The program says little about why it could not: the file's end and its trailer are looked at. */
#include "format/pdf_text.h"

enum { END = 4096, PROTECTED = 3, NOT_INSTALLED = 127 };

static bool has_end(const struct reader *r)
{
	size_t size = reader_size(r), from = size > END ? size - END : 0;

	return memmem(reader_bytes(r) + from, size - from, "%%EOF", 5) != NULL;
}

static bool is_encrypted(const struct reader *r)
{
	return memmem(reader_bytes(r), reader_size(r), "/Encrypt", 8) != NULL;
}

static bool refuse(struct context *cx, const struct reader *r, int status)
{
	if (status == NOT_INSTALLED)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("PDF files cannot be read on this machine: its administrator has to "
		               "install pdftotext (poppler-utils)."));
	if (status == PROTECTED || is_encrypted(r))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The file is protected by a password. Save it without one and try "
		               "again."));
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file is damaged or was cut off. Copy or download it again."));
}

bool read_pdf(struct context *cx, struct reader *r)
{
	struct pdf_text text;
	int status;

	if (!has_end(r))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The file is damaged or was cut off. Copy or download it again."));
	if (!pdf_words_read(cx, &text, reader_program, r))
		return false;
	status = reader_program_status(r);
	return status == 0 ? pdf_text_give(cx, r, &text) : refuse(cx, r, status);
}
