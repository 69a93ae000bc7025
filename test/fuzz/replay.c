/*
 * Feeds every file of the folders named on the command line to one fuzz target, so that what
 * fuzzing once found is tried again by every ordinary test run, with every compiler.
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Returns the number of files tried, 0 when the one at path cannot be read. */
static int feed(const char *path)
{
	struct stat about;
	FILE *f = fopen(path, "rb");
	if (!f || fstat(fileno(f), &about) != 0 || !S_ISREG(about.st_mode)) {
		if (f)
			fclose(f);
		return 0;
	}

	/* Exactly the file's size, so that AddressSanitizer sees a read past the end. */
	uint8_t *data = malloc((size_t)about.st_size);
	size_t size = fread(data, 1, (size_t)about.st_size, f);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 1;
}

static int feed_folder(const char *folder)
{
	int tried = 0;
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		char path[PATH_MAX];
		if (e->d_name[0] == '.')
			continue;
		if (snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path)
			continue;
		tried += feed(path);
	}
	if (dir)
		closedir(dir);
	return tried;
}

int main(int argc, char **argv)
{
	int tried = 0;
	for (int i = 1; i < argc; i++)
		tried += feed_folder(argv[i]);
	printf("%d inputs\n", tried);
	return tried > 0 ? 0 : 1;
}
