package main

import (
	"strconv"
	"strings"
	"time"
	"unicode"

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
// themselves write before such a text. Where a comma is a decimal point they take a
// semicolon for the end of a cell, and then a line break for the end of a row, so what
// stands behind one could be a cell, too.
func harmless(cell string) string {
	var b strings.Builder
	for cell != "" {
		// Up to what may end a cell, with it.
		end := strings.IndexAny(cell, ";\t\r\n\"") + 1
		if end == 0 {
			end = len(cell)
		}
		part := cell[:end]
		unseen := func(r rune) bool {
			return r != '\t' && r != '\r' && r != '\n' && (unicode.IsSpace(r) || !unicode.IsGraphic(r))
		}
		if seen := strings.TrimLeftFunc(part, unseen); seen != "" &&
			(strings.ContainsRune("=+-@|%\uff1d\uff0b\uff0d\uff20", []rune(seen)[0]) || b.Len() == 0 && strings.ContainsRune("\t\r\n", []rune(seen)[0])) {
			b.WriteByte('\'')
		}
		b.WriteString(part)
		cell = cell[end:]
	}
	return b.String()
}
