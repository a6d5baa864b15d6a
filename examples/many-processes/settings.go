package main

import (
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/boxoffice-go/boxoffice/boxofficetest"
)

// settings are the budget, and the environment of the processes, with servers in memory
// for what is not set. On these the budget is that of a second, so that it shows at once.
func settings() (b budget, env []string, end func()) {
	b, end = budget{360, time.Minute}, func() {}
	if os.Getenv("REDIS_URL") == "" {
		redis, err := miniredis.Run()
		if err != nil {
			panic(err)
		}
		end = redis.Close
		env = append(env, "REDIS_URL=redis://"+redis.Addr())
	}
	if os.Getenv("PRETIX_URL") == "" {
		px, err := boxofficetest.StartPretix()
		if err != nil {
			panic(err)
		}
		b = budget{24, time.Second}
		closeRedis := end
		end = func() { closeRedis(); px.Close() }
		env = append(env, "PRETIX_URL="+px.URL, "PRETIX_TOKEN="+px.Token, "PRETIX_ORGANIZER="+px.Organizer)
	}
	return b, env, end
}
