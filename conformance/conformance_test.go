package conformance

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// generations are the releases of which the fake is tested: the first and the last that are known of each behaviour
// that a client can tell apart, and those on which withpretix can run the same cases for real.
var generations = []string{"3.17.2", "4.17.1", "4.20.4", "2024.3.0", "2024.4.0", "2026.2.2", "2026.5.6", "2026.8.0"}

// topic is a group of cases.
type topic struct {
	name  string
	cases []testCase
}

// testCase is one thing that is true of every pretix.
type testCase struct {
	name string
	run  func(t *testing.T, s *target)
}

var topics = []topic{
	{"routes", routeCases},
	{"wire", wireCases},
	{"lookup", lookupCases},
	{"slash", slashCases},
	{"bodies", bodyCases},
	{"headers", headerCases},
	{"auth", authCases},
	{"organizers", organizerCases},
	{"teams", teamCases},
	{"validation", validationCases},
	{"permissions", permissionCases},
	{"legacy", legacyCases},
	{"stuck", stuckCases},
	{"delete", deleteCases},
	{"members", memberCases},
	{"invites", inviteCases},
	{"tokens", tokenCases},
	{"pages", pageCases},
	{"walks", walkCases},
	{"idempotency", idempotencyCases},
	{"lockout", lockoutCases},
	{"untyped", untypedCases},
	{"corners", cornerCases},
	{"shell", shellCases},
}

func TestConformance(t *testing.T) {
	t.Parallel()
	if s := targetFromEnvironment(t); s != nil {
		t.Run("server-"+s.version.String(), func(t *testing.T) {
			t.Parallel()
			runTopics(t, s)
		})
		return
	}
	for _, version := range generations {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			s := newFakeTarget(t, version)
			equal(t, "version", s.version.String(), version)
			runTopics(t, s)
		})
	}
}

func runTopics(t *testing.T, s *target) {
	for _, topic := range topics {
		t.Run(topic.name, func(t *testing.T) {
			for _, c := range topic.cases {
				t.Run(c.name, func(t *testing.T) { c.run(t, s) })
			}
		})
	}
}
