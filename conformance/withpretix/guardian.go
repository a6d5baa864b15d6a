//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// guardianName is what a re-executed withpretix finds as its own name when it is to be the guardian.
const guardianName = "withpretix-guardian"

// The guardian's orders, one a line. A folder's name is quoted, since it may hold anything.
const (
	orderWatch  = "watch %d %d %d\n" // process group, stop signal, grace in milliseconds
	orderForget = "forget %d\n"      // process group
	orderRemove = "remove %q\n"      // folder
)

// killGrace is how long the kernel may take to end killed processes.
const killGrace = 2 * time.Second

// watchedGroup is a process group the guardian has to end.
type watchedGroup struct {
	pgid  int
	stop  syscall.Signal
	grace time.Duration
}

// guardian reads orders until the withpretix that gives them is gone, no matter how it went, and then tidies up.
func guardian(orders io.Reader) {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGPIPE)
	tidyUp(readOrders(orders))
}

func tidyUp(groups []watchedGroup, folders []string) {
	// The database must not go before the server that uses it.
	for _, group := range slices.Backward(groups) {
		group.end()
	}
	for _, folder := range folders {
		os.RemoveAll(folder)
	}
}

func readOrders(orders io.Reader) (groups []watchedGroup, folders []string) {
	lines := bufio.NewScanner(orders)
	for lines.Scan() {
		var group watchedGroup
		var milliseconds int
		var folder string
		line := lines.Text() + "\n"
		switch word, _, _ := strings.Cut(line, " "); word {
		case "watch":
			if _, err := fmt.Sscanf(line, orderWatch, &group.pgid, (*int)(&group.stop), &milliseconds); err == nil {
				group.grace = time.Duration(milliseconds) * time.Millisecond
				groups = append(groups, group)
			}
		case "forget":
			if _, err := fmt.Sscanf(line, orderForget, &group.pgid); err == nil {
				groups = slices.DeleteFunc(groups, func(g watchedGroup) bool { return g.pgid == group.pgid })
			}
		case "remove":
			if _, err := fmt.Sscanf(line, orderRemove, &folder); err == nil {
				folders = append(folders, folder)
			}
		}
	}
	return groups, folders
}

// end asks the group to stop, and kills what is left of it after its grace.
func (g watchedGroup) end() {
	signalGroup(g.pgid, g.stop)
	if !groupGone(g.pgid, g.grace) {
		signalGroup(g.pgid, syscall.SIGKILL)
		groupGone(g.pgid, killGrace)
	}
}

// signalGroup refuses the numbers that kill(2) takes for "all processes" and "my own group".
func signalGroup(pgid int, sig syscall.Signal) error {
	if pgid <= 1 {
		return syscall.EINVAL
	}
	return syscall.Kill(-pgid, sig)
}

func groupGone(pgid int, patience time.Duration) bool {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if errors.Is(signalGroup(pgid, 0), syscall.ESRCH) {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}
