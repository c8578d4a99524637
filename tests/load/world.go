package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	password      = "walks along the river"
	dogsOfTrainer = 10
	// Of four turns of a dog, its owner has three and its trainer one.
	turnsOfDog, turnsOfOwner = 4, 3
)

// A person has an account, an address, a browser.
type person struct {
	name    string
	email   string
	address string
	token   string

	mutex  sync.Mutex
	device string // The cookie that tells the server which browser it is.
	cursor string // Of the last sync.
}

type dog struct {
	id     string
	name   string
	target string // What its sessions train.

	mutex  sync.Mutex
	photos []string
}

// A seat is a person's place with a dog.
type seat struct {
	person *person
	dog    *dog

	mutex sync.Mutex
	next  string // The timeline's next page.
	last  *call  // The last record that was written.
}

// A pair is a dog with its two people.
type pair struct {
	dog            *dog
	owner, trainer *seat
}

type world struct {
	seed    uint64
	people  []*person
	pairs   []pair
	history int
	workers int
	album   *album
	made    atomic.Int64 // People who have an account.
}

func newWorld(o *options) *world {
	w := &world{seed: o.seed, history: o.history, workers: o.workers, album: newAlbum(o.seed)}
	trainers := make([]*person, (o.dogs+dogsOfTrainer-1)/dogsOfTrainer)
	for i := range trainers {
		trainers[i] = w.newPerson("Trainer")
	}
	for i := range o.dogs {
		d := &dog{name: fmt.Sprintf("Balu %d", i+1)}
		w.pairs = append(w.pairs, pair{
			dog:     d,
			owner:   &seat{person: w.newPerson("Owner"), dog: d},
			trainer: &seat{person: trainers[i/dogsOfTrainer], dog: d},
		})
	}
	return w
}

func (w *world) newPerson(role string) *person {
	number := len(w.people)
	p := &person{
		name: fmt.Sprintf("%s %d", role, number+1),
		// No mail goes anywhere: the domain does not exist (RFC 6761).
		email:   fmt.Sprintf("load-%d-%d@doggy.invalid", w.seed, number+1),
		address: fmt.Sprintf("198.%d.%d.%d", 18+number/65536, number/256%256, number%256),
	}
	w.people = append(w.people, p)
	return p
}

// random numbers for one purpose. Purposes do not disturb each other.
func (w *world) random(purpose string) *rand.Rand {
	hash := fnv.New64a()
	hash.Write([]byte(purpose))
	return rand.New(rand.NewPCG(w.seed, hash.Sum64()))
}

// A deck gives seats their turns: everybody's share is exact over one deck, and the order is shuffled.
type deck struct {
	cards []*seat
	left  []*seat
}

func newDeck(pairs []pair) *deck {
	d := &deck{}
	for _, p := range pairs {
		for range turnsOfOwner {
			d.cards = append(d.cards, p.owner)
		}
		for range turnsOfDog - turnsOfOwner {
			d.cards = append(d.cards, p.trainer)
		}
	}
	return d
}

func (d *deck) draw(random *rand.Rand) *seat {
	if len(d.left) == 0 {
		d.left = d.cards
		random.Shuffle(len(d.left), func(i, j int) { d.left[i], d.left[j] = d.left[j], d.left[i] })
	}
	card := d.left[0]
	d.left = d.left[1:]
	return card
}

// sessions that each dog has already.
func (w *world) sessions() int { return max(1, w.history/5) }

// setUp makes all accounts, dogs and records by the API that people use, and waits when the server asks for it.
func (w *world) setUp(ctx context.Context, c *client) (Setup, error) {
	begun := time.Now()
	var calls atomic.Int64
	do := func(wanted call, into any) error {
		calls.Add(1)
		got, err := c.insist(ctx, wanted)
		if err != nil || into == nil {
			return err
		}
		return got.decode(into)
	}
	stages := []struct {
		what  string
		count int
		work  func(int) error
	}{
		{"people have an account", len(w.people), func(i int) error { return w.signUp(w.people[i], do) }},
		{"dogs have their history", len(w.pairs), func(i int) error { return w.addDog(i, do) }},
		{"devices are up to date", len(w.people), func(i int) error { return firstSync(w.people[i], do) }},
	}
	for _, stage := range stages {
		since := time.Now()
		if err := inParallel(stage.count, w.workers, stage.work); err != nil {
			return Setup{}, err
		}
		progress("%d %s, after %.1f s", stage.count, stage.what, time.Since(since).Seconds())
	}
	return Setup{
		People:  len(w.people),
		Dogs:    len(w.pairs),
		Records: len(w.pairs) * (w.history + w.sessions() + 2),
		Calls:   calls.Load(),
		Waited:  c.waited,
		Seconds: time.Since(begun).Seconds(),
	}, nil
}

