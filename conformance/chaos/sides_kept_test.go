package chaos

// kept are sequences that once made a difference between a real pretix and the fake, as TestSides prints them.
var kept = []struct {
	name  string
	steps []step
}{}
