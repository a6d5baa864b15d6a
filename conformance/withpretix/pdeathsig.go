//go:build freebsd || linux

package main

import "syscall"

func stopWithParent(attr *syscall.SysProcAttr, stop syscall.Signal) { attr.Pdeathsig = stop }
