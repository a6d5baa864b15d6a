package boxofficetest

import (
	"fmt"
	"unicode/utf8"
)

// checkUTF8 complains about the first bytes that are not UTF-8, in the words of Python.
func checkUTF8(body []byte) error {
	for at := 0; at < len(body); {
		r, size := utf8.DecodeRune(body[at:])
		if r == utf8.RuneError && size == 1 {
			return badUTF8(body, at)
		}
		at += size
	}
	return nil
}

func badUTF8(body []byte, at int) error {
	length, reason := brokenSequence(body[at:])
	if length == 1 {
		return parseError(fmt.Sprintf("'utf-8' codec can't decode byte 0x%02x in position %d: %s", body[at], at, reason))
	}
	return parseError(fmt.Sprintf("'utf-8' codec can't decode bytes in position %d-%d: %s", at, at+length-1, reason))
}

// brokenSequence measures the part of a character that is good so far, and tells why it goes no further.
func brokenSequence(s []byte) (length int, reason string) {
	var want int
	switch first := s[0]; {
	case first >= 0xc2 && first <= 0xdf:
		want = 2
	case first >= 0xe0 && first <= 0xef:
		want = 3
	case first >= 0xf0 && first <= 0xf4:
		want = 4
	default:
		return 1, "invalid start byte"
	}
	for length = 1; length < want; length++ {
		if length == len(s) {
			return length, "unexpected end of data"
		}
		if low, high := continuation(s[0], length); s[length] < low || s[length] > high {
			break
		}
	}
	return length, "invalid continuation byte"
}

// continuation is what may follow as the byte at that place.
func continuation(first byte, at int) (low, high byte) {
	low, high = 0x80, 0xbf
	if at == 1 {
		switch first {
		case 0xe0:
			low = 0xa0
		case 0xed:
			high = 0x9f
		case 0xf0:
			low = 0x90
		case 0xf4:
			high = 0x8f
		}
	}
	return low, high
}
