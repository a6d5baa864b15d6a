package conformance

import "github.com/boxoffice-go/boxoffice/boxofficetest"

// oddities is content that no API can make. On a real server oddities.py makes it, in the same order. What a fake or
// an old server can't have is zero.
type oddities struct {
	// Database is the kind of database. SQLite can't take several writes at once.
	Database string

	// Teams that a web form, another version or a removed plugin left stuck. Each is for one case.
	BothEvents               int64 // all_events beside gala
	BothEventPermissions     int64
	BothOrganizerPermissions int64
	UnknownPermission        int64 // event.gone:write beside event.items:write

	// HostileTeam has the name [hostileName] and a member who calls themselves that.
	HostileTeam int64
	// OddMembers has two: one without an address, and one with a second factor.
	OddMembers int64
	// Late has an open invite for LateEmail, which is the address of an account by now.
	Late      int64
	LateEmail string

	// Disabled is the address of an account that can't log in.
	Disabled string
	// Twins is an address that two accounts have, in different spellings.
	Twins string

	// OtherAdmin is a token that may do everything at the other organizer.
	OtherAdmin string
	// Bearers of accounts that belong to no team. LonerEmail and OwnerEmail can be invited.
	LonerEmail, LonerToken string
	OwnerEmail, OwnerToken string
	// BothOrganizers is a bearer of a member of both organizers, and NoOrganizer one of a person for whom none was
	// chosen when it was granted.
	BothOrganizers, NoOrganizer string
	// Expired is a bearer that was good once.
	Expired string
	// Profile is a bearer with the scope profile only.
	Profile string
	// Devices: revoked, never initialized, and with the profile of a scanner.
	RevokedDevice, NewDevice, ScannerDevice string
}

// hostileName is what somebody may call a team or themselves.
const hostileName = "=HYPERLINK(\"http://127.0.0.1\")\x1b[31m\u202e<script>alert(1)</script>\nline two\t\u0085%s${x}"

func odditiesOf(s *target) *oddities {
	o := &oddities{
		Database:   "memory",
		BothEvents: s.fake.AddTeam("", boxofficetest.PretixTeam{Name: "Both events", AllEvents: true, LimitEvents: []string{"gala"}}),
	}
	if s.named() {
		o.BothEventPermissions = s.fake.AddTeam("", boxofficetest.PretixTeam{
			Name: "Both event permissions", AllEventPermissions: true, LimitEventPermissions: []string{"event.items:write"},
		})
		o.BothOrganizerPermissions = s.fake.AddTeam("", boxofficetest.PretixTeam{
			Name: "Both organizer permissions", AllOrganizerPermissions: true, LimitOrganizerPermissions: []string{"organizer.events:create"},
		})
		o.UnknownPermission = s.fake.AddTeam("", boxofficetest.PretixTeam{
			Name: "Unknown permission", LimitEventPermissions: []string{"event.gone:write", "event.items:write"},
		})
	}
	oddPeople(s.fake, o)
	oddCredentials(s.fake, o)
	return o
}

func oddPeople(fake *boxofficetest.Pretix, o *oddities) {
	o.HostileTeam = fake.AddTeam("", boxofficetest.PretixTeam{Name: hostileName})
	fake.AddMember(o.HostileTeam, fake.AddUser(boxofficetest.PretixUser{Email: "mallory@example.org", FullName: hostileName}))

	o.OddMembers = fake.AddTeam("", boxofficetest.PretixTeam{Name: "Odd members"})
	fake.AddMember(o.OddMembers, fake.AddUser(boxofficetest.PretixUser{FullName: "No Address"}))
	fake.AddMember(o.OddMembers, fake.AddUser(boxofficetest.PretixUser{Email: "two@example.org", Uses2FA: true}))

	o.Late = fake.AddTeam("", boxofficetest.PretixTeam{Name: "Late"})
	o.LateEmail, o.Disabled = "late@example.org", "disabled@example.org"
	fake.AddInvite(o.Late, o.LateEmail)
	fake.AddUser(boxofficetest.PretixUser{Email: o.LateEmail, FullName: "Late"})
	fake.AddUser(boxofficetest.PretixUser{Email: o.Disabled, FullName: "Disabled", Disabled: true})
	o.Twins = "twin@example.org"
	fake.AddUser(boxofficetest.PretixUser{Email: o.Twins})
	fake.AddUser(boxofficetest.PretixUser{Email: "Twin@example.org"})
}

func oddCredentials(fake *boxofficetest.Pretix, o *oddities) {
	other := fake.AddTeam("elsewhere", boxofficetest.PretixTeam{
		Name: "Elsewhere's administrators", AllEvents: true, AllEventPermissions: true, AllOrganizerPermissions: true,
	})
	o.OtherAdmin = fake.AddToken(other, "other").Secret

	o.LonerEmail, o.OwnerEmail = "loner@example.org", "owner@example.org"
	loner := fake.AddUser(boxofficetest.PretixUser{Email: o.LonerEmail, FullName: "Loner"})
	owner := fake.AddUser(boxofficetest.PretixUser{Email: o.OwnerEmail, FullName: "Owner"})
	o.LonerToken = fake.AddOAuthToken(loner, "read write")
	o.OwnerToken = fake.AddOAuthToken(owner, "read write")

	both := fake.AddUser(boxofficetest.PretixUser{Email: "both@example.org", FullName: "Both"})
	fake.AddMember(other, both)
	fake.AddMember(fake.AddTeam("", boxofficetest.PretixTeam{
		Name: "Both's administrators", AllEvents: true, AllEventPermissions: true, AllOrganizerPermissions: true,
	}), both)
	o.BothOrganizers = fake.AddOAuthToken(both, "read write", "demo", "elsewhere")
	o.Profile = fake.AddOAuthToken(both, "profile")
	o.Expired = fake.AddOAuthToken(both, "read write")
	fake.ExpireOAuthToken(o.Expired)

	for secret, state := range map[*string]boxofficetest.DeviceState{
		&o.NewDevice:     boxofficetest.DeviceUninitialized,
		&o.RevokedDevice: boxofficetest.DeviceRevoked,
		&o.ScannerDevice: boxofficetest.DeviceRestricted,
	} {
		*secret = fake.AddDevice("")
		fake.SetDevice(*secret, state)
	}
}
