package chaos

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

const readLog = `
import json
from pretix.base.models import LogEntry
for e in LogEntry.all.filter(action_type__startswith='pretix.team.').order_by('pk'):
    print('ENTRY ' + json.dumps({'action': e.action_type, 'object': e.object_id, 'data': e.data or ''}))
`

// countLogged counts what the server did by what it has logged: also that which has the same end however often it is
// done, and what came after a case was over.
func countLogged(t *testing.T, tg *target, outcomes []*outcome) {
	if tg.shell == "" {
		t.Log("the server's log was not read: PRETIX_SHELL is not set")
		return
	}
	entries := logged(t, tg)
	for _, o := range outcomes {
		n := -o.write.meddled
		if !o.meddled {
			n = 0
		}
		for _, e := range entries {
			if e.Action == o.write.logged.Action && (o.write.logged.Object == 0 || e.Object == o.write.logged.Object) && strings.Contains(e.Data, o.write.logged.Data) {
				n++
			}
		}
		if n != o.want {
			t.Errorf("%s: the server's log has it %d times, want %d; the call's error: %v", o, n, o.want, o.err)
		}
	}
	t.Logf("the server's log, which holds %d entries on teams, was compared", len(entries))
}

func logged(t *testing.T, tg *target) (entries []entry) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), tg.shell)
	cmd.Stdin = strings.NewReader(readLog)
	var diagnostics bytes.Buffer
	cmd.Stderr = &diagnostics
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("reading the server's log: %v\n%s", err, diagnostics.String())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line, ok := strings.CutPrefix(lines.Text(), "ENTRY "); ok {
			var e entry
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			entries = append(entries, e)
		}
	}
	return entries
}
