package conformance

import (
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// Invitations, which for someone who has an account are none.
var inviteCases = []testCase{
	{"invited or added", invitedOrAdded},
	{"added whatever the case", accountsHaveNoCase},
	{"the same twice", duplicatesAreRefused},
	{"ensure", ensureHasFourOutcomes},
	{"several teams", addressesInSeveralTeams},
	{"validation", addressesAreValidated},
	{"odd addresses", oddAddressesPass},
	{"nobody", emptyAddresses},
	{"an account made meanwhile", oldInvitesStayOpen},
	{"accounts that differ in case", twins},
	{"sorted by e-mail", invitesAreSorted},
}

const (
	alreadyInvited = `["This user already has been invited for this team."]`
	alreadyMember  = `["This user already has permissions for this team."]`
)

func invitedOrAdded(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	invited := try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "New.Person@Example.org")).must(t)
	invite, ok := invited.Invited()
	if _, added := invited.Added(); !ok || added || invite.Email != "New.Person@Example.org" {
		t.Errorf("got %s", invited)
	}
	added := try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, s.account(t, 0))).must(t)
	if email, ok := added.Added(); !ok || email != s.account(t, 0) {
		t.Errorf("got %s", added)
	}
	equal(t, "invites", len(try(s.px.Invites.List(t.Context(), s.Organizer, team.ID, nil)).must(t).Items), 1)
	equal(t, "members", len(s.join(t, team.ID)), 1)
}

func accountsHaveNoCase(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+quote(strings.ToUpper(s.account(t, 1)))+`}`).
		is(t, 201, `{"id":null,"email":`+quote(s.account(t, 1))+`}`)
}

func duplicatesAreRefused(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "twice@example.org")).must(t)
	for _, email := range []string{"twice@example.org", "TWICE@example.org", " twice@EXAMPLE.org "} {
		s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+quote(email)+`}`).is(t, 400, alreadyInvited)
	}
	s.join(t, team.ID, 2)
	for _, email := range []string{s.account(t, 2), strings.ToUpper(s.account(t, 2))} {
		s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+quote(email)+`}`).is(t, 400, alreadyMember)
	}
	_, err := s.px.Invites.Create(t.Context(), s.Organizer, team.ID, "twice@example.org")
	failed(err).is(t, boxoffice.ErrInvalid)
}

func ensureHasFourOutcomes(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	ensure := func(email string) boxoffice.Ensured {
		return *try(s.px.Invites.Ensure(t.Context(), s.Organizer, team.ID, email)).must(t)
	}
	invited := ensure("ensured@example.org")
	equal(t, "first", invited, boxoffice.Ensured{Membership: boxoffice.MembershipInvited, Email: "ensured@example.org", InviteID: invited.InviteID})
	invited.Membership = boxoffice.MembershipAlreadyInvited
	equal(t, "second", ensure("Ensured@EXAMPLE.org"), invited)

	equal(t, "account", ensure(s.account(t, 3)), boxoffice.Ensured{Membership: boxoffice.MembershipAdded, Email: s.account(t, 3)})
	member := s.join(t, team.ID)[0]
	equal(t, "account again", ensure(strings.ToUpper(s.account(t, 3))),
		boxoffice.Ensured{Membership: boxoffice.MembershipAlreadyMember, Email: s.account(t, 3), UserID: member.ID})
}

func addressesInSeveralTeams(t *testing.T, s *target) {
	first, second := s.create(t, boxoffice.TeamCreate{}), s.create(t, boxoffice.TeamCreate{})
	for _, id := range []int64{first.ID, second.ID} {
		try(s.px.Invites.Create(t.Context(), s.Organizer, id, "several@example.org")).must(t)
	}
}

func addressesAreValidated(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "POST", s.invitesPath(team.ID), `{}`).is(t, 400, `["No email address given."]`)
	tooLong := "a@" + strings.Repeat("b", 60) + "." + strings.Repeat(strings.Repeat("c", 60)+".", 4) + "org"
	for email, want := range map[string]string{
		`"nonsense"`:           "Enter a valid email address.",
		`"a@"`:                 "Enter a valid email address.",
		`"@example.org"`:       "Enter a valid email address.",
		`"a b@example.org"`:    "Enter a valid email address.",
		`"jürgen@example.org"`: "Enter a valid email address.",
		`"a@example"`:          "Enter a valid email address.",
		`"a@example..org"`:     "Enter a valid email address.",
		`true`:                 "Enter a valid email address.",
		`["a@example.org"]`:    "Enter a valid email address.",
		quote(tooLong):         "Ensure this field has no more than 254 characters.",
	} {
		s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+email+`}`).is(t, 400, `{"email":[`+quote(want)+`]}`)
	}
}

func oddAddressesPass(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, c := range []struct{ sent, want string }{
		{"  padded@example.org\n", "padded@example.org"},
		{"root@localhost", "root@localhost"},
		{"a@bücher.example", "a@bücher.example"},
		{"a+tag@example.org", "a+tag@example.org"},
	} {
		got := s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+quote(c.sent)+`}`).isStatus(t, 201)
		equal(t, c.sent, got.object(t)["email"], any(c.want))
	}
}

// emptyAddresses: the server invites nobody, so the SDK does not ask it to.
func emptyAddresses(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, email := range []string{"", "  ", "nonsense", "a b@example.org", "@"} {
		try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, email)).refused(t, false)
		try(s.px.Invites.Ensure(t.Context(), s.Organizer, team.ID, email)).refused(t, false)
	}
	got := s.do(t, "POST", s.invitesPath(team.ID), `{"email":""}`)
	got.is(t, 201, `{"id":`+text(got.id(t))+`,"email":""}`)

	// null is looked up among the accounts, too: it means the only one that has no address.
	null := s.do(t, "POST", s.invitesPath(team.ID), `{"email":null}`)
	if null.status == 201 {
		null.is(t, 201, `{"id":null,"email":null}`)
		return
	}
	null.internal(t)
}

func oldInvitesStayOpen(t *testing.T, s *target) {
	odd := s.needOdd(t)
	added := try(s.px.Invites.Create(t.Context(), s.Organizer, odd.Late, odd.LateEmail)).must(t)
	if _, ok := added.Added(); !ok {
		t.Errorf("got %s", added)
	}
	equal(t, "members", len(s.join(t, odd.Late)), 1)
	equal(t, "open invites", len(try(s.px.Invites.List(t.Context(), s.Organizer, odd.Late, nil)).must(t).Items), 1)
}

func twins(t *testing.T, s *target) {
	odd := s.needOdd(t)
	team := s.create(t, boxoffice.TeamCreate{})
	s.do(t, "POST", s.invitesPath(team.ID), `{"email":`+quote(odd.Twins)+`}`).internal(t)
}

func invitesAreSorted(t *testing.T, s *target) {
	team := s.create(t, boxoffice.TeamCreate{})
	for _, name := range []string{"c", "a", "b"} {
		try(s.px.Invites.Create(t.Context(), s.Organizer, team.ID, name+"@example.org")).must(t)
	}
	var got []string
	for _, invite := range try(boxoffice.Collect(s.px.Invites.All(t.Context(), s.Organizer, team.ID, nil))).must(t) {
		got = append(got, invite.Email)
	}
	equal(t, "invites", got, []string{"a@example.org", "b@example.org", "c@example.org"})
}
