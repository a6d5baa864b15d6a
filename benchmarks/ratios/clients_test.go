package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/boxoffice-go/boxoffice/benchmarks/served"
)

// Each client really does what it is measured by.
func TestClients(t *testing.T) {
	t.Parallel()
	for _, c := range all {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			var pages atomic.Int64
			server := httptest.NewServer(served.Server{Page: func(*http.Request, int) { pages.Add(1) }}.Handler())
			t.Cleanup(server.Close)
			calls, err := c.New(served.Base(server.URL, c.Shape, 7))
			if err != nil {
				t.Fatal(err)
			}
			ctx := t.Context()
			each := 0
			n, err := calls.Walk(ctx, func() error { each++; return nil })
			if n != 7*served.PageSize || err != nil || each != 7 || pages.Load() != 7 {
				t.Errorf("a walk sees %d teams, is called for %d pages and asks for %d, %v", n, each, pages.Load(), err)
			}
			if err := calls.Get(ctx); err != nil {
				t.Error(err)
			}
			if err := calls.Post(ctx); err != nil {
				t.Error(err)
			}
			for _, status := range []string{"404", "500"} {
				if err := calls.Call(ctx, "/fails/"+status+"/"); err == nil || !strings.Contains(err.Error(), "fails") && !strings.Contains(err.Error(), status) {
					t.Errorf("a failure with %s is %v", status, err)
				}
			}
			gone, cancel := context.WithCancel(ctx)
			cancel()
			if _, err := calls.Walk(gone, nil); err == nil {
				t.Error("a cancelled walk has no error")
			}
		})
	}
}
