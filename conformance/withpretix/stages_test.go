//go:build darwin || freebsd || linux || netbsd || openbsd

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// recordedStages are two whose COMMAND writes its environment's WHEN to the file, and then goes on as script says.
func recordedStages(t *testing.T, script string) (command []string, stages []stage, ran func() string) {
	t.Helper()
	record := filepath.Join(t.TempDir(), "record")
	for _, when := range []string{"before", "after"} {
		stages = append(stages, func(context.Context) ([]string, error) {
			return append(os.Environ(), "WHEN="+when, "RECORD="+record), nil
		})
	}
	return []string{"sh", "-c", `echo "$WHEN" >>"$RECORD"; ` + script}, stages, func() string {
		data, _ := os.ReadFile(record)
		return string(data)
	}
}

func TestEachStageRunsTheCommandUntilOneFails(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]struct {
		status int
		ran    string
	}{
		"exit 0":                           {0, "before\nafter\n"},
		`test "$WHEN" = before || exit 5`:  {5, "before\nafter\n"},
		`test "$WHEN" != before || exit 6`: {6, "before\n"},
		"kill -9 $$":                       {128 + 9, "before\n"},
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			command, stages, ran := recordedStages(t, script)
			status, err := runStages(newTestGuard(t), command, nil, stages)
			if status != want.status || err != nil || ran() != want.ran {
				t.Errorf("status %d, error %v, ran %q, want %+v", status, err, ran(), want)
			}
		})
	}
}

func TestStageThatFailsEndsTheRun(t *testing.T) {
	t.Parallel()
	command, stages, ran := recordedStages(t, "exit 0")
	broken := errors.New("broken")
	stages[1] = func(context.Context) ([]string, error) { return nil, broken }
	if _, err := runStages(newTestGuard(t), command, nil, stages); !errors.Is(err, broken) || ran() != "before\n" {
		t.Errorf("error %v, want %v; ran %q", err, broken, ran())
	}
}

// A COMMAND that takes its end well must not make the run look like one that has done all of its stages.
func TestInterruptedCommandIsTheLast(t *testing.T) {
	t.Parallel()
	command, stages, ran := recordedStages(t, `test "$WHEN" = before || exit 0; `+endsWell)
	status, err := runStages(newTestGuard(t), command, interruptionOnce(ran, "before\nready\n"), stages)
	if status != 0 || statusOf(err) != signalStatus(syscall.SIGTERM) || ran() != "before\nready\n" {
		t.Errorf("status %d, error %v, want one with status %d; ran %q", status, err, signalStatus(syscall.SIGTERM), ran())
	}
}

func TestInterruptedCommandOfTheLastStageDecidesTheStatus(t *testing.T) {
	t.Parallel()
	command, stages, ran := recordedStages(t, endsWell)
	status, err := runStages(newTestGuard(t), command, interruptionOnce(ran, "after\nready\n"), stages[1:])
	if status != 0 || err != nil || ran() != "after\nready\n" {
		t.Errorf("status %d, error %v, want COMMAND's 0; ran %q", status, err, ran())
	}
}

const endsWell = `trap 'exit 0' TERM; echo ready >>"$RECORD"; while :; do sleep 0.05; done`

func interruptionOnce(ran func() string, record string) <-chan interruption {
	interruptions := make(chan interruption, 1)
	go func() {
		eventually(func() bool { return ran() == record })
		interruptions <- interruption{syscall.SIGTERM, "test"}
	}()
	return interruptions
}

func TestInterruptionWhileAStageIsPrepared(t *testing.T) {
	t.Parallel()
	interruptions := make(chan interruption)
	command, stages, ran := recordedStages(t, "exit 0")
	stages[1] = func(ctx context.Context) ([]string, error) {
		interruptions <- interruption{syscall.SIGINT, "test"}
		<-ctx.Done()
		return os.Environ(), nil // it was as good as done
	}
	_, err := runStages(newTestGuard(t), command, interruptions, stages)
	if statusOf(err) != signalStatus(syscall.SIGINT) || ran() != "before\n" {
		t.Errorf("error %v, want one with status %d; ran %q", err, signalStatus(syscall.SIGINT), ran())
	}
}
