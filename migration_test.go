package boxoffice

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// seedMigrations are the rows as Eventbrite's table has them, with the certainty of
// the new endpoint and whether it is in the public reference.
const seedMigrations = `
1 GET /checkout_settings/ /checkout_settings/ D no
2 GET /organizers/ /organizers/ C no
3 GET /webhooks/ /webhooks/ A yes
4 GET /users/{user_id}/assortment/ /assortment/ D no
5 GET /users/{user_id}/contact_lists/ /contact_lists/ D no
6 GET /users/{user_id}/contact_lists/{contact_list_id}/ /contact_lists/{contact_list_id}/ D no
7 GET /users/{user_id}/contact_lists/{contact_list_id}/contacts/ /contact_lists/{contact_list_id}/contacts/ D no
8 GET /users/{user_id}/currencies/ /currencies/ D no
9 GET /users/{user_id}/discounts/ /discounts/ A yes
10 GET /users/{user_id}/events/ /events/ A yes
11 GET /users/{user_id}/event_groups/ /event_groups/ D no
12 GET /users/{user_id}/managed_events/ /events/ A yes
13 GET /users/{user_id}/organizers/ /organizers/ C no
14 GET /users/{user_id}/organizers/default/ /organizers/default/ D no
15 GET /users/{user_id}/owned_events/ /events/ A yes
16 GET /users/{user_id}/owned_event_attendees/ /attendees/ B yes
17 GET /users/{user_id}/owned_event_orders/ /orders/ A yes
18 GET /users/{user_id}/search_owned_event_orders/ /orders/search/ C no
19 GET /users/{user_id}/ticket_classes/ /ticket_classes/ C no
20 GET /users/{user_id}/ticket_groups/ /ticket_groups/ B yes
21 GET /users/{user_id}/tracking_beacons/ /tracking_beacons/ D no
22 GET /users/{user_id}/venues/ /venues/ A- yes
23 POST /users/{user_id}/assortment/ /assortment/ D no
24 POST /users/{user_id}/contact_lists/ /contact_lists/ D no
25 POST /users/{user_id}/contact_lists/{contact_list_id}/ /contact_lists/{contact_list_id}/ D no
26 POST /users/{user_id}/contact_lists/{contact_list_id}/contacts/ /contact_lists/{contact_list_id}/contacts/ D no
27 POST /users/{user_id}/event_groups/ /event_groups/ D no
28 POST /checkout_settings/ /checkout_settings/ D no
29 POST /discounts/ /discounts/ A yes
30 POST /events/ /events/ A yes
31 POST /organizers/ /organizers/ D no
32 POST /series/ /events/ B yes
33 POST /ticket_groups/ /ticket_groups/ B yes
34 POST /venues/ /venues/ B yes
35 POST /webhooks/ /webhooks/ A yes
36 DELETE /users/{user_id}/discounts/ /discounts/ D no
`

func TestEventbriteMigrationsAreTheTable(t *testing.T) {
	t.Parallel()
	rows := EventbriteMigrations()
	lines := strings.Split(strings.TrimSpace(seedMigrations), "\n")
	if len(rows) != 36 || len(lines) != 36 {
		t.Fatalf("%d rows, and %d in the test", len(rows), len(lines))
	}
	distinct, legacy := map[string]bool{}, map[string]bool{}
	for i, row := range rows {
		want := strings.Fields(lines[i])
		public := "no"
		if row.PublicDocs {
			public = "yes"
		}
		got := []string{strconv.Itoa(row.Number), row.LegacyMethod, row.LegacyPath, strings.TrimPrefix(row.Path, "/organizations/{organization_id}"), string(row.Certainty), public}
		if !slices.Equal(got, want) {
			t.Errorf("row %d is\n%v, not\n%v", i+1, got, want)
		}
		if row.Method != row.LegacyMethod || !strings.HasPrefix(row.Path, "/organizations/{organization_id}/") {
			t.Errorf("row %d goes to %s %s", row.Number, row.Method, row.Path)
		}
		if service, method, ok := strings.Cut(row.Call, "."); !ok || service == "" || method == "" {
			t.Errorf("row %d has the call %q", row.Number, row.Call)
		}
		if row.Note != "" && !strings.HasSuffix(row.Note, ".") {
			t.Errorf("the note of row %d is no sentence: %q", row.Number, row.Note)
		}
		distinct[row.Method+" "+row.Path], legacy[row.LegacyMethod+" "+row.LegacyPath] = true, true
	}
	counts := map[string]int{}
	for key := range distinct {
		method, _, _ := strings.Cut(key, " ")
		counts[method]++
	}
	if len(legacy) != 36 || len(distinct) != 32 || counts["GET"] != 19 || counts["POST"] != 12 || counts["DELETE"] != 1 {
		t.Errorf("%d legacy endpoints go to %d new ones: %v", len(legacy), len(distinct), counts)
	}
}

