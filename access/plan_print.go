package access

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// String prints the plan like a diff, team by team: + is added, - is taken away, ~ is
// changed. Names and addresses are made safe to print.
func (p *Plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Plan %s (%s) for organizer %s, pretix %s: ", p.ID, p.Job, plaintext.Line(p.Organizer), plaintext.Line(p.Version))
	if p.Empty() {
		b.WriteString("nothing to do\n")
	} else {
		added, changed := p.count(StepCreateTeam)+p.count(StepInvite), p.count(StepUpdateTeam)
		fmt.Fprintf(&b, "%d to add, %d to change, %d to take away\n", added, changed, p.Removals())
	}
	for _, steps := range p.byTeam() {
		printTeam(&b, steps)
	}
	for _, d := range p.Drastic {
		b.WriteString("! " + plaintext.Line(d) + "\n")
	}
	for _, w := range p.Warnings {
		b.WriteString("! " + plaintext.Line(w) + "\n")
	}
	for _, r := range p.Remains {
		b.WriteString("* left for you: " + plaintext.Line(r) + "\n")
	}
	return b.String()
}

func (p *Plan) count(kind StepKind) int {
	n := 0
	for _, s := range p.Steps {
		if s.Kind == kind {
			n++
		}
	}
	return n
}

// byTeam are the steps of each team, in the order of the teams' first steps.
func (p *Plan) byTeam() [][]Step {
	var order []string
	teams := map[string][]Step{}
	for i, s := range p.Steps {
		key := strconv.FormatInt(s.TeamID, 10)
		switch {
		case s.Kind == StepCreateTeam:
			key = fmt.Sprintf("new %d", i+1)
		case s.NewTeam > 0:
			key = fmt.Sprintf("new %d", s.NewTeam)
		}
		if _, ok := teams[key]; !ok {
			order = append(order, key)
		}
		teams[key] = append(teams[key], s)
	}
	out := make([][]Step, len(order))
	for i, key := range order {
		// What a team is comes before who is in it, though some of it is done last.
		slices.SortStableFunc(teams[key], func(a, b Step) int { return a.shown() - b.shown() })
		out[i] = teams[key]
	}
	return out
}

func (s *Step) shown() int {
	if s.Kind == StepCreateTeam || s.Kind == StepUpdateTeam {
		return 0
	}
	return 1
}

func printTeam(b *strings.Builder, steps []Step) {
	sign := "~"
	for _, s := range steps {
		switch s.Kind {
		case StepCreateTeam:
			sign = "+"
		case StepDeleteTeam:
			sign = "-"
		}
	}
	fmt.Fprintf(b, "%s team %s\n", sign, steps[0].team())
	for _, s := range steps {
		for _, line := range s.lines() {
			b.WriteString("    " + line + "\n")
		}
		if s.Takes != "" {
			b.WriteString("    ! " + plaintext.Line(s.Takes) + "\n")
		}
		if s.Note != "" {
			b.WriteString("    ! " + plaintext.Line(s.Note) + "\n")
		}
	}
}

// team names the step's team.
func (s *Step) team() string {
	name := strconv.Quote(plaintext.Line(s.Team))
	if s.TeamID > 0 {
		name += fmt.Sprintf(" (%d)", s.TeamID)
	}
	return name
}

// String says what the step does.
func (s Step) String() string {
	switch s.Kind {
	case StepCreateTeam:
		return "make team " + s.team()
	case StepUpdateTeam:
		return "change team " + s.team()
	case StepDeleteTeam:
		return "delete team " + s.team()
	case StepInvite:
		return "invite " + plaintext.Line(s.Email) + " into team " + s.team()
	case StepRevokeInvite:
		return "revoke the invite of " + s.who() + " into team " + s.team()
	case StepRemoveMember:
		return "remove " + s.who() + " from team " + s.team()
	case StepDisableToken:
		return "disable " + s.tokenText() + " of team " + s.team()
	}
	return string(s.Kind)
}

func (s *Step) who() string {
	switch {
	case s.Email != "":
		return plaintext.Line(s.Email)
	case s.UserID != 0:
		return userPrefix + strconv.FormatInt(s.UserID, 10)
	}
	return "nobody (the address is empty)"
}

