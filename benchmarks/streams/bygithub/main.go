// Command bygithub walks and tells the memory that it needs, see package streams.
package main

import (
	"github.com/boxoffice-go/boxoffice/benchmarks/clients/bygithub"
	"github.com/boxoffice-go/boxoffice/benchmarks/streams"
)

func main() { streams.Main(bygithub.New) }
