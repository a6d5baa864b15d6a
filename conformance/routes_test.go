package conformance

import (
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// The seventeen routes, each by the SDK and with its whole result.
var routeCases = []testCase{
	{"teams list", teamsAreListed},
	{"teams get", teamsAreRead},
	{"teams create", teamsAreCreated},
	{"teams update", teamsAreUpdated},
	{"teams replace", teamsAreReplaced},
	{"teams delete", teamsAreDeleted},
	{"members list get and remove", membersAreListedReadAndRemoved},
	{"invites list get create and revoke", invitesAreMadeAndRevoked},
	{"tokens list get create and disable", tokensAreMadeAndDisabled},
	{"seeded teams", seededTeamsAreWhole},
	{"success on the wire", successesOnTheWire},
}

func teamsAreListed(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{})
	page := try(s.px.Teams.List(t.Context(), s.Organizer, nil)).must(t)
	if page.Number != 1 || page.Count < 1 || len(page.Items) == 0 {
		t.Errorf("page %d of %d teams holds %d", page.Number, page.Count, len(page.Items))
	}
	all := try(boxoffice.Collect(s.px.Teams.All(t.Context(), s.Organizer, nil))).must(t)
	for i := 1; i < len(all); i++ {
		if all[i-1].ID >= all[i].ID {
			t.Errorf("team %d comes before team %d", all[i-1].ID, all[i].ID)
		}
	}
	equal(t, "the newest team", all[len(all)-1], s.plain(created.ID, created.Name))
}

func teamsAreRead(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{Events: boxoffice.OnlyEvents(s.event(t, 0))})
	want := s.plain(created.ID, created.Name)
	want.LimitEvents = []string{s.event(t, 0)}
	equal(t, "team", sorted(s.get(t, created.ID)), want)
}

func teamsAreCreated(t *testing.T, s *target) {
	everything := boxoffice.Permissions{Event: boxoffice.AllPermissions(), Organizer: boxoffice.AllPermissions()}
	if !s.since("4.18.0") {
		// Two of the booleans that "all" needs came later.
		_, err := s.px.Teams.Create(t.Context(), s.Organizer, boxoffice.TeamCreate{Name: "x", Permissions: everything})
		failed(err).refused(t, true)
		everything.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite)
	}
	created := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: everything})
	want := s.everything(created.ID, created.Name)
	if !s.since("4.18.0") {
		want.CanCreateEvents, want.CanChangeOrganizerSettings = false, false
		want.CanManageGiftCards, want.CanManageCustomers = false, false
	}
	equal(t, "team", sorted(created), want)
}

func teamsAreUpdated(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{Permissions: administration()})
	name := s.unique(t)
	updated := try(s.px.Teams.Update(t.Context(), s.Organizer, created.ID, boxoffice.TeamUpdate{
		Name: new(name), Events: boxoffice.OnlyEvents(s.event(t, 1), s.event(t, 0)),
	})).must(t)
	want := s.plain(created.ID, name)
	want.LimitEvents = []string{s.event(t, 0), s.event(t, 1)} // by date
	want.CanChangeTeams = true
	if s.named() {
		want.LimitOrganizerPermissions = []boxoffice.Permission{boxoffice.PermissionOrganizerTeamsWrite}
	}
	equal(t, "team", sorted(updated), want)
	equal(t, "team read again", sorted(s.get(t, created.ID)), want)
}

func teamsAreReplaced(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{Events: boxoffice.AllEvents(), Permissions: administration()})
	name := s.unique(t)
	replaced := try(s.px.Teams.Replace(t.Context(), s.Organizer, created.ID, boxoffice.TeamCreate{
		Name: name, Permissions: boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite)},
	})).must(t)
	want := s.plain(created.ID, name)
	want.CanChangeItems = true
	if s.named() {
		want.LimitEventPermissions = []boxoffice.Permission{boxoffice.PermissionEventItemsWrite}
	}
	equal(t, "team", sorted(replaced), want)
}

func teamsAreDeleted(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{})
	if err := s.px.Teams.Delete(t.Context(), s.Organizer, created.ID); err != nil {
		t.Fatal(err)
	}
	try(s.px.Teams.Get(t.Context(), s.Organizer, created.ID)).is(t, boxoffice.ErrNotFound)
	failed(s.px.Teams.Delete(t.Context(), s.Organizer, created.ID)).is(t, boxoffice.ErrNotFound)
}