// One method for one new endpoint: two names for one would be a slip.
func TestEventbriteMigrationsNameOneCallForEachEndpoint(t *testing.T) {
	t.Parallel()
	calls, endpoints := map[string]string{}, map[string]string{}
	for _, row := range EventbriteMigrations() {
		endpoint := row.Method + " " + row.Path
		if other, ok := calls[endpoint]; ok && other != row.Call {
			t.Errorf("%s is %s and %s", endpoint, other, row.Call)
		}
		if other, ok := endpoints[row.Call]; ok && other != endpoint {
			t.Errorf("%s is %s and %s", row.Call, other, endpoint)
		}
		calls[endpoint], endpoints[row.Call] = row.Call, endpoint
	}
}

func TestEventbriteMigrationsIsACopy(t *testing.T) {
	t.Parallel()
	EventbriteMigrations()[9].Path = "/elsewhere/"
	if got := EventbriteMigrations()[9].Path; got != "/organizations/{organization_id}/events/" {
		t.Errorf("a caller changed the table: %s", got)
	}
}

func TestMigrationFor(t *testing.T) {
	t.Parallel()
	for _, want := range EventbriteMigrations() {
		if got, ok := migrationFor(want.LegacyMethod, want.LegacyPath); !ok || got != want {
			t.Errorf("row %d: %+v, %t", want.Number, got, ok)
		}
	}
	for _, miss := range [][2]string{{"POST", "/users/{user_id}/events/"}, {"GET", "/users/me/events/"}, {"GET", ""}, {"GET", "/users/{user_id}/orders/"}} {
		if got, ok := migrationFor(miss[0], miss[1]); ok {
			t.Errorf("%v is row %d", miss, got.Number)
		}
	}
}

// Every row in each form that a legacy path is written in.
func TestMigrateEventbriteEveryRow(t *testing.T) {
	t.Parallel()
	bases := []string{"", "/v3", "https://www.eventbriteapi.com/v3", "https://www.eventbriteapi.com", "HTTP://EventbriteAPI.com:80/v3", "https://api.eventbrite.com/v3", "www.eventbriteapi.com/v3", "https://u:p@www.eventbriteapi.com/v3"}
	ids := []string{"me", "123456", "{user_id}", "%s", "%(user)s", ":id", "${id}", "#{id}", "<user_id>", "{}", "$id", "12%334", "{{ user.id }}"}
	for _, row := range EventbriteMigrations() {
		for _, base := range bases {
			for _, id := range ids {
				path := base + strings.Replace(row.LegacyPath, "{user_id}", id, 1)
				path = strings.Replace(path, "{contact_list_id}", "77", 1)
				target := strings.Replace(row.Path, "{contact_list_id}", "77", 1)
				want := strings.Replace(target, "{organization_id}", "42", 1)
				forms := map[string]string{
					path:                             want,
					strings.TrimSuffix(path, "/"):    want,
					path + "?token=HUSH":             want,
					path + "?status=live&expand=%2C": want + "?status=live&expand=%2C",
					path + "?token=HUSH&page=2#top":  want + "?page=2",
				}
				if base == "" {
					forms[strings.TrimPrefix(path, "/")] = want
				}
				for form, want := range forms {
					got, ok := MigrateEventbrite(row.LegacyMethod, form, "42")
					if !ok || got.EventbriteMigration != row || got.Target != want {
						t.Fatalf("row %d: %s %s gives %+v, %t, not %s", row.Number, row.LegacyMethod, form, got, ok, want)
					}
				}
				if got, ok := MigrateEventbrite(strings.ToLower(row.LegacyMethod), path, ""); !ok || got.Target != target {
					t.Fatalf("row %d without an organization: %s gives %+v, %t, not %s", row.Number, path, got, ok, target)
				}
			}
		}
	}
}

