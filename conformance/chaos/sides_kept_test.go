package chaos

// kept are sequences that once made a difference between a real pretix and the fake, as TestSides prints them, and that
// say more as a sequence than as a case of package conformance, where the others are.
var kept = []struct {
	name  string
	steps []step
}{
	{"a key answers another path", []step{
		{method: "POST", path: "/organizers/{org}/teams/{t2}/tokens/", body: `{"name":"Door"}`, headers: []string{"X-Idempotency-Key: {org}-1"}},
		{method: "PATCH", path: "/organizers/{org}/teams/{t2}/", body: `{"name":"x"}`, headers: []string{"X-Idempotency-Key: {org}-1"}},
		{method: "GET", path: "/idempotency_query?key={org}-1"},
	}},
	{"NUL in a form for a team that has gone", []step{
		{method: "DELETE", path: "/organizers/{org}/teams/{t3}/"},
		{method: "PATCH", path: "/organizers/{org}/teams/{t3}/", contentType: "application/x-www-form-urlencoded", body: "name=a%00b"},
	}},
	{"an invite in other letters", []step{
		{method: "POST", path: "/organizers/{org}/teams/{t1}/invites/", body: `{"email":"Carol@{org}.example.org"}`},
	}},
	{"both styles in a form with an empty boolean", []step{
		{method: "POST", path: "/organizers/{org}/teams/", contentType: "application/x-www-form-urlencoded",
			body: "limit_events=gala&limit_organizer_permissions=organizer.events%3Acreate&can_create_events=&name=door"},
	}},
	{"OPTIONS of a team that is no number", []step{
		{method: "OPTIONS", path: "/organizers/{org}/teams/%F0%9F%8E%AA/invites/"},
	}},
	{"a number without digits", []step{
		{method: "PUT", path: "/organizers/{org}/teams/{t3}/", body: `{"name":[-.],"limit_events":["gala"]}`},
	}},
}
