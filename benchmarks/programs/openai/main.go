// Command openai lists files with openai-go.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

func main() {
	client := openai.NewClient(option.WithBaseURL(os.Args[1]), option.WithAPIKey(os.Getenv("OPENAI_API_KEY")))
	files := client.Files.ListAutoPaging(context.Background(), openai.FileListParams{})
	for files.Next() {
		fmt.Println(files.Current().ID, files.Current().Filename)
	}
	if err := files.Err(); err != nil {
		log.Fatal(err)
	}
}
