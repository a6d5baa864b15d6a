package boxoffice

import (
	"context"
	"iter"
)

// Timezone is a zone that events can be in. Certainty: B (ID C).
//
// See https://www.eventbrite.com/platform/api
type Timezone struct {
	// ID is Eventbrite's own; it is used nowhere else, as far as is known.
	ID string `json:"id,omitzero"`
	// Timezone is a name of the IANA database, which [EventTime] takes.
	Timezone string `json:"timezone"`
	// Label is for people, in the user's language.
	Label string `json:"label,omitzero"`
}

// Country is a country. Certainty: B.
//
// See https://www.eventbrite.com/platform/api
type Country struct {
	// Code is ISO 3166.
	Code string `json:"code"`
	// Label is for people.
	Label string `json:"label,omitzero"`
}

// Region is a part of a country. Certainty: B.
//
// See https://www.eventbrite.com/platform/api
type Region struct {
	// CountryCode is the country, and Code the region in it, by ISO 3166.
	CountryCode string `json:"country_code,omitzero"`
	Code        string `json:"code"`
	// Label is for people.
	Label string `json:"label,omitzero"`
}

// SystemListOptions are the options of the lists of timezones, countries and regions.
type SystemListOptions struct{ ContinuationOptions }

// SystemService reads tables that are the same for everybody.
type SystemService struct{ client *Client }

func (s *SystemService) timezones(opts *SystemListOptions) *continuations[Timezone] {
	return table[Timezone](s.client, "System.ListTimezones", "/system/timezones/", "timezones", opts)
}

func (s *SystemService) countries(opts *SystemListOptions) *continuations[Country] {
	return table[Country](s.client, "System.ListCountries", "/system/countries/", "countries", opts)
}

func (s *SystemService) regions(opts *SystemListOptions) *continuations[Region] {
	return table[Region](s.client, "System.ListRegions", "/system/regions/", "regions", opts)
}

// ListTimezones reads one page of the timezones. Certainty: A (that it answers; with what, C).
//
// GET /v3/system/timezones/, see
// https://www.eventbrite.com/platform/api. [ErrUnauthorized] for a bad
// token.
func (s *SystemService) ListTimezones(ctx context.Context, opts *SystemListOptions) (*Page[Timezone], error) {
	return s.timezones(opts).page(ctx)
}

// PagesTimezones walks the pages of the timezones, lazily. It ends at the first error.
// Route and errors as for ListTimezones.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) PagesTimezones(ctx context.Context, opts *SystemListOptions) iter.Seq2[*Page[Timezone], error] {
	return s.timezones(opts).pages(ctx)
}

// AllTimezones walks the timezones, as PagesTimezones does. Route and errors as for
// ListTimezones.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) AllTimezones(ctx context.Context, opts *SystemListOptions) iter.Seq2[Timezone, error] {
	return s.timezones(opts).all(ctx)
}

// ListCountries reads one page of the countries. Certainty: A (that it answers; with what, C).
//
// GET /v3/system/countries/, see
// https://www.eventbrite.com/platform/api. [ErrUnauthorized] for a bad
// token.
func (s *SystemService) ListCountries(ctx context.Context, opts *SystemListOptions) (*Page[Country], error) {
	return s.countries(opts).page(ctx)
}

// PagesCountries walks the pages of the countries, lazily. It ends at the first error.
// Route and errors as for ListCountries.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) PagesCountries(ctx context.Context, opts *SystemListOptions) iter.Seq2[*Page[Country], error] {
	return s.countries(opts).pages(ctx)
}

// AllCountries walks the countries, as PagesCountries does. Route and errors as for
// ListCountries.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) AllCountries(ctx context.Context, opts *SystemListOptions) iter.Seq2[Country, error] {
	return s.countries(opts).all(ctx)
}

// ListRegions reads one page of the regions. Certainty: A (that it answers; with what, C).
//
// GET /v3/system/regions/, see
// https://www.eventbrite.com/platform/api. [ErrUnauthorized] for a bad
// token.
func (s *SystemService) ListRegions(ctx context.Context, opts *SystemListOptions) (*Page[Region], error) {
	return s.regions(opts).page(ctx)
}

// PagesRegions walks the pages of the regions, lazily. It ends at the first error.
// Route and errors as for ListRegions.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) PagesRegions(ctx context.Context, opts *SystemListOptions) iter.Seq2[*Page[Region], error] {
	return s.regions(opts).pages(ctx)
}

// AllRegions walks the regions, as PagesRegions does. Route and errors as for
// ListRegions.
//
// See https://www.eventbrite.com/platform/api
func (s *SystemService) AllRegions(ctx context.Context, opts *SystemListOptions) iter.Seq2[Region, error] {
	return s.regions(opts).all(ctx)
}
