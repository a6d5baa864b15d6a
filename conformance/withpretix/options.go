//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
)

// Exit statuses besides those of COMMAND; 75 is EX_TEMPFAIL of sysexits.h, the others follow env(1) and timeout(1).
const (
	statusUsage       = 2
	statusNoPython    = 75
	statusFailed      = 125
	statusNotRunnable = 126
	statusNotFound    = 127
)

const usage = `usage: withpretix [flags] -- COMMAND [ARGUMENT…]

Runs COMMAND next to a real pretix, whose address and credentials it finds in
its environment (PRETIX_URL, PRETIX_TOKEN, …), and exits with COMMAND's status.
With -upgrade, runs COMMAND once more on that pretix after its upgrade.

Exit statuses of its own:
    2    wrong usage
   75    no suitable Python (EX_TEMPFAIL)
  125    pretix could not be installed, started or upgraded
  126    COMMAND cannot be run
  127    COMMAND was not found
  128+n  COMMAND died of signal n, or signal n came before it was started

Flags:
`

type options struct {
	version version
	engine  string
	python  string
	members int
	migrate bool
	upgrade version // "" means that the pretix stays the same
	revive  bool
	command []string
}

// The version becomes part of file names and of a requirement handed to pip.
var versionPattern = regexp.MustCompile(`^\d+\.\d+\.\d+(\.?(dev|rc|a|b|post)\d+)?$`)

func parseOptions(args []string, out io.Writer) (options, error) {
	var opts options
	var v, upgrade string
	flags := flag.NewFlagSet("withpretix", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprint(out, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&v, "version", "2026.8.0", "`version` of pretix")
	flags.StringVar(&opts.engine, "db", "sqlite", "database: sqlite or postgres")
	flags.StringVar(&opts.python, "python", "", "`path` of the Python interpreter (default: a suitable one on PATH)")
	flags.IntVar(&opts.members, "members", 120, "`number` of members of the team Crew")
	flags.BoolVar(&opts.migrate, "migrate", false, "make the tables by pretix's migrations, which takes minutes")
	flags.StringVar(&upgrade, "upgrade", "", "`version` to upgrade the pretix to, for a second run of COMMAND (implies -migrate)")

	flags.BoolVar(&opts.revive, "revive", false, "start pretix again when COMMAND has killed it")

	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return opts, &statusError{0, err}
	case err != nil:
		return opts, &statusError{statusUsage, err}
	}
	opts.version, opts.upgrade, opts.command = version(v), version(upgrade), flags.Args()
	// The fast way to make the tables records no migrations, so none could go on from there.
	opts.migrate = opts.migrate || opts.upgrade != ""
	if err := opts.check(); err != nil {
		fmt.Fprintf(out, "withpretix: %v (-h explains)\n", err)
		return opts, &statusError{statusUsage, err}
	}
	return opts, nil
}

func (o options) check() error {
	switch {
	case !versionPattern.MatchString(string(o.version)):
		return fmt.Errorf("-version %q is not a version such as 2026.8.0", o.version)
	case o.upgrade != "" && !versionPattern.MatchString(string(o.upgrade)):
		return fmt.Errorf("-upgrade %q is not a version such as 2026.8.0", o.upgrade)
	case o.upgrade != "" && o.upgrade.before(o.version):
		return fmt.Errorf("-upgrade %s is older than -version %s", o.upgrade, o.version)
	case o.upgrade != "" && o.revive:
		return errors.New("-revive and -upgrade can't be combined")
	case o.engine != "sqlite" && o.engine != "postgres":
		return fmt.Errorf("-db %q is neither sqlite nor postgres", o.engine)
	case o.members < 0:
		return fmt.Errorf("-members %d is negative", o.members)
	case len(o.command) == 0:
		return errors.New("COMMAND is missing")
	}
	return nil
}
