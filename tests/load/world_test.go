package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// A world as after the set-up.
func readyWorld(t *testing.T, dogs int, seed uint64) *world {
	t.Helper()
	w := newWorld(&options{dogs: dogs, seed: seed, history: 1, workers: 1})
	for i, p := range w.people {
		p.token, p.cursor = fmt.Sprintf("token-%d", i), "cursor"
	}
	for i, p := range w.pairs {
		p.dog.id, p.dog.target, p.dog.photos = fmt.Sprintf("dog-%d", i), "target", []string{"photo"}
	}
	return w
}

func attackOn(t *testing.T, w *world, s scenario) *scenarioAttack {
	t.Helper()
	return &scenarioAttack{
		scenario: s,
		client:   newClient(&options{url: "http://a.test", forwarded: true}),
		scene:    scene{world: w, random: w.random(s.name)},
		deck:     newDeck(w.pairs),
		id:       "load-1-" + s.name,
	}
}

func targets(t *testing.T, a *scenarioAttack, count int) []vegeta.Target {
	t.Helper()
	result := make([]vegeta.Target, count)
	for i := range result {
		if err := a.target(&result[i]); err != nil {
			t.Fatal(err)
		}
	}
	return result
}

func TestTheSameSeedMakesTheSameCalls(t *testing.T) {
	when := regexp.MustCompile(`"(occurredAt|id)":"[^"]*"|/records/[0-9a-f-]{36}`) // These tell the time.
	text := func(seed uint64, s scenario) string {
		var all bytes.Buffer
		w := readyWorld(t, 20, seed)
		w.album.largePhoto = w.album.smallPhoto
		for _, target := range targets(t, attackOn(t, w, s), 60) {
			fmt.Fprintf(&all, "%s %s %v %.2000s\n", target.Method, target.URL, target.Header, target.Body)
		}
		return when.ReplaceAllString(all.String(), "")
	}
	for _, s := range allScenarios() {
		if text(1, s) != text(1, s) {
			t.Errorf("%s: another run makes other calls", s.name)
		}
		if text(1, s) == text(2, s) {
			t.Errorf("%s: another seed makes the same calls", s.name)
		}
	}
}

func TestEveryPurposeHasNumbersOfItsOwn(t *testing.T) {
	w := readyWorld(t, 1, 1)
	if w.random("dog 1").Uint64() == w.random("dog 2").Uint64() {
		t.Error("the same numbers")
	}
}

func TestNobodyMakesMoreCallsThanTheOptionsAllow(t *testing.T) {
	w := readyWorld(t, 40, 1)
	rate, seconds := 12.0, 600
	made := map[string]int{}
	for _, target := range targets(t, attackOn(t, w, allScenarios()[0]), int(rate)*seconds) {
		made[target.Header.Get("X-Forwarded-For")]++
	}
	if len(made) != len(w.people) {
		t.Errorf("%d of %d people made calls", len(made), len(w.people))
	}
	busiest := 0
	for _, count := range made {
		busiest = max(busiest, count)
	}
	if wanted := callsAMinute(40, rate) * float64(seconds) / 60; float64(busiest) != wanted {
		t.Errorf("the busiest made %d calls instead of %g", busiest, wanted)
	}
}

func TestEverybodyHasAnAddressOfTheirOwn(t *testing.T) {
	w := newWorld(&options{dogs: mostDogs, seed: 1})
	seen := map[string]bool{}
	for _, p := range w.people {
		if !regexp.MustCompile(`^198\.1[89]\.\d{1,3}\.\d{1,3}$`).MatchString(p.address) {
			t.Fatal(p.address)
		}
		seen[p.address] = true
	}
	if len(seen) != len(w.people) {
		t.Errorf("%d addresses for %d people", len(seen), len(w.people))
	}
}

func TestSomeWritesAreSentAgain(t *testing.T) {
	var write scenario
	for _, s := range allScenarios() {
		if s.name == "writes" {
			write = s
		}
	}
	sent := map[string][]byte{}
	again := 0
	for _, target := range targets(t, attackOn(t, readyWorld(t, 1, 1), write), 400) {
		if before, ok := sent[target.URL]; ok {
			again++
			if !bytes.Equal(before, target.Body) {
				t.Error("the same record with another content")
			}
		}
		sent[target.URL] = target.Body
	}
	if again < 5 || again > 40 {
		t.Errorf("%d of 400 were sent again", again)
	}
}

func TestArrivalsAreOpenAndSpreadOverTheTime(t *testing.T) {
	w := readyWorld(t, 1, 1)
	moments := arrivals(w.random("moments"), 1000, 10*time.Second)
	first, late := 0, time.Duration(0)
	for _, moment := range moments {
		if moment < late || moment >= 10*time.Second {
			t.Fatal(moment)
		}
		late = moment
		if moment < 5*time.Second {
			first++
		}
	}
	if first < 400 || first > 600 {
		t.Errorf("%d of 1000 in the first half", first)
	}
	a := &scenarioAttack{arrivals: moments}
	if wait, stop := a.Pace(moments[3]-time.Second, 3); wait != time.Second || stop {
		t.Error(wait, stop)
	}
	if wait, stop := a.Pace(moments[3]+time.Second, 3); wait != 0 || stop {
		t.Error(wait, stop)
	}
	if _, stop := a.Pace(0, 1000); !stop {
		t.Error("does not end")
	}
}

func TestIdsAreOfVersion7(t *testing.T) {
	random := readyWorld(t, 1, 1).random("ids")
	seen := map[string]bool{}
	for range 100 {
		id := newID(random, time.UnixMilli(0x0123456789ab))
		if !regexp.MustCompile(`^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
			t.Fatal(id)
		}
		seen[id] = true
	}
	if len(seen) != 100 {
		t.Error("the same id twice")
	}
}

func TestPhotosAreDifferentPictures(t *testing.T) {
	w := readyWorld(t, 1, 1)
	random := w.random("photos")
	one, other := w.album.large(random), w.album.large(random)
	if bytes.Equal(one, other) {
		t.Error("the same file twice")
	}
	if _, err := jpeg.Decode(bytes.NewReader(one)); err != nil {
		t.Error(err)
	}
	if len(one) < 1_500_000 || len(one) > 3_000_000 {
		t.Errorf("%d bytes instead of about 2 MB", len(one))
	}
}

func TestParallelWorkIsDoneOnceAndEndsWithTheFirstError(t *testing.T) {
	var done [50]atomic.Int32
	if err := inParallel(50, 4, func(i int) error { done[i].Add(1); return nil }); err != nil {
		t.Fatal(err)
	}
	for i := range done {
		if done[i].Load() != 1 {
			t.Errorf("%d was done %d times", i, done[i].Load())
		}
	}
	failure := errors.New("failed")
	var count atomic.Int32
	err := inParallel(1000, 2, func(i int) error {
		count.Add(1)
		return failure
	})
	if !errors.Is(err, failure) || count.Load() > 2 {
		t.Error(err, count.Load())
	}
}
