package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// rotationHook calls before for each request that a client sends.
type rotationHook struct {
	before func(*http.Request)
	next   http.RoundTripper
}

func (h rotationHook) RoundTrip(r *http.Request) (*http.Response, error) {
	h.before(r)
	return h.next.RoundTrip(r)
}

// rotationHooked is a client with a hook.
func rotationHooked(t *testing.T, s *rotationSite, before func(*http.Request)) *boxoffice.Pretix {
	t.Helper()
	hook := rotationHook{before, &http.Transport{DisableKeepAlives: true}}
	return rotationClient(t, s.URL, s.caller, boxoffice.WithHTTPClient(&http.Client{Transport: hook}))
}

// Runs at once, as they come: whoever is told that it went well has a token that
// works, somebody has one, and it can be run again.
func TestRotateTwiceAtOnce(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		for range 15 {
			s := newRotationSite(t, "2026.8.0", own)
			vaults := make([]*rotationVault, 3)
			errs := make([]error, len(vaults))
			var runs sync.WaitGroup
			for i := range vaults {
				vaults[i] = &rotationVault{}
				px := rotationClient(t, s.URL, s.caller)
				runs.Go(func() {
					_, errs[i] = Rotate(t.Context(), px, s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vaults[i].handOver})
				})
			}
			runs.Wait()
			working := s.works(s.old.Secret)
			caller := s.caller
			for i, err := range errs {
				works := s.works(vaults[i].last())
				if works {
					working, caller = true, vaults[i].last()
				}
				if err == nil && !works && len(vaults[i].given) > 0 {
					t.Errorf("own=%v: run %d went well and has no token; %v; %v", own, i, errs, s.Tokens(s.team))
				}
				vaults[i].checkOnce(t)
			}
			if !working {
				t.Fatalf("own=%v: nothing works: %v; %v", own, errs, s.Tokens(s.team))
			}
			if !own {
				caller = s.Token
			} else if s.works(s.old.Secret) {
				caller = s.old.Secret
			}
			last := &rotationVault{}
			got, err := Rotate(t.Context(), rotationClient(t, s.URL, caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: last.handOver})
			if err != nil || s.works(s.old.Secret) || len(s.active()) == 0 {
				t.Errorf("own=%v: %+v, %v; before %v", own, got, err, errs)
			}
			s.Close()
		}
	}
}

// A whole run happens while the first is in its hand-over, and takes its token for one
// that was left behind.
func TestRotateIsOvertakenDuringTheHandOver(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		t.Run(fmt.Sprintf("own=%v", own), func(t *testing.T) {
			t.Parallel()
			s := newRotationSite(t, "2026.8.0", own)
			first, second := &rotationVault{}, &rotationVault{}
			first.before = func(context.Context, *boxoffice.NewTeamToken) error {
				if len(first.given) > 1 {
					return nil
				}
				got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: second.handOver})
				if err != nil || len(got.Disabled) != 1 || got.Disabled[0].Active {
					t.Errorf("the second run: %+v, %v", got, err)
				}
				return nil
			}
			got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: first.handOver})
			if !s.works(second.last()) || s.works(s.old.Secret) {
				t.Errorf("the second run's token does not work: %v", s.Tokens(s.team))
			}
			first.checkOnce(t)
			if own {
				e, ok := errors.AsType[*RotateError](err)
				if !ok || !errors.Is(err, ErrDisplaced) || e.New.State == TokenActive || e.Old.State == TokenActive || !strings.Contains(err.Error(), "worthless") {
					t.Errorf("%+v", err)
				}
				return
			}
			if err != nil || !s.works(first.last()) || len(first.given) != 2 || len(got.Strays) != 1 || len(s.active()) != 2 {
				t.Errorf("%+v, %v; %v", got, err, s.Tokens(s.team))
			}
		})
	}
}

// Another run has made its token after this one has, and before this one looks.
func TestRotateStepsBackForALaterRun(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	made := false
	px := rotationHooked(t, s, func(r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/tokens/") && len(s.Tokens(s.team)) == 2 && !made {
			made = true
			s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
		}
	})
	vault := &rotationVault{}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver}
	_, err := Rotate(t.Context(), px, s.Organizer, r)
	e, ok := errors.AsType[*RotateError](err)
	if !ok || !errors.Is(err, ErrOtherRun) || e.Stage != StageProve || e.New.State != TokenInactive || e.Old.State != TokenActive || len(vault.given) > 0 {
		t.Fatalf("%+v", err)
	}
	s.checkStatus(t, s.team, e.Old)
	s.checkStatus(t, s.team, e.New)
	// The other one broke, it turns out.
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	if err != nil || len(got.Disabled) != 1 || len(s.active()) != 1 || !s.works(vault.last()) {
		t.Errorf("%+v, %v; %v", got, err, s.Tokens(s.team))
	}
}

