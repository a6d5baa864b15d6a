package quick

import "encoding/json"

// What is between the values: names, punctuation, white space, and what nobody wants.

// open takes the bracket that begins an object or an array, and tells whether there is
// anything in it.
func (r *Reader) open(bracket, end byte) bool {
	return r.take(bracket) && !r.close(end)
}

// more tells whether another element follows, and takes the comma, or the end, before
// that.
func (r *Reader) more(end byte) bool {
	if r.odd || r.close(end) {
		return false
	}
	return r.take(',')
}

func (r *Reader) close(end byte) bool {
	if r.peek() != end {
		return false
	}
	r.at++
	return true
}

// take takes one byte, with the white space around it.
func (r *Reader) take(c byte) bool {
	if r.odd || r.peek() != c {
		r.odd = true
		return false
	}
	r.at++
	r.space()
	return true
}

// peek is the next byte that is no white space, 0 at the end.
func (r *Reader) peek() byte {
	r.space()
	if r.at >= len(r.data) {
		return 0
	}
	return r.data[r.at]
}

func (r *Reader) space() {
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// is takes the name of a member when it is this one.
func (r *Reader) is(name string) bool {
	end := r.at + len(name) + 1
	if end >= len(r.data) || r.data[r.at] != '"' || r.data[end] != '"' || string(r.data[r.at+1:end]) != name {
		return false
	}
	r.at = end + 1
	return true
}

func (r *Reader) word(word string) bool {
	end := r.at + len(word)
	if end > len(r.data) || string(r.data[r.at:end]) != word {
		return false
	}
	r.at = end
	return true
}

func (r *Reader) null() bool { return r.word("null") }

// string takes a string, whatever is in it.
func (r *Reader) string() bool {
	if r.at >= len(r.data) || r.data[r.at] != '"' {
		return false
	}
	for at := r.at + 1; at < len(r.data); at++ {
		switch r.data[at] {
		case '\\':
			at++
		case '"':
			r.at = at + 1
			return true
		}
	}
	return false
}

// deepest is how deep a value may be nested that is not asked for. encoding/json counts
// from the whole text's beginning.
const deepest = 100

// skip takes a value that is not asked for. encoding/json looks whether it is one.
func (r *Reader) skip() {
	begin, depth := r.at, 0
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case '"':
			if !r.string() {
				r.odd = true
				return
			}
			continue
		case '{', '[':
			if depth++; depth > deepest {
				r.odd = true
				return
			}
		case '}', ']', ',':
			if depth == 0 {
				r.odd = !json.Valid(r.data[begin:r.at])
				return
			}
			if r.data[r.at] != ',' {
				depth--
			}
		}
		r.at++
	}
	r.odd = true
}