// What the table goes to is not in the table itself.
func TestMigrateEventbriteLeavesTheNewAlone(t *testing.T) {
	t.Parallel()
	for _, row := range EventbriteMigrations() {
		for _, path := range []string{row.Path, strings.NewReplacer("{organization_id}", "42", "{contact_list_id}", "7").Replace(row.Path)} {
			if got, ok := MigrateEventbrite(row.Method, path, "42"); ok {
				t.Errorf("%s %s is row %d", row.Method, path, got.Number)
			}
		}
	}
}

func TestMigrateEventbriteIDs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path         string
		organization OrganizationID
		want         string
	}{
		"both ids":                    {"/users/me/contact_lists/7/contacts/", "42", "/organizations/42/contact_lists/7/contacts/"},
		"no organization":             {"/users/me/contact_lists/7/contacts/", "", "/organizations/{organization_id}/contact_lists/7/contacts/"},
		"an encoded id":               {"/users/me/contact_lists/%37/", "42", "/organizations/42/contact_lists/7/"},
		"a printf list":               {"/users/%s/contact_lists/%s/", "42", "/organizations/42/contact_lists/{contact_list_id}/"},
		"a template list":             {"/users/{u}/contact_lists/{l}/", "42", "/organizations/42/contact_lists/{contact_list_id}/"},
		"a list with a colon":         {"/users/me/contact_lists/:id/", "42", "/organizations/42/contact_lists/{contact_list_id}/"},
		"an organization that climbs": {"/users/me/events/", "../users/me", "/organizations/{organization_id}/events/"},
		"a dotted organization":       {"/users/me/events/", "..", "/organizations/{organization_id}/events/"},
		"an organization with a line": {"/users/me/events/", "4\n2", "/organizations/{organization_id}/events/"},
		"a query in the organization": {"/users/me/events/", "42?x=1", "/organizations/{organization_id}/events/"},
	}
	for name, tt := range tests {
		got, ok := MigrateEventbrite("GET", tt.path, tt.organization)
		if !ok || got.Target != tt.want {
			t.Errorf("%s: %+v, %t, not %s", name, got, ok, tt.want)
		}
	}
}

func TestMigrateEventbriteLeavesOutCredentials(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"token=HUSH", "TOKEN=HUSH", "tok%65n=HUSH", "access_token=HUSH", "a=1;token=HUSH", "amp;token=HUSH",
		"client_secret=HUSH", "app_key=HUSH", "api_key=HUSH", "password=HUSH", "x=Bearer%20HUSH",
		"tok%65n=HUSH%zz", "a=HUSH\x1b[2J", "a=HU\u202eSH", "a=HUSH\xff",
	} {
		for _, path := range []string{"/users/me/events/?" + query, "/users/me/events?page=2&" + query + "&status=live#" + query} {
			got, ok := MigrateEventbrite("GET", path, "42")
			if !ok || strings.Contains(got.Target, "HU") || strings.Contains(path, "page=2") && got.Target != "/organizations/42/events/?page=2&status=live" {
				t.Errorf("%q gives %+v, %t", path, got, ok)
			}
		}
	}
}

