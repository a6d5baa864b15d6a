//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"unsafe"
)

// lendTerminal makes cmd's process group the foreground one if standard input is a terminal, as an interactive
// COMMAND such as a shell needs it. The function takes the terminal back.
func lendTerminal(cmd *exec.Cmd) (takeBack func()) {
	owner, ok := foregroundGroup()
	if !ok || owner != syscall.Getpgrp() {
		return func() {}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Foreground: true, Ctty: int(os.Stdin.Fd())}
	return func() {
		// A background process that changes the foreground group is stopped by this signal, unless it ignores it.
		signal.Ignore(syscall.SIGTTOU)
		defer signal.Reset(syscall.SIGTTOU)
		setForegroundGroup(owner)
	}
}

func foregroundGroup() (pgid int, ok bool) {
	var group int32
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, os.Stdin.Fd(), syscall.TIOCGPGRP, uintptr(unsafe.Pointer(&group)))
	return int(group), errno == 0
}

func setForegroundGroup(pgid int) {
	group := int32(pgid)
	syscall.Syscall(syscall.SYS_IOCTL, os.Stdin.Fd(), syscall.TIOCSPGRP, uintptr(unsafe.Pointer(&group)))
}
