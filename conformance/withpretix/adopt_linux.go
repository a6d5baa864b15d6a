package main

import "syscall"

// adoptOrphans makes the kernel give us the orphans among our descendants. In a container, init may be a program that
// reaps them late or never, and a group counts as alive for as long as it holds a zombie.
func adoptOrphans() {
	const setChildSubreaper = 36 // PR_SET_CHILD_SUBREAPER
	syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0)
}