func membersAreListedReadAndRemoved(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{})
	try(s.px.Invites.Create(t.Context(), s.Organizer, created.ID, s.account(t, 0))).must(t)
	page := try(s.px.Members.List(t.Context(), s.Organizer, created.ID, nil)).must(t)
	if len(page.Items) != 1 || page.Items[0].ID == 0 {
		t.Fatalf("members: %+v", page)
	}
	want := boxoffice.TeamMember{ID: page.Items[0].ID, Email: s.account(t, 0), FullName: "Account 01"}
	equal(t, "page", *page, boxoffice.Page[boxoffice.TeamMember]{Items: []boxoffice.TeamMember{want}, Count: 1, Number: 1})
	equal(t, "member", *try(s.px.Members.Get(t.Context(), s.Organizer, created.ID, want.ID)).must(t), want)

	failed(s.px.Members.Remove(t.Context(), s.Organizer, created.ID, want.ID)).must(t)
	try(s.px.Members.Get(t.Context(), s.Organizer, created.ID, want.ID)).is(t, boxoffice.ErrNotFound)
	failed(s.px.Members.Remove(t.Context(), s.Organizer, created.ID, want.ID)).is(t, boxoffice.ErrNotFound)
}

func invitesAreMadeAndRevoked(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{})
	result := try(s.px.Invites.Create(t.Context(), s.Organizer, created.ID, "nobody@example.org")).must(t)
	invite, ok := result.Invited()
	if !ok || invite.ID == 0 {
		t.Fatalf("got %s, want an invitation", result)
	}
	equal(t, "address", invite.Email, "nobody@example.org")
	page := try(s.px.Invites.List(t.Context(), s.Organizer, created.ID, nil)).must(t)
	equal(t, "page", *page, boxoffice.Page[boxoffice.TeamInvite]{Items: []boxoffice.TeamInvite{invite}, Count: 1, Number: 1})
	equal(t, "invite", *try(s.px.Invites.Get(t.Context(), s.Organizer, created.ID, invite.ID)).must(t), invite)

	failed(s.px.Invites.Revoke(t.Context(), s.Organizer, created.ID, invite.ID)).must(t)
	try(s.px.Invites.Get(t.Context(), s.Organizer, created.ID, invite.ID)).is(t, boxoffice.ErrNotFound)
	failed(s.px.Invites.Revoke(t.Context(), s.Organizer, created.ID, invite.ID)).is(t, boxoffice.ErrNotFound)
}

func tokensAreMadeAndDisabled(t *testing.T, s *target) {
	created := s.create(t, boxoffice.TeamCreate{})
	token := try(s.px.Tokens.Create(t.Context(), s.Organizer, created.ID, "till 1")).must(t)
	want := boxoffice.TeamToken{ID: token.Token.ID, Name: "till 1", Active: true}
	equal(t, "new token", *token, boxoffice.NewTeamToken{
		Organizer: s.Organizer, TeamID: created.ID, Token: want, Secret: token.Secret,
	})
	page := try(s.px.Tokens.List(t.Context(), s.Organizer, created.ID, nil)).must(t)
	equal(t, "page", *page, boxoffice.Page[boxoffice.TeamToken]{Items: []boxoffice.TeamToken{want}, Count: 1, Number: 1})
	equal(t, "token", *try(s.px.Tokens.Get(t.Context(), s.Organizer, created.ID, want.ID)).must(t), want)

	want.Active = false
	equal(t, "disabled", *try(s.px.Tokens.Disable(t.Context(), s.Organizer, created.ID, want.ID)).must(t), want)
	equal(t, "token read again", *try(s.px.Tokens.Get(t.Context(), s.Organizer, created.ID, want.ID)).must(t), want)
}

