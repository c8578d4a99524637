package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Of a thousand dogs so many are active on a day (docs/scaling.md).
const activeShare = 0.3

// A scenario is one kind of call, how often people make it, and what its answers must keep to.
type scenario struct {
	name   string
	calls  float64 // For a dog on a day on which it is active.
	why    string
	limits limits
	next   func(*scene) call
}

type limits struct {
	p99    time.Duration
	errors float64 // Share of all calls.
}

// A scene is what a scenario makes its next call of.
type scene struct {
	world  *world
	seat   *seat
	random *rand.Rand
}

// The figures per day are those of docs/scaling.md as far as it has them. The thresholds are what people put up with on
// a screen that they look at; uploads and sign-ins take longer, and the page shows their progress.
func allScenarios() []scenario {
	const rarely = 0.001
	return []scenario{
		{"sync", 20, "the app is opened or comes back, 20 times; one in ten brings notes written offline",
			limits{500 * time.Millisecond, rarely}, nextSync},
		{"timeline", 10, "pages of 50 records, on devices without a copy of their own; one in three is a further page",
			limits{500 * time.Millisecond, rarely}, nextPage},
		{"writes", 6, "five notes and a session; one in twenty is sent again, as by a device that got no answer",
			limits{500 * time.Millisecond, rarely}, nextWrite},
		{"pictures", 8, "photos as the timeline shows them, small",
			limits{500 * time.Millisecond, rarely}, nextPicture},
		{"uploads", 1, "a photo of 2 MB, begun and sent",
			limits{5 * time.Second, rarely}, nextUpload},
		{"sign-ins", 0.2, "a password once in five days, on a browser that is known",
			limits{3 * time.Second, rarely}, nextSignIn},
		{"charts", 2, "progress of one target",
			limits{time.Second, rarely}, nextChart},
		{"search", 1, "one or two words in all dogs of a person; a dog's first search reads its log",
			limits{2 * time.Second, rarely}, nextSearch},
	}
}

// chooseScenarios: names with commas, each with =CALLS if it likes; thresholds are SCENARIO:p99=DURATION or
// SCENARIO:errors=PERCENT%, where "all" stands for each.
func chooseScenarios(chosen, thresholds string) ([]scenario, error) {
	all := allScenarios()
	var result []scenario
	for part := range parts(chosen) {
		name, calls, weighted := strings.Cut(part, "=")
		found, err := scenarioNamed(all, name)
		if err != nil {
			return nil, err
		}
		if _, err := scenarioNamed(result, name); err == nil {
			return nil, fmt.Errorf("scenarios: %s is named twice", name)
		}
		if weighted {
			if found.calls, err = strconv.ParseFloat(calls, 64); err != nil || !(found.calls > 0) || found.calls > 1e6 {
				return nil, fmt.Errorf("scenarios: %q is not a number of calls", part)
			}
		}
		result = append(result, *found)
	}
	if result == nil {
		result = all
	}
	for part := range parts(thresholds) {
		if err := setThreshold(result, part); err != nil {
			return nil, fmt.Errorf("thresholds: %q: %w", part, err)
		}
	}
	return result, nil
}

func setThreshold(scenarios []scenario, text string) error {
	name, rest, _ := strings.Cut(text, ":")
	kind, value, _ := strings.Cut(rest, "=")
	var set func(*limits)
	switch kind {
	case "p99":
		p99, err := time.ParseDuration(value)
		if err != nil || p99 <= 0 {
			return errors.New("p99 takes a duration, such as 300ms")
		}
		set = func(l *limits) { l.p99 = p99 }
	case "errors":
		number, isPercent := strings.CutSuffix(value, "%")
		share, err := strconv.ParseFloat(number, 64)
		if err != nil || !isPercent || !(share >= 0) || share > 100 {
			return errors.New("errors takes a percentage, such as 0.1%")
		}
		set = func(l *limits) { l.errors = share / 100 }
	default:
		return errors.New("write SCENARIO:p99=DURATION or SCENARIO:errors=PERCENT%")
	}
	if name == "all" {
		for i := range scenarios {
			set(&scenarios[i].limits)
		}
		return nil
	}
	found, err := scenarioNamed(scenarios, name)
	if err == nil {
		set(&found.limits)
	}
	return err
}

func scenarioNamed(scenarios []scenario, name string) (*scenario, error) {
	var names []string
	for i := range scenarios {
		if scenarios[i].name == name {
			return &scenarios[i], nil
		}
		names = append(names, scenarios[i].name)
	}
	return nil, fmt.Errorf("%q is none of %s", name, strings.Join(names, ", "))
}

// parts of a list with commas, without empty ones.
func parts(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}

// callsOfDay is what people make for one active dog.
func callsOfDay(scenarios []scenario) float64 {
	sum := 0.0
	for _, s := range scenarios {
		sum += s.calls
	}
	return sum
}

func nextSync(s *scene) call {
	var writes []map[string]any
	if s.random.IntN(10) == 0 {
		for range 1 + s.random.IntN(3) {
			record := note(s.random)
			record["id"] = newID(s.random, time.Now())
			writes = append(writes, map[string]any{"dogId": s.seat.dog.id, "record": record})
		}
	}
	return syncOf(s.seat.person, writes)
}

