//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import _ "embed"

var (
	//go:embed py/probe.py
	probeScript string
	//go:embed py/schema.py
	schemaScript string
	//go:embed py/seed.py
	seedScript string
	//go:embed py/shell.py
	shellScript string
)
