package boxoffice

import (
	"context"
	"iter"
)

// CatalogListOptions are the options of the lists of categories, subcategories and
// formats.
type CatalogListOptions struct{ ContinuationOptions }

// table is a list that is the same for everybody and is asked without an id.
func table[T any](c *Client, op, path, key string, opts any) *continuations[T] {
	return &continuations[T]{client: c, key: key, req: request{op: op, method: "GET", path: path, query: opts}}
}

func (s *CatalogService) categories(opts *CatalogListOptions) *continuations[Category] {
	return table[Category](s.client, "Catalog.ListCategories", "/categories/", "categories", opts)
}

func (s *CatalogService) subcategories(opts *CatalogListOptions) *continuations[Subcategory] {
	return table[Subcategory](s.client, "Catalog.ListSubcategories", "/subcategories/", "subcategories", opts)
}

func (s *CatalogService) formats(opts *CatalogListOptions) *continuations[Format] {
	return table[Format](s.client, "Catalog.ListFormats", "/formats/", "formats", opts)
}

// ListCategories reads one page of the categories. Certainty: A.
//
// GET /v3/categories/, see
// https://www.eventbrite.com/platform/api#/reference/categories. [ErrUnauthorized] for a bad
// token.
func (s *CatalogService) ListCategories(ctx context.Context, opts *CatalogListOptions) (*Page[Category], error) {
	return s.categories(opts).page(ctx)
}

// PagesCategories walks the pages of the categories, lazily. It ends at the first error.
// Route and errors as for ListCategories.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
func (s *CatalogService) PagesCategories(ctx context.Context, opts *CatalogListOptions) iter.Seq2[*Page[Category], error] {
	return s.categories(opts).pages(ctx)
}

// AllCategories walks the categories, as PagesCategories does. Route and errors as for
// ListCategories.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
func (s *CatalogService) AllCategories(ctx context.Context, opts *CatalogListOptions) iter.Seq2[Category, error] {
	return s.categories(opts).all(ctx)
}

// ListSubcategories reads one page of the subcategories of all categories. Certainty: A.
//
// GET /v3/subcategories/, see
// https://www.eventbrite.com/platform/api#/reference/categories. [ErrUnauthorized] for a bad
// token.
func (s *CatalogService) ListSubcategories(ctx context.Context, opts *CatalogListOptions) (*Page[Subcategory], error) {
	return s.subcategories(opts).page(ctx)
}

// PagesSubcategories walks the pages of the subcategories of all categories, lazily. It ends at the first error.
// Route and errors as for ListSubcategories.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
func (s *CatalogService) PagesSubcategories(ctx context.Context, opts *CatalogListOptions) iter.Seq2[*Page[Subcategory], error] {
	return s.subcategories(opts).pages(ctx)
}

// AllSubcategories walks the subcategories of all categories, as PagesSubcategories does. Route and errors as for
// ListSubcategories.
//
// See https://www.eventbrite.com/platform/api#/reference/categories
func (s *CatalogService) AllSubcategories(ctx context.Context, opts *CatalogListOptions) iter.Seq2[Subcategory, error] {
	return s.subcategories(opts).all(ctx)
}

// ListFormats reads one page of the formats. Certainty: A.
//
// GET /v3/formats/, see
// https://www.eventbrite.com/platform/api#/reference/formats. [ErrUnauthorized] for a bad
// token.
func (s *CatalogService) ListFormats(ctx context.Context, opts *CatalogListOptions) (*Page[Format], error) {
	return s.formats(opts).page(ctx)
}

// PagesFormats walks the pages of the formats, lazily. It ends at the first error.
// Route and errors as for ListFormats.
//
// See https://www.eventbrite.com/platform/api#/reference/formats
func (s *CatalogService) PagesFormats(ctx context.Context, opts *CatalogListOptions) iter.Seq2[*Page[Format], error] {
	return s.formats(opts).pages(ctx)
}

// AllFormats walks the formats, as PagesFormats does. Route and errors as for
// ListFormats.
//
// See https://www.eventbrite.com/platform/api#/reference/formats
func (s *CatalogService) AllFormats(ctx context.Context, opts *CatalogListOptions) iter.Seq2[Format, error] {
	return s.formats(opts).all(ctx)
}
