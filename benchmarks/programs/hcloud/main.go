// Command hcloud lists a project's SSH keys with hcloud-go.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/hetznercloud/hcloud-go/v2/hcloud"
)

func main() {
	client := hcloud.NewClient(hcloud.WithEndpoint(os.Args[1]), hcloud.WithToken(os.Getenv("HCLOUD_TOKEN")))
	keys, err := client.SSHKey.All(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	for _, key := range keys {
		fmt.Println(key.ID, key.Name)
	}
}
