package main

// sections are all that is measured, in the order of the table.
func sections() []section {
	return []section{walkSection, callsSection, windowSection, iteratorSection, memorySection, connectionsSection, footprintSection}
}
