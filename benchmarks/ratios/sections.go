package main

import "os"

// sections are all that is measured, in the order of the table.
func sections() []section {
	all := []section{walkSection, callsSection, windowSection, iteratorSection, memorySection, connectionsSection, footprintSection}
	if os.Getenv("PRETIX_URL") != "" {
		all = append(all, pretixSection)
	}
	return all
}
