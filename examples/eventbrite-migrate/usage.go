package main

import (
	"flag"
	"fmt"
)

func usage(flags *flag.FlagSet) {
	fmt.Fprintln(flags.Output(), "usage: eventbrite-migrate [-json] [-organization ID] [path ...]")
	flags.PrintDefaults()
	fmt.Fprintln(flags.Output(), "It finds calls by their paths, not by the methods of another SDK.")
	fmt.Fprintln(flags.Output(), "The exit status is 0 when nothing was found, 1 when something was, 2 when something failed.")
}