func TestMigrateEventbriteMustNotMatch(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		// alive at a path like a legacy one
		"GET": {
			"/organizers/123/", "/organizers/123/events/", "/organizers/?organizer_ids=1,2", "/v3/organizers/?page=1&organizer_ids=1",
			"/events/", "/events/123/", "/events/?event_ids=1", "/events/123/attendees/", "/events/search/", "/venues/123/", "/venues/",
			"/webhooks/123/", "/series/123/", "/series/", "/discounts/", "/discounts/1/", "/ticket_groups/1/",
			"/users/me/", "/users/me", "/users/123/", "/users/me/organizations/", "/users/{user_id}/orders/", "/users/me/bookmarks/",
			"/users/me/notifications/", "/users/1/event_ids/",
			// new, or a typo of it
			"/organizations/42/events/", "/organizat" + "ons/42/events/", "/organizations/42/users/me/events/",
			// like one, and not one
			"/users/123/events_archive", "/users/123/events/archive/", "/users//events/", "/users/me//events/", "/users/./events/",
			"/users/../events/", "/users/%2e%2e/events/", "/users/a%2Fb/events/", "/user/me/events/", "/Users/me/events/", "/users/me/Events/",
			"/v2/users/me/events/", "/api/v3/users/me/events/", "/v3/v3/users/me/events/", "/users/events/", "/users/me/contact_lists//contacts/",
			// another host's
			"https://example.com/users/1/events/", "https://example.com/v3/users/1/events/", "https://www.eventbriteapi.com.evil.example/v3/users/me/events/",
			"https://www.eventbriteapi.com@evil.example/v3/users/me/events/", "https://www.eventbrite.com/users/me/events/", "https://notapi.eventbrite.com/users/me/events/",
			"ftp://www.eventbriteapi.com/v3/users/me/events/", "localhost:8000/users/me/events/",
			// pretix
			"/api/v1/organizers/", "/api/v1/organizers/demo/events/", "/organizers/{organizer}/events/", "https://pretix.eu/api/v1/organizers/",
			"", "/", "?", "#", "://", "https://", "https://www.eventbriteapi.com", "https://www.eventbriteapi.com/v3/",
		},
		"POST": {
			"/events/123/", "/events/123/publish/", "/venues/123/", "/organizers/123/", "/discounts/123/", "/ticket_groups/123/", "/checkout_settings/1/",
			"/users/me/events/", "/users/me/venues/", "/users/me/bookmarks/save/", "/users/1/events/2/ticket_classes/3/ticket_groups/",
			"/organizations/42/events/", "https://example.com/events/",
		},
		"DELETE":   {"/users/me/contact_lists/7/", "/users/me/contact_lists/7/contacts/", "/discounts/123/", "/webhooks/123/", "/events/123/"},
		"PUT":      {"/users/me/events/", "/events/"},
		"PATCH":    {"/users/me/events/", "/events/"},
		"":         {"/users/me/events/", "/events/"},
		"GET POST": {"/users/me/contact_lists/"},
	}
	for method, paths := range tests {
		for _, path := range paths {
			if got, ok := MigrateEventbrite(method, path, "42"); ok || got != nil {
				t.Errorf("%s %s is row %d", method, path, got.Number)
			}
		}
	}
}

func FuzzMigrateEventbrite(f *testing.F) {
	for _, row := range EventbriteMigrations() {
		f.Add(row.LegacyMethod, row.LegacyPath, "42")
	}
	f.Add("GET", "https://www.eventbriteapi.com/v3/users/%s/contact_lists/#{id}/?token=HUSH&page=2#x", "")
	f.Add("get", "users/${a?b:c}/events", "../x")
	f.Add("GET", `users/0/contact_lists?\,ϖ/0/`, "$p")
	f.Fuzz(func(t *testing.T, method, path, organization string) {
		got, ok := MigrateEventbrite(method, path, OrganizationID(organization))
		if !ok {
			if got != nil {
				t.Fatalf("%+v and no", got)
			}
			return
		}
		if row, found := migrationFor(got.LegacyMethod, got.LegacyPath); !found || row != got.EventbriteMigration {
			t.Fatalf("%+v is not in the table", got)
		}
		target, query, _ := strings.Cut(got.Target, "?")
		if !strings.HasPrefix(target, "/organizations/") || strings.Count(target, "/") != strings.Count(got.Path, "/") || strings.ContainsAny(got.Target, "# \\") {
			t.Fatalf("%q", got.Target)
		}
		if strings.Contains(strings.ToLower(query), "token") || strings.ContainsFunc(got.Target, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Fatalf("%q", got.Target)
		}
		// The result is no legacy call itself.
		if again, ok := MigrateEventbrite(method, got.Target, ""); ok {
			t.Fatalf("%q is row %d again", got.Target, again.Number)
		}
	})
}
