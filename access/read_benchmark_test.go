package access

import (
	"fmt"
	"testing"
	"time"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// The snapshot of a large organizer, over a network of 20 ms. time/ideal is the time
// taken over the least that so many requests can take; busy is how much of the time
// there were as many requests under way as there may be.
func BenchmarkReadPretix(b *testing.B) {
	server := boxofficetest.NewPretix(b)
	for i := range 499 {
		team := server.AddTeam("", boxofficetest.PretixTeam{Name: fmt.Sprintf("Team %d", i)})
		for j := range 10 {
			server.AddMember(team, server.AddUser(boxofficetest.PretixUser{Email: fmt.Sprintf("p%d.%d@example.org", i, j)}))
		}
		server.AddInvite(team, "new@example.org")
		server.AddToken(team, "till")
	}
	const latency = 20 * time.Millisecond
	for _, requests := range []int{4, 8} {
		b.Run(fmt.Sprintf("%d_at_once", requests), func(b *testing.B) {
			transport := newSnapTransport(b)
			transport.latency = latency
			px := snapPretix(b, server, transport.option())
			for b.Loop() {
				s, err := ReadPretix(b.Context(), px, "demo", &ReadOptions{Requests: requests})
				if err != nil || s.Err() != nil || len(s.Groups) != 500 || len(s.People) != 4990 {
					b.Fatal(err, s.Err(), len(s.Groups), len(s.People))
				}
			}
			_, sent := transport.counts()
			ideal := time.Duration(sent) * latency / time.Duration(requests)
			b.ReportMetric(float64(b.Elapsed())/float64(ideal), "time/ideal")
			b.ReportMetric(float64(transport.busy)/float64(b.Elapsed()*time.Duration(requests)), "busy")
			b.ReportMetric(float64(sent)/float64(b.N), "requests/op")
		})
	}
}
