package boxoffice

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
)

// Team is a group of people and API tokens who may do the same things at an
// organizer. The names of its members are not part of it; see [MembersService].
//
// It holds what the server sent, in the server's own fields. [Team.Permissions]
// and [Team.Events] say the same in a form that does not depend on the server's
// version.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
type Team struct {
	// ID never changes and is never used again.
	ID int64 `json:"id"`
	// Name is not unique. It may hold anything, control characters included.
	Name string `json:"name"`
	// Require2FA keeps out members who use no second factor, everywhere and not
	// only here; tokens are not affected. Nil before pretix 2024.4.
	Require2FA *bool `json:"require_2fa,omitzero"`

	// AllEvents and LimitEvents are the two wire fields of [Team.Events].
	AllEvents   bool     `json:"all_events"`
	LimitEvents []string `json:"limit_events"`

	// The wire fields of [Team.Permissions] since pretix 2026.3; lists are sets in
	// no order. Before, the lists are nil.
	AllEventPermissions       bool         `json:"all_event_permissions"`
	LimitEventPermissions     []Permission `json:"limit_event_permissions,omitzero"`
	AllOrganizerPermissions   bool         `json:"all_organizer_permissions"`
	LimitOrganizerPermissions []Permission `json:"limit_organizer_permissions,omitzero"`

	// The permissions before pretix 2026.3. Newer servers derive them, which shows
	// less than the team may do; older ones lack CanCheckinOrders (before 3.17),
	// CanManageCustomers (before 4.0) and CanManageReusableMedia (before 4.18).
	CanChangeEventSettings     bool `json:"can_change_event_settings"`
	CanChangeItems             bool `json:"can_change_items"`
	CanViewOrders              bool `json:"can_view_orders"`
	CanChangeOrders            bool `json:"can_change_orders"`
	CanCheckinOrders           bool `json:"can_checkin_orders"`
	CanViewVouchers            bool `json:"can_view_vouchers"`
	CanChangeVouchers          bool `json:"can_change_vouchers"`
	CanCreateEvents            bool `json:"can_create_events"`
	CanChangeOrganizerSettings bool `json:"can_change_organizer_settings"`
	CanChangeTeams             bool `json:"can_change_teams"`
	CanManageGiftCards         bool `json:"can_manage_gift_cards"`
	CanManageCustomers         bool `json:"can_manage_customers"`
	CanManageReusableMedia     bool `json:"can_manage_reusable_media"`
}

// named tells whether the team comes from a server with permissions by name.
func (t *Team) named() bool {
	return t.LimitEventPermissions != nil || t.LimitOrganizerPermissions != nil
}

// MarshalJSON writes the server's own keys, those of its permission model; booleans
// that it does not have yet are false.
func (t Team) MarshalJSON() ([]byte, error) {
	type plain Team
	if t.named() {
		return json.Marshal(plain(t))
	}
	return json.Marshal(struct {
		plain
		AllEventPermissions     *bool `json:"all_event_permissions,omitzero"`
		AllOrganizerPermissions *bool `json:"all_organizer_permissions,omitzero"`
	}{plain: plain(t)})
}

// Events is which events the team reaches, as one value.
func (t *Team) Events() EventAccess {
	if t.AllEvents {
		return AllEvents()
	}
	return OnlyEvents(t.LimitEvents...)
}

// Permissions is what the team may do, in the vocabulary of pretix 2026.3 and
// newer. A team of an older server reads as pretix's own migration will leave it,
// so it reads the same before and after its server is upgraded: check-in beside
// changing orders is not named, since that includes it, and changing orders (or
// vouchers) without seeing them is not counted. Upgrades that begin before 4.18 give
// some teams customers and reusable media besides, which did not exist before.
func (t *Team) Permissions() Permissions {
	if !t.named() {
		return Permissions{Event: migrated(t, eventLevel), Organizer: migrated(t, organizerLevel)}
	}
	p := Permissions{Event: AllPermissions(), Organizer: AllPermissions()}
	if !t.AllEventPermissions {
		p.Event = OnlyPermissions(t.LimitEventPermissions...)
	}
	if !t.AllOrganizerPermissions {
		p.Organizer = OnlyPermissions(t.LimitOrganizerPermissions...)
	}
	return p
}

// CanManageTeams tells whether the team's people and tokens may see and change
// teams, which on pretix is one permission.
func (t *Team) CanManageTeams() bool {
	return t.Permissions().Has(PermissionOrganizerTeamsWrite)
}

