package boxoffice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"

	"github.com/boxoffice-go/boxoffice/internal/lenient"
)

// maxMalformed is how much [Page.Malformed] tells.
const maxMalformed = 20

// continued is a page as Eventbrite sends it: a list under a name of its own, and
// the pagination beside it.
type continued struct {
	key        string
	items      any    // a pointer to the slice of them
	sent       int    // items, also those that could not be read
	sum        uint64 // what two pages share that differ in nothing but their continuation
	odd        []error
	pagination continuation
	count      int    // of the whole list, -1 if Eventbrite does not tell
	number     int    // 0 if it does not tell
	next       string // the continuation, "" on the last page
}

func (p *continued) len() int { return reflect.ValueOf(p.items).Elem().Len() }

// continuation is the object that tells where a list goes on. Which members there
// are differs from list to list.
type continuation struct {
	ObjectCount  *int   `json:"object_count"`
	PageNumber   *int   `json:"page_number"`
	PageCount    *int   `json:"page_count"`
	HasMoreItems *bool  `json:"has_more_items"`
	Continuation string `json:"continuation"`
}

// maxContinuation is what fits into an address, and many times what Eventbrite sends.
const maxContinuation = 8 << 10

var errNoList = errors.New("the answer is not a page of the list that was asked for")

// UnmarshalJSON reads a page, in one go where nothing is odd, and else part by part.
func (p *continued) UnmarshalJSON(data []byte) error {
	if p.key == "" || !p.whole(data) {
		if err := p.parts(data); err != nil {
			return err
		}
	}
	p.dropEmpty()
	before, after, _ := bytes.Cut(data, []byte(p.pagination.Continuation))
	sum := crc32.Update(crc32.ChecksumIEEE(before), crc32.IEEETable, after)
	p.sum = uint64(len(before)+len(after))<<32 | uint64(sum)
	return nil
}

// dropEmpty leaves out the items that have nothing, such as a null: they would look like
// objects without an id. Of a list of the caller's own type anything may be meant.
func (p *continued) dropEmpty() {
	if p.key == "" {
		return
	}
	items := reflect.ValueOf(p.items).Elem()
	kept := 0
	for i := range items.Len() {
		if item := items.Index(i); !item.IsZero() {
			if kept < i {
				items.Index(kept).Set(item)
			}
			kept++
		}
	}
	if dropped := items.Len() - kept; dropped > 0 && len(p.odd) < maxMalformed {
		p.odd = append(p.odd, fmt.Errorf("%d items of %q have nothing in them", dropped, p.key))
	}
	items.SetLen(kept)
}

// parts reads a page member by member.
func (p *continued) parts(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	list, err := listIn(members, p.key)
	if err != nil {
		return err
	}
	if p.odd, err = lenient.Unmarshal(list, p.items); err != nil {
		return err
	}
	p.sent = p.len()
	if len(p.odd) > 0 {
		var sent []json.RawMessage
		if err := json.Unmarshal(list, &sent); err != nil {
			return err
		}
		p.sent = len(sent)
	}
	if pagination, ok := members["pagination"]; ok {
		var odd []error
		odd, err = lenient.Unmarshal(pagination, &p.pagination)
		p.odd = append(odd, p.odd...)
		p.odd = p.odd[:min(len(p.odd), maxMalformed)]
	}
	return err
}

// whole reads a page whose list has a name, and says no when there is anything to look
// at more closely.
func (p *continued) whole(data []byte) bool {
	items := reflect.ValueOf(p.items).Elem()
	page := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "Items", Type: items.Type(), Tag: reflect.StructTag(`json:"` + p.key + `"`)},
		{Name: "Pagination", Type: reflect.TypeFor[continuation](), Tag: `json:"pagination"`},
	}))
	if json.Unmarshal(data, page.Interface()) != nil || page.Elem().Field(0).IsNil() {
		return false
	}
	items.Set(page.Elem().Field(0))
	p.sent = items.Len()
	p.pagination, _ = reflect.TypeAssert[continuation](page.Elem().Field(1))
	return true
}

// listIn finds the items of a page.
func listIn(members map[string]json.RawMessage, key string) (json.RawMessage, error) {
	if key != "" {
		if list, ok := members[key]; ok {
			return list, nil
		}
		return nil, errNoList
	}
	var found json.RawMessage
	for _, member := range members {
		if len(member) == 0 || member[0] != '[' {
			continue
		}
		if found != nil {
			return nil, errNoList
		}
		found = member
	}
	if found == nil {
		return nil, errNoList
	}
	return found, nil
}

// goOn finds out where in the list the page is, and where that goes on.
func (p *continued) goOn() error {
	c := p.pagination
	p.count, p.number = told(c.ObjectCount, -1), told(c.PageNumber, 0)
	if items := reflect.ValueOf(p.items).Elem(); items.IsNil() {
		items.Set(reflect.MakeSlice(items.Type(), 0, 0))
	}
	switch {
	case !c.more(p.sent):
		// Some lists send a token on the last page, too.
	case c.Continuation == "":
		return fmt.Errorf("%w: there is another page, but no continuation to ask for it", ErrListUnstable)
	case len(c.Continuation) > maxContinuation:
		return fmt.Errorf("%w: the continuation is too long to ask for the next page", ErrListUnstable)
	default:
		p.next = c.Continuation
	}
	return nil
}

// told is a number of a page, or what stands for it where Eventbrite does not tell.
func told(number *int, otherwise int) int {
	if number == nil {
		return otherwise
	}
	return *number
}

// more tells whether there is another page. Where a list says nothing of that, only
// a token can, until a page is empty.
func (c continuation) more(items int) bool {
	switch {
	case c.HasMoreItems != nil:
		return *c.HasMoreItems
	case c.PageNumber != nil && c.PageCount != nil:
		return *c.PageNumber < *c.PageCount
	}
	return c.Continuation != "" && items > 0
}
