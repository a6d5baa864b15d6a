//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestReadOrders(t *testing.T) {
	groups, folders := readOrders(strings.NewReader(strings.Join([]string{
		"watch 1001 15 2000",
		"watch 1002 9 0",
		`remove "/a folder\n"`,
		"forget 1001",
		"watch 1003 3 10000",
		"watch 10", // cut off by the death of the one who wrote it
	}, "\n")))
	wantGroups := []watchedGroup{{1002, syscall.SIGKILL, 0}, {1003, syscall.SIGQUIT, 10 * time.Second}}
	if !slices.Equal(groups, wantGroups) {
		t.Errorf("groups %v, want %v", groups, wantGroups)
	}
	if want := []string{"/a folder\n"}; !slices.Equal(folders, want) {
		t.Errorf("folders %q, want %q", folders, want)
	}
}

func TestSignalGroupSparesEverybody(t *testing.T) {
	for _, pgid := range []int{-1, 0, 1} {
		if err := signalGroup(pgid, 0); err != syscall.EINVAL {
			t.Errorf("group %d: %v, want %v", pgid, err, syscall.EINVAL)
		}
	}
}
