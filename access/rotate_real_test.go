package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/boxoffice-go/boxoffice"
)

// These run on the server that PRETIX_URL names, and else on one in memory:
//
//	go run ./conformance/withpretix -version 2026.8.0 -- go test ./access/ -run Real

// realName is a team's name that no other run on that server has used.
func realName(t *testing.T) string {
	t.Helper()
	return t.Name() + " " + rand.Text()
}

// realTeam makes a team with one token.
func realTeam(t *testing.T, px *boxoffice.Pretix, organizer string, manages bool) *boxoffice.NewTeamToken {
	t.Helper()
	may := boxoffice.Permissions{Event: boxoffice.OnlyPermissions(boxoffice.PermissionEventItemsWrite)}
	if manages {
		may.Organizer = boxoffice.OnlyPermissions(boxoffice.PermissionOrganizerTeamsWrite)
	}
	team, err := px.Teams.Create(t.Context(), organizer, boxoffice.TeamCreate{Name: realName(t), Events: boxoffice.AllEvents(), Permissions: may})
	if err != nil {
		t.Fatal(err)
	}
	token, err := px.Tokens.Create(t.Context(), organizer, team.ID, "scanner")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func realActive(t *testing.T, px *boxoffice.Pretix, organizer string, team int64) []boxoffice.TeamToken {
	t.Helper()
	tokens, err := readTokens(t.Context(), px, organizer, team)
	if err != nil {
		t.Fatal(err)
	}
	return activeTokens(tokens)
}

func realWorks(t *testing.T, px *boxoffice.Pretix, secret boxoffice.Secret) bool {
	t.Helper()
	as, err := px.WithCredential(boxoffice.PretixTeamToken(secret.Reveal()))
	if err != nil {
		t.Fatal(err)
	}
	_, err = as.Organizers.Own(t.Context())
	if err != nil && !errors.Is(err, boxoffice.ErrUnauthorized) {
		t.Fatal(err)
	}
	return err == nil
}

func TestRealRotate(t *testing.T) {
	target := newRotationTarget(t)
	admin := target.client(t, target.token)
	for _, own := range []bool{false, true} {
		t.Run(fmt.Sprintf("own=%v", own), func(t *testing.T) {
			old := realTeam(t, admin, target.organizer, own)
			px := admin
			if own {
				px = target.client(t, old.Secret.Reveal())
			}
			vault := &rotationVault{before: func(context.Context, *boxoffice.NewTeamToken) error { return errors.New("no") }}
			r := Rotation{TeamID: old.TeamID, TokenID: old.Token.ID, OldSecret: old.Secret, HandOver: vault.handOver}
			_, err := Rotate(t.Context(), px, target.organizer, r)
			if e, ok := errors.AsType[*RotateError](err); !ok || e.New.State != TokenInactive || e.Old.State != TokenActive || !realWorks(t, admin, old.Secret) {
				t.Fatalf("%+v", err)
			}
			// As a run leaves it that was killed.
			left, err := admin.Tokens.Create(t.Context(), target.organizer, old.TeamID, successorName("scanner", old.Token.ID))
			if err != nil {
				t.Fatal(err)
			}
			vault.before = nil
			got, err := Rotate(t.Context(), px, target.organizer, r)
			if err != nil {
				t.Fatal(err)
			}
			active := realActive(t, admin, target.organizer, old.TeamID)
			if len(active) != 1 || active[0].ID != got.New.ID || len(got.Disabled) != 1 || got.Disabled[0].ID != left.Token.ID || !got.OldSecretRefused {
				t.Errorf("%+v; active are %v", got, active)
			}
			if !realWorks(t, admin, boxoffice.NewSecret(vault.last())) || realWorks(t, admin, old.Secret) || realWorks(t, admin, left.Secret) {
				t.Error("the wrong secrets work")
			}
			again, err := Rotate(t.Context(), admin, target.organizer, r)
			if err != nil || !again.AlreadyDone || again.New.ID != got.New.ID {
				t.Errorf("%+v, %v", again, err)
			}
			vault.checkOnce(t)
		})
	}
}

func TestRealRotateWrongToken(t *testing.T) {
	target := newRotationTarget(t)
	admin := target.client(t, target.token)
	old := realTeam(t, admin, target.organizer, false)
	other, err := admin.Tokens.Create(t.Context(), target.organizer, old.TeamID, "other")
	if err != nil {
		t.Fatal(err)
	}
	vault := &rotationVault{}
	r := Rotation{TeamID: old.TeamID, TokenID: old.Token.ID, HandOver: vault.handOver}
	for _, secret := range []boxoffice.Secret{boxoffice.NewSecret("nosuchsecret"), boxoffice.NewSecret(target.token)} {
		r.OldSecret = secret
		if _, err := Rotate(t.Context(), admin, target.organizer, r); err == nil || len(vault.given) > 0 {
			t.Fatalf("%v", err)
		}
	}
	r.OldSecret = other.Secret
	_, err = Rotate(t.Context(), admin, target.organizer, r)
	if e, ok := errors.AsType[*RotateError](err); !ok || !errors.Is(err, ErrWrongToken) || e.Old.State != TokenInactive || e.New.State != TokenActive {
		t.Errorf("%+v", err)
	}
	if !realWorks(t, admin, other.Secret) || realWorks(t, admin, old.Secret) || !realWorks(t, admin, boxoffice.NewSecret(vault.last())) {
		t.Error("the wrong secrets work")
	}
}

func TestRealRotateTwiceAtOnce(t *testing.T) {
	target := newRotationTarget(t)
	admin := target.client(t, target.token)
	old := realTeam(t, admin, target.organizer, false)
	vaults, errs := make([]*rotationVault, 2), make([]error, 2)
	var runs sync.WaitGroup
	for i := range vaults {
		vaults[i] = &rotationVault{}
		px := target.client(t, target.token)
		runs.Go(func() {
			_, errs[i] = Rotate(t.Context(), px, target.organizer, Rotation{TeamID: old.TeamID, TokenID: old.Token.ID, HandOver: vaults[i].handOver})
		})
	}
	runs.Wait()
	working := realWorks(t, admin, old.Secret)
	for i, err := range errs {
		works := len(vaults[i].given) > 0 && realWorks(t, admin, boxoffice.NewSecret(vaults[i].last()))
		working = working || works
		if err == nil && !works && len(vaults[i].given) > 0 {
			t.Errorf("run %d went well and has no token: %v", i, errs)
		}
	}
	if !working {
		t.Errorf("nothing works: %v", errs)
	}
}
