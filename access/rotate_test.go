package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

func TestRotate(t *testing.T) {
	t.Parallel()
	for _, version := range rotationVersions {
		for _, own := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s own=%v", version, own), func(t *testing.T) {
				t.Parallel()
				s := newRotationSite(t, version, own)
				vault := &rotationVault{before: func(_ context.Context, token *boxoffice.NewTeamToken) error {
					if !s.works(s.old.Secret) || !s.works(token.Secret.Reveal()) {
						t.Error("both work during the hand-over")
					}
					return nil
				}}
				got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
					TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(s.old.Secret), HandOver: vault.handOver,
				})
				if err != nil {
					t.Fatal(err)
				}
				tokens := s.Tokens(s.team)
				want := Rotated{
					Organizer: s.Organizer, TeamID: s.team,
					Old:              TokenStatus{s.old.ID, "scanner", TokenInactive},
					New:              TokenStatus{tokens[1].ID, fmt.Sprintf("scanner (replaces %d)", s.old.ID), TokenActive},
					OldSecretRefused: true,
				}
				if fmt.Sprintf("%+v", *got) != fmt.Sprintf("%+v", want) {
					t.Errorf("got  %+v\nwant %+v", *got, want)
				}
				if len(tokens) != 2 || tokens[0].Active || !tokens[1].Active || vault.last() != tokens[1].Secret || len(vault.given) != 1 {
					t.Errorf("the server has %v", tokens)
				}
				given := vault.given[0]
				if given.Organizer != s.Organizer || given.TeamID != s.team || given.Token.ID != got.New.ID {
					t.Errorf("handed over %+v", given)
				}

				// Once more: nothing happens.
				s.ResetRequests()
				again, err := Rotate(t.Context(), rotationClient(t, s.URL, vault.caller(s, own)), s.Organizer, Rotation{
					TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(s.old.Secret), HandOver: vault.handOver,
				})
				want.AlreadyDone = true
				if err != nil || fmt.Sprintf("%+v", *again) != fmt.Sprintf("%+v", want) {
					t.Errorf("got  %+v, %v\nwant %+v", again, err, want)
				}
				for _, r := range s.Requests() {
					if r.Method != http.MethodGet {
						t.Errorf("%s %s", r.Method, r.Path)
					}
				}
				if len(vault.given) != 1 {
					t.Error("handed over again")
				}
			})
		}
	}
}

// caller is the secret for the next run.
func (v *rotationVault) caller(s *rotationSite, own bool) string {
	switch {
	case !own:
		return s.Token
	case s.works(v.last()):
		return v.last()
	}
	return s.old.Secret
}

// Whatever request fails, and however: what the error tells is what the server has,
// one of the tokens works, and the next run ends with one.
func TestRotateSurvivesEveryFailure(t *testing.T) {
	t.Parallel()
	for _, version := range rotationVersions {
		for _, own := range []bool{false, true} {
			for how, fault := range rotationFaults(version) {
				t.Run(fmt.Sprintf("%s own=%v %s", version, own, how), func(t *testing.T) {
					t.Parallel()
					failed := 0
					for skip := range 100 {
						fault.Skip = skip
						happened, err := rotationFails(t, version, own, fault)
						if !happened {
							if skip < 12 {
								t.Errorf("only %d requests failed", skip)
							}
							break
						}
						if err != nil {
							failed++
						}
					}
					if failed < 5 {
						t.Errorf("only %d runs failed", failed)
					}
				})
			}
		}
	}
}

