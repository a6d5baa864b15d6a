package access

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

// Job says what a plan is for.
type Job string

const (
	// JobTeams: teams as code, by [PlanTeams].
	JobTeams Job = "teams"
	// JobOnboard: people in, by [Onboard].
	JobOnboard Job = "onboard"
	// JobOffboard: people out, by [Offboard].
	JobOffboard Job = "offboard"
	// JobRetire: a team that can't be deleted, by [Retire].
	JobRetire Job = "retire"
	// JobRevert: back to what was before another plan, by [Revert].
	JobRevert Job = "revert"
)

// Plan is what is to be done at one organizer of pretix, step by step. It is data: it
// marshals to JSON and back, prints like a diff, and does nothing until [Apply]. It
// holds addresses of people, but no secret.
type Plan struct {
	// ID is random. The idempotency keys of the steps are made of it.
	ID string `json:"id"`
	// Job is what the plan is for.
	Job Job `json:"job"`
	// Server is where it was planned, and Organizer the organizer's slug: ids mean
	// something else elsewhere.
	Server    string `json:"server"`
	Organizer string `json:"organizer"`
	// Version is the server's version when it was planned.
	Version string `json:"version"`
	// PlannedAt is when what the plan saw was read.
	PlannedAt time.Time `json:"planned_at"`
	// Steps are in the order in which they are carried out: what gives access before
	// what takes it.
	Steps []Step `json:"steps"`
	// Warnings are what to know before applying.
	Warnings []string `json:"warnings,omitzero"`
	// Remains is what is left for a human, since no API reaches it.
	Remains []string `json:"remains,omitzero"`
	// People is how many people the organizer had, which removals are held against; 0
	// for a job that does not read them all.
	People int `json:"people"`
	// Drastic are the teams that lose more than half of their people.
	Drastic []string `json:"drastic,omitzero"`
	// NewestTeam is the highest id of a team that the plan saw: a team of the same name
	// with a higher one was made later.
	NewestTeam int64 `json:"newest_team"`
}

// StepKind is what a step does.
type StepKind string

const (
	// StepCreateTeam makes a team.
	StepCreateTeam StepKind = "create_team"
	// StepUpdateTeam changes a team.
	StepUpdateTeam StepKind = "update_team"
	// StepDeleteTeam deletes a team that never had a token.
	StepDeleteTeam StepKind = "delete_team"
	// StepInvite invites a person, or adds them at once if they have an account.
	StepInvite StepKind = "invite"
	// StepRevokeInvite takes an invite back.
	StepRevokeInvite StepKind = "revoke_invite"
	// StepRemoveMember takes a person out of a team.
	StepRemoveMember StepKind = "remove_member"
	// StepDisableToken disables a token, for ever.
	StepDisableToken StepKind = "disable_token"
)

// Step is one write. Which fields are set depends on its kind.
type Step struct {
	// Kind is what the step does.
	Kind StepKind `json:"kind"`
	// TeamID is the team, 0 for one that this plan makes.
	TeamID int64 `json:"team_id,omitzero"`
	// NewTeam is the number, counted from 1, of the step that makes the team.
	NewTeam int `json:"new_team,omitzero"`
	// Team is the team's name as the plan saw it, or as it shall be.
	Team string `json:"team"`
	// Grants stands for what the team may do, as the plan saw it: nobody is invited into
	// more.
	Grants string `json:"grants,omitzero"`
	// Change is what a team is to get.
	Change *TeamChange `json:"change,omitzero"`
	// Saw is the team as the plan saw it, for updates and deletions.
	Saw *boxoffice.Team `json:"saw,omitzero"`
	// Members and Invites are whom a team had that is to be deleted.
	Members []boxoffice.TeamMember `json:"members,omitzero"`
	Invites []boxoffice.TeamInvite `json:"invites,omitzero"`
	// Email is the person's address, or that of the invite.
	Email string `json:"email,omitzero"`
	// UserID is the person's account, for removals.
	UserID int64 `json:"user_id,omitzero"`
	// InviteID is the invite to revoke.
	InviteID int64 `json:"invite_id,omitzero"`
	// TokenID and Token are the token to disable and its name.
	TokenID int64  `json:"token_id,omitzero"`
	Token   string `json:"token,omitzero"`
	// Takes is what an update takes from many at once, so that it counts as a removal.
	Takes string `json:"takes,omitzero"`
	// Note is why a step does more than it was asked to.
	Note string `json:"note,omitzero"`
}

// PlanOptions say how to plan. Nil is the default of each.
type PlanOptions struct {
	// Prune takes away the teams that a state does not mention: those that never had a
	// token are deleted, the others, which pretix may refuse to delete, are emptied as
	// by [Retire].
	Prune bool
	// Guard refuses a plan that would lock people out.
	Guard Guard
	// Read says how the organizer is read.
	Read *ReadOptions
}

