package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Calls of one scenario that may be under way at once. A server that far behind has failed.
const mostUnderWay = 2000

// One in so many calls is the last of its connection, as when people close the page. So new replicas get their share.
const callsOfConnection = 10

// attack lets every scenario make its calls at its own moments, whether earlier ones were answered or not.
func attack(ctx context.Context, o *options, c *client, w *world, number int, rate float64) (*Step, error) {
	progress("step %d: %g calls a second for %s", number+1, rate, o.duration)
	all := callsOfDay(o.scenarios)
	attacks := make([]*scenarioAttack, len(o.scenarios))
	var group sync.WaitGroup
	begun := time.Now()
	for i, s := range o.scenarios {
		name := fmt.Sprintf("%s in step %d", s.name, number)
		a := &scenarioAttack{
			scenario: s,
			client:   c,
			scene:    scene{world: w, random: w.random(name)},
			deck:     newDeck(w.pairs),
			id:       fmt.Sprintf("load-%d-%d-%s", w.seed, number+1, s.name),
			arrivals: arrivals(w.random("moments of "+name), countOf(rate*s.calls/all, o.duration), o.duration),
		}
		attacks[i] = a
		group.Go(func() { a.run(ctx) })
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	step := &Step{Rate: rate, Seconds: o.duration.Seconds(), Began: begun.UTC()}
	for _, a := range attacks {
		step.Scenarios = append(step.Scenarios, resultOf(a.scenario.name, len(a.arrivals), o.duration, begun, &a.metrics))
	}
	return step, nil
}

// countOf is how many calls a scenario makes; at least one, so that none is left out.
func countOf(rate float64, duration time.Duration) int {
	return max(1, int(math.Round(rate*duration.Seconds())))
}

// arrivals are moments as many people who do not know of each other make them: each is anywhere in the time.
func arrivals(random *rand.Rand, count int, duration time.Duration) []time.Duration {
	moments := make([]time.Duration, count)
	for i := range moments {
		moments[i] = time.Duration(random.Int64N(int64(duration)))
	}
	slices.Sort(moments)
	return moments
}

// A scenarioAttack is one attack of vegeta. It is also its pacer.
type scenarioAttack struct {
	scenario scenario
	client   *client
	deck     *deck
	id       string
	arrivals []time.Duration
	metrics  vegeta.Metrics

	mutex sync.Mutex // Of what targets are made from.
	scene scene
	made  int
}

func (a *scenarioAttack) run(ctx context.Context) {
	attacker := vegeta.NewAttacker(
		vegeta.Client(&http.Client{
			Transport:     a.client,
			Timeout:       timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
		vegeta.MaxWorkers(mostUnderWay),
	)
	stop := context.AfterFunc(ctx, func() { attacker.Stop() })
	defer stop()
	for result := range attacker.Attack(a.target, a, 0, a.scenario.name) {
		a.metrics.Add(result)
	}
	a.metrics.Close()
}

// target is the next call in the shape that vegeta takes.
func (a *scenarioAttack) target(target *vegeta.Target) error {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.scene.seat = a.deck.draw(a.scene.random)
	next := a.scenario.next(&a.scene)
	a.made++
	id := fmt.Sprintf("%s-%d", a.id, a.made)
	header := next.headers(a.client.forwarded)
	header.Set(idHeader, id)
	if a.made%callsOfConnection == 0 {
		header.Set("Connection", "close")
	}
	*target = vegeta.Target{Method: next.method, URL: a.client.base + next.path, Body: next.body, Header: header}
	a.client.expect(id, &next)
	return nil
}

// Pace says how long to wait for the next call's moment.
func (a *scenarioAttack) Pace(elapsed time.Duration, made uint64) (time.Duration, bool) {
	if made >= uint64(len(a.arrivals)) {
		return 0, true
	}
	return max(0, a.arrivals[made]-elapsed), false
}

// Rate is part of vegeta's interface; its attacks do not ask.
func (a *scenarioAttack) Rate(time.Duration) float64 {
	return float64(len(a.arrivals)) / a.arrivals[len(a.arrivals)-1].Seconds()
}
