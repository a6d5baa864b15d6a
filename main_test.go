package boxoffice

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also fails when a test leaves a goroutine, and with it a connection,
// behind.
func TestMain(m *testing.M) {
	if os.Getenv(panicHelper) != "" {
		// The child of TestRedactionOfPanics: it ends in a panic.
		panicWithSamples()
	}
	goleak.VerifyTestMain(m)
}
