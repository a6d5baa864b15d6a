package boxofficetest

// Pretix is one pretix server in memory. Its methods may be called at any time
// and from any goroutine, also while requests are being served.
type Pretix struct {
	// URL is the base address, such as http://127.0.0.1:40123, without a
	// trailing slash.
	URL string

	// Organizer is the slug of the organizer that every server starts with,
	// "demo". Setup methods take "" for it.
	Organizer string

	// Token is the secret of an API token of the team "Administrators", which
	// holds all permissions for all events and has no members.
	Token string

	// AdminTeam is the id of that team.
	AdminTeam int64

	machine

	version release
	state   state
}

// A PretixOption changes how a fake pretix starts.
type PretixOption func(*pretixConfig) error

type pretixConfig struct {
	version release
}

// WithVersion makes the server behave like that release of pretix, such as
// "2024.3.0" or "4.17.1". The default is "2026.8.0". Releases before 3.5 have
// no team API and are refused.
func WithVersion(version string) PretixOption {
	return func(c *pretixConfig) (err error) {
		c.version, err = parseRelease(version)
		return err
	}
}

// NewPretix starts a server for one test. It is closed when the test ends. A
// mistake in an option or in a later setup call, such as a member for an
// unknown team, ends the test through tb.Fatalf.
func NewPretix(tb TB, opts ...PretixOption) *Pretix {
	tb.Helper()
	p, err := StartPretix(opts...)
	if err != nil {
		tb.Fatalf("boxofficetest: %v", err)
		return nil
	}
	p.tb = tb
	tb.Cleanup(p.Close)
	return p
}

// StartPretix starts a server in a program, which has to Close it. A mistake in
// a later setup call panics.
func StartPretix(opts ...PretixOption) (*Pretix, error) {
	config := pretixConfig{version: newestRelease}
	for _, opt := range opts {
		if err := opt(&config); err != nil {
			return nil, err
		}
	}
	listener, err := listen("pretix")
	if err != nil {
		return nil, err
	}
	p := &Pretix{
		URL:     "http://" + listener.Addr().String(),
		version: config.version,
		state:   newState(),
	}
	p.seed()
	p.serve(listener, p)
	return p, nil
}

func (p *Pretix) seed() {
	p.Organizer = "demo"
	p.AddOrganizer(p.Organizer, "Demo Festival")
	p.AdminTeam = p.AddTeam("", PretixTeam{
		Name:                    "Administrators",
		AllEvents:               true,
		AllEventPermissions:     true,
		AllOrganizerPermissions: true,
	})
	p.Token = p.AddToken(p.AdminTeam, "boxofficetest").Secret
}

// Version is the release that the server behaves like, such as "2026.8.0".
func (p *Pretix) Version() string {
	return p.version.String()
}