func (w *world) signUp(p *person, do func(call, any) error) error {
	account := map[string]string{"email": p.email, "password": password, "name": p.name}
	var refused *refusal
	if err := do(jsonCall(p, http.MethodPost, "/v1/accounts", account), nil); errors.As(err, &refused) &&
		refused.answer.status == http.StatusConflict {
		return fmt.Errorf("the people of seed %d are there already: choose another", w.seed)
	} else if err != nil {
		return err
	}
	w.made.Add(1)
	var session struct{ Token string }
	if err := do(p.signIn(), &session); err != nil {
		return err
	}
	p.token = session.Token
	return nil
}

// signIn is a sign-in by the browser that signed in before.
func (p *person) signIn() call {
	c := jsonCall(p, http.MethodPost, "/v1/sessions", map[string]string{"email": p.email, "password": password})
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.device != "" {
		c.header = map[string]string{"Cookie": p.device}
	}
	c.learn = func(a answer) error {
		for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
			if strings.HasSuffix(cookie.Name, "doggy_device") {
				p.mutex.Lock()
				p.device = cookie.Name + "=" + cookie.Value
				p.mutex.Unlock()
				return nil
			}
		}
		return errors.New("no cookie for the device")
	}
	return c
}

// addDog makes a dog, invites its trainer, and writes its history.
func (w *world) addDog(number int, do func(call, any) error) error {
	p := w.pairs[number]
	random := w.random(fmt.Sprintf("dog %d", number))
	owner, trainer := p.owner.person, p.trainer.person
	var made struct{ ID string }
	profile := map[string]string{"name": p.dog.name, "role": "owner"}
	if err := do(jsonCall(owner, http.MethodPost, "/v1/dogs", profile), &made); err != nil {
		return err
	}
	p.dog.id = made.ID
	var invitation struct{ Token string }
	role := map[string]string{"role": "trainer"}
	if err := do(jsonCall(owner, http.MethodPost, "/v1/dogs/"+p.dog.id+"/invitations", role), &invitation); err != nil {
		return err
	}
	accept := call{person: trainer, method: http.MethodPost, path: "/v1/invitations/" + invitation.Token + "/accept"}
	if err := do(accept, nil); err != nil {
		return err
	}
	p.dog.target = newID(random, time.Now())
	steps := []any{map[string]any{}}
	target := map[string]any{"type": "target", "occurredAt": daysAgo(300), "name": "Recall", "steps": steps}
	if err := do(jsonCall(trainer, http.MethodPut, recordPath(p.dog.id, p.dog.target), target), nil); err != nil {
		return err
	}
	// By the owner, since one person may have two imports under way.
	for _, file := range []map[string]any{
		{"type": "note", "csv": notesAsCSV(random, w.history), "dryRun": false},
		{"type": "session", "csv": sessionsAsCSV(random, w.sessions(), p.dog.target), "dryRun": false},
	} {
		path := "/v1/dogs/" + p.dog.id + "/import"
		if err := do(jsonCall(owner, http.MethodPost, path, file), nil); err != nil {
			return err
		}
	}
	return do(uploadOf(p.owner, w.album.small(random)), nil)
}

// firstSync brings a new device up to date, so that syncs of the attack take only what is new.
func firstSync(p *person, do func(call, any) error) error {
	for {
		var state struct{ More bool }
		if err := do(syncOf(p, nil), &state); err != nil {
			return err
		}
		if !state.More {
			return nil
		}
	}
}

// clean erases everybody who has an account, and with owners their dogs.
func (w *world) clean(ctx context.Context, c *client) error {
	if w.made.Load() == 0 {
		return nil
	}
	var erased atomic.Int64
	err := inParallel(len(w.people), w.workers, func(i int) error {
		p := w.people[i]
		if p.token == "" {
			return nil
		}
		proof := map[string]any{"password": password, "deleteDogs": true}
		_, err := c.insist(ctx, jsonCall(p, http.MethodDelete, "/v1/account", proof))
		if err == nil {
			erased.Add(1)
		}
		return err
	})
	progress("%d of %d people are erased", erased.Load(), w.made.Load())
	if err != nil {
		return fmt.Errorf("the clean-up: %w", err)
	}
	return nil
}

// inParallel does work for 0 to count-1, so many at a time, until one fails.
func inParallel(count, workers int, work func(int) error) error {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				if err := work(i); err != nil {
					failed.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
