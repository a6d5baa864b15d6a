package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// Provisioning is a team with one token, as [Provision] makes it.
type Provisioning struct {
	// Name is the team's name, which no other team of the organizer may have.
	Name string `json:"name"`
	// Require2FA needs pretix 2024.4. Tokens are not affected.
	Require2FA bool `json:"require_2fa"`
	// Events are exactly the events that the team reaches; none when it is zero.
	Events boxoffice.EventAccess `json:"events"`
	// Permissions are exactly what the team may do; nothing where it is zero.
	Permissions boxoffice.Permissions `json:"permissions"`
	// TokenName is the new token's name; the team's name when it is empty.
	TokenName string `json:"token_name,omitempty"`
	// HandOver puts the secret where it is needed, and returns when it is there. It is
	// called at most once, after the token was proved. On an error of it the token is
	// disabled; the secret is taken out of the error's text.
	HandOver func(ctx context.Context, token *boxoffice.NewTeamToken) error `json:"-"`
	// Renew makes a new token also when the team has active ones, and disables those
	// after the hand-over. Without it they are [Provisioned.Existing], and no token is
	// made.
	Renew bool `json:"renew"`
	// Allowed and Forbidden are paths below /api/v1, such as
	// "/organizers/demo/events/gala/orders/", which the new token must be able to read,
	// and must not (403). A path that does not exist is neither.
	Allowed   []string `json:"allowed,omitzero"`
	Forbidden []string `json:"forbidden,omitzero"`
	// Guard judges the change of a team that is there.
	Guard Guard `json:"guard"`
}

// Provisioned is what [Provision] has done.
type Provisioned struct {
	// Team is the team as it is now, and Created or Changed is what happened to it.
	Team    *boxoffice.Team `json:"team"`
	Created bool            `json:"created"`
	Changed bool            `json:"changed"`
	// Token is the token that was made and handed over, none when there are Existing.
	Token TokenStatus `json:"token"`
	// Existing are the active tokens because of which none was made.
	Existing []boxoffice.TeamToken `json:"existing,omitzero"`
	// Disabled are the tokens that the new one took the place of.
	Disabled []boxoffice.TeamToken `json:"disabled,omitzero"`
	// Proved is what was proved of the new token, in words, before it was handed over.
	Proved []string `json:"proved,omitzero"`
}

// Provision makes a team be exactly what is described, and gives it one active API
// token, which it proves, hands over, and proves again.
//
// The team is found by its name, made if there is none, and changed if it differs. It
// is made or changed also when no token is made.
//
// Before anybody gets the token these are proved: it is one of the organizer; it may
// manage teams, or is refused to; the list of events that it sees is exactly the
// wanted one, or for all events has all that px can see; each of Allowed answers and
// each of Forbidden is 403. When a proof or the hand-over fails the token is disabled,
// also when ctx has ended. The error is a [ProvisionError], which says what is true.
// Run it again: with Renew every run ends with one active token, and without it the
// run tells of the tokens that there are.
//
// The credential of px may be one of the tokens that Renew disables: the new one then
// does it, and px is refused from then on. Of two runs with Renew at once, one may disable what the other has handed
// over; that one is told ([ErrDisplaced]), unless it was done by then.
func Provision(ctx context.Context, px *boxoffice.Pretix, organizer string, p Provisioning) (*Provisioned, error) {
	run := &provisioning{Provisioning: p, px: px, organizer: organizer}
	run.done.Token.State = TokenNone
	if err := run.run(ctx); err != nil {
		return nil, run.failure(ctx, err)
	}
	return &run.done, nil
}

// provisioning is one run.
type provisioning struct {
	Provisioning
	px        *boxoffice.Pretix
	organizer string
	stage     Stage
	done      Provisioned

	tokens []boxoffice.TeamToken // of the team, before this run made one
	next   *newToken
}

func (p *provisioning) run(ctx context.Context) error {
	p.stage = StageLook
	if err := p.check(); err != nil {
		return err
	}
	if err := p.provideTeam(ctx); err != nil {
		return err
	}
	var err error
	if p.tokens, err = readTokens(ctx, p.px, p.organizer, p.done.Team.ID); err != nil {
		return err
	}
	if active := activeTokens(p.tokens); len(active) > 0 && !p.Renew {
		p.done.Existing = active
		return nil
	}
	return p.provideToken(ctx)
}

