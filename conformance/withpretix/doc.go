//go:build darwin || freebsd || linux || netbsd || openbsd

// Withpretix runs a command next to a real pretix, a fresh one for each run:
//
//	go run ./conformance/withpretix [flags] -- COMMAND [ARGUMENT…]
//
// It needs Python and, for the first run of each version, a package index from which pip can install. It needs no
// container, no root and no other service. COMMAND has the terminal and the standard streams to itself; withpretix
// says what it does on standard error.
//
// # Flags
//
//	-version V      the pretix to run, 2026.8.0 unless told otherwise
//	-db ENGINE      sqlite or postgres; only postgres can write from several requests at once
//	-python PATH    the interpreter, instead of a suitable one on PATH (or of pyenv, if PYENV_ROOT is set)
//	-members N      how many members the team Crew has
//	-migrate        make the tables by pretix's own migrations, which takes minutes and ends in the same tables
//	-revive         start pretix again on its port whenever it has died, so that COMMAND may kill it
//	-upgrade V      run COMMAND a second time, on the same pretix upgraded to V; see below
//
// Releases of which the folder pins holds a file get exactly the dependencies that file lists. Others get the newest
// ones they accept. Releases before 4.0 need Python 3.8, all others run with Python 3.11.
//
// # Environment
//
// COMMAND finds in its environment:
//
//	PRETIX_URL                http://127.0.0.1:PORT
//	PRETIX_VERSION            such as 2026.8.0
//	PRETIX_ORGANIZER          demo
//	PRETIX_EVENTS             slugs of its events, separated by commas: gala,openair,workshop
//	PRETIX_DEMO_TEAM          id of Administrators: all permissions, all events, ada@ and grace@example.org
//	PRETIX_LIMITED_TEAM       id of Box office: sees and changes orders of gala; bob@example.org, and carol@ invited
//	PRETIX_CREW_TEAM          id of Crew: no permissions, -members members, crew001@example.org and so on
//	PRETIX_TOKEN              token of Administrators, named boxoffice
//	PRETIX_INACTIVE_TOKEN     deactivated token of Administrators, named old laptop
//	PRETIX_LIMITED_TOKEN      token of Box office, named till
//	PRETIX_DEVICE_TOKEN       token of an initialized device
//	PRETIX_OAUTH_TOKEN        access token of ada@example.org with the scopes read and write
//	PRETIX_OAUTH_READ_TOKEN   the same with the scope read only
//	PRETIX_ACCOUNTS           e-mails of twelve accounts without a team, account01@example.org and so on
//	PRETIX_OTHER_ORGANIZER    elsewhere, of which no token above knows
//	PRETIX_OTHER_TEAM         id of its team Other
//	PRETIX_SHELL              program that runs the Python code on its standard input in pretix's context
//
// With -revive, also:
//
//	PRETIX_PID                file with the number of the process group that serves, which is its leader's; it changes
//	                          when pretix is back after its death, with everything that its database had committed
//
// With -upgrade, also:
//
//	PRETIX_UPGRADE            before in the first run, after in the second
//	PRETIX_KEEP               folder, empty in the first run, in which the second finds what the first has left
//
// Other variables named PRETIX_… are removed. Mail goes nowhere, and nobody can log in with a password.
//
// # Upgrade
//
// With -upgrade COMMAND runs twice. After its first run has ended with status 0, the pretix of -version is stopped, the
// migrations of the newer version run on the very same database, and that version is started in its place:
//
//	go run ./conformance/withpretix -version 2026.2.2 -upgrade 2026.8.0 -- COMMAND
//
// Whatever the first run has changed is still there in the second, and so are the tokens and PRETIX_URL, unless another
// program has taken the port meanwhile. PRETIX_VERSION and PRETIX_SHELL are those of the version that runs. A standard
// input that is a file or a pipe goes on where the first run has left it.
//
// -upgrade implies -migrate: the fast way to make the tables records no migrations, so the newer version could not tell
// which of its own are left to run. The upgrade itself is never cached, since it starts from what COMMAND has made of the
// database. -python, if given, has to suit both versions.
//
// # Exit status
//
// It is COMMAND's very own, or 128+n if COMMAND died of signal n. go run turns all of them into 1, so scripts that
// care should build the program. Statuses of withpretix itself: 2 for wrong usage; 75 if there is no suitable Python,
// so that a test job can skip the release instead of failing; 125 if pretix could not be installed, started or
// upgraded; 126 and 127 if COMMAND cannot be run or does not exist.
//
// With -upgrade, a first run that fails is the only one, and its status counts. If signal n came during the first run,
// there is no second one either, and even a COMMAND that ended with status 0 then gives 128+n.
//
// # Cache
//
// Installations (about half a gigabyte a release) and seeded databases are kept in boxoffice/withpretix in the user's
// cache folder, under names that contain a hash of what determines their content. Each run works on a copy of the
// database. An entry is made under a temporary name and renamed when it is complete; a lock keeps two runs from making
// the same one. The folder can be removed at any time when no withpretix runs.
//
// # Cleanup
//
// Nothing stays behind: neither a process nor a temporary folder, whichever way the run ends. Each program runs in a
// process group of its own. A guardian, which is withpretix once more in a session of its own, holds the reading end of
// a pipe; when withpretix goes, even by SIGKILL, the guardian sees the end of the file, ends all groups and removes
// the folders. On Linux and FreeBSD the kernel ends the leaders of the groups, too, should the guardian be killed at the
// same time; only temporary folders are left then. withpretix itself ends if its parent or the guardian goes. Processes that COMMAND puts in other process
// groups are COMMAND's own affair.
//
// SIGINT, SIGTERM, SIGHUP and SIGQUIT are passed on to COMMAND, which has ten seconds to end; a second signal kills it.
package main
