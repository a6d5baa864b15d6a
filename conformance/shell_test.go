package conformance

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// What docs/coming-from-the-django-shell.md says, run inside the server and by the SDK.
var shellCases = []testCase{{"the page of the Django shell", shellPageIsTrue}}

//go:embed shell.py
var shellScript string

// shellSubject is what a line, or a call, is about: a team, somebody with an account and somebody without one.
type shellSubject struct {
	team              int64
	name              string
	account, stranger string
	secret            string // of a token, where the row has one
}

// shellPair is a line and the call beside it.
type shellPair struct {
	line, call string
	// before makes the team what the line starts from, and do is the call. What do returns is compared with the line's
	// value, unless it is nil.
	before func(t *testing.T, s *target, on *shellSubject)
	do     func(t *testing.T, s *target, on *shellSubject) any
	// ofAll is a value about all teams, of which the subject's part is compared.
	ofAll bool
}

// shellOnly is a line that has no call.
type shellOnly struct {
	line string
	// prepare is Python that runs before the line.
	prepare string
	before  func(t *testing.T, s *target, on *shellSubject)
	check   func(t *testing.T, s *target, on *shellSubject, got shellAnswer)
}

// shellJob asks the script to run a line, or only to count, if there is none.
type shellJob struct {
	Line, Prepare, Account, Stranger, Secret string
	Team                                     int64
}

type shellAnswer struct {
	Team             int64
	Answer           any
	Error            string
	Log, LogOfTokens int
	Mails            int
}

func shellPageIsTrue(t *testing.T, s *target) {
	if s.shell == "" {
		t.Skip("the server has no shell: PRETIX_SHELL is not set")
	}
	if !s.since("2026.8.0") {
		t.Skip("the page is about pretix 2026.8.0")
	}
	first, beside := s.readShellPage(t)
	listed := map[string]bool{}

	var here, there []*shellSubject // of the calls and of the lines
	var accounts []shellJob
	subject := func() *shellSubject {
		on := &shellSubject{name: s.unique(t)}
		on.account = fmt.Sprintf("account%d.%d@example.org", len(accounts), os.Getpid())
		on.stranger = fmt.Sprintf("stranger%d.%d@example.org", len(accounts), os.Getpid())
		on.team = s.create(t, boxoffice.TeamCreate{Name: on.name}).ID
		accounts = append(accounts, on.job(t, s, "", ""))
		return on
	}
	for range shellPairs {
		here, there = append(here, subject()), append(there, subject())
	}
	for range shellOnlys {
		there = append(there, subject())
	}
	s.runShellJobs(t, first, accounts)

	var jobs []shellJob
	for i, pair := range shellPairs {
		listed[pair.line] = true
		if !strings.Contains(beside[pair.line], pair.call) {
			t.Errorf("beside %s there is %q, not %s", pair.line, beside[pair.line], pair.call)
		}
		if pair.before != nil {
			pair.before(t, s, here[i])
			pair.before(t, s, there[i])
		}
		jobs = append(jobs, there[i].job(t, s, pair.line, ""))
	}
	for i, only := range shellOnlys {
		listed[only.line] = true
		on := there[len(shellPairs)+i]
		if only.before != nil {
			only.before(t, s, on)
		}
		jobs = append(jobs, on.job(t, s, only.line, only.prepare))
	}
	for line := range beside {
		if !listed[line] {
			t.Errorf("nothing checks %s", line)
		}
	}
	if len(beside) != len(listed) {
		t.Errorf("the page has %d lines, the suite %d", len(beside), len(listed))
	}
	for _, on := range here {
		jobs = append(jobs, on.job(t, s, "", ""))
	}
	answers := s.runShellJobs(t, first, jobs)
	before := answers[len(there):]

	calls := make([]any, len(shellPairs))
	var after []shellJob
	for i, pair := range shellPairs {
		calls[i] = pair.do(t, s, here[i])
		if made, ok := calls[i].(*boxoffice.Team); ok {
			s.removeLater(t, made.ID)
			s.removeLater(t, answers[i].Team)
			here[i].team, calls[i], before[i] = made.ID, nil, shellAnswer{}
		}
		after = append(after, here[i].job(t, s, "", ""))
	}
	counted := s.runShellJobs(t, first, after)

	for i, pair := range shellPairs {
		t.Run(pair.line, func(t *testing.T) {
			if answers[i].Error != "" {
				t.Fatalf("it raised %s", answers[i].Error)
			}
			there[i].team = answers[i].Team
			equal(t, "what is left behind", s.leftBehind(t, there[i]), s.leftBehind(t, here[i]))
			if calls[i] != nil {
				equal(t, "answer", there[i].answer(t, answers[i].Answer, pair.ofAll), here[i].answer(t, calls[i], pair.ofAll))
			}
			written := counted[i].LogOfTokens - before[i].LogOfTokens
			if writes := !strings.HasSuffix(pair.call, ".All") && !pair.ofAll; answers[i].Log != 0 || writes != (written > 0) {
				t.Errorf("the line left %d entries in the log, the call %d with its token", answers[i].Log, written)
			}
			if mails := counted[i].Mails - before[i].Mails; answers[i].Mails != 0 || (mails == 1) != strings.Contains(pair.line, "invites.create") {
				t.Errorf("the line sent %d mails, the call %d", answers[i].Mails, mails)
			}
		})
	}
	for i, only := range shellOnlys {
		t.Run(only.line, func(t *testing.T) {
			i := len(shellPairs) + i
			only.check(t, s, there[i], answers[i])
		})
	}
}