// rotationFails rotates with one fault, and then once more without.
func rotationFails(t *testing.T, version string, own bool, fault boxofficetest.Fault) (happened bool, failure error) {
	t.Helper()
	s := newRotationSite(t, version, own)
	defer s.Close()
	vault := &rotationVault{}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(s.old.Secret), HandOver: vault.handOver}
	s.Fail(fault)
	_, failure = Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	if len(s.PendingFaults()) > 0 {
		return false, failure
	}
	where := fmt.Sprintf("request %d: %v", fault.Skip+1, failure)
	if failure != nil {
		e, ok := errors.AsType[*RotateError](failure)
		if !ok {
			t.Fatalf("%s is a %T", where, failure)
		}
		if e.Stage == StageLook && e.Old.State == TokenUnknown {
			e.Old = TokenStatus{s.old.ID, "scanner", TokenActive}
		}
		s.checkStatus(t, s.team, e.Old)
		s.checkStatus(t, s.team, e.New)
		if e.HandedOver != (e.New.State == TokenActive) || e.HandedOver != (len(vault.given) == 1) {
			t.Errorf("%s: handed over is %v, and %d were given", where, e.HandedOver, len(vault.given))
		}
		if !s.works(s.old.Secret) && !s.works(vault.last()) {
			t.Errorf("%s: no token works", where)
		}
		rotationNoSecret(t, []string{s.old.Secret, s.Token, vault.last()}, failure, *e)
	}
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, vault.caller(s, own)), s.Organizer, r)
	if err != nil {
		t.Fatalf("%s\nand the second run: %v", where, err)
	}
	if active := s.active(); len(active) != 1 || got.New.ID != active[0] || !s.works(vault.last()) || len(got.Strays) > 0 {
		t.Errorf("%s\nthe second run left %v, and told %+v", where, s.Tokens(s.team), got)
	}
	vault.checkOnce(t)
	if t.Failed() {
		t.Logf("%s", where)
	}
	return true, failure
}

// A server that goes away for good: nothing is told that can't be known.
func TestRotateWhenTheServerGoesAway(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		for skip := range 12 {
			s := newRotationSite(t, "2026.8.0", own)
			vault := &rotationVault{}
			r := Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver}
			s.Fail(boxofficetest.Fault{Skip: skip, Times: -1, Reset: true, AfterServing: skip%2 == 0})
			_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
			e, ok := errors.AsType[*RotateError](err)
			if !ok {
				if skip < 9 {
					t.Fatalf("after %d requests: %v", skip, err)
				}
				continue
			}
			s.ClearFaults()
			for _, told := range []TokenStatus{e.Old, e.New} {
				if told.State != TokenUnknown {
					s.checkStatus(t, s.team, told)
				}
			}
			if !s.works(s.old.Secret) && !s.works(vault.last()) {
				t.Errorf("after %d requests no token works: %v", skip, err)
			}
			got, err := Rotate(t.Context(), rotationClient(t, s.URL, vault.caller(s, own)), s.Organizer, r)
			if err != nil || len(s.active()) != 1 || !s.works(vault.last()) {
				t.Errorf("after %d requests: %+v, %v; %v", skip, got, err, s.Tokens(s.team))
			}
			vault.checkOnce(t)
			s.Close()
		}
	}
}

func TestRotateWhenHandOverFails(t *testing.T) {
	t.Parallel()
	errFull := errors.New("the disk is full")
	for _, own := range []bool{false, true} {
		for _, how := range []string{"error", "cancel and error", "cancel"} {
			t.Run(fmt.Sprintf("own=%v %s", own, how), func(t *testing.T) {
				t.Parallel()
				s := newRotationSite(t, "2026.8.0", own)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				vault := &rotationVault{before: func(_ context.Context, token *boxoffice.NewTeamToken) error {
					if how != "error" {
						cancel()
					}
					if how == "cancel" {
						return nil
					}
					return fmt.Errorf("writing %s: %w", token.Secret.Reveal(), errFull)
				}}
				r := Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver}
				_, err := Rotate(ctx, rotationClient(t, s.URL, s.caller), s.Organizer, r)
				e, ok := errors.AsType[*RotateError](err)
				if !ok {
					t.Fatal(err)
				}
				s.checkStatus(t, s.team, e.Old)
				s.checkStatus(t, s.team, e.New)
				wantStage, wantNew := StageHandOver, TokenInactive
				if how == "cancel" {
					wantStage, wantNew = StageDisable, TokenActive
				}
				if e.Stage != wantStage || e.Old.State != TokenActive || e.New.State != wantNew || e.HandedOver != (how == "cancel") {
					t.Errorf("%+v", e)
				}
				if errors.Is(err, errFull) == (how == "cancel") || errors.Is(err, context.Canceled) != (how == "cancel") {
					t.Errorf("the cause is not found in %v", err)
				}
				rotationNoSecret(t, []string{vault.last(), s.old.Secret, s.Token}, err, *e)
				vault.before = nil
				if _, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r); err != nil || len(s.active()) != 1 || !s.works(vault.last()) {
					t.Errorf("the second run: %v; %v", err, s.Tokens(s.team))
				}
			})
		}
	}
}

