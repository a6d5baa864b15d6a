package boxoffice

import (
	"encoding/json"
	"testing"
)

func TestEventAccess(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why       string
		access    EventAccess
		zero, all bool
		slugs     []string
		text      string
	}{
		{"nothing is said", EventAccess{}, true, false, nil, "unset"},
		{"all", AllEvents(), false, true, nil, "all"},
		{"none is something said", OnlyEvents(), false, false, nil, "none"},
		{"sorted, and each once", OnlyEvents("b", "a", "b"), false, false, []string{"a", "b"}, "a, b"},
		{"letters' case counts", OnlyEvents("b", "B"), false, false, []string{"B", "b"}, "B, b"},
		{"a hostile slug is made safe to print", OnlyEvents("a\x1b[2J"), false, false, []string{"a\x1b[2J"}, "a\uFFFD[2J"},
	} {
		a := tt.access
		resEqual(t, tt.why, []any{a.IsZero(), a.IsAll(), a.Slugs(), a.String()}, []any{tt.zero, tt.all, tt.slugs, tt.text})
	}
	equal := []EventAccess{{}, AllEvents(), OnlyEvents(), OnlyEvents("a"), OnlyEvents("a", "b")}
	for i, a := range equal {
		for j, b := range equal {
			resEqual(t, a.String()+" is "+b.String(), a.Equal(b), i == j)
		}
	}
	if !OnlyEvents("b", "a").Equal(OnlyEvents("a", "b", "a")) {
		t.Error("order counts")
	}
	slugs := []string{"b", "a"}
	a := OnlyEvents(slugs...)
	slugs[0] = "x"
	a.Slugs()[0] = "y"
	resEqual(t, "what the caller gave", slugs, []string{"x", "a"})
	resEqual(t, "the value", a.Slugs(), []string{"a", "b"})
}

func TestPermissionSet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why       string
		set       PermissionSet
		zero, all bool
		list      []Permission
		has       bool // items:write
		text      string
	}{
		{"nothing is said", PermissionSet{}, true, false, nil, false, "unset"},
		{"all has each", AllPermissions(), false, true, nil, true, "all"},
		{"none", OnlyPermissions(), false, false, nil, false, "none"},
		{"sorted, and each once", OnlyPermissions("x:z", "event.items:write", "x:z"), false, false, []Permission{"event.items:write", "x:z"}, true, "event.items:write, x:z"},
	} {
		s := tt.set
		resEqual(t, tt.why, []any{s.IsZero(), s.IsAll(), s.List(), s.Has(PermissionEventItemsWrite), s.String()},
			[]any{tt.zero, tt.all, tt.list, tt.has, tt.text})
	}
	sets := []PermissionSet{{}, AllPermissions(), OnlyPermissions(), OnlyPermissions("event:a"), OnlyPermissions("event:a", "event:b")}
	for i, a := range sets {
		for j, b := range sets {
			resEqual(t, a.String()+" is "+b.String(), a.Equal(b), i == j)
			p, q := Permissions{Event: a}, Permissions{Event: b}
			resEqual(t, "event level", p.Equal(q), i == j)
			p, q = Permissions{Organizer: a}, Permissions{Organizer: b}
			resEqual(t, "organizer level", p.Equal(q), i == j)
		}
	}
	s := OnlyPermissions("event:b", "event:a")
	s.List()[0] = "event:x"
	resEqual(t, "a list that was handed out is the caller's", s.List(), []Permission{"event:a", "event:b"})
	resEqual(t, "with", s.with([]Permission{"event:c", "event:a"}), OnlyPermissions("event:a", "event:b", "event:c"))
	resEqual(t, "all with", AllPermissions().with([]Permission{"event:c"}), AllPermissions())
	resEqual(t, "without", s.without([]Permission{"event:a", "event:z"}), OnlyPermissions("event:b"))
	resEqual(t, "unchanged by both", s.List(), []Permission{"event:a", "event:b"})
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	p := Permissions{Event: AllPermissions(), Organizer: OnlyPermissions(PermissionOrganizerTeamsWrite)}
	for permission, want := range map[Permission]bool{
		PermissionEventCancel: true, "event.plugin:x": true, PermissionOrganizerTeamsWrite: true,
		PermissionOrganizerEventsCreate: false, "organizer.plugin:x": false,
	} {
		resEqual(t, string(permission), p.Has(permission), want)
	}
	if p.IsZero() || !(Permissions{}).IsZero() || (Permissions{Organizer: OnlyPermissions()}).IsZero() {
		t.Error("IsZero is wrong")
	}
	var q Permissions
	q.put(eventLevel, AllPermissions())
	q.put(organizerLevel, OnlyPermissions("organizer.x:y"))
	resEqual(t, "put", q, Permissions{Event: AllPermissions(), Organizer: OnlyPermissions("organizer.x:y")})
	resEqual(t, "at", []PermissionSet{q.at(eventLevel), q.at(organizerLevel)}, []PermissionSet{q.Event, q.Organizer})
}

func TestPermissionsChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why      string
		p        Permissions
		argument string // "" when it is fine
	}{
		{"nothing", Permissions{}, ""},
		{"all", Permissions{AllPermissions(), AllPermissions()}, ""},
		{"known ones", Permissions{OnlyPermissions("event:cancel"), OnlyPermissions("organizer.teams:write")}, ""},
		{"a plugin's", Permissions{OnlyPermissions("event.plugin:fly"), OnlyPermissions("organizer.plugin:fly")}, ""},
		{"a plugin's outside both trees counts as an event's", Permissions{Event: OnlyPermissions("plugin.x:fly")}, ""},
		{"an empty one", Permissions{Event: OnlyPermissions("")}, "Permissions.Event"},
		{"no action", Permissions{Event: OnlyPermissions("event.orders")}, "Permissions.Event"},
		{"an empty action", Permissions{Event: OnlyPermissions("event.orders:")}, "Permissions.Event"},
		{"no group", Permissions{Event: OnlyPermissions(":read")}, "Permissions.Event"},
		{"spaces around", Permissions{Event: OnlyPermissions(" event.orders:read")}, "Permissions.Event"},
		{"an organizer's at the event level", Permissions{Event: OnlyPermissions("organizer.teams:write")}, "Permissions.Event"},
		{"an event's at the organizer level", Permissions{Organizer: OnlyPermissions("event.orders:read")}, "Permissions.Organizer"},
		{"an old boolean's name", Permissions{Organizer: OnlyPermissions("can_change_teams")}, "Permissions.Organizer"},
	} {
		err := tt.p.check()
		if tt.argument == "" {
			resEqual(t, tt.why, err, error(nil))
			continue
		}
		resArgument(t, err, tt.argument)
	}
}

func TestSetsInJSON(t *testing.T) {
	t.Parallel()
	type both struct {
		Events      EventAccess
		Permissions Permissions
	}
	for _, tt := range []struct {
		value both
		want  string
	}{
		{both{}, `{"Events":null,"Permissions":{}}`},
		{both{AllEvents(), Permissions{AllPermissions(), OnlyPermissions()}}, `{"Events":"all","Permissions":{"event":"all","organizer":[]}}`},
		{both{OnlyEvents("b", "a"), Permissions{OnlyPermissions("event:b", "event:a"), PermissionSet{}}}, `{"Events":["a","b"],"Permissions":{"event":["event:a","event:b"]}}`},
		{both{OnlyEvents("all"), Permissions{}}, `{"Events":["all"],"Permissions":{}}`},
	} {
		b := resMust(json.Marshal(tt.value))(t)
		resEqual(t, "JSON", string(b), tt.want)
		got := both{Events: AllEvents()} // which null makes unset again
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if !got.Events.Equal(tt.value.Events) || !got.Permissions.Equal(tt.value.Permissions) {
			t.Errorf("%s reads as %+v", b, got)
		}
	}
	for _, bad := range []string{`"none"`, `{}`, `5`, `[5]`, `true`} {
		var a EventAccess
		var s PermissionSet
		if json.Unmarshal([]byte(bad), &a) == nil || json.Unmarshal([]byte(bad), &s) == nil || !a.IsZero() || !s.IsZero() {
			t.Errorf("%s is taken: %s, %s", bad, a, s)
		}
	}
}
