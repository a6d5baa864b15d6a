package boxoffice

import (
	"encoding/json"
	"fmt"
	"testing"
)

const ecCheckout = `{"id": "%d", "created": "2018-01-31T13:00:00Z", "changed": "2018-02-01T13:00:00Z", "country_code": "US", "currency_code": "USD",
	"checkout_method": "offline", "offline_settings": [{"payment_method": "CASH", "instructions": "At the door"}], "user_instrument_vault_id": null}`

func ecWantCheckout(t testing.TB, i int) CheckoutSettings {
	return CheckoutSettings{
		CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodOffline,
		OfflineSettings: []OfflineSetting{{OfflinePaymentMethodCash, "At the door"}},
		Created:         ecTime(t, "2018-01-31T13:00:00Z"), Changed: ecTime(t, "2018-02-01T13:00:00Z"),
		Extra: map[string]json.RawMessage{"id": json.RawMessage(fmt.Sprintf("%q", fmt.Sprint(i)))},
	}
}

func TestCheckoutSettingsList(t *testing.T) {
	t.Parallel()
	ecUnder(t, func(eb *Eventbrite) *CheckoutSettingsService { return eb.CheckoutSettings }, "5", func(c string) *CheckoutSettingsListOptions {
		return &CheckoutSettingsListOptions{ContinuationOptions{c}, "US", "USD", []CheckoutMethod{CheckoutMethodPayPal, CheckoutMethodOffline}, new(false)}
	}, (*CheckoutSettingsService).List, (*CheckoutSettingsService).Pages, (*CheckoutSettingsService).All, ebList[CheckoutSettings]{
		path: "/organizations/5/checkout_settings/", key: "checkout_settings",
		query: "checkout_methods=paypal%2Coffline&country=US&currency=USD&search_most_recent_event=false",
		item:  func(i int) string { return fmt.Sprintf(ecCheckout, i) }, want: func(i int) CheckoutSettings { return ecWantCheckout(t, i) },
	})
	ecKeeps[CheckoutSettings](t, fmt.Sprintf(ecCheckout, 1))
	if err := json.Unmarshal([]byte(`[]`), new(CheckoutSettings)); err == nil {
		t.Error("a list is one object")
	}
}

func TestCheckoutSettingsCreate(t *testing.T) {
	t.Parallel()
	one := fmt.Sprintf(ecCheckout, 1)
	calls := map[string]ecCall{}
	for name, answer := range map[string]string{
		"a list, as the closed endpoint answered": `{"checkout_settings": [` + one + `]}`,
		"a bare list":   `[` + one + `]`,
		"wrapped":       `{"checkout_settings": ` + one + `}`,
		"a bare object": one,
	} {
		calls[name] = ecCall{
			method: "POST", path: "/organizations/5/checkout_settings/", answer: answer, want: []CheckoutSettings{ecWantCheckout(t, 1)},
			body: `{"checkout_settings":{"country_code":"US","currency_code":"USD","checkout_method":"offline",` +
				`"offline_settings":[{"payment_method":"CASH","instructions":"At the door"},{"payment_method":"CHECK"}]}}`,
			call: func(eb *Eventbrite) (any, error) {
				return eb.CheckoutSettings.Create(t.Context(), "5", CheckoutSettingsCreate{
					CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodOffline,
					OfflineSettings: []OfflineSetting{{OfflinePaymentMethodCash, "At the door"}, {PaymentMethod: OfflinePaymentMethodCheck}},
				})
			},
			wrong: []string{`{}`, `[]`, `{"checkout_settings": []}`, `null`, `"ok"`, `7`},
		}
	}
	for body, in := range map[string]CheckoutSettingsCreate{
		`{"checkout_settings":{"country_code":"US","currency_code":"USD","checkout_method":"paypal"},"paypal_email":"ada@example.org"}`: {
			CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodPayPal, PayPalEmail: "ada@example.org",
		},
		`{"checkout_settings":{"country_code":"US","currency_code":"USD","checkout_method":"authnet","user_instrument_vault_id":"V1"}}`: {
			CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodAuthNet, UserInstrumentVaultID: "V1",
		},
	} {
		calls[body] = ecCall{
			method: "POST", path: "/organizations/5/checkout_settings/", answer: one, want: []CheckoutSettings{ecWantCheckout(t, 1)}, body: body,
			call: func(eb *Eventbrite) (any, error) { return eb.CheckoutSettings.Create(t.Context(), "5", in) },
		}
	}
	ecProve(t, calls)
}

func TestCheckoutSettingsRefused(t *testing.T) {
	t.Parallel()
	calls := map[[2]string]func(*Eventbrite) error{
		{"organization_id", "List"}: func(eb *Eventbrite) error { _, err := eb.CheckoutSettings.List(t.Context(), "", nil); return err },
		{"opts.CheckoutMethods", "empty"}: func(eb *Eventbrite) error {
			_, err := eb.CheckoutSettings.List(t.Context(), "5", &CheckoutSettingsListOptions{CheckoutMethods: []CheckoutMethod{""}})
			return err
		},
		{"organization_id", "Create"}: func(eb *Eventbrite) error {
			_, err := eb.CheckoutSettings.Create(t.Context(), "", CheckoutSettingsCreate{CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodEventbrite})
			return err
		},
	}
	for why, in := range map[[2]string]CheckoutSettingsCreate{
		{"settings.CountryCode", "missing"}:     {},
		{"settings.CurrencyCode", "missing"}:    {CountryCode: "US"},
		{"settings.CurrencyCode", "bad"}:        {CountryCode: "US", CurrencyCode: "usd"},
		{"settings.CheckoutMethod", "missing"}:  {CountryCode: "US", CurrencyCode: "USD"},
		{"settings.OfflineSettings", "missing"}: {CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodOffline},
		{"settings.PayPalEmail", "elsewhere"}:   {CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodEventbrite, PayPalEmail: "a@b"},
		{"settings.PayPalEmail", "and vault"}:   {CountryCode: "US", CurrencyCode: "USD", CheckoutMethod: CheckoutMethodPayPal, PayPalEmail: "a@b", UserInstrumentVaultID: "V"},
	} {
		calls[why] = func(eb *Eventbrite) error { _, err := eb.CheckoutSettings.Create(t.Context(), "5", in); return err }
	}
	ecRefused(t, calls)
}
