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
// Other variables named PRETIX_… are removed. Mail goes nowhere, and nobody can log in with a password.
//
// # Exit status
//
// It is COMMAND's very own, or 128+n if COMMAND died of signal n. go run turns all of them into 1, so scripts that
// care should build the program. Statuses of withpretix itself: 2 for wrong usage; 75 if there is no suitable Python,
// so that a test job can skip the release instead of failing; 125 if pretix could not be installed or started; 126 and
// 127 if COMMAND cannot be run or does not exist.
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