// Once the old token is disabled no other is touched: it may be in use.
func TestRotateLeavesWhatMayBeInUse(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	before := s.AddToken(s.team, fmt.Sprintf("kiosk (replaces %d)", s.old.ID))
	vault := &rotationVault{before: func(context.Context, *boxoffice.NewTeamToken) error {
		s.DeactivateToken(s.team, s.old.ID)
		return nil
	}}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver}
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	if err != nil || len(got.Strays) != 1 || got.Strays[0].ID != before.ID || got.Disabled != nil || len(s.active()) != 2 || !s.works(vault.last()) {
		t.Errorf("%+v, %v", got, err)
	}
}

// What an earlier run left behind under another name is known by its ending.
func TestRotateDisablesLeftoversOfAnyName(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", true)
	before := s.AddToken(s.team, fmt.Sprintf("kiosk (replaces %d)", s.old.ID))
	other := s.AddToken(s.team, fmt.Sprintf("kiosk (replaces %d)", s.old.ID+100))
	vault := &rotationVault{}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, TokenName: "till", HandOver: vault.handOver}
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	if err != nil || len(got.Disabled) != 1 || got.Disabled[0].ID != before.ID || got.New.Name != fmt.Sprintf("till (replaces %d)", s.old.ID) {
		t.Fatalf("%+v, %v", got, err)
	}
	if active := s.active(); len(active) != 2 || active[0] != other.ID {
		t.Errorf("%v", s.Tokens(s.team))
	}
}

// The old token is disabled by somebody before the hand-over: the new one is handed
// over all the same, since it is the one that works.
func TestRotateGoesOnWhenTheOldTokenIsDisabledMeanwhile(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	px := rotationHooked(t, s, func(r *http.Request) {
		if tokens := s.Tokens(s.team); len(tokens) == 2 && strings.HasSuffix(r.URL.Path, "/tokens/") {
			s.DeactivateToken(s.team, s.old.ID)
			s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
		}
	})
	vault := &rotationVault{}
	got, err := Rotate(t.Context(), px, s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	if err != nil || len(got.Strays) != 1 || !s.works(vault.last()) || len(s.active()) != 2 {
		t.Errorf("%+v, %v; %v", got, err, s.Tokens(s.team))
	}
}

// Somebody disables every token that is handed over.
func TestRotateGivesUpWhenAllItMakesIsDisabled(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	vault := &rotationVault{before: func(_ context.Context, token *boxoffice.NewTeamToken) error {
		s.DeactivateToken(s.team, token.Token.ID)
		return nil
	}}
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	e, ok := errors.AsType[*RotateError](err)
	if !ok || !errors.Is(err, ErrDisplaced) || len(vault.given) != maxRounds || e.Old.State != TokenActive || e.New.State != TokenInactive || !s.works(s.old.Secret) {
		t.Errorf("%+v", err)
	}
	vault.checkOnce(t)
	s.checkStatus(t, s.team, e.Old)
	s.checkStatus(t, s.team, e.New)
	t.Log(err)
}

// It is told who may do what: a token whose team may not manage teams disables nothing.
func TestRotateActsWithTheRightCredential(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		s := newRotationSite(t, "2026.8.0", own)
		vault := &rotationVault{}
		if _, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver}); err != nil {
			t.Fatal(err)
		}
		want := "Token " + s.caller
		if own {
			want = "Token " + vault.last()
		}
		for _, r := range s.Requests() {
			if r.Method == http.MethodDelete && r.Header.Get("Authorization") != want {
				t.Errorf("own=%v: %s %s with another credential", own, r.Method, r.Path)
			}
		}
	}
}

// The token is disabled by somebody between the two looks at it.
func TestRotateLooksOnceMoreAtTheEnd(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	vault := &rotationVault{}
	px := rotationHooked(t, s, func(r *http.Request) {
		if r.Method == http.MethodDelete && len(vault.given) == 1 {
			s.DeactivateToken(s.team, vault.given[0].Token.ID)
		}
	})
	got, err := Rotate(t.Context(), px, s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	if err != nil || len(vault.given) != 2 || !s.works(vault.last()) || got.New.ID != vault.given[1].Token.ID || len(s.active()) != 1 {
		t.Errorf("%+v, %v; %v", got, err, s.Tokens(s.team))
	}
}

// When somebody else is at work, what looked left behind may be theirs.
func TestRotateLeavesLeftoversAloneOnceItWasDisplaced(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	before := s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
	vault := &rotationVault{}
	vault.before = func(_ context.Context, token *boxoffice.NewTeamToken) error {
		if len(vault.given) == 1 {
			s.DeactivateToken(s.team, token.Token.ID)
		}
		return nil
	}
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	if err != nil || len(got.Strays) != 1 || got.Strays[0].ID != before.ID || got.Disabled != nil || !s.works(vault.last()) || s.works(s.old.Secret) || len(s.active()) != 2 {
		t.Errorf("%+v, %v; %v", got, err, s.Tokens(s.team))
	}
}
