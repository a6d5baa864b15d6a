//go:build darwin || netbsd || openbsd

package main

import "syscall"

// stopWithParent has nothing to offer here: the guardian alone ends the processes.
func stopWithParent(*syscall.SysProcAttr, syscall.Signal) {}