// HiddenPermissions are what a team of pretix before 2026.3 may do and
// [Team.Permissions] does not name: changing orders, or vouchers, without seeing them.
// An upgrade takes it away; until then [TeamUpdate.Exact] does. Check-in is not among
// them: whoever may change orders may check in.
func (t *Team) HiddenPermissions() []Permission {
	if t.named() {
		return nil
	}
	var out []Permission
	may := t.Permissions()
	for _, b := range t.Booleans() {
		for _, p := range b.Grants {
			if !may.Has(p) && (p != PermissionEventOrdersCheckin || !t.CanChangeOrders) {
				out = append(out, p)
			}
		}
	}
	return out
}

// TeamBoolean is one of the thirteen booleans that were a team's permissions before
// pretix 2026.3.
type TeamBoolean struct {
	// Key is its name in the API, such as "can_view_orders".
	Key string
	// Grants is what it allows, in the newer vocabulary.
	Grants []Permission
}

// Booleans are those of the team's booleans that are true. On a newer server, which
// derives them, they show less than the team may do; what they grant, uncut, is what
// an older server lets the team do, where [Team.Permissions] is what an upgrade will
// leave of it.
func (t *Team) Booleans() []TeamBoolean {
	var out []TeamBoolean
	for _, f := range flags {
		if f.team(t) {
			out = append(out, TeamBoolean{Key: f.key, Grants: slices.Clone(f.grants)})
		}
	}
	return out
}

// Input is the whole team in the form that [TeamsService.Create] and
// [TeamsService.Replace] take. On the server that the team comes from, what is
// not changed in it is written as it was.
func (t *Team) Input() TeamCreate {
	origin := *t
	return TeamCreate{
		Name:        t.Name,
		Require2FA:  t.Require2FA != nil && *t.Require2FA,
		Events:      t.Events(),
		Permissions: t.Permissions(),
		origin:      &origin,
	}
}

// TeamCreate is a whole team, to be created or to replace another.
type TeamCreate struct {
	// Name is required: 1 to 190 characters, not only spaces.
	Name string
	// Require2FA needs pretix 2024.4.
	Require2FA bool
	// Events is which events the team reaches; none when it is zero.
	Events EventAccess
	// Permissions is what the team may do; nothing when it is zero.
	Permissions Permissions
	// LegacyPermissions say the same in booleans. A level of Permissions and a
	// boolean of that level can't be combined.
	LegacyPermissions

	origin *Team
}

// TeamUpdate changes what is set in it and leaves the rest of a team alone.
type TeamUpdate struct {
	// Name is the new name: 1 to 190 characters, not only spaces.
	Name *string
	// Require2FA needs pretix 2024.4; setting it on an older server is refused,
	// since it would be dropped in silence.
	Require2FA *bool
	// Events replaces which events the team reaches. To add or remove some, see
	// [TeamsService.AddEvents] and [TeamsService.RemoveEvents].
	Events EventAccess
	// Permissions replaces the levels that are set. To add or remove some, see
	// [TeamsService.Grant] and [TeamsService.Revoke].
	Permissions Permissions
	// Exact makes Permissions also take what it does not show: on pretix before 2026.3
	// a team may be allowed to change orders, or vouchers, and not to see them, which
	// reads as not allowed, and is left as it is otherwise. Newer servers have nothing
	// of the kind.
	Exact bool
	// LegacyPermissions changes the booleans that are set, and with them nothing
	// else. A level of Permissions and a boolean of that level can't be combined.
	LegacyPermissions
}

// TeamListOptions are the options of a list of teams, which pretix sorts by id.
type TeamListOptions struct{ ListOptions }

// TeamsService reads and writes an organizer's teams. All of it, reading too,
// needs the permission organizer.teams:write (can_change_teams).
//
// pretix checks nothing that would lock the caller out: a token may take the
// right to manage teams from its own team.
type TeamsService struct{ px *Pretix }

const (
	teamsPath = "/organizers/{organizer}/teams/"
	teamPath  = "/organizers/{organizer}/teams/{team}/"
)

func (s *TeamsService) list(organizer string) *list[Team, int64] {
	return &list[Team, int64]{
		client:    s.px.client,
		req:       request{op: "Teams.List", method: "GET", path: teamsPath, args: []any{organizer}},
		id:        func(t *Team) int64 { return t.ID },
		ascending: true,
		seen: func(teams []Team) {
			if len(teams) > 0 {
				s.px.model.learn(&teams[0])
			}
		},
	}
}

// List reads one page of the organizer's teams.
//
// GET /api/v1/organizers/{organizer}/teams/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrForbidden] when the credential may not manage teams or the organizer does
// not exist; [ErrNotFound] for a page beyond the end.
func (s *TeamsService) List(ctx context.Context, organizer string, opts *TeamListOptions) (*Page[Team], error) {
	return s.list(organizer).page(ctx, listOptions(opts))
}

