package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

const (
	// People have addresses of their own in 198.18.0.0/15, which is set aside for measurements (RFC 2544).
	mostDogs = 100_000
	// Calls a minute that one person may make on average. The frontend allows 120 for each address, and a burst.
	mostCallsAMinute = 100
)

type options struct {
	url       string
	dogs      int
	history   int
	rates     []float64 // Calls a second of each step.
	duration  time.Duration
	seed      uint64
	scenarios []scenario
	workers   int
	forwarded bool
	clean     bool
	out       string
	render    string
}

// parseOptions reads flags, and for those that are not given LOAD_* variables. It returns flag.ErrHelp after it has
// printed the help.
func parseOptions(arguments []string, variable func(string) (string, bool), out io.Writer) (*options, error) {
	o := &options{}
	var rates, chosen, thresholds, seed string
	flags := flag.NewFlagSet("doggy-load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.url, "url", "", "the server, such as https://doggy.example.org")
	flags.IntVar(&o.dogs, "dogs", 1000, "dogs; each has an owner, and ten share a trainer")
	flags.IntVar(&o.history, "history", 100, "notes that each dog has already, and a fifth as many sessions")
	flags.StringVar(&rates, "rate", "40", "calls a second; several with commas are steps, one after the other")
	flags.DurationVar(&o.duration, "duration", 6*time.Minute, "how long each step lasts")
	flags.StringVar(&seed, "seed", "", "a number that decides who does what and when; one of the clock when empty")
	flags.StringVar(&chosen, "scenarios", "", "names with commas, each with =CALLS a day if not as below; all when empty")
	flags.StringVar(&thresholds, "thresholds", "", "such as sync:p99=300ms,uploads:errors=1%,all:p99=2s")
	flags.IntVar(&o.workers, "workers", 8, "calls at once in the set-up")
	flags.BoolVar(&o.forwarded, "forwarded", true, "give each person an address of their own by X-Forwarded-For")
	flags.BoolVar(&o.clean, "clean", true, "erase the people and their dogs in the end")
	flags.StringVar(&o.out, "out", "", "folder for report.json and report.md; -: report.json as one line of output")
	flags.StringVar(&o.render, "render", "", "only print this report.json for people")
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			printHelp(flags, out)
		}
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is no option; -help lists them", flags.Arg(0))
	}
	if err := setFromEnvironment(flags, variable); err != nil {
		return nil, err
	}
	if o.render != "" {
		return o, nil
	}
	var err error
	if o.seed, err = parseSeed(seed); err != nil {
		return nil, err
	}
	if o.rates, err = parseRates(rates); err != nil {
		return nil, err
	}
	if o.scenarios, err = chooseScenarios(chosen, thresholds); err != nil {
		return nil, err
	}
	return o, o.check()
}

// setFromEnvironment sets what no flag has set: -rate is LOAD_RATE. An empty variable counts as none.
func setFromEnvironment(flags *flag.FlagSet, variable func(string) (string, bool)) (err error) {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	flags.VisitAll(func(f *flag.Flag) {
		name := variableOf(f.Name)
		value, ok := variable(name)
		if given[f.Name] || !ok || value == "" {
			return
		}
		if wrong := flags.Set(f.Name, value); wrong != nil && err == nil {
			err = fmt.Errorf("%s: %w", name, wrong)
		}
	})
	return err
}

func variableOf(name string) string { return "LOAD_" + strings.ToUpper(name) }

func parseSeed(text string) (uint64, error) {
	if text == "" {
		return uint64(time.Now().Unix()), nil
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("seed: %q is no whole number", text)
	}
	return seed, nil
}

func parseRates(text string) ([]float64, error) {
	var rates []float64
	for part := range strings.SplitSeq(text, ",") {
		rate, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(rate > 0) || rate > 100_000 {
			return nil, fmt.Errorf("rate: %q is not a number of calls a second", part)
		}
		rates = append(rates, rate)
	}
	return rates, nil
}

func (o *options) check() error {
	target, err := url.Parse(o.url)
	if err != nil || (target.Scheme != "http" && target.Scheme != "https") || target.Host == "" {
		return fmt.Errorf("url: %q is not the address of a server", o.url)
	}
	o.url = strings.TrimSuffix(o.url, "/")
	switch {
	case o.dogs < 1 || o.dogs > mostDogs:
		return fmt.Errorf("dogs: from 1 to %d", mostDogs)
	case o.history < 1 || o.history > 5000:
		return errors.New("history: from 1 to 5000")
	case o.duration < time.Second:
		return errors.New("duration: at least 1s")
	case o.workers < 1 || o.workers > 64:
		return errors.New("workers: from 1 to 64")
	}
	for _, rate := range o.rates {
		if busiest := callsAMinute(o.dogs, rate); busiest > mostCallsAMinute {
			return fmt.Errorf("at %g calls a second, with %d dogs, somebody would make %.0f calls a minute, above the %d that "+
				"one person may: use at least %d dogs", rate, o.dogs, busiest, mostCallsAMinute, dogsFor(rate))
		}
	}
	return nil
}

// callsAMinute is what the busiest person makes on average.
func callsAMinute(dogs int, rate float64) float64 {
	ofOneDog := rate / float64(dogs) * 60 / turnsOfDog
	return max(ofOneDog*turnsOfOwner, ofOneDog*(turnsOfDog-turnsOfOwner)*float64(min(dogs, dogsOfTrainer)))
}

// dogsFor is the smallest number of dogs at which nobody makes too many calls.
func dogsFor(rate float64) int {
	dogs := 1
	for callsAMinute(dogs, rate) > mostCallsAMinute {
		dogs++
	}
	return dogs
}

func printHelp(flags *flag.FlagSet, out io.Writer) {
	fmt.Fprint(out, "doggy-load -url URL [OPTIONS]\n\n"+
		"Lets the people of many dogs use a server as on a day, only faster.\n"+
		"Ends with status 1 when a threshold was broken, with 2 when the run did not come about.\n\n")
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	flags.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(table, "  -%s\t%s\t%s\t%s\n", f.Name, variableOf(f.Name), f.DefValue, f.Usage)
	})
	table.Flush()
	fmt.Fprint(out, "\nScenarios, with the calls for a dog on a day on which it is active, and their thresholds:\n\n")
	for _, s := range allScenarios() {
		fmt.Fprintf(table, "  %s\t%g\tp99=%s\terrors=%s\t%s\n",
			s.name, s.calls, s.limits.p99, percent(s.limits.errors), s.why)
	}
	table.Flush()
}
