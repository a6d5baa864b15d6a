//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import "context"

// stage brings a pretix up and returns the environment for COMMAND.
type stage func(context.Context) (env []string, err error)

// runStages runs COMMAND once a stage and returns its status, the first that is not 0.
func runStages(g *guard, command []string, interruptions <-chan interruption, stages []stage) (status int, err error) {
	for i, bringUp := range stages {
		ctx, ready := untilInterrupted(interruptions)
		env, err := bringUp(ctx)
		if interrupted := ready(); interrupted != nil {
			return 0, interrupted
		}
		if err != nil {
			return 0, err
		}
		status, interrupted, err := runCommand(g, command, env, interruptions)
		if err != nil || status != 0 {
			return status, err
		}
		// Status 0 of a COMMAND that was told to stop must not hide that the rest has not run.
		if last := i == len(stages)-1; interrupted != nil && !last {
			return 0, interrupted
		}
	}
	return 0, nil
}