func TestRotateWhenHandOverPanics(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_, _ = Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
			TeamID: s.team, TokenID: s.old.ID, HandOver: func(context.Context, *boxoffice.NewTeamToken) error { panic("vault") },
		})
	}()
	if active := s.active(); !slices.Equal(active, []int64{s.old.ID}) {
		t.Errorf("active are %v", active)
	}
}

// A cut in the middle of the creation, with a caller who has gone meanwhile.
func TestRotateWhenTheCallerGoesDuringTheCreation(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.Fail(boxofficetest.Fault{Method: "POST", Reset: true, AfterServing: true, Match: func(*http.Request) bool { cancel(); return true }})
	vault := &rotationVault{}
	_, err := Rotate(ctx, rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	e, ok := errors.AsType[*RotateError](err)
	if !ok || e.Stage != StageCreate || !errors.Is(err, context.Canceled) || e.New.State != TokenInactive || len(vault.given) > 0 {
		t.Errorf("%+v", err)
	}
	s.checkStatus(t, s.team, e.New)
	if active := s.active(); !slices.Equal(active, []int64{s.old.ID}) {
		t.Errorf("active are %v", active)
	}
}

// A creation of which no answer ever comes: the token is found in the list.
func TestRotateWhenTheSecretIsLost(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	s.Fail(boxofficetest.Fault{Method: "POST", Reset: true, AfterServing: true, Times: 2})
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
		TeamID: s.team, TokenID: s.old.ID, HandOver: (&rotationVault{}).handOver,
	})
	e, ok := errors.AsType[*RotateError](err)
	if !ok || !errors.Is(err, boxoffice.ErrOutcomeUnknown) || e.Stage != StageCreate || e.New.State != TokenInactive || e.Old.State != TokenActive {
		t.Fatalf("%+v", err)
	}
	s.checkStatus(t, s.team, e.New)
	if tokens := s.Tokens(s.team); len(tokens) != 2 {
		t.Errorf("the same was made twice: %v", tokens)
	}
}

// Of several tokens of that name only the new one is the one that was lost.
func TestRotateKnowsTheLostTokenFromAnEarlierOne(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	before := s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
	s.Fail(boxofficetest.Fault{Method: "POST", Reset: true, AfterServing: true, Times: 2})
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
		TeamID: s.team, TokenID: s.old.ID, HandOver: (&rotationVault{}).handOver,
	})
	e, ok := errors.AsType[*RotateError](err)
	if !ok || e.New.State != TokenInactive || !slices.Equal(s.active(), []int64{s.old.ID, before.ID}) {
		t.Fatalf("%+v; %v", err, s.Tokens(s.team))
	}
	s.checkStatus(t, s.team, e.New)
}

// An answer that is lost once costs nothing: the same key brings it again.
func TestRotateAsksAgainForALostAnswer(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	s.Fail(boxofficetest.Fault{Method: "POST", Reset: true, AfterServing: true})
	vault := &rotationVault{}
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
	if tokens := s.Tokens(s.team); err != nil || len(tokens) != 2 || !s.works(vault.last()) {
		t.Errorf("%v; %v", err, tokens)
	}
}

// A token that is disabled although the answer is lost is disabled.
func TestRotateLooksWhenDisablingHasNoAnswer(t *testing.T) {
	t.Parallel()
	for _, own := range []bool{false, true} {
		s := newRotationSite(t, "2026.8.0", own)
		s.Fail(boxofficetest.Fault{Method: "DELETE", Reset: true, AfterServing: true})
		vault := &rotationVault{}
		got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: vault.handOver})
		if err != nil || got.Old.State != TokenInactive || s.works(s.old.Secret) || !s.works(vault.last()) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// A caller's own key is for one write, and here are several.
