package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("GET", resTeams+"7/tokens/5/", 200, `{"id":5,"name":"sync","active":true}`)
	server.on("DELETE", resTeams+"7/tokens/5/", 200, `{"id":5,"name":"sync","active":false}`)
	token, err := px.Tokens.Get(t.Context(), "demo", 7, 5)
	resEqual(t, "token", []any{token, err}, []any{&TeamToken{5, "sync", true}, error(nil)})
	b := resMust(json.Marshal(token))(t)
	resEqual(t, "marshals to the platform's keys", string(b), `{"id":5,"name":"sync","active":true}`)
	for range 2 { // an inactive one too
		token, err = px.Tokens.Disable(t.Context(), "demo", 7, 5)
		resEqual(t, "disabled", []any{token, err}, []any{&TeamToken{5, "sync", false}, error(nil)})
	}
	server.want(resGet(resTeams+"7/tokens/5/"), resSent{"DELETE", resTeams + "7/tokens/5/", "", ""}, resSent{"DELETE", resTeams + "7/tokens/5/", "", ""})
}

func TestTokensDisableThatDidNot(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"id":5,"name":"sync","active":true}`, `{"id":6,"name":"sync","active":false}`} {
		px, server := resMock(t)
		server.on("DELETE", resTeams+"7/tokens/5/", 200, answer)
		if _, err := px.Tokens.Disable(t.Context(), "demo", 7, 5); err == nil {
			t.Errorf("%s is taken for a disabled token 5", answer)
		}
	}
}

const resSecret = "SECRET0123456789abcdefghijklmnopqrstuvwxyz"

func TestTokensCreate(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	server.on("POST", resTeams+"7/tokens/", 201, `{"id":5,"name":"sync","active":true,"token":"`+resSecret+`"}`)
	created, err := px.Tokens.Create(t.Context(), "demo", 7, " sync ")
	if err != nil {
		t.Fatal(err)
	}
	resEqual(t, "created", []any{created.Organizer, created.TeamID, created.Token, created.Secret.Reveal()},
		[]any{"demo", int64(7), TeamToken{5, "sync", true}, resSecret})
	server.want(resSent{"POST", resTeams + "7/tokens/", "", `{"name":" sync "}`})

	// It never shows itself, in no way that people print things.
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "t", created, "v", *created, "s", created.Secret, "c", created.Credential())
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "t", created, "v", *created, "s", created.Secret, "c", created.Credential())
	marshalled := resMust(json.Marshal(map[string]any{"t": created, "v": *created}))(t)
	texts := []string{logged.String(), string(marshalled)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		for _, v := range []any{created, *created, []*NewTeamToken{created}, []NewTeamToken{*created}, struct{ T any }{created}, created.Credential()} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
	}
	for _, text := range texts {
		if strings.Contains(text, resSecret) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", resSecret)) {
			t.Errorf("shows the secret: %s", text)
		}
	}
	if !strings.Contains(string(marshalled), `"Secret":"[redacted]"`) {
		t.Errorf("marshals to %s", marshalled)
	}

	// And it is a credential.
	other := resMust(px.WithCredential(created.Credential()))(t)
	header := resMust(other.client.cred.ask(t.Context()))(t)
	resEqual(t, "header", header.header.Reveal(), "Token "+resSecret)
}

// Without a secret nothing was gained, and what was made has to be disabled.
func TestTokensCreateWithoutSecret(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ why, answer, named string }{
		{"no secret", `{"id":5,"name":"sync","active":true}`, "5"},
		{"an empty one", `{"id":5,"name":"sync","active":true,"token":""}`, "5"},
		{"the answer to the creation of a team", `{"id":7,"name":"Box","all_events":false,"limit_events":[]}`, ""},
		{"the answer to the creation of another token", `{"id":6,"name":"other","active":true,"token":"` + resSecret + `"}`, ""},
		{"nothing", `{}`, ""},
	} {
		px, server := resMock(t)
		server.on("POST", resTeams+"7/tokens/", 201, tt.answer)
		created, err := px.Tokens.Create(t.Context(), "demo", 7, "sync")
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Operation != "Tokens.Create" || e.Status != 201 || strings.Contains(fmt.Sprintf("%v%+v%s", e, *e, e.Body), resSecret) {
			t.Errorf("%s: %v, %v", tt.why, created, err)
		}
		if tt.named != "" && (created == nil || fmt.Sprint(created.Token.ID) != tt.named) {
			t.Errorf("%s: the token can't be disabled: %v", tt.why, created)
		}
	}
}

func TestTokensForReal(t *testing.T) {
	t.Parallel()
	for _, version := range resReleases {
		px, server := resFake(t, version)
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: "Robots", Can: []string{"can_change_teams"}})
		created := resMust(px.Tokens.Create(t.Context(), "demo", team, "one name"))(t)
		second := resMust(px.Tokens.Create(t.Context(), "demo", team, "one name"))(t)
		resEqual(t, version, server.Tokens(team)[0].Secret, created.Secret.Reveal())
		resEqual(t, "what it takes to disable it", []any{created.Organizer, created.TeamID, created.Token.ID}, []any{"demo", team, server.Tokens(team)[0].ID})

		robot := resMust(px.WithCredential(created.Credential()))(t)
		if _, err := robot.Teams.Get(t.Context(), "demo", team); err != nil {
			t.Error(err)
		}
		// A token may disable itself: that call succeeds, and the next does not.
		got, err := robot.Tokens.Disable(t.Context(), "demo", team, created.Token.ID)
		resEqual(t, "disabled itself", []any{got, err}, []any{&TeamToken{created.Token.ID, "one name", false}, error(nil)})
		if _, err := robot.Teams.Get(t.Context(), "demo", team); !errors.Is(err, ErrUnauthorized) {
			t.Errorf("%s: %v", version, err)
		}
		all, err := Collect(px.Tokens.All(t.Context(), "demo", team, nil))
		resEqual(t, "inactive ones stay in the list", []any{all, err}, []any{[]TeamToken{{created.Token.ID, "one name", false}, {second.Token.ID, "one name", true}}, error(nil)})
	}
}

// Names that would come back otherwise than they were sent.
func TestTokenNamesAreTrimmedAsPretixDoes(t *testing.T) {
	t.Parallel()
	px, server := resMock(t)
	_, err := px.Tokens.Create(t.Context(), "demo", 7, "a\xff")
	wantArgumentError(t, err, "name")
	server.on("POST", resTeams+"7/tokens/", 201, `{"id":3,"name":"a","active":true,"token":"S"}`)
	if _, err := px.Tokens.Create(t.Context(), "demo", 7, "\x1c a \x1f"); err != nil {
		t.Error(err)
	}
}
