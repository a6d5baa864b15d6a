package boxoffice

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestEventsGet(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", "/organizers/demo/events/gala/", 200,
		`{"slug":"gala","name":{"en":"Gala","de":"Ball"},"live":true,"testmode":false,"date_from":"2026-05-01T20:00:00+02:00","date_to":null,"has_subevents":false,"currency":"EUR","new":[1]}`)
	got, err := px.Events.Get(t.Context(), "demo", "gala")
	if err != nil {
		t.Fatal(err)
	}
	if !got.DateFrom.Equal(time.Date(2026, 5, 1, 18, 0, 0, 0, time.UTC)) {
		t.Errorf("begins %s", got.DateFrom)
	}
	got.DateFrom = nil
	resEqual(t, "event", got, &PretixEvent{Slug: "gala", Name: MultilingualText{"en": "Gala", "de": "Ball"}, Live: true})
	resEqual(t, "marshals back", string(resMust(json.Marshal(got))(t)),
		`{"slug":"gala","name":{"de":"Ball","en":"Gala"},"live":true,"testmode":false,"date_from":null,"date_to":null,"has_subevents":false}`)
	server.want(resGet("/organizers/demo/events/gala/"))
}

func TestMultilingualText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		why, json string
		want      MultilingualText
		in        string
		text      string
	}{
		{"the language asked for", `{"en":"Gala","de":"Ball"}`, MultilingualText{"en": "Gala", "de": "Ball"}, "de", "Ball"},
		{"else English", `{"en":"Gala","de":"Ball"}`, MultilingualText{"en": "Gala", "de": "Ball"}, "fr", "Gala"},
		{"else the first", `{"nl":"Bal","de":"Ball"}`, MultilingualText{"nl": "Bal", "de": "Ball"}, "fr", "Ball"},
		{"an empty text is one", `{"en":"Gala","de":""}`, MultilingualText{"en": "Gala", "de": ""}, "de", ""},
		{"a plain string", `"Gala"`, MultilingualText{"": "Gala"}, "de", "Gala"},
		{"an empty string", `""`, nil, "de", ""},
		{"null", `null`, nil, "de", ""},
		{"an empty object", `{}`, MultilingualText{}, "de", ""},
	} {
		got := MultilingualText{"old": "stays not"}
		if err := json.Unmarshal([]byte(tt.json), &got); err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		resEqual(t, tt.why, got, tt.want)
		resEqual(t, tt.why, got.In(tt.in), tt.text)
	}
	for _, bad := range []string{`5`, `[]`, `{"en":5}`, `true`} {
		var got MultilingualText
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("%s is taken: %v", bad, got)
		}
	}
}

func TestEventsForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		from := time.Date(2026, 5, 1, 20, 0, 0, 0, time.UTC)
		server.AddEvent("", boxofficetest.PretixEvent{Slug: "gala", Name: "Gala", DateFrom: from, DateTo: from.Add(time.Hour), Live: true})
		got, err := Collect(px.Events.All(t.Context(), "demo", nil))
		resEqual(t, version, []any{got, err}, []any{[]PretixEvent{{
			Slug: "gala", Name: MultilingualText{"en": "Gala"}, Live: true, DateFrom: &from, DateTo: new(from.Add(time.Hour)),
		}}, error(nil)})
		one, err := px.Events.Get(t.Context(), "demo", "gala")
		resEqual(t, version, []any{one, err}, []any{&got[0], error(nil)})
	}
}