func TestRotateIgnoresACallersKey(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
	ctx := boxoffice.ContextWithIdempotencyKey(t.Context(), "mine")
	if _, err := Rotate(ctx, rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: (&rotationVault{}).handOver}); err != nil {
		t.Error(err)
	}
	keys := map[string]bool{}
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			keys[r.Header.Get("X-Idempotency-Key")] = true
		}
	}
	if len(keys) != 3 || keys["mine"] || keys[""] {
		t.Errorf("%v", keys)
	}
}

func TestRotateRefusesAnOldSecretThatIsNotGood(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	s.AddOrganizer("elsewhere", "Elsewhere")
	foreign := s.AddToken(s.AddTeam("elsewhere", boxofficetest.PretixTeam{Name: "Crew"}), "x")
	for secret, want := range map[string]error{
		"nosuchsecret":  boxoffice.ErrUnauthorized,
		"with a\nbreak": nil,
		foreign.Secret:  ErrWrongToken,
		s.Token:         ErrWrongToken, // of the administrators
	} {
		vault := &rotationVault{}
		s.ResetRequests()
		_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{
			TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(secret), HandOver: vault.handOver,
		})
		e, ok := errors.AsType[*RotateError](err)
		if !ok || want != nil && !errors.Is(err, want) || e.Stage != StageLook || e.Old.State != TokenActive || e.New.State != TokenNone {
			t.Errorf("%v", err)
		}
		rotationNoSecret(t, []string{secret}, err)
		for _, r := range s.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("%s %s", r.Method, r.Path)
			}
		}
		if len(vault.given) > 0 {
			t.Error("handed over")
		}
	}
}

// The secret is of another token of the same team, which can't be seen before.
func TestRotateTellsThatTheWrongTokenWasDisabled(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	other := s.AddToken(s.team, "other")
	vault := &rotationVault{}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(other.Secret), HandOver: vault.handOver}
	_, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	e, ok := errors.AsType[*RotateError](err)
	if !ok || !errors.Is(err, ErrWrongToken) || e.Stage != StageOldSecret || e.Old.State != TokenInactive || e.New.State != TokenActive || !e.HandedOver {
		t.Fatalf("%+v", err)
	}
	s.checkStatus(t, s.team, e.Old)
	s.checkStatus(t, s.team, e.New)
	if !s.works(other.Secret) || s.works(s.old.Secret) || !s.works(vault.last()) {
		t.Errorf("the server has %v", s.Tokens(s.team))
	}
	if !strings.Contains(err.Error(), "find it in the team's list") {
		t.Errorf("%v", err)
	}
	if _, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r); !errors.Is(err, ErrWrongToken) {
		t.Errorf("once more: %v", err)
	}
}

