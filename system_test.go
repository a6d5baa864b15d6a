package boxoffice

import (
	"fmt"
	"testing"
)

func TestSystem(t *testing.T) {
	t.Parallel()
	service := func(eb *Eventbrite) *SystemService { return eb.System }
	opts := func(c string) *SystemListOptions { return &SystemListOptions{ContinuationOptions{c}} }
	timezone, country, region := `{"id": "%d", "timezone": "Europe/Berlin", "label": "Berlin"}`, `{"code": "D%d", "label": "Deutschland"}`,
		`{"country_code": "US", "code": "C%d", "label": "California"}`
	ecTop(t, service, opts, (*SystemService).ListTimezones, (*SystemService).PagesTimezones, (*SystemService).AllTimezones, ebList[Timezone]{
		path: "/system/timezones/", key: "timezones",
		item: func(i int) string { return fmt.Sprintf(timezone, i) },
		want: func(i int) Timezone { return Timezone{fmt.Sprint(i), "Europe/Berlin", "Berlin"} },
	})
	ecTop(t, service, opts, (*SystemService).ListCountries, (*SystemService).PagesCountries, (*SystemService).AllCountries, ebList[Country]{
		path: "/system/countries/", key: "countries",
		item: func(i int) string { return fmt.Sprintf(country, i) },
		want: func(i int) Country { return Country{fmt.Sprintf("D%d", i), "Deutschland"} },
	})
	ecTop(t, service, opts, (*SystemService).ListRegions, (*SystemService).PagesRegions, (*SystemService).AllRegions, ebList[Region]{
		path: "/system/regions/", key: "regions",
		item: func(i int) string { return fmt.Sprintf(region, i) },
		want: func(i int) Region { return Region{"US", fmt.Sprintf("C%d", i), "California"} },
	})
	ecKeeps[Timezone](t, fmt.Sprintf(timezone, 1))
	ecKeeps[Country](t, fmt.Sprintf(country, 1))
	ecKeeps[Region](t, fmt.Sprintf(region, 1))
}
