/* Every maximum of the program, in one place.  A thing that a user can make grow has a line here.
 * Sizes are bytes unless the name says otherwise. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
	MAX_REQUEST_MEMORY = 32 * 1024 * 1024, /* one request's arena */
	MAX_JOB_MEMORY = 256 * 1024 * 1024,    /* one job's arena */
	MAX_BODY_IN_MEMORY = 256 * 1024,       /* a larger request body goes to a spool file */
	MAX_BODY = 64 * 1024 * 1024,           /* the whole request body, attachments included */
	MAX_FORM = 2 * 1024 * 1024,            /* a request body without uploads */
	MAX_HEADERS = 32 * 1024,
	MAX_URL = 8 * 1024,
	MAX_FORM_FIELDS = 4000,
	MAX_PAGE = 8 * 1024 * 1024,     /* one HTML page */
	MAX_ANSWER = 24 * 1024 * 1024,  /* one JSON answer held in memory */
	MAX_SQL = 64 * 1024,            /* one statement's text */
	MAX_SQL_VALUES = 400,           /* parameters of one statement */
	MAX_PUT_ROWS = 128,             /* rows that go to the database together; a power of two */
	MAX_PUT_VALUES = 8192,          /* values in them */
	MAX_PUT_BYTES = 1024 * 1024,    /* and about so many bytes */
	MAX_LIST_PAGE = 200,            /* records in one page of a list */
	MAX_TEXT = 100 * 1000,          /* characters of one text field */
	MAX_TITLE = 1000,
	MAX_ROWS_IN_FIELD = 500,        /* owned rows of one field */
	MAX_REFS_IN_FIELD = 500,        /* members of one set of references */
	MAX_LANGUAGES = 16,
	MAX_CATALOGUE = 4 * 1024 * 1024, /* one .po file */
	MAX_MESSAGES = 20 * 1000,        /* entries of one catalogue */
	MAX_JSON_DEPTH = 32,
	MAX_JSON_VALUES = 1000 * 1000,  /* in one document that is read */
	MAX_CSV_CELL = 1024 * 1024,
	MAX_CSV_ROW = 8 * 1024 * 1024,
	MAX_CSV_COLUMNS = 500,
	MAX_CSV_ROWS = 1000 * 1000,
	/* A foreign file, read by a process of its own (format/material.h) */
	MAX_MATERIAL = 256 * 1024 * 1024,        /* the file */
	MAX_MATERIAL_COLUMNS = 500,
	MAX_MATERIAL_ROWS = 1024 * 1024,         /* of one sheet, as spreadsheets have it */
	MAX_MATERIAL_UNITS = 4 * 1024 * 1024,    /* rows, paragraphs … of the whole file */
	MAX_MATERIAL_UNIT = 8 * 1024 * 1024,     /* one row or paragraph */
	MAX_MATERIAL_SPOOL = 2000 * 1024 * 1024, /* all of them; and what its reader puts aside */
	MAX_READER_ARENA = 64 * 1024 * 1024,
	MAX_READER_MEMORY = 512 * 1024 * 1024, /* address space, libraries included */
	MAX_READER_SECONDS = 120,              /* of a processor */
	MAX_READER_WAIT = 600,                 /* seconds by the clock */
	MAX_ZIP_ENTRIES = 10 * 1000,
	MAX_ZIP_PART = 2000 * 1024 * 1024, /* unpacked */
	MAX_ZIP_RATIO = 200,               /* to its packed size, when it is larger than … */
	MAX_ZIP_HARMLESS = 48 * 1024 * 1024,
	MAX_XML_DEPTH = 256,
	MAX_XML_TOKEN = 16 * 1024 * 1024, /* the longest piece between two brackets */
	MAX_DOCUMENT = 512 * 1024 * 1024, /* a text document, as XML, before it is packed: what Word opens */
	MAX_ATTACHMENT = 48 * 1024 * 1024,
	ATTACHMENT_CHUNK = 256 * 1024, /* one row of an attachment's bytes */
	MAX_JOB_FILE = 1024 * 1024 * 1024, /* made by a job */
	MAX_OPEN_JOBS = 20,            /* of one user, waiting or running */
	MAX_DRAFT = 512 * 1024,        /* what a user typed and has not sent */
	MAX_RETRIES = 8,               /* of a transaction that the database refused to serialise */
	RETRIES_BESIDE_OTHERS = 3,     /* before nobody else may write meanwhile */
	MAX_LOGIN_WAIT_SECONDS = 900,  /* slowing down wrong passwords never closes an account */
};

#endif