func (o *PlanOptions) orDefault() PlanOptions {
	if o == nil {
		return PlanOptions{}
	}
	return *o
}

// noPrune refuses an option that would say more than was asked for.
func (o *PlanOptions) noPrune() error {
	if o.Prune {
		return &boxoffice.ArgumentError{Argument: "opts.Prune", Reason: "is for PlanTeams only: this job touches what it is told to"}
	}
	return nil
}

// Empty tells whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Steps) == 0 }

// newPlan begins a plan of what a snapshot holds.
func newPlan(job Job, px *boxoffice.Pretix, s *Snapshot) *Plan {
	p := &Plan{
		ID: rand.Text(), Job: job, Server: px.String(), Organizer: s.Account, Version: s.Version, PlannedAt: s.TakenAt,
		Steps: []Step{}, People: len(s.People),
	}
	for i := range s.Groups {
		p.NewestTeam = max(p.NewestTeam, s.Groups[i].teamID())
	}
	return p
}

// Check tells whether a plan, which may come from a file, can be carried out at all.
func (p *Plan) Check() error {
	bad := func(place, reason string) error { return &boxoffice.ArgumentError{Argument: place, Reason: reason} }
	if p == nil {
		return bad("plan", "is nil")
	}
	if len(p.ID) < 8 || len(p.ID) > 100 || strings.ContainsFunc(p.ID, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return bad("plan.id", "is not that of a plan")
	}
	if p.Organizer == "" {
		return bad("plan.organizer", "is missing")
	}
	if !slices.Contains([]Job{JobTeams, JobOnboard, JobOffboard, JobRetire, JobRevert}, p.Job) {
		// How a plan is applied depends on it, and it is printed as it is.
		return bad("plan.job", "is none that there is")
	}
	for i, s := range p.Steps {
		place := fmt.Sprintf("plan.steps[%d]", i)
		if err := s.check(); err != nil {
			return bad(place, err.Error())
		}
		if s.NewTeam != 0 && (s.NewTeam < 1 || s.NewTeam > i || p.Steps[s.NewTeam-1].Kind != StepCreateTeam) {
			return bad(place+".new_team", "is no earlier step that makes a team")
		}
	}
	return nil
}

func (s *Step) check() error {
	if s.Kind == StepCreateTeam && (s.TeamID != 0 || s.NewTeam != 0) {
		return errors.New("it makes a team, and names one that is there")
	}
	if (s.TeamID > 0) == (s.NewTeam > 0) && s.Kind != StepCreateTeam {
		return errors.New("it has to name a team, or the step that makes it")
	}
	var complete bool
	switch s.Kind {
	case StepCreateTeam:
		complete = s.Change != nil && s.Change.Name != nil
	case StepUpdateTeam:
		complete = s.Change != nil && s.Saw != nil && s.TeamID > 0
	case StepDeleteTeam:
		complete = s.Saw != nil && s.TeamID > 0
	case StepInvite:
		complete = s.Email != ""
	case StepRevokeInvite:
		complete = s.InviteID > 0
	case StepRemoveMember:
		complete = s.UserID > 0
	case StepDisableToken:
		complete = s.TokenID > 0
	default:
		return fmt.Errorf("%q is no kind of step", s.Kind)
	}
	if !complete {
		return fmt.Errorf("a step of kind %s lacks what it needs", s.Kind)
	}
	// What is printed has to be what is meant.
	if s.Saw != nil && s.Saw.Name != s.Team || s.Kind == StepCreateTeam && *s.Change.Name != s.Team {
		return errors.New("it names one team and means another")
	}
	return nil
}

// same tells whether two plans are one: also a plan of the same id can have been edited
// since its steps were counted in a journal.
func (p *Plan) same(other *Plan) bool {
	a, err := json.Marshal(p)
	if err != nil {
		return false
	}
	b, err := json.Marshal(other)
	return err == nil && bytes.Equal(a, b)
}

// ParsePlan reads a plan that was written as JSON. It says what will be written, so
// nothing in it is left out without a word: keys that this version does not know, which a
// newer one may have written, repeated ones, values of another type and texts that are no
// Unicode are a [FileError], as is a file of more than 16 MiB; what [Plan.Check] refuses
// is a [boxoffice.ArgumentError].
func ParsePlan(data []byte) (*Plan, error) {
	p := new(Plan)
	if err := decodeFile(data, maxPlan, p); err != nil {
		return nil, fmt.Errorf("access: reading a plan: %w", err)
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return p, nil
}
