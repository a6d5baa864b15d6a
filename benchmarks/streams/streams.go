// Package streams measures the memory of a walk. Each client is linked into a program
// of its own, since what else is linked counts: the collector also looks at that.
package streams

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice/benchmarks/clients"
)

// Main is such a program. Its arguments are a base URL and how often the teams there
// are walked; it prints by how many bytes its resident memory was over what it was
// after a first call, at most.
func Main(client func(base string) (clients.Calls, error)) {
	if len(os.Args) != 3 {
		log.Fatal("want a base URL and a number of walks")
	}
	if err := stream(client, os.Args[1], os.Args[2], os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func stream(client func(base string) (clients.Calls, error), base, times string, out io.Writer) error {
	walks, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	calls, err := client(base)
	if err != nil {
		return err
	}
	// Once, so that the program's own code is there: how much of it the system had loaded
	// by now is a matter of chance.
	if err := calls.Get(context.Background()); err != nil {
		return err
	}
	start, err := resident("VmRSS")
	if err != nil {
		return err
	}
	// Forgets the peak of the start itself.
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		return err
	}
	for range walks {
		n, err := calls.Walk(context.Background(), nil)
		if err != nil {
			return err
		}
		if n == 0 {
			return errors.New("the walk has seen nothing")
		}
	}
	peak, err := resident("VmHWM")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, peak-start)
	return err
}

// resident reads a figure of Linux's about this process, in bytes.
func resident(field string) (int64, error) {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("resident memory can only be measured on Linux: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if name, value, _ := strings.Cut(lines.Text(), ":"); name == field {
			kibibytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			return kibibytes * 1024, err
		}
	}
	return 0, errors.Join(fmt.Errorf("the system does not tell %s", field), lines.Err())
}