// Pages walks the pages of the organizer's teams, lazily. A team that is created
// or deleted meanwhile, also by the loop itself, makes the walk miss no other, as
// long as the count shows the change: one created and one deleted between two requests
// can hide a third; see [ListOptions.Strict].
// It ends at the first error. Route and errors as for List.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *TeamsService) Pages(ctx context.Context, organizer string, opts *TeamListOptions) iter.Seq2[*Page[Team], error] {
	return s.list(organizer).pages(ctx, listOptions(opts))
}

// All walks the organizer's teams, as Pages does.
//
// See https://docs.pretix.eu/dev/api/resources/teams.html
func (s *TeamsService) All(ctx context.Context, organizer string, opts *TeamListOptions) iter.Seq2[Team, error] {
	return s.list(organizer).all(ctx, listOptions(opts))
}

// Get reads one team.
//
// GET /api/v1/organizers/{organizer}/teams/{id}/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrNotFound] when the organizer has no such team.
func (s *TeamsService) Get(ctx context.Context, organizer string, teamID int64) (*Team, error) {
	return s.fetch(ctx, request{op: "Teams.Get", method: "GET", path: teamPath, args: []any{organizer, teamID}})
}

// Create makes a team without members and tokens. The creator does not become a
// member. When the server turns out to be of another version than the client knew,
// what it made is returned beside the error; so it is by Update and Replace, and also when
// the answer has other permissions than were sent. Combinations of permissions that pretix would store now and refuse at
// the next update are refused before sending, as an [ArgumentError].
//
// If permissions or Require2FA are set and the server's version is not known yet,
// the version is asked first, once per client.
//
// POST /api/v1/organizers/{organizer}/teams/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrInvalid] for an event that the organizer does not have.
func (s *TeamsService) Create(ctx context.Context, organizer string, team TeamCreate) (*Team, error) {
	req := request{op: "Teams.Create", method: "POST", path: teamsPath, args: []any{organizer}}
	if err := req.fill(); err != nil {
		return nil, err
	}
	body, err := s.createBody(ctx, team)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, req, body)
}

// Update changes what is set in change.
//
// If permissions or Require2FA are set and the server's version is not known yet,
// the version is asked first, once per client. Booleans for pretix 2026.3 or newer,
// and permissions by name for an older one, need one more request: the team is
// read, they are applied, and the result is written, so that a change of its
// permissions by somebody else in between is lost.
//
// PATCH /api/v1/organizers/{organizer}/teams/{id}/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrNotFound]; [ErrInvalid]; [ErrTeamStuck] when the server would refuse any
// update that does not repair the team first, which is found out by reading it
// after a refusal.
func (s *TeamsService) Update(ctx context.Context, organizer string, teamID int64, change TeamUpdate) (*Team, error) {
	req := updateRequest(organizer, teamID)
	if err := req.fill(); err != nil {
		return nil, err
	}
	body, err := s.changeBody(ctx, change, func() (*Team, error) { return s.Get(ctx, organizer, teamID) })
	if err != nil {
		return nil, err
	}
	team, err := s.write(ctx, req, body)
	return team, s.explainStuck(ctx, organizer, teamID, body, err)
}

// Replace makes the team what is given, all of it. [Team.Input] makes the input
// of a team that was read.
//
// If the server's version is not known yet, it is asked first, once per client.
// Permissions by name for pretix before 2026.3 need one more request when they are
// not those of an Input from there: the team is read, since some of the booleans of
// a level that is given don't show in names and are left as they are.
//
// PUT /api/v1/organizers/{organizer}/teams/{id}/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrNotFound]; [ErrInvalid]; [ErrTeamStuck] as for Update.
func (s *TeamsService) Replace(ctx context.Context, organizer string, teamID int64, team TeamCreate) (*Team, error) {
	req := request{op: "Teams.Replace", method: "PUT", path: teamPath, args: []any{organizer, teamID}}
	if err := req.fill(); err != nil {
		return nil, err
	}
	body, err := s.replaceBody(ctx, organizer, teamID, team)
	if err != nil {
		return nil, err
	}
	replaced, err := s.write(ctx, req, body)
	return replaced, s.explainStuck(ctx, organizer, teamID, body, err)
}

// Delete deletes a team with its tokens and invites; the people keep their
// accounts. pretix does not check whether anybody is left who may manage teams.
//
// A team of which a token has ever written something can't be deleted: pretix
// answers 500, on every version, and no token can delete its own team. When a
// look finds the team still there with tokens the error is [ErrTeamProtected] and
// names the way out; it is not retried. When the look finds it gone the error says
// so, and is still [ErrServer].
//
// DELETE /api/v1/organizers/{organizer}/teams/{id}/, see https://docs.pretix.eu/dev/api/resources/teams.html.
// [ErrNotFound] when there is no such team.
func (s *TeamsService) Delete(ctx context.Context, organizer string, teamID int64) error {
	err := s.px.client.call(ctx, request{
		op: "Teams.Delete", method: "DELETE", path: teamPath, args: []any{organizer, teamID}, final500: true,
	}, nil)
	if e, ok := errors.AsType[*Error](err); ok && errors.Is(e, ErrServer) {
		return s.explainProtected(ctx, organizer, teamID, e.copied())
	}
	return err
}