// readShellPage returns the lines with which the page begins, and what stands beside each line of its tables.
func (s *target) readShellPage(t *testing.T) (first string, beside map[string]string) {
	t.Helper()
	page := string(try(os.ReadFile("../docs/coming-from-the-django-shell.md")).must(t))
	_, first, _ = strings.Cut(page, "```python\n")
	first, _, found := strings.Cut(first, "```")
	if !found {
		t.Fatal("the page has no first lines")
	}
	beside = map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.*) \\|$").FindAllStringSubmatch(page, -1) {
		beside[row[1]] = row[2]
	}
	return strings.ReplaceAll(first, `"demo"`, fmt.Sprintf("%q", s.Organizer)), beside
}

func (s *target) runShellJobs(t *testing.T, first string, jobs []shellJob) (answers []shellAnswer) {
	t.Helper()
	err := runShell(s.shell, shellScript, map[string]any{"First": first, "Jobs": jobs}, &answers)
	if err != nil || len(answers) != len(jobs) {
		t.Fatalf("%d answers to %d jobs: %v", len(answers), len(jobs), err)
	}
	return answers
}

// job is a line with the names of the page exchanged for those of the subject.
func (on *shellSubject) job(t *testing.T, s *target, line, prepare string) shellJob {
	line = strings.NewReplacer("bob@example.org", on.account, "carol@example.org", on.stranger, `"gala"`, fmt.Sprintf("%q", s.event(t, 0))).Replace(line)
	return shellJob{Line: line, Prepare: prepare, Account: on.account, Stranger: on.stranger, Secret: on.secret, Team: on.team}
}

// leftBehind is all that the API tells of a team, in words that do for the other subject too.
func (s *target) leftBehind(t *testing.T, on *shellSubject) any {
	t.Helper()
	team, err := s.px.Teams.Get(t.Context(), s.Organizer, on.team)
	if errors.Is(err, boxoffice.ErrNotFound) {
		return "gone"
	}
	return on.general(t, []any{
		sorted(try(team, err).must(t)),
		try(boxoffice.Collect(s.px.Members.All(t.Context(), s.Organizer, on.team, nil))).must(t),
		try(boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, on.team, nil))).must(t),
		try(boxoffice.Collect(s.px.Tokens.All(t.Context(), s.Organizer, on.team, nil))).must(t),
	})
}

// general is a value as JSON has it, without ids, and with general names.
func (on *shellSubject) general(t *testing.T, value any) any {
	t.Helper()
	data := string(try(json.Marshal(value)).must(t))
	for particular, name := range map[string]string{on.name: "TEAM", on.account: "ACCOUNT", on.stranger: "STRANGER"} {
		quoted := string(try(json.Marshal(particular)).must(t))
		data = strings.ReplaceAll(data, quoted, `"`+name+`"`)
	}
	var out any
	if err := json.Unmarshal([]byte(data), &out); err != nil {
		t.Fatal(err)
	}
	return withoutIDs(out)
}

func withoutIDs(value any) any {
	switch v := value.(type) {
	case map[string]any:
		delete(v, "id")
		for key := range v {
			v[key] = withoutIDs(v[key])
		}
	case []any:
		for i := range v {
			v[i] = withoutIDs(v[i])
		}
	case nil:
		return "" // an account without a name: null inside, empty here
	}
	return value
}

// answer is a value in general words, or what a value about all teams says of the subject.
func (on *shellSubject) answer(t *testing.T, value any, ofAll bool) any {
	t.Helper()
	general := on.general(t, value)
	if list, ok := general.([]any); ok && !ofAll { // the shell sorts by nothing
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(dump(a), dump(b)) })
	}
	if !ofAll {
		return general
	}
	if byName, ok := general.(map[string]any); ok {
		return byName["TEAM"]
	}
	return slices.Contains(names(general), "TEAM")
}

// names are those of a list of teams.
func names(list any) (out []string) {
	for _, team := range list.([]any) {
		out = append(out, team.(map[string]any)["name"].(string))
	}
	return out
}
