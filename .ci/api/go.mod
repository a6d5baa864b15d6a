module github.com/boxoffice-go/boxoffice

go 1.26
