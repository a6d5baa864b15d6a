package boxofficetest

import (
	"fmt"
	"strings"
)

// wholeCurrencies are common ones without minor units.
const wholeCurrencies = "CLP JPY KRW VND"

// money is an amount of minor units. How it is displayed depends on a locale
// that is always en_US here.
func money(currency string, value int) object {
	major := fmt.Sprintf("%d.%02d", value/100, value%100)
	if strings.Contains(wholeCurrencies, currency) {
		major = fmt.Sprint(value)
	}
	display := currency + major
	if currency == "USD" {
		display = "$" + major
	}
	return object{
		{"display", display},
		{"currency", currency},
		{"value", value},
		{"major_value", major},
	}
}

// showCosts writes the five amounts that all costs have.
func showCosts(currency string, c EventbriteCosts) object {
	return object{
		{"base_price", money(currency, c.BasePrice)},
		{"eventbrite_fee", money(currency, c.EventbriteFee)},
		{"gross", money(currency, c.gross())},
		{"payment_fee", money(currency, c.PaymentFee)},
		{"tax", money(currency, c.Tax)},
	}
}
