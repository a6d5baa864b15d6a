package access

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A server that stores something else than it was sent gets one team, not one for
// each attempt.
func TestApplyMakesATeamOnce(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{Name: "Press"}}}, nil)
	p.Steps[0].Team, p.Steps[0].Change.Name = "\x1fPress", new("\x1fPress") // which Python trims
	before := len(d.Teams(""))
	applied, err := Apply(t.Context(), d.px, p, nil)
	if !errors.Is(err, ErrChanged) || applied.Results[0].Outcome != OutcomeUnknown {
		t.Errorf("%v\n%s", err, applied)
	}
	if made := len(d.Teams("")) - before; made != 1 {
		t.Errorf("%d teams were made", made)
	}
}

// meanwhile does something right after a write.
type meanwhile struct {
	do    func()
	times int
}

func (m *meanwhile) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if r.Method == http.MethodPatch && err == nil {
		m.times++
		m.do()
	}
	return answer, err
}

// What somebody else has written between the write and the read behind it is not
// overwritten by another attempt.
func TestApplyDoesNotFightOverATeam(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	p := d.plan(t, &State{Organizer: d.Organizer, Teams: []TeamState{{ID: d.office, Name: "Ours"}}}, nil)
	network := &meanwhile{do: func() {
		if _, err := d.px.Teams.Update(t.Context(), d.Organizer, d.office, boxoffice.TeamUpdate{Name: new("Theirs")}); err != nil {
			t.Error(err)
		}
	}}
	px, err := boxoffice.NewPretix(d.URL, boxoffice.PretixTeamToken(d.Token), boxoffice.WithHTTPClient(&http.Client{Transport: network}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Apply(t.Context(), px, p, nil)
	if !errors.Is(err, ErrChanged) || network.times != 1 || d.Team(d.office).Name != "Theirs" {
		t.Errorf("%v after %d writes, and it is called %q", err, network.times, d.Team(d.office).Name)
	}
}

// Twins that were pruned come back both.
func TestRevertOfTwins(t *testing.T) {
	t.Parallel()
	d := newPlanDemo(t, "2026.8.0")
	state := d.export(t)
	for range 2 {
		d.AddTeam("", boxofficetest.PretixTeam{Name: "Twin"})
	}
	before := d.seen()
	j := applyWritten(t, d, d.plan(t, state, &PlanOptions{Prune: true}))
	back, err := Revert(t.Context(), d.px, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), d.px, back, nil); err != nil {
		t.Error(err)
	}
	if got := d.seen(); got != before {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
}

// applyWritten applies a plan and returns its journal.
func applyWritten(t *testing.T, d *planDemo, p *Plan) *Journal {
	t.Helper()
	var text strings.Builder
	if _, err := Apply(t.Context(), d.px, p, &ApplyOptions{Removals: p.Removals(), Journal: &text}); err != nil {
		t.Fatal(err)
	}
	j, err := ReadJournal(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return j
}
