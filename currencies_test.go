package boxoffice

import "testing"

func TestCurrencies(t *testing.T) {
	t.Parallel()
	answer := `{"currencies": ["USD"]}`
	ecProve(t, map[string]ecCall{"Get": {
		method: "GET", path: "/organizations/5/currencies/", answer: answer, want: Unverified(answer), wrong: []string{`USD`},
		call: func(eb *Eventbrite) (any, error) { return eb.Currencies.Get(t.Context(), "5") },
	}})
	ebRefused(t, "organization_id", func(eb *Eventbrite) error {
		_, err := eb.Currencies.Get(t.Context(), "")
		return err
	})
}