func seededTeamsAreWhole(t *testing.T, s *target) {
	demo := number(t, need(t, s.DemoTeam, "PRETIX_DEMO_TEAM"))
	equal(t, "Administrators", sorted(s.get(t, demo)), s.everything(demo, "Administrators"))

	id := number(t, need(t, s.LimitedTeam, "PRETIX_LIMITED_TEAM"))
	want := s.plain(id, "Box office")
	want.LimitEvents = []string{s.event(t, 0)}
	want.CanViewOrders, want.CanChangeOrders = true, true
	want.CanCheckinOrders = s.since("3.17.0") && !s.named()
	if s.named() {
		want.LimitEventPermissions = []boxoffice.Permission{
			boxoffice.PermissionEventOrdersRead, boxoffice.PermissionEventOrdersWrite, boxoffice.PermissionEventCancel,
		}
	}
	equal(t, "Box office", sorted(s.get(t, id)), sorted(&want))

	crew := number(t, need(t, s.CrewTeam, "PRETIX_CREW_TEAM"))
	equal(t, "Crew", sorted(s.get(t, crew)), s.plain(crew, "Crew"))
}

// successesOnTheWire follows the table of routes: the status and the body of each.
func successesOnTheWire(t *testing.T, s *target) {
	name := s.unique(t)
	post := s.do(t, "POST", s.teamsPath(), `{"name":`+quote(name)+`,"limit_events":[]}`).isStatus(t, 201)
	id := post.id(t)
	s.removeLater(t, id)
	want := s.body(id, name, nil)
	equal(t, "POST", post.object(t), want)
	equal(t, "Location", post.header.Get("Location"), "")
	equal(t, "GET", s.do(t, "GET", s.teamPath(id), "").isStatus(t, 200).object(t), want)
	equal(t, "PUT", s.do(t, "PUT", s.teamPath(id), `{"name":`+quote(name)+`,"limit_events":[]}`).isStatus(t, 200).object(t), want)
	equal(t, "PATCH", s.do(t, "PATCH", s.teamPath(id), `{}`).isStatus(t, 200).object(t), want)

	invite := s.do(t, "POST", s.invitesPath(id), `{"email":"new@example.org"}`)
	inviteBody := `{"id":` + text(invite.id(t)) + `,"email":"new@example.org"}`
	invite.is(t, 201, inviteBody)
	invitePath := s.invitesPath(id) + text(invite.id(t)) + "/"
	s.do(t, "GET", invitePath, "").is(t, 200, inviteBody)
	s.do(t, "GET", s.invitesPath(id), "").is(t, 200, pageOf(inviteBody))
	s.do(t, "DELETE", invitePath, "").is(t, 204, "")

	s.do(t, "POST", s.invitesPath(id), `{"email":`+quote(s.account(t, 0))+`}`).
		is(t, 201, `{"id":null,"email":`+quote(s.account(t, 0))+`}`)
	members := s.do(t, "GET", s.membersPath(id), "")
	var page struct{ Results []struct{ ID int64 } }
	members.into(t, &page)
	memberID := text(page.Results[0].ID)
	memberBody := `{"id":` + memberID + `,"email":` + quote(s.account(t, 0)) + `,"fullname":"Account 01","require_2fa":false}`
	members.is(t, 200, pageOf(memberBody))
	s.do(t, "GET", s.membersPath(id)+memberID+"/", "").is(t, 200, memberBody)
	s.do(t, "DELETE", s.membersPath(id)+memberID+"/", "").is(t, 204, "")

	tokensOnTheWire(t, s, id)
	s.do(t, "DELETE", s.teamPath(id), `{"ignored":true}`).is(t, 204, "")
}

func tokensOnTheWire(t *testing.T, s *target, teamID int64) {
	t.Helper()
	token := s.do(t, "POST", s.tokensPath(teamID), `{"name":"till"}`)
	var secret struct{ Token string }
	token.into(t, &secret)
	start := `{"id":` + text(token.id(t)) + `,"name":"till","active":`
	token.is(t, 201, start+`true,"token":"`+secret.Token+`"}`)
	path := s.tokensPath(teamID) + text(token.id(t)) + "/"
	s.do(t, "GET", path, "").is(t, 200, start+`true}`)
	s.do(t, "GET", s.tokensPath(teamID), "").is(t, 200, pageOf(start+`true}`))
	s.do(t, "DELETE", path, "").is(t, 200, start+`false}`)
	s.do(t, "GET", s.tokensPath(teamID), "").is(t, 200, pageOf(start+`false}`))
}

// pageOf is a page that holds the whole list, one item.
func pageOf(item string) string {
	return `{"count":1,"next":null,"previous":null,"results":[` + item + `]}`
}
