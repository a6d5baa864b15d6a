//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// version is a pretix release such as 2026.8.0.
type version string

func (v version) major() int {
	first, _, _ := strings.Cut(string(v), ".")
	major, _ := strconv.Atoi(first) // versionPattern has checked it
	return major
}

// before compares the numbers only, so a release candidate counts as its release.
func (v version) before(other version) bool {
	numbers := func(v version) []int {
		var major, minor, patch int
		fmt.Sscanf(string(v), "%d.%d.%d", &major, &minor, &patch)
		return []int{major, minor, patch}
	}
	return slices.Compare(numbers(v), numbers(other)) < 0
}

// pythons returns the minor versions of Python 3 that run this pretix and for which its pinned dependencies exist.
func (v version) pythons() (oldest, newest int) {
	switch major := v.major(); {
	case major < 4:
		return 8, 8
	case major < 2024:
		return 11, 11
	case major < 2026:
		return 11, 12
	default:
		return 11, 13
	}
}

//go:embed pins/*.txt
var pins embed.FS

// constraints returns the exact version of every dependency, in the format of pip. A pretix that nobody has pinned
// yet gets the newest dependencies it accepts.
func (v version) constraints() (text string, pinned bool) {
	data, err := pins.ReadFile("pins/" + string(v) + ".txt")
	return string(data), err == nil
}
