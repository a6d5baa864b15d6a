package boxoffice

import (
	"reflect"
	"strings"
	"time"
)

// DiscountCreate is a new discount. Code is required but for a hold, and exactly one of
// AmountOff and PercentOff but for a hold or an access code. Certainty: B (the required
// Code C).
//
// Without EventID and TicketGroupID it is for all events of the organization, future
// ones too.
type DiscountCreate struct {
	// Type is how a buyer comes by it.
	Type DiscountType `json:"type,omitzero"`
	// Code is what buyers enter, or the name of a public discount.
	Code string `json:"code,omitzero"`
	// AmountOff is from "0.01" to "99999.99", in the currency of the event.
	AmountOff string `json:"amount_off,omitzero"`
	// PercentOff is from "1" to "100", with at most two decimals.
	PercentOff string `json:"percent_off,omitzero"`
	// EventID makes it one for that event. It excludes TicketGroupID.
	EventID EventID `json:"event_id,omitzero"`
	// TicketClassIDs make it one for those of the event.
	TicketClassIDs []TicketClassID `json:"ticket_class_ids,omitzero"`
	// TicketGroupID makes it one for that ticket group.
	TicketGroupID TicketGroupID `json:"ticket_group_id,omitzero"`
	// QuantityAvailable is how often it can be used; 0 means without limit.
	QuantityAvailable *int64 `json:"quantity_available,omitzero"`
	// StartDate and EndDate are when it can be used, on the clocks of the event.
	StartDate LocalDateTime `json:"start_date,omitzero"`
	EndDate   LocalDateTime `json:"end_date,omitzero"`
	// StartDateRelative and EndDateRelative stand in place of the dates, in seconds
	// before the event starts: whole minutes, one at least.
	StartDateRelative *int64 `json:"start_date_relative,omitzero"`
	EndDateRelative   *int64 `json:"end_date_relative,omitzero"`
	// HoldIDs are the holds that it opens, such as "H123" or "I123".
	HoldIDs []string `json:"hold_ids,omitzero"`
}

func (in DiscountCreate) check() error {
	switch {
	case in.Code == "" && in.Type != DiscountTypeHold:
		return missing("discount.Code")
	case in.AmountOff == "" && in.PercentOff == "" && in.Type != DiscountTypeHold && in.Type != DiscountTypeAccess:
		return argumentError("discount.PercentOff", "is required, unless AmountOff is set")
	case in.EventID != "" && in.TicketGroupID != "":
		return exclusive("discount.TicketGroupID", "EventID")
	case len(in.TicketClassIDs) > 0 && in.EventID == "":
		return argumentError("discount.EventID", "is required with TicketClassIDs")
	}
	update := DiscountUpdate{
		Code: in.Code, AmountOff: in.AmountOff, PercentOff: in.PercentOff, TicketClassIDs: in.TicketClassIDs,
		QuantityAvailable: in.QuantityAvailable, StartDateRelative: in.StartDateRelative, EndDateRelative: in.EndDateRelative,
		HoldIDs: in.HoldIDs,
	}
	if in.StartDate != "" {
		update.StartDate = &in.StartDate
	}
	if in.EndDate != "" {
		update.EndDate = &in.EndDate
	}
	return update.checkFields()
}

// DiscountUpdate changes a discount: what is left nil or "" stays as it is. What it is
// for can be narrowed or widened within its event only. Certainty: B.
type DiscountUpdate struct {
	// Code is what buyers enter, or the name of a public discount. One client takes it
	// for required (certainty C).
	Code string `json:"code,omitzero"`
	// AmountOff is from "0.01" to "99999.99", in the currency of the event. Whether it
	// can take the place of a PercentOff is not known.
	AmountOff string `json:"amount_off,omitzero"`
	// PercentOff is from "1" to "100", with at most two decimals.
	PercentOff string `json:"percent_off,omitzero"`
	// TicketClassIDs are the only ticket classes of the event that it is for; an empty
	// list that is not nil makes it one for all.
	TicketClassIDs []TicketClassID `json:"ticket_class_ids,omitzero"`
	// QuantityAvailable is how often it can be used; 0 means without limit.
	QuantityAvailable *int64 `json:"quantity_available,omitzero"`
	// StartDate and EndDate are when it can be used, on the clocks of the event; ""
	// takes a date away.
	StartDate *LocalDateTime `json:"start_date,omitzero"`
	EndDate   *LocalDateTime `json:"end_date,omitzero"`
	// StartDateRelative and EndDateRelative stand in place of the dates, in seconds
	// before the event starts: whole minutes, one at least.
	StartDateRelative *int64 `json:"start_date_relative,omitzero"`
	EndDateRelative   *int64 `json:"end_date_relative,omitzero"`
	// HoldIDs are the holds that it opens, such as "H123" or "I123".
	HoldIDs []string `json:"hold_ids,omitzero"`
}

func (in DiscountUpdate) check() error {
	if reflect.ValueOf(in).IsZero() {
		return argumentError("discount", "changes nothing")
	}
	return in.checkFields()
}

func (in DiscountUpdate) checkFields() error {
	switch {
	case in.AmountOff != "" && in.PercentOff != "":
		return exclusive("discount.PercentOff", "AmountOff")
	case in.AmountOff != "" && !isDecimal(in.AmountOff, 1, 99999_99):
		return argumentError("discount.AmountOff", `is not a decimal from "0.01" to "99999.99"`)
	case in.PercentOff != "" && !isDecimal(in.PercentOff, 1_00, 100_00):
		return argumentError("discount.PercentOff", `is not a decimal from "1.00" to "100.00"`)
	case in.StartDate != nil && in.StartDateRelative != nil:
		return exclusive("discount.StartDateRelative", "StartDate")
	case in.EndDate != nil && in.EndDateRelative != nil:
		return exclusive("discount.EndDateRelative", "EndDate")
	case in.QuantityAvailable != nil && *in.QuantityAvailable < 0:
		return argumentError("discount.QuantityAvailable", "is negative; 0 means without limit")
	}
	return firstError(
		checkLocal("discount.StartDate", in.StartDate), checkLocal("discount.EndDate", in.EndDate),
		checkRelative("discount.StartDateRelative", in.StartDateRelative), checkRelative("discount.EndDateRelative", in.EndDateRelative),
		checkList("discount.TicketClassIDs", in.TicketClassIDs), checkList("discount.HoldIDs", in.HoldIDs))
}

// isDecimal tells a number with at most two decimals and within bounds, which are in
// hundredths.
func isDecimal(text string, least, most int64) bool {
	whole, part, point := strings.Cut(text, ".")
	if whole == "" || len(whole) > 5 || len(part) > 2 || point && part == "" {
		return false
	}
	n := int64(0)
	for _, digit := range whole + (part + "00")[:2] {
		if digit < '0' || digit > '9' {
			return false
		}
		n = n*10 + int64(digit-'0')
	}
	return n >= least && n <= most
}

// checkLocal refuses a time with a zone or a fraction, among other things.
func checkLocal(argument string, t *LocalDateTime) error {
	if t == nil || *t == "" {
		return nil
	}
	if _, err := t.In(time.UTC); err != nil || len(*t) != len("2006-01-02T15:04:05") {
		return argumentError(argument, "is not of the form 2006-01-02T15:04:05")
	}
	return nil
}

func checkRelative(argument string, seconds *int64) error {
	if seconds != nil && (*seconds < 60 || *seconds%60 != 0) {
		return argumentError(argument, "must be whole minutes, in seconds, and one at least")
	}
	return nil
}
