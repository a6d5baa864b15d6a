package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// scanned is what a text has: "15 GET /users/me/owned_events/", with a ? behind where
// the text doesn't say the method.
func scanned(name, text string) []string {
	s := &scanner{}
	s.read(strings.NewReader(text), name)
	out := []string{}
	for _, f := range s.findings {
		found := fmt.Sprintf("%d %s %s", f.Row, f.LegacyMethod, f.LegacyPath)
		if !f.MethodKnown {
			found += " ?"
		}
		out = append(out, found)
	}
	return out
}

// language writes a call as one language does, with what it puts in place of an id.
type language struct {
	name, line string // UPPER, TITLE and LOWER are the method, PATH and ESCAPED the path
	ids        []string
}

var languages = []language{
	{"Python", `    r = requests.LOWER(f"https://www.eventbriteapi.com/v3PATH", headers=h)`, []string{"{user_id}", "{self.user['id']}", "me"}},
	{"Python, old SDK", `return self.eventbrite.LOWER('PATH', data)`, []string{"me", "{0}", "{}", "%s", "%(id)s", `' + uid + '`, "' + str(self.user['id']) + '"}},
	{"Python, any method", `eventbrite.request("UPPER", "PATH")`, []string{"me"}},
	{"JavaScript", "const x = await fetch(`${EVENTBRITE}PATH`, { method: 'UPPER' })", []string{"${id}", "${user.id}", "me", "${getUser().id}"}},
	{"JavaScript, official SDK", `sdk.request("PATH", {method: "LOWER"}) // eventbrite`, []string{"me", `" + user.id + "`}},
	{"TypeScript", "eventbrite.LOWER<Thing[]>(`PATH`)", []string{"${id}"}},
	{"Go", `req, err := http.NewRequest(http.MethodTITLE, eventbrite+"PATH", nil)`, []string{"me", `"+id+"`, `" + url.PathEscape(id) + "`}},
	{"Go, formatted", `req, err := http.NewRequest("UPPER", fmt.Sprintf("%s/v3PATH", base), nil)`, []string{"%s", "%d", "%v", "%[1]s"}},
	{"Ruby", `Eventbrite.LOWER "PATH", opts`, []string{"#{id}", "#{user['id']}", "me"}},
	{"PHP", `$eventbrite->LOWER('PATH', $args);`, []string{"' . $id . '", "'.$this->id.'", "me", "{$id}", "$id"}},
	{"PHP, curl", `curl_setopt($c, CURLOPT_URL, "https://www.eventbriteapi.com/v3PATH"); curl_setopt($c, CURLOPT_CUSTOMREQUEST, "UPPER");`, []string{"$id", "{$id}"}},
	{"Java", `eventbrite.create(new HttpTITLE("PATH"))`, []string{`" + user.getId() + "`, "me"}},
	{"C#", `await eventbrite.TITLEAsync($"PATH");`, []string{"{user.Id}", "me"}},
	{"Swift", `request("\(eventbrite)PATH", method: .LOWER)`, []string{`\(id)`, "me"}},
	{"Lua", `eventbrite.LOWER("PATH")`, []string{`" .. id .. "`}},
	{"shell", `curl -H "Authorization: Bearer $TOKEN" -X UPPER https://www.eventbriteapi.com/v3PATH`, []string{"$USER_ID", "${USER_ID}", "me", "123"}},
	{"shell, variable", `curl -XUPPER "$EVENTBRITE/v3PATH?token=$TOKEN"`, []string{"me"}},
	{"PowerShell", `Invoke-RestMethod -Method TITLE -Uri "https://www.eventbriteapi.com/v3PATH"`, []string{"$Id"}},
	{"access log", `10.0.0.1 - - [24/Nov/2019:10:00:00 +0000] "UPPER /v3PATH?page=2 HTTP/1.1" 200 17`, []string{"123", "me", "%31%32"}},
	{"log", `2019-11-24 INFO UPPER https://www.eventbriteapi.com/v3PATH -> 200`, []string{"123"}},
	{"log, method behind", `{"url":"https:\/\/www.eventbriteapi.com\/v3ESCAPED","method":"UPPER"}`, []string{"123", "me"}},
	{"HTTP file", `UPPER {{eventbrite}}PATH`, []string{"{{user_id}}"}},
	{"documentation", "* `UPPER /v3PATH`: see eventbrite", []string{":id", ":user_id", "<id>", "<user_id>", "{user_id}", "[id]", "USER_ID", "user_id", "&lt;id&gt;"}},
}

