package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func serving(t *testing.T, handle http.HandlerFunc) *client {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return newClient(&options{url: server.URL, forwarded: true})
}

func TestTheSetUpComesBackWhenItIsAskedTo(t *testing.T) {
	asked := 0
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if asked == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	begun := time.Now()
	got, err := c.insist(t.Context(), call{method: http.MethodGet, path: "/"})
	if err != nil || got.status != http.StatusOK || asked != 2 || c.waited != 1 {
		t.Fatal(got, err, asked, c.waited)
	}
	if time.Since(begun) < time.Second {
		t.Error("did not wait")
	}
}

func TestTheSetUpGivesUpWhatDoesNotPass(t *testing.T) {
	for _, c := range []struct {
		status int
		after  string
	}{{http.StatusForbidden, ""}, {http.StatusTooManyRequests, "3600"}} {
		asked := 0
		c2 := serving(t, func(w http.ResponseWriter, r *http.Request) {
			asked++
			w.Header().Set("Retry-After", c.after)
			http.Error(w, "no more accounts", c.status)
		})
		_, err := c2.insist(t.Context(), call{method: http.MethodGet, path: "/v1/me"})
		var refused *refusal
		if !errors.As(err, &refused) || asked != 1 {
			t.Fatal(err, asked)
		}
		if text := err.Error(); !strings.Contains(text, "GET /v1/me") || !strings.Contains(text, "no more accounts") {
			t.Error(text)
		}
	}
}

func TestAnUploadIsBegunAndSentInOneCall(t *testing.T) {
	var seen []string
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		seen = append(seen, fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.Header.Get("X-Forwarded-For"), " ", len(content)))
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, `{"id":"u1"}`)
		} else {
			w.WriteHeader(http.StatusNoContent)
		}
	})
	w := readyWorld(t, 1, 1)
	seat := w.pairs[0].owner
	wanted := uploadOf(seat, []byte("picture"))
	got, err := c.make(t.Context(), wanted)
	if err != nil || got.status != http.StatusNoContent {
		t.Fatal(got, err)
	}
	from := seat.person.address
	if len(seen) != 2 || seen[0] != "POST /v1/dogs/dog-0/uploads "+from+" 12" ||
		seen[1] != "PATCH /v1/dogs/dog-0/uploads/u1 "+from+" 7" {
		t.Error(seen)
	}
	if len(seat.dog.photos) != 2 || seat.dog.photos[1] != "u1" {
		t.Error(seat.dog.photos)
	}
}

func TestAnUploadThatIsNotBegunCountsAsRefused(t *testing.T) {
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			t.Error("it was sent")
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	seat := readyWorld(t, 1, 1).pairs[0].owner
	got, err := c.make(t.Context(), uploadOf(seat, []byte("picture")))
	if err != nil || got.status != http.StatusServiceUnavailable || len(seat.dog.photos) != 1 {
		t.Error(got, err, seat.dog.photos)
	}
}

func TestASyncGoesOnFromItsCursorAlsoWhenItComesCompressed(t *testing.T) {
	var bodies []string
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(content))
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		fmt.Fprintf(packed, `{"results":[],"cursor":"c%d","more":false}`, len(bodies))
		packed.Close()
	})
	p := &person{}
	for range 2 {
		if _, err := c.make(t.Context(), syncOf(p, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if bodies[0] != "{}" || bodies[1] != `{"cursor":"c1"}` || p.cursor != "c2" {
		t.Error(bodies, p.cursor)
	}
}

func TestAWriteThatSyncRejectsIsAnError(t *testing.T) {
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"results":[{"id":"a","status":"rejected","problem":{"title":"too long"}}],"cursor":"c"}`)
	})
	_, err := c.make(t.Context(), syncOf(&person{}, []map[string]any{{"dogId": "d"}}))
	if err == nil || !strings.Contains(err.Error(), "rejected") || !strings.Contains(err.Error(), "too long") {
		t.Error(err)
	}
}

func TestTheBrowserIsKnownByItsCookie(t *testing.T) {
	var cookies []string
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		w.Header().Add("Set-Cookie", "__Host-doggy_session=s; Path=/; Secure; HttpOnly")
		w.Header().Add("Set-Cookie", "__Secure-doggy_device=d1; Path=/v1/sessions; Secure; HttpOnly")
		w.WriteHeader(http.StatusCreated)
	})
	p := &person{}
	for range 2 {
		if _, err := c.make(t.Context(), p.signIn()); err != nil {
			t.Fatal(err)
		}
	}
	if cookies[0] != "" || cookies[1] != "__Secure-doggy_device=d1" {
		t.Error(cookies)
	}
}

func TestWhatIsNotDoggyIsNotAttacked(t *testing.T) {
	c := serving(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"info":{"version":"1"},"paths":{}}`) })
	if _, err := c.waitForServer(t.Context()); err == nil {
		t.Error("takes anything for doggy")
	}
}

// An attack against a server whose answers are known.
func attackOnce(t *testing.T, handle http.HandlerFunc, chosen string) *Step {
	t.Helper()
	c := serving(t, handle)
	scenarios, err := chooseScenarios(chosen, "")
	if err != nil {
		t.Fatal(err)
	}
	o := &options{url: c.base, duration: time.Second, scenarios: scenarios}
	step, err := attack(t.Context(), o, c, readyWorld(t, 20, 1), 0, 40)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

func TestAnAttackCountsWhatEachScenarioGot(t *testing.T) {
	step := attackOnce(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/search") {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		w.Write(bytes.Repeat([]byte("x"), 100))
	}, "pictures=3,search=1")
	pictures, search := step.Scenarios[0], step.Scenarios[1]
	if pictures.Calls != 30 || pictures.Statuses["200"] != 30 || pictures.BytesIn != 3000 || pictures.ErrorShare != 0 {
		t.Errorf("%+v", pictures)
	}
	if search.Calls != 10 || search.Statuses["503"] != 10 || search.ErrorShare != 1 || search.Achieved != 0 {
		t.Errorf("%+v", search)
	}
}

func TestAnAttackDoesNotWaitForAnswers(t *testing.T) {
	step := attackOnce(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(2 * time.Second):
		case <-r.Context().Done():
		}
	}, "search")
	search := step.Scenarios[0]
	if search.Calls != 40 || search.Sent < 39 || search.P50 < 2000 || search.P50 > 3000 {
		t.Errorf("%+v", search)
	}
	if search.Achieved > 20 {
		t.Error("calls that were answered after the step count as achieved in it")
	}
}
