package access

import (
	"errors"
	"fmt"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// ProvisionError is a [Provision] that failed, with what is true now. Its cause is found
// by errors.Is and errors.AsType: [ErrDisplaced], the error of HandOver, or an error of
// package boxoffice.
type ProvisionError struct {
	// Stage is what failed.
	Stage Stage `json:"stage"`
	// Organizer and Name say which team it is; TeamID is 0 while it is not known.
	Organizer string `json:"organizer"`
	Name      string `json:"name"`
	TeamID    int64  `json:"team_id"`
	// Created and Changed are what is known to have happened to the team.
	Created bool `json:"created"`
	Changed bool `json:"changed"`
	// Token is the token that was made.
	Token TokenStatus `json:"token"`
	// HandedOver is whether HandOver got the secret of Token and returned no error.
	HandedOver bool `json:"handed_over"`
	// Others are the team's other tokens that are, or may be, active.
	Others []boxoffice.TeamToken `json:"others,omitzero"`
	// Err is what went wrong.
	Err error `json:"-"`
}

// Error says what failed, what is true now and what to do.
func (e *ProvisionError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "access: provisioning the team %q failed at %q: %s. Now: ", e.Name, e.Stage, clause(e.Err))
	switch {
	case e.Stage == StageLook && e.TeamID == 0:
		b.WriteString("nothing was changed")
	case e.TeamID == 0 && errors.Is(e.Err, boxoffice.ErrOutcomeUnknown):
		b.WriteString("whether the team was made is not known")
	case e.TeamID == 0:
		b.WriteString("no team was made")
	case e.Created:
		fmt.Fprintf(&b, "the team %d was made", e.TeamID)
	case e.Changed:
		fmt.Fprintf(&b, "the team %d was changed", e.TeamID)
	case e.Stage == StageTeam && errors.Is(e.Err, boxoffice.ErrOutcomeUnknown):
		fmt.Fprintf(&b, "whether the team %d was changed is not known", e.TeamID)
	default:
		fmt.Fprintf(&b, "the team %d is as it was", e.TeamID)
	}
	b.WriteString(", and " + e.Token.sentence("new"))
	switch {
	case e.Token.State == TokenNone || e.Token.ID == 0:
	case e.HandedOver:
		b.WriteString(", which was handed over")
	case e.Token.State != TokenInactive:
		b.WriteString(", of which nobody has the secret")
	}
	if len(e.Others) > 0 {
		b.WriteString("; active are also")
		for i, t := range e.Others {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, " %d", t.ID)
		}
	}
	b.WriteString(". " + e.advice())
	return b.String()
}

func (e *ProvisionError) advice() string {
	switch {
	case e.HandedOver && e.Token.State == TokenActive:
		return "The new token can be used; run it again with Renew, which hands over another one and disables all others."
	case e.HandedOver:
		return "Don't rely on what was handed over; run it again with Renew."
	case e.Token.State == TokenActive, e.Token.State == TokenUnknown:
		return "Run it again with Renew, which disables it."
	}
	return "Run it again when the cause is gone."
}

// Unwrap returns what went wrong.
func (e *ProvisionError) Unwrap() error { return e.Err }
