package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

// settings reads the environment and the arguments.
func settings(args []string) (job, error) {
	if len(args) != 1 {
		return job{}, errors.New("usage: rotate FILE, where the new secret goes")
	}
	j := job{
		url: os.Getenv("PRETIX_URL"), token: os.Getenv("PRETIX_TOKEN"), organizer: os.Getenv("PRETIX_ORGANIZER"),
		old: os.Getenv("PRETIX_OLD_TOKEN"), file: args[0],
	}
	for name, id := range map[string]*int64{"PRETIX_TEAM": &j.team, "PRETIX_TOKEN_ID": &j.id} {
		var err error
		if *id, err = strconv.ParseInt(os.Getenv(name), 10, 64); err != nil {
			return j, fmt.Errorf("%s must be the id that says which token: %w", name, err)
		}
	}
	return j, nil
}
