package boxoffice

// Certainty says how sure a fact about Eventbrite is. There is no Eventbrite to
// test against, so this package tells what each part of it rests on.
type Certainty string

const (
	// CertaintyRecorded: seen in a real answer.
	CertaintyRecorded Certainty = "A"
	// CertaintyImported: names of fields taken mechanically from real answers, without values.
	CertaintyImported Certainty = "A-"
	// CertaintyDocumented: in Eventbrite's own documentation.
	CertaintyDocumented Certainty = "B"
	// CertaintyThirdParty: in another client or connector.
	CertaintyThirdParty Certainty = "C"
	// CertaintyNamed: named in a list of endpoints, and nothing else is known.
	CertaintyNamed Certainty = "D"
)

// String says it in words.
func (c Certainty) String() string {
	switch c {
	case CertaintyRecorded:
		return "recorded"
	case CertaintyImported:
		return "imported from real answers"
	case CertaintyDocumented:
		return "documented"
	case CertaintyThirdParty:
		return "seen in other clients"
	case CertaintyNamed:
		return "only named"
	}
	return "unknown"
}
