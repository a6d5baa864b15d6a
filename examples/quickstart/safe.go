package main

import "strconv"

// safe keeps a name from playing tricks on the terminal, and a cell narrow.
func safe(s string) string {
	if r := []rune(s); len(r) > 70 {
		s = string(r[:69]) + "…"
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
