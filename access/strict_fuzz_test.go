package access

import (
	"bytes"
	"testing"
)

// What is read is written, and read again as the same; nothing panics, whatever it is.
func fuzzFile(f *testing.F, names ...string) {
	f.Helper()
	for _, name := range names {
		f.Add([]byte(strictFiles[name].good))
	}
	f.Add([]byte(`{"id":"12345678","organizer":"demo","job":"teams","steps":[{"kind":"delete_team","team_id":7,"team":"\u0000","saw":{"name":"\u0000"}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		first, err := strictFiles[names[0]].read(text)
		if err != nil {
			if err.Error() == "" || len(err.Error()) > 10_000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			return
		}
		again, err := strictFiles[names[0]].read(first)
		if err != nil || !bytes.Equal(first, again) {
			t.Errorf("%v\n%s\n%s", err, first, again)
		}
	})
}

func FuzzParsePlan(f *testing.F) { fuzzFile(f, "plan") }

func FuzzParseSnapshot(f *testing.F) { fuzzFile(f, "snapshot", "roles") }

func FuzzReadJournal(f *testing.F) { fuzzFile(f, "journal") }

func FuzzParseState(f *testing.F) { fuzzFile(f, "state") }
