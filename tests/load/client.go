package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	patience = 60 * time.Second // Of the set-up with one call, all tries together.
	timeout  = 30 * time.Second // For one answer.
	idHeader = "X-Request-Id"
)

// A call is one thing that a person asks of the server.
type call struct {
	person *person
	method string
	path   string
	kind   string // Media type of the body.
	body   []byte
	header map[string]string
	// What must be asked before, as a part of this call. `prepared` then says where this one goes.
	before   *call
	prepared func() string
	// learn looks at a good answer, and fails for one that is not as it should be.
	learn func(answer) error
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) good() bool { return a.status/100 == 2 || a.status == http.StatusNotModified }

func (a answer) decode(into any) error { return json.Unmarshal(a.body, into) }

// A refusal is an answer that is not a good one.
type refusal struct {
	call   call
	answer answer
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s %s: %d %.300s", r.call.method, r.call.path, r.answer.status, r.answer.body)
}

func jsonCall(p *person, method, path string, body any) call {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // Bodies are made here, of nothing that JSON cannot hold.
	}
	return call{person: p, method: method, path: path, kind: "application/json", body: text}
}

// headers of a call, as a browser of that person sends them through a proxy.
func (c *call) headers(forwarded bool) http.Header {
	h := http.Header{"User-Agent": {"doggy-load"}, "Accept-Encoding": {"gzip"}}
	if c.kind != "" {
		h.Set("Content-Type", c.kind)
	}
	for name, value := range c.header {
		h.Set(name, value)
	}
	if c.person != nil {
		if c.person.token != "" {
			h.Set("Authorization", "Bearer "+c.person.token)
		}
		if forwarded {
			h.Set("X-Forwarded-For", c.person.address)
		}
	}
	return h
}

// A client makes calls, those of the set-up by itself, those of an attack as the transport of vegeta's HTTP client.
type client struct {
	base      string
	forwarded bool
	transport http.RoundTripper

	mutex  sync.Mutex
	calls  map[string]*call // Of the attack, by the id of their request, until they are made.
	waited int              // Answers that asked the set-up to come back later.
}

func newClient(o *options) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// What is dropped on the way, as by a NetworkPolicy that has yet to take effect, is tried again soon.
	transport.DialContext = (&net.Dialer{Timeout: 5 * time.Second}).DialContext
	// Connections as those of many browsers, not one that all share.
	transport.ForceAttemptHTTP2 = false
	transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 0, 1000
	transport.IdleConnTimeout = 15 * time.Second
	transport.DisableCompression = true // Bytes are counted as they come.
	return &client{base: o.url, forwarded: o.forwarded, transport: transport, calls: map[string]*call{}}
}

// waitForServer returns the version in the server's description, as soon as there is one.
func (c *client) waitForServer(ctx context.Context) (string, error) {
	ask := call{method: http.MethodGet, path: "/openapi.json"}
	got, err := c.insist(ctx, ask)
	if err != nil {
		return "", err
	}
	var description struct {
		Info  struct{ Title, Version string }
		Paths map[string]any
	}
	if err := got.decode(&description); err != nil || description.Paths["/v1/sync"] == nil {
		return "", fmt.Errorf("%s%s does not describe doggy's API", c.base, ask.path)
	}
	return description.Info.Version, nil
}

// insist makes a call until its answer is good, waits as long as a 429 or 503 asks for, and loses patience some time.
func (c *client) insist(ctx context.Context, wanted call) (answer, error) {
	end := time.Now().Add(patience)
	for {
		got, err := c.make(ctx, wanted)
		if err == nil && got.good() {
			return got, nil
		}
		if err == nil {
			err = &refusal{wanted, got}
		}
		wait := retryAfter(got)
		passes := got.status == 0 || got.status == http.StatusTooManyRequests || got.status/100 == 5
		if !passes || ctx.Err() != nil || time.Now().Add(wait).After(end) {
			return got, err
		}
		c.mutex.Lock()
		c.waited++
		c.mutex.Unlock()
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return got, ctx.Err()
		}
	}
}

func retryAfter(a answer) time.Duration {
	if seconds, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	return time.Second / 2
}

// make makes a call once.
func (c *client) make(ctx context.Context, wanted call) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, wanted.method, c.base+wanted.path, bytes.NewReader(wanted.body))
	if err != nil {
		return answer{}, err
	}
	request.Header = wanted.headers(c.forwarded)
	response, err := c.perform(request, &wanted)
	if err != nil {
		return answer{}, err
	}
	return c.read(response)
}

// RoundTrip is how vegeta makes a call that was announced by expect.
func (c *client) RoundTrip(request *http.Request) (*http.Response, error) {
	id := request.Header.Get(idHeader)
	c.mutex.Lock()
	wanted := c.calls[id]
	delete(c.calls, id)
	c.mutex.Unlock()
	if wanted == nil {
		return nil, errors.New("a call that nobody announced")
	}
	return c.perform(request, wanted)
}

func (c *client) expect(id string, wanted *call) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.calls[id] = wanted
}

// perform makes what must come before a call, the call itself, and learns from the answer.
func (c *client) perform(request *http.Request, wanted *call) (*http.Response, error) {
	if wanted.before != nil {
		first, err := http.NewRequestWithContext(
			request.Context(), wanted.before.method, c.base+wanted.before.path, bytes.NewReader(wanted.before.body))
		if err != nil {
			return nil, err
		}
		first.Header = wanted.before.headers(c.forwarded)
		response, err := c.perform(first, wanted.before)
		if err != nil || response.StatusCode/100 != 2 {
			return response, err
		}
		request = request.Clone(request.Context())
		request.URL.Path = wanted.prepared()
	}
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(content))
	if wanted.learn == nil || response.StatusCode/100 != 2 {
		return response, nil
	}
	got, err := unpacked(response, content)
	if err == nil {
		err = wanted.learn(got)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", wanted.method, wanted.path, err)
	}
	return response, nil
}

func (c *client) read(response *http.Response) (answer, error) {
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	return unpacked(response, content)
}

func unpacked(response *http.Response, content []byte) (answer, error) {
	got := answer{status: response.StatusCode, header: response.Header, body: content}
	if response.Header.Get("Content-Encoding") != "gzip" {
		return got, nil
	}
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err == nil {
		got.body, err = io.ReadAll(reader)
	}
	return got, err
}
