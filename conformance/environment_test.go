package conformance

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// targetFromEnvironment is the server that the environment names, nil when it names none.
func targetFromEnvironment(t *testing.T) *target {
	t.Helper()
	if os.Getenv("PRETIX_URL") == "" {
		return nil
	}
	s := &target{}
	fields := reflect.ValueOf(&s.seeded).Elem()
	for field, value := range fields.Fields() {
		value.SetString(os.Getenv(field.Tag.Get("env")))
	}
	if s.Token == "" || s.Organizer == "" {
		t.Fatal("PRETIX_URL is set, so that PRETIX_TOKEN and PRETIX_ORGANIZER must be, too")
	}
	s.connect(t)
	if s.Events == "" {
		s.findEvents(t)
	}
	if shell := os.Getenv("PRETIX_SHELL"); shell != "" {
		s.shell = shell
		s.odd = sync.OnceValues(func() (*oddities, error) { return odditiesByShell(shell, s.seeded) })
	}
	return s
}

// findEvents takes the first events of the organizer; the server sorts them by date. The cases want three.
func (s *target) findEvents(t *testing.T) {
	t.Helper()
	var slugs []string
	for _, event := range try(s.px.Events.List(t.Context(), s.Organizer, nil)).must(t).Items {
		slugs = append(slugs, event.Slug)
	}
	if len(slugs) >= 3 {
		s.Events = strings.Join(slugs[:3], ",")
	}
}

// odditiesScript makes the odd content inside the server.
//
//go:embed oddities.py
var odditiesScript string

func odditiesByShell(shell string, known seeded) (*oddities, error) {
	odd := &oddities{}
	return odd, runShell(shell, odditiesScript, known, odd)
}

// runShell runs a script inside the server. The script finds what it is given in SEEDED, as JSON, and its last line is
// the answer.
func runShell(shell, script string, given, answer any) error {
	input, err := json.Marshal(given)
	if err != nil {
		return err
	}
	literal, err := json.Marshal(string(input))
	if err != nil {
		return err
	}
	command := exec.Command(shell)
	command.Stdin = strings.NewReader(fmt.Sprintf("SEEDED = %s\n%s", literal, script))
	var problems strings.Builder
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, problems.String())
	}
	// Before the last line there may be warnings of old Pythons.
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	return json.Unmarshal([]byte(lines[len(lines)-1]), answer)
}
