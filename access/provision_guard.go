package access

import (
	"context"

	"github.com/boxoffice-go/boxoffice"
)

// guardUpdate is a stand-in: it lets every update pass.
func guardUpdate(_ context.Context, _ *boxoffice.Pretix, _ string, _ *boxoffice.Team, _ boxoffice.TeamUpdate, _ Guard) error {
	return nil
}
