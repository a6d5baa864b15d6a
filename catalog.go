package boxoffice

import "context"

// CategoryID is the id of a category.
type CategoryID string

// SubcategoryID is the id of a subcategory.
type SubcategoryID string

// FormatID is the id of a format.
type FormatID string

// Category is what an event is about, such as music. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
type Category struct {
	// ID is what events call CategoryID.
	ID CategoryID `json:"id"`
	// Name and ShortName are in English, the localized ones in the user's language.
	Name               string `json:"name,omitzero"`
	NameLocalized      string `json:"name_localized,omitzero"`
	ShortName          string `json:"short_name,omitzero"`
	ShortNameLocalized string `json:"short_name_localized,omitzero"`
	// Subcategories come on some endpoints only (certainty B).
	Subcategories []Subcategory `json:"subcategories,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// Subcategory is a part of a category, such as jazz. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
type Subcategory struct {
	// ID is what events call SubcategoryID.
	ID SubcategoryID `json:"id"`
	// Name and ShortName are in English, the localized ones in the user's language.
	Name               string `json:"name,omitzero"`
	NameLocalized      string `json:"name_localized,omitzero"`
	ShortName          string `json:"short_name,omitzero"`
	ShortNameLocalized string `json:"short_name_localized,omitzero"`
	// ParentCategory is what it is a part of; nil when not told.
	ParentCategory *Category `json:"parent_category,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// Format is the kind of an event, such as a seminar. Certainty: A.
//
// See https://www.eventbrite.com/platform/api#/reference/formats
type Format struct {
	// ID is what events call FormatID.
	ID FormatID `json:"id"`
	// Name and ShortName are in English, the localized ones in the user's language.
	Name               string `json:"name,omitzero"`
	NameLocalized      string `json:"name_localized,omitzero"`
	ShortName          string `json:"short_name,omitzero"`
	ShortNameLocalized string `json:"short_name_localized,omitzero"`
	// ResourceURI is the address of this object in the API.
	ResourceURI string `json:"resource_uri,omitzero"`
}

// categoryAnswer is a category alone, as most objects come, or under "category", as
// the documentation has it.
type categoryAnswer struct {
	Category

	Wrapped *Category `json:"category"`
}

// subcategoryAnswer is the same for a subcategory.
type subcategoryAnswer struct {
	Subcategory

	Wrapped *Subcategory `json:"subcategory"`
}

// CatalogService reads what events can be filed under, which is the same for everybody.
// A public token will do.
type CatalogService struct{ client *Client }

// GetCategory reads one category. Certainty: B.
//
// GET /v3/categories/{category_id}/, see
// https://www.eventbrite.com/platform/api#/reference/categories. [ErrNotFound] for one
// that does not exist.
func (s *CatalogService) GetCategory(ctx context.Context, categoryID CategoryID) (*Category, error) {
	answer, err := fetch(ctx, s.client, request{
		op: "Catalog.GetCategory", method: "GET", path: "/categories/{category_id}/", args: []any{categoryID},
	}, func(a *categoryAnswer) bool {
		if a.Wrapped != nil {
			a.Category = *a.Wrapped
		}
		return a.ID == categoryID
	})
	if err != nil {
		return nil, err
	}
	return &answer.Category, nil
}

// GetSubcategory reads one subcategory. Certainty: B.
//
// GET /v3/subcategories/{subcategory_id}/, see
// https://www.eventbrite.com/platform/api#/reference/categories. [ErrNotFound] for one
// that does not exist.
func (s *CatalogService) GetSubcategory(ctx context.Context, subcategoryID SubcategoryID) (*Subcategory, error) {
	answer, err := fetch(ctx, s.client, request{
		op: "Catalog.GetSubcategory", method: "GET", path: "/subcategories/{subcategory_id}/", args: []any{subcategoryID},
	}, func(a *subcategoryAnswer) bool {
		if a.Wrapped != nil {
			a.Subcategory = *a.Wrapped
		}
		return a.ID == subcategoryID
	})
	if err != nil {
		return nil, err
	}
	return &answer.Subcategory, nil
}

// GetFormat reads one format. Certainty: B.
//
// GET /v3/formats/{format_id}/, see
// https://www.eventbrite.com/platform/api#/reference/formats. [ErrNotFound] for one
// that does not exist.
func (s *CatalogService) GetFormat(ctx context.Context, formatID FormatID) (*Format, error) {
	return fetch(ctx, s.client, request{
		op: "Catalog.GetFormat", method: "GET", path: "/formats/{format_id}/", args: []any{formatID},
	}, func(f *Format) bool { return f.ID == formatID })
}
