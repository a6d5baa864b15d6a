package boxoffice

import (
	"encoding/json"
	"time"
)

// CheckoutMethod is how buyers pay.
type CheckoutMethod string

// The methods of paying. Other values are kept.
const (
	CheckoutMethodEventbrite CheckoutMethod = "eventbrite"
	CheckoutMethodPayPal     CheckoutMethod = "paypal"
	CheckoutMethodAuthNet    CheckoutMethod = "authnet"
	CheckoutMethodOffline    CheckoutMethod = "offline"
)

// OfflinePaymentMethod is how buyers pay outside Eventbrite.
type OfflinePaymentMethod string

// The methods of paying outside Eventbrite. Other values are kept.
const (
	OfflinePaymentMethodCash    OfflinePaymentMethod = "CASH"
	OfflinePaymentMethodCheck   OfflinePaymentMethod = "CHECK"
	OfflinePaymentMethodInvoice OfflinePaymentMethod = "INVOICE"
)

// OfflineSetting is one way of paying outside Eventbrite. Certainty: B.
type OfflineSetting struct {
	// PaymentMethod is how.
	PaymentMethod OfflinePaymentMethod `json:"payment_method"`
	// Instructions are for buyers.
	Instructions string `json:"instructions,omitzero"`
}

// CheckoutSettings are one way in which an organization is paid. Certainty: B.
//
// See https://www.eventbrite.com/platform/docs/organizations
type CheckoutSettings struct {
	// CountryCode is ISO 3166, and CurrencyCode ISO 4217: where they apply.
	CountryCode  string `json:"country_code,omitzero"`
	CurrencyCode string `json:"currency_code,omitzero"`
	// CheckoutMethod is how buyers pay.
	CheckoutMethod CheckoutMethod `json:"checkout_method,omitzero"`
	// OfflineSettings are for the method offline.
	OfflineSettings []OfflineSetting `json:"offline_settings,omitzero"`
	// UserInstrumentVaultID is the account that is paid, with PayPal and Authorize.net.
	UserInstrumentVaultID string `json:"user_instrument_vault_id,omitzero"`
	// Created and Changed are when that happened.
	Created *time.Time `json:"created,omitzero"`
	Changed *time.Time `json:"changed,omitzero"`
	// Extra are the members of the JSON that this type does not know, as they came;
	// nil when there were none. An id is not documented, and would be here.
	Extra map[string]json.RawMessage `json:"-"`
}

type plainCheckoutSettings CheckoutSettings

// UnmarshalJSON keeps what it does not know in Extra.
func (c *CheckoutSettings) UnmarshalJSON(data []byte) error {
	var known plainCheckoutSettings
	extra, err := unmarshalOpen(data, &known)
	if err != nil {
		return err
	}
	*c = CheckoutSettings(known)
	c.Extra = extra
	return nil
}

// MarshalJSON writes Extra beside what it knows.
func (c CheckoutSettings) MarshalJSON() ([]byte, error) {
	return marshalOpen(plainCheckoutSettings(c), c.Extra)
}

// CheckoutSettingsCreate is a new way to be paid. CountryCode, CurrencyCode and
// CheckoutMethod are required. Certainty: C, of the closed endpoint that this one
// replaces.
type CheckoutSettingsCreate struct {
	// CountryCode is ISO 3166, and CurrencyCode ISO 4217: where they apply.
	CountryCode  string
	CurrencyCode string
	// CheckoutMethod is how buyers pay.
	CheckoutMethod CheckoutMethod
	// UserInstrumentVaultID is the account that is paid, where the method needs one.
	UserInstrumentVaultID string
	// OfflineSettings are required for the method offline.
	OfflineSettings []OfflineSetting
	// PayPalEmail is for the method paypal, in place of UserInstrumentVaultID.
	PayPalEmail string
}

// MarshalJSON writes the whole body, in which the PayPal address stands outside.
func (in CheckoutSettingsCreate) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Settings    CheckoutSettings `json:"checkout_settings"`
		PayPalEmail string           `json:"paypal_email,omitzero"`
	}{CheckoutSettings{
		CountryCode: in.CountryCode, CurrencyCode: in.CurrencyCode, CheckoutMethod: in.CheckoutMethod,
		UserInstrumentVaultID: in.UserInstrumentVaultID, OfflineSettings: in.OfflineSettings,
	}, in.PayPalEmail})
}

func (in CheckoutSettingsCreate) check() error {
	switch {
	case in.CountryCode == "":
		return missing("settings.CountryCode")
	case in.CurrencyCode == "":
		return missing("settings.CurrencyCode")
	case !isCurrency(in.CurrencyCode):
		return argumentError("settings.CurrencyCode", "must be an ISO 4217 code of three capitals, such as USD")
	case in.CheckoutMethod == "":
		return missing("settings.CheckoutMethod")
	case in.CheckoutMethod == CheckoutMethodOffline && len(in.OfflineSettings) == 0:
		return missing("settings.OfflineSettings")
	case in.PayPalEmail != "" && in.CheckoutMethod != CheckoutMethodPayPal:
		return argumentError("settings.PayPalEmail", "is for the method paypal")
	case in.PayPalEmail != "" && in.UserInstrumentVaultID != "":
		return exclusive("settings.PayPalEmail", "UserInstrumentVaultID")
	}
	return nil
}
