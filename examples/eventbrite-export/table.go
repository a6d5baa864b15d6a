package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/boxoffice-go/boxoffice"
)

var header = []string{"attendee", "order", "event", "status", "checked in", "name", "email", "ticket class", "paid", "currency", "created", "changed"}

func row(a boxoffice.Attendee) []string {
	cells := []string{
		string(a.ID), string(a.OrderID), string(a.EventID), string(a.Status), strconv.FormatBool(a.CheckedIn), a.Profile.Name, a.Profile.Email,
		a.TicketClassName, a.Costs.Gross.MajorValue, a.Costs.Gross.Currency, stamp(a.Created), stamp(a.Changed),
	}
	for i, cell := range cells {
		cells[i] = harmless(cell)
	}
	return cells
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// harmless keeps a spreadsheet from taking a text for a formula: a guest chooses the
// name, and a formula can send the sheet away. The quote is what spreadsheets
// themselves write before such a text.
func harmless(cell string) string {
	if trimmed := strings.TrimLeft(cell, " \u00a0\u3000"); trimmed != "" && strings.ContainsRune("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20", []rune(trimmed)[0]) {
		return "'" + cell
	}
	return cell
}