// explainProtected looks whether a failed deletion is pretix's protection of its
// audit log. Deleting is the one write of pretix that older versions don't do in
// one transaction, so only a look tells what became of it.
func (s *TeamsService) explainProtected(ctx context.Context, organizer string, teamID int64, e *Error) error {
	_, err := s.Get(ctx, organizer, teamID)
	if errors.Is(err, ErrNotFound) {
		e.Hint = "the team is gone all the same"
		return e
	}
	if err != nil {
		e.addKind(ErrOutcomeUnknown)
		return e
	}
	tokens, err := s.px.Tokens.List(ctx, organizer, teamID, nil)
	if err != nil || len(tokens.Items) == 0 {
		return e
	}
	e.kinds = slices.Insert(e.kinds, 0, ErrTeamProtected)
	e.Hint = "pretix does not delete a team of which a token has written something, since its audit log refers to the token; " +
		"disable the team's tokens, revoke its invites, remove its members and take its permissions instead"
	return e
}

func updateRequest(organizer string, teamID int64) request {
	return request{op: "Teams.Update", method: "PATCH", path: teamPath, args: []any{organizer, teamID}}
}

// errOtherVersion is a write to a server of another version than was known.
var errOtherVersion = errors.New("the write happened, but the server is not of the version that this client knew: " +
	"it may have dropped what was sent, or changed other permissions too; read the team and write again")

// write sends a body and holds the answer against it: a server of another version
// than the client knew does something else with it. The team is then returned
// beside the error.
func (s *TeamsService) write(ctx context.Context, r request, body map[string]any) (*Team, error) {
	team, wanted, known, whole := new(Team), r.teamID(), s.px.model.get(), r.method == "PUT"
	r.body = body
	r.valid = func() error {
		switch {
		case !team.answers(wanted):
			return errUnexpected
		case !team.took(body), whole && known != nil && !known.fits(team):
			return errOtherVersion
		}
		return nil
	}
	err := s.px.client.call(ctx, r, team)
	if err != nil && !errors.Is(err, errOtherVersion) {
		return nil, err
	}
	s.px.model.learn(team)
	return team, err
}

// took tells whether a server that answers with this team understood the keys that
// were sent to it.
func (t *Team) took(body map[string]any) bool {
	for _, l := range []level{eventLevel, organizerLevel} {
		if list, sent := body[l.limitKey()].([]Permission); sent && (!t.named() || !t.holds(l, body[l.allKey()] == true, list)) {
			return false
		}
	}
	for _, f := range flags {
		if value, sent := body[f.key]; sent && (t.named() || value != f.team(t)) {
			return false
		}
	}
	value, sent := body["require_2fa"]
	return !sent || t.Require2FA != nil && *t.Require2FA == value
}

// holds tells whether a level of a team with names is just that. Permissions would say
// the same, and allocate.
func (t *Team) holds(l level, all bool, list []Permission) bool {
	isAll, is := t.AllEventPermissions, t.LimitEventPermissions
	if l == organizerLevel {
		isAll, is = t.AllOrganizerPermissions, t.LimitOrganizerPermissions
	}
	return isAll == all && (all || len(is) == len(list) && !slices.ContainsFunc(list, func(p Permission) bool { return !slices.Contains(is, p) }))
}

// teamID is the team that a request is about, 0 for a new one.
func (r *request) teamID() int64 {
	if len(r.args) < 2 {
		return 0
	}
	return r.args[1].(int64)
}

// answers tells whether it is the team that was asked for, and whole: a replayed key or
// a cache may answer with another.
func (t *Team) answers(wanted int64) bool {
	return t.ID > 0 && t.LimitEvents != nil && (wanted == 0 || wanted == t.ID)
}

// fetch sends a request whose answer is a team, and learns from it.
func (s *TeamsService) fetch(ctx context.Context, r request) (*Team, error) {
	wanted := r.teamID()
	team, err := fetch(ctx, s.px.client, r, func(t *Team) bool { return t.answers(wanted) })
	if err != nil {
		return nil, err
	}
	s.px.model.learn(team)
	return team, nil
}

// listOptions takes the part that all lists share out of a list's own options.
func listOptions[O interface{ base() ListOptions }](opts *O) ListOptions {
	if opts == nil {
		return ListOptions{}
	}
	return (*opts).base()
}

func (o ListOptions) base() ListOptions { return o }
