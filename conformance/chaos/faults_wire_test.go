package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// wire is what the SDK connects to: a toxiproxy, which spoils bytes and connections, and a front behind it.
type wire struct {
	*front

	toxi *toxiproxy.Proxy
	pool *http.Transport // of the SDK
}

func newWire(t *testing.T, tg *target) *wire {
	t.Helper()
	w := &wire{front: newFront(t, tg.host(t))}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	for range 100 {
		// Below the ports that the kernel gives to connections, or one of them could take ours while we refuse.
		listen := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000))
		if free, err := net.Listen("tcp", listen); err == nil {
			free.Close()
			w.toxi = toxiproxy.NewProxy(server, "pretix", listen, w.Listener.Addr().String())
			if w.toxi.Start() == nil {
				t.Cleanup(w.toxi.Stop)
				return w
			}
		}
	}
	t.Fatal("no port is free")
	return nil
}

func (w *wire) url() string { return "http://" + w.toxi.Listen }

// refuse closes all connections and takes no new ones, until the function that it returns is called.
func (w *wire) refuse() (end func()) {
	w.toxi.Stop()
	return func() {
		for range 50 {
			if w.toxi.Start() == nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		panic("another program has taken the port " + w.toxi.Listen)
	}
}

// poison adds a toxic, until the function that it returns is called.
func (w *wire) poison(kind, stream string, attributes string) (end func()) {
	_, err := w.toxi.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(
		`{"name":"poison","type":%q,"stream":%q,"attributes":{%s}}`, kind, stream, attributes)))
	if err != nil {
		panic(err)
	}
	return func() {
		if err := w.toxi.Toxics.RemoveToxic(context.Background(), "poison"); err != nil {
			panic(err)
		}
	}
}
