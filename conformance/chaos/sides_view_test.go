package chaos

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/boxoffice-go/boxoffice"
)

// view is what the SDK sees in the end: all teams, in small pages, and what is in those of the first few that can be
// read with the administrators' token.
func (s *side) view(ctx context.Context) string {
	px, err := boxoffice.NewPretix(s.url, boxoffice.PretixTeamToken(s.secrets[0]), boxoffice.WithHTTPClient(s.client))
	if err != nil {
		return err.Error()
	}
	org := s.texts["org"]
	small := boxoffice.ListOptions{PageSize: 3}
	var b strings.Builder
	walk(&b, s, px.Teams.All(ctx, org, &boxoffice.TeamListOptions{ListOptions: small}))
	for i, team := range s.ids["t"][:min(6, len(s.ids["t"]))] {
		fmt.Fprintf(&b, "in {t%d}\n", i)
		walk(&b, s, px.Members.All(ctx, org, team, &boxoffice.MemberListOptions{ListOptions: small}))
		walk(&b, s, px.Invites.All(ctx, org, team, &boxoffice.InviteListOptions{ListOptions: small}))
	}
	return b.String()
}

// walk writes each item, or the error in the middle.
func walk[T any](b *strings.Builder, s *side, items iter.Seq2[T, error]) {
	for item, err := range items {
		if err != nil {
			fmt.Fprintf(b, "%s\n", s.normalText(err.Error()))
			return
		}
		raw, err := json.Marshal(item)
		if err != nil {
			fmt.Fprintf(b, "%v\n", err)
			continue
		}
		v, err := parseTree(raw)
		if err != nil {
			fmt.Fprintf(b, "%v\n", err)
			continue
		}
		b.WriteString(normalizer{side: s}.tree(v, "") + "\n")
	}
}
