package boxoffice

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Absent and null both mean no value in what Eventbrite sends: texts and ids are
// then "", other values nil. All is written back under Eventbrite's own keys.

// MultipartText is a text in two forms. An event's description often has neither.
type MultipartText struct {
	// Text is the text without markup.
	Text string `json:"text,omitzero"`
	// HTML is the text with markup, as its author wrote it. It can hold anything.
	HTML string `json:"html,omitzero"`
}

// HTMLText is a text with markup, as input.
type HTMLText string

// MarshalJSON writes {"html": text}.
func (t HTMLText) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"html": string(t)})
}

// Money is an amount as Eventbrite sends it.
type Money struct {
	// Currency is an ISO 4217 code.
	Currency string `json:"currency,omitzero"`
	// Value is in the currency's minor units: 432 are 4.32 USD, and 432 JPY.
	Value int64 `json:"value"`
	// MajorValue is the same in major units, "4.32"; "" in records of before 2016.
	MajorValue string `json:"major_value,omitzero"`
	// Display is for people, in the form of some locale: "$4.32", "4.32 USD".
	Display string `json:"display,omitzero"`
}

// Price returns the amount as input.
func (m Money) Price() Price { return Price{Currency: m.Currency, Value: m.Value} }

// Price is an amount as input. The zero value is no price; for nothing to pay there
// is a field of its own, such as [TicketClassCreate.Free].
type Price struct {
	// Currency is an ISO 4217 code.
	Currency string
	// Value is in the currency's minor units: 432 are 4.32 USD, and 432 JPY.
	Value int64
}

// MarshalJSON writes "USD,432", the form that Eventbrite is known to take in JSON.
func (p Price) MarshalJSON() ([]byte, error) {
	return json.Marshal(fmt.Sprintf("%s,%d", p.Currency, p.Value))
}

func (p Price) check(argument string) error {
	switch {
	case p == Price{}:
		return nil
	case !isCurrency(p.Currency):
		return argumentError(argument, "its currency must be an ISO 4217 code of three capitals, such as USD")
	case p.Value < 0:
		return argumentError(argument, "is negative")
	}
	return nil
}

func isCurrency(code string) bool {
	return len(code) == 3 && !strings.ContainsFunc(code, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// DateTimeTZ is a time at a place, as Eventbrite sends it.
type DateTimeTZ struct {
	// Timezone is a name of the IANA database, such as "America/Los_Angeles".
	Timezone string `json:"timezone,omitzero"`
	// Local is the time on the clocks there.
	Local LocalDateTime `json:"local,omitzero"`
	// UTC is the same moment.
	UTC time.Time `json:"utc,omitzero"`
}

// Input returns the time as input.
func (t DateTimeTZ) Input() EventTime { return EventTime{UTC: t.UTC, Timezone: t.Timezone} }

// EventTime is a time at a place, as input. Eventbrite ignores a local time, so
// there is none.
type EventTime struct {
	// UTC is the moment, in any zone; it is sent in UTC, without a fraction.
	UTC time.Time
	// Timezone is a name of the IANA database, such as "America/Los_Angeles".
	Timezone string
}

// MarshalJSON writes {"utc": …, "timezone": …}.
func (t EventTime) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"utc": utcText(t.UTC), "timezone": t.Timezone})
}

func (t EventTime) check(argument string) error {
	switch {
	case t.UTC.IsZero():
		return missing(argument + ".UTC")
	case t.UTC.UTC().Year() < 1 || t.UTC.UTC().Year() > 9999:
		return argumentError(argument+".UTC", "is not a year of four digits")
	case t.Timezone == "" || t.Timezone == "Local":
		return argumentError(argument+".Timezone", "is required, as a name such as Europe/Berlin")
	}
	return nil
}

// utcText is the only form of times that Eventbrite documents.
func utcText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// UTC is a moment as input, which Eventbrite wants in UTC and in whole seconds:
// convert a time.Time of any zone to it.
type UTC time.Time

// IsZero tells whether there is no moment.
func (t UTC) IsZero() bool { return time.Time(t).IsZero() }

// MarshalJSON writes "2018-05-12T02:00:00Z".
func (t UTC) MarshalJSON() ([]byte, error) { return json.Marshal(utcText(time.Time(t))) }

// EncodeValues writes the same into a query.
func (t UTC) EncodeValues(key string, v *url.Values) error {
	v.Set(key, utcText(time.Time(t)))
	return nil
}

// Format writes the same, for every verb of package fmt.
func (t UTC) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(utcText(time.Time(t)))) }

// LocalDateTime is a time on the clocks of a place that is named elsewhere, such as
// "2018-05-11T19:00:00" in the timezone of a discount's event.
type LocalDateTime string

// In returns the moment, in the place's zone.
func (t LocalDateTime) In(zone *time.Location) (time.Time, error) {
	return time.ParseInLocation("2006-01-02T15:04:05", string(t), zone)
}

// Image is a picture that was uploaded.
type Image struct {
	// ID is the picture's id.
	ID string `json:"id,omitzero"`
	// URL is the picture as it was cut.
	URL string `json:"url,omitzero"`
	// CropMask is how it was cut; nil when it was not.
	CropMask *CropMask `json:"crop_mask,omitzero"`
	// Original is the picture before it was cut.
	Original *ImageSize `json:"original,omitzero"`
	// AspectRatio is width by height, as a number in a text.
	AspectRatio string `json:"aspect_ratio,omitzero"`
	// EdgeColor is a color such as "#6a7c8b".
	EdgeColor string `json:"edge_color,omitzero"`
	// EdgeColorSet is whether somebody chose it.
	EdgeColorSet *bool `json:"edge_color_set,omitzero"`
}

// CropMask is the part of a picture that is shown, in pixels.
type CropMask struct {
	// TopLeft is where the part begins.
	TopLeft ImagePoint `json:"top_left"`
	// Width and Height are its size.
	Width  int `json:"width"`
	Height int `json:"height"`
}

// ImagePoint is a place in a picture, in pixels.
type ImagePoint struct {
	// X and Y count from the left and from the top.
	X int `json:"x"`
	Y int `json:"y"`
}

// ImageSize is a picture with its size in pixels.
type ImageSize struct {
	// URL is where it is.
	URL string `json:"url,omitzero"`
	// Width and Height are its size.
	Width  int `json:"width,omitzero"`
	Height int `json:"height,omitzero"`
}

// Unverified is an answer whose shape nobody has recorded: the JSON as it came.
type Unverified = json.RawMessage