// check refuses what can't be, and fills in what is left out.
func (p *provisioning) check() error {
	switch {
	case p.px == nil:
		return &boxoffice.ArgumentError{Argument: "px", Reason: "the client is nil"}
	case p.HandOver == nil:
		return &boxoffice.ArgumentError{Argument: "HandOver", Reason: "a function is needed that gets the secret"}
	case trimName(p.Name) == "":
		return &boxoffice.ArgumentError{Argument: "Name", Reason: "the name is empty"}
	}
	p.Name = trimName(p.Name)
	if p.TokenName = trimName(p.TokenName); p.TokenName == "" {
		p.TokenName = p.Name
	}
	if p.Events.IsZero() {
		p.Events = boxoffice.OnlyEvents()
	}
	p.Permissions = exactly(p.Permissions)
	for argument, paths := range map[string][]string{"Allowed": p.Allowed, "Forbidden": p.Forbidden} {
		for _, path := range paths {
			if err := checkPath(p.px, path); err != nil {
				return fmt.Errorf("%s: %w", argument, err)
			}
		}
	}
	return nil
}

// exactly fills in nothing for what is not said, and leaves out checking in where the
// team may change orders, which includes it, as teams are read.
func exactly(p boxoffice.Permissions) boxoffice.Permissions {
	if p.Event.IsZero() {
		p.Event = boxoffice.OnlyPermissions()
	}
	if p.Organizer.IsZero() {
		p.Organizer = boxoffice.OnlyPermissions()
	}
	if !p.Event.IsAll() && p.Event.Has(boxoffice.PermissionEventOrdersWrite) {
		var kept []boxoffice.Permission
		for _, permission := range p.Event.List() {
			if permission != boxoffice.PermissionEventOrdersCheckin {
				kept = append(kept, permission)
			}
		}
		p.Event = boxoffice.OnlyPermissions(kept...)
	}
	return p
}

// provideTeam makes the team be what is wanted.
func (p *provisioning) provideTeam(ctx context.Context) error {
	team, err := p.findTeam(ctx)
	if err != nil {
		return err
	}
	p.done.Team = team
	switch {
	case team == nil:
		p.stage = StageTeam
		err = p.createTeam(ctx)
	case p.differs(team) != "":
		p.stage = StageTeam
		err = p.updateTeam(ctx, team)
	}
	if err != nil {
		return err
	}
	if wrong := p.differs(p.done.Team); wrong != "" {
		return fmt.Errorf("the server took the team, and then it differs from what was asked for: %s", wrong)
	}
	return nil
}

