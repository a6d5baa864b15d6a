package access

import (
	"fmt"
	"slices"

	"github.com/boxoffice-go/boxoffice/internal/plaintext"
)

// Removals counts what is taken away: members, open invites, tokens and teams. With a
// team that is deleted go its members and invites, which count as well.
func (p *Plan) Removals() int {
	n := 0
	for _, s := range p.Steps {
		n += len(s.Members) + len(s.Invites)
		switch s.Kind {
		case StepRemoveMember, StepRevokeInvite, StepDisableToken, StepDeleteTeam:
			n++
		case StepUpdateTeam:
			if s.Takes != "" {
				n++
			}
		}
	}
	return n
}

// Leavers counts the people who are taken out of a team.
func (p *Plan) Leavers() int {
	people := map[int64]bool{}
	for _, s := range p.Steps {
		if s.Kind == StepRemoveMember {
			people[s.UserID] = true
		}
		for _, m := range s.Members {
			people[m.ID] = true
		}
	}
	return len(people)
}

const (
	// manyRemovals and manyPeople are from when on a plan has to be told how many
	// removals it makes: a file that was cut short looks like an order to remove.
	manyRemovals = 10
	manyPeople   = 5 // one in five
	// fewMembers is from when on losing more than half of a team is not just a hand-over.
	fewMembers = 3
)

// MustSayRemovals tells whether [ApplyOptions.Removals] has to name the number of
// removals: there are more than 10, a team of three or more loses more than half of its
// people, a team loses all that it may do, many are kept out for want of a second
// factor, or more than a fifth of the organizer's people
// leave a team. It does not look at teams one by one: a small one of a large organizer
// can lose everybody without it. A plan that named people or a team from the start
// has said it.
func (p *Plan) MustSayRemovals() bool {
	if p.Job == JobOffboard || p.Job == JobRetire {
		return false
	}
	return p.Removals() > manyRemovals || p.Leavers()*manyPeople > p.People || len(p.Drastic) > 0 ||
		slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Takes != "" })
}

// why says what the number of removals is asked for.
func (p *Plan) why() string {
	reasons := []string{fmt.Sprintf("%d of %d people leave a team", p.Leavers(), p.People)}
	for _, team := range p.Drastic {
		reasons = append(reasons, plaintext.Line(team))
	}
	for _, s := range p.Steps {
		if s.Takes != "" {
			reasons = append(reasons, plaintext.Line(s.Takes))
		}
	}
	return shorten(reasons)
}

// drastic notes the teams that lose more than half of their people: a source that went
// silent looks like an order to remove everybody.
func (p *Plan) drastic(s *Snapshot) {
	for i := range s.Groups {
		g := &s.Groups[i]
		leave := 0
		for _, step := range p.Steps {
			if step.TeamID == g.teamID() {
				leave += len(step.Members)
				if step.Kind == StepRemoveMember {
					leave++
				}
			}
		}
		if leave == 0 {
			continue
		}
		if all := len(s.Members(g.ID)); all >= fewMembers && leave*2 > all {
			p.Drastic = append(p.Drastic, fmt.Sprintf("team %s loses %d of %d members", g, leave, all))
		}
	}
}
