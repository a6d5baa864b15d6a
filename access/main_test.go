package access

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain also fails when a test leaves a goroutine, and with it a connection,
// behind.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}
