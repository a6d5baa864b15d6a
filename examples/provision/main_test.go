package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/boxoffice-go/boxoffice/access"
)

func TestProvision(t *testing.T) {
	t.Parallel()
	px := inMemory()
	defer px.Close()
	file := filepath.Join(t.TempDir(), "token")
	run := func(renew bool) string {
		var out bytes.Buffer
		if err := provision(t.Context(), &out, px.URL, px.Token, "", "gala", file, access.Provisioning{Renew: renew}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first := run(false)
	for _, want := range []string{"created true", "it may not manage teams (403)", "it sees exactly these events: gala"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is missing in\n%s", want, first)
		}
	}
	team := px.Teams("")[1].ID
	secret, err := os.ReadFile(file)
	info, statErr := os.Stat(file)
	if err != nil || statErr != nil || string(secret) != px.Tokens(team)[0].Secret || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v, %v", err, statErr, info.Mode())
	}
	if second := run(false); !strings.Contains(second, "is there already") || len(px.Tokens(team)) != 1 {
		t.Errorf("a second run:\n%s", second)
	}
	renewed := run(true)
	if tokens := px.Tokens(team); len(tokens) != 2 || tokens[0].Active || !tokens[1].Active {
		t.Errorf("%v\n%s", tokens, renewed)
	}
	for _, token := range px.Tokens(team) {
		if strings.Contains(first+renewed, token.Secret) {
			t.Error("a secret is printed")
		}
	}
}