func (p *provisioning) findTeam(ctx context.Context) (*boxoffice.Team, error) {
	var found []boxoffice.Team
	strict := &boxoffice.TeamListOptions{ListOptions: boxoffice.ListOptions{Strict: true, PageSize: 50}}
	for team, err := range p.px.Teams.All(ctx, p.organizer, strict) {
		if err != nil {
			return nil, err
		}
		if trimName(team.Name) == p.Name {
			found = append(found, team)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return &found[0], nil
	}
	var ids []string
	for _, team := range found {
		ids = append(ids, fmt.Sprint(team.ID))
	}
	return nil, fmt.Errorf("%d teams have the name %q, so it is not known which one is meant: %s; rename or delete all but one",
		len(found), p.Name, strings.Join(ids, ", "))
}

// differs says in what a team is not what is wanted, "" for nothing.
func (p *provisioning) differs(team *boxoffice.Team) string {
	var in []string
	if trimName(team.Name) != p.Name {
		in = append(in, fmt.Sprintf("name %q", team.Name))
	}
	if requires := team.Require2FA != nil && *team.Require2FA; requires != p.Require2FA {
		in = append(in, fmt.Sprintf("require_2fa %v", requires))
	}
	if !team.Events().Equal(p.Events) {
		in = append(in, "events "+team.Events().String())
	}
	if may := team.Permissions(); !may.Equal(p.Permissions) {
		in = append(in, fmt.Sprintf("permissions %s; %s", may.Event, may.Organizer))
	}
	if hidden := team.HiddenPermissions(); len(hidden) > 0 {
		in = append(in, fmt.Sprintf("hidden permissions %s", boxoffice.OnlyPermissions(hidden...)))
	}
	return strings.Join(in, ", ")
}

// createTeam makes the team, and asks the same again under the same key when it can't
// be known whether that happened.
func (p *provisioning) createTeam(ctx context.Context) error {
	create := boxoffice.TeamCreate{Name: p.Name, Require2FA: p.Require2FA, Events: p.Events, Permissions: p.Permissions}
	keyed := keyed(ctx)
	team, err := p.px.Teams.Create(keyed, p.organizer, create)
	if first := err; errors.Is(err, boxoffice.ErrOutcomeUnknown) && ctx.Err() == nil {
		team, err = p.px.Teams.Create(keyed, p.organizer, create)
		err = stillUnknown(first, err)
	}
	p.done.Team, p.done.Created = team, team != nil
	if err != nil {
		return err
	}
	// Somebody else may have made one of that name since the look.
	_, err = p.findTeam(ctx)
	return err
}

func (p *provisioning) updateTeam(ctx context.Context, team *boxoffice.Team) error {
	change := &TeamChange{Require2FA: &p.Require2FA, Events: p.Events, Permissions: p.Permissions}
	change.trim(team)
	if len(team.HiddenPermissions()) > 0 {
		change.Permissions, change.Exact = p.Permissions, true
	}
	repair(team, change)
	// The one place where a team is changed that somebody may depend on.
	if err := p.Guard.update(ctx, p.px, p.organizer, team, change); err != nil {
		return err
	}
	update := change.update()
	keyed := keyed(ctx)
	changed, err := p.px.Teams.Update(keyed, p.organizer, team.ID, update)
	if first := err; errors.Is(err, boxoffice.ErrOutcomeUnknown) && ctx.Err() == nil {
		changed, err = p.px.Teams.Update(keyed, p.organizer, team.ID, update)
		err = stillUnknown(first, err)
	}
	if changed != nil {
		p.done.Team, p.done.Changed = changed, true
	}
	return err
}

// stillUnknown is the error of a write that was asked for again. What kept the second
// from an answer says nothing of the first.
func stillUnknown(first, again error) error {
	if again == nil || errors.Is(again, boxoffice.ErrOutcomeUnknown) || errors.Is(again, boxoffice.ErrInvalid) {
		return again
	}
	return fmt.Errorf("%w; asked again: %w", first, again)
}

// provideToken makes the token, proves it, hands it over and disables the others.
func (p *provisioning) provideToken(ctx context.Context) error {
	p.stage = StageCreate
	p.next = &newToken{px: p.px, organizer: p.organizer, team: p.done.Team}
	if err := p.next.create(ctx, p.TokenName, p.tokens); err != nil {
		return err
	}
	p.stage = StageProve
	if err := p.prove(ctx); err != nil {
		p.next.withdraw(ctx)
		return fmt.Errorf("the new token is not good: %w", err)
	}
	p.stage = StageHandOver
	if err := p.next.handOver(ctx, p.HandOver); err != nil {
		return err
	}
	p.stage = StageDisable
	if err := p.next.stays(ctx); err != nil {
		return err
	}
	for _, t := range activeTokens(p.tokens) {
		if err := p.next.disable(ctx, t.ID); err != nil {
			return fmt.Errorf("disabling the token %d: %w", t.ID, err)
		}
		t.Active = false
		p.done.Disabled = append(p.done.Disabled, t)
	}
	if len(p.done.Disabled) > 0 {
		if err := p.next.stays(ctx); err != nil {
			return err
		}
	}
	p.done.Token = p.next.status
	return nil
}

// failure tells the state with the error.
func (p *provisioning) failure(ctx context.Context, err error) error {
	e := &ProvisionError{
		Stage: p.stage, Organizer: p.organizer, Name: p.Name, Created: p.done.Created, Changed: p.done.Changed,
		Token: TokenStatus{State: TokenNone}, Err: err,
	}
	if p.done.Team != nil {
		e.TeamID = p.done.Team.ID
	}
	if p.next == nil {
		return e
	}
	e.Token, e.HandedOver = p.next.status, p.next.handedOver
	e.Others = activeTokens(p.tokens)
	if p.stage != StageDisable {
		return e
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	if state := p.next.look(ctx, e.Token.ID); state != TokenUnknown {
		e.Token.State = state
	}
	e.Others = nil
	for _, t := range activeTokens(p.tokens) {
		if tokenByID(p.done.Disabled, t.ID) == nil && p.next.look(ctx, t.ID) != TokenInactive {
			e.Others = append(e.Others, t)
		}
	}
	return e
}
