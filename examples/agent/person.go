package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
)

var (
	errNobody  = errors.New("nobody is there to ask")
	errRefused = errors.New("a person refused it")
)

// person is who confirms writes; nil is nobody.
type person struct {
	mu  sync.Mutex // one question at a time
	in  *bufio.Reader
	out io.Writer
}

// onTerminal is the person at the terminal, if the program has one.
func onTerminal() *person {
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &person{in: bufio.NewReader(os.Stdin), out: os.Stdout}
}

// confirms is a write guard: it is asked once a call, before anything is sent, and
// shows all that would be. Only a clear yes is one.
func (p *person) confirms(ctx context.Context, write boxoffice.Write) error {
	if p == nil {
		return errNobody
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := ctx.Err(); err != nil { // it may have ended behind another question
		return err
	}
	fmt.Fprintf(p.out, "The agent wants %s: %s %s %s\nAllow it? [y/N] ",
		visible(write.Operation), visible(write.Method), visible(write.URL), visible(string(write.Body)))
	line, err := p.in.ReadString('\n')
	if err != nil {
		return errNobody
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return nil
	}
	return errRefused
}

// result is what came of a call, for the agent. Errors of boxoffice are safe to print.
func result(err error) string {
	if err != nil {
		return err.Error()
	}
	return "done"
}

// safe keeps a name from playing tricks on the terminal, and a line short.
func safe(s string) string {
	if r := []rune(s); len(r) > 70 {
		s = string(r[:69]) + "…"
	}
	return visible(s)
}

// visible shows what can't be seen or moves the cursor as its number. It shortens
// nothing: nobody can confirm what is not shown.
func visible(s string) string {
	var out strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			out.WriteRune(r)
		} else {
			fmt.Fprintf(&out, "<U+%04X>", r)
		}
	}
	return out.String()
}
