/* The list of commands. */
#include "command/command.h"

extern const struct command init_command, serve_command, import_command, export_command,
        user_command, token_command, verify_command, erase_command, backup_command, restore_command,
        migrate_command, remind_command, set_command, keys_command, dump_command, search_command,
        reindex_command, deadline_command, due_command;

const struct command *const commands[] = {
	&init_command,
	&serve_command,
	&import_command,
	&export_command,
	&search_command,
	&remind_command,
	&reindex_command,
	&deadline_command,
	&due_command,
	&user_command,
	&token_command,
	&verify_command,
	&erase_command,
	&backup_command,
	&restore_command,
	&migrate_command,
	&set_command,
	&keys_command,
	&dump_command,
	NULL,
};
