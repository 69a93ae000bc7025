/* Locking a process in before it touches bytes that came from outside.  Whatever a crafted file
 * makes a library do, the process can then compute, read what it holds open and write where its
 * parent looks: no network, no file by its name, no other process, and only so much memory and
 * time.
 *
 * Three locks, each for the case that another fails: resource limits, Landlock (no path at all may
 * be opened) and a seccomp filter, under which every other system call is answered with EPERM.
 * There is no way back, and children inherit them. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include "base/base.h"

enum confine_kind {
	CONFINE_BYTES,   /* only what it holds open already: parsers */
	CONFINE_PROGRAM, /* may also execute the one program and read the system's libraries, fonts
	                    and tables below /usr and /etc/ld.so.cache.  Needs Landlock, without
	                    which it could read any file */
};

struct confinement {
	enum confine_kind kind;
	const char *program; /* CONFINE_PROGRAM: its path */
	size_t memory;       /* address space */
	size_t file;         /* the largest file that it may write */
	unsigned seconds;    /* of processor time; then SIGXCPU ends it */
};

/* Confines the process, which must have a single thread and should be a child made for this: it
 * may not be able to do much else afterwards.  False, with errno, when one of the locks does not
 * close (ENOSYS: CONFINE_PROGRAM without Landlock); then some others may have closed, and the
 * caller ends. */
MUST_USE bool confine(const struct confinement *c);

/* The version of Landlock that this kernel offers, 0: none, and the filter stands alone. */
int confine_landlock(void);

/* Tries in confined children what must be refused (sockets, files by name, processes, signals to
 * the parent) and writes a line for each attempt to standard output: "bytes socket refused".
 * Tries the same unconfined before, for which the word is "allowed", so that a refusal means
 * something.  True when all is as it must be. */
bool confine_probe(void);

#endif
