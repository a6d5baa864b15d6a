package boxoffice

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// release is a version of pretix, as far as differences between versions hang on
// it. Pre-releases count as their release.
type release struct {
	major, minor, patch int
	// atLeast says that it was learned from a team, which only tells the generation.
	atLeast bool
}

// The versions that changed what a team is.
var (
	releaseCheckin   = release{major: 3, minor: 17}   // can_checkin_orders
	releaseCustomers = release{major: 4, minor: 0}    // can_manage_customers
	releaseMedia     = release{major: 4, minor: 18}   // can_manage_reusable_media
	releaseTeam2FA   = release{major: 2024, minor: 4} // require_2fa
	releaseNamed     = release{major: 2026, minor: 3} // permissions by name
)

func (r release) less(other release) bool {
	return cmp.Or(cmp.Compare(r.major, other.major), cmp.Compare(r.minor, other.minor), cmp.Compare(r.patch, other.patch)) < 0
}

func (r release) named() bool { return !r.less(releaseNamed) }

func (r release) String() string {
	if r.atLeast {
		return fmt.Sprintf("this server, of the generation of pretix %d.%d,", r.major, r.minor)
	}
	return fmt.Sprintf("pretix %d.%d.%d", r.major, r.minor, r.patch)
}

// parseRelease reads "2026.8.0", also with an ending such as ".dev0" or "rc1".
func parseRelease(version string) (release, error) {
	bad := argumentError("version", fmt.Sprintf("%q is not a version of pretix, such as 2026.8.0", version))
	var r release
	parts := strings.SplitN(version, ".", 4)
	if len(parts) < 2 {
		return r, bad
	}
	for i, into := range []*int{&r.major, &r.minor, &r.patch} {
		if i >= len(parts) {
			break
		}
		digits := parts[i]
		if i == 2 {
			digits = digits[:len(digits)-len(strings.TrimLeft(digits, "0123456789"))]
		}
		n, err := strconv.ParseUint(digits, 10, 16)
		if err != nil {
			return r, bad
		}
		*into = int(n)
	}
	if r.major < 1 {
		return r, bad
	}
	return r, nil
}

// pretixModel is what is known of a server's version. Copies of a Pretix for
// other credentials share it.
type pretixModel struct {
	asking chan struct{} // holds one: the right to ask

	mu    sync.Mutex
	known *release
}

func newPretixModel(known *release) *pretixModel {
	m := &pretixModel{asking: make(chan struct{}, 1), known: known}
	m.asking <- struct{}{}
	return m
}

func (m *pretixModel) know(r release) {
	m.mu.Lock()
	m.known = &r
	m.mu.Unlock()
}

func (m *pretixModel) get() *release {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known
}

// learn takes from a team that the server sent what it tells of the version.
func (m *pretixModel) learn(team *Team) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known != nil && m.known.fits(team) {
		return
	}
	m.known = nil
	switch {
	case team.named():
		m.known = &release{major: releaseNamed.major, minor: releaseNamed.minor, atLeast: true}
	case team.Require2FA != nil:
		m.known = &release{major: releaseTeam2FA.major, minor: releaseTeam2FA.minor, atLeast: true}
	}
	// Older ones look alike: a write that needs to know will ask.
}

// fits tells whether a server of this version can have sent the team.
func (r release) fits(team *Team) bool {
	if r.named() || team.named() {
		return r.named() == team.named()
	}
	// A younger boolean that is set is one that a write would leave as it is.
	younger := slices.ContainsFunc(flags, func(f flag) bool { return f.team(team) && r.less(f.since) })
	return r.less(releaseTeam2FA) == (team.Require2FA == nil) && !younger
}

// release returns what is known of the server's version, and asks once when
// nothing is.
func (px *Pretix) release(ctx context.Context) (release, error) {
	if ctx == nil {
		return release{}, argumentError("ctx", "the context is nil")
	}
	if r := px.model.get(); r != nil {
		return *r, nil
	}
	select {
	case <-px.model.asking:
		defer func() { px.model.asking <- struct{}{} }()
	default:
		// Whoever waited for one question that failed does not wait for those of all
		// others, too, but asks beside them.
		select {
		case <-px.model.asking:
			px.model.asking <- struct{}{}
		case <-ctx.Done():
			return release{}, px.client.unexpected(versionRequest, ctx.Err())
		}
	}
	if r := px.model.get(); r != nil {
		return *r, nil
	}
	v, err := px.Version(ctx)
	if err != nil {
		return release{}, err
	}
	r, err := parseRelease(v.Version)
	if err != nil {
		return r, fmt.Errorf("boxoffice: the server tells no version that this package knows; use WithPretixVersion: %w", err)
	}
	return r, nil
}