// syncOf takes what is new since the person's last sync, and brings writes.
func syncOf(p *person, writes []map[string]any) call {
	body := map[string]any{}
	if len(writes) > 0 {
		body["writes"] = writes
	}
	p.mutex.Lock()
	if p.cursor != "" {
		body["cursor"] = p.cursor
	}
	p.mutex.Unlock()
	c := jsonCall(p, http.MethodPost, "/v1/sync", body)
	c.learn = func(a answer) error {
		var got struct {
			Cursor  string
			Results []struct {
				Status  string
				Problem json.RawMessage
			}
		}
		if err := a.decode(&got); err != nil {
			return err
		}
		if got.Cursor == "" || len(got.Results) != len(writes) {
			return fmt.Errorf("no cursor, or %d results for %d writes", len(got.Results), len(writes))
		}
		for _, result := range got.Results {
			if result.Status != "applied" && result.Status != "duplicate" {
				return fmt.Errorf("a write was %s: %s", result.Status, result.Problem)
			}
		}
		p.mutex.Lock()
		p.cursor = got.Cursor
		p.mutex.Unlock()
		return nil
	}
	return c
}

func nextPage(s *scene) call {
	seat := s.seat
	further := s.random.IntN(3) == 0
	seat.mutex.Lock()
	next := seat.next
	seat.mutex.Unlock()
	path := "/v1/dogs/" + seat.dog.id + "/records?limit=50"
	if further && next != "" {
		path += "&cursor=" + url.QueryEscape(next)
	}
	return call{person: seat.person, method: http.MethodGet, path: path, learn: func(a answer) error {
		var page struct {
			Items []json.RawMessage
			Next  string
		}
		if err := a.decode(&page); err != nil {
			return err
		}
		if len(page.Items) == 0 {
			return errors.New("an empty page")
		}
		seat.mutex.Lock()
		seat.next = page.Next
		seat.mutex.Unlock()
		return nil
	}}
}

func nextWrite(s *scene) call {
	again, session := s.random.IntN(20) == 0, s.random.IntN(6) == 0
	record := note(s.random)
	if session {
		record = trainingSession(s.random, s.seat.dog.target)
	}
	c := jsonCall(s.seat.person, http.MethodPut, recordPath(s.seat.dog.id, newID(s.random, time.Now())), record)
	s.seat.mutex.Lock()
	defer s.seat.mutex.Unlock()
	if again && s.seat.last != nil {
		return *s.seat.last
	}
	s.seat.last = &c
	return c
}

func nextPicture(s *scene) call {
	s.seat.dog.mutex.Lock()
	defer s.seat.dog.mutex.Unlock()
	photo := s.seat.dog.photos[s.random.IntN(len(s.seat.dog.photos))]
	path := "/v1/dogs/" + s.seat.dog.id + "/media/" + photo + "?size=thumb"
	return call{person: s.seat.person, method: http.MethodGet, path: path}
}

func nextUpload(s *scene) call { return uploadOf(s.seat, s.world.album.large(s.random)) }

// uploadOf begins an upload and sends it as one piece (tus 1.0).
func uploadOf(seat *seat, content []byte) call {
	uploads := "/v1/dogs/" + seat.dog.id + "/uploads"
	begin := jsonCall(seat.person, http.MethodPost, uploads, map[string]any{"length": len(content)})
	var begun struct{ ID string }
	begin.learn = func(a answer) error { return a.decode(&begun) }
	sum := sha256.Sum256(content)
	return call{
		person: seat.person,
		method: http.MethodPatch,
		path:   uploads,
		kind:   "application/offset+octet-stream",
		body:   content,
		header: map[string]string{
			"Tus-Resumable":   "1.0.0",
			"Upload-Offset":   "0",
			"Upload-Checksum": "sha256 " + base64.StdEncoding.EncodeToString(sum[:]),
		},
		before:   &begin,
		prepared: func() string { return uploads + "/" + begun.ID },
		learn: func(answer) error {
			seat.dog.mutex.Lock()
			defer seat.dog.mutex.Unlock()
			seat.dog.photos = append(seat.dog.photos, begun.ID)
			return nil
		},
	}
}

func nextSignIn(s *scene) call { return s.seat.person.signIn() }

func nextChart(s *scene) call {
	kinds := []string{"success-rate", "cumulative-trials", "target-state"}
	kind := kinds[s.random.IntN(len(kinds))]
	path := "/v1/dogs/" + s.seat.dog.id + "/progress/" + kind + "?targetId=" + s.seat.dog.target
	return call{person: s.seat.person, method: http.MethodGet, path: path}
}

func nextSearch(s *scene) call {
	words := someWords(s.random, 1+s.random.IntN(2))
	return call{person: s.seat.person, method: http.MethodGet, path: "/v1/search?q=" + url.QueryEscape(words)}
}

func recordPath(dog, record string) string { return "/v1/dogs/" + dog + "/records/" + record }