func (s *Step) tokenText() string {
	return fmt.Sprintf("token %s (%d)", strconv.Quote(plaintext.Line(s.Token)), s.TokenID)
}

// lines are what a diff shows of the step below its team.
func (s *Step) lines() []string {
	switch s.Kind {
	case StepCreateTeam:
		return describeChange(&boxoffice.Team{}, s.Change, true)
	case StepUpdateTeam:
		return describeChange(s.Saw, s.Change, false)
	case StepDeleteTeam:
		var out []string
		for _, m := range s.Members {
			out = append(out, "- "+(&Step{Email: m.Email, UserID: m.ID}).who())
		}
		for _, i := range s.Invites {
			out = append(out, "- "+(&Step{Email: i.Email}).who()+" (open invite)")
		}
		return out
	case StepInvite:
		return []string{"+ " + plaintext.Line(s.Email)}
	case StepRevokeInvite:
		return []string{"- " + s.who() + " (open invite)"}
	case StepRemoveMember:
		return []string{"- " + s.who()}
	case StepDisableToken:
		return []string{"- " + s.tokenText()}
	}
	return nil
}

// describeChange are the fields that a change moves.
func describeChange(saw *boxoffice.Team, c *TeamChange, fresh bool) []string {
	var out []string
	if c.Name != nil && !fresh && *c.Name != saw.Name {
		out = append(out, fmt.Sprintf("~ name: %q → %q", plaintext.Line(saw.Name), plaintext.Line(*c.Name)))
	}
	if c.Require2FA != nil && (fresh && *c.Require2FA || !fresh && *c.Require2FA != (saw.Require2FA != nil && *saw.Require2FA)) {
		out = append(out, fmt.Sprintf("~ require 2FA: %t", *c.Require2FA))
	}
	was := saw.Permissions()
	for _, f := range []struct {
		name             string
		was, is          string
		wasList, isList  []string
		wasAll, set, all bool
		same             bool // compared as they are, not as they print
	}{
		{"events", saw.Events().String(), c.Events.String(), saw.Events().Slugs(), c.Events.Slugs(), saw.Events().IsAll(), !c.Events.IsZero(), c.Events.IsAll(), c.Events.Equal(saw.Events())},
		{
			"event permissions", was.Event.String(), c.Permissions.Event.String(), texts(was.Event), texts(c.Permissions.Event),
			was.Event.IsAll(), !c.Permissions.Event.IsZero(), c.Permissions.Event.IsAll(), c.Permissions.Event.Equal(was.Event),
		},
		{
			"organizer permissions", was.Organizer.String(), c.Permissions.Organizer.String(), texts(was.Organizer), texts(c.Permissions.Organizer),
			was.Organizer.IsAll(), !c.Permissions.Organizer.IsZero(), c.Permissions.Organizer.IsAll(), c.Permissions.Organizer.Equal(was.Organizer),
		},
	} {
		switch {
		case !f.set || !fresh && f.same:
		case fresh:
			out = append(out, fmt.Sprintf("+ %s: %s", f.name, f.is))
		case f.wasAll || f.all:
			out = append(out, fmt.Sprintf("~ %s: %s → %s", f.name, f.was, f.is))
		default:
			out = append(out, fmt.Sprintf("~ %s:%s", f.name, listDiff(f.wasList, f.isList)))
		}
	}
	if c.Exact {
		for _, p := range c.hidden(saw) {
			out = append(out, fmt.Sprintf("~ without seeing them, which names don't show: -%s", plaintext.Line(string(p))))
		}
	}
	return out
}

func texts(s boxoffice.PermissionSet) []string {
	out := make([]string, 0, len(s.List()))
	for _, p := range s.List() {
		out = append(out, string(p))
	}
	return out
}

func listDiff(was, is []string) string {
	var b strings.Builder
	for _, v := range is {
		if !slices.Contains(was, v) {
			b.WriteString(" +" + plaintext.Line(v))
		}
	}
	for _, v := range was {
		if !slices.Contains(is, v) {
			b.WriteString(" -" + plaintext.Line(v))
		}
	}
	return b.String()
}
