package boxoffice

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCredentialsThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ token, reason string }{
		{"", "empty"},
		{" ", "blank"},
		{"\t\r\n", "blank, of other kinds"},
		{testToken + "\n", "read from a file with its last line break"},
		{testToken + "\r\nX-Evil: 1", "a line break that splits the header"},
		{" " + testToken, "a space before"},
		{"Token " + testToken, "a space within: the scheme was copied along"},
		{testToken + "\t", "a tab"},
		{testToken + "\x00", "a NUL"},
		{testToken + "\x7f", "a DEL"},
		{testToken + "é", "beyond ASCII"},
		{testToken + "\u00a0", "a space that is none to the eye"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			for _, credential := range []PretixCredential{PretixTeamToken(test.token), PretixOAuthToken(test.token)} {
				px, err := NewPretix(testBase, credential)
				wantArgumentError(t, err, "credential")
				if px != nil {
					t.Error("there is a client besides the error")
				}
				if strings.Contains(err.Error(), testToken) {
					t.Errorf("the error repeats the token: %v", err)
				}
			}
		})
	}
	for reason, credential := range map[string]PretixCredential{
		"no credential": {},
		"no source":     PretixCredentialSource(nil),
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			_, err := NewPretix(testBase, credential)
			wantArgumentError(t, err, "credential")
		})
	}
}

func TestCredentialsThatWork(t *testing.T) {
	t.Parallel()
	fixed := PretixTeamToken("abc")
	tests := []struct {
		reason     string
		credential PretixCredential
		want       string
	}{
		{"a team token", fixed, "Token abc"},
		{"an OAuth access token", PretixOAuthToken("!a.b-c_d/e+f=~"), "Bearer !a.b-c_d/e+f=~"},
		{"a source of a team token", PretixCredentialSource(func(context.Context) (PretixCredential, error) { return fixed, nil }), "Token abc"},
		{"a source of an OAuth access token", PretixCredentialSource(func(context.Context) (PretixCredential, error) { return PretixOAuthToken("x"), nil }), "Bearer x"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			px, err := px.WithCredential(test.credential)
			if err != nil {
				t.Fatal(err)
			}
			m.on("GET", "/organizers/", "", reply(200, emptyPage))
			if _, err := px.Organizers.List(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			wantEqual(t, "Authorization", m.requests()[0].Header.Get("Authorization"), test.want)
		})
	}
}

// A source is not asked before the first call, so that making a client sends
// nothing.
func TestSourceIsLazy(t *testing.T) {
	t.Parallel()
	asked := 0
	px, m := newMock(t)
	px, err := px.WithCredential(PretixCredentialSource(func(context.Context) (PretixCredential, error) {
		asked++
		return PretixTeamToken("abc"), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "questions before a call", asked, 0)
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	for range 3 {
		if _, err := px.Organizers.List(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	wantEqual(t, "questions after three calls", asked, 3)
}

var errVault = errors.New("the vault is sealed")

func TestSourceErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason string
		answer PretixCredential
		err    error
		is     error
		says   string
	}{
		{"its own error is kept", PretixCredential{}, errVault, errVault, "the credential source failed: the vault is sealed"},
		{"an error besides an answer", PretixTeamToken(testToken), errVault, errVault, "the vault is sealed"},
		{"an empty answer", PretixCredential{}, nil, nil, "empty credential"},
		{"another source, which could go on for ever", PretixCredentialSource(func(context.Context) (PretixCredential, error) {
			return PretixTeamToken(testToken), nil
		}), nil, nil, "a source, not with a token"},
		{"a bad token", PretixTeamToken(testToken + "\n"), nil, nil, "line break"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			px, m := newMock(t)
			px, err := px.WithCredential(PretixCredentialSource(func(context.Context) (PretixCredential, error) {
				return test.answer, test.err
			}))
			if err != nil {
				t.Fatal(err)
			}
			_, err = px.Organizers.List(t.Context(), nil)
			e := wantError(t, err)
			wantEqual(t, "Operation", e.Operation, "Organizers.List")
			wantEqual(t, "Attempts", e.Attempts, 0)
			wantEqual(t, "Status", e.Status, 0)
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("the error %v does not wrap %v", err, test.is)
			}
			if !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), testToken) {
				t.Errorf("the error is %v, want one that says %q and not the token", err, test.says)
			}
			m.wantSent()
		})
	}
}

// The source gets the ctx of the call, to end with it and to read from.
func TestSourceGetsTheContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	px, m := newMock(t)
	px, err := px.WithCredential(PretixCredentialSource(func(ctx context.Context) (PretixCredential, error) {
		if err := ctx.Err(); err != nil {
			return PretixCredential{}, err
		}
		return PretixTeamToken(ctx.Value(key{}).(string)), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	m.on("GET", "/organizers/", "", reply(200, emptyPage))
	ctx := context.WithValue(t.Context(), key{}, "tenant-7")
	if _, err := px.Organizers.List(ctx, nil); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, "Authorization", m.requests()[0].Header.Get("Authorization"), "Token tenant-7")
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err = px.Organizers.List(ctx, nil)
	wantError(t, err)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want the end of ctx", err)
	}
	wantEqual(t, "requests", len(m.requests()), 1)
}

func TestSecret(t *testing.T) {
	t.Parallel()
	tests := []struct {
		reason string
		secret Secret
		reveal string
		zero   bool
	}{
		{"a value", NewSecret(testToken), testToken, false},
		{"an empty value", NewSecret(""), "", true},
		{"no value", Secret{}, "", true},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			wantEqual(t, "Reveal", test.secret.Reveal(), test.reveal)
			wantEqual(t, "IsZero", test.secret.IsZero(), test.zero)
			wantEqual(t, "String", test.secret.String(), "[redacted]")
			wantEqual(t, "the log value", test.secret.LogValue().String(), "[redacted]")
			wantEqual(t, "a credential of it", PretixTeamToken(test.reveal).String(), "[redacted]")
			wantEqual(t, "%v", fmt.Sprint(test.secret), "[redacted]")
			text, err := test.secret.MarshalText()
			if string(text) != "[redacted]" || err != nil {
				t.Errorf("MarshalText is %s with error %v", text, err)
			}
		})
	}
}