func TestRotateWhenThereIsNothingToDo(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	rotate := func() (*Rotated, error) {
		return Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: (&rotationVault{}).handOver})
	}
	s.DeactivateToken(s.team, s.old.ID)
	if _, err := rotate(); !errors.Is(err, ErrNoSuccessor) || !strings.Contains(err.Error(), "is disabled, and there is no new token") {
		t.Errorf("%v", err)
	}
	first := s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", s.old.ID))
	got, err := rotate()
	if err != nil || !got.AlreadyDone || got.New != (TokenStatus{first.ID, first.Name, TokenActive}) || got.Strays != nil {
		t.Errorf("%+v, %v", got, err)
	}
	// Its successor was rotated in turn.
	s.DeactivateToken(s.team, first.ID)
	second := s.AddToken(s.team, fmt.Sprintf("scanner (replaces %d)", first.ID))
	if got, err := rotate(); err != nil || got.New.ID != second.ID {
		t.Errorf("%+v, %v", got, err)
	}
	third := s.AddToken(s.team, fmt.Sprintf("another base (replaces %d)", s.old.ID))
	got, err = rotate()
	if err != nil || !got.AlreadyDone || got.New.State != TokenNone || len(got.Strays) != 2 || len(s.active()) != 2 || third.ID == 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRotateRefusesBadArguments(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	px := rotationClient(t, s.URL, s.caller)
	hand := (&rotationVault{}).handOver
	for name, try := range map[string]func() (*Rotated, error){
		"no client": func() (*Rotated, error) { return Rotate(t.Context(), nil, "demo", Rotation{HandOver: hand}) },
		"no hand-over": func() (*Rotated, error) {
			return Rotate(t.Context(), px, "demo", Rotation{TeamID: s.team, TokenID: s.old.ID})
		},
		"no team": func() (*Rotated, error) { return Rotate(t.Context(), px, "demo", Rotation{HandOver: hand}) },
		"no organizer": func() (*Rotated, error) {
			return Rotate(t.Context(), px, "", Rotation{TeamID: s.team, TokenID: s.old.ID, HandOver: hand})
		},
		"no such token": func() (*Rotated, error) {
			return Rotate(t.Context(), px, "demo", Rotation{TeamID: s.team, TokenID: 999, HandOver: hand})
		},
		"token of another team": func() (*Rotated, error) {
			return Rotate(t.Context(), px, "demo", Rotation{TeamID: s.AdminTeam, TokenID: s.old.ID, HandOver: hand})
		},
		"a NUL in the name": func() (*Rotated, error) {
			return Rotate(t.Context(), px, "demo", Rotation{TeamID: s.team, TokenID: s.old.ID, TokenName: "a\x00b", HandOver: hand})
		},
	} {
		got, err := try()
		if e, ok := errors.AsType[*RotateError](err); !ok || got != nil || e.New.State != TokenNone {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if len(s.Tokens(s.team)) != 1 {
		t.Error("something was made")
	}
}

func TestSuccessorName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ base, want string }{
		{"door", "door (replaces 7)"},
		{"door (replaces 3)", "door (replaces 7)"},
		{"(replaces 3)", "(replaces 7)"},
		{"  door\t", "door (replaces 7)"},
		{"door (replaces 3) b", "door (replaces 3) b (replaces 7)"},
		{strings.Repeat("ü", 190), strings.Repeat("ü", 177) + " (replaces 7)"},
		{strings.Repeat("a", 176) + " bcd", strings.Repeat("a", 176) + " (replaces 7)"},
	} {
		got := successorName(test.base, 7)
		if got != test.want || utf8.RuneCountInString(got) > 190 || replaced(got) != 7 {
			t.Errorf("%q becomes %q", test.base, got)
		}
	}
	for _, name := range []string{"", ")", "door", "door (replaces 99999999999999999999)", "door (replaces -7)", "door (replaces 7", "door (replaces )", "(replaces 7) door"} {
		if base, id := cutReplaces(name); base != name || id != 0 {
			t.Errorf("%q is %q and %d", name, base, id)
		}
	}
}

// The longest name, in letters of several bytes, and twice in a row.
func TestRotateALongName(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", false)
	token := s.AddToken(s.team, strings.Repeat("🎟", 190))
	id := token.ID
	for range 2 {
		got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, Rotation{TeamID: s.team, TokenID: id, HandOver: (&rotationVault{}).handOver})
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf(" (replaces %d)", id); !strings.HasSuffix(got.New.Name, want) || strings.Count(got.New.Name, "replaces") != 1 {
			t.Errorf("%q", got.New.Name)
		}
		id = got.New.ID
	}
}

func TestRotationShowsNoSecret(t *testing.T) {
	t.Parallel()
	s := newRotationSite(t, "2026.8.0", true)
	vault := &rotationVault{}
	r := Rotation{TeamID: s.team, TokenID: s.old.ID, OldSecret: boxoffice.NewSecret(s.old.Secret), HandOver: vault.handOver}
	got, err := Rotate(t.Context(), rotationClient(t, s.URL, s.caller), s.Organizer, r)
	if err != nil {
		t.Fatal(err)
	}
	rotationNoSecret(t, []string{s.old.Secret, s.Token, vault.last()}, r, &r, got, *got)
}
