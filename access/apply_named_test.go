package access

import (
	"errors"
	"fmt"
	"testing"

	"github.com/boxoffice-go/boxoffice"
	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// A plan prints names and addresses, and a server goes by ids: whoever approves a plan
// from a file must get what it prints, or nothing.
func TestApplyDoesWhatThePlanPrints(t *testing.T) {
	t.Parallel()
	server := boxofficetest.NewPretix(t)
	server.AddMember(server.AdminTeam, server.AddUser(boxofficetest.PretixUser{Email: "ada@example.org"}))
	crew := server.AddTeam("", boxofficetest.PretixTeam{Name: "Crew"})
	carol, dan := server.AddInvite(crew, "carol@example.org"), server.AddInvite(crew, "dan@example.org")
	till, printer := server.AddToken(crew, "till"), server.AddToken(crew, "printer")
	eve := server.AddUser(boxofficetest.PretixUser{Email: "eve@example.org"})
	server.AddMember(crew, eve)
	px := rotationClient(t, server.URL, server.Token)
	for _, tt := range []struct {
		honest   Step
		mislead  func(*Step)
		deceived string
	}{
		{
			Step{Kind: StepInvite, TeamID: crew, Team: "Crew", Grants: grants(&boxoffice.Team{LimitEvents: []string{}, LimitEventPermissions: []boxoffice.Permission{}}), Email: "zoe@example.org"}, func(s *Step) { s.TeamID = server.AdminTeam },
			fmt.Sprintf(`team %d is called "Administrators"`, server.AdminTeam),
		},
		{
			Step{Kind: StepRevokeInvite, TeamID: crew, Team: "Crew", InviteID: carol, Email: "carol@example.org"}, func(s *Step) { s.InviteID = dan },
			fmt.Sprintf("invite %d is that of dan@example.org", dan),
		},
		{
			Step{Kind: StepDisableToken, TeamID: crew, Team: "Crew", TokenID: till.ID, Token: "till"}, func(s *Step) { s.TokenID = printer.ID },
			fmt.Sprintf(`token %d is called "printer"`, printer.ID),
		},
		{
			Step{Kind: StepRemoveMember, TeamID: crew, Team: "Crew", UserID: eve, Email: "eve@example.org"}, func(s *Step) { s.Email = "fay@example.org" },
			"the account has another address now",
		},
	} {
		misled := tt.honest
		tt.mislead(&misled)
		plan := &Plan{ID: "12345678", Job: JobOffboard, Server: px.String(), Organizer: server.Organizer, Steps: []Step{misled}}
		server.ResetRequests()
		_, err := Apply(t.Context(), px, plan, nil)
		want := fmt.Sprintf("access: step 1, %s: %s: it is no longer what the plan saw", misled, tt.deceived)
		if !errors.Is(err, ErrChanged) || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		for _, r := range server.Requests() {
			if r.Method != "GET" {
				t.Errorf("%s: %s %s", misled, r.Method, r.Path)
			}
		}
		plan.ID, plan.Steps = "1234567"+string(tt.honest.Kind), []Step{tt.honest}
		if applied, err := Apply(t.Context(), px, plan, nil); err != nil || applied.Results[0].Outcome != OutcomeDone {
			t.Errorf("%s: %v, %v", tt.honest, applied, err)
		}
	}
}
