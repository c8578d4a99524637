// Command probe is the pod of the platform's tests:
//
//	probe serve [ADDRESS]       an HTTP server (":8080"): / names the pod, /burn?milliseconds=N keeps one CPU busy
//	probe connect HOST:PORT     exit status 0 when a TCP connection opens within two seconds
//	probe resolve NAME          prints the addresses of NAME
//	probe get URL               prints the answer, fails unless its status is 2xx
//	probe write FILE TEXT       writes TEXT into FILE and onto the disk
//	probe read FILE             prints FILE
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const patience = 2 * time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return serve(":8080")
	}
	command, rest := arguments[0], arguments[1:]
	switch {
	case command == "serve" && len(rest) == 0:
		return serve(":8080")
	case command == "serve" && len(rest) == 1:
		return serve(rest[0])
	case command == "connect" && len(rest) == 1:
		return connect(rest[0])
	case command == "resolve" && len(rest) == 1:
		return resolve(rest[0])
	case command == "get" && len(rest) == 1:
		return get(rest[0])
	case command == "write" && len(rest) == 2:
		return write(rest[0], rest[1])
	case command == "read" && len(rest) == 1:
		return read(rest[0])
	}
	return fmt.Errorf("cannot do %q", strings.Join(arguments, " "))
}

func serve(address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	name, err := os.Hostname()
	if err != nil {
		return err
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		client, _, _ := net.SplitHostPort(r.RemoteAddr)
		fmt.Fprintf(w, "%s for %s\n", name, client)
	})
	http.HandleFunc("/burn", burn)
	server := &http.Server{Addr: address, ReadHeaderTimeout: patience}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		ending, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		return server.Shutdown(ending)
	}
}

func burn(w http.ResponseWriter, r *http.Request) {
	milliseconds, err := strconv.Atoi(r.URL.Query().Get("milliseconds"))
	if err != nil {
		http.Error(w, "milliseconds must be a whole number", http.StatusBadRequest)
		return
	}
	rounds := 0
	for end := time.Now().Add(time.Duration(milliseconds) * time.Millisecond); time.Now().Before(end); rounds++ {
	}
	fmt.Fprintln(w, rounds)
}

func connect(address string) error {
	connection, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return err
	}
	return connection.Close()
}

func resolve(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, name)
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(addresses, "\n"))
	return nil
}

func get(url string) error {
	client := http.Client{Timeout: patience}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}

func write(name, text string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	return file.Sync()
}

func read(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(content)
	return err
}
