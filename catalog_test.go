package boxoffice

import (
	"fmt"
	"testing"
)

const (
	ecCategory = `{"id": "%[1]d", "resource_uri": "https://www.eventbriteapi.com/v3/categories/%[1]d/", "name": "Music",
		"name_localized": "Musik", "short_name": "Mu", "short_name_localized": "Ms"}`
	ecSubcategory = `{"id": "%[1]d", "resource_uri": "https://www.eventbriteapi.com/v3/subcategories/%[1]d/", "name": "Classical",
		"name_localized": "Klassik", "short_name": "Cl", "short_name_localized": "Kl", "parent_category": {"id": "103", "name": "Music", "subcategories": null}}`
	ecFormat = `{"id": "%[1]d", "resource_uri": "https://www.eventbriteapi.com/v3/formats/%[1]d/", "name": "Seminar or Talk",
		"name_localized": "Seminar oder Vortrag", "short_name": "Seminar", "short_name_localized": "Vortrag"}`
)

func ecWantCategory(i int) Category {
	return Category{
		ID: CategoryID(fmt.Sprint(i)), Name: "Music", NameLocalized: "Musik", ShortName: "Mu", ShortNameLocalized: "Ms",
		ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/categories/%d/", i),
	}
}

func ecWantSubcategory(i int) Subcategory {
	return Subcategory{
		ID: SubcategoryID(fmt.Sprint(i)), Name: "Classical", NameLocalized: "Klassik", ShortName: "Cl", ShortNameLocalized: "Kl",
		ParentCategory: &Category{ID: "103", Name: "Music"}, ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/subcategories/%d/", i),
	}
}

func ecWantFormat(i int) Format {
	return Format{
		ID: FormatID(fmt.Sprint(i)), Name: "Seminar or Talk", NameLocalized: "Seminar oder Vortrag", ShortName: "Seminar", ShortNameLocalized: "Vortrag",
		ResourceURI: fmt.Sprintf("https://www.eventbriteapi.com/v3/formats/%d/", i),
	}
}

func TestCatalogLists(t *testing.T) {
	t.Parallel()
	service := func(eb *Eventbrite) *CatalogService { return eb.Catalog }
	opts := func(c string) *CatalogListOptions { return &CatalogListOptions{ContinuationOptions{c}} }
	ecTop(t, service, opts, (*CatalogService).ListCategories, (*CatalogService).PagesCategories, (*CatalogService).AllCategories, ebList[Category]{
		path: "/categories/", key: "categories",
		item: func(i int) string { return fmt.Sprintf(ecCategory, i) }, want: ecWantCategory,
	})
	ecTop(t, service, opts, (*CatalogService).ListSubcategories, (*CatalogService).PagesSubcategories, (*CatalogService).AllSubcategories, ebList[Subcategory]{
		path: "/subcategories/", key: "subcategories",
		item: func(i int) string { return fmt.Sprintf(ecSubcategory, i) }, want: ecWantSubcategory,
	})
	ecTop(t, service, opts, (*CatalogService).ListFormats, (*CatalogService).PagesFormats, (*CatalogService).AllFormats, ebList[Format]{
		path: "/formats/", key: "formats",
		item: func(i int) string { return fmt.Sprintf(ecFormat, i) }, want: ecWantFormat,
	})

	// The tables also carry a locale.
	eb, server := ebMock(t)
	server.on("GET", "/formats/", 200, `{"locale": "en_US", "formats": [`+fmt.Sprintf(ecFormat, 2)+`]}`)
	all, err := Collect(eb.Catalog.AllFormats(t.Context(), nil))
	resEqual(t, "with a locale", []any{all, err}, []any{[]Format{ecWantFormat(2)}, error(nil)})

	ecKeeps[Category](t, fmt.Sprintf(ecCategory, 1))
	ecKeeps[Category](t, `{"id": "103", "subcategories": [{"id": "3003"}]}`)
	ecKeeps[Subcategory](t, fmt.Sprintf(ecSubcategory, 1))
	ecKeeps[Format](t, fmt.Sprintf(ecFormat, 1))
}

func TestCatalogCalls(t *testing.T) {
	t.Parallel()
	category, subcategory, format := fmt.Sprintf(ecCategory, 1), fmt.Sprintf(ecSubcategory, 1), fmt.Sprintf(ecFormat, 1)
	getCategory := func(eb *Eventbrite) (any, error) { return eb.Catalog.GetCategory(t.Context(), "1") }
	getSubcategory := func(eb *Eventbrite) (any, error) { return eb.Catalog.GetSubcategory(t.Context(), "1") }
	wrong := []string{`{}`, `{"id": "2"}`, `{"category": {}, "subcategory": {}}`}
	ecProve(t, map[string]ecCall{
		"GetCategory": {
			method: "GET", path: "/categories/1/", answer: category, want: new(ecWantCategory(1)), wrong: wrong, call: getCategory,
		},
		"GetCategory as documented": {
			method: "GET", path: "/categories/1/", answer: `{"category": ` + category + `}`, want: new(ecWantCategory(1)), call: getCategory,
		},
		"GetSubcategory": {
			method: "GET", path: "/subcategories/1/", answer: subcategory, want: new(ecWantSubcategory(1)), wrong: wrong, call: getSubcategory,
		},
		"GetSubcategory as documented": {
			method: "GET", path: "/subcategories/1/", answer: `{"subcategory": ` + subcategory + `}`, want: new(ecWantSubcategory(1)), call: getSubcategory,
		},
		"GetFormat": {
			method: "GET", path: "/formats/1/", answer: format, want: new(ecWantFormat(1)), wrong: wrong,
			call: func(eb *Eventbrite) (any, error) { return eb.Catalog.GetFormat(t.Context(), "1") },
		},
	})
	ecRefused(t, map[[2]string]func(*Eventbrite) error{
		{"category_id", ""}:    func(eb *Eventbrite) error { _, err := eb.Catalog.GetCategory(t.Context(), ""); return err },
		{"subcategory_id", ""}: func(eb *Eventbrite) error { _, err := eb.Catalog.GetSubcategory(t.Context(), ""); return err },
		{"format_id", ""}:      func(eb *Eventbrite) error { _, err := eb.Catalog.GetFormat(t.Context(), ""); return err },
	})
}
