package boxoffice

import "testing"

func TestAssortment(t *testing.T) {
	t.Parallel()
	answer := `{"plan": "package2", "odd": [1]}`
	ecProve(t, map[string]ecCall{
		"Get": {
			method: "GET", path: "/organizations/5/assortment/", answer: answer, want: Unverified(answer), wrong: []string{`{`},
			call: func(eb *Eventbrite) (any, error) { return eb.Assortment.Get(t.Context(), "5") },
		},
		"Set": {
			method: "POST", path: "/organizations/5/assortment/", body: `{"plan":"package2"}`, answer: answer, want: Unverified(answer), wrong: []string{`{`},
			call: func(eb *Eventbrite) (any, error) {
				return eb.Assortment.Set(t.Context(), "5", AssortmentPlanPackage2)
			},
		},
	})
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"organization_id", "Get"}: func(eb *Eventbrite) error { _, err := eb.Assortment.Get(t.Context(), ""); return err },
		{"organization_id", "Set"}: func(eb *Eventbrite) error {
			_, err := eb.Assortment.Set(t.Context(), "", AssortmentPlanPackage1)
			return err
		},
		{"plan", "missing"}: func(eb *Eventbrite) error { _, err := eb.Assortment.Set(t.Context(), "5", ""); return err },
	})
}