func TestAllRowsInManyLanguages(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		for _, id := range language.ids {
			for _, row := range boxoffice.EventbriteMigrations() {
				for _, closed := range []bool{true, false} {
					path := strings.NewReplacer("{user_id}", id, "{contact_list_id}", id).Replace(row.LegacyPath)
					shown := row.LegacyPath
					if plainID(id, "") == id {
						shown = strings.NewReplacer("{user_id}", id, "{contact_list_id}", id).Replace(shown)
					}
					if !closed {
						path = strings.TrimSuffix(path, "/")
					}
					method := strings.ToLower(row.LegacyMethod)
					line := strings.NewReplacer("UPPER", row.LegacyMethod, "LOWER", method, "TITLE", strings.ToUpper(method[:1])+method[1:],
						"PATH", path, "ESCAPED", strings.ReplaceAll(path, "/", `\/`)).Replace(language.line)
					want := []string{fmt.Sprintf("%d %s %s", row.Number, row.LegacyMethod, shown)}
					if got := scanned("x", line+"\n"); !slices.Equal(got, want) {
						t.Errorf("%s: %s\ngives %q, not %q", language.name, line, got, want)
					}
				}
			}
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		want []string
	}{
		// The method is not said: each row of the path.
		{`https://www.eventbriteapi.com/v3/users/123/owned_events/`, []string{"15 GET /users/123/owned_events/ ?"}},
		{`https://www.eventbriteapi.com/v3/users/me/contact_lists/7?token=x`, []string{"6 GET /users/me/contact_lists/7/ ?", "25 POST /users/me/contact_lists/7/ ?"}},
		{`https://www.eventbriteapi.com/v3/webhooks/`, []string{"3 GET /webhooks/ ?", "35 POST /webhooks/ ?"}},
		{`https://www.eventbriteapi.com/v3/events`, []string{"30 POST /events/ ?"}},
		{`DISCOUNTS = "/users/me/discounts/"`, []string{"9 GET /users/me/discounts/ ?", "36 DELETE /users/me/discounts/ ?"}},
		{`fetch('/users/me/venues/')`, []string{"22 GET /users/me/venues/ ?"}},
		{`eventbrite: "/v3/venues/"`, []string{"34 POST /venues/ ?"}},
		// Said, and where.
		{`a.get("/users/me/contact_lists/"); a.post("/users/me/event_groups/")`, []string{"5 GET /users/me/contact_lists/", "27 POST /users/me/event_groups/"}},
		{`getToken(); fetch('/users/me/contact_lists/', {method: "post"})`, []string{"24 POST /users/me/contact_lists/"}},
		{`client.get_user_events("/users/me/contact_lists/")`, []string{"5 GET /users/me/contact_lists/"}},
		{`target("/users/me/venues/")`, []string{"22 GET /users/me/venues/ ?"}},
		{`POST,GET,"/users/me/contact_lists/"`, []string{"5 GET /users/me/contact_lists/"}},
		{`CURLOPT_POST => 1, CURLOPT_URL => "/users/me/contact_lists/"`, []string{"24 POST /users/me/contact_lists/"}},
		{`CURLOPT_POSTFIELDS => $x, CURLOPT_URL => "/users/me/venues/"`, []string{"22 GET /users/me/venues/ ?"}},
		{`"/users/me/contact_lists/",GET`, []string{"5 GET /users/me/contact_lists/"}},
		{`curl https://www.eventbriteapi.com/v3/users/me/contact_lists/`, []string{"5 GET /users/me/contact_lists/"}},
		{`curl -d @x.json https://www.eventbriteapi.com/v3/events/`, []string{"30 POST /events/"}},
		{`curl https://www.eventbriteapi.com/v3/events/ --data-binary @x`, []string{"30 POST /events/"}},
		{`curl -G -d a=b https://www.eventbriteapi.com/v3/users/me/contact_lists/`, []string{"5 GET /users/me/contact_lists/"}},
		{`curl https://www.eventbriteapi.com/v3/users/me/contact_lists/ \`, []string{"5 GET /users/me/contact_lists/ ?", "24 POST /users/me/contact_lists/ ?"}},
		{"curl -X POST \\\n  https://www.eventbriteapi.com/v3/events/ \\\n", []string{"30 POST /events/"}},
		{"requests.post(\n    'https://www.eventbriteapi.com/v3/users/me/contact_lists/',\n", []string{"24 POST /users/me/contact_lists/"}},
		{"\"method\": \"POST\",\n\"path\": \"/users/me/contact_lists/\"", []string{"24 POST /users/me/contact_lists/"}},
		{"requests.post(url)\n'/users/me/contact_lists/',\n", []string{"5 GET /users/me/contact_lists/ ?", "24 POST /users/me/contact_lists/ ?"}},
		{`GET /users/me/venues/ /users/me/contact_lists/`, []string{"22 GET /users/me/venues/", "5 GET /users/me/contact_lists/ ?", "24 POST /users/me/contact_lists/ ?"}},
		{"requests.post(\n" + strings.Repeat(" ", window) + " '/users/me/contact_lists/'", []string{"5 GET /users/me/contact_lists/ ?", "24 POST /users/me/contact_lists/ ?"}},
		// What follows.
		{`"/users/me/contact_lists/" + list`, []string{"6 GET /users/me/contact_lists/{contact_list_id}/ ?", "25 POST /users/me/contact_lists/{contact_list_id}/ ?"}},
		{`"/users/me/contact_lists/" + list + "/contacts/"`, []string{"7 GET /users/me/contact_lists/{contact_list_id}/contacts/ ?", "26 POST /users/me/contact_lists/{contact_list_id}/contacts/ ?"}},
		{`"/users/me/contact_lists" + query`, []string{"5 GET /users/me/contact_lists/ ?", "24 POST /users/me/contact_lists/ ?"}},
		{`"/users/me/owned_events/" + query`, []string{"15 GET /users/me/owned_events/ ?"}},
		{"`/users/me/owned_events/${query}`", []string{"15 GET /users/me/owned_events/ ?"}},
		{"`/users/me/owned_events${query}`", []string{"15 GET /users/me/owned_events/ ?"}},
		{`"/users/me/owned_events{?status,page}"`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`"/users/me/owned_events/" + "?status=live"`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`"https://www.eventbriteapi.com/v3/webhooks/" + "?token=" + token`, []string{"3 GET /webhooks/ ?", "35 POST /webhooks/ ?"}},
		{`See /users/me/owned_events.`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`See <code>/users/me/owned_events/</code> and **/users/me/venues/**`, []string{"15 GET /users/me/owned_events/ ?", "22 GET /users/me/venues/ ?"}},
		{`"GET \"/users/me/owned_events\""`, []string{"15 GET /users/me/owned_events/"}},
		{`  /users/{user_id}/owned_events/:`, []string{"15 GET /users/{user_id}/owned_events/ ?"}},
		{"\ufeffusers/me/owned_events", []string{"15 GET /users/me/owned_events/ ?"}},
		{`users/me/owned_events`, []string{"15 GET /users/me/owned_events/ ?"}},
		{"\xff\xfe/users/me/owned_events\xff", []string{"15 GET /users/me/owned_events/ ?"}},
		// Hosts.
		{`https://EVENTBRITEAPI.com/v3/users/me/owned_events/`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`https://api.eventbrite.com/v3/users/me/owned_events/`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`https://www.eventbriteapi.com:443/users/me/owned_events/`, []string{"15 GET /users/me/owned_events/ ?"}},
		{`https://%s/users/me/owned_events/`, []string{"15 GET /users/me/owned_events/ ?"}},
		// A path without a user by itself needs a method and the name of Eventbrite.
		{"import eventbrite\napi.post('/venues/', v)", []string{"34 POST /venues/"}},
		{"api.post('/venues/', v)\n# eventbrite", []string{"34 POST /venues/"}},
		{"api.post('/venues/', v)", nil},
		{"import eventbrite\nVENUES = '/venues/'", nil},
		{"eventbrite.get('/venues/')", nil},
		{"eventbrite.post(BASE + '/events/')", []string{"30 POST /events/"}},
		{"eventbrite.post('{}/events/'.format(base))", []string{"30 POST /events/"}},
		{"eventbrite.get('/organizers/')", []string{"2 GET /organizers/"}},
		{"eventbrite.get('/organizers/', params={'organizer_ids': ids})", nil},
	}
	for _, tt := range tests {
		if got := scanned("x", tt.line); !slices.Equal(got, append([]string{}, tt.want...)) {
			t.Errorf("%s\ngives %q, not %q", tt.line, got, tt.want)
		}
	}
	if got := scanned("src/eventbrite.py", "api.post('/venues/', v)"); !slices.Equal(got, []string{"34 POST /venues/"}) {
		t.Errorf("in a file with the name: %q", got)
	}
}

func TestLinesThatMustNotMatch(t *testing.T) {
	t.Parallel()
	lines := []string{
		// alive
		`GET https://www.eventbriteapi.com/v3/users/me/`, `GET /v3/users/me/organizations/`, `get("/users/" + id + "/orders/")`, `GET /users/me/bookmarks/`,
		`POST /v3/users/me/bookmarks/save/`, `GET https://www.eventbriteapi.com/v3/events/123/`, `https://www.eventbriteapi.com/v3/events/123`,
		`POST /v3/events/123/publish/`, `POST /v3/venues/123/`, `DELETE /v3/webhooks/123/`, `GET /v3/organizers/123/events/`, `GET /v3/series/123/`,
		`GET /v3/events/?event_ids=1,2`, `GET https://www.eventbriteapi.com/v3/organizers/?organizer_ids=1`, `https://www.eventbriteapi.com/v3/organizers?token=x&organizer_ids=1`,
		`GET /v3/events/search/`, `post("/discounts/%s/" % id)`, "eventbrite.post(`/events/${id}`)", `eventbrite.post("/events/" + id)`, `eventbrite.post("/events/" . $id)`,
		`eventbrite.post('/events/'.$id.'/publish/')`, `eventbrite.post("/events/".concat(id))`, `eventbrite.post("/events" + "/" + id)`, `eventbrite.post(f"/events/{id}/")`, `eventbrite.post("/events/:id")`,
		`eventbrite.post("/events/#{id}")`, `eventbrite.post("/events/<id>/")`, `eventbrite.post("/venues/\(id)")`, `eventbrite.post("/events/" .. id)`, "`https://www.eventbriteapi.com/v3/events/${id}`",
		`eventbrite.post("https://www.eventbriteapi.com/v3/events/" + id + "/publish/")`, `POST /v3/events/{event_id}/ticket_classes/`,
		// another method than the table's
		`POST /v3/users/me/events/`, `eventbrite.post("/users/me/venues/")`, `DELETE /v3/users/me/contact_lists/7/`, `GET /v3/events/`, `PUT /v3/events/`, `requests.get("https://www.eventbriteapi.com/v3/discounts/")`,
		// new
		`GET /v3/organizations/42/events/`, `eventbrite.post(f"/organizations/{org}/events/")`, `eventbrite.post("/organizations/" + org + "/events/")`, `eventbrite.post('/organizations/' . $org . '/webhooks/')`,
		`eventbrite.post("/organizations/%s/venues/" % org)`, "eventbrite.post(`/organizations/${org}/discounts/`)", `eventbrite.post("/organizat` + `ons/1/events/")`,
		// like a legacy path
		`/users/123/events_archive`, `/users/123/events/55/`, `/users/123/events/archive`, `/users/me/eventsource`, `/users/me/venues-old`, `/users/me/events.json`, `"/users/me/contact_lists/new"`,
		`/users/1/events/2/ticket_classes/3/ticket_groups/`, `"/users/" + id + "/events/" + event + "/ticket_classes/"`, "`/users/${id}/events/${event}/ticket_classes/`",
		`superusers/me/events`, `/users//events/`, `/users/../events/`, `/users/archive/events/`, `/Users/me/events/`, `import x from "../users/me/events"`, `./users/me/events`,
		`/users/me/contact_lists/7/contacts/ada@example.org/`,
		// another host's
		`https://example.com/users/1/events/`, `GET https://example.com/v3/users/1/events/`, `http://localhost:8000/users/1/events/`, `//example.com/users/me/events`, `example.com/users/me/events/`,
		`https://www.eventbriteapi.com.evil.example/v3/users/me/events/`, `https://noteventbriteapi.com/v3/users/me/events/`, `https://my-eventbriteapi.com/v3/users/me/events/`, `https://api.github.com/users/me/events`,
		`client.get("/users/{username}/events")`, `/users/${login}/events`, `/api/v3/users/1/events`, `/api/v1/users/1/events`, `/admin/users/1/events/`, `f"/tenants/{tenant}/users/{id}/events/"`,
		// pretix
		`GET /api/v1/organizers/`, `eventbrite or pretix: get("/organizers/{organizer}/events/")`, `eventbrite or pretix: get("/organizers/" + slug + "/events/")`, `GET /api/v1/organizers/demo/events/`,
		// our own routes
		`eventbrite; app.post("/webhooks/", receive)`, `eventbrite; router.get('/users/:id/events', list)`, `@app.post("/webhooks/") # eventbrite`, `@PostMapping("/events/") // eventbrite`, `@GetMapping(value = "/users/{id}/events")`,
		"mux.HandleFunc(\"POST /events/\", eventbrite)", `Route::post('/webhooks/', [EventbriteController::class])`, `path("users/<int:id>/events/", views.events)`, `re_path(r'^users/<int:id>/events/$', views.events)`,
		"# eventbrite\n  post '/webhooks', to: 'eventbrite#receive'", "  get '/users/:id/events' => 'events#index'",
		// prose
		`the events/ folder`, `the users/ and events/ folders`, ``, `/`, `users`, `users/`, `/users/me/`,
	}
	for _, line := range lines {
		if got := scanned("x", line); len(got) > 0 {
			t.Errorf("%s\ngives %q", line, got)
		}
	}
}

// However the pieces are cut, and whatever stands around them.
func FuzzFindPaths(f *testing.F) {
	f.Add("requests.get('/users/' + id + '/events/')", "requests.post(")
	f.Add(`curl -X POST https:\/\/www.eventbriteapi.com\/v3\/events\/`, `\`)
	f.Fuzz(func(t *testing.T, line, above string) {
		for _, m := range findPaths(line, above) {
			if m.at < 0 || m.at >= len(line) || !strings.HasPrefix(m.path, "/") || !strings.HasSuffix(m.path, "/") || len(m.methods) == 0 {
				t.Fatalf("%+v", m)
			}
			if strings.Trim(m.path, "abcdefghijklmnopqrstuvwxyz_{}0123456789/") != "" {
				t.Fatalf("%q shows what stands in the text", m.path)
			}
		}
	})
}
