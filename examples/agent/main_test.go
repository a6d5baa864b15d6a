package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/http/httptrace"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// at is a person who has typed some answers already.
func at(answers string) (*person, *bytes.Buffer) {
	out := new(bytes.Buffer)
	return &person{in: bufio.NewReader(strings.NewReader(answers)), out: out}, out
}

func teams(px *boxofficetest.Pretix, organizer string) (names []string) {
	for _, team := range px.Teams(organizer) {
		names = append(names, team.Name)
	}
	return names
}

func TestNothingIsWrittenWithoutAPerson(t *testing.T) {
	t.Parallel()
	demo, tokens := inMemory()
	defer demo.Close()
	var out bytes.Buffer
	if err := serve(t.Context(), &out, demo.URL, tokens, nil); err != nil {
		t.Fatal(err)
	}
	want := `
Organizer demo
  read team 1: Administrators
  read team 2: Box office
  write: pretix: Teams.Create: the client is read-only
  write: pretix: Teams.Create: nobody is there to ask

Organizer opera
  read team 3: Management
  write: pretix: Teams.Create: the client is read-only
  write: pretix: Teams.Create: nobody is there to ask
`
	if out.String() != want {
		t.Errorf("it printed\n%s", out.String())
	}
	if len(demo.Teams("")) != 2 || len(demo.Teams("opera")) != 1 {
		t.Errorf("teams %v and %v", teams(demo, ""), teams(demo, "opera"))
	}
}

func TestOnlyAClearYesWrites(t *testing.T) {
	t.Parallel()
	for answer, allowed := range map[string]bool{
		"y\n": true, "Yes\r\n": true, " y \n": true,
		"n\n": false, "\n": false, "": false, "y": false, "yeah\n": false, "n\ny\n": false, "yy\n": false,
	} {
		demo, tokens := inMemory()
		who, asked := at(answer)
		var out bytes.Buffer
		if err := serve(t.Context(), &out, demo.URL, tokens[:1], who); err != nil {
			t.Fatal(err)
		}
		want := []string{"Administrators", "Box office"}
		if allowed {
			want = append(want, "Agent's idea")
		}
		if got := teams(demo, ""); !slices.Equal(got, want) {
			t.Errorf("after %q there are the teams %q", answer, got)
		}
		if strings.HasSuffix(out.String(), "done\n") != allowed {
			t.Errorf("after %q it printed\n%s", answer, out.String())
		}
		question := "The agent wants Teams.Create: POST " + demo.URL + `/api/v1/organizers/demo/teams/ {"all_events":false,"limit_events":[],"name":"Agent's idea"}` + "\nAllow it? [y/N] "
		if asked.String() != question {
			t.Errorf("it asked %q", asked.String())
		}
		demo.Close()
	}
}

func TestNoQuestionAfterTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	who, asked := at("y\n")
	if err := who.confirms(ctx, boxoffice.Write{}); !errors.Is(err, context.Canceled) || asked.Len() > 0 {
		t.Errorf("%v after %q", err, asked.String())
	}
}

func TestTenantsShareConnections(t *testing.T) {
	t.Parallel()
	demo, tokens := inMemory()
	defer demo.Close()
	var fresh, reused int
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) {
		if c.Reused {
			reused++
		} else {
			fresh++
		}
	}})
	var out bytes.Buffer
	if err := serve(ctx, &out, demo.URL, tokens, nil); err != nil {
		t.Fatal(err)
	}
	if fresh != 1 || reused != 3 {
		t.Errorf("%d connections were made, %d reused", fresh, reused)
	}
	for _, token := range tokens {
		if strings.Contains(out.String(), token) {
			t.Error("a token is printed")
		}
	}
}

// One tenant's bad token costs the others nothing.
func TestOneTenantFails(t *testing.T) {
	t.Parallel()
	demo, tokens := inMemory()
	defer demo.Close()
	var out bytes.Buffer
	err := serve(t.Context(), &out, demo.URL, []string{"wrong", tokens[1]}, nil)
	if !errors.Is(err, boxoffice.ErrUnauthorized) || !strings.Contains(out.String(), "Organizer opera") {
		t.Errorf("%v, and\n%s", err, out.String())
	}
	if err := serve(t.Context(), &out, demo.URL, nil, nil); err == nil {
		t.Error("no token, and no error")
	}
}

// A name may hold what moves the cursor, hides text or turns its direction; an agent may
// put it into what a person is asked.
func TestShownTextIsSafe(t *testing.T) {
	t.Parallel()
	const hostile = "\x1b[2Jcleared\u202egnp.exe\ttab\nforged"
	demo, tokens := inMemory()
	defer demo.Close()
	demo.AddTeam("opera", boxofficetest.PretixTeam{Name: hostile})
	var out bytes.Buffer
	if err := serve(t.Context(), &out, demo.URL, tokens, nil); err != nil {
		t.Fatal(err)
	}
	who, asked := at("y\n")
	if err := who.confirms(t.Context(), boxoffice.Write{Operation: hostile, Method: hostile, URL: hostile, Body: []byte(hostile)}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String() + asked.String()) {
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q is printed", line[i:])
		}
	}
	if want := "read team 4: <U+001B>[2Jcleared<U+202E>gnp.exe<U+0009>tab<U+000A>forged\n"; !strings.Contains(out.String(), want) {
		t.Errorf("it printed\n%s", out.String())
	}
	if lines := strings.Count(asked.String(), "\n"); lines != 1 {
		t.Errorf("the question has %d line ends: %q", lines, asked.String())
	}
}
